"""Which processes are beside each other, and what the rules find when one of them changes.

Two processes concern each other when they share an area, or a person who works in both. They are looked up by that
name, so that a thousand processes cost a thousand times one and not a million.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from portfolio.following import Seen
from portfolio.pitfalls.facts import Elsewhere, Facts, Neighbour
from portfolio.pitfalls.finding import Finding
from portfolio.pitfalls.people import load
from portfolio.pitfalls.registry import run

Found = Mapping[str, tuple[Finding, ...]]
Name = tuple[bool, str, str]  # of the example or not, area or person, and its name in small letters


class Kept:
    """The facts of all processes, and what was found in them. ``found`` and ``every`` are replaced, never changed."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.seen: Seen | None = None
        self.every: dict[str, Facts] = {}
        self.found: dict[str, tuple[Finding, ...]] = {}
        self._accepted: dict[str, Mapping[str, Any]] = {}
        self._near: dict[str, Neighbour] = {}
        self._by_name: dict[Name, set[str]] = defaultdict(set)

    def change(
        self, every: Mapping[str, Facts], accepted: Mapping[str, Mapping[str, Any]], ids: Iterable[str] | None
    ) -> None:
        """Take in the facts as they are now: of ``ids``, which are gone when they have none; of all with None."""
        if ids is None:
            self.every, self.found = {}, {}
            self._accepted, self._near = {}, {}
            self._by_name = defaultdict(set)
            ids = list(every)
        changed = set(ids)
        concerned = set(changed)
        for id in changed:
            concerned |= self._leave(id)
        self.every = {id: one for id, one in self.every.items() if id not in changed} | {
            id: every[id] for id in changed if id in every
        }
        for id in changed:
            self._accepted[id] = accepted.get(id, {})
            concerned |= self._enter(id)
        found = {id: found for id, found in self.found.items() if id in self.every}
        for id in concerned:
            if id in self.every:
                found[id] = tuple(run(self.every[id], self._elsewhere(id), self._accepted.get(id, {})))
        self.found = found

    def _leave(self, id: str) -> set[str]:
        """Take a process out; returns those that were beside it."""
        near, one = self._near.pop(id, None), self.every.get(id)
        if near is None or one is None:
            return set()
        beside: set[str] = set()
        for name in _names(one, near):
            self._by_name[name].discard(id)
            beside |= self._by_name[name]
        return beside

    def _enter(self, id: str) -> set[str]:
        """Put a process in; returns those that are beside it. A stopped one is beside none."""
        one = self.every.get(id)
        if one is None or one.status == "stopped":
            return set()
        near = self._near[id] = _neighbour(one)
        beside: set[str] = set()
        for name in _names(one, near):
            beside |= self._by_name[name]
            self._by_name[name].add(id)
        return beside

    def _elsewhere(self, id: str) -> Elsewhere:
        one = self.every[id]
        near = self._near.get(id) or _neighbour(one)
        ids = set().union(*(self._by_name.get(name, ()) for name in _names(one, near))) - {id}
        return Elsewhere(sorted((self._near[other] for other in ids), key=lambda n: (n.name.casefold(), n.id)))


def _names(one: Facts, near: Neighbour) -> list[Name]:
    area = one.area.strip().casefold()
    areas = [(one.example, "area", area)] if area else []
    return areas + [(one.example, "person", person) for person in near.load]


def _neighbour(one: Facts) -> Neighbour:
    return Neighbour(
        id=one.id,
        name=one.name,
        area=one.area,
        groups=one.groups,
        contacts=one.contacts(),
        by_group={group.strip().casefold(): one.contacts(group) for group in one.groups},
        load=load(one),
    )

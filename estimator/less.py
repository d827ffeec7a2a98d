"""The price of less: with less money or time than the estimate asks, what has to go, and what that does to people.

Three levers: later, smaller, more people. And an order: first what only makes the work nicer, then a simpler way of
working, and last a smaller process. What lets people take part (interpreting, translation, child care, an expense fee)
is never taken away, nor what isn't a choice (a draft laid open, a first time).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from math import ceil
from typing import Any

from estimator.advice import SMALL
from estimator.benchmarks import Benchmarks
from estimator.cheapest import MOST_HOURS, applied, short_of_hours, weighed
from estimator.codes import N_, OPTIONS, PRESETS, Fault, ScopeError
from estimator.model import capacity, parts, simulate
from estimator.promise import CONFIDENCE, Promise, date_of, promise
from estimator.scope import Scope
from estimator.search import Search, least
from estimator.vary import Axis

EXTRAS = ("graphic_recording", "transcription", "platform", "note_taker", "independent_chair")  # go in this order
KEPT = tuple(o for o in OPTIONS if o not in EXTRAS)
WEEKS = (1, 520)
MOST_TENTHS = 40  # up to four times the hours a week
_RANGE = N_("{field}: {value} is out of range; allowed is {low} to {high}")


def price_of_less(
    scope: Scope,
    benchmarks: Benchmarks | None = None,
    *,
    budget: float | None = None,
    weeks: float | None = None,
    confidence: float = CONFIDENCE,
    process_key: str | None = None,
) -> dict[str, Any]:
    """What a budget (euros, all cost excluding VAT) or a number of weeks from the start takes away.

    ``now``: the scope as it is, with the confidence that it holds; ``fits`` and what is ``binding`` (budget, date,
    both, or None). When it doesn't fit: ``levers`` with ``later``, ``smaller`` and ``more_people``, and ``order``, what
    goes one after the other until it fits (the last may still not). Each has ``feasible``, ``scope``, ``confidence``,
    ``cost_eur`` at the asked confidence, ``figures`` with the people that it reaches, and ``falls_away``. A lever that
    can't do anything is None. ``kept``: options of the scope that are never taken away.

    Raises ScopeError naming every faulty field.
    """
    figures = benchmarks or Benchmarks.load()
    wanted = _asked(scope, budget, weeks, confidence)
    kept = wanted.kept(simulate(parts(scope, figures), process_key))
    looking = _Less(wanted, figures, process_key)
    fits = kept.holds
    return {
        "asked": {"budget": budget, "weeks": weeks, "confidence": confidence},
        "now": weighed(scope, wanted, figures, process_key),
        "fits": fits,
        "binding": None if fits else kept.binding,
        "levers": {}
        if fits
        else {
            "later": looking.later(scope),
            "smaller": looking.smaller(scope),
            "more_people": looking.more_people(scope),
        },
        "order": [] if fits else looking.order(scope),
        "kept": [o for o in scope.options if o in KEPT],
    }


def falls_away(before: Scope, after: Scope) -> dict[str, Any]:
    """What the second scope has less than the first: conversations (also by form), groups, residents, options, preset.

    >>> a = Scope.from_dict({"stakeholder_groups": 5, "conversations": 8, "resident_reach": 2000})
    >>> falls_away(a, Axis(a, "conversations").at(5))
    {'conversations': 3, 'conversations_by_form': {'dialoogtafel': 3}}
    """
    found: dict[str, Any] = {}
    for name in ("conversations", "stakeholder_groups", "resident_reach"):
        less = getattr(before, name) - getattr(after, name)
        if less > 0:
            found[name] = less
    left = after.conversations_by_form
    forms = {f: n - left.get(f, 0) for f, n in before.conversations_by_form.items() if n > left.get(f, 0)}
    if forms:
        found["conversations_by_form"] = forms
    options = [o for o in before.options if o not in after.options]
    if options:
        found["options"] = options
    if PRESETS.index(after.preset) < PRESETS.index(before.preset):
        found["preset"] = {"from": before.preset, "to": after.preset}
    return found


class _Less:
    """Ways to keep one promise."""

    def __init__(self, wanted: Promise, figures: Benchmarks, key: str | None) -> None:
        self.wanted, self.figures, self.key = wanted, figures, key

    def _told(self, before: Scope, after: Scope, wanted: Promise | None = None) -> dict[str, Any]:
        told = weighed(after, wanted or self.wanted, self.figures, self.key)
        return {**told, "falls_away": falls_away(before, after)}

    def later(self, scope: Scope) -> dict[str, Any] | None:
        """The same process with the first date that holds; None when no date helps, as the money isn't enough."""
        days = self.wanted.days_for(simulate(parts(scope, self.figures), self.key))
        if days is None:
            return None
        end = date_of(scope, days)
        moved = applied(scope, {"deadline": end.isoformat()})
        told = self._told(scope, moved, replace(self.wanted, days=days))
        return {**told, "before": end.isoformat(), "weeks": round(days / 7, 1)}

    def smaller(self, scope: Scope) -> dict[str, Any]:
        """The largest process in proportion that fits, else the smallest there is."""
        axis = Axis(scope, "all")
        found = Search(axis, self.wanted, self.figures, self.key).largest()
        return self._told(scope, axis.at(axis.low if found is None else min(found, axis.now)))

    def more_people(self, scope: Scope) -> dict[str, Any] | None:
        """More hours a week for every role that decides how long a step takes, in tenths more and as little as fits;
        None when no role does, four times as many when even that doesn't fit."""
        roles = short_of_hours(scope, self.figures, self.key)
        if not roles:
            return None
        p = parts(scope, self.figures)
        now = {role: capacity(p, role) for role in roles}

        def at(tenths: int) -> Scope:
            more = {r: float(min(MOST_HOURS, max(h, ceil(h * tenths / 10)))) for r, h in now.items()}
            return applied(scope, {"hours_per_week": {**scope.hours_per_week, **more}})

        def fits(tenths: int) -> bool:
            return self.wanted.kept(simulate(parts(at(tenths), self.figures), self.key)).holds

        enough = least(11, MOST_TENTHS, fits) if fits(MOST_TENTHS) else None
        busier = at(MOST_TENTHS if enough is None else enough)
        more = {r: {"from": h, "to": busier.hours_per_week[r]} for r, h in now.items()}
        return {**self._told(scope, busier), "hours_per_week": more}

    def order(self, scope: Scope) -> list[dict[str, Any]]:
        """What goes, one after the other and on top of what went before, until it fits: extras, a simpler way of
        working, a smaller process. What wouldn't help is left alone."""
        found: list[dict[str, Any]] = []
        reached, left = self._sure(scope), scope
        for cut, change in trims(scope):
            trimmed = applied(left, change(left))
            sure = self._sure(trimmed)
            if sure > reached:
                found.append({"cut": cut, **self._told(left, trimmed)})
                reached, left = sure, trimmed
            if reached >= self.wanted.confidence:
                return found
        return [*found, {"cut": "smaller", **self.smaller(left)}]

    def _sure(self, scope: Scope) -> float:
        return self.wanted.kept(simulate(parts(scope, self.figures), self.key)).joint


def trims(scope: Scope) -> Iterator[tuple[str, Any]]:
    """Names of cuts, each with the change that it makes to what is left. The lightest way is for small processes."""
    for option in EXTRAS:
        if option in scope.options:
            yield option, lambda left, o=option: {"options": [x for x in left.options if x != o]}
    for preset in reversed(PRESETS[: PRESETS.index(scope.preset)]):
        if preset != PRESETS[0] or max(scope.conversations, scope.stakeholder_groups) <= SMALL:
            yield "preset", lambda left, p=preset: {"preset": p, "options": list(left.options)}


def _asked(scope: Scope, budget: float | None, weeks: float | None, confidence: float) -> Promise:
    low, high = WEEKS
    if weeks is not None and not low <= weeks <= high:
        raise ScopeError([Fault("weeks", weeks, _RANGE, {"low": low, "high": high})])
    before = None if weeks is None else scope.start + dt.timedelta(days=round(7 * weeks) - 1)
    return promise(scope, budget, before, confidence)

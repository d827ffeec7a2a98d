"""Keeps something of every process in memory, and follows the audit chain to know of which it no longer holds.

Whatever changes a record adds a row to the chain, in the same database for every server. What a row is about says which
process it touches; a row about anything else touches all of them, and so does a new day.
"""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from portfolio.store import chain, whole_rows
from portfolio.store.database import Connection, Store
from portfolio.store.whole_rows import Change

MOST = 100  # processes that changed; with more, reading all is as quick
BESIDE = ("meeting", "user", "own_figure", "learned")  # these change nothing of a process
STORES = 4  # in memory
EARLIER = 64  # moments that a slow reader may be behind

T = TypeVar("T")


@dataclass(frozen=True)
class Seen:
    """How far the chain was followed, and on which day. ``before``: hashes of rows where it stopped earlier."""

    number: int
    hash: str
    day: dt.date
    before: tuple[str, ...] = ()


def since(c: Connection, seen: Seen | None, today: dt.date) -> tuple[set[str] | None, Seen]:
    """The processes that were changed since, None when all of them may have been; and how far the chain goes now."""
    if seen is None or seen.day != today:
        return None, Seen(*chain.head(c), today)
    rows = whole_rows.changes(c, seen.number)
    if seen.number and (not rows or rows[0].hash != seen.hash):
        number, hash = chain.head(c)
        if hash in seen.before:
            return set(), seen  # this connection looks at a moment before the one that is known already
        return None, Seen(number, hash, today)  # another database stands here than the one that was followed
    new = rows[1:] if seen.number else rows
    if not new:
        return set(), seen
    before = (*seen.before, seen.hash)[-EARLIER:]
    return _touched(c, new), Seen(new[-1].number, new[-1].hash, today, before)


def _touched(c: Connection, rows: Sequence[Change]) -> set[str] | None:
    found: set[str] = set()
    requests: set[str] = set()
    for row in rows:
        kind, _, rest = row.object.partition("/")
        if row.result != "done" or kind in BESIDE:
            continue
        if kind == "process":
            found.add(rest.partition("/")[0])
        elif kind == "scenario" and (process := json.loads(row.content).get("process")):
            found.add(process)
        elif kind == "request":
            requests.add(rest)
        else:
            return None
    found |= whole_rows.processes_of(c, sorted(requests))
    return None if len(found) > MOST else found


class Followed(Generic[T]):
    """One thing of every process, as ``read`` reads it of all processes (None) or of some; kept per store."""

    def __init__(self, read: Callable[[Connection, dt.date, Sequence[str] | None], Mapping[str, T]]) -> None:
        self._read = read
        self._kept: OrderedDict[Store, _Kept[T]] = OrderedDict()
        self._lock = threading.Lock()

    def on(self, store: Store, c: Connection, today: dt.date) -> Mapping[str, T]:
        """Process → what is so now. The same mapping as long as nothing was changed; nobody changes it."""
        with self._lock:
            kept = self._kept.setdefault(store, _Kept())
            self._kept.move_to_end(store)
            while len(self._kept) > STORES:
                self._kept.popitem(last=False)
        with kept.lock:
            ids, seen = since(c, kept.seen, today)
            if ids is None:
                kept.found = self._read(c, today, None)
            elif ids:
                left = {id: one for id, one in kept.found.items() if id not in ids}
                kept.found = {**left, **self._read(c, today, sorted(ids))}
            kept.seen = seen
            return kept.found

    def forget(self) -> None:
        """As a server that just started."""
        with self._lock:
            self._kept.clear()


class _Kept(Generic[T]):
    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.seen: Seen | None = None
        self.found: Mapping[str, T] = {}

"""Keeps something of every process in memory, and follows the audit chain to know of which it no longer holds.

Whatever changes a record adds a row to the chain, in the same database for every server. What a row is about says which
process it touches; a row about anything else touches all of them, and so does a new day.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass

from portfolio.store import chain, whole_rows
from portfolio.store.database import Connection
from portfolio.store.whole_rows import Change

MOST = 100  # processes that changed; with more, reading all is as quick
BESIDE = ("meeting", "user", "own_figure", "learned")  # these change nothing of a process


@dataclass(frozen=True)
class Seen:
    """How far the chain was followed, and on which day."""

    number: int
    hash: str
    day: dt.date


def since(c: Connection, seen: Seen | None, today: dt.date) -> tuple[set[str] | None, Seen]:
    """The processes that were changed since, None when all of them may have been; and how far the chain goes now."""
    if seen is None or seen.day != today:
        return None, Seen(*chain.head(c), today)
    rows = whole_rows.changes(c, seen.number)
    if seen.number and (not rows or rows[0].hash != seen.hash):
        return None, Seen(*chain.head(c), today)  # another database stands here than the one that was followed
    new = rows[1:] if seen.number else rows
    last = Seen(new[-1].number, new[-1].hash, today) if new else seen
    return _touched(c, new), last


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

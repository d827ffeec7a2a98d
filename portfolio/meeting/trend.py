"""The milestone trend: on which day an end was expected, meeting after meeting. Each snapshot is one column.

The milestones of a process are its decision on the outcome (step 9) and its end, as far as they were expected or
reached; the reader chooses at most fifteen lines. A move may have a note with its cause, which can be taken back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portfolio.checks import LONG, Faults
from portfolio.identity import User
from portfolio.meeting import meetings, snapshots
from portfolio.meeting.snapshots import Snapshot
from portfolio.messages import N_
from portfolio.rows import GONE
from portfolio.store import records, tables
from portfolio.store.codec import new_id
from portfolio.store.commit import Tx, commit
from portfolio.store.database import Store
from portfolio.store.errors import NotFound, Refused

MOST = 15  # lines that can be read together
STEPS = (9, 10)  # the decision on the outcome, and the end
NO_STEP = N_("{value} is not a milestone; allowed is step 9 or 10.")


@dataclass(frozen=True)
class Point:
    """One column of a line: the meeting, and the day on which the end was expected then, or on which it was reached."""

    meeting_id: str
    held_on: dt.date
    end: dt.date
    done: bool


@dataclass(frozen=True)
class Line:
    """One milestone through the meetings; ``notes``: meeting → why it moved there."""

    process_id: str
    name: str
    confidential: bool
    step: int
    points: tuple[Point, ...]
    notes: Mapping[str, str]

    @property
    def slip(self) -> int:
        """Days from the first expectation to the last; positive is later."""
        return (self.points[-1].end - self.points[0].end).days


def of(store: Store, example: bool, most: int = 24) -> list[Line]:
    """The lines of the last ``most`` meetings, those that slipped most first."""
    columns = snapshots.recent(store, example, most)[::-1]
    with store.read() as c:
        noted = records.many(c, tables.trend_note, "at", deleted_at=None)
    notes: dict[tuple[str, int], dict[str, str]] = {}
    for row in noted:
        notes.setdefault((row["process_id"], row["step"]), {})[row["meeting_id"]] = row["text"]
    return lines(columns, notes)


def lines(columns: Sequence[Snapshot], notes: Mapping[tuple[str, int], Mapping[str, str]]) -> list[Line]:
    """As ``of``, from snapshots in the order of their days."""
    points: dict[tuple[str, int], list[Point]] = {}
    named: dict[str, Mapping[str, Any]] = {}
    for column in columns:
        held = dt.date.fromisoformat(column.content["meeting"]["held_on"])
        for process in column.content["processes"]:
            named[process["id"]] = process
            for step in (process["steps"][number - 1] for number in STEPS):
                if step["end"] and step["status"] != "skipped":
                    end, done = dt.date.fromisoformat(step["end"]), step["status"] == "done"
                    line = points.setdefault((process["id"], step["step"]), [])
                    if not (line and line[-1].done):  # once reached it is a point, no line
                        line.append(Point(column.meeting_id, held, end, done))
    found = [
        Line(id, named[id]["name"], named[id]["confidential"], step, tuple(line), dict(notes.get((id, step), {})))
        for (id, step), line in points.items()
    ]
    return sorted(found, key=lambda line: (-line.slip, line.name.casefold(), line.step))


def add_note(
    store: Store, user: User, process_id: str, step: int, meeting_id: str, text: str, token: str | None = None
) -> None:
    """Say why a milestone moved at a meeting that was closed; it takes the place of an earlier note. Role: bewerker."""
    faults = Faults()
    clean = faults.text("text", text, LONG, required=True)
    if step not in STEPS:
        faults.add("step", NO_STEP, value=step)
    faults.stop()

    def work(tx: Tx) -> str:
        meeting = meetings.load(tx.c, meeting_id)
        if meeting.status != "closed":
            raise Refused(snapshots.NO_SNAPSHOT)
        meetings.of_this_portfolio(tx.c, process_id, meeting.example, "process_id")
        about = {"process_id": process_id, "step": step, "meeting_id": meeting_id}
        records.change(tx.c, tables.trend_note, about | {"deleted_at": None}, {"deleted_at": tx.now})
        made = new_id()
        records.insert(tx.c, tables.trend_note, id=made, **about, text=clean, made_by=tx.actor, at=tx.now)
        tx.log(f"meeting/{meeting_id}/trend_note/{made}", {"process": process_id, "step": step})
        return made

    commit(store, user, "trend_note.add", work, token, f"meeting/{meeting_id}")


def remove_note(
    store: Store, user: User, process_id: str, step: int, meeting_id: str, token: str | None = None
) -> None:
    """Take a note back. Role: bewerker."""

    def work(tx: Tx) -> str:
        about = {"process_id": process_id, "step": step, "meeting_id": meeting_id, "deleted_at": None}
        if not records.change(tx.c, tables.trend_note, about, {"deleted_at": tx.now}):
            raise NotFound(GONE)
        tx.log(f"meeting/{meeting_id}/trend_note", {"process": process_id, "step": step, "removed": True})
        return meeting_id

    commit(store, user, "trend_note.remove", work, token, f"meeting/{meeting_id}")

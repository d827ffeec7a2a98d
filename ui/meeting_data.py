"""What the screens of a meeting read: the portfolio it is about, the meeting that is open, and what last time left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portfolio.meeting import changes, meetings, snapshots
from portfolio.meeting.changes import Change
from portfolio.meeting.meetings import Meeting
from portfolio.meeting.snapshots import Snapshot
from portfolio.store import clock
from portfolio.whole import standing
from portfolio.whole.standing import Standing
from ui import state


@dataclass(frozen=True)
class Look:
    """``found``: the processes a meeting is about, by name; ``example``: whether they are the example's; ``open``: the
    meeting that is open; ``last``: what the last closed meeting left; ``changed``: since then."""

    found: tuple[Standing, ...]
    example: bool
    today: dt.date
    open: Meeting | None
    last: Snapshot | None
    changed: tuple[Change, ...]

    @property
    def by_id(self) -> Mapping[str, Standing]:
        """The processes by id."""
        return {one.id: one for one in self.found}

    def change(self, process_id: str) -> Change | None:
        """What changed in a process since last time."""
        return next((one for one in self.changed if one.process_id == process_id), None)


def load() -> Look:
    """The portfolio of this moment, for the meeting that is open or the next one."""
    store, today = state.store(), clock.today()
    every = standing.of_all(store)
    found = standing.counted(every)
    example = bool(found) and all(one.row.process.example for one in found)
    last = snapshots.last(store, example)
    changed: Sequence[Change] = ()
    if last:
        changed = changes.between(last.content, snapshots.portfolio_of(found, today))
    return Look(found, example, today, meetings.current(store, example), last, tuple(changed))


def may_edit() -> bool:
    """Whether the visitor may open, change and close meetings."""
    return state.user().may("meeting.change")

"""What dates say about a step: late or not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class StepState:
    """A step at a date. ``status`` is open, busy, done, late or skipped; ``stored_status`` never says late."""

    step: int
    status: str
    stored_status: str
    planned_start: dt.date | None
    planned_finish: dt.date | None
    actual_start: dt.date | None
    actual_finish: dt.date | None
    gate: dict[str, bool]

    @property
    def late(self) -> bool:
        """True when the planned finish has passed and the step is neither done nor skipped."""
        return self.status == "late"


def status_on(stored: str, planned_finish: dt.date | None, today: dt.date | None) -> str:
    """The status to show; ``today`` None means that lateness doesn't count (a paused or closed process).

    >>> status_on("busy", dt.date(2026, 3, 1), dt.date(2026, 3, 2))
    'late'
    >>> status_on("done", dt.date(2026, 3, 1), dt.date(2026, 3, 2))
    'done'
    """
    late = stored in ("open", "busy") and planned_finish is not None and today is not None and planned_finish < today
    return "late" if late else stored


def state(step: int, row: Mapping[str, Any], today: dt.date | None) -> StepState:
    """A step's state from its stored row."""
    return StepState(
        step=step,
        status=status_on(row["status"], row["planned_finish"], today),
        stored_status=row["status"],
        **{name: row[name] for name in ("planned_start", "planned_finish", "actual_start", "actual_finish", "gate")},
    )

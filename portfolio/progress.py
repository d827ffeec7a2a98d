"""What dates say about a step: late or not, and when participants should have heard back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FEEDBACK_WITHIN = dt.timedelta(weeks=2)  # "this is what we heard", after the last conversation
TALKS, FEEDBACK = 5, 7
HEARD = "heard_within_two_weeks"  # the point of step 7's gate that pays off the first part of the debt


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


def feedback_due(steps: tuple[StepState, ...]) -> dt.date | None:
    """When participants should have heard back: two weeks after the last conversation.

    None while the conversations run, once "this is what we heard" was sent (a point of step 7's gate, or step 7 done),
    and when no date of the last conversation is known. Skipping step 7 doesn't pay the debt.
    """
    talks, feedback = steps[TALKS - 1], steps[FEEDBACK - 1]
    if talks.stored_status != "done" or talks.actual_finish is None:
        return None
    if feedback.stored_status == "done" or feedback.gate.get(HEARD):
        return None
    return talks.actual_finish + FEEDBACK_WITHIN

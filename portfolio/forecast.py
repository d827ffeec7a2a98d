"""When the steps that are left will probably be done: each takes as long as planned, and waits for those before it
as far as the plan has it wait: a plan in which a step begins before the one before it ends keeps that overlap.

No chances here: it only moves the plan along with what really happened. The chances are in the estimate.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Protocol

from portfolio.steps import STEPS

Dates = tuple[dt.date, dt.date]


class Progress(Protocol):
    """What is known of a step: number, stored status and real dates."""

    @property
    def step(self) -> int: ...
    @property
    def stored_status(self) -> str: ...
    @property
    def actual_start(self) -> dt.date | None: ...
    @property
    def actual_finish(self) -> dt.date | None: ...


def expected(progress: Sequence[Progress], plan: Mapping[int, Dates], today: dt.date) -> dict[int, Dates]:
    """Step → (start, finish) as expected on ``today``, for every step that is open or busy and has a plan.

    ``plan``: step → planned (start, finish). A step starts on its planned day, or later when a step it depends on
    (data/steps.csv) is later than planned or today has passed it; then it takes its planned number of days.
    So without any slip what is expected is what was planned. An ``expected_finish`` that somebody gave for a step goes
    before its planned number of days.
    """
    ready: dict[int, dt.date] = {}
    found: dict[int, Dates] = {}
    for row in sorted(progress, key=lambda row: row.step):
        before = [
            ready[step] - _overlap(plan, step, row.step) for step in STEPS[row.step - 1].depends_on if step in ready
        ]
        if row.stored_status in ("done", "skipped") or row.step not in plan:
            ends = [row.actual_finish] if row.actual_finish else before
            if ends:
                ready[row.step] = max(ends)
            continue
        planned_start, planned_finish = plan[row.step]
        start = row.actual_start or max([planned_start, today, *before])
        said = getattr(row, "expected_finish", None)
        finish = max(said or start + (planned_finish - planned_start), start, today)
        found[row.step] = (start, finish)
        ready[row.step] = finish
    return found


def _overlap(plan: Mapping[int, Dates], before: int, step: int) -> dt.timedelta:
    """How long the plan lets ``step`` run beside the step ``before`` it."""
    if before not in plan or step not in plan:
        return dt.timedelta(0)
    return max(plan[before][1] - plan[step][0], dt.timedelta(0))

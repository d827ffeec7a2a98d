"""The ten steps in time: durations through a network with overlap, on allowed days, for every draw at once.

Links (all end-to-start unless said): 1 → 2 → 3; 4 starts halfway step 3; 5 after 3 and 4; 6 starts halfway step 5
(with the first reports) and needs at least half its own time after the last talk; 7 and 8 run beside each other
after 6; 9 after 7 and 8; 10 after 9. Every operation is non-decreasing in every duration, so a longer step never
brings a date forward.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from estimator.scope import Scope
from estimator.workdays import Calendar, Calendars, Days

LAST_STEP = {"decision": 9, "evaluation": 10}


@dataclass(frozen=True)
class Timeline:
    """Start and end offsets in days since the process starts, by step 1–10; each has shape (n,)."""

    starts: dict[int, Days]
    ends: dict[int, Days]

    def latest(self, other: Timeline) -> Timeline:
        """The later of two timelines, step by step and draw by draw."""
        return Timeline(
            {s: np.maximum(self.starts[s], other.starts[s]) for s in self.starts},
            {s: np.maximum(self.ends[s], other.ends[s]) for s in self.ends},
        )


def calendar_of(step: int, scope: Scope, cal: Calendars) -> Calendar:
    """The calendar that a step uses: deciding waits for recess, talks for school holidays."""
    if step == 5:
        return cal.talks
    route = {1: scope.budget_route, 9: scope.outcome_route}.get(step)
    if route == "raad":
        return cal.raad
    if route == "college":
        return cal.college
    return cal.work


def forward(durations: dict[int, Days], scope: Scope, cal: Calendars) -> Timeline:
    """Durations in working days by step (whole numbers, same shape) → start and end of every step."""
    starts: dict[int, Days] = {}
    ends: dict[int, Days] = {}

    def run(step: int, start: Days, not_before: Days | None = None) -> None:
        end = calendar_of(step, scope, cal).finish(start, durations[step])
        starts[step], ends[step] = start, end if not_before is None else np.maximum(end, not_before)

    def halfway(step: int) -> Days:
        return calendar_of(step, scope, cal).finish(starts[step], (durations[step] + 1) // 2)

    run(1, np.zeros_like(durations[1]))
    run(2, ends[1])
    run(3, ends[2])
    run(4, halfway(3))
    run(5, np.maximum(ends[3], ends[4]))
    run(6, halfway(5), not_before=cal.work.finish(ends[5], (durations[6] + 1) // 2))
    run(7, ends[6])
    run(8, ends[6])
    run(9, np.maximum(ends[7], ends[8]))
    run(10, ends[9])
    return Timeline(starts, ends)

"""What is expected of the steps that are left: the plan, moved along with what slipped."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portfolio.forecast import expected

START = dt.date(2027, 1, 4)


@dataclass
class Step:
    step: int
    stored_status: str = "open"
    actual_start: dt.date | None = None
    actual_finish: dt.date | None = None


def day(number: int) -> dt.date:
    return START + dt.timedelta(days=number)


# As the estimate plans it: 4 begins halfway 3, and 6 halfway 5.
PLAN = {step: (day(a), day(b)) for step, (a, b) in {3: (0, 30), 4: (15, 60), 5: (61, 80), 6: (70, 100)}.items()}


def test_without_a_slip_what_is_expected_is_what_was_planned() -> None:
    assert expected([Step(n) for n in PLAN], PLAN, START) == PLAN


def test_a_slip_moves_what_follows_and_keeps_the_overlap_of_the_plan() -> None:
    found = expected([Step(n) for n in PLAN], PLAN, day(10))
    assert found == {3: (day(10), day(40)), 4: (day(25), day(70)), 5: (day(70), day(89)), 6: (day(79), day(109))}


def test_a_step_that_is_done_early_pulls_nothing_forward() -> None:
    found = expected([Step(3, "done", day(0), day(20)), Step(4), Step(5), Step(6)], PLAN, day(10))
    assert found == {step: PLAN[step] for step in (4, 5, 6)}


def test_a_step_done_late_moves_what_waits_for_it() -> None:
    found = expected([Step(5, "done", day(61), day(95)), Step(6)], PLAN, day(62))
    assert found == {6: (day(85), day(115))}


def test_what_should_have_been_done_is_not_expected_in_the_past() -> None:
    found = expected([Step(3, "busy", day(0))], PLAN, day(50))
    assert found == {3: (day(0), day(50))}

"""Planned against done against spent, of one process: what it should have done by now, what it did, and what that took.

    planned   of what was granted for a step the part of its planned days that has passed, over all steps
    earned    of what was granted for a step the part that is done: all of a finished one; of a busy one what its lead
              says (%), else the part of its expected days that has passed
    actual    hours made × what an hour costs, and money spent, as noted

What was granted holds the onvoorzien too, so spending below what is earned is what one hopes for. A step that was
skipped counts in none of them. That a step is done evenly over its days is our assumption (grade D), and so is the 5 %
from which it is called a difference.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from portfolio.messages import N_
from portfolio.pitfalls.facts import Days
from portfolio.store.codec import cents
from portfolio.whole import pooled
from portfolio.whole.standing import Standing

TELLING = 0.05

BEHIND = N_("Of the work {planned_eur} should be done by now, and {earned_eur} is: it is behind.")
AHEAD = N_("Of the work {planned_eur} should be done by now, and {earned_eur} is: it is ahead.")
ON_PLAN = N_("Of the work {planned_eur} should be done by now, and {earned_eur} is: as planned.")
NOT_BEGUN = N_("By the plan nothing should be done yet.")
DEARER = N_("For that {actual_eur} was made and spent: more than was granted for it.")
CHEAPER = N_("For that {actual_eur} was made and spent: less than was granted for it, contingency included.")
AS_GRANTED = N_("For that {actual_eur} was made and spent: about what was granted for it.")
NOT_NOTED = N_("What it took wasn't noted yet.")
PARTLY = N_("Of the finished steps {steps} it isn't noted how many hours they took; they aren't in that.")
ASSUMED = N_("How far step {step} is, follows from its days; its lead didn't say.")


@dataclass(frozen=True)
class Earned:
    """Whole cents, excluding VAT. ``actual_cents``: None while nothing was noted; ``assumed``: steps of which the part
    that is done follows from their days; ``unknown``: finished steps of which it isn't known what they took;
    ``sentences``: [(template, params)]."""

    planned_cents: int
    earned_cents: int
    actual_cents: int | None
    granted_cents: int
    assumed: tuple[int, ...]
    unknown: tuple[int, ...]
    sentences: tuple[tuple[str, dict[str, Any]], ...]


def of(standing: Standing, today: dt.date) -> Earned | None:
    """On ``today``; None before an approval."""
    ends = standing.forecast
    if ends is None:
        return None
    progress = {row.step: row for row in standing.progress}
    planned = earned = 0.0
    assumed, unknown = [], []
    for step in ends.steps:
        row = progress[step.step]
        if row.stored_status == "skipped":
            continue
        if row.planned_start and row.planned_finish:
            planned += step.granted_eur * passed((row.planned_start, row.planned_finish), today)
        if row.stored_status == "done":
            earned += step.granted_eur
            if step.hours.made is None:
                unknown.append(step.step)
        elif row.stored_status == "busy" and row.percent is not None:
            earned += step.granted_eur * row.percent / 100
        elif row.stored_status == "busy":
            assumed.append(step.step)
            days = standing.days.get(step.step)
            earned += step.granted_eur * (passed(days, today - dt.timedelta(days=1)) if days else 0.0)
    made = any(value is not None for step in ends.steps for value in (step.hours.made, step.cash.made))
    actual = pooled.certain(ends) if made else None
    return Earned(
        planned_cents=cents(round(planned, 2)),
        earned_cents=cents(round(earned, 2)),
        actual_cents=None if actual is None else cents(round(actual, 2)),
        granted_cents=standing.money.granted or 0,
        assumed=tuple(assumed),
        unknown=tuple(unknown),
        sentences=_sentences(planned, earned, actual, assumed, unknown),
    )


def passed(days: Days, today: dt.date) -> float:
    """The part of a period that has passed at the end of ``today``.

    >>> day = dt.date(2026, 3, 2)
    >>> passed((day, dt.date(2026, 3, 5)), day), passed((day, day), dt.date(2026, 3, 1))
    (0.25, 0.0)
    """
    first, last = days
    whole = (last - first).days + 1
    return min(max(((today - first).days + 1) / whole, 0.0), 1.0)


def _sentences(
    planned: float, earned: float, actual: float | None, assumed: list[int], unknown: list[int]
) -> tuple[tuple[str, dict[str, Any]], ...]:
    both = {"planned_eur": planned, "earned_eur": earned}
    if planned <= 0 and earned <= 0:
        found: list[tuple[str, dict[str, Any]]] = [(NOT_BEGUN, {})]
    else:
        least = TELLING * max(planned, earned)
        how = BEHIND if planned - earned > least else AHEAD if earned - planned > least else ON_PLAN
        found = [(how, both)]
    if actual is None:
        found += [(NOT_NOTED, {})] if earned > 0 else []
    elif earned > 0:
        least = TELLING * max(actual, earned)
        how = DEARER if actual - earned > least else CHEAPER if earned - actual > least else AS_GRANTED
        found.append((how, {"actual_eur": actual}))
        if unknown:
            found.append((PARTLY, {"steps": ", ".join(map(str, unknown))}))
    found += [(ASSUMED, {"step": step}) for step in assumed]
    return tuple(found)

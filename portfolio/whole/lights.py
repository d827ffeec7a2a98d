"""The three lights as they follow from dates, money and pitfalls, to stand beside the reported ones.

The limits (ours, grade D, except the tolerances, which stand in the request):

    planning   green: expected no later than granted · amber: later, but within the tolerance in weeks, or a step is
               late · red: later than the tolerance allows
    budget     green: expected with 80 % no more than granted · amber: more, within the tolerance · red: beyond it
    risk       green: nothing below · amber: an amber pitfall that nobody accepted, or feedback that is overdue · red: a
               red pitfall that nobody accepted

Planning and budget have no colour before there is an approval: there is nothing to hold them against.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from portfolio.messages import N_
from portfolio.pitfalls import RED, Finding
from portfolio.processes import ProcessRow

NO_APPROVAL = N_("nothing was granted yet")
NO_DATES = N_("not all steps that are left have dates")
ON_TIME = N_("expected {finish}, granted {granted}")
A_STEP_LATE = N_("expected {finish}, granted {granted}; step {step} is late")
LATER = N_("expected {finish}, later than the granted {granted}; the tolerance is {tolerance_weeks} weeks")
WITHIN = N_("expected {expected_eur} with 80% certainty, granted {granted_eur}")
MORE = N_(
    "expected {expected_eur} with 80% certainty, more than the granted {granted_eur}; "
    "the tolerance is {tolerance_share}"
)
UNKNOWN = N_("nothing was booked yet, so this is the plan: {granted_eur}")
CALM = N_("no open pitfall")
PITFALLS = N_("open pitfalls: {red} red, {amber} amber")
OVERDUE = N_("participants wait for feedback longer than agreed")

ORDER = ("", "green", "amber", "red")  # from nothing known to the worst


@dataclass(frozen=True)
class Light:
    """One calculated light. ``colour``: green, amber, red, or "" while there is nothing to hold it against;
    ``template`` with ``params`` says why."""

    colour: str
    template: str
    params: Mapping[str, Any] = field(default_factory=dict)


def planning(row: ProcessRow, finish: dt.date | None, tolerance_weeks: float) -> Light:
    """From the expected end against the granted one."""
    if row.approved_finish is None:
        return Light("", NO_APPROVAL)
    if finish is None:
        return Light("amber", NO_DATES)
    params: dict[str, Any] = {"finish": finish, "granted": row.approved_finish}
    if finish > row.approved_finish:
        last = row.approved_finish + dt.timedelta(days=round(7 * tolerance_weeks))
        return Light("red" if finish > last else "amber", LATER, params | {"tolerance_weeks": tolerance_weeks})
    if row.late_steps:
        return Light("amber", A_STEP_LATE, params | {"step": row.late_steps[0]})
    return Light("green", ON_TIME, params)


def budget(granted_cents: int | None, expected80_cents: int | None, known: bool, tolerance_pct: float) -> Light:
    """From the forecast against what was granted."""
    if granted_cents is None or expected80_cents is None:
        return Light("", NO_APPROVAL)
    params = {"expected_eur": expected80_cents / 100, "granted_eur": granted_cents / 100}
    if not known:
        return Light("green", UNKNOWN, {"granted_eur": granted_cents / 100})
    if expected80_cents <= granted_cents:
        return Light("green", WITHIN, params)
    limit = round(granted_cents * (1 + tolerance_pct / 100))
    colour = "red" if expected80_cents > limit else "amber"
    return Light(colour, MORE, params | {"tolerance_share": tolerance_pct / 100})


def risk(row: ProcessRow, found: Sequence[Finding]) -> Light:
    """From the pitfalls that nobody accepted, and the feedback."""
    counted = [one for one in found if one.counts]
    red = sum(one.severity == RED for one in counted)
    if red or counted:
        return Light("red" if red else "amber", PITFALLS, {"red": red, "amber": len(counted) - red})
    return Light("amber", OVERDUE) if row.feedback_overdue else Light("green", CALM)

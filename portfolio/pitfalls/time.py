"""Rules about time: enough weeks, invited early enough, the decision calendar, nothing before the approval."""

from __future__ import annotations

import csv
import datetime as dt
from functools import cache

from portfolio.messages import N_
from portfolio.pitfalls.facts import BEGUN, Elsewhere, Facts, as_day
from portfolio.pitfalls.finding import AMBER, FILE, RED, Finding, make

EVERYBODY_WEEKS = 6  # P01
INVITED_RED, INVITED_AMBER = 14, 21  # P02, days
COUNCIL_DAYS, CYCLE_DAYS = 30, 28  # P03
REPORT_DAYS, INTERPRET_SHARE = 7, 0.25  # P13: share of the hours of step 5


@cache
def minima() -> dict[int, float]:
    """Step → the fewest weeks that it takes (data/steps.csv; our assumption)."""
    with open(FILE.with_name("steps.csv"), encoding="utf-8", newline="") as f:
        return {int(row["step"]): float(row["weeks_low"]) for row in csv.DictReader(f)}


def too_little_time(facts: Facts, _other: Elsewhere) -> Finding | None:
    """P01, from the moment there are dates to compare: a wished date in the estimate, or a plan of the steps; until the
    talks are over. The minima of steps that are skipped don't count. Reaching all residents can be seen only when the
    municipality is known."""
    if facts.ended(5):
        return None
    weeks, steps = _planned(facts)
    if weeks is None:
        return None
    reach = facts.scope.get("resident_reach")
    if facts.residents and reach is not None and reach >= facts.residents and weeks <= EVERYBODY_WEEKS:
        return make(
            "P01", RED, 3,
            N_("All {count} residents are to be reached in {weeks} weeks; that takes more than {limit}."),
            {"count": facts.residents, "weeks": weeks, "limit": EVERYBODY_WEEKS},
            (weeks, EVERYBODY_WEEKS, "weeks"), "sourced",
        )  # fmt: skip
    least = sum(minima()[step] for step in steps)
    if weeks >= least:
        return None
    return make(
        "P01", RED, 3,
        N_("{weeks} weeks are planned; the steps take at least {least} weeks together."),
        {"weeks": weeks, "least": least}, (weeks, least, "weeks"), "ours",
    )  # fmt: skip


def _planned(facts: Facts) -> tuple[float | None, list[int]]:
    """The weeks that there are, and for which steps."""
    steps = [step for step in range(1, 11) if facts.step(step).status != "skipped"]
    dated = [step for step in steps if facts.step(step).planned_start and facts.step(step).planned_finish]
    if dated and len(dated) >= len(steps) - 1:  # step 1 may have no plan: it is done by a decision
        first = min(_day(facts.step(step).planned_start) for step in dated)
        last = max(_day(facts.step(step).planned_finish) for step in dated)
        return _weeks(first, last), dated
    start, wanted = as_day(facts.scope.get("start")), as_day(facts.scope.get("deadline"))
    if start is None or wanted is None:
        return None, []
    ends = 10 if facts.scope.get("done") == "evaluation" else 9
    return _weeks(start, wanted), [step for step in steps if step <= ends]


def _weeks(first: dt.date, last: dt.date) -> float:
    return round(((last - first).days + 1) / 7, 1)


def _day(value: dt.date | None) -> dt.date:
    return value or dt.date.min


def invited_late(facts: Facts, _other: Elsewhere) -> Finding | None:
    """P02, from the first day of inviting that is known until step 5 has ended. A talk without a day of inviting counts
    from the end of step 4, when no talk has one."""
    if facts.ended(5):
        return None
    pairs: list[tuple[dt.date | None, dt.date | None]]
    pairs = [(talk.invited_on, talk.on) for talk in facts.talks if talk.invited_on and talk.on]
    if not pairs and facts.step(4).status == "done" and facts.step(4).actual_finish and facts.first_talk:
        pairs.append((facts.step(4).actual_finish, facts.first_talk))
    known = [((on - invited).days, invited, on) for invited, on in pairs if invited and on and on >= invited]
    if not known:
        return None
    days, invited, on = min(known)
    if days >= INVITED_AMBER:
        return None
    limit = INVITED_RED if days < INVITED_RED else INVITED_AMBER
    return make(
        "P02", RED if days < INVITED_RED else AMBER, 4,
        N_("For the talk on {on} people were invited on {invited}: {days} days before, {limit} are needed."),
        {"on": on, "invited": invited, "days": days, "limit": limit}, (days, limit, "days"),
    )  # fmt: skip


def decision_calendar(facts: Facts, _other: Elsewhere) -> Finding | None:
    """P03, when the council decides on the outcome: from the moment that the days of college and council are known (in
    the approach, else begin and end of step 9 as planned) until step 9 has ended."""
    if facts.scope.get("outcome_route") != "raad" or facts.ended(9):
        return None
    step = facts.step(9)
    college = as_day(facts.approach.get("college_on")) or step.start
    council = as_day(facts.approach.get("council_on")) or step.planned_finish
    if college and council and (council - college).days < COUNCIL_DAYS:
        days = max(0, (council - college).days)
        return make(
            "P03", RED, 9,
            N_("Between college ({college}) and council ({council}) there are {days} days; {limit} are needed."),
            {"college": college, "council": council, "days": days, "limit": COUNCIL_DAYS},
            (days, COUNCIL_DAYS, "days"),
        )  # fmt: skip
    wanted = as_day(facts.scope.get("deadline"))
    if council and wanted and (wanted - council).days < CYCLE_DAYS:
        room = (wanted - council).days
        return make(
            "P03", AMBER, 9,
            N_("If the council ({council}) defers, the wished date {wanted} is too early: {room} days, not {limit}."),
            {"council": council, "wanted": wanted, "room": room, "limit": CYCLE_DAYS}, (room, CYCLE_DAYS, "days"),
        )  # fmt: skip
    return None


def not_approved(facts: Facts, _other: Elsewhere) -> Finding | None:
    """P04, from the moment that step 3 or a later one has begun, or a talk was held; always."""
    starts = [facts.step(step).actual_start for step in range(3, 11) if facts.step(step).status in BEGUN]
    starts += [talk.held_on for talk in facts.talks]
    first = min((day for day in starts if day), default=None)
    if first is None or (facts.approved_on and first >= facts.approved_on):
        return None
    if facts.approved_on is None:
        text = N_("Work on step 3 or later began on {first}, and time and money aren't approved.")
        return make("P04", RED, 1, text, {"first": first})
    return make(
        "P04", RED, 1,
        N_("Work on step 3 or later began on {first}; time and money were approved on {approved}."),
        {"first": first, "approved": facts.approved_on}, (first, facts.approved_on, "date"),
    )  # fmt: skip


def already_decided(facts: Facts, _other: Elsewhere) -> Finding | None:
    """P10: a decision on or before the last talk counts as soon as both days are known; an empty room for input from
    the moment that step 3 is behind; until step 9 has ended."""
    if facts.ended(9):
        return None
    decision = as_day(facts.approach.get("decision_on")) or facts.step(9).finish
    last = facts.last_talk
    if decision and last and decision <= last:
        return make(
            "P10", RED, 5,
            N_("The decision is on {decision}, and the last talk on {last}: what people say comes too late."),
            {"decision": decision, "last": last}, (decision, last, "date"),
        )  # fmt: skip
    if (facts.ended(3) or facts.begun(4)) and not facts.approach.get("room_for_input"):
        return make("P10", RED, 3, N_("Step 3 is behind, and nowhere it says what participants can still change."))
    return None


def interpretation_forgotten(facts: Facts, _other: Elsewhere) -> Finding | None:
    """P13: hours from the moment that a request was sent, the week before the final report once the days of the last
    talk and of step 8 are known; until step 6 is done."""
    if facts.step(6).status == "done":
        return None
    frozen = facts.approved or facts.asked
    hours = frozen.hours_by_step if frozen else {}
    talks, meaning = hours.get(5), hours.get(6)
    if facts.step(6).status == "skipped" or (meaning is not None and meaning <= 0):
        return make("P13", RED, 6, N_("There are no hours for step 6, in which the results are interpreted."))
    last, report = facts.last_talk, facts.step(8).finish
    if last and report and last <= report and (report - last).days < REPORT_DAYS:
        days = (report - last).days
        return make(
            "P13", RED, 6,
            N_("Between the last talk ({last}) and the final report ({report}) are {days} days; {limit} is the least."),
            {"last": last, "report": report, "days": days, "limit": REPORT_DAYS}, (days, REPORT_DAYS, "days"),
        )  # fmt: skip
    if talks and meaning is not None and meaning < INTERPRET_SHARE * talks:
        share = meaning / talks
        return make(
            "P13", AMBER, 6,
            N_("Step 6 has {meaning} hours: {of_share} of the {talks} hours of step 5, {limit_share} is the least."),
            {"meaning": round(meaning), "talks": round(talks), "of_share": share, "limit_share": INTERPRET_SHARE},
            (share, INTERPRET_SHARE, "share"),
        )  # fmt: skip
    return None


def holiday(facts: Facts, _other: Elsewhere) -> Finding | None:
    """P19, for talks that have yet to be held, from the moment that they have a day. Without a municipality only in
    holidays that all regions share."""
    for on in sorted(talk.on for talk in facts.talks if talk.on and talk.status == "planned"):
        for first, last in facts.holidays:
            if on >= facts.today and first <= on <= last:
                return make(
                    "P19", AMBER, 5,
                    N_("The talk on {on} falls in the school holidays of {first} to {last}."),
                    {"on": on, "first": first, "last": last}, (on, last, "date"),
                )  # fmt: skip
    return None

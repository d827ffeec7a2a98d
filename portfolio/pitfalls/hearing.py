"""Rules about what people hear: feedback, the account, the evaluation, and news while it runs."""

from __future__ import annotations

from portfolio.messages import N_
from portfolio.pitfalls.facts import Elsewhere, Facts
from portfolio.pitfalls.finding import AMBER, RED, Finding, make

FEEDBACK_AMBER, FEEDBACK_RED = 28, 56  # P14, days
EVALUATED_DAYS = 42  # P16
NEWS_DAYS = 28  # P23


def no_feedback(facts: Facts, _other: Elsewhere) -> Finding | None:
    """P14: a day for step 7 is missed once step 5 has ended, or has days while step 7 has none. The weeks count from
    the last talk to the day on which “what we do with it” is planned, and once that has passed to today. Ends when
    it was sent, or step 7 is done."""
    if "done" in facts.told or facts.step(7).status == "done":
        return None
    last, step = facts.last_talk, facts.step(7)
    if last is None:
        return None
    if step.status == "skipped":
        return make("P14", RED, 7, N_("Feedback is skipped: who took part hears nothing."))
    if step.planned_finish is None:
        return make("P14", RED, 7, N_("The last talk is on {last}, and feedback has no day."), {"last": last})
    sent = max(step.planned_finish, facts.today)
    days = (sent - last).days
    if days <= FEEDBACK_AMBER:
        return None
    limit = FEEDBACK_RED if days > FEEDBACK_RED else FEEDBACK_AMBER
    return make(
        "P14", RED if days > FEEDBACK_RED else AMBER, 7,
        N_("Feedback comes on {sent} at the earliest, {days} days after the last talk ({last}); {limit} is the limit."),
        {"sent": sent, "days": days, "last": last, "limit": limit}, (days, limit, "days"),
    )  # fmt: skip


def no_account(facts: Facts, _other: Elsewhere) -> Finding | None:
    """P15, from the moment that step 9 has begun; until step 8 is done, or step 9 has ended when it came too late."""
    submitted = facts.step(9).actual_start
    if facts.step(9).status not in ("busy", "done") or submitted is None:
        return None
    report = facts.step(8)
    if report.status != "done":
        text = N_("Step 9 was submitted on {submitted}, and the final report of step 8 isn't done.")
        return make("P15", RED, 8, text, {"submitted": submitted})
    if report.actual_finish and report.actual_finish > submitted and facts.step(9).status == "busy":
        return make(
            "P15", RED, 8,
            N_("Step 9 was submitted on {submitted}, and the final report was done on {report}."),
            {"submitted": submitted, "report": report.actual_finish}, (report.actual_finish, submitted, "date"),
        )  # fmt: skip
    return None


def no_evaluation(facts: Facts, _other: Elsewhere) -> Finding | None:
    """P16, from six weeks after step 9 was done, until an evaluation is recorded."""
    decided = facts.step(9).actual_finish
    if facts.step(9).status != "done" or decided is None:
        return None
    if facts.evaluation.get("lessons") or facts.evaluation.get("evaluated_on"):
        return None
    days = (facts.today - decided).days
    if days < EVALUATED_DAYS:
        return None
    return make(
        "P16", AMBER, 10,
        N_("The decision was {days} days ago ({decided}) and there is no evaluation; after {limit} it is late."),
        {"days": days, "decided": decided, "limit": EVALUATED_DAYS}, (days, EVALUATED_DAYS, "days"),
    )  # fmt: skip


def no_news(facts: Facts, _other: Elsewhere) -> Finding | None:
    """P23, from the moment that step 3 is done (it was made public then) until step 9 has ended. A public note in the
    log counts, and feedback that was sent."""
    if facts.step(3).status != "done" or facts.ended(9):
        return None
    days_known = [*facts.public, *facts.told.values(), facts.step(3).actual_finish]
    last = max((day for day in days_known if day), default=None)
    if last is None or (facts.today - last).days <= NEWS_DAYS:
        return None
    days = (facts.today - last).days
    return make(
        "P23", AMBER, _current(facts),
        N_("The last public message was {days} days ago ({last}); {limit} is the limit."),
        {"days": days, "last": last, "limit": NEWS_DAYS}, (days, NEWS_DAYS, "days"),
    )  # fmt: skip


def _current(facts: Facts) -> int:
    """The step from 3 to 9 that is busy, else the first that is open."""
    steps = range(3, 10)
    busy = [step for step in steps if facts.step(step).status == "busy"]
    waiting = [step for step in steps if facts.step(step).status == "open"]
    return next(iter(busy or waiting), 3)

"""What asks for attention and from whom: decisions first, then questions, then what is late, then who heard nothing,
then what is more than was approved, then the red pitfalls. What the lead reported goes before what was calculated.

A reason is a template with params, so that a screen, a paper and a snapshot say the same in any language.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from portfolio.messages import N_
from portfolio.pitfalls import RED
from portfolio.whole.standing import Standing

OUTCOME = 9  # the step in which the outcome is decided
DECISIONS = ("money", "outcome", "reported")  # kinds that ask for a decision

MONEY = N_("Grant {asked_eur}? Asked on {day}.")
REPORTED = N_("{text}")
OUTCOME_NEXT = N_("The final report is in; the decision on the outcome is next.")
OUTCOME_BY = N_("Decide on the outcome by {day}.")
RETURNED = N_("The request came back with questions: answer them and send it again.")
REFUSED = N_("The request was refused: make it smaller, or stop the process.")
NOT_HEARD = N_("{n} day after the last conversation participants have heard nothing yet.")
NOT_HEARD_MANY = N_("{n} days after the last conversation participants have heard nothing yet.")
NOT_DONE = N_("{n} day after the last conversation participants don't know yet what is done with their input.")
NOT_DONE_MANY = N_("{n} days after the last conversation participants don't know yet what is done with their input.")
LATE = N_("Step {step} is {n} day late; it should have been done on {day}.")
LATE_MANY = N_("Step {step} is {n} days late; it should have been done on {day}.")
AGAIN = N_("The plan is now more than was approved: ask again with the difference.")

NO_DECIDER = N_("no decider named")
NO_HOLDER = N_("no portfolio holder named")
NO_CONTENT = N_("no content owner named")
NO_PROCESS = N_("no process owner named")


@dataclass(frozen=True)
class Reason:
    """One thing that waits for somebody.

    ``kind``: money, outcome, reported, request, feedback, planning, again or pitfall. ``template`` with ``params`` (and
    ``plural`` for other numbers of ``n`` than one) is the sentence; a pitfall's are those of its finding. ``who``: a
    name as typed, or one of the NO_ templates when ``unnamed``. ``page``: where it is dealt with (request or process).
    ``before``: the day before which it is asked, when there is one.
    """

    kind: str
    order: int
    sign: str
    template: str
    params: Mapping[str, Any] = field(default_factory=dict)
    plural: str = ""
    who: str = ""
    unnamed: bool = False
    page: str = "process"
    before: dt.date | None = None
    more: int = 0  # more red pitfalls beside this one

    @property
    def decision(self) -> bool:
        """True when it asks for a decision."""
        return self.kind in DECISIONS


@dataclass(frozen=True)
class Item:
    """A reason with the process that it is about."""

    standing: Standing
    reason: Reason


def items(standings: Sequence[Standing], today: dt.date) -> list[Item]:
    """Everything that waits, by kind and name; at most one of each kind per process."""
    every = [Item(one, reason) for one in standings for reason in of(one, today)]
    return sorted(every, key=lambda item: (item.reason.order, item.standing.name.casefold()))


def of(one: Standing, today: dt.date) -> list[Reason]:
    """What waits in one process, the weightiest first; nothing unless it is active."""
    if one.row.process.status != "active":
        return []
    feedback, again = _feedback(one), _again(one)
    said = ({"P14"} if feedback else set()) | ({"P26"} if again else set())
    rules = (_money(one), _outcome(one), _reported(one), _questions(one), feedback, _late(one, today), again)
    return [reason for reason in (*rules, _pitfall(one, said)) if reason]


def _named(who: str, otherwise: str) -> dict[str, Any]:
    return {"who": who or otherwise, "unnamed": not who}


def _owner(one: Standing) -> dict[str, Any]:
    return _named(one.row.process.process_owner, NO_PROCESS)


def _money(one: Standing) -> Reason | None:
    row = one.row
    if row.phase != "requested" or row.cost_cents is None or row.submitted_at is None:
        return None
    params = {"asked_eur": row.cost_cents / 100, "day": row.submitted_at[:10]}
    return Reason("money", 1, "■", MONEY, params, **_named(one.decider_money, NO_DECIDER), page="request")


def _outcome(one: Standing) -> Reason | None:
    step = one.row.steps[OUTCOME - 1]
    if step.stored_status != "busy":
        return None
    who = _named(one.row.process.portfolio_holder or one.row.process.client_name, NO_HOLDER)
    if step.planned_finish is None:
        return Reason("outcome", 2, "■", OUTCOME_NEXT, **who)
    day = step.planned_finish
    return Reason("outcome", 2, "■", OUTCOME_BY, {"day": day}, **who, before=day)


def _reported(one: Standing) -> Reason | None:
    """What the lead asks with a red light."""
    report = one.report
    if report is None or "red" not in report.lights.values():
        return None
    return Reason(
        "reported", 2, "■", REPORTED, {"text": report.decision_asked}, who=report.decider, before=report.decide_before
    )


def _questions(one: Standing) -> Reason | None:
    template = {"returned": RETURNED, "refused": REFUSED}.get(one.row.phase)
    return Reason("request", 3, "●", template, **_owner(one), page="request") if template else None


def _feedback(one: Standing) -> Reason | None:
    debt = next((debt for debt in one.row.feedback if debt.overdue), None)
    if debt is None:
        return None
    template, plural = (NOT_DONE, NOT_DONE_MANY) if debt.part == "done" else (NOT_HEARD, NOT_HEARD_MANY)
    who = _named(one.row.process.content_owner, NO_CONTENT)
    return Reason("feedback", 4, "●", template, {"n": debt.days}, plural, **who)


def _late(one: Standing, today: dt.date) -> Reason | None:
    if not one.row.late_steps:
        return None
    step = one.row.steps[one.row.late_steps[0] - 1]
    if step.planned_finish is None or (step.step == OUTCOME and step.stored_status == "busy"):
        return None
    params = {"n": (today - step.planned_finish).days, "step": step.step, "day": step.planned_finish}
    return Reason("planning", 5, "▲", LATE, params, LATE_MANY, **_owner(one))


def _again(one: Standing) -> Reason | None:
    """More than was approved, beyond the tolerance, and not asked again yet."""
    if not one.wires or one.row.request_status == "submitted":
        return None
    return Reason("again", 6, "▲", AGAIN, **_owner(one), page="request")


def _pitfall(one: Standing, said: set[str]) -> Reason | None:
    """The first red pitfall that nobody accepted, and how many more there are."""
    red = [found for found in one.findings if found.counts and found.severity == RED and found.rule not in said]
    if not red:
        return None
    return Reason("pitfall", 7, "■", red[0].template, red[0].params, **_owner(one), more=len(red) - 1)


def deciding(found: Sequence[Item]) -> int:
    """How many processes ask for a decision."""
    return len({item.standing.id for item in found if item.reason.decision})


By = Callable[[Item], str]


def by_decider(found: Sequence[Item]) -> dict[str, list[Item]]:
    """Who must decide or act → what waits for them; those with decisions first, then those with most."""
    groups: dict[str, list[Item]] = {}
    for item in found:
        groups.setdefault(item.reason.who, []).append(item)
    return dict(
        sorted(
            groups.items(),
            key=lambda pair: (-sum(i.reason.decision for i in pair[1]), -len(pair[1]), pair[0].casefold()),
        )
    )

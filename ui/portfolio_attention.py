"""What asks for attention first, and from whom: decisions, then questions, then what is late, then who heard nothing,
then what is more than was approved, then the red pitfalls.

The facts come from the portfolio's rows; here they become a sentence and the person it waits for. All texts are plain:
escape them where they are shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from display.steps import numbered
from portfolio import requests, tripwires
from portfolio.pitfalls import RED, Finding
from portfolio.processes import ProcessRow
from portfolio.store import Store
from portfolio.store.codec import cents
from ui import pitfalls_words
from ui.formats import date_text, euro
from ui.i18n import _, ngettext

OUTCOME = 9  # the step in which the outcome is decided


@dataclass(frozen=True)
class Item:
    """One thing that waits for somebody. `page`: where it is dealt with (`request` or `process`)."""

    row: ProcessRow
    order: int
    sign: str
    kind: str
    sentence: str
    who: str
    page: str
    decision: bool = False


def items(
    store: Store, rows: Sequence[ProcessRow], today: dt.date, found: Mapping[str, Sequence[Finding]] | None = None
) -> list[Item]:
    """Everything that waits, the decisions first; at most one of each kind per process. ``found``: the pitfalls."""
    pitfalls = found or {}
    every = [
        item
        for row in rows
        if row.process.status == "active"
        for item in _of(store, row, today, pitfalls.get(row.id, ()))
    ]
    return sorted(every, key=lambda item: (item.order, item.row.name.casefold()))


def deciding(found: Sequence[Item]) -> int:
    """How many processes ask for a decision."""
    return len({item.row.id for item in found if item.decision})


def _of(store: Store, row: ProcessRow, today: dt.date, found: Sequence[Finding]) -> list[Item]:
    feedback, again = _feedback(row), _again(store, row, found)
    said = ({"P14"} if feedback else set()) | ({"P26"} if again else set())
    rules = (_money(store, row), _outcome(row), _questions(row), feedback, _late(row, today), again)
    return [item for item in (*rules, _pitfall(row, [one for one in found if one.rule not in said])) if item]


def _money(store: Store, row: ProcessRow) -> Item | None:
    if row.phase != "requested" or row.cost_cents is None or row.submitted_at is None:
        return None
    request = requests.latest(store, row.id)
    who = request.finance.get("decider_money") if request else ""
    sentence = _(
        "Grant {amount}? Asked on {date}.", amount=euro(row.cost_cents / 100), date=date_text(row.submitted_at)
    )
    return Item(row, 1, "■", _("decision on the money"), sentence, who or _("no decider named"), "request", True)


def _outcome(row: ProcessRow) -> Item | None:
    step = row.steps[OUTCOME - 1]
    if step.stored_status != "busy":
        return None
    sentence = _("The final report is in; the decision on the outcome is next.")
    if step.planned_finish:
        sentence = _("Decide on the outcome by {date}.", date=date_text(step.planned_finish))
    who = row.process.portfolio_holder or row.process.client_name or _("no portfolio holder named")
    return Item(row, 2, "■", _("decision on the outcome"), sentence, who, "process", True)


def _questions(row: ProcessRow) -> Item | None:
    if row.phase == "returned":
        sentence = _("The request came back with questions: answer them and send it again.")
    elif row.phase == "refused":
        sentence = _("The request was refused: make it smaller, or stop the process.")
    else:
        return None
    return Item(row, 3, "●", _("request"), sentence, _process_owner(row), "request")


def _feedback(row: ProcessRow) -> Item | None:
    debt = next((debt for debt in row.feedback if debt.overdue), None)
    if debt is None:
        return None
    sentence = ngettext(
        "{n} day after the last conversation participants have heard nothing yet.",
        "{n} days after the last conversation participants have heard nothing yet.",
        debt.days,
        n=debt.days,
    )
    if debt.part == "done":
        sentence = ngettext(
            "{n} day after the last conversation participants don't know yet what is done with their input.",
            "{n} days after the last conversation participants don't know yet what is done with their input.",
            debt.days,
            n=debt.days,
        )
    who = row.process.content_owner or _("no content owner named")
    return Item(row, 4, "●", _("feedback"), sentence, who, "process")


def _late(row: ProcessRow, today: dt.date) -> Item | None:
    if not row.late_steps:
        return None
    step = row.steps[row.late_steps[0] - 1]
    if step.planned_finish is None or (step.step == OUTCOME and step.stored_status == "busy"):
        return None
    days = (today - step.planned_finish).days
    sentence = ngettext(
        "Step {step} is {n} day late; it should have been done on {date}.",
        "Step {step} is {n} days late; it should have been done on {date}.",
        days,
        n=days,
        step=numbered(step.step),
        date=date_text(step.planned_finish),
    )
    return Item(row, 5, "▲", _("planning"), sentence, _process_owner(row), "process")


def _again(store: Store, row: ProcessRow, found: Sequence[Finding]) -> Item | None:
    """More than was approved. The wires are looked at only where the stored figures give reason to."""
    if row.approved_cost_cents is None or row.request_status == "submitted":
        return None
    asked = (row.estimate or {}).get("request") or {}
    dearer = bool(asked) and cents(asked["cost_eur"]) > row.approved_cost_cents
    later = bool(asked and row.approved_finish) and dt.date.fromisoformat(asked["finish"]) > row.approved_finish
    if not (dearer or later or any(one.rule == "P26" for one in found)) or not tripwires.of(store, row.id):
        return None
    sentence = _("The plan is now more than was approved: ask again with the difference.")
    return Item(row, 6, "▲", _("ask again"), sentence, _process_owner(row), "request")


def _pitfall(row: ProcessRow, found: Sequence[Finding]) -> Item | None:
    """The first red pitfall that nobody accepted, and how many more there are."""
    red = [one for one in found if one.counts and one.severity == RED]
    if not red:
        return None
    sentence = pitfalls_words.plain(red[0])
    if len(red) > 1:
        sentence += " " + ngettext("And {n} more red one.", "And {n} more red ones.", len(red) - 1, n=len(red) - 1)
    return Item(row, 7, "■", _("pitfall"), sentence, _process_owner(row), "process")


def _process_owner(row: ProcessRow) -> str:
    return row.process.process_owner or _("no process owner named")

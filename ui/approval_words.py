"""The words of the finance fields and of decisions, and what a maker is told."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from display.words import label
from portfolio import people, readiness, verdicts
from portfolio.identity import User
from portfolio.requests import Request
from portfolio.store import Store
from ui.formats import date_text, euro, hours_text, number, percent
from ui.i18n import N_, _

FINANCE = {
    "decider_money": N_("Who decides on the money"),
    "decider_outcome": N_("Who decides on the outcome"),
    "within_budget": N_("Does it fit within the authorised budget?"),
    "incidental": N_("Incidental or structural?"),
    "vat_compensable": N_("Is the VAT compensable?"),
    "within_formation": N_("Do the own hours fit within the staff there is?"),
    "cost_centre": N_("Cost centre or programme"),
    "coverage": N_("Cover"),
    "budget_amendment": N_("Amendment of the budget: number or meeting"),
    "procurement_route": N_("Procurement route for what is hired"),
    "procurement_weeks": N_("Weeks that hiring takes"),
    "tolerance_money_pct": N_("Tolerance of the amount, in %"),
    "tolerance_weeks": N_("Tolerance of the date, in weeks"),
    "tolerance_scope_pct": N_("Tolerance of groups, talks and residents, in %"),
    "light": N_("Light track"),
    "gate_problem": N_("Residents can help to solve it"),
    "gate_room": N_("There is room to influence the outcome"),
    "gate_commitment": N_("The administration commits to using the outcome"),
    "gate_means": N_("There are enough money, means and people"),
    "gate_time": N_("The time fits the moment of the decision"),
    "notes": N_("Notes for the decider"),
}
ANSWERS = {
    "within_budget": (N_("it fits"), N_("it doesn't fit")),
    "incidental": (N_("incidental"), N_("structural")),
    "vat_compensable": (N_("compensable"), N_("not compensable")),
    "within_formation": (N_("they fit"), N_("they don't fit")),
    **dict.fromkeys((*readiness.GATE, "light"), (N_("yes"), N_("no"))),
}
PROCUREMENT = {
    "enkelvoudig onderhands": N_("one quotation (enkelvoudig onderhands)"),
    "meervoudig onderhands": N_("several quotations (meervoudig onderhands)"),
    "raamcontract": N_("framework contract (raamcontract)"),
    "Europees": N_("European tender"),
    "anders": N_("otherwise: say how in the notes"),
}
OUTCOME = {
    "approved": N_("granted"),
    "refused": N_("not granted"),
    "deferred": N_("deferred"),
    "returned": N_("returned with questions"),
}
BODY = {
    "budgethouder": "",
    "college": N_("college of mayor and aldermen"),
    "raad": N_("council"),
}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
READABLE = readiness.TEXTS


def answer(name: str, value: Any) -> str:
    """A finance field's value in words; a dash when it was not answered."""
    if name in ANSWERS:
        return "–" if value is None else _(ANSWERS[name][0 if value else 1])
    if name in readiness.NUMBERS:
        return "–" if value is None else number(value)
    if name == "procurement_route":
        return label(PROCUREMENT, value) if value in PROCUREMENT else str(value or "–")
    return str(value or "–")


def finance_words(finance: Mapping[str, Any]) -> dict[str, str]:
    """Label → answer for every finance field that was filled in; plain text."""
    filled = {name: value for name, value in finance.items() if value not in (None, "") and name in FINANCE}
    return {label(FINANCE, name): answer(name, filled[name]) for name in FINANCE if name in filled}


def is_maker(store: Store, user: User, request: Request) -> bool:
    """True for somebody who sent this version or edited what it asks: that person doesn't decide on it."""
    makers = {maker["id"] for maker in request.makers}
    mine = [
        one["id"] for one in people.listing(store) if (one["issuer"], one["subject"]) == (user.issuer, user.subject)
    ]
    return any(one in makers for one in mine)


def on_paper(request: Request) -> str | None:
    """Why this request isn't approved by a click but by recording a decision (a msgid); None when it may be."""
    if request.scope["budget_route"] == "raad" or not request.finance.get("within_budget"):
        return verdicts.BY_COUNCIL
    return verdicts.BY_COLLEGE if request.scope["budget_route"] == "college" else None


def person(found: Mapping[str, str]) -> str:
    """The name behind a pseudonym, or that it was erased; plain text."""
    name = found["name"]
    return _(name) if name else _("a name that was erased")


def statement(request: Request) -> str:
    """The sentence that an approver agrees with; it is kept with the decision."""
    asked = request.estimate["request"]
    return _(
        "I grant {cost}, excluding VAT: {cash} in costs ({incl} including VAT) and {own} in own hours ({hours}), for "
        "a process that is done by {date} with {confidence} certainty, as frozen in version {number} of {day}.",
        cost=euro(request.cost_cents / 100),
        cash=euro(request.cash_cents / 100),
        incl=euro(asked["cash_incl_vat_eur"]),
        own=euro(request.own_cents / 100),
        hours=hours_text(asked["own_hours"]),
        date=date_text(request.finish),
        confidence=percent(0.8),
        number=number(request.number),
        day=date_text(request.submitted_at),
    )


def file_name(kind: str, name: str, *content: Any) -> str:
    """A file name that differs whenever what is in the file differs, so that nobody is sent somebody else's file.

    >>> file_name("v1", "Wijkvisie Oost!", "sha", "nl")
    'voorstel-wijkvisie-oost-v1-bd323281.docx'
    """
    words = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:40].strip("-") or "proces"
    digest = hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()
    return f"voorstel-{words}-{kind}-{digest[:8]}.docx"

"""Is a request ready to be sent? What finance would ask back, asked beforehand."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from estimator import Benchmarks
from estimator.benchmarks import OWN
from portfolio.messages import N_
from portfolio.processes import Process
from portfolio.store import clock

ANSWERED = ("within_budget", "incidental", "vat_compensable", "within_formation")
# The five points of gate 1 (OECD guidelines for citizen participation processes): advice, they don't stop a request.
GATE = ("gate_problem", "gate_room", "gate_commitment", "gate_means", "gate_time")
YES_NO = (*ANSWERED, *GATE, "light")
TEXTS = (
    "decider_money",
    "decider_outcome",
    "cost_centre",
    "coverage",
    "procurement_route",
    "budget_amendment",
    "notes",
)
# What may differ from what is approved before it is asked again: our assumption (grade D), the asker may change it.
TOLERANCES = {"tolerance_money_pct": 10.0, "tolerance_weeks": 2.0, "tolerance_scope_pct": 10.0}
NUMBERS = {
    "tolerance_money_pct": 100.0,
    "tolerance_weeks": 52.0,
    "tolerance_scope_pct": 100.0,
    "procurement_weeks": 104.0,
}
FINANCE_FIELDS = (*YES_NO, *TEXTS, *NUMBERS)
# Ways to hire, and the weeks from approval to contract: our assumption (grade D), the asker may change it. A request of
# before this list keeps the words it has.
PROCUREMENT: dict[str, float | None] = {
    "enkelvoudig onderhands": 3.0,
    "meervoudig onderhands": 8.0,
    "raamcontract": 4.0,
    "Europees": 26.0,
    "anders": None,
}
LIGHT_CENTS = 1_000_000  # up to € 10,000 of costs, without own hours, the light track may be taken: our assumption (D)
LIGHT_PRESET = "minimaal"


@dataclass(frozen=True)
class Item:
    """One point of the check. ``required`` points stop a request; the others are advice and go along as they are.

    ``field`` is where to repair it: a process field, ``scope.…`` or ``finance.…``.
    """

    key: str
    ok: bool
    template: str
    params: dict[str, Any] = dataclasses.field(default_factory=dict)
    field: str = ""
    required: bool = True

    @property
    def message(self) -> str:
        """The sentence in English."""
        return self.template.format(**self.params)


_NOT_ANSWERED = {
    "within_budget": N_("Say whether this fits within the authorised budget."),
    "incidental": N_("Say whether the costs are incidental or structural."),
    "vat_compensable": N_("Say whether the VAT is compensable."),
    "within_formation": N_("Say whether the own hours fit within the staff there is."),
}
_ANSWERED = {
    "within_budget": N_("Said whether this fits within the authorised budget."),
    "incidental": N_("Said whether the costs are incidental or structural."),
    "vat_compensable": N_("Said whether the VAT is compensable."),
    "within_formation": N_("Said whether the own hours fit within the staff there is."),
}
_NOT_NAMED = {
    "decider_money": N_("Name who decides on the money."),
    "decider_outcome": N_("Name who decides on the outcome."),
    "coverage": N_("Name the cover: from which budget this is paid."),
    "cost_centre": N_("Name the cost centre or programme."),
}
_NAMED = {
    "decider_money": N_("Who decides on the money: {value}."),
    "decider_outcome": N_("Who decides on the outcome: {value}."),
    "coverage": N_("Cover: {value}."),
    "cost_centre": N_("Cost centre or programme: {value}."),
}
_OWN_PROCESS = {
    "question": (
        N_("The question to the participants is written down."),
        N_("Write down the question to participants."),
    ),
    "client_name": (N_("The official client is named."), N_("Name the official client: one person, not a group.")),
    "content_owner": (N_("The owner of the content is named."), N_("Name the owner of the content.")),
}


def check(
    process: Process,
    scope: Any,
    finance: Mapping[str, Any],
    figures: Benchmarks | None = None,
    *,
    estimate: Mapping[str, Any] | None = None,
    approach: Mapping[str, Any] | None = None,
) -> list[Item]:
    """All points, in the order in which a controller reads them. ``scope``: an estimator.Scope or its dict.

    ``figures``: the benchmarks in use; own tariffs in them count as given. ``estimate``: what would be asked, for the
    points about its amount and dates. ``approach``: the content of the form of step 0, for the point about it.
    """
    stated = scope if isinstance(scope, Mapping) else scope.to_dict()
    items = [
        *([_approach(approach)] if approach is not None else []),
        *_about_process(process, stated),
        *_about_scope(stated, figures),
        *[_named(key, finance) for key in ("decider_money", "decider_outcome")],
        *[_named(key, finance) for key in ("coverage", "cost_centre")],
        *[_answered(key, finance) for key in ANSWERED],
        *_route(stated, finance),
        *_procurement(stated, finance, estimate),
        *[_gate(key, finance) for key in GATE if key in finance],
    ]
    if not finance.get("light"):
        return items
    asked = [one for one in items if one.ok or one.key not in NOT_ASKED]
    lighter = [dataclasses.replace(one, required=one.required and one.key not in LIGHTER) for one in asked]
    return [*lighter, *([_light(stated, estimate)] if estimate else [])]


# What the light track doesn't ask: a small evening has no need of it, and it goes along as it is.
NOT_ASKED = ("incidental", "within_formation")
LIGHTER = (*NOT_ASKED, "decider_outcome", "procurement_route")


def light_fits(scope: Mapping[str, Any], estimate: Mapping[str, Any]) -> bool:
    """Whether a process is small enough for the light track: the lightest way of working, and little that is paid out.

    Own hours don't count: with them even one evening asks more than € 10,000.
    """
    return scope.get("preset") == LIGHT_PRESET and round(100 * estimate["request"]["cash_eur"]) <= LIGHT_CENTS


def _light(scope: Mapping[str, Any], estimate: Mapping[str, Any]) -> Item:
    ok = light_fits(scope, estimate)
    template = (
        N_("The light track: fewer questions for a small process.")
        if ok
        else N_(
            "The light track is for processes in the lightest way of working, with at most € {high} of costs beside "
            "own hours; answer all questions instead."
        )
    )
    return Item("light", ok, template, {"high": LIGHT_CENTS // 100}, "finance.light")


def _approach(approach: Mapping[str, Any]) -> Item:
    ok = bool(approach.get("approved_on") and approach.get("approved_by"))
    template = (
        N_("The participation approach was settled by {by} on {on}.")
        if ok
        else N_("Settle the participation approach first: why, about what, who with whom, and how.")
    )
    on = dt.date.fromisoformat(approach["approved_on"]) if approach.get("approved_on") else None
    return Item("approach", ok, template, {"by": approach.get("approved_by", ""), "on": on}, "approach", False)


_GATE = {
    "gate_problem": (
        N_("It is a problem that residents can help to solve."),
        N_("Is it a problem that residents can help to solve?"),
    ),
    "gate_room": (
        N_("There is room for residents to influence the outcome."),
        N_("Is there room for residents to influence the outcome?"),
    ),
    "gate_commitment": (
        N_("The administration commits to using the outcome."),
        N_("Does the administration commit to using the outcome?"),
    ),
    "gate_means": (
        N_("There are enough money, means and people."),
        N_("Are there enough money, means and people?"),
    ),
    "gate_time": (
        N_("The time fits the moment of the decision."),
        N_("Does the time fit the moment of the decision?"),
    ),
}


def _gate(key: str, finance: Mapping[str, Any]) -> Item:
    ok = finance.get(key) is True
    return Item(key, ok, _GATE[key][0 if ok else 1], {}, f"finance.{key}", False)


def _about_process(process: Process, scope: Mapping[str, Any]) -> list[Item]:
    items = []
    for key, (yes, no) in _OWN_PROCESS.items():
        ok = bool(getattr(process, key))
        items.append(Item(key, ok, yes if ok else no, {}, key, required=key != "content_owner"))
    named, wanted = len(process.group_names), int(scope["stakeholder_groups"])
    template = (
        N_("All {wanted} stakeholder groups have a name.")
        if named >= wanted
        else N_(
            "{named} of {wanted} stakeholder groups have a name; name them all, so that the decider sees "
            "who it is about."
        )
    )
    items.append(
        Item(
            "group_names", named >= wanted, template, {"named": named, "wanted": wanted}, "group_names", required=False
        )
    )
    return items


def _about_scope(scope: Mapping[str, Any], figures: Benchmarks | None) -> list[Item]:
    assumed = set(scope.get("assumed", ()))
    start = dt.date.fromisoformat(scope["start"]) if scope.get("start") and "start" not in assumed else None
    if start is None:
        begin = Item(
            "start", False, N_("Give a start date; without it no finish date can be promised."), {}, "scope.start"
        )
    elif start < clock.today():
        begin = Item(
            "start", False, N_("The start on {start} has passed; give a later date."), {"start": start}, "scope.start"
        )
    else:
        begin = Item("start", True, N_("It starts on {start}."), {"start": start}, "scope.start")
    meetings = "meetings" not in assumed and scope.get("meetings") is not None
    hired = "own_staff_share" not in assumed
    tariffs = bool(scope.get("tariffs")) or _own_tariffs(figures)
    return [
        begin,
        Item(
            "meetings",
            meetings,
            N_("The number of occasions was given.")
            if meetings
            else N_("The number of occasions is our assumption; give your own."),
            {},
            "scope.meetings",
            required=False,
        ),
        Item(
            "own_or_hired",
            hired,
            N_("Said which part is done by own staff.")
            if hired
            else N_("That own staff does everything is our assumption; say what is hired."),
            {},
            "scope.own_staff_share",
            required=False,
        ),
        Item(
            "tariffs",
            tariffs,
            N_("Own tariffs were given.")
            if tariffs
            else N_("The hourly tariffs are our assumption; one average tariff of your own is enough."),
            {},
            "scope.tariffs",
            required=False,
        ),
    ]


def _own_tariffs(figures: Benchmarks | None) -> bool:
    """True when every own tariff is the municipality's own figure."""
    rows = [r for r in figures.rows if r.driver.startswith("tariff.")] if figures else []
    return bool(rows) and all(r.grade == OWN for r in rows)


def _named(key: str, finance: Mapping[str, Any]) -> Item:
    value = str(finance.get(key) or "").strip()
    return Item(key, bool(value), _NAMED[key] if value else _NOT_NAMED[key], {"value": value}, f"finance.{key}")


def _answered(key: str, finance: Mapping[str, Any]) -> Item:
    ok = isinstance(finance.get(key), bool)
    return Item(key, ok, _ANSWERED[key] if ok else _NOT_ANSWERED[key], {}, f"finance.{key}")


def _route(scope: Mapping[str, Any], finance: Mapping[str, Any]) -> list[Item]:
    outside = finance.get("within_budget") is False
    ok = not outside or scope["budget_route"] == "raad"
    template = (
        N_("The route of the decision fits the budget.")
        if ok
        else N_(
            "Outside the authorised budget the council decides: choose the council as the one who decides on the money."
        )
    )
    route = Item("route", ok, template, {}, "scope.budget_route")
    if not outside:
        return [route]
    value = str(finance.get("budget_amendment") or "").strip()
    words = (
        N_("Amendment of the budget: {value}.")
        if value
        else N_("Outside the authorised budget: name the amendment of the budget (its number, or the meeting).")
    )
    return [route, Item("budget_amendment", bool(value), words, {"value": value}, "finance.budget_amendment")]


def _procurement(
    scope: Mapping[str, Any], finance: Mapping[str, Any], estimate: Mapping[str, Any] | None
) -> list[Item]:
    if scope["own_staff_share"] >= 1:
        return []
    value = str(finance.get("procurement_route") or "").strip()
    template = N_("Procurement route: {value}.") if value else N_("A part is hired: name the procurement route.")
    found = [Item("procurement_route", bool(value), template, {"value": value}, "finance.procurement_route")]
    return found + (_in_time(finance, estimate) if estimate else [])


def _in_time(finance: Mapping[str, Any], estimate: Mapping[str, Any]) -> list[Item]:
    """Whether what is hired is there when the talks begin: between the approval and step 5, in the middle estimate."""
    given = finance.get("procurement_weeks")
    wanted = PROCUREMENT.get(str(finance.get("procurement_route"))) if given is None else given
    if wanted is None:
        return []
    approved, talks = (estimate["by_step"][step - 1] for step in (1, 5))
    days = dt.date.fromisoformat(talks["start"]["p50"]) - dt.date.fromisoformat(approved["finish"]["p50"])
    weeks = round(days.days / 7, 1)
    ok = wanted <= weeks
    template = _IN_TIME[given is None, ok]
    params = {"wanted": wanted, "weeks": weeks}
    return [Item("procurement_weeks", ok, template, params, "finance.procurement_weeks", False)]


_IN_TIME = {  # (the weeks are our assumption, they fit)
    (False, True): N_("Hiring takes {wanted} weeks and there are {weeks} between approval and talks."),
    (False, False): N_(
        "Hiring takes {wanted} weeks, and there are only {weeks} between approval and talks: begin earlier."
    ),
    (True, True): N_("Hiring takes {wanted} weeks (our assumption) and there are {weeks} between approval and talks."),
    (True, False): N_(
        "Hiring takes {wanted} weeks (our assumption), and there are only {weeks} between approval and talks: "
        "begin earlier, or give your own weeks."
    ),
}

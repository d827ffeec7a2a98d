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

YES_NO = ("within_budget", "incidental", "vat_compensable", "within_formation")
TEXTS = ("decider_money", "decider_outcome", "cost_centre", "coverage", "procurement_route", "notes")
FINANCE_FIELDS = YES_NO + TEXTS


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


def check(process: Process, scope: Any, finance: Mapping[str, Any], figures: Benchmarks | None = None) -> list[Item]:
    """All points, in the order in which a controller reads them. ``scope``: an estimator.Scope or its dict.

    ``figures``: the benchmarks in use; own tariffs in them count as given.
    """
    stated = scope if isinstance(scope, Mapping) else scope.to_dict()
    return [
        *_about_process(process, stated),
        *_about_scope(stated, figures),
        *[_named(key, finance) for key in ("decider_money", "decider_outcome")],
        *[_named(key, finance) for key in ("coverage", "cost_centre")],
        *[_answered(key, finance) for key in YES_NO],
        _route(stated, finance),
        *_procurement(stated, finance),
    ]


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


def _route(scope: Mapping[str, Any], finance: Mapping[str, Any]) -> Item:
    outside = finance.get("within_budget") is False
    ok = not outside or scope["budget_route"] == "raad"
    template = (
        N_("The route of the decision fits the budget.")
        if ok
        else N_(
            "Outside the authorised budget the council decides: choose the council as the one who decides on the money."
        )
    )
    return Item("route", ok, template, {}, "scope.budget_route")


def _procurement(scope: Mapping[str, Any], finance: Mapping[str, Any]) -> list[Item]:
    if scope["own_staff_share"] >= 1:
        return []
    value = str(finance.get("procurement_route") or "").strip()
    template = N_("Procurement route: {value}.") if value else N_("A part is hired: name the procurement route.")
    return [Item("procurement_route", bool(value), template, {"value": value}, "finance.procurement_route")]

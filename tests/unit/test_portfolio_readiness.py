"""The check before sending, on hand-made cases: what stops a request, what is only advice."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from estimator import Benchmarks, Scope
from estimator.own import Own, with_own
from portfolio import readiness
from portfolio.processes import Process
from portfolio.store import clock

TODAY = dt.date(2026, 11, 24)
SCOPE = {
    "stakeholder_groups": 2,
    "conversations": 4,
    "resident_reach": 800,
    "start": "2027-01-11",
    "meetings": 2,
    "own_staff_share": 1.0,
    "tariffs": {"average": 92.0},
    "budget_route": "college",
}
FINANCE = {
    "decider_money": "College van B en W",
    "decider_outcome": "Gemeenteraad",
    "within_budget": True,
    "incidental": True,
    "vat_compensable": False,
    "within_formation": True,
    "cost_centre": "6.2",
    "coverage": "Programma 6",
}


def process(**changes: Any) -> Process:
    fields: dict[str, Any] = {
        "id": "p",
        "name": "Plein",
        "municipality": "GM0193",
        "question": "Wat wilt u?",
        "theme": "",
        "area": "",
        "confidential": False,
        "client_name": "F. Opdracht",
        "content_owner": "I. Houd",
        "process_owner": "",
        "portfolio_holder": "",
        "group_names": ("Ouderen", "Jongeren"),
        "status": "active",
        "example": False,
        "version": 1,
        "created_by": "u",
        "created_at": "",
        "updated_by": "u",
        "updated_at": "",
    }
    return Process(**fields | changes)


def check(finance: dict[str, Any] | None = None, scope: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    with clock.at(TODAY):
        items = readiness.check(
            process(**changes), Scope.from_dict(SCOPE | (scope or {})), FINANCE if finance is None else finance
        )
    assert all(item.message for item in items)
    return {item.key: item for item in items}


def test_a_complete_request_is_ready() -> None:
    assert [item.key for item in check().values() if not item.ok] == []


def test_nothing_filled_in_names_everything_that_is_missing() -> None:
    found = check({}, question="", client_name="", content_owner="", group_names=())
    missing = {key for key, item in found.items() if item.required and not item.ok}
    assert missing == {
        "question",
        "client_name",
        "decider_money",
        "decider_outcome",
        "coverage",
        "cost_centre",
        "within_budget",
        "incidental",
        "vat_compensable",
        "within_formation",
    }


@pytest.mark.parametrize(
    ("key", "scope", "changes"),
    [
        ("group_names", {}, {"group_names": ("Ouderen",)}),
        ("content_owner", {}, {"content_owner": ""}),
        ("meetings", {"meetings": None}, {}),
        ("own_or_hired", {"own_staff_share": None}, {}),
        ("tariffs", {"tariffs": None}, {}),
    ],
)
def test_an_assumption_is_advice_and_stops_nothing(key: str, scope: dict[str, Any], changes: dict[str, Any]) -> None:
    item = check(scope=scope, **changes)[key]
    assert (item.ok, item.required) == (False, False)


@pytest.mark.parametrize(("start", "ok"), [(None, False), ("2026-11-23", False), ("2026-11-24", True)])
def test_the_start_is_given_and_has_not_passed(start: str | None, ok: bool) -> None:
    item = check(scope={"start": start})["start"]
    assert (item.ok, item.required, item.field) == (ok, True, "scope.start")


@pytest.mark.parametrize(
    ("within", "route", "ok"),
    [(True, "college", True), (True, "budgethouder", True), (False, "college", False), (False, "raad", True)],
)
def test_outside_the_budget_the_council_decides(within: bool, route: str, ok: bool) -> None:
    assert check(FINANCE | {"within_budget": within}, {"budget_route": route})["route"].ok is ok


def test_hiring_asks_for_a_procurement_route() -> None:
    assert "procurement_route" not in check()
    assert not check(scope={"own_staff_share": 0.8})["procurement_route"].ok
    assert check(FINANCE | {"procurement_route": "Onderhands"}, {"own_staff_share": 0.8})["procurement_route"].ok


def test_no_is_an_answer_and_a_blank_is_not() -> None:
    found = check(FINANCE | {"incidental": False, "vat_compensable": None, "coverage": "  "})
    assert (found["incidental"].ok, found["vat_compensable"].ok, found["coverage"].ok) == (True, False, False)


def test_a_stored_scope_gives_the_same_answer() -> None:
    scope = Scope.from_dict(SCOPE)
    with clock.at(TODAY):
        assert readiness.check(process(), scope, FINANCE) == readiness.check(process(), scope.to_dict(), FINANCE)


def test_own_tariffs_of_the_municipality_count_as_given():
    own = with_own(Benchmarks.load(), {"tariff_average": Own(97.5, 97.5, 97.5)})
    for figures, ok in ((None, False), (Benchmarks.load(), False), (own, True)):
        without = {k: v for k, v in SCOPE.items() if k != "tariffs"}
        items = {item.key: item for item in readiness.check(process(), without, FINANCE, figures)}
        assert items["tariffs"].ok is ok


def points(finance: dict[str, Any], scope: dict[str, Any] | None = None, **given: Any) -> dict[str, Any]:
    with clock.at(TODAY):
        items = readiness.check(process(), SCOPE | (scope or {}), FINANCE | finance, **given)
    return {item.key: item for item in items}


def planned(talks: str, cash_eur: float = 40_000) -> dict[str, Any]:
    """An estimate that is approved on Monday 1 February 2027; the talks begin on ``talks``."""
    steps = [{"start": {"p50": "2027-01-11"}, "finish": {"p50": "2027-02-01"}} for _ in range(10)]
    steps[4] = {"start": {"p50": talks}, "finish": {"p50": "2027-12-01"}}
    return {"by_step": steps, "request": {"cost_eur": 30_000 + cash_eur, "cash_eur": cash_eur}}


HIRED = {"own_staff_share": 0.8}
ROUTE = {"procurement_route": "meervoudig onderhands"}


@pytest.mark.parametrize(
    ("finance", "talks", "ok", "weeks"),
    [
        (ROUTE, "2027-03-29", True, 8.0),  # our 8 weeks, and exactly 8 weeks there are
        (ROUTE, "2027-03-28", False, 8.0),
        (ROUTE | {"procurement_weeks": 12}, "2027-04-25", False, 12),  # the asker's own weeks go first
        (ROUTE | {"procurement_weeks": 12}, "2027-04-26", True, 12),
        ({"procurement_route": "Drie offertes", "procurement_weeks": 3}, "2027-02-22", True, 3),
    ],
)
def test_hiring_is_held_against_the_time_before_the_talks(
    finance: dict[str, Any], talks: str, ok: bool, weeks: float
) -> None:
    found = points(finance, HIRED, estimate=planned(talks))["procurement_weeks"]
    assert (found.ok, found.required, found.params["wanted"]) == (ok, False, weeks)
    assert ("our assumption" in found.message) == ("procurement_weeks" not in finance)


def test_of_another_route_no_weeks_are_assumed() -> None:
    for route in ("anders", "Drie offertes"):
        assert "procurement_weeks" not in points({"procurement_route": route}, HIRED, estimate=planned("2027-02-02"))


@pytest.mark.parametrize(("amendment", "ok"), [("", False), ("Voorjaarsnota 2027", True)])
def test_outside_the_budget_the_amendment_is_named(amendment: str, ok: bool) -> None:
    finance = {"within_budget": False, "budget_amendment": amendment}
    found = points(finance, {"budget_route": "raad"})
    assert (found["budget_amendment"].ok, found["budget_amendment"].required) == (ok, True)
    assert "budget_amendment" not in points({})


@pytest.mark.parametrize(
    ("preset", "cash", "ok"), [("minimaal", 10_000.0, True), ("minimaal", 10_000.01, False), ("sober", 400.0, False)]
)
def test_the_light_track_asks_less_of_a_small_process(preset: str, cash: float, ok: bool) -> None:
    empty = dict.fromkeys(("incidental", "within_formation"))
    finance = {"light": True, "decider_outcome": ""} | empty
    found = points(finance, {"preset": preset}, estimate=planned("2027-06-01", cash))
    assert (found["light"].ok, found["light"].required) == (ok, True)
    assert {key for key, one in found.items() if one.required and not one.ok} == (set() if ok else {"light"})
    assert not {"incidental", "within_formation"} & set(found)
    for key in ("coverage", "cost_centre", "vat_compensable", "within_budget", "decider_money"):
        assert found[key].required


def test_the_five_points_of_gate_1_are_advice() -> None:
    found = points(dict.fromkeys(readiness.GATE, False) | {"gate_room": True})
    assert {key: (found[key].ok, found[key].required) for key in readiness.GATE} == {
        key: (key == "gate_room", False) for key in readiness.GATE
    }
    assert not set(readiness.GATE) & set(points({}))  # a request of before these questions


def test_step_0_is_settled_by_somebody_on_a_day() -> None:
    half = {"approved_by": "College"}
    assert "approach" not in points({})
    assert not points({}, approach={})["approach"].ok and not points({}, approach=half)["approach"].ok
    found = points({}, approach=half | {"approved_on": "2026-11-02"})["approach"]
    assert found.ok and found.message == "The participation approach was settled by College on 2026-11-02."

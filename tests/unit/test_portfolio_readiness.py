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

"""The outside view: which cases stand beside an estimate, and that nothing is invented where there are none."""

from __future__ import annotations

import datetime as dt

import pytest

from estimator import Scope, estimate
from estimator.backtest import PHASES
from estimator.outside import comparable, outside_view
from estimator.prices import index_factor
from tests.unit.engine.helpers import BASE

ASSEMBLY = {**BASE, "conversations": 5, "conversations_by_form": {"burgerberaad": 5}, "recruitment": "sortition"}


def view(data):
    scope = Scope.from_dict(data)
    return outside_view(scope, estimate(scope).to_dict())


def test_dialogue_tables_have_no_comparable_cases():
    found = view(BASE)
    nothing = {"n": 0}
    assert found["cases"] == []
    assert found["cost"] == found["cash"] == nothing
    assert all(band == nothing for band in found["phases"].values())


def test_an_assembly_stands_beside_local_assemblies_only():
    found = view(ASSEMBLY)
    ids = {c["id"] for c in found["cases"]}
    assert {"NL16", "NL27", "IE03"} <= ids
    assert not ids & {"NL01", "FR01", "UK02", "IE02"}  # national
    assert all(c["url"].startswith("http") and c["source"] for c in found["cases"])
    talks = found["phases"]["wk_first_to_last"]
    assert talks["n"] >= 5
    assert talks["low"] <= talks["high"]


def test_every_phase_is_compared_with_the_same_phase_of_the_estimate():
    scope = Scope.from_dict(ASSEMBLY)
    est = estimate(scope).to_dict()
    found = outside_view(scope, est)["phases"]
    assert [name for name, band in found.items() if band["n"]] == list(PHASES)
    step5 = next(s for s in est["by_step"] if s["step"] == 5)
    days = (dt.date.fromisoformat(step5["finish"]["p50"]) - dt.date.fromisoformat(step5["start"]["p50"])).days
    assert found["wk_first_to_last"]["calculated"] == round(days / 7)
    for name, band in found.items():
        weeks = [c["weeks"][name] for c in outside_view(scope, est)["cases"] if name in c["weeks"]]
        assert (band["n"], band["low"], band["high"]) == (len(weeks), round(min(weeks)), round(max(weeks)))


def test_a_case_says_its_form_scale_staff_and_price_year():
    case = next(c for c in comparable(Scope.from_dict(ASSEMBLY)) if c.id == "IE03")
    assert (case.form, case.scale, case.price_year) == ("burgerberaad", "local", 2022)
    assert case.staff == "partly"


def test_cases_that_leave_own_staff_out_stand_beside_cash():
    cases = {c.id: c for c in comparable(Scope.from_dict(ASSEMBLY))}
    assert cases["XX16"].cash_only
    assert not cases["IE03"].cash_only


def test_amounts_are_at_the_price_level_of_the_scope():
    case = next(c for c in comparable(Scope.from_dict({**ASSEMBLY, "price_year": 2026})) if c.id == "IE03")
    assert case.cost_eur == pytest.approx(657_133.62 * index_factor(2022, 2026))


def test_much_larger_or_smaller_is_not_comparable():
    small = {**ASSEMBLY, "participants": 12}
    assert not {c.id for c in comparable(Scope.from_dict(small))} & {"NL16", "IE03", "FR05"}


def test_position_says_where_the_middle_estimate_lies():
    found = view(ASSEMBLY)
    middle = estimate(Scope.from_dict(ASSEMBLY)).cost_eur["p50"]
    assert found["cost"]["position"] == ("below" if middle < 0.9 * found["cost"]["low"] else "within")
    large = view({**ASSEMBLY, "conversations": 14, "conversations_by_form": {"burgerberaad": 14}})
    assert large["cash"]["n"] and large["cash"]["position"] in ("below", "within")

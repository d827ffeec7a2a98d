"""The outside view: which cases stand beside an estimate, and that nothing is invented where there are none."""

from __future__ import annotations

import pytest

from estimator import Scope, estimate
from estimator.outside import comparable, outside_view
from estimator.prices import index_factor
from tests.unit.engine.helpers import BASE

ASSEMBLY = {**BASE, "conversations": 5, "conversations_by_form": {"burgerberaad": 5}, "recruitment": "sortition"}


def view(data):
    scope = Scope.from_dict(data)
    return outside_view(scope, estimate(scope).to_dict())


def test_dialogue_tables_have_no_comparable_cases():
    found = view(BASE)
    assert found == {"cases": [], "cost": {"n": 0}, "cash": {"n": 0}, "weeks": {"n": 0}}


def test_an_assembly_stands_beside_local_assemblies_only():
    found = view(ASSEMBLY)
    ids = {c["id"] for c in found["cases"]}
    assert {"NL16", "NL27", "IE03"} <= ids
    assert not ids & {"NL01", "FR01", "UK02", "IE02"}  # national
    assert all(c["url"].startswith("http") and c["source"] for c in found["cases"])
    assert found["weeks"]["n"] >= 5
    assert found["weeks"]["low"] <= found["weeks"]["high"]


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

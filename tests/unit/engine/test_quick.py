"""Sliders on fixed items: the same figures as a whole estimate, as long as no date depends on the row."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estimator import Benchmarks, Scope, estimate
from estimator.model import parts
from estimator.quick import Quick
from tests.unit.engine.helpers import BASE, shipped

RICH = {**BASE, "preset": "uitgebreid", "own_staff_share": 0.4, "outcome_route": "raad"}
ROWS = {r.id: r for r in parts(Scope.from_dict(RICH), shipped()).rows}
PURCHASES = sorted(r.id for r in ROWS.values() if r.kind != "hours")
WEEKLY = sorted(r.id for r in ROWS.values() if r.driver == "weeks")


@cache
def quick():
    """The sliders of the rich scope."""
    return Quick.of(Scope.from_dict(RICH), process_key="p")


def scaled(factors):
    """The shipped figures with the amounts of some rows multiplied."""
    return Benchmarks.from_rows(
        replace(r, low=r.low * f, likely=r.likely * f, high=r.high * f) if (f := factors.get(r.id)) else r
        for r in shipped().rows
    )


@pytest.mark.parametrize("data", [BASE, RICH, {**RICH, "recruitment": "sortition", "events": {"storm": False}}])
def test_without_a_slider_it_is_the_estimate_to_the_cent(data):
    scope = Scope.from_dict(data)
    got, e = Quick.of(scope, process_key="p").figures({}), estimate(scope, process_key="p")
    assert round(got["cost_p50"], 2) == e.cost_eur["p50"]
    assert round(got["cost_p80"], 2) == e.cost_eur["p80"]
    assert round(got["weeks_p80"], 1) == e.weeks["p80"]
    assert round(got["joint_confidence"], 4) == e.joint_confidence


@settings(max_examples=15, deadline=None)
@given(st.dictionaries(st.sampled_from(PURCHASES + WEEKLY), st.floats(0.1, 5), min_size=1, max_size=4))
def test_a_slider_is_an_estimate_with_that_amount(factors):
    """Purchases and work per week move no date (events of euros neither), so the whole engine says the same."""
    got = quick().figures(factors)
    e = estimate(Scope.from_dict(RICH), scaled(factors), process_key="p")
    assert round(got["cost_p50"], 2) == pytest.approx(e.cost_eur["p50"], abs=0.011)
    assert round(got["cost_p80"], 2) == pytest.approx(e.cost_eur["p80"], abs=0.011)
    assert round(got["weeks_p80"], 1) == e.weeks["p80"]
    assert got["joint_confidence"] == pytest.approx(e.joint_confidence, abs=1e-4)


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(sorted(ROWS)), st.floats(0, 3), st.floats(0, 3))
def test_dearer_is_never_cheaper_and_back_is_back(row, one, two):
    low, high = sorted((one, two))
    assert quick().figures({row: high})["cost_p80"] >= quick().figures({row: low})["cost_p80"] - 1e-6
    assert quick().figures({row: 1.0}) == quick().figures({})


def test_everything_times_two_is_twice_as_much():
    twice = quick().figures(dict.fromkeys(ROWS, 2.0))
    assert twice["cost_p80"] == pytest.approx(2 * quick().figures({})["cost_p80"])
    assert quick().figures(dict.fromkeys(ROWS, 0.0))["cost_p80"] == pytest.approx(0, abs=1e-6)


def test_a_row_that_is_not_in_the_estimate_is_an_error():
    with pytest.raises(KeyError):
        quick().figures({"no_such_row": 2.0})

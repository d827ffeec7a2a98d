"""The usual overrun: a line of its own beside estimate and contingency, off unless asked for, never an underrun."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estimator import Benchmarks, Scope, estimate
from estimator.request import unit
from estimator.workdays import _public_holidays
from tests.unit.engine.helpers import BASE, changed, item, only, shipped

few = settings(max_examples=10, deadline=None)
scopes = st.fixed_dictionaries(
    {
        "stakeholder_groups": st.integers(1, 30),
        "conversations": st.integers(1, 40),
        "resident_reach": st.integers(50, 100_000),
        "own_staff_share": st.sampled_from([0.0, 0.5, 1.0]),
        "start": st.dates(dt.date(2026, 6, 1), dt.date(2028, 6, 1)).map(dt.date.isoformat),
        "preset": st.sampled_from(["minimaal", "sober", "uitgebreid"]),
    }
)


def both(data, figures=None):
    """The same scope without and with the usual overrun."""
    return tuple(estimate(Scope.from_dict({**data, "overrun": on}), figures) for on in (False, True))


def test_off_is_the_default_and_then_it_only_says_what_it_would_add():
    off, on = both(BASE)
    assert estimate(Scope.from_dict(BASE)).request == off.request
    assert (off.request["overrun_eur"], off.request["overrun_weeks"]) == (0, 0)
    assert not off.overrun["on"] and on.overrun["on"]
    assert {k: v for k, v in off.overrun.items() if k != "on"} == {k: v for k, v in on.overrun.items() if k != "on"}
    whole = unit(off.request["cash_eur"]) + unit(off.request["own_hours_eur"])  # each is rounded up
    assert 0 <= off.overrun["eur"] - 0.124 * off.request["estimate_eur"] < whole
    assert off.overrun["weeks"] == pytest.approx(0.371 * off.weeks["p50"], abs=0.05)
    assert (off.overrun["money"]["likely"], off.overrun["time"]["likely"]) == (1.124, 1.371)


def test_without_the_rows_there_is_nothing_to_add():
    none = Benchmarks.from_rows(r for r in shipped().rows if not r.driver.startswith("overrun."))
    off, on = both(BASE, none)
    shipped_request = estimate(Scope.from_dict(BASE)).request
    assert off.request == on.request == shipped_request | {"usual_overrun_eur": 0}
    assert (on.overrun["eur"], on.overrun["weeks"]) == (0, 0)


def test_by_hand():
    """€ 800 in the middle and at every percentile; 1.5 × as much is € 400 more, and the dates are 2 × as late."""
    rows = only(item(), flat=True)
    rows = changed("overrun_money", changed("overrun_time", rows, likely=2.0, high=3.0), likely=1.5, high=2.0)
    off, on = both({**BASE, "tariffs": {"average": 80}}, rows)
    assert (off.request["estimate_eur"], off.request["contingency_eur"], off.request["cost_eur"]) == (800, 0, 800)
    assert (on.request["estimate_eur"], on.request["contingency_eur"], on.request["cost_eur"]) == (800, 0, 1200)
    assert on.request["overrun_eur"] == 400
    assert on.request["own_hours"] == 20  # 10 hours and half as much, rounded up to ten
    assert on.request["weeks"] == pytest.approx(2 * off.request["weeks"], abs=0.11)
    assert on.request["overrun_weeks"] == pytest.approx(off.weeks["p50"], abs=0.05)


@few
@given(scopes)
def test_it_comes_on_top_and_adds_up_everywhere(data):
    off, on = both(data)
    a, b = off.request, on.request
    assert b["estimate_eur"] + b["contingency_eur"] + b["overrun_eur"] == b["cost_eur"]
    assert b["cash_eur"] + b["own_hours_eur"] == b["cost_eur"] == sum(s["cost_eur"] for s in b["by_step"])
    assert sum(b["by_year"].values()) == b["cost_eur"]
    assert sum(b["cash_by_year"].values()) == b["cash_eur"] == sum(s["cash_eur"] for s in b["by_step"])
    assert (a["estimate_eur"], a["contingency_eur"]) == (b["estimate_eur"], b["contingency_eur"])
    assert b["cost_eur"] - a["cost_eur"] == b["overrun_eur"] > 0
    assert b["cash_eur"] >= a["cash_eur"] and b["own_hours_eur"] >= a["own_hours_eur"]
    assert on.overrun["eur"] == off.overrun["eur"] == b["overrun_eur"]


@few
@given(scopes)
def test_the_date_asked_for_is_later_and_a_working_day(data):
    off, on = both(data)
    end = dt.date.fromisoformat(on.request["finish"])
    assert on.request["finish"] > off.request["finish"]
    assert on.request["weeks"] == pytest.approx(off.request["weeks"] + on.request["overrun_weeks"], abs=0.11)
    assert end.weekday() < 5
    assert end.toordinal() not in _public_holidays(end.year, end.year)
    start = dt.date.fromisoformat(data["start"])
    assert (end - start).days + 1 >= 7 * on.request["weeks"] - 1


@few
@given(scopes)
def test_it_never_touches_the_estimate_itself(data):
    """Not the contingency, the percentiles, the joint pair or how sure it is: only the request."""
    off, on = (e.to_dict() for e in both(data))
    asked = ("request", "overrun", "by_year", "scope")
    assert {k: v for k, v in off.items() if k not in asked} == {k: v for k, v in on.items() if k not in asked}


def test_the_budget_years_follow_the_later_dates():
    """With a council decision the middle dates end in 2027; with 37 % more time the last steps fall in 2028."""
    off, on = both({**BASE, "done": "evaluation", "outcome_route": "raad"})
    assert list(off.request["by_year"]) == ["2027"]
    assert list(on.request["by_year"]) == ["2027", "2028"]
    assert sum(on.request["by_year"].values()) == on.request["cost_eur"]


@pytest.mark.parametrize("factor", [0.4, 0.999, 1.0])
def test_never_an_underrun(factor):
    figures = shipped()
    for name in ("overrun_money", "overrun_time"):
        figures = changed(name, figures, low=0.2, likely=factor)
    off, on = both(BASE, figures)
    assert on.request == off.request
    assert (on.overrun["eur"], on.overrun["weeks"]) == (0, 0)


def test_money_and_time_stand_apart():
    for name, other in (("overrun_money", "overrun_time"), ("overrun_time", "overrun_money")):
        off, on = both(BASE, changed(other, likely=1.0, low=0.5))
        assert (on.request["cost_eur"] > off.request["cost_eur"]) == (name == "overrun_money")
        assert (on.request["finish"] > off.request["finish"]) == (name == "overrun_time")

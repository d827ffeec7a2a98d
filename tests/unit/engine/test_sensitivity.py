"""What moves the answer: parts of the contingency, shares of the spread, tornado against brute force, the ρ band."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estimator import Benchmarks, Scope, estimate
from estimator.breakdown import family
from estimator.codes import EVENTS, ROLES
from estimator.drivers import DRIVERS
from estimator.model import parts, simulate
from estimator.quantiles import four
from estimator.sensitivity import RHOS, rho_band, tornado
from tests.unit.engine.helpers import BASE, QUIET, certain, chance, changed, fixed, item, only, shipped

few = settings(max_examples=12, deadline=None)
# Nobody is short of hours, so hours move no date and every row that is an item only costs.
ROOM = {"hours_per_week": dict.fromkeys(ROLES, 400)}
RICH = {**BASE, **ROOM, "preset": "uitgebreid", "own_staff_share": 0.4, "outcome_route": "raad", "budget_route": "raad"}
ROWS = {r.id: r for r in shipped().rows}
scopes = st.fixed_dictionaries(
    {
        "stakeholder_groups": st.integers(1, 30),
        "conversations": st.integers(1, 40),
        "resident_reach": st.integers(50, 100_000),
        "recruitment": st.sampled_from(["open", "targeted", "sortition"]),
        "preset": st.sampled_from(["minimaal", "sober", "uitgebreid"]),
        "outcome_route": st.sampled_from(["budgethouder", "college", "raad"]),
        "events": st.fixed_dictionaries({}, optional={k: st.booleans() for k in EVENTS}),
    }
)


# The contingency in its parts, and shares


@few
@given(scopes)
def test_parts_of_the_contingency_add_up_to_the_cent_and_shares_to_one(data):
    e = estimate(Scope.from_dict(data))
    assert list(e.contingency_parts) == ["case", "events", "items"]
    assert round(sum(e.contingency_parts.values()), 2) == e.contingency_eur
    assert min(e.contingency_parts.values()) >= 0
    assert sum(g["share"] for g in e.driver_groups) == pytest.approx(1, abs=0.002)
    assert sum(g["share"] for g in e.driver_groups) == pytest.approx(sum(d["share"] for d in e.drivers), abs=0.002)
    assert [g["share"] for g in e.driver_groups] == sorted((g["share"] for g in e.driver_groups), reverse=True)


def test_events_that_are_off_are_no_part_of_the_contingency():
    e = estimate(Scope.from_dict({**BASE, **QUIET}))
    assert e.contingency_parts["events"] == 0
    assert "event" not in [g["family"] for g in e.driver_groups]
    assert all((x["mean_eur"], x["p80_eur"]) == (0, 0) for x in e.events)


def test_each_source_of_spread_alone_is_all_of_the_contingency():
    """Only the case-to-case factor, only an event, only an item, nothing at all."""
    scope = Scope.from_dict(BASE)
    base = certain(only(item(kind="euro", role="", vat="excl", price_year=None, likely=1000.0)).rows)
    case = Benchmarks.from_rows([ROWS["case_money"] if r.id == "case_money" else r for r in base])
    found = estimate(scope, case)
    assert found.contingency_parts["case"] == pytest.approx(found.contingency_eur, rel=0.02)
    assert found.contingency_parts["events"] == 0
    event = estimate(scope, only(chance("storm", 0.3), fixed("storm", "euro", 1000.0), flat=True))
    assert event.contingency_parts == {"case": 0, "events": 1000, "items": 0}
    found = estimate(scope, changed("case_money", only(item()), low=1.0, high=1.0))
    assert found.contingency_eur > 0
    assert found.contingency_parts == {"case": 0, "events": 0, "items": found.contingency_eur}
    assert estimate(scope, only(item(), flat=True)).contingency_parts == {"case": 0, "events": 0, "items": 0}


def test_every_driver_has_a_family():
    found = {family(d) for d in DRIVERS}
    assert found == {"process", "groups", "conversations", "reach", "weeks"}
    assert (family("event.second_invitation*households"), family("case.money")) == ("event", "case")


# Tornado


def brute(data, row, high):
    """P80 of cost (euros) and weeks with this row certain at its low or high figure."""
    figures = shipped()
    if row.kind == "probability":
        events = {**data.get("events", {}), row.driver.removeprefix("event."): {"probability": float(high)}}
        data = {**data, "events": events}
    else:
        value = row.high if high else row.low
        figures = changed(row.id, low=value, likely=value, high=value)
    out = simulate(parts(Scope.from_dict(data), figures))
    return four(out.cost)["p80"], four(out.weeks)["p80"]


@pytest.fixture(scope="module")
def bars():
    """Every bar of the rich scope."""
    return tornado(Scope.from_dict(RICH), most=1000)


def test_a_bar_equals_a_run_with_that_row_certain(bars):
    """The widest, and of the others one in six."""
    for bar in bars[:24] + bars[24::6]:
        for name, high in (("low", False), ("high", True)):
            cost, weeks = brute(RICH, ROWS[bar["key"]], high)
            assert bar[f"{name}_eur"] == pytest.approx(cost, abs=0.011), (bar["key"], name)
            assert bar[f"{name}_weeks"] == pytest.approx(weeks, abs=0.051), (bar["key"], name)


def test_bars_come_widest_first_and_none_is_missing(bars):
    widths = [abs(b["high_eur"] - b["low_eur"]) for b in bars]
    assert widths == sorted(widths, reverse=True)
    keys = {b["key"] for b in bars}
    assert len(keys) == len(bars)
    p = parts(Scope.from_dict(RICH), shipped())
    items = {r.id for r in p.rows if r.low < r.high and not r.driver.startswith("event")}
    assert items <= keys
    assert {e.row.id for e in p.events.values()} <= keys
    assert {"case_money", "case_time", "lead_3"} <= keys
    assert all(b["name_nl"] and b["name_en"] for b in bars)
    assert tornado(Scope.from_dict(RICH)) == bars[:12]


def test_the_answer_lies_within_every_bar_that_only_costs(bars):
    p80 = estimate(Scope.from_dict(RICH)).cost_eur["p80"]
    purchases = [b for b in bars if ROWS[b["key"]].kind in ("hours", "euro", "euro_per_week")]
    assert purchases
    assert all(b["low_eur"] <= p80 <= b["high_eur"] for b in purchases)


def test_an_event_that_is_off_has_no_bar():
    off = {**RICH, "events": {"storm": False}}
    assert "event_storm" not in [b["key"] for b in tornado(Scope.from_dict(off), most=1000)]


def test_without_uncertainty_there_are_no_bars():
    flat = Benchmarks.from_rows(certain(shipped().rows))
    assert tornado(Scope.from_dict({**BASE, **QUIET}), flat) == []


# The band of dependence


@few
@given(scopes)
def test_the_more_items_move_together_the_larger_the_contingency(data):
    scope = Scope.from_dict(data)
    band, e = rho_band(scope), estimate(scope)
    assert [b["rho"] for b in band] == list(RHOS)
    p80 = [b["p80"] for b in band]
    assert p80 == sorted(p80)
    assert p80[1] < e.cost_eur["p80"] < p80[-1]
    for b in band:
        assert b["contingency_eur"] == pytest.approx(b["p80"] - e.deterministic_eur, abs=0.011)


def test_two_alike_items_by_hand():
    """Two items of € 1,000, give or take one in a hundred: the spread of their sum grows with √(1 + ρ)."""
    rows = [
        item(id=f"t{k}", kind="euro", role="", vat="excl", price_year=None, low=990, likely=1000, high=1010.1, column=k)
        for k in (280, 281)
    ]
    figures = changed("case_money", only(*rows), low=1.0, high=1.0)
    band = {b["rho"]: b["contingency_eur"] for b in rho_band(Scope.from_dict(BASE), figures)}
    assert band[0.5] / band[0.0] == pytest.approx(1.5**0.5, rel=0.03)
    assert band[0.2] / band[0.0] == pytest.approx(1.2**0.5, rel=0.03)

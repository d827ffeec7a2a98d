"""The estimate: hand-computed cases, invariants and properties on fixed draws."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estimator import Benchmarks, Scope, deterministic, estimate
from estimator.model import parts, simulate
from estimator.own import Own, with_own
from estimator.prices import consumer_prices
from estimator.quantiles import joint_level
from tests.unit.engine.helpers import BASE, QUIET, certain, item, only, shipped

FOUR = ("p10", "p50", "p80", "p90")
scopes = st.fixed_dictionaries(
    {
        "stakeholder_groups": st.integers(1, 30),
        "conversations": st.integers(1, 40),
        "resident_reach": st.integers(50, 100_000),
    },
    optional={
        "municipality": st.just("GM0193"),
        "level": st.sampled_from(["informeren", "raadplegen", "adviseren", "coproduceren", "meebeslissen"]),
        "recruitment": st.sampled_from(["open", "targeted", "sortition"]),
        "preset": st.sampled_from(["minimaal", "sober", "uitgebreid"]),
        "own_staff_share": st.sampled_from([0.0, 0.5, 1.0]),
        "outcome_route": st.sampled_from(["budgethouder", "college", "raad"]),
        "options": st.lists(st.sampled_from(["interpreter", "laid_open", "platform", "transcription"]), unique=True),
    },
)
few = settings(max_examples=25, deadline=None)


def test_by_hand_hours_times_tariff():
    """10 h + 8 talks × 3 h, at € 80: (10 + 24) × 80 = € 2,720; nothing is uncertain."""
    rows = only(
        item(), item(id="b", step=5, driver="conversations", likely=3.0, low=3.0, high=3.0, column=None), flat=True
    )
    e = estimate(Scope.from_dict({**BASE, "tariffs": {"average": 80}}), rows)
    assert e.deterministic_eur == 2720
    assert e.cost_eur == dict.fromkeys(FOUR, 2720.0)
    assert e.hours["p50"] == 34
    assert [s["cost_eur"]["p50"] for s in e.by_step] == [0, 0, 800, 0, 1920, 0, 0, 0, 0, 0]
    assert e.cash_eur["p80"] == 0


def test_by_hand_own_and_hired():
    """20 h, half own at € 80 and half hired at € 120: 800 own + 1,200 cash; VAT 21 % on the cash."""
    scope = Scope.from_dict(
        {**BASE, "own_staff_share": 0.5, "tariffs": {"average": 80}, "hired_tariffs": {"average": 120}}
    )
    e = estimate(scope, only(item(likely=20.0), flat=True))
    assert (e.own_hours_eur["p50"], e.cash_eur["p50"], e.cash_incl_vat_eur["p50"]) == (800, 1200, 1452)
    assert (e.own_hours["p50"], e.hired_hours["p50"]) == (10, 10)


def test_by_hand_letters_price_level_and_vat():
    """2,160 residents = 1,000 households × € 1.21 incl. VAT of 2023 → € 1.00 ex, raised by the CPI of 2024 and 2025."""
    row = item(kind="euro", role="", driver="households", likely=1.21, price_year=2023, vat="incl", step=4)
    e = estimate(Scope.from_dict({**BASE, "resident_reach": 2160}), only(row, flat=True))
    index = (1 + consumer_prices()[2024]) * (1 + consumer_prices()[2025])
    assert e.cash_eur["p50"] == pytest.approx(1000 * index, abs=0.01)
    assert e.cash_incl_vat_eur["p50"] == pytest.approx(1210 * index, abs=0.01)


def test_by_hand_seats_chain():
    """8 tables of 7 = 56 seats; 926 letters × 8 % × 72 % = 53 present."""
    flat = Benchmarks.from_rows(certain(shipped().rows))
    seats = estimate(Scope.from_dict(BASE), flat).seats
    assert seats["seats"] == 56
    assert seats["letters"]["p50"] == pytest.approx(2000 / 2.16, abs=0.1)
    assert seats["present"]["p50"] == pytest.approx(2000 / 2.16 * 0.08 * (1 - 0.28), abs=0.1)


def test_without_uncertainty_everything_equals_the_deterministic_figure():
    scope = Scope.from_dict({**BASE, **QUIET})
    flat = Benchmarks.from_rows(certain(shipped().rows))
    e = estimate(scope, flat)
    assert set(e.cost_eur.values()) == {e.deterministic_eur}
    assert e.contingency_eur == 0
    assert e.joint_confidence == 1
    assert deterministic(scope, flat) == pytest.approx(sum(i["cost_eur"] for i in e.items), abs=0.5)


def test_two_runs_are_identical_and_json():
    scope = Scope.from_dict(BASE)
    a, b = (json.dumps(estimate(scope).to_dict(), allow_nan=False) for _ in range(2))
    assert a == b


@few
@given(scopes, st.sampled_from(["stakeholder_groups", "conversations", "resident_reach"]), st.integers(1, 3000))
def test_asking_more_never_costs_less(data, name, more):
    top = {"stakeholder_groups": 200, "conversations": 400, "resident_reach": 120_000}[name]
    larger = {**data, name: min(data[name] + more, top)}
    a, b = estimate(Scope.from_dict(data)), estimate(Scope.from_dict(larger))
    for figure in ("cost_eur", "hours", "weeks"):
        for q in FOUR:
            assert getattr(b, figure)[q] >= getattr(a, figure)[q] - 1e-6, (figure, q)


@few
@given(scopes)
def test_parts_add_up(data):
    e = estimate(Scope.from_dict(data))
    r = e.request
    assert r["estimate_eur"] + r["contingency_eur"] == r["cost_eur"] == r["cash_eur"] + r["own_hours_eur"]
    assert sum(r["by_year"].values()) == r["cost_eur"] == sum(s["cost_eur"] for s in r["by_step"])
    assert sum(r["cash_by_year"].values()) == r["cash_eur"]
    assert sum(s["contingency_eur"] for s in e.by_step) == pytest.approx(e.contingency_eur, abs=0.02)
    assert sum(s["deterministic_eur"] for s in e.by_step) == pytest.approx(e.deterministic_eur, abs=0.1)
    assert sum(e.trust.values()) == pytest.approx(1, abs=1e-3)
    assert sum(e.trust_hours.values()) == pytest.approx(1, abs=1e-3)
    assert sum(d["share"] for d in e.drivers) == pytest.approx(1, abs=0.01)
    assert e.cash_eur["p50"] + e.own_hours_eur["p50"] == pytest.approx(e.cost_eur["p50"], rel=0.1)


@few
@given(scopes)
def test_percentiles_rise_and_the_joint_pair_holds(data):
    e = estimate(Scope.from_dict(data))
    for figure in (e.cost_eur, e.cash_eur, e.own_hours_eur, e.hours, e.weeks, e.finish, e.seats["present"]):
        assert [figure[q] for q in FOUR] == sorted(figure[q] for q in FOUR)
    assert 0.6 - 1e-9 <= e.joint_confidence <= 0.81  # at least p + q − 1, at most the lower of the two
    assert e.joint80["confidence"] >= 0.8
    assert e.joint80["cost_eur"] >= e.cost_eur["p80"]
    assert e.joint80["finish"] >= e.finish["p80"]
    assert e.request["cost_eur"] >= e.joint80["cost_eur"]
    assert all(s["start"]["p50"] <= s["finish"]["p50"] for s in e.by_step)


@given(st.lists(st.tuples(st.floats(0, 1e6), st.floats(0, 300)), min_size=2, max_size=60), st.floats(0.1, 0.95))
def test_joint_level_is_the_lowest_that_holds(pairs, confidence):
    cost, weeks = np.array([p[0] for p in pairs]), np.array([p[1] for p in pairs])
    n = len(pairs)
    p = joint_level(cost, weeks, confidence)

    def held(level):
        k = max(int(np.ceil(round(level * n, 9))) - 1, 0)
        return np.mean((cost <= np.sort(cost)[k]) & (weeks <= np.sort(weeks)[k]))

    assert held(p) >= confidence - 1e-9
    if p > 1 / n:
        assert held(p - 1 / n) < confidence


def test_order_of_rows_does_not_matter():
    scope = Scope.from_dict(BASE)
    other = Benchmarks.from_rows(reversed(shipped().rows))
    assert estimate(scope, other).cost_eur == estimate(scope).cost_eur


def test_an_added_row_lowers_no_draw_and_a_raised_high_figure_no_draw_above_the_middle():
    scope = Scope.from_dict(BASE)
    before = simulate(parts(scope, shipped())).cost
    more = Benchmarks.from_rows([*shipped().rows, item(id="extra", column=286)])
    assert (simulate(parts(scope, more)).cost >= before - 1e-6).all()
    wider = Benchmarks.from_rows(replace(r, high=r.high * 1.5) if r.id == "plan_script" else r for r in shipped().rows)
    assert (simulate(parts(scope, wider)).cost >= before - 1e-6).all()


def test_processes_together_need_less_than_the_sum_of_their_p80s():
    p = parts(Scope.from_dict(BASE), shipped())
    costs = [simulate(p, key).cost for key in ("a", "b", "c", "d", "e", "f")]
    p80 = sum(np.quantile(c, 0.8) for c in costs)
    assert np.quantile(sum(costs), 0.8) < 0.98 * p80
    assert np.corrcoef(costs[0], costs[1])[0, 1] > 0.05  # the programme factor is shared


def test_own_tariffs_count_as_documented_only_where_the_hours_are():
    rows = only(item(grade="B", country="NL"))
    scope = {**BASE, "tariffs": {"average": 90}}
    assert estimate(Scope.from_dict(scope), rows).trust["nl"] == 1
    assert estimate(Scope.from_dict(BASE), rows).trust["assumed"] == 1  # assumed tariff: the weakest factor
    assert estimate(Scope.from_dict(BASE), rows).trust_hours["nl"] == 1


def test_hired_hours_rest_on_the_hired_tariff():
    rows = only(item(grade="B", country="NL"))  # hours that may be hired
    for scope, documented in (
        ({"own_staff_share": 0.0, "tariffs": {"average": 90}}, 0),
        ({"own_staff_share": 0.0, "hired_tariffs": {"average": 130}}, 1),
        ({"own_staff_share": 0.5, "hired_tariffs": {"average": 130}}, 0),
        ({"own_staff_share": 0.5, "hired_tariffs": {"average": 130}, "tariffs": {"average": 90}}, 1),
    ):
        assert estimate(Scope.from_dict({**BASE, **scope}), rows).trust["nl"] == documented, scope


# The mission


def test_all_residents_in_six_weeks_is_a_clear_no():
    """A municipality of some 50,000 (Houten, GM0321)."""
    from estimator.places import places

    town = min(places().values(), key=lambda p: abs(p.residents - 50_000))
    scope = {
        "stakeholder_groups": 8,
        "conversations": 20,
        "resident_reach": town.residents,
        "municipality": town.code,
        "start": "2027-01-04",
        "deadline": "2027-02-15",
    }
    e = estimate(Scope.from_dict(scope))
    assert e.probability_of_deadline < 0.01
    codes = [w["code"] for w in e.warnings]
    assert codes[0] == "deadline_impossible"
    assert "reason_everyone" in codes
    assert codes.count("reason_step") == 3
    assert e.earliest80 > "2027-05-01"
    assert e.warnings[0]["params"]["earliest"] == e.earliest80


def test_a_small_process_in_forty_weeks_is_fine():
    scope = {
        "stakeholder_groups": 2,
        "conversations": 2,
        "resident_reach": 300,
        "budget_route": "budgethouder",
        "outcome_route": "budgethouder",
        "start": "2027-01-04",
        "deadline": "2027-10-11",
    }
    assert estimate(Scope.from_dict(scope)).probability_of_deadline > 0.8


def test_the_council_takes_longer_than_the_college():
    weeks = [
        estimate(Scope.from_dict({**BASE, "outcome_route": r})).weeks["p50"]
        for r in ("budgethouder", "college", "raad")
    ]
    assert weeks == sorted(weeks)
    assert weeks[2] > weeks[1] + 3


def test_without_a_municipality_the_latest_region_counts():
    loose = {k: v for k, v in BASE.items() if k != "municipality"}
    every = [
        estimate(Scope.from_dict({**BASE, "municipality": c})).finish["p50"] for c in ("GM0014", "GM0193", "GM0855")
    ]
    assert estimate(Scope.from_dict(loose)).finish["p50"] >= max(every)


def test_beyond_the_horizon_is_said_and_never_counts_as_in_time():
    scope = {**BASE, "conversations": 5000, "start": "2027-01-04", "deadline": "2045-12-31"}
    e = estimate(Scope.from_dict(scope))
    assert e.probability_of_deadline < 0.01
    assert "horizon" in [w["code"] for w in e.warnings]


def test_one_draw_beyond_the_horizon_is_no_error():
    """Of 8,192 draws one needs over twelve years of visits; its last steps end where they start, at the horizon."""
    scope = Scope.from_dict(
        {
            "stakeholder_groups": 1,
            "conversations": 6,
            "resident_reach": 1749,
            "municipality": "GM0193",
            "level": "informeren",
            "recruitment": "targeted",
            "start": "2026-07-11",
        }
    )
    t = simulate(parts(scope, shipped())).timeline
    assert all((t.ends[s] >= t.starts[s]).all() for s in range(1, 11))
    assert estimate(scope).weeks["p90"] < 200


def test_absurdly_wide_own_figures_neither_hang_nor_fail():
    """A range of a factor 1,000 either way reaches far beyond the horizon: said, and computed in a moment."""
    own = {"plan_script": Own(0.012, 12, 10_000), "org_roles": Own(0.008, 8, 8_000)}
    e = estimate(Scope.from_dict(BASE), with_own(shipped(), own))
    assert e.weeks["p50"] < e.weeks["p90"] <= 12 * 366 / 7
    assert any(w["code"] == "horizon" for w in e.warnings) or e.weeks["p90"] < 600

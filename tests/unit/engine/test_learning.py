"""What closed processes teach: the reference's numbers, and properties that must hold for any records."""

from __future__ import annotations

from dataclasses import replace
from math import exp, log, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estimator import Scope, estimate
from estimator.codes import EVENTS
from estimator.draws import Z90
from estimator.learning import LEAST, POOLED, Learned, Record, learn, record, with_learned
from tests.unit.engine.helpers import BASE, shipped

ratios = st.lists(st.floats(0.3, 3.0), min_size=1, max_size=12)


def records(values, sigma=0.25, **more):
    return [Record(f"p{i:02}", hours=(100.0, 100.0 * v), spread={"hours": sigma}, **more) for i, v in enumerate(values)]


def test_seven_closed_processes_weigh_64_percent():
    lesson = learn(records([1.15] * 7)).classes["hours"]
    assert lesson.weight == pytest.approx(7 / 11, abs=1e-4)
    assert lesson.factor == pytest.approx(exp(7 / 11 * log(1.15)), abs=1e-4)


def test_the_posterior_by_hand():
    """r = ln 1.2 and ln 0.9, s₀ = .25: κ = 6, ν = 8, m = Σr ÷ 6; s² from the formula written out."""
    a, b = log(1.2), log(0.9)
    m, average = (a + b) / 6, (a + b) / 2
    s2 = (6 * 0.25**2 + (a - average) ** 2 + (b - average) ** 2 + 4 * 2 / 6 * average**2) / 8
    lesson = learn(records([1.2, 0.9])).classes["hours"]
    assert lesson.factor == pytest.approx(exp(m), abs=1e-4)
    # Student's t with 8 degrees of freedom, table: t(.90) = 1.397, t(.80) = 0.889
    scale = sqrt(s2 * (1 + 1 / 6))
    assert lesson.predictive["p90"] == pytest.approx(exp(m + 1.397 * scale), rel=1e-3)
    assert lesson.predictive["p80"] == pytest.approx(exp(m + 0.889 * scale), rel=1e-3)
    assert lesson.sigma == pytest.approx(scale * 1.397 / Z90, rel=1e-3)


@pytest.mark.parametrize(("n", "holds"), [(0, 0.60), (5, 0.69), (10, 0.74), (20, 0.77), (40, 0.79)])
def test_how_often_a_nominal_p80_really_holds(n, holds):
    """Reference 2.8: true bias +18 %, σ .35, a benchmark that says σ .25 and no bias."""
    nothing_yet = exp(0.25 * sqrt(1 + 1 / 4) * 0.9057)  # t(.80) with 6 degrees of freedom
    rng = np.random.default_rng(7)
    hits = []
    for _ in range(900):
        past = np.exp(log(1.18) + 0.35 * rng.standard_normal(n))
        p80 = learn(records(past.tolist())).classes["hours"].predictive["p80"] if n else nothing_yet
        hits.append(np.mean(np.exp(log(1.18) + 0.35 * rng.standard_normal(200)) <= p80))
    assert np.mean(hits) == pytest.approx(holds, abs=0.03)


def test_partial_pooling_beats_none_and_full():
    """Reference 2.8: error of the step's bias with τ = .15 and σ = .35 at n = 1, 3 and 10."""
    rng = np.random.default_rng(3)
    expected = {1: (0.349, 0.181, 0.184), 3: (0.203, 0.155, 0.137), 10: (0.111, 0.145, 0.093)}
    for n, figures in expected.items():
        errors = {"none": [], "full": [], "partial": []}
        for _ in range(300):
            true = 0.1 + 0.15 * rng.standard_normal(10)
            seen = (true[:, None] + 0.35 * rng.standard_normal((10, n))).mean(axis=1)
            weight = n / (n + POOLED)
            partial = seen.mean() + weight * (seen - seen.mean())
            for name, guess in (("none", seen), ("full", np.full(10, seen.mean())), ("partial", partial)):
                errors[name].append(np.mean((guess - true) ** 2))
        found = [sqrt(np.mean(errors[name])) for name in ("none", "full", "partial")]
        assert found == pytest.approx(figures, abs=0.025), n


def test_steps_are_drawn_to_the_whole():
    by_step = {3: (10.0, 20.0), 5: (40.0, 40.0)}
    found = learn([replace(r, hours_by_step=by_step) for r in records([1.2] * 6)])
    whole, steps = found.classes["hours"].factor, found.steps["hours"]
    between = log(2.0) / 2  # mean of ln 2 and ln 1
    weight = 6 / (6 + POOLED)
    assert steps[3].factor == pytest.approx(whole * exp(weight * (log(2.0) - between)), abs=2e-4)
    assert steps[5].factor == pytest.approx(whole * exp(weight * (0 - between)), abs=2e-4)
    assert steps[5].factor < whole < steps[3].factor


@given(ratios)
@settings(max_examples=40, deadline=None)
def test_the_factor_lies_between_one_and_the_mean_and_order_is_irrelevant(values):
    one, other = learn(records(values)), learn(reversed(records(values)))
    assert one == other
    lesson = one.classes["hours"]
    low, high = sorted((1.0, lesson.mean_ratio))
    assert low - 1e-3 <= lesson.factor <= high + 1e-3
    assert list(lesson.predictive.values()) == sorted(lesson.predictive.values())
    assert Learned.from_dict(one.to_dict()) == one


def test_each_process_counts_once():
    with pytest.raises(ValueError, match="p00 counts once"):
        learn([*records([1.1]), *records([1.2])])


def test_nothing_learned_leaves_the_benchmarks_as_they_are():
    figures = shipped()
    assert with_learned(figures, learn([])).sha256 == figures.sha256
    assert with_learned(figures, learn(records([1.5] * (LEAST - 1)))).sha256 == figures.sha256
    assert with_learned(figures, learn(records([1.5] * LEAST))).sha256 != figures.sha256


def test_learned_factors_reach_hours_purchases_and_lead_times_but_no_fixed_term():
    many = [
        Record(
            f"p{i}",
            hours=(100, 120),
            cash=(1000, 1300),
            weeks=(20, 24),
            hours_by_step={3: (10, 12)},
            weeks_by_step={3: (2, 2.4)},
            spread={"hours": 0.4, "cash": 0.4, "weeks": 0.4},
        )
        for i in range(12)
    ]
    learned = learn(many)
    before = {r.id: r for r in shipped().rows}
    after = {r.id: r for r in with_learned(shipped(), learned).rows}
    assert list(before) == list(after)
    assert [r.column for r in after.values()] == [r.column for r in before.values()]
    hours = learned.steps["hours"][3].factor
    assert after["plan_script"].likely == pytest.approx(before["plan_script"].likely * hours, rel=1e-5)
    row = after["plan_script"]
    assert (row.grade, row.source, row.trust) == ("D", "aanname", "assumed")  # a total documents no single item
    assert row.note.startswith("Eigen processen: n = 12")
    assert after["inv_print"].likely == pytest.approx(0.25 * learned.classes["cash"].factor, rel=1e-5)
    assert after["lead_3"].likely == pytest.approx(2.5 * learned.steps["weeks"][3].factor, rel=1e-5)
    for kept in ("lead_extra_laid_open", "tariff_process_lead", "event_storm", "event_storm_weeks"):
        assert after[kept] == before[kept]
    for name in ("overrun_money", "overrun_time"):  # one's own processes already say so
        assert after[name].likely == after[name].high == 1


def test_the_spread_of_the_whole_becomes_the_learned_spread():
    """σ_case² = σ_learned² − (σ_model² − .25²), and never below .05."""
    figures = shipped()
    lesson = learn(records([0.6, 1.0, 1.6, 0.7, 1.4, 1.1, 0.9, 1.3], sigma=0.4)).classes["hours"]
    wide = next(r for r in with_learned(figures, Learned(("a",), {"hours": lesson}, {})).rows if r.id == "case_money")
    usual = log(1.378 / 0.726) / (2 * Z90)
    assert log(wide.high) / Z90 == pytest.approx(sqrt(lesson.sigma**2 - (0.4**2 - usual**2)), rel=1e-4)
    tight = learn(records([1.0] * 40, sigma=0.4)).classes["hours"]
    row = next(r for r in with_learned(figures, Learned(("a",), {"hours": tight}, {})).rows if r.id == "case_money")
    assert log(row.high) / Z90 == pytest.approx(0.05, rel=1e-3)


def test_a_record_from_an_estimate_skips_what_is_unknown():
    e = estimate(Scope.from_dict(BASE)).to_dict()
    found = record("a", e, {"hours": 900.0, "cash_eur": None, "weeks": 40.0, "hours_by_step": {3: 70.0, 4: 0.0}})
    assert found.hours == (e["hours"]["p50"], 900.0)
    assert found.cash is None and "cash" not in found.spread
    assert list(found.hours_by_step) == [3]
    assert found.spread["hours"] == pytest.approx(log(e["hours"]["p90"] / e["hours"]["p10"]) / (2 * Z90))


@pytest.mark.parametrize(("hours", "weeks"), [(1.4, None), (1.3, 1.3), (1.0, 1.4), (1.3, 1.0)])
def test_an_estimate_with_learned_figures_moves_by_the_lesson(hours, weeks):
    """Also when the weeks get longer: weekly work isn't scaled twice."""
    many = [replace(r, weeks=(20.0, 20.0 * weeks) if weeks else None) for r in records([hours] * 12, sigma=0.42)]
    learned = learn(many)
    scope = Scope.from_dict({**BASE, "events": dict.fromkeys(EVENTS, False)})
    moved = deterministic_hours(scope, with_learned(shipped(), learned)) / deterministic_hours(scope, shipped())
    assert moved == pytest.approx(learned.classes["hours"].factor, rel=0.02)


def deterministic_hours(scope, figures):
    return sum(i["hours"] for i in estimate(scope, figures).items if i["kind"] == "hours")


def test_without_a_known_spread_the_usual_one_counts():
    """An estimate whose P10 is zero has no spread in logarithms; then s₀ is .25, not zero."""
    zero = {name: {"p10": 0.0, "p50": 10.0, "p90": 30.0} for name in ("hours", "cash_eur", "weeks")}
    found = record("a", {**zero, "by_step": []}, {"hours": 12.0})
    assert found.hours == (10.0, 12.0) and found.spread == {}
    plain = learn(replace(r, spread={}) for r in records([1.2, 0.9]))
    assert plain == learn(records([1.2, 0.9], sigma=0.25))


def test_a_process_without_any_whole_figure_teaches_nothing():
    """Else its steps would count under no id, and could count again."""
    loose = Record("z", hours_by_step={3: (10.0, 90.0)})
    many = [replace(r, hours_by_step={3: (10.0, 12.0)}) for r in records([1.2] * 5)]
    assert learn([*many, loose]) == learn(many)
    assert learn([loose]) == learn([])


def test_the_band_of_a_new_estimate_is_as_wide_as_was_learned():
    """The whole spread of the hours, not only the case-to-case factor, within a tenth of the learned σ."""
    scope = Scope.from_dict(BASE)
    now = estimate(scope).to_dict()
    past = [0.35, 0.6, 1.1, 1.6, 3.2, 0.45, 2.2, 1.0, 1.3, 0.8]
    lesson = learn(record(f"p{i}", now, {"hours": now["hours"]["p50"] * v}) for i, v in enumerate(past))
    hours = estimate(scope, with_learned(shipped(), lesson)).hours
    found, learned = log(hours["p90"] / hours["p10"]) / (2 * Z90), lesson.classes["hours"]
    assert learned.sigma > 1.1 * learned.model_sigma
    assert found == pytest.approx(learned.sigma, rel=0.1)
    assert hours["p50"] == pytest.approx(learned.predictive["p50"] * now["hours"]["p50"], rel=0.1)

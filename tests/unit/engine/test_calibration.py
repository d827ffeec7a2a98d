"""The record of past estimates: hits, coverage, bias and PIT by hand, and the verdict against binomial tables."""

from __future__ import annotations

from math import exp, log

import numpy as np
import pytest

from estimator.calibration import Past, at_most, calibration, pit, verdict

FOUR = {"p10": 50.0, "p50": 100.0, "p80": 150.0, "p90": 200.0}


def past(actuals, four=FOUR):
    return [Past(f"p{i}", f"Process {i}", f"2027-01-{i + 1:02}", four, a) for i, a in enumerate(actuals)]


def test_hits_coverage_bias_and_pinball_by_hand():
    found = calibration(past([40.0, 100.0, 180.0, 250.0]))
    assert found["n"] == 4
    assert found["hits"] == {"p50": 2, "p80": 2, "p90": 3}
    assert found["coverage80"] == 0.5
    assert found["bias"] == pytest.approx(exp((log(0.4) + 0 + log(1.8) + log(2.5)) / 4), abs=1e-4)
    errors = [log(a / 150) for a in (40, 100, 180, 250)]
    by_hand = sum(max(0.8 * e, -0.2 * e) for e in errors) / 4
    assert found["pinball"]["p80"] == pytest.approx(by_hand, abs=1e-4)
    assert [c["inside"] for c in found["cases"]] == [False, True, True, False]
    assert found["verdict"] == "too_few"


def test_thresholds_of_the_verdict():
    """Reference 2.9: 5 of 10, 12 of 20 and 19 of 30 are too few hits for an honest P80."""
    for n, most in ((10, 5), (20, 12), (30, 19)):
        assert verdict(most, n) == "too_narrow"
        assert verdict(most + 1, n) == "fits"
    assert verdict(9, 9) == verdict(0, 3) == verdict(0, 0) == "too_few"
    assert verdict(10, 10) == "fits"  # even all of ten may be chance: .8¹⁰ = 11 %
    assert verdict(20, 20) == "too_wide"


def test_binomial_table_and_power():
    """P(X ≤ 5) for n = 10, p = .8 is .0328; the power against a true 60 % is 37, 58 and 71 %."""
    assert at_most(5, 10) == pytest.approx(0.0328, abs=1e-4)
    assert at_most(10, 10) == pytest.approx(1)
    for (n, most), power in {(10, 5): 0.37, (20, 12): 0.58, (30, 19): 0.71}.items():
        assert at_most(most, n, 0.6) == pytest.approx(power, abs=0.01)


def test_pit_is_uniform_when_the_forecast_is_right():
    rng = np.random.default_rng(5)
    draws = np.sort(np.exp(rng.standard_normal(100_000)))
    curve = [float(np.quantile(draws, k / 100)) for k in range(1, 100)]
    four = {f"p{k}": curve[k - 1] for k in (10, 50, 80, 90)}
    found = [pit(Past("a", "", "", four, float(a), curve)) for a in np.exp(rng.standard_normal(2000))]
    counts = np.histogram(found, bins=10, range=(0, 1))[0]
    assert counts.min() > 150 and counts.max() < 260
    assert pit(Past("a", "", "", four, curve[49], curve)) == pytest.approx(0.5)
    assert pit(Past("a", "", "", four, 1e-6, curve)) == 0.005
    assert pit(Past("a", "", "", four, 1e9, curve)) == 0.995


def test_cases_are_in_order_of_closing_and_nothing_unknown_counts():
    mixed = [Past("b", "B", "2027-03-01", FOUR, 100.0), Past("a", "A", "2027-01-01", FOUR, 90.0)]
    mixed.append(Past("c", "C", "2027-02-01", FOUR, 0.0))  # nothing booked is unknown
    assert [c["id"] for c in calibration(mixed)["cases"]] == ["a", "b"]
    empty = calibration([])
    assert (empty["n"], empty["coverage80"], empty["bias"], empty["verdict"]) == (0, None, None, "too_few")

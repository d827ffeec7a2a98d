"""The draws of a total are those behind the estimate, and two processes never have the same ones."""

from __future__ import annotations

import numpy as np
import pytest

from estimator import Benchmarks, Scope, estimate
from estimator.quantiles import quantile
from estimator.totals import total_draws
from tests.unit.engine.helpers import BASE


@pytest.mark.parametrize("key", [None, "a"])
def test_the_draws_are_those_of_the_estimate(key: str | None) -> None:
    scope, figures = Scope.from_dict(BASE), Benchmarks.load()
    draws = total_draws(scope, figures, key).astype(np.float64)
    told = estimate(scope, figures, process_key=key).cost_eur
    for name, p in (("p10", 0.1), ("p50", 0.5), ("p80", 0.8)):
        assert quantile(draws, p) == pytest.approx(told[name], abs=0.01)


def test_two_processes_share_the_programme_factor_only() -> None:
    scope, figures = Scope.from_dict(BASE), Benchmarks.load()
    one, other = (total_draws(scope, figures, key).astype(np.float64) for key in "ab")
    assert not np.array_equal(one, other)
    assert np.sort(one) == pytest.approx(np.sort(other), rel=0.25)
    assert 0.0 < np.corrcoef(one, other)[0, 1] < 0.5
    together, apart = quantile(one + other, 0.8), quantile(one, 0.8) + quantile(other, 0.8)
    assert together < apart * 0.99

"""The draws of a total are those behind the estimate, and two processes never have the same ones."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


@settings(max_examples=4, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 8), st.integers(1, 12)), min_size=2, max_size=5),
    st.integers(0, 10_000),
)
def test_together_processes_need_less_than_one_by_one(sizes: list[tuple[int, int]], seed: int) -> None:
    figures = Benchmarks.load()
    every = []
    for n, (groups, talks) in enumerate(sizes):
        scope = Scope.from_dict(BASE | {"stakeholder_groups": groups, "conversations": talks})
        every.append(total_draws(scope, figures, f"{seed} {n}").astype(np.float64))
    together = quantile(sum(every[1:], start=every[0]), 0.8)
    assert quantile(sum(every[1:], start=every[0]), 0.5) < together < sum(quantile(one, 0.8) for one in every)

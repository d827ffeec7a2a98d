"""Percentiles as order statistics, and the pair of amount and date that holds jointly."""

from __future__ import annotations

from functools import lru_cache
from math import ceil

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
LEVELS = {"p10": 0.10, "p50": 0.50, "p80": 0.80, "p90": 0.90}


@lru_cache(maxsize=1024)
def place(n: int, p: float) -> int:
    """Where, counted from 0, the ⌈pn⌉-th smallest of n draws stands.

    >>> place(8192, 0.8), place(5, 0.8)
    (6553, 3)
    """
    return max(0, min(n, ceil(round(p * n, 9))) - 1)


def at(ordered: Array, p: float) -> float:
    """The ⌈pn⌉-th smallest of sorted draws, so that at least a share p of the draws keeps the promise.

    >>> at(np.array([1.0, 2.0, 3.0, 4.0, 5.0]), 0.8)
    4.0
    """
    return float(ordered[place(len(ordered), p)])


def quantile(draws: Array, p: float) -> float:
    """The ⌈pn⌉-th smallest of unsorted draws."""
    k = place(len(draws), p)
    return float(np.partition(draws, k)[k])


def four(draws: Array) -> dict[str, float]:
    """P10, P50, P80 and P90 of draws. Sorted whole: that is vectorised and faster than looking for four places."""
    if len(draws) == 1 or draws.strides == (0,):  # one value, or one value broadcast
        return dict.fromkeys(LEVELS, float(draws[0]))
    return four_of(np.sort(draws))


def four_of(ordered: Array) -> dict[str, float]:
    """P10, P50, P80 and P90 of sorted draws."""
    return {name: at(ordered, p) for name, p in LEVELS.items()}


def four_days(offsets: NDArray[np.int64]) -> dict[str, int]:
    """P10, P50, P80 and P90 of whole days from 0; counts them, which is faster than sorting.

    >>> four_days(np.array([3, 1, 2, 2, 9]))
    {'p10': 1, 'p50': 2, 'p80': 3, 'p90': 9}
    """
    below = np.cumsum(np.bincount(offsets))
    places = [place(len(offsets), p) for p in LEVELS.values()]
    return dict(zip(LEVELS, np.searchsorted(below, places, side="right").tolist(), strict=True))


def middle_day(offsets: NDArray[np.int64]) -> float:
    """Median of whole days from 0, by counting them.

    >>> middle_day(np.array([3, 1, 2, 2, 9])), middle_day(np.array([1, 2]))
    (2.0, 1.5)
    """
    n = len(offsets)
    below = np.cumsum(np.bincount(offsets))
    low, high = np.searchsorted(below, ((n - 1) // 2, n // 2), side="right").tolist()
    return float(low + high) / 2


def order_of(draws: Array) -> NDArray[np.int64]:
    """The draws from low to high; equal ones in their own order, on every machine."""
    found = np.argsort(draws)
    ordered = draws[found]
    if (ordered[1:] == ordered[:-1]).any():  # a stable sort costs four times as much, and draws are seldom equal
        return np.argsort(draws, kind="stable")
    return found


def joint_level(cost: Array, weeks: Array, confidence: float) -> float:
    """The lowest percentile p such that P(cost ≤ Q_cost(p) and weeks ≤ Q_weeks(p)) ≥ confidence.

    Both percentiles are raised equally. A draw keeps both promises once p reaches the higher of its two ranks, so p is
    the ⌈confidence·n⌉-th smallest of those; exact, without a search.

    >>> joint_level(np.array([1.0, 2, 3, 4, 5]), np.array([5.0, 4, 3, 2, 1]), 0.6)
    0.8
    """
    n = len(cost)
    return at(np.sort(np.maximum(_ranks(cost), _ranks(weeks)).astype(np.float64)), confidence) / n


def _ranks(draws: Array) -> NDArray[np.int64]:
    """The place of each draw, from 1: the lowest percentile whose value is at least the draw's. Of equal draws (dates)
    the first place counts."""
    order = np.argsort(draws)
    ordered = draws[order]
    found = np.empty(len(draws), dtype=np.int64)
    found[order] = np.searchsorted(ordered, ordered, side="left") + 1
    return found

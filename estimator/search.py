"""The largest number along an axis at which a promise is kept, on the same draws for every number.

A few draws say roughly where; all draws decide. Where one step more can't make any draw cheaper, halving is exact.
Elsewhere the numbers beyond the edge are looked at too, as long as they come near.
"""

from __future__ import annotations

from collections.abc import Callable
from math import isqrt

import numpy as np
from numpy.typing import NDArray

from estimator.benchmarks import Benchmarks
from estimator.draws import unit_draws
from estimator.model import Outcome, natives_of, parts, run, simulate
from estimator.promise import Kept, Promise
from estimator.scope import Scope
from estimator.vary import Axis

FEW = 512
NEAR, NEAR_SHIFTING = 0.004, 0.05  # confidence within which the promise may come back beyond the edge
BEYOND = 40  # numbers looked at beyond the edge, at most
REMEMBERED = 3  # outcomes kept, of some 6 MB each


def some_draws(scope: Scope, figures: Benchmarks, key: str | None, chosen: slice | NDArray[np.int64]) -> Outcome:
    """The model on some of the draws only."""
    p = parts(scope, figures)
    draws = {id: values[chosen] for id, values in unit_draws(figures, key).items()}
    return run(p, natives_of(p, key)[:, chosen], draws)


def few_draws(scope: Scope, figures: Benchmarks, key: str | None) -> Outcome:
    """The model on the first few draws: a good guess in a fraction of the time."""
    return some_draws(scope, figures, key, slice(0, FEW))


class Search:
    """Looks along one axis; what was computed is remembered."""

    def __init__(self, axis: Axis, promise: Promise, figures: Benchmarks, key: str | None = None) -> None:
        self.axis, self.promise, self.figures, self.key = axis, promise, figures, key
        self._kept: dict[int, Kept] = {}
        self._outcomes: dict[int, Outcome] = {}

    def outcome(self, k: int) -> Outcome:
        """All draws at k."""
        if k not in self._outcomes:
            self._outcomes[k] = simulate(parts(self.axis.at(k), self.figures), self.key)
            if len(self._outcomes) > REMEMBERED:
                del self._outcomes[next(iter(self._outcomes))]
        return self._outcomes[k]

    def kept(self, k: int) -> Kept:
        """How often the promise is kept at k."""
        if k not in self._kept:
            self._kept[k] = self.promise.kept(self.outcome(k))
        return self._kept[k]

    def largest(self) -> int | None:
        """The largest k that keeps the promise while k + 1 doesn't; None when there is none."""
        return self._beyond(self._edge(self._guess()))

    def _guess(self) -> int:
        """Where the promise breaks on a few draws, to within half a percent."""
        low, high = self.axis.low, self.axis.high
        if not self._few(low):
            return low
        if self._few(high):
            return high
        while high - low > max(1, low // 200):
            middle = min(max(isqrt(low * high), low + 1), high - 1)
            low, high = (middle, high) if self._few(middle) else (low, middle)
        return low

    def _few(self, k: int) -> bool:
        return self.promise.kept(few_draws(self.axis.at(k), self.figures, self.key)).holds

    def _edge(self, guess: int) -> int:
        """The last k that holds before one that doesn't, found from a guess outward; below the axis when none does."""
        good, bad = self.axis.low - 1, self.axis.high + 1
        k, step = guess, max(1, guess // 200)
        while good < k < bad:
            if self.kept(k).holds:
                good, k = k, min(k + step, self.axis.high)
                if bad <= self.axis.high:
                    break
            else:
                bad, k = k, max(k - step, self.axis.low)
                if good >= self.axis.low:
                    break
            step *= 2
        return self._between(good, bad)

    def _between(self, good: int, bad: int) -> int:
        """The last k that holds between one that does (or lies below the axis) and one that doesn't (or above it)."""
        if bad - good > 2 and self._moves_one_way(good, bad):
            found = self._undecided(good, bad)
            good, bad = (found, bad) if self.kept(found).holds else (good, found)
            if found + 1 < bad:
                good, bad = (found + 1, bad) if self.kept(found + 1).holds else (good, found + 1)
        while bad - good > 1:
            k = (good + bad) // 2
            good, bad = (k, bad) if self.kept(k).holds else (good, k)
        return good

    def _moves_one_way(self, good: int, bad: int) -> bool:
        """True when from good to bad no draw gets cheaper or earlier, so that halving is exact."""
        if good < self.axis.low or bad > self.axis.high:
            return False
        same = self.axis.three(good)["conversations"] == self.axis.three(bad)["conversations"]
        return self.axis.steady or same

    def _undecided(self, good: int, bad: int) -> int:
        """As ``_between``, computing only the draws that hold at good and don't at bad: the others are known."""
        first, last = (self.promise.both(self.outcome(k)) for k in (good, bad))
        sure, loose = int(np.count_nonzero(last)), np.flatnonzero(first & ~last)
        while bad - good > 1:
            k = (good + bad) // 2
            out = some_draws(self.axis.at(k), self.figures, self.key, loose)
            holds = (sure + int(np.count_nonzero(self.promise.both(out)))) / len(first) >= self.promise.confidence
            good, bad = (k, bad) if holds else (good, k)
        return good

    def _beyond(self, edge: int) -> int | None:
        """A later edge, where a conversation more shifts what was there and the promise comes back."""
        low, high = self.axis.low, self.axis.high
        near = NEAR_SHIFTING if self.axis.shifting else NEAR
        last = max(edge + 1, low)
        for _ in range(0 if self.axis.steady else BEYOND):
            if last > high or self.kept(last).joint < self.promise.confidence - near:
                break
            last = self.axis.jump(last)
            if last <= high and self.kept(last).holds:
                edge = self._between(last, min(self.axis.jump(last), high + 1))
                last = edge + 1
        return edge if edge >= low else None


def least(low: int, high: int, holds: Callable[[int], bool], guess: int | None = None) -> int | None:
    """The smallest whole number from low to high for which it holds, when it keeps holding beyond; None when never.
    A good guess saves work.

    >>> least(1, 100, lambda k: k * k >= 50), least(1, 5, lambda k: False), least(1, 100, lambda k: k >= 40, 38)
    (8, None, 40)
    """
    bad, good = low - 1, high + 1
    k, step = low if guess is None else min(max(guess, low), high), 1
    while bad < k < good:
        if holds(k):
            good, k = k, max(k - step, low)
            if bad >= low:
                break
        else:
            bad, k = k, min(k + step, high)
            if good <= high:
                break
        step *= 2
    while good - bad > 1:
        middle = (good + bad) // 2
        good, bad = (middle, bad) if holds(middle) else (good, middle)
    return good if good <= high else None

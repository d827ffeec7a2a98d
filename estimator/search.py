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
from estimator.draws import Changed, unit_draws
from estimator.model import Outcome, natives_of, parts, run, simulate
from estimator.promise import Kept, Promise
from estimator.scope import Scope
from estimator.vary import Axis

FEW = 512
ROUGH, FINE = 0.05, 0.005  # shares of a number within which the few draws point
NEAR, NEAR_SHIFTING = 0.004, 0.05  # confidence within which the promise may come back beyond the edge
BEYOND = 40  # numbers looked at beyond the edge, at most
REMEMBERED = 4  # outcomes kept, of some 6 MB each


def some_draws(scope: Scope, figures: Benchmarks, key: str | None, chosen: slice | NDArray[np.int64]) -> Outcome:
    """The model on some of the draws only."""
    p = parts(scope, figures)
    draws = Changed(unit_draws(figures, key), lambda _id, values: values[chosen])
    return run(p, natives_of(p, key)[:, chosen], draws)


def few_draws(scope: Scope, figures: Benchmarks, key: str | None) -> Outcome:
    """The model on the first few draws: a good guess in a fraction of the time."""
    return some_draws(scope, figures, key, slice(0, FEW))


class Search:
    """Looks along one axis; what was computed is remembered."""

    def __init__(self, axis: Axis, promise: Promise, figures: Benchmarks, key: str | None = None) -> None:
        self.axis, self.promise, self.figures, self.key = axis, promise, figures, key
        self._kept: dict[int, Kept] = {}
        self._roughly: dict[int, float] = {}
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
        guess = self._guess(self.promise.confidence, ROUGH)
        if self.axis.low < guess < self.axis.high:  # the few draws say how far, all draws from where
            guess = self._guess(self.promise.confidence - self.kept(guess).joint + self._few(guess), FINE)
        return self._beyond(self._edge(guess))

    def _guess(self, asked: float, share: float) -> int:
        """Where the few draws no longer keep the promise as often as asked, to within a share of the number itself."""
        low, high = self.axis.low, self.axis.high
        if self._few(low) < asked:
            return low
        if self._few(high) >= asked:
            return high
        while high - low > max(1.0, share * low):
            middle = min(max(isqrt(low * high), low + 1), high - 1)  # halfway in proportion
            low, high = (middle, high) if self._few(middle) >= asked else (low, middle)
        return low

    def _few(self, k: int) -> float:
        if k not in self._roughly:
            self._roughly[k] = self.promise.kept(few_draws(self.axis.at(k), self.figures, self.key)).joint
        return self._roughly[k]

    def _edge(self, guess: int) -> int:
        """The last k that holds before one that doesn't, found from a guess outward; below the axis when none does."""
        good, bad = self.axis.low - 1, self.axis.high + 1
        k, step = guess, max(1, round(FINE * guess))
        while good < k < bad and not self._inside(good, bad):
            if self.kept(k).holds:
                good, k = k, min(k + step, self.axis.high)
            else:
                bad, k = k, max(k - step, self.axis.low)
            step *= 2
        return self._between(good, bad)

    def _inside(self, good: int, bad: int) -> bool:
        return good >= self.axis.low and bad <= self.axis.high

    def _between(self, good: int, bad: int) -> int:
        """The last k that holds between one that does (or lies below the axis) and one that doesn't (or above it)."""
        while bad - good > 2 and self._inside(good, bad) and not self._moves_one_way(good, bad):
            few, many = (self.axis.three(k)["conversations"] for k in (good, bad))
            k = self.axis.start((few + many + 1) // 2)
            good, bad = (k, bad) if self.kept(k).holds else (good, k)
        if bad - good > 2 and self._inside(good, bad) and self._moves_one_way(good, bad):
            for k in (found := self._undecided(good, bad), found + 1):
                if good < k < bad:
                    good, bad = (k, bad) if self.kept(k).holds else (good, k)
        while bad - good > 1:
            k = (good + bad) // 2
            good, bad = (k, bad) if self.kept(k).holds else (good, k)
        return good

    def _moves_one_way(self, good: int, bad: int) -> bool:
        """True when between good and bad no draw gets cheaper or earlier, so that halving is exact."""
        return self.axis.steady or (self.axis.vary == "all" and bad <= self.axis.jump(good))

    def _undecided(self, good: int, bad: int) -> int:
        """As ``_between``, computing only the draws that hold at good and don't at bad: the others are known."""
        first, last = (self.promise.both(self.outcome(k)) for k in (good, bad))
        sure, loose = int(np.count_nonzero(last)), np.flatnonzero(first & ~last)
        while bad - good > 1:
            k = (good + bad) // 2
            out = some_draws(self.axis.at(k), self.figures, self.key, loose)
            holds = self.promise.both(out)
            if (sure + int(np.count_nonzero(holds))) / len(first) >= self.promise.confidence:
                good, loose = k, loose[holds]
            else:
                bad, sure, loose = k, sure + int(np.count_nonzero(holds)), loose[~holds]
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

"""What all processes together cost: the onvoorzien of one is there for all, so together they need less of it.

Per process that goes (not stopped or closed) the draws of what was granted, else of the base scenario, so moved that
they end where the process ends now:

    draw of a process   middle + (high − middle) × (D − P50) ÷ (P80 − P50), and never below what was noted
    D, P50, P80         the draws of its estimate's total cost, and their percentiles
    middle, high        the forecast and its 80 % figure (portfolio.forecast_cost); before an approval P50 and P80

So what was noted as made or spent is certain, and what remains is as uncertain as it was estimated: high − middle is
what the forecast leaves of the room between P50 and P80. The draws of all are added one by one. Processes share the
programme factor of the estimator (how a municipality works) and nothing else; how much that is, is our assumption
(grade D). What is freed is the sum of the 80 % figures minus the 80 % figure of the sum.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from estimator.quantiles import quantile
from portfolio.forecast_cost import Forecast
from portfolio.store import draw_rows
from portfolio.store.codec import cents
from portfolio.store.database import Store
from portfolio.whole import drawn
from portfolio.whole.standing import Standing

SECONDS = 1.5  # for draws that are missing, in one page load
KEPT = 16  # outcomes in memory
STEPS = 500  # changes after which the sum is made anew, so that rounding doesn't add up

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Pooled:
    """Whole cents, excluding VAT. ``sum_…``: what the processes come to one by one; ``freed_cents``: what they need
    less because it is held together; ``counted``: how many are in it; ``left_out``: names of those that go without an
    estimate that can be added up."""

    p50_cents: int
    p80_cents: int
    sum_p50_cents: int
    sum_p80_cents: int
    freed_cents: int
    counted: int
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class Term:
    """One process in the sum: the key of its draws, where its middle and 80 % lie, and what is certain; in euros.
    Without ``middle``: the draws as they are."""

    key: str
    middle: float | None = None
    high: float = 0.0
    least: float = 0.0


def of(store: Store, found: Sequence[Standing]) -> Pooled:
    """Of the processes in ``found`` that go. Draws that are missing are computed first, for as long as one waits."""
    going = [one for one in found if not one.row.ended]
    with_draws = [one for one in going if one.estimate]
    terms = {one.id: _term(one) for one in with_draws}
    kept = _kept(store)
    answer = kept.recall(frozenset(terms.values()))
    if answer is None:
        drawn.fill(store, [one.estimate.source for one in with_draws if one.estimate], SECONDS)
        answer = kept.add_up(store, frozenset(terms.values()))
    in_it = {id for id, term in terms.items() if term in answer.terms}
    names = tuple(one.name for one in going if one.id not in in_it)
    p50, p80 = cents(answer.p50), cents(answer.p80)
    sum50, sum80 = cents(answer.sum50), cents(answer.sum80)
    return Pooled(p50, p80, sum50, sum80, sum80 - p80, len(in_it), names)


def warm(store: Store, found: Sequence[Standing], rest: float = 0.05) -> int:
    """Compute the draws that are missing, without hurry; returns how many can't be."""
    return drawn.fill(store, [one.estimate.source for one in found if one.estimate], rest=rest)


def certain(forecast: Forecast) -> float:
    """Euros that were made or spent so far."""
    made = (((step.hours.made or 0.0) * forecast.an_hour + (step.cash.made or 0.0)) for step in forecast.steps)
    return float(sum(made))


def _term(one: Standing) -> Term:
    assert one.estimate is not None
    ends = one.forecast
    if ends is None:
        return Term(one.estimate.source.key)
    return Term(one.estimate.source.key, ends.cost_eur, max(ends.cost80_eur, ends.cost_eur), certain(ends))


@dataclass(frozen=True)
class _Answer:
    terms: frozenset[Term]
    p50: float
    p80: float
    sum50: float
    sum80: float


class _Kept:
    """The running sum of one store's processes, and the last outcomes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers: OrderedDict[frozenset[Term], _Answer] = OrderedDict()
        self._terms: dict[Term, tuple[float, float]] = {}  # in the sum → its own P50 and P80
        self._total: Array | None = None
        self._steps = 0

    def recall(self, terms: frozenset[Term]) -> _Answer | None:
        """What these came to the last time."""
        with self._lock:
            return self._answers.get(terms)

    def add_up(self, store: Store, terms: frozenset[Term]) -> _Answer:
        """The sum of those of ``terms`` of which there are draws: what changed since the last time is added and taken
        out."""
        with self._lock:
            gone, new = self._terms.keys() - terms, terms - self._terms.keys()
            self._steps += len(gone) + len(new)
            if len(gone) + len(new) > len(terms) // 2 or self._steps > STEPS or not self._change(store, gone, -1):
                self._total, self._terms, self._steps, new = None, {}, 0, terms
            self._change(store, new, 1)
            answer = self._answer()
            if answer.terms == terms:  # else it is asked again once the rest is there
                self._answers[terms] = answer
                while len(self._answers) > KEPT:
                    self._answers.popitem(last=False)
            return answer

    def _change(self, store: Store, terms: Iterable[Term], sign: int) -> bool:
        """Add terms to the sum or take them out; False when draws that were added are no longer there."""
        by_key = {term.key: term for term in terms}
        if not by_key:
            return True
        seen = 0
        with store.read() as c:
            for row in draw_rows.read(c, list(by_key)):
                term = by_key[row["key"]]
                draws, p50, p80 = _moved(term, drawn.unpacked(row), row["p50_cents"] / 100, row["p80_cents"] / 100)
                self._total = sign * draws if self._total is None else self._total + sign * draws
                if sign > 0:
                    self._terms[term] = (p50, p80)
                else:
                    del self._terms[term]
                seen += 1
        return seen == len(by_key)

    def _answer(self) -> _Answer:
        if self._total is None or not self._terms:
            return _Answer(frozenset(), 0.0, 0.0, 0.0, 0.0)
        sums = [sum(pair[i] for pair in self._terms.values()) for i in (0, 1)]
        total = self._total
        return _Answer(frozenset(self._terms), quantile(total, 0.5), quantile(total, 0.8), *sums)


@lru_cache(maxsize=4)
def _kept(_store: Store) -> _Kept:
    return _Kept()


def _moved(term: Term, draws: drawn.Draws, p50: float, p80: float) -> tuple[Array, float, float]:
    """The draws of a process as it stands now, with its own P50 and P80."""
    plain: Array = draws.astype(np.float64)
    if term.middle is None:
        return plain, p50, p80
    room = (term.high - term.middle) / (p80 - p50) if p80 > p50 else 0.0
    moved: Array = np.maximum(term.middle + (plain - p50) * room, term.least)
    return moved, term.middle, term.high

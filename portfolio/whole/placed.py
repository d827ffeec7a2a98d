"""Where the work of a process lies in time, by step, and how it divides over roles: for the calendar of all together.

Days are the real ones, else the expected, else the planned. A process without a plan has the days of its estimate: from
the start of the scope to the middle estimate's end, divided as the likely values divide it; when that start has passed,
it all moves to today. So has a step without days in a process that has some.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

import estimator
from estimator.likely import Likely, likely
from portfolio import figures
from portfolio.pitfalls.facts import Days
from portfolio.store.database import Store
from portfolio.store.errors import NotFound
from portfolio.whole.standing import Standing

KEPT = 4000  # estimates in memory
NEVER = Likely({}, (), 0.0)

T = TypeVar("T")

_known: OrderedDict[str, Likely] = OrderedDict()
_lock = threading.Lock()


def going(found: Sequence[Standing]) -> list[Standing]:
    """The processes that ask something of people: awake and not done."""
    return [one for one in found if one.row.awake and one.row.phase != "done"]


def likely_of(store: Store, one: Standing) -> Likely:
    """The likely values of the estimate that counts; empty without one, or when it can't be computed again."""
    if one.estimate is None:
        return NEVER
    source = one.estimate.source
    with _lock:
        found = _known.get(source.key)
    if found is None:
        found = _computed(store, source.scope, source.benchmarks_sha256)
        with _lock:
            _known[source.key] = found
            while len(_known) > KEPT:
                _known.popitem(last=False)
    return found


def _computed(store: Store, scope: Mapping[str, object], benchmarks_sha256: str) -> Likely:
    try:
        return likely(estimator.Scope.from_dict(dict(scope)), figures.by_sha(store, benchmarks_sha256))
    except (NotFound, estimator.ScopeError, estimator.BenchmarkError):
        return NEVER


def days_of(one: Standing, split: Likely, today: dt.date) -> dict[int, Days]:
    """Step → first and last day, for the steps that have them."""
    found = dict(one.days)
    if len(found) == len(one.progress) or one.estimate is None or one.estimate.finish is None or not split.spans:
        return found
    start = dt.date.fromisoformat(str(one.estimate.source.scope["start"]))
    whole = max((one.estimate.finish - start).days, 1)
    begin = max(start, today)
    moved = {
        step: (begin + dt.timedelta(days=round(whole * a)), begin + dt.timedelta(days=round(whole * b)))
        for step, (a, b) in enumerate(split.spans, 1)
    }
    return moved | found


class Once(Generic[T]):
    """Remembers the last outcomes for the same processes, so that every click doesn't compute them again."""

    def __init__(self, most: int = 6) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._kept: list[tuple[tuple[object, ...], tuple[Standing, ...], T]] = []

    def __call__(self, found: Sequence[Standing], key: tuple[object, ...], make: Callable[[], T]) -> T:
        """What ``make`` says for these very standings and this key."""
        with self._lock:
            kept = list(self._kept)
        for its_key, standings, answer in kept:
            if its_key == key and len(standings) == len(found) and all(map(_same, standings, found)):
                return answer
        answer = make()
        with self._lock:
            self._kept = [(key, tuple(found), answer), *self._kept][: self._most]
        return answer


def _same(one: object, other: object) -> bool:
    return one is other

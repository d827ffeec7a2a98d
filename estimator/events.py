"""Events: what may happen to a process, with a chance and an impact in hours, euros and weeks on named steps.

An event is a few rows of the benchmarks: its chance (kind ``probability``, driver ``event.KEY``, with the column that
decides in which draws it happens), its chance after a measure (``event_mitigated.KEY``), items that cost hours or euros
when it happens (driver ``event.KEY``, or ``event.KEY*COUNT`` for so much of a certain count), and weeks that it adds to
a step (``event_weeks.KEY``). Events are independent of each other and of the factors that items share. Expected value
would be the wrong number: what counts is how far the P80 moves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from estimator.benchmarks import Benchmarks, Row
from estimator.codes import EVENTS
from estimator.scope import Scope

Array = NDArray[np.float64]
IMPACTS = {"hours": "hours", "euro": "euros", "weeks": "weeks"}  # kind of row → what a user may set


@dataclass(frozen=True)
class Event:
    """One event of a scope. ``probability``: the chance that counts, after the measure when it is taken. ``scale``:
    what the likely impacts are multiplied by, so that they add up to what the user set. ``measure`` is the row of the
    chance after a measure, or None."""

    key: str
    row: Row
    measure: Row | None
    on: bool
    mitigated: bool
    probability: float
    items: tuple[Row, ...]
    weeks: tuple[Row, ...]
    scale: dict[str, float]

    def likely(self, impact: str) -> float:
        """Likely impact in hours, euros (rows per address not counted) or weeks, when it happens."""
        return _sum(self.items + self.weeks, impact) * self.scale[impact]


@lru_cache(maxsize=256)
def event_of(driver: str) -> tuple[str, str]:
    """The event and the certain count that a driver names; two empty texts when it names no event.

    >>> event_of("event.storm"), event_of("event.second_invitation*households"), event_of("letters")
    (('storm', ''), ('second_invitation', 'households'), ('', ''))
    """
    if not driver.startswith("event."):
        return "", ""
    key, _, count = driver.removeprefix("event.").partition("*")
    return key, count


def events(scope: Scope, benchmarks: Benchmarks) -> dict[str, Event]:
    """The events that can happen to a scope, also those that were switched off, by key in a fixed order."""
    found = {}
    for key in EVENTS:
        row = benchmarks.parameter(f"event.{key}", scope)
        if row is not None:
            found[key] = _event(key, row, scope, benchmarks)
    return found


def _event(key: str, row: Row, scope: Scope, benchmarks: Benchmarks) -> Event:
    given = scope.events.get(key, {})
    measure = benchmarks.parameter(f"event_mitigated.{key}", scope)
    mitigated = bool(given.get("mitigated", False)) and measure is not None
    lowered = measure.likely / row.likely if mitigated and measure else 1.0
    items = tuple(r for r in _items(benchmarks).get(key, ()) if r.applies(scope))
    weeks = tuple(r for r in benchmarks.parameters.get(f"event_weeks.{key}", ()) if r.applies(scope))
    scale = {}
    for impact in IMPACTS.values():
        likely = _sum(items + weeks, impact)
        scale[impact] = given[impact] / likely if impact in given and likely else 1.0
    probability = given.get("probability", row.likely) * lowered
    return Event(key, row, measure, bool(given.get("on", True)), mitigated, probability, items, weeks, scale)


@lru_cache(maxsize=8)
def _items(benchmarks: Benchmarks) -> dict[str, tuple[Row, ...]]:
    found: dict[str, list[Row]] = {}
    for row in benchmarks.items:
        key = event_of(row.driver)[0]
        if key:
            found.setdefault(key, []).append(row)
    return {key: tuple(rows) for key, rows in found.items()}


def _sum(rows: Iterable[Row], impact: str) -> float:
    """Likely total of the rows of one kind; rows per count (per address) have no total of their own."""
    return sum(r.likely for r in rows if IMPACTS.get(r.kind) == impact and not event_of(r.driver)[1])


def happens(probability: float, z: Array | None) -> Array:
    """1 in the draws in which it happens, else 0; without draws 1 only when it is more likely than not.

    >>> happens(0.5, np.array([-1.0, 1.0])).tolist(), happens(0.4, None).tolist()
    ([1.0, 0.0], [0.0])
    """
    if z is None:
        return np.full(1, float(probability > 0.5))
    if probability <= 0 or probability >= 1:
        return np.full(len(z), float(probability >= 1))
    from scipy.special import ndtri

    found: Array = (z < ndtri(probability)).astype(np.float64)
    return found

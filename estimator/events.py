"""Events: what may happen to a process, with a chance and an impact in hours, euros and weeks on named steps.

An event is a few rows of the benchmarks: its chance (kind ``probability``, driver ``event.KEY``, with the column that
decides in which draws it happens), its chance after a measure (``event_mitigated.KEY``), items that cost hours or euros
when it happens (driver ``event.KEY``, or ``event.KEY*COUNT`` for so much of a certain count), and weeks that it adds to
a step (``event_weeks.KEY``). Events are independent of each other and of the factors that items share. Expected value
would be the wrong number: what counts is how far the P80 moves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from estimator.benchmarks import Benchmarks, Row
from estimator.codes import EVENTS
from estimator.scope import Scope

Array = NDArray[np.float64]
Count = Callable[[str], float]
IMPACTS = {"hours": "hours", "euro": "euros", "weeks": "weeks"}  # kind of row → what a user may set


def one(count: str) -> float:
    """One of everything, where the counts of a scope aren't known."""
    return 1.0


@dataclass(frozen=True)
class Event:
    """One event of a scope. ``scale``: what the likely impacts are multiplied by, so that they add up to what the user
    set. ``measure`` is the row of the chance after a measure, or None."""

    key: str
    row: Row
    measure: Row | None
    on: bool
    mitigated: bool
    chance: float  # before the measure
    lowered: float  # what the measure leaves of a chance
    items: tuple[Row, ...]
    weeks: tuple[Row, ...]
    scale: dict[str, float]

    @property
    def probability(self) -> float:
        """The chance that counts: after the measure when it is taken."""
        return self.chance * self.lowered if self.mitigated else self.chance

    def likely(self, impact: str, count: Count = one) -> float:
        """Likely impact in hours, euros or weeks, when it happens; ``count`` says of how many addresses."""
        return _sum(self.items + self.weeks, impact, count) * self.scale[impact]


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


def events(scope: Scope, benchmarks: Benchmarks, count: Count = one) -> dict[str, Event]:
    """The events that can happen to a scope, also those that were switched off, by key in a fixed order.

    ``count`` gives the certain counts of the scope (households and the like), for impacts per address.
    """
    found = {}
    for key in EVENTS:
        row = benchmarks.parameter(f"event.{key}", scope)
        if row is not None:
            found[key] = _event(key, row, scope, benchmarks, count)
    return found


def _event(key: str, row: Row, scope: Scope, benchmarks: Benchmarks, count: Count) -> Event:
    given = scope.events.get(key, {})
    measure = benchmarks.parameter(f"event_mitigated.{key}", scope)
    mitigated = bool(given.get("mitigated", False)) and measure is not None
    lowered = min(measure.likely / row.likely, 1.0) if measure else 1.0
    items = tuple(r for r in _items(benchmarks).get(key, ()) if r.applies(scope))
    weeks = tuple(r for r in benchmarks.parameters.get(f"event_weeks.{key}", ()) if r.applies(scope))
    scale = {}
    for impact in IMPACTS.values():
        likely = _sum(items + weeks, impact, count)
        scale[impact] = given[impact] / likely if impact in given and likely else 1.0
    chance = given.get("probability", row.likely)
    return Event(key, row, measure, bool(given.get("on", True)), mitigated, chance, lowered, items, weeks, scale)


@lru_cache(maxsize=8)
def _items(benchmarks: Benchmarks) -> dict[str, tuple[Row, ...]]:
    found: dict[str, list[Row]] = {}
    for row in benchmarks.items:
        key = event_of(row.driver)[0]
        if key:
            found.setdefault(key, []).append(row)
    return {key: tuple(rows) for key, rows in found.items()}


def _sum(rows: Iterable[Row], impact: str, count: Count) -> float:
    """Likely total of the rows of one kind."""
    kept = [r for r in rows if IMPACTS.get(r.kind) == impact]
    return sum(r.likely * (count(per) if (per := event_of(r.driver)[1]) else 1.0) for r in kept)


def happens(probability: float, z: Array | None) -> Array:
    """1 in the draws in which it happens, else 0; without draws never: the deterministic figure has no bad luck.

    >>> happens(0.5, np.array([-1.0, 1.0])).tolist(), happens(0.9, None).tolist()
    ([1.0, 0.0], [0.0])
    """
    if z is None:
        return np.zeros(1)
    if probability <= 0 or probability >= 1:
        return np.full(len(z), float(probability >= 1))
    from scipy.special import ndtri

    found: Array = (z < ndtri(probability)).astype(np.float64)
    return found

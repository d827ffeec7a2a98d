"""What a scope asks of each row, before any draw: quantities, prices, and groups of like rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from estimator.benchmarks import Benchmarks, Row
from estimator.drivers import UNCERTAIN, Counts, counts, in_sequence, quantity
from estimator.events import IMPACTS, Event, event_of, events
from estimator.prices import Rates, index_factor, rates, vat_factor
from estimator.scope import Scope

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Group:
    """Rows that are priced, driven and done in time alike; step 0 runs over all steps."""

    step: int
    role: str  # empty for purchases
    vat: bool
    driver: str  # an uncertain driver, "event.KEY", or empty
    share: float = 1.0  # how much of the hours is done one after the other

    @property
    def event(self) -> str:
        """The event that these rows cost something in, or empty."""
        return event_of(self.driver)[0]


@dataclass(frozen=True)
class Parts:
    """What a scope asks of each row, before any draw: quantities, groups and prices."""

    scope: Scope
    benchmarks: Benchmarks
    number: Counts
    rows: tuple[Row, ...]  # the item rows with something to do
    amounts: Array  # hours or indexed euros per row at its likely value, without its uncertain driver
    quantities: Array
    groups: tuple[Group, ...]
    group_of: NDArray[np.int64]
    sequence: Array  # per group, the share of its hours that is done one after the other
    rates: Rates
    possible: dict[str, Event]  # every event that can happen to the scope
    events: dict[str, Event]  # those that count; switched off ones are left out

    def rate(self, row: Row) -> tuple[float, float]:
        """(own, cash) euros per unit of the row: per hour for hours, 1 for euros."""
        return self.rates.split(row.role) if row.kind == "hours" else (0.0, 1.0)

    @cached_property
    def prices(self) -> Array:
        """Euros per unit of each row, own and cash together."""
        return np.array([sum(self.rate(row)) for row in self.rows])


def parts(scope: Scope, benchmarks: Benchmarks) -> Parts:
    """Quantities, groups and prices of a scope."""
    number = counts(scope, benchmarks)
    possible = events(scope, benchmarks, number.of)
    happening = {k: e for k, e in possible.items() if e.on and e.probability > 0}
    uplift = _uplifts(scope, benchmarks)
    rows, amounts, quantities, keys = [], [], [], []
    for row in benchmarks.items:
        event, _ = event_of(row.driver)
        if event and event not in happening:
            continue
        q = quantity(row, scope, number)
        if event:
            q *= happening[event].scale[IMPACTS[row.kind]]
        if not q:
            continue
        if row.kind == "hours":  # impacts of events are as they were set, also for a first-timer
            more = 0.0 if event else uplift.get(row.step, 0.0) + uplift.get(0, 0.0)
            amount = q * row.likely * (1 + more)
        else:
            amount = q * row.likely * index_factor(row.price_year, scope.price_year) / vat_factor(row.vat)
        rows.append(row)
        amounts.append(amount)
        quantities.append(q)
        driver = f"event.{event}" if event else row.driver if row.driver in UNCERTAIN else ""
        role, share = (row.role, in_sequence(row, number)) if row.kind == "hours" else ("", 1.0)
        keys.append(Group(row.step, role, row.vat != "none", driver, share))
    groups = tuple(dict.fromkeys(keys))
    place = {g: i for i, g in enumerate(groups)}
    group_of = np.array([place[k] for k in keys], dtype=np.int64)
    return Parts(
        scope,
        benchmarks,
        number,
        tuple(rows),
        np.array(amounts),
        np.array(quantities),
        groups,
        group_of,
        np.array([g.share for g in groups]),
        rates(scope, benchmarks),
        possible,
        happening,
    )


def _uplifts(scope: Scope, benchmarks: Benchmarks) -> dict[int, float]:
    found: dict[int, float] = {}
    for row in benchmarks.parameters.get("uplift", ()):
        if row.applies(scope):
            found[row.step] = found.get(row.step, 0.0) + row.likely
    return found

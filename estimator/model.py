"""The model on draws: hours and euros by group of like rows, durations, dates and totals, for all draws at once.

Rows that share step, role, price basis and uncertain driver are summed first (a sparse product with the cached unit
draws); everything after that works on some sixty groups instead of all rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from estimator.draws import CERTAIN, N, unit_draws
from estimator.drivers import WEEKLY, Chain, chain
from estimator.durations import (
    STEPS,
    Values,
    capacity,
    durations_of,
    lead_times,
    role_weeks,
    scope_calendars,
    timeline_of,
)
from estimator.network import LAST_STEP, Timeline, forward
from estimator.quantiles import middle_day, order_of
from estimator.workdays import plain
from estimator.workload import Group, Parts, parts

__all__ = [
    "STEPS",
    "Group",
    "Outcome",
    "Parts",
    "Values",
    "capacity",
    "natives_of",
    "parts",
    "point",
    "role_weeks",
    "run",
    "scope_calendars",
    "simulate",
    "summed",
]

Array = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True)
class Outcome:
    """One run of the model; arrays are (n,) or (groups, n), money in euros excluding VAT, offsets in days."""

    parts: Parts
    natives: Array  # (groups, n): hours or euros of each group, case factor included
    own_rate: Array  # (groups,)
    cash_rate: Array
    step_share: Array  # (10, groups): how a group divides over the steps
    cost: Array
    cash: Array
    own: Array
    timeline: Timeline
    finish: NDArray[np.int64]
    chain: Chain
    case_money: Array
    drivers: dict[str, Array]
    durations: dict[int, NDArray[np.int64]]  # working days that each step takes
    lead_bound: dict[int, Array]  # weeks that each step takes at least, before capacity
    process_key: str | None = None

    @property
    def weeks(self) -> Array:
        """Lead time in weeks."""
        return self.finish / 7

    @cached_property
    def order(self) -> NDArray[np.int64]:
        """The draws from the cheapest to the dearest."""
        return order_of(self.cost)

    @cached_property
    def hours_by_role(self) -> dict[str, Array]:
        """Hours per role, shape (n,)."""
        found: dict[str, Array] = {}
        for i, g in enumerate(self.parts.groups):
            if g.role:
                found[g.role] = found[g.role] + self.natives[i] if g.role in found else self.natives[i]
        return found

    @cached_property
    def own_by_step(self) -> Array:
        """Euros of own staff by step, shape (10, n)."""
        return self.over_steps(self.own_rate)

    @cached_property
    def cash_by_step(self) -> Array:
        """Cash euros by step, shape (10, n)."""
        return self.over_steps(self.cash_rate)

    def over_steps(self, weight: Array) -> Array:
        """Σ of weighted groups by step, shape (10, n). Sparse: a group mostly belongs to one step."""
        share = self.step_share * weight
        step, group = share.nonzero()
        return sparse_product(share[step, group], step, group, share.shape, self.natives)

    @cached_property
    def event_costs(self) -> dict[str, Array]:
        """Euros that each event costs in each draw, by event, shape (n,); 0 where it doesn't happen."""
        found: dict[str, Array] = {}
        for i, g in enumerate(self.parts.groups):
            if g.event:
                found[g.event] = found.get(g.event, 0.0) + (self.own_rate[i] + self.cash_rate[i]) * self.natives[i]
        return found

    @cached_property
    def ordered_cost(self) -> Array:
        """Cost from low to high."""
        return self.cost[self.order]

    @cached_property
    def ordered_finish(self) -> Array:
        """Finish in days from early to late."""
        return np.sort(self.finish).astype(np.float64)

    def near(self, low: float, high: float) -> NDArray[np.int64]:
        """The draws whose cost ranks between two shares; always at least one."""
        n = len(self.cost)
        first = min(int(low * n), n - 1)
        return self.order[first : max(int(high * n), first + 1)]


def simulate(p: Parts, process_key: str | None = None) -> Outcome:
    """The model on all draws."""
    out = run(p, natives_of(p, process_key), unit_draws(p.benchmarks, process_key))
    return replace(out, process_key=process_key)


def natives_of(p: Parts, process_key: str | None) -> Array:
    """Hours or euros of each group before uncertain drivers and the case-to-case factor, shape (groups, N)."""
    return summed(p, unit_draws(p.benchmarks, process_key))


def summed(p: Parts, draws: Mapping[str, Array]) -> Array:
    """As ``natives_of``, on given draws by row id; a row without draws is certain."""
    natives, one = np.zeros((len(p.groups), N)), np.empty(N)
    for row, amount, group in zip(p.rows, p.amounts, p.group_of, strict=True):
        natives[group] += np.multiply(draws.get(row.id, CERTAIN), amount, out=one)
    return natives


def sparse_product(values: Array, rows: Places, columns: Places, shape: tuple[int, ...], matrix: Array) -> Array:
    """A matrix with a few values, given by rising row, times a full one."""
    from scipy.sparse import csr_array

    starts = np.searchsorted(rows, np.arange(shape[0] + 1))
    found: Array = csr_array((values, columns, starts), shape=shape) @ matrix
    return found


def run(p: Parts, natives: Array, draws: Mapping[str, Array]) -> Outcome:
    """The model on given draws: natives as from ``natives_of``, draws as from ``unit_draws``."""
    return _run(p, natives, Values(p, draws))


def point(p: Parts) -> Outcome:
    """The model on likely values only: the deterministic figure, arrays of one."""
    natives: Array = np.bincount(p.group_of, weights=p.amounts, minlength=len(p.groups))[:, None].astype(np.float64)
    return _run(p, natives, Values(p, {}))


def _run(p: Parts, natives: Array, value: Values) -> Outcome:
    n = natives.shape[1]
    found = chain(p.scope, p.number, value)
    drivers = {"letters": found.letters, "registrations": found.registered, "approaches": found.approaches}
    drivers |= {f"event.{key}": value.happens(event) for key, event in p.events.items()}
    natives = natives.copy()
    for i, g in enumerate(p.groups):
        if g.driver and g.driver not in WEEKLY:
            natives[i] *= drivers[g.driver]
    lead = lead_times(p, value)
    durations = durations_of(p, natives, lead, value, drivers, n)
    timeline = timeline_of(p.scope, durations)
    worked = forward(durations, p.scope, plain())
    drivers["weeks"] = (worked.ends[10] - worked.ends[1]) / 5
    drivers["weeks_talks"] = (worked.ends[6] - worked.starts[4]) / 5
    case = np.broadcast_to(value("case.money"), (n,))
    for i, g in enumerate(p.groups):
        natives[i] *= drivers[g.driver] * case if g.driver in WEEKLY else case
    split = [p.rates.split(g.role) if g.role else (0.0, 1.0) for g in p.groups]
    own_rate, cash_rate = np.array([s[0] for s in split]), np.array([s[1] for s in split])
    own, cash = own_rate @ natives, cash_rate @ natives
    return Outcome(
        p,
        natives,
        own_rate,
        cash_rate,
        _step_share(p, durations),
        own + cash,
        cash,
        own,
        timeline,
        timeline.ends[LAST_STEP[p.scope.done]],
        found,
        case,
        {k: np.broadcast_to(v, (n,)) for k, v in drivers.items()},
        durations,
        lead,
    )


def _step_share(p: Parts, durations: dict[int, NDArray[np.int64]]) -> Array:
    """(10, groups): a group belongs to its step; one that runs over all steps is divided over steps 2–10 by their
    median duration."""
    medians = np.array([middle_day(durations[s]) if s > 1 else 0.0 for s in STEPS])
    spread = medians / medians.sum() if medians.sum() else np.full(10, 0.1)
    share = np.zeros((10, len(p.groups)))
    for i, g in enumerate(p.groups):
        if g.step:
            share[g.step - 1, i] = 1.0
        else:
            share[:, i] = spread
    return share

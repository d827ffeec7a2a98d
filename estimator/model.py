"""The model on draws: hours and euros by group of like rows, durations, dates and totals, for all draws at once.

Rows that share step, role, price basis and uncertain driver are summed first (a sparse product with the cached unit
draws); everything after that works on some sixty groups instead of all rows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from estimator.benchmarks import BenchmarkError, Benchmarks, Row
from estimator.draws import N, unit_draws
from estimator.drivers import UNCERTAIN, WEEKLY, Chain, Counts, chain, counts, in_sequence, quantity
from estimator.events import IMPACTS, Event, event_of, events, happens
from estimator.network import LAST_STEP, Timeline, forward
from estimator.prices import Rates, index_factor, rates, vat_factor
from estimator.scope import Scope
from estimator.workdays import Calendars, latest_of_regions, plain

Array = NDArray[np.float64]
STEPS = tuple(range(1, 11))


@dataclass(frozen=True)
class Group:
    """Rows that are priced and driven alike; step 0 runs over all steps."""

    step: int
    role: str  # empty for purchases
    vat: bool
    driver: str  # an uncertain driver, "event.KEY", or empty

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
    events: dict[str, Event]  # those that count; switched off ones are left out

    def rate(self, row: Row) -> tuple[float, float]:
        """(own, cash) euros per unit of the row: per hour for hours, 1 for euros."""
        return self.rates.split(row.role) if row.kind == "hours" else (0.0, 1.0)


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
        return np.argsort(self.cost, kind="stable")

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


def parts(scope: Scope, benchmarks: Benchmarks) -> Parts:
    """Quantities, groups and prices of a scope."""
    number = counts(scope, benchmarks)
    happening = {k: e for k, e in events(scope, benchmarks).items() if e.on and e.probability > 0}
    uplift = _uplifts(scope, benchmarks)
    rows, amounts, quantities, keys, shares = [], [], [], [], []
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
        keys.append(Group(row.step, row.role if row.kind == "hours" else "", row.vat != "none", driver))
        shares.append(in_sequence(row, number))
    groups = tuple(dict.fromkeys(keys))
    place = {g: i for i, g in enumerate(groups)}
    group_of = np.array([place[k] for k in keys], dtype=np.int64)
    done = np.bincount(group_of, weights=amounts, minlength=len(groups))
    sequence = np.bincount(group_of, weights=np.array(amounts) * np.array(shares), minlength=len(groups)) / done
    return Parts(
        scope,
        benchmarks,
        number,
        tuple(rows),
        np.array(amounts),
        np.array(quantities),
        groups,
        group_of,
        sequence,
        rates(scope, benchmarks),
        happening,
    )


def _uplifts(scope: Scope, benchmarks: Benchmarks) -> dict[int, float]:
    found: dict[int, float] = {}
    for row in benchmarks.parameters.get("uplift", ()):
        if row.applies(scope):
            found[row.step] = found.get(row.step, 0.0) + row.likely
    return found


@lru_cache(maxsize=8)
def item_matrix(benchmarks: Benchmarks, process_key: str | None) -> tuple[dict[str, int], Array]:
    """Unit draws of all item rows as one matrix (rows, N), and where each row stands in it."""
    draws = unit_draws(benchmarks, process_key)
    matrix = np.ones((len(benchmarks.items), N))
    for i, row in enumerate(benchmarks.items):
        if row.id in draws:
            matrix[i] = draws[row.id]
    matrix.setflags(write=False)
    return {row.id: i for i, row in enumerate(benchmarks.items)}, matrix


def simulate(p: Parts, process_key: str | None = None) -> Outcome:
    """The model on all draws."""
    out = run(p, natives_of(p, process_key), unit_draws(p.benchmarks, process_key))
    return replace(out, process_key=process_key)


def natives_of(p: Parts, process_key: str | None) -> Array:
    """Hours or euros of each group before uncertain drivers and the case-to-case factor, shape (groups, N)."""
    from scipy.sparse import csr_array

    where, matrix = item_matrix(p.benchmarks, process_key)
    columns = np.array([where[r.id] for r in p.rows])
    found: Array = csr_array((p.amounts, (p.group_of, columns)), shape=(len(p.groups), len(matrix))) @ matrix
    return found


def run(p: Parts, natives: Array, draws: dict[str, Array]) -> Outcome:
    """The model on given draws: natives as from ``natives_of``, draws as from ``draws_of``."""
    return _run(p, natives, Values(p, draws))


def point(p: Parts) -> Outcome:
    """The model on likely values only: the deterministic figure, arrays of one."""
    natives: Array = np.bincount(p.group_of, weights=p.amounts, minlength=len(p.groups))[:, None].astype(np.float64)
    return _run(p, natives, Values(p, {}))


@dataclass(frozen=True)
class Values:
    """Parameters as draws (by row id), or their likely value where there are none."""

    parts: Parts
    draws: dict[str, Array]

    def row(self, row: Row) -> Array:
        """Draws of one row; shape (n,) or (1,)."""
        found = self.draws.get(row.id)
        return np.full(1, row.likely) if found is None else row.likely * found

    def happens(self, event: Event) -> Array:
        """1 in the draws in which an event happens, else 0; shape (n,) or (1,)."""
        return happens(event.probability, self.draws.get(event.row.id))

    def __call__(self, name: str) -> Array:
        """Draws of the parameter with this name. Raises BenchmarkError when no row applies."""
        row = self.parts.benchmarks.parameter(name, self.parts.scope)
        if row is None:
            raise BenchmarkError(f"{name}: no row applies")
        return self.row(row)


def _run(p: Parts, natives: Array, value: Values) -> Outcome:
    n = natives.shape[1]
    found = chain(p.scope, p.number, value)
    drivers = {"letters": found.letters, "registrations": found.registered, "approaches": found.approaches}
    drivers |= {f"event.{key}": value.happens(event) for key, event in p.events.items()}
    natives = natives.copy()
    for i, g in enumerate(p.groups):
        if g.driver and g.driver not in WEEKLY:
            natives[i] *= drivers[g.driver]
    lead = _lead_times(p, value)
    durations = _durations(p, natives, lead, value, drivers, n)
    timeline = _timeline(p.scope, durations)
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


def _lead_times(p: Parts, value: Values) -> dict[int, Array]:
    """Weeks that each step takes at least: its own lead time plus what an option or hiring adds."""
    lead = {s: value(f"lead.{s}") for s in STEPS}
    extra: dict[int, Array] = {}
    for row in p.benchmarks.parameters.get("lead_extra", ()):
        if row.applies(p.scope):
            extra[row.step] = np.maximum(extra.get(row.step, np.zeros(1)), value.row(row))
    return {s: lead[s] + extra.get(s, 0.0) for s in STEPS}


def _durations(
    p: Parts, natives: Array, lead: dict[int, Array], value: Values, drivers: dict[str, Array], n: int
) -> dict[int, NDArray[np.int64]]:
    """Working days per step: the longest of lead time, hours of the busiest role, and (step 5) the pace of talks; then
    the weeks that events add."""
    pace = value("case.time")
    later = _event_weeks(p, value, drivers)
    busy = role_weeks(p, natives)
    out = {}
    for s in STEPS:
        weeks = np.broadcast_to(lead[s], (n,))
        for (step, _), needed in busy.items():
            if step == s:
                weeks = np.maximum(weeks, needed)
        if s == 5:
            weeks = np.maximum(weeks, _talk_weeks(p, value))
        weeks = weeks + later.get(s, 0.0)
        out[s] = np.ceil(np.round(weeks * 5 * pace, 9)).astype(np.int64) + np.zeros(n, dtype=np.int64)
    return out


def role_weeks(p: Parts, natives: Array) -> dict[tuple[int, str], Array]:
    """Weeks that the hours of each role in each step take at its hours a week; weekly work and events don't count."""
    hours: dict[tuple[int, str], Array] = {}
    for i, g in enumerate(p.groups):
        if g.role and g.driver not in WEEKLY and not g.event:
            key = (g.step, g.role)
            hours[key] = hours.get(key, 0.0) + p.sequence[i] * natives[i]
    return {(step, role): h / capacity(p, role) for (step, role), h in hours.items()}


def _event_weeks(p: Parts, value: Values, drivers: dict[str, Array]) -> dict[int, Array]:
    """Weeks that events add, by step."""
    found: dict[int, Array] = {}
    for key, event in p.events.items():
        for row in event.weeks:
            weeks = drivers[f"event.{key}"] * value.row(row) * event.scale["weeks"]
            found[row.step] = found.get(row.step, np.zeros(1)) + weeks
    return found


def capacity(p: Parts, role: str) -> float:
    """Hours a week that a role has for this process: the user's figure, else the benchmark."""
    return p.scope.hours_per_week.get(role) or p.benchmarks.value(f"capacity.{role}", p.scope)


def _talk_weeks(p: Parts, value: Values) -> Array:
    """Weeks from the first to the last occasion: one gap less than there are occasions."""
    total, longest = np.zeros(1), np.zeros(1)
    for form, meetings in p.number.per_form["meetings"].items():
        own = f"pace.{form}"
        gap = value(own if p.benchmarks.parameter(own, p.scope) else "pace")
        total = total + meetings * gap
        longest = np.maximum(longest, gap)
    return np.maximum(total - longest, 0.0)


def _timeline(scope: Scope, durations: dict[int, NDArray[np.int64]]) -> Timeline:
    first, *others = [forward(durations, scope, c) for c in scope_calendars(scope)]
    for other in others:
        first = first.latest(other)
    return first


def scope_calendars(scope: Scope) -> tuple[Calendars, ...]:
    """The calendars of the scope's holiday region, or of all three regions when it names no municipality."""
    return latest_of_regions(scope.start, scope.place.region if scope.place else None)


def _step_share(p: Parts, durations: dict[int, NDArray[np.int64]]) -> Array:
    """(10, groups): a group belongs to its step; one that runs over all steps is divided over steps 2–10 by their
    median duration."""
    medians = np.array([float(np.median(durations[s])) if s > 1 else 0.0 for s in STEPS])
    spread = medians / medians.sum() if medians.sum() else np.full(10, 0.1)
    share = np.zeros((10, len(p.groups)))
    for i, g in enumerate(p.groups):
        if g.step:
            share[g.step - 1, i] = 1.0
        else:
            share[:, i] = spread
    return share

"""How long each step takes, in working days: lead times, hours of the busiest role, pace of talks, events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from estimator.benchmarks import BenchmarkError, Row
from estimator.drivers import WEEKLY
from estimator.events import Event, happens
from estimator.network import Timeline, forward
from estimator.scope import Scope
from estimator.workdays import HORIZON, Calendars, latest_of_regions
from estimator.workload import Parts

Array = NDArray[np.float64]
STEPS = tuple(range(1, 11))


@dataclass(frozen=True)
class Values:
    """Parameters as draws (by row id), or their likely value where there are none."""

    parts: Parts
    draws: Mapping[str, Array]

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


def lead_times(p: Parts, value: Values) -> dict[int, Array]:
    """Weeks that each step takes at least: its own lead time plus what an option or hiring adds."""
    lead = {s: value(f"lead.{s}") for s in STEPS}
    extra: dict[int, Array] = {}
    for row in p.benchmarks.parameters.get("lead_extra", ()):
        if row.applies(p.scope):
            extra[row.step] = np.maximum(extra.get(row.step, np.zeros(1)), value.row(row))
    return {s: lead[s] + extra.get(s, 0.0) for s in STEPS}


def durations_of(
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
        # beyond the horizon of the calendars one day is like another
        days = np.minimum(np.ceil(np.round(weeks * 5 * pace, 9)), HORIZON).astype(np.int64)
        out[s] = days + np.zeros(n, dtype=np.int64)
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


def timeline_of(scope: Scope, durations: dict[int, NDArray[np.int64]]) -> Timeline:
    first, *others = [forward(durations, scope, c) for c in scope_calendars(scope)]
    for other in others:
        first = first.latest(other)
    return first


def scope_calendars(scope: Scope) -> tuple[Calendars, ...]:
    """The calendars of the scope's holiday region, or of all three regions when it names no municipality."""
    return latest_of_regions(scope.start, scope.place.region if scope.place else None)

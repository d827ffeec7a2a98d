"""The model on arrays of draws: row by row in plain numpy, as one would write it without caches or groups."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bench.model import LOOSE, Figure, Model, Region, weights
from estimator.drivers import MAX_NO_SHOW
from estimator.model import STEPS
from estimator.quantiles import place

Array = NDArray[np.float64]
Days = NDArray[np.int64]


def units(m: Model, rng: np.random.Generator, n: int) -> list[Array]:
    """Fresh draws of every variable, as factors on the likely value (1 or 0 for an event); shape (n,) each."""
    return spread(m, rng.standard_normal((m.normals, n)))


def spread(m: Model, z: Sequence[Array]) -> list[Array]:
    """Standard normals, in the order of ``Model.normals``, to the draws of every variable."""
    programme, step, alone, own = weights()
    shared = {s: programme * z[0] + step * z[1 + i] for i, s in enumerate(m.factors)}
    shared[LOOSE] = alone * z[0]
    found = []
    for v, e in zip(m.variables, z[1 + len(m.factors) :], strict=True):
        if v.chance is not None:
            found.append((e < threshold(v.chance)).astype(np.float64))
            continue
        x = e if v.step is None else own * e + shared[v.step]
        found.append(np.exp(np.where(x < 0, v.below, v.above) * x))
    return found


def threshold(chance: float) -> float:
    """Below which standard normal an event happens."""
    from scipy.special import ndtri

    return float(ndtri(chance))


def outcome(m: Model, u: Sequence[Array]) -> tuple[Array, Days]:
    """Cost in euros and the day on which it is done, by draw; ``u`` as from ``units``."""

    def value(f: Figure) -> Array | float:
        return f.likely if f.variable is None else f.likely * u[f.variable]

    drivers = seats(m, value(m.noshow), value(m.response), value(m.reserve) if m.reserve else 0.0)
    busy: dict[tuple[int, str], Array | float] = {}
    for i in m.items:
        if i.busy:
            hours = i.busy if i.euros.variable is None else i.busy * u[i.euros.variable]
            hours = hours * drivers[i.driver] if i.driver else hours
            busy[i.step, i.role] = busy.get((i.step, i.role), 0.0) + hours
    days, pace = {}, value(m.case_time)
    for s in STEPS:
        weeks = value(m.lead[s]) + np.max(np.broadcast_arrays(0.0, *map(value, m.extra.get(s, ()))), axis=0)
        for (step, role), hours in busy.items():
            if step == s:
                weeks = np.maximum(weeks, hours / m.capacity[s, role])
        if s == 5:
            gaps = [value(f) for _, f in m.talks]
            total = sum(count * gap for (count, _), gap in zip(m.talks, gaps, strict=True))
            weeks = np.maximum(weeks, total - np.max(np.broadcast_arrays(0.0, *gaps), axis=0))
        weeks = weeks + sum(u[event] * value(f) for event, f in m.late.get(s, ()))
        days[s] = np.ceil(np.round(weeks * 5 * pace, 9)).astype(np.int64)
    starts, ends = dates(m.worked, days)
    drivers |= {"weeks": (ends[10] - ends[1]) / 5, "weeks_talks": (ends[6] - starts[4]) / 5}
    cost = np.zeros(len(u[0]))
    for i in m.items:
        euros = value(i.euros)
        euros = euros * drivers[i.driver] if i.driver else euros
        cost += euros * u[i.event] if i.event is not None else euros
    return cost * value(m.case_money), np.max([dates(region, days)[1][m.last] for region in m.regions], axis=0)


def seats(m: Model, noshow: Array | float, response: Array | float, reserve: Array | float) -> dict[str, Array]:
    """Letters, registrations and personal approaches."""
    come, response = 1 - np.minimum(noshow, MAX_NO_SHOW), np.minimum(response, 1.0)
    needed, none = m.seats / come, np.zeros_like(come * response)
    if m.recruitment == "open":
        return {"letters": none + m.households, "registrations": np.minimum(m.households * response, needed)}
    if m.recruitment == "targeted":
        approaches = np.minimum(needed / response, m.reach)
        return {"letters": none + m.households, "registrations": approaches * response, "approaches": approaches}
    wanted = m.seats * reserve
    return {"letters": wanted / response, "registrations": wanted + none}


def dates(region: Region, days: dict[int, Days]) -> tuple[dict[int, Days], dict[int, Days]]:
    """Start and end of every step in days since the process starts."""
    starts, ends = {}, {}

    def after(step: int, start: Days, length: Days) -> Days:
        return region.by_step[step].finish(start, length)

    def run(step: int, start: Days) -> None:
        starts[step], ends[step] = start, after(step, start, days[step])

    def half(step: int) -> Days:
        return (days[step] + 1) // 2

    run(1, np.zeros_like(days[1]))
    run(2, ends[1])
    run(3, ends[2])
    run(4, after(3, starts[3], half(3)))
    run(5, np.maximum(ends[3], ends[4]))
    run(6, after(5, starts[5], half(5)))
    ends[6] = np.maximum(ends[6], region.work.finish(ends[5], half(6)))
    run(7, ends[6])
    run(8, ends[6])
    run(9, np.maximum(ends[7], ends[8]))
    run(10, ends[9])
    return starts, ends


def p80(cost: Array, finish: Days) -> tuple[float, float]:
    """P80 of cost in euros and of weeks, as order statistics."""
    k = place(len(cost), 0.8)
    return float(np.partition(cost, k)[k]), float(np.partition(finish, k)[k]) / 7

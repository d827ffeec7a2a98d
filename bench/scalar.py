"""The model one draw at a time in plain Python: what a script with ``random.gauss`` does, and what monaco calls."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

from bench.model import LOOSE, Figure, Model, Region, weights
from estimator.drivers import MAX_NO_SHOW
from estimator.model import STEPS

Finish = Callable[[int, int], int]  # (start, working days) → end
Ends = tuple[dict[int, Finish], Finish]  # of each step, and of plain working days


@dataclass(frozen=True, eq=False)
class Prepared:
    """What stays the same from draw to draw: calendars as lists, chances as thresholds."""

    model: Model
    finish: tuple[Ends, ...]  # by region
    worked: Ends
    thresholds: tuple[float, ...]
    busy: tuple[tuple[int, str], ...]


@lru_cache(maxsize=2)
def prepare(m: Model) -> Prepared:
    """A model ready for ``outcome``."""

    def ends(region: Region) -> Ends:
        return {s: _finish(c) for s, c in region.by_step.items()}, _finish(region.work)

    limits = tuple(0.0 if v.chance is None else NormalDist().inv_cdf(v.chance) for v in m.variables)
    return Prepared(m, tuple(map(ends, m.regions)), ends(m.worked), limits, tuple(m.capacity))


def _finish(calendar) -> Finish:
    days, index = calendar.days.tolist(), calendar.index.tolist()

    def finish(start: int, length: int) -> int:
        if length <= 0:
            return start
        return max(days[min(index[min(start, len(index) - 1)] + length, len(days)) - 1] + 1, start)

    return finish


def units(p: Prepared, normals: Callable[[], float]) -> list[float]:
    """One draw of every variable, from a function that gives a standard normal at every call."""
    m, (programme, step, alone, own) = p.model, weights()
    common = normals()
    shared = {s: programme * common + step * normals() for s in m.factors}
    shared[LOOSE] = alone * common
    found = []
    for v, limit in zip(m.variables, p.thresholds, strict=True):
        z = normals()
        if v.chance is not None:
            found.append(1.0 if z < limit else 0.0)
            continue
        if v.step is not None:
            z = own * z + shared[v.step]
        found.append(math.exp((v.below if z < 0 else v.above) * z))
    return found


def outcome(p: Prepared, u: Sequence[float]) -> tuple[float, int]:
    """Cost in euros and the day on which it is done, of one draw."""
    m = p.model

    def value(f: Figure) -> float:
        return f.likely if f.variable is None else f.likely * u[f.variable]

    drivers = _seats(m, value(m.noshow), value(m.response), value(m.reserve) if m.reserve else 0.0)
    busy = dict.fromkeys(p.busy, 0.0)
    for i in m.items:
        if i.busy:
            hours = i.busy if i.euros.variable is None else i.busy * u[i.euros.variable]
            busy[i.step, i.role] += hours * drivers[i.driver] if i.driver else hours
    days, pace = {}, value(m.case_time)
    for s in STEPS:
        weeks = value(m.lead[s]) + max((value(f) for f in m.extra.get(s, ())), default=0.0)
        for (step, role), hours in busy.items():
            if step == s:
                weeks = max(weeks, hours / m.capacity[s, role])
        if s == 5:
            gaps = [(count, value(f)) for count, f in m.talks]
            weeks = max(weeks, sum(count * gap for count, gap in gaps) - max(gap for _, gap in gaps))
        weeks += sum(u[event] * value(f) for event, f in m.late.get(s, ()))
        days[s] = math.ceil(round(weeks * 5 * pace, 9))
    starts, ends = _region(*p.worked, days)
    drivers["weeks"], drivers["weeks_talks"] = (ends[10] - ends[1]) / 5, (ends[6] - starts[4]) / 5
    cost = 0.0
    for i in m.items:
        euros = value(i.euros)
        if i.driver:
            euros *= drivers[i.driver]
        cost += euros * u[i.event] if i.event is not None else euros
    return cost * value(m.case_money), max(_region(*region, days)[1][m.last] for region in p.finish)


def _seats(m: Model, noshow: float, response: float, reserve: float) -> dict[str, float]:
    come, response = 1 - min(noshow, MAX_NO_SHOW), min(response, 1.0)
    needed = m.seats / come
    if m.recruitment == "open":
        return {"letters": m.households, "registrations": min(m.households * response, needed)}
    if m.recruitment == "targeted":
        approaches = min(needed / response, m.reach)
        return {"letters": m.households, "registrations": approaches * response, "approaches": approaches}
    wanted = m.seats * reserve
    return {"letters": wanted / response, "registrations": wanted}


def _region(of: dict[int, Finish], work: Finish, days: dict[int, int]) -> tuple[dict[int, int], dict[int, int]]:
    starts, ends = {}, {}

    def run(step: int, start: int) -> None:
        starts[step], ends[step] = start, of[step](start, days[step])

    run(1, 0)
    run(2, ends[1])
    run(3, ends[2])
    run(4, of[3](starts[3], (days[3] + 1) // 2))
    run(5, max(ends[3], ends[4]))
    run(6, of[5](starts[5], (days[5] + 1) // 2))
    ends[6] = max(ends[6], work(ends[5], (days[6] + 1) // 2))
    run(7, ends[6])
    run(8, ends[6])
    run(9, max(ends[7], ends[8]))
    run(10, ends[9])
    return starts, ends


def naive(m: Model, n: int, seed: int) -> tuple[float, float]:
    """P80 of cost and of weeks with ``random.gauss``, draw by draw and row by row."""
    source, p = random.Random(seed), prepare(m)
    normals = lambda: source.gauss(0.0, 1.0)  # noqa: E731
    found = [outcome(p, units(p, normals)) for _ in range(n)]
    k = math.ceil(round(0.8 * n, 9)) - 1
    return sorted(cost for cost, _ in found)[k], sorted(day for _, day in found)[k] / 7

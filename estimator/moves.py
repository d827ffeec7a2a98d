"""How much every figure matters to one estimate: the euros that rest on it, and what the total does at its ends.

Everything is at likely values: one run of the model with two columns for each row, at its low and its high figure, the
rest unchanged. Events count by what is expected of them: their chance times what they cost when they happen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from estimator.benchmarks import Benchmarks, Row
from estimator.events import Event
from estimator.model import Group, Outcome, Parts, parts, point, run
from estimator.scope import Scope

Array = NDArray[np.float64]
TENTH = 0.1  # rows without a range, tariffs among them, are moved by so much
DRAWN = ("lead.", "lead_extra", "pace", "response.", "noshow.", "reserve.", "case.")  # what the model reads as draws
TARIFFS = ("tariff.", "hired.")
SMALLEST = 0.005  # euros


@dataclass(frozen=True)
class Move:
    """One row: the euros that rest on it, and the change of the total in euros and weeks at its low and high figure.

    On a price, an activity or a tariff rest the euros it makes; on another figure those that would be another amount
    with another figure. ``tenth``: the row has no range, so its ends are a tenth below and above it.
    """

    rests_eur: float
    low_eur: float
    high_eur: float
    low_weeks: float
    high_weeks: float
    tenth: bool

    @property
    def euros(self) -> float:
        """How far the total moves from one end to the other."""
        return abs(self.high_eur - self.low_eur)

    @property
    def weeks(self) -> float:
        """How far the lead time moves from one end to the other."""
        return abs(self.high_weeks - self.low_weeks)


def moves(scope: Scope, benchmarks: Benchmarks | None = None) -> dict[str, Move]:
    """Every row that the estimate of this scope reads, by row id.

    >>> found = moves(Scope.from_dict({"stakeholder_groups": 5, "conversations": 8, "resident_reach": 2000}))
    >>> found["tariff_process_lead"].tenth, found["case_money"].euros > found["plan_script"].euros > 0
    (True, True)
    """
    watched = _Watched.of(benchmarks or Benchmarks.load())
    p = parts(scope, watched)
    base = point(p)
    asked = [row for row in watched.asked.values() if not row.driver.startswith(("event", *TARIFFS))]
    applying = [row for row in watched.rows if row.driver in ("uplift", "lead_extra") and row.applies(scope)]
    found = _tariffs(p, base) | _items(p, base)
    found |= _drawn(p, base, [row for row in asked + applying if row.driver.startswith(DRAWN)])
    found |= _certain(p, base, [row for row in asked + applying if not row.driver.startswith(DRAWN)])
    for event in p.events.values():
        found |= _event(p, event)
    return found | _overrun(p, base)


@dataclass(frozen=True, eq=False)
class _Watched(Benchmarks):
    """A set that remembers which parameters were read."""

    asked: dict[str, Row]

    @classmethod
    def of(cls, figures: Benchmarks) -> _Watched:
        return cls(figures.rows, figures.sha256, {})

    def parameter(self, name: str, scope: Scope) -> Row | None:
        found = super().parameter(name, scope)
        if found is not None:
            self.asked[found.id] = found
        return found


def _ends(row: Row) -> tuple[float, float]:
    """Low and high as factors on the likely figure."""
    if row.low == row.high or not row.likely:
        return 1 - TENTH, 1 + TENTH
    return row.low / row.likely, row.high / row.likely


def _move(row: Row, rests: float, euros: Iterable[float], weeks: Iterable[float] = (0.0, 0.0)) -> Move:
    low, high = (round(float(value), 2) for value in euros)
    low_weeks, high_weeks = (round(float(value), 2) for value in weeks)
    return Move(round(float(rests), 2), low, high, low_weeks, high_weeks, row.low == row.high)


def _costs(out: Outcome) -> Array:
    """Euros by group, shape (groups, n)."""
    costs: Array = (out.own_rate + out.cash_rate)[:, None] * out.natives
    return costs


def _natives(p: Parts, n: int) -> Array:
    """Hours or euros by group at likely values, shape (groups, n)."""
    one = np.bincount(p.group_of, weights=p.amounts, minlength=len(p.groups)).astype(np.float64)
    return np.tile(one[:, None], (1, n))


def _tariffs(p: Parts, base: Outcome) -> dict[str, Move]:
    """Tariffs that pay hours of this estimate; one that the scope sets itself isn't read."""
    found = {}
    for role, rate in p.rates.own.items():
        groups = [i for i, g in enumerate(p.groups) if g.role == role and not g.event]
        hours = float(base.natives[groups].sum())
        share = p.rates.own_share[role]
        sides = (
            (p.rates.rows.get(role), role in p.rates.given, share * rate),
            (p.rates.hired_rows.get(role), role in p.rates.hired_given, (1 - share) * p.rates.hired.get(role, 0.0)),
        )
        for row, given, price in sides:
            if row is not None and not given and hours * price:
                found[row.id] = _move(row, hours * price, (hours * price * (f - 1) for f in (1 - TENTH, 1 + TENTH)))
    return found


def _items(p: Parts, base: Outcome) -> dict[str, Move]:
    """Activities and purchases. More hours may also take more weeks, and weeks cost."""
    chosen = [i for i in range(len(p.rows)) if not p.groups[p.group_of[i]].event]
    natives = _natives(p, 2 * len(chosen))
    for k, i in enumerate(chosen):
        for end, factor in enumerate(_ends(p.rows[i])):
            natives[p.group_of[i], 2 * k + end] += p.amounts[i] * (factor - 1)
    out = run(p, natives, {})
    euros, weeks = out.cost - base.cost, out.weeks - base.weeks
    found = {}
    for k, i in enumerate(chosen):
        driver = p.groups[p.group_of[i]].driver
        drawn = float(base.drivers[driver][0]) if driver else 1.0
        rests = p.amounts[i] * drawn * sum(p.rate(p.rows[i])) * float(base.case_money[0])
        found[p.rows[i].id] = _move(p.rows[i], rests, euros[2 * k : 2 * k + 2], weeks[2 * k : 2 * k + 2])
    return found


def _drawn(p: Parts, base: Outcome, rows: list[Row]) -> dict[str, Move]:
    """Parameters that the model reads as draws: a draw at each end of each."""
    n = 2 * len(rows)
    draws = {row.id: np.ones(n) for row in rows}
    for k, row in enumerate(rows):
        draws[row.id][2 * k : 2 * k + 2] = _ends(row)
    out = run(p, _natives(p, n), draws)
    euros, weeks, costs, before = out.cost - base.cost, out.weeks - base.weeks, _costs(out), _costs(base)
    found = {}
    for k, row in enumerate(rows):
        both = slice(2 * k, 2 * k + 2)
        other = np.any(np.abs(costs[:, both] - before) > SMALLEST, axis=1)
        found[row.id] = _move(row, before[other].sum(), euros[both], weeks[both])
    return found


def _certain(p: Parts, base: Outcome, rows: list[Row]) -> dict[str, Move]:
    """Counts, capacities and surcharges shape the quantities: a model for each end."""
    before = _by_group(p, base)
    found = {}
    for row in rows:
        ends = [_with(p, replace(row, likely=row.likely * factor)) for factor in _ends(row)]
        after = [_by_group(out.parts, out) for out in ends]
        other = {g for costs in after for g in before | costs if abs(costs.get(g, 0.0) - before.get(g, 0.0)) > SMALLEST}
        rests = sum(before.get(g, 0.0) for g in other)
        euros = [float(out.cost[0] - base.cost[0]) for out in ends]
        weeks = [float(out.weeks[0] - base.weeks[0]) for out in ends]
        found[row.id] = _move(row, rests, euros, weeks)
    return found


def _with(p: Parts, row: Row) -> Outcome:
    """The deterministic outcome with another figure for one row."""
    rows = tuple(row if one.id == row.id else one for one in p.benchmarks.rows)
    return point(parts(p.scope, Benchmarks(rows, f"{p.benchmarks.sha256}:{row.id}:{row.likely}")))


def _by_group(p: Parts, out: Outcome) -> dict[Group, float]:
    return dict(zip(p.groups, (float(value) for value in _costs(out)[:, 0]), strict=True))


def _event(p: Parts, event: Event) -> dict[str, Move]:
    """An event: its chance, and every row of what it costs and how long it takes when it happens."""
    rows = [row for row in p.rows if row in event.items]
    columns = 2 + 2 * (len(rows) + len(event.weeks))  # without it, with it, then the ends of every row
    natives = _natives(p, columns)
    draws = {row.id: np.ones(columns) for row in event.weeks}
    draws[event.row.id] = np.array([np.inf] + [-np.inf] * (columns - 1))
    amount = dict(zip((row.id for row in p.rows), p.amounts, strict=True))
    group = dict(zip((row.id for row in p.rows), p.group_of, strict=True))
    for k, row in enumerate((*rows, *event.weeks), start=1):
        for column, factor in zip((2 * k, 2 * k + 1), _ends(row), strict=True):
            if row.id in draws:
                draws[row.id][column] = factor
            else:
                natives[group[row.id], column] += amount[row.id] * (factor - 1)
    sure = replace(p, events={**p.events, event.key: replace(event, chance=0.5, mitigated=False)})
    out = run(sure, natives, draws)
    impact, weeks = float(out.cost[1] - out.cost[0]), float(out.weeks[1] - out.weeks[0])
    found = _chance(p, event, impact, weeks)
    for k, row in enumerate((*rows, *event.weeks), start=1):
        euros = event.probability * (out.cost[2 * k : 2 * k + 2] - out.cost[1])
        later = event.probability * (out.weeks[2 * k : 2 * k + 2] - out.weeks[1])
        rests = event.probability * amount[row.id] * sum(p.rate(row)) if row.id in amount else 0.0
        found[row.id] = _move(row, rests, euros, later)
    return found


def _chance(p: Parts, event: Event, impact: float, weeks: float) -> dict[str, Move]:
    """The row of the chance that counts, unless the scope sets the chance itself."""
    row = event.measure if event.mitigated and event.measure else event.row
    if "probability" in p.scope.events.get(event.key, {}):
        return {}
    change = [row.likely * (factor - 1) for factor in _ends(row)]
    euros, later = ([c * whole for c in change] for whole in (impact, weeks))
    return {row.id: _move(row, event.probability * impact, euros, later)}


def _overrun(p: Parts, base: Outcome) -> dict[str, Move]:
    """The usual overrun, when the scope counts it."""
    row = p.benchmarks.parameter("overrun.money", p.scope) if p.scope.overrun else None
    if row is None:
        return {}
    total, likely = float(base.cost[0]), max(row.likely, 1.0)
    return {row.id: _move(row, total * (likely - 1), (total * (max(v, 1.0) - likely) for v in (row.low, row.high)))}

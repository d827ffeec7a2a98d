"""The model once, as plain figures: which numbers are uncertain, how they spread, and what is computed with them.

Taken from the estimator's own parts, so that every engine in the table computes the same thing: the P80 of cost and of
weeks of one scope. ``bench/arrays.py`` computes it on arrays, ``bench/scalar.py`` one draw at a time.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from estimator import Benchmarks, Row, Scope
from estimator.draws import RHO_BETWEEN, RHO_WITHIN, Z90, dependent
from estimator.model import STEPS, Parts, capacity, parts, scope_calendars
from estimator.network import LAST_STEP, calendar_of
from estimator.workdays import Calendar, plain

LOOSE = 0  # the step of a row that shares the programme factor only


@dataclass(frozen=True)
class Variable:
    """An uncertain figure. Its draw is a factor on the likely value: exp(below·z) for z < 0, else exp(above·z).

    ``step``: which step factor z shares beside the programme factor; LOOSE for the latter alone, None for neither.
    ``chance``: of an event; its draw is then 1 or 0.
    """

    id: str
    below: float
    above: float
    step: int | None
    chance: float | None = None


@dataclass(frozen=True)
class Figure:
    """A likely value and the variable that multiplies it, by its place; None for a certain figure."""

    likely: float
    variable: int | None


@dataclass(frozen=True)
class Item:
    """One row that costs something: likely euros, and the likely hours that keep its role busy in its step."""

    euros: Figure
    busy: float  # 0 for purchases, events and weekly work
    step: int
    role: str
    driver: str  # letters, registrations, approaches, weeks, weeks_talks, or empty
    event: int | None  # the variable that says whether it happens


@dataclass(frozen=True)
class Region:
    """The calendar of each step and of plain working days, for one holiday region."""

    by_step: dict[int, Calendar]
    work: Calendar


@dataclass(frozen=True, eq=False)
class Model:
    """Everything that one scope asks to be computed, without any draw."""

    variables: tuple[Variable, ...]
    items: tuple[Item, ...]
    capacity: dict[tuple[int, str], float]  # hours a week of a role in a step
    lead: dict[int, Figure]
    extra: dict[int, tuple[Figure, ...]]  # of these the largest counts
    late: dict[int, tuple[tuple[int, Figure], ...]]  # (event, weeks that it adds)
    talks: tuple[tuple[float, Figure], ...]  # (occasions, weeks between them) of each working form
    noshow: Figure
    response: Figure
    reserve: Figure | None
    case_money: Figure
    case_time: Figure
    recruitment: str
    seats: float
    households: float
    reach: float
    regions: tuple[Region, ...]
    worked: Region  # every day is a day of work: by these the weeks count that weekly work runs
    last: int  # the step with which the clock stops

    @property
    def factors(self) -> tuple[int, ...]:
        """The steps of which a factor is drawn."""
        return tuple(sorted({v.step for v in self.variables if v.step}))

    @property
    def normals(self) -> int:
        """How many standard normals one draw takes: the programme factor, the step factors, every variable."""
        return 1 + len(self.factors) + len(self.variables)


def weights() -> tuple[float, float, float, float]:
    """(programme, step, programme without a step, own): what each standard normal counts in a dependent figure."""
    step = math.sqrt(RHO_WITHIN - RHO_BETWEEN)
    return math.sqrt(RHO_BETWEEN), step, math.sqrt(RHO_WITHIN), math.sqrt(1 - RHO_WITHIN)


class _Collector:
    """Gives every uncertain row that is asked for its place among the variables."""

    def __init__(self, p: Parts) -> None:
        self.parts, self.found = p, {}

    def place(self, variable: Variable) -> int:
        """Where a variable stands; at the end the first time."""
        return self.found.setdefault(variable.id, (len(self.found), variable))[0]

    def row(self, row: Row, scale: float = 1.0) -> Figure:
        """The figure of a row, times a certain number."""
        if row.column is None or row.low == row.high:
            return Figure(row.likely * scale, None)
        if (row.p_low, row.p_high) != (0.1, 0.9):
            raise ValueError(f"{row.id}: the bench reads P10 and P90 only")
        below, above = math.log(row.likely / row.low) / Z90, math.log(row.high / row.likely) / Z90
        step = row.step if dependent(row) else None
        return Figure(row.likely * scale, self.place(Variable(row.id, below, above, step)))

    def named(self, name: str) -> Figure | None:
        """The figure of a parameter, or None when no row applies."""
        row = self.parts.benchmarks.parameter(name, self.parts.scope)
        return None if row is None else self.row(row)

    def needed(self, name: str) -> Figure:
        """The figure of a parameter that must be there."""
        figure = self.named(name)
        if figure is None:
            raise LookupError(f"{name}: no row applies")
        return figure


def extract(scope: Scope, benchmarks: Benchmarks) -> Model:
    """The model of a scope."""
    p = parts(scope, benchmarks)
    take = _Collector(p)
    events = {k: take.place(Variable(e.row.id, 0.0, 0.0, None, e.probability)) for k, e in p.events.items()}
    items = tuple(_item(p, take, i, events) for i in range(len(p.rows)))
    late: dict[int, tuple[tuple[int, Figure], ...]] = {}
    for key, event in p.events.items():
        for row in event.weeks:
            late[row.step] = (*late.get(row.step, ()), (events[key], take.row(row, event.scale["weeks"])))
    extra: dict[int, tuple[Figure, ...]] = {}
    for row in benchmarks.parameters.get("lead_extra", ()):
        if row.applies(scope):
            extra[row.step] = (*extra.get(row.step, ()), take.row(row))
    talks = tuple(
        (m, take.named(f"pace.{form}") or take.needed("pace")) for form, m in p.number.per_form["meetings"].items()
    )
    rest = {
        "lead": {s: take.needed(f"lead.{s}") for s in STEPS},
        "noshow": take.needed(f"noshow.{scope.recruitment}"),
        "response": take.needed(f"response.{scope.recruitment}"),
        "reserve": take.needed("reserve.sortition") if scope.recruitment == "sortition" else None,
        "case_money": take.needed("case.money"),
        "case_time": take.needed("case.time"),
    }
    return Model(
        variables=tuple(variable for _, variable in take.found.values()),
        items=items,
        capacity={(i.step, i.role): capacity(p, i.role) for i in items if i.busy},
        extra=extra,
        late=late,
        talks=talks,
        recruitment=scope.recruitment,
        seats=p.number.seats,
        households=p.number.of("households"),
        reach=float(scope.resident_reach),
        regions=tuple(Region({s: calendar_of(s, scope, c) for s in STEPS}, c.work) for c in scope_calendars(scope)),
        worked=Region(dict.fromkeys(STEPS, plain().work), plain().work),
        last=LAST_STEP[scope.done],
        **rest,
    )


def _item(p: Parts, take: _Collector, i: int, events: dict[str, int]) -> Item:
    row, group = p.rows[i], p.groups[p.group_of[i]]
    unit = take.row(row)
    euros = Figure(float(p.amounts[i]) * sum(p.rate(row)), unit.variable)
    weekly = group.driver in ("weeks", "weeks_talks")
    busy = 0.0 if not group.role or group.event or weekly else float(p.amounts[i] * p.sequence[p.group_of[i]])
    driver = "" if group.event else group.driver
    return Item(euros, busy, group.step, group.role, driver, events.get(group.event))

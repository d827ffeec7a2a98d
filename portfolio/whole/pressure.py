"""How often an area or a group is asked: by month how many processes, and how many people they ask.

A process asks in an area, and of its groups in that area (the same name in the same area is the same group), on the
days of its talks; one without talks on record in the days of step 4 and 5. A talk for some groups asks those only.
Cancelled talks don't count, nor do paused, stopped and closed processes.

    people     of a talk that was held: who took part, else who signed up; else the people that the estimate expects at
               its likely values, evenly over the talks, or over the working days of step 5; of a group its even part
    warning    the fourth process, or a later one, in one area or group within a month, else within a quarter, from
               this month on
    merge      two processes with the same group or area of which talks that are still to come lie at most six weeks
               apart

The fourth process, six weeks and dividing evenly are our assumptions (grade D); P12 and P28 of the pitfalls look at one
process, this at the whole.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from estimator.likely import Likely
from portfolio.messages import N_
from portfolio.pitfalls.facts import Days, folded
from portfolio.store.database import Store
from portfolio.whole import placed
from portfolio.whole.capacity import month_shares, months_from
from portfolio.whole.standing import Standing

TOO_MANY = 4  # processes in one month or quarter
APART = 42  # days
SAME_WEEK = 6
MOST = 50  # proposals

CROWDED = N_("From {first} to {last} {n} processes ask {name}; from {limit} on it is too much.")
MERGE = N_("“{one}” and “{other}” both talk with {name}, {days} days apart: consider one talk for both.")
MERGE_SAME = N_("“{one}” and “{other}” both talk with {name} in the same week: consider one talk for both.")

Process = tuple[str, str]  # id and name


@dataclass(frozen=True)
class Cell:
    """One month: which processes ask, and how many people."""

    processes: tuple[Process, ...] = ()
    people: int = 0


@dataclass(frozen=True)
class PressureRow:
    """An area, or a group in an area. ``kind``: area or group; ``area``: that of a group, where it has one."""

    kind: str
    name: str
    cells: tuple[Cell, ...]
    area: str = ""


@dataclass(frozen=True)
class Warning:
    """Too many processes at once. ``period``: month or quarter, from ``first`` to ``last``."""

    kind: str
    name: str
    area: str
    period: str
    first: dt.date
    last: dt.date
    processes: tuple[Process, ...]

    @property
    def template(self) -> str:
        """The sentence, with ``params``."""
        return CROWDED

    @property
    def params(self) -> dict[str, object]:
        """What stands in it."""
        n = len(self.processes)
        return {"first": self.first, "last": self.last, "n": n, "name": self.name, "limit": TOO_MANY}


@dataclass(frozen=True)
class Merge:
    """Two processes that could talk at once. ``first`` and ``last``: the days of the two talks; ``days`` apart."""

    kind: str
    name: str
    area: str
    one: Process
    other: Process
    first: dt.date
    last: dt.date

    @property
    def days(self) -> int:
        """How far apart they talk."""
        return max((self.last - self.first).days, 0)

    @property
    def template(self) -> str:
        """The sentence, with ``params``."""
        return MERGE if self.days > SAME_WEEK else MERGE_SAME

    @property
    def params(self) -> dict[str, object]:
        """What stands in it."""
        return {"one": self.one[1], "other": self.other[1], "name": self.name, "days": self.days}


@dataclass(frozen=True)
class Pressure:
    """``months``: the first day of each; ``rows``: areas and then groups, by name, in which somebody is asked."""

    months: tuple[dt.date, ...]
    rows: tuple[PressureRow, ...]
    warnings: tuple[Warning, ...]
    merges: tuple[Merge, ...]


@dataclass(frozen=True)
class _Touch:
    """A process that asks somebody on these days."""

    process: Process
    days: Days
    people: float


Key = tuple[str, str, str]  # kind, name and area in small letters

_once: placed.Once[Pressure] = placed.Once()


def of(store: Store, found: Sequence[Standing], today: dt.date) -> Pressure:
    """From the month of ``today`` on."""
    return _once(found, (store, today), lambda: _of(store, found, today))


def _of(store: Store, found: Sequence[Standing], today: dt.date) -> Pressure:
    months = months_from(today)
    shown: dict[Key, tuple[str, str, str]] = {}
    touches: dict[Key, list[_Touch]] = defaultdict(list)
    for one in placed.going(found):
        split = placed.likely_of(store, one)
        for (kind, name, area), touch in _touches(one, split, placed.days_of(one, split, today)):
            key = (kind, name.casefold(), area.casefold())
            shown.setdefault(key, (kind, name, area))
            touches[key].append(touch)
    rows, warnings, merges = [], [], []
    for key in sorted(touches):
        kind, name, area = shown[key]
        cells = _cells(touches[key], months)
        if any(cell.processes for cell in cells):
            rows.append(PressureRow(kind, name, cells, area))
        warnings += _warnings(rows[-1], months) if rows and rows[-1].cells is cells else []
        merges += _merges((kind, name, area), touches[key], today)
    warnings.sort(key=lambda w: (w.first, -len(w.processes), w.kind, w.name.casefold()))
    return Pressure(months, tuple(rows), tuple(warnings), _distinct(merges))


def _touches(one: Standing, split: Likely, days: Mapping[int, Days]) -> list[tuple[tuple[str, str, str], _Touch]]:
    """(kind, name, area) → when this process asks them, and how many people."""
    process, area = (one.id, one.name), one.row.process.area.strip()
    groups = list(one.row.process.group_names)
    found = []
    for period, people, audience in _asked(one, split, days):
        if area:
            found.append((("area", area, ""), _Touch(process, period, people)))
        wanted = [group for group in groups if not audience or group.strip().casefold() in audience]
        for group in wanted:
            found.append((("group", group.strip(), area), _Touch(process, period, people / len(wanted))))
    return found


def _asked(one: Standing, split: Likely, days: Mapping[int, Days]) -> list[tuple[Days, float, set[str]]]:
    """Days, people, and groups (empty: all) of each talk; without talks on record of step 4 and 5."""
    dated = [(day, talk) for talk in one.talks if (day := talk.on)]
    if dated:
        each = split.people / len(dated)
        return [
            ((day, day), float(each if talk.people is None else talk.people), folded(talk.audience))
            for day, talk in dated
        ]
    if one.talks or any(s.stored_status == "skipped" for s in one.progress if s.step == 5) or 5 not in days:
        return []
    talks = days[5]
    asked = [(talks, split.people, set[str]())]
    before = min(days[4][0], talks[0]) if 4 in days else talks[0]
    if before < talks[0]:
        asked.append(((before, talks[0] - dt.timedelta(days=1)), 0.0, set()))
    return asked


def _cells(touches: Sequence[_Touch], months: Sequence[dt.date]) -> tuple[Cell, ...]:
    shares = month_shares(np.array([touch.days for touch in touches], dtype="datetime64[D]"), months)
    edges = [*months, (months[-1] + dt.timedelta(days=32)).replace(day=1)]
    cells = []
    for m, (begin, end) in enumerate(pairwise(edges)):
        here = {touch.process: None for touch in touches if touch.days[0] < end and touch.days[1] >= begin}
        people = sum(touch.people * float(shares[i, m]) for i, touch in enumerate(touches))
        cells.append(Cell(tuple(sorted(here, key=lambda p: (p[1].casefold(), p[0]))), round(people)))
    return tuple(cells)


def _warnings(row: PressureRow, months: Sequence[dt.date]) -> list[Warning]:
    found = []
    crowded: set[int] = set()
    for m, cell in enumerate(row.cells):
        if len(cell.processes) >= TOO_MANY:
            found.append(Warning(row.kind, row.name, row.area, "month", months[m], _end(months[m]), cell.processes))
            crowded.add(_quarter(months[m]))
    quarters: dict[int, dict[Process, None]] = defaultdict(dict)
    for m, cell in enumerate(row.cells):
        quarters[_quarter(months[m])].update(dict.fromkeys(cell.processes))
    for quarter, processes in quarters.items():
        if len(processes) >= TOO_MANY and quarter not in crowded:
            of_it = [month for month in months if _quarter(month) == quarter]
            days = (of_it[0], _end(of_it[-1]))
            found.append(Warning(row.kind, row.name, row.area, "quarter", *days, tuple(processes)))
    return found


def _end(month: dt.date) -> dt.date:
    return (month + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)


def _quarter(month: dt.date) -> int:
    return month.year * 4 + (month.month - 1) // 3


def _merges(shown: tuple[str, str, str], touches: Sequence[_Touch], today: dt.date) -> list[Merge]:
    """Of the talks that are still to come those of two processes that follow each other closely."""
    ahead = sorted(
        (touch for touch in touches if touch.days[1] >= today and touch.people > 0),
        key=lambda touch: (touch.days, touch.process[1], touch.process[0]),
    )
    found = []
    for one, other in pairwise(ahead):
        gap = (other.days[0] - one.days[1]).days
        if one.process[0] != other.process[0] and gap <= APART:
            last = max(other.days[0], one.days[1])
            found.append(Merge(*shown, one.process, other.process, min(one.days[1], last), max(other.days[0], last)))
    return found


def _distinct(merges: Sequence[Merge]) -> tuple[Merge, ...]:
    """Each pair once: by their group when they share one, with the talks that are closest; soonest first."""
    best: dict[frozenset[Process], Merge] = {}
    for merge in sorted(merges, key=lambda m: (m.kind != "group", m.days, m.first)):
        best.setdefault(frozenset((merge.one, merge.other)), merge)
    return tuple(sorted(best.values(), key=lambda m: (m.first, m.days, m.one[1].casefold()))[:MOST])

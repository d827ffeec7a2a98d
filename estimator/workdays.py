"""Working days: which days a kind of work may use, as tables that turn durations into dates in microseconds.

Four kinds: ``work`` (Monday to Friday, no public holidays), ``talks`` (work outside the school holidays),
``college`` and ``raad`` (work outside their recess). Offsets are whole days since the start of the process; an end
offset is the morning after the last day.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from estimator.places import DATA, REGIONS

Days = NDArray[np.int64]
HORIZON = 12 * 366  # days after the start for which tables are made; longer processes end at the horizon
COMPUTED = HORIZON - 28  # an end from here on may be cut off by the horizon: it lies there or later
KINDS = ("work", "talks", "college", "raad")

# Usual weeks for years that no file knows yet (assumption): ISO week of the Monday and number of weeks.
USUAL_WEEKS = {
    "voorjaarsvakantie": {"noord": (8, 1), "midden": (8, 1), "zuid": (8, 1)},
    "meivakantie": {"noord": (17, 2), "midden": (17, 2), "zuid": (17, 2)},
    "zomervakantie": {"noord": (28, 6), "midden": (29, 6), "zuid": (27, 6)},
    "herfstvakantie": {"noord": (42, 1), "midden": (42, 1), "zuid": (42, 1)},
    "kerstvakantie": {"noord": (52, 2), "midden": (52, 2), "zuid": (52, 2)},
}
# Recess (assumption): the council rests in the summer and Christmas holidays of its region, the college in the
# middle four weeks of the summer and over Christmas.
COLLEGE_SUMMER_SKIP, COLLEGE_SUMMER_WEEKS = 7, 4


@dataclass(frozen=True)
class Calendar:
    """Allowed days of one kind of work from one start: ``days[k]`` is the k-th allowed day, ``index[d]`` how many
    allowed days lie before day d."""

    days: Days
    index: Days

    def finish(self, start: Days, duration: Days) -> Days:
        """Morning after ``duration`` allowed days from ``start`` (both whole days, same shape).

        A duration of zero ends where it starts, and so does one that starts at the horizon.
        """
        first = self.index.take(start, mode="clip")
        last = self.days.take(first + (duration - 1), mode="clip")
        return np.where(duration > 0, np.maximum(last + 1, start), start)


class EveryDay(Calendar):
    """Every day is a day of work, up to the horizon."""

    def finish(self, start: Days, duration: Days) -> Days:
        """As ``Calendar.finish``, without looking days up."""
        end: Days = np.minimum(start + duration, len(self.days))
        return end


@dataclass(frozen=True)
class Calendars:
    """The four calendars of one start and region, and the last day on which school holidays are known."""

    start: dt.date
    work: Calendar
    talks: Calendar
    college: Calendar
    raad: Calendar
    known_until: dt.date

    def date(self, offset: float) -> dt.date:
        """The last day of work before an end offset."""
        return self.start + dt.timedelta(days=max(int(offset) - 1, 0))

    def start_date(self, offset: float) -> dt.date:
        """The first working day on or after a start offset."""
        at = min(int(self.work.index[min(int(offset), HORIZON)]), len(self.work.days) - 1)
        return self.start + dt.timedelta(days=int(self.work.days[at]))


@lru_cache(maxsize=512)
def calendars(start: dt.date, region: str) -> Calendars:
    """The calendars from ``start`` for a holiday region (noord, midden, zuid)."""
    first = start.toordinal()
    free = _public_holidays(start.year, start.year + 12)
    span = np.arange(HORIZON, dtype=np.int64)
    weekday = (span + start.weekday()) % 7 < 5
    work = weekday & ~_marked(first, free)
    holidays, known = school_holidays(region, start.year, start.year + 12)
    talks = work & ~_marked(first, _days(holidays))
    recess = [(a, b) for name, a, b in _named(region, start.year, start.year + 12) if name == "zomervakantie"]
    christmas = [(a, b) for name, a, b in _named(region, start.year, start.year + 12) if name == "kerstvakantie"]
    quiet = [
        (
            a + dt.timedelta(days=COLLEGE_SUMMER_SKIP),
            a + dt.timedelta(days=COLLEGE_SUMMER_SKIP + 7 * COLLEGE_SUMMER_WEEKS - 1),
        )
        for a, _ in recess
    ]
    raad = work & ~_marked(first, _days(recess + christmas))
    college = work & ~_marked(first, _days(quiet + christmas))
    return Calendars(start, _table(work), _table(talks), _table(college), _table(raad), known)


@cache
def plain() -> Calendars:
    """A calendar in which every day is a day of work: offsets then count days of work.

    Weekly work runs by these: holidays and recess cost nothing, and a longer step never makes a process cheaper by
    moving the next one past a holiday.
    """
    days = np.arange(HORIZON + 1, dtype=np.int64)
    days.setflags(write=False)
    every = EveryDay(days, days)
    return Calendars(dt.date(2000, 1, 1), every, every, every, every, dt.date(2000, 1, 1))


def latest_of_regions(start: dt.date, region: str | None) -> tuple[Calendars, ...]:
    """The calendars to use: of the region, or of all three when it isn't known (the latest then counts)."""
    return tuple(calendars(start, r) for r in ([region] if region else REGIONS))


def _table(allowed: NDArray[np.bool_]) -> Calendar:
    days = np.flatnonzero(allowed).astype(np.int64)
    index = np.concatenate([[0], np.cumsum(allowed)]).astype(np.int64)
    for a in (days, index):
        a.setflags(write=False)
    return Calendar(days, index)


def _marked(first: int, ordinals: Iterable[int]) -> NDArray[np.bool_]:
    marked = np.zeros(HORIZON, dtype=bool)
    offsets = np.fromiter((o - first for o in ordinals), dtype=np.int64)
    marked[offsets[(offsets >= 0) & (offsets < HORIZON)]] = True
    return marked


def _days(periods: Iterable[tuple[dt.date, dt.date]]) -> list[int]:
    return [o for a, b in periods for o in range(a.toordinal(), b.toordinal() + 1)]


@cache
def _public_holidays(first: int, last: int) -> tuple[int, ...]:
    """Dutch public holidays as ordinals; Good Friday and Liberation Day (every five years) included."""
    import holidays

    found = holidays.country_holidays("NL", years=range(first, last + 1), categories=("public", "optional"))
    skip = {d.toordinal() for d in found if d.month == 5 and d.day == 5 and d.year % 5 != 0}
    return tuple(sorted({d.toordinal() for d in found} - skip))


@cache
def _file() -> tuple[tuple[str, str, dt.date, dt.date], ...]:
    with open(DATA / "school_holidays.csv", encoding="utf-8", newline="") as f:
        return tuple(
            (r["holiday"], r["region"], dt.date.fromisoformat(r["start"]), dt.date.fromisoformat(r["end"]))
            for r in csv.DictReader(f)
            if r["start"] and r["end"]
        )


@cache
def _named(region: str, first: int, last: int) -> tuple[tuple[str, dt.date, dt.date], ...]:
    """(holiday, first day, last day) of every year: from the file where it knows, else the usual weeks."""
    known: dict[tuple[str, int], tuple[str, dt.date, dt.date]] = {}
    for name, where, a, b in _file():
        if where == region:
            known[name, a.year] = (name, a, b)
    found = list(known.values())
    for year in range(first - 1, last + 1):
        for name, weeks in USUAL_WEEKS.items():
            if (name, year) in known:
                continue
            week, length = weeks[region]
            monday = dt.date.fromisocalendar(year, week, 1)
            found.append((name, monday - dt.timedelta(days=2), monday + dt.timedelta(days=7 * length - 1)))
    return tuple(sorted(found, key=lambda h: h[1]))


def named_holidays(region: str, first: int, last: int) -> tuple[tuple[str, dt.date, dt.date, bool], ...]:
    """(holiday, first day, last day, known) of a region over the years; not known: our assumption for that year."""
    known = {(name, a) for name, where, a, _ in _file() if where == region}
    return tuple((name, a, b, (name, a) in known) for name, a, b in _named(region, first, last))


def public_holidays(first: int, last: int) -> frozenset[dt.date]:
    """Dutch public holidays over the years, as the calendars count them."""
    return frozenset(dt.date.fromordinal(o) for o in _public_holidays(first, last))


def known_until(region: str) -> dt.date:
    """The last day of the last school holiday that the data file knows for the region."""
    return max((b for _, where, _, b in _file() if where == region), default=dt.date(2000, 1, 1))


def school_holidays(region: str, first: int, last: int) -> tuple[list[tuple[dt.date, dt.date]], dt.date]:
    """School holidays of a region over the years, and until when they are known rather than assumed."""
    return [(a, b) for _, a, b in _named(region, first, last)], known_until(region)

"""When the municipality decides and works: meetings of college, committee and council, the last day to submit for
them, recess, public and school holidays. What it doesn't say itself is our assumption, and marked as such.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from estimator import workdays
from estimator.places import REGIONS, place
from portfolio import meeting_text, settings
from portfolio.checks import Faults, shown
from portfolio.identity import User
from portfolio.meeting_text import Period
from portfolio.messages import N_
from portfolio.settings import Setting
from portfolio.store import Store

KEY = "calendar"
BODIES = ("college", "commissie", "raad")
# Working days between handing in and the meeting. Our assumption, grade D: the rules of a municipality's own
# secretariat count, and no source for them was found.
ASSUMED_LEAD = {"college": 5, "commissie": 10, "raad": 15}
MOST_LEAD, MOST_WEEKS = 60, 26
HORIZON = dt.timedelta(days=366 * 3)  # how far ahead a rhythm is followed
PARTS = ("dates", "weekday", "every", "first", "lead")
FIELDS = (*(f"{body}_{part}" for body in BODIES for part in PARTS), "recess", "region")

NOT_WHOLE = N_("{value} is not a whole number; allowed is {low} to {high}.")
NO_FIRST = N_("Give the first meeting, so that we can count in steps of {n} weeks.")
OTHER_WEEKDAY = N_("{value} is on another weekday than the one chosen here.")
NO_WEEKDAY = N_("Choose the weekday of the meeting, or empty the other fields of the rhythm.")


@dataclass(frozen=True)
class Body:
    """When one body meets: on ``dates``, and after those (or without any) in a rhythm of weeks on a weekday.

    ``lead`` None: our assumption. ``weekday``: Monday is 0; None is no rhythm.
    """

    name: str
    dates: tuple[dt.date, ...] = ()
    weekday: int | None = None
    every: int = 1
    first: dt.date | None = None
    lead: int | None = None

    @property
    def known(self) -> bool:
        """True when it has dates or a rhythm."""
        return bool(self.dates) or self.weekday is not None

    @property
    def lead_days(self) -> int:
        """Working days between handing in and the meeting, assumed when not given."""
        return ASSUMED_LEAD[self.name] if self.lead is None else self.lead


@dataclass(frozen=True)
class Meeting:
    """A meeting. ``sure``: it is in the list of dates; else it follows from the rhythm."""

    body: str
    day: dt.date
    sure: bool


@dataclass(frozen=True)
class Reason:
    """Why nobody works on a day: ``kind`` is weekend, public, school or recess. ``nl`` and ``en``: its name.

    ``regions``: of a school holiday. ``assumed``: the date is our assumption for that year.
    """

    kind: str
    nl: str = ""
    en: str = ""
    regions: tuple[str, ...] = ()
    assumed: bool = False


@dataclass(frozen=True)
class Calendar:
    """The municipality's calendar; ``recess`` empty is our assumption, ``region`` empty is not known."""

    bodies: Mapping[str, Body] = field(default_factory=lambda: {name: Body(name) for name in BODIES})
    recess: tuple[Period, ...] = ()
    region: str = ""
    version: int = 0


def load(store: Store) -> Calendar:
    """The calendar as it is set, or one in which everything is assumed."""
    return of(settings.get(store, KEY))


def of(setting: Setting) -> Calendar:
    """The calendar in a setting that was checked when it was stored."""
    kept = setting.content
    bodies = {name: _body(name, kept) for name in BODIES}
    recess = tuple((dt.date.fromisoformat(a), dt.date.fromisoformat(b)) for a, b in kept.get("recess", ()))
    return Calendar(bodies, recess, kept.get("region", ""), setting.version)


def put(store: Store, user: User, version: int, values: Mapping[str, Any], token: str | None = None) -> Setting:
    """Set the calendar as a whole; ``values`` by FIELDS, lists as the text that was typed. Refused, Conflict."""
    return settings.put(store, user, KEY, version, checked(values), token)


def checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they are stored; Refused with a sentence per faulty field."""
    faults = Faults()
    faults.known(values, FIELDS)
    out: dict[str, Any] = {}
    for body in BODIES:
        out |= _checked_body(faults, body, values)
    found = meeting_text.periods(faults, "recess", _text(faults, "recess", values))
    out["recess"] = [[a.isoformat(), b.isoformat()] for a, b in found]
    out["region"] = faults.choice("region", values.get("region") or "", ("", *REGIONS))
    faults.stop()
    return out


def typed(calendar: Calendar) -> dict[str, Any]:
    """The calendar as the fields of a form: what ``checked`` reads back."""
    found: dict[str, Any] = {}
    for name, body in calendar.bodies.items():
        first = body.first.isoformat() if body.first else None
        every = body.every if body.weekday is not None else None
        values = (meeting_text.written(body.dates), body.weekday, every, first, body.lead)
        found |= {f"{name}_{part}": value for part, value in zip(PARTS, values, strict=True)}
    return found | {"recess": meeting_text.written_periods(calendar.recess), "region": calendar.region}


def next_meeting(calendar: Calendar, body: str, on_or_after: dt.date) -> Meeting | None:
    """The first meeting of a body on or after a day; None when no dates or rhythm are known, or they have run out."""
    return next(meetings(calendar, body, on_or_after), None)


def meetings(calendar: Calendar, body: str, since: dt.date) -> Iterator[Meeting]:
    """The meetings of a body from a day on, in order. A rhythm skips public holidays and recess."""
    about = calendar.bodies.get(body)
    if about is None:
        return
    for day in about.dates:
        if day >= since:
            yield Meeting(body, day, True)
    last = about.dates[-1] if about.dates else None
    for day in _rhythm(about, max(since, last + dt.timedelta(days=1)) if last else since):
        if is_working_day(day) and recess_on(calendar, day, body) is None:
            yield Meeting(body, day, False)


def last_submission_day(calendar: Calendar, meeting: Meeting) -> dt.date:
    """The last working day on which a proposal can be handed in for a meeting."""
    return working_days_before(meeting.day, calendar.bodies[meeting.body].lead_days)


def in_time(calendar: Calendar, body: str, ready: dt.date, since: dt.date) -> Meeting | None:
    """The first meeting on or after ``since`` for which what is ready on ``ready`` can still be handed in."""
    found = meetings(calendar, body, max(ready, since))
    return next((one for one in found if last_submission_day(calendar, one) >= ready), None)


def is_working_day(day: dt.date) -> bool:
    """Monday to Friday, and no public holiday.

    >>> is_working_day(dt.date(2026, 4, 27)), is_working_day(dt.date(2025, 4, 28))
    (False, True)
    """
    return day.weekday() < 5 and day not in _public(day.year)


def working_days_before(day: dt.date, count: int) -> dt.date:
    """The working day that lies ``count`` working days before a day; with 0 the day itself, or the last one before."""
    while not is_working_day(day):
        day -= dt.timedelta(days=1)
        count = max(count - 1, 0)
    while count > 0:
        day -= dt.timedelta(days=1)
        count -= is_working_day(day)
    return day


def why_not(calendar: Calendar, day: dt.date, municipality: str = "") -> Reason | None:
    """Why a day is no good day for a step or a talk: weekend, public holiday, school holiday, recess; None when it
    is one. The region is that of the ``municipality``, else the calendar's own; unknown: all three count."""
    if day in _public(day.year):
        return Reason("public", _name(day, "nl"), _name(day, "en_US"))
    if day.weekday() > 4:
        return Reason("weekend")
    school = school_holiday(day, regions(calendar, municipality))
    if school:
        return school
    return recess_on(calendar, day, "raad")


def school_holiday(day: dt.date, where: tuple[str, ...]) -> Reason | None:
    """The school holiday on a day, in any of the regions."""
    found = {
        region: (name, known)
        for region in where
        for name, first, last, known in _school(region, day.year)
        if first <= day <= last
    }
    if not found:
        return None
    names = sorted({name for name, _ in found.values()})
    assumed = any(not known for _, known in found.values())
    return Reason("school", names[0], SCHOOL[names[0]], tuple(found), assumed)


# English names of the holidays in data/school_holidays.csv.
SCHOOL = {
    "voorjaarsvakantie": "spring half-term holiday",
    "meivakantie": "May holiday",
    "zomervakantie": "summer holiday",
    "herfstvakantie": "autumn half-term holiday",
    "kerstvakantie": "Christmas holiday",
}


def recess_on(calendar: Calendar, day: dt.date, body: str) -> Reason | None:
    """The recess on a day: the municipality's own periods, else the assumption of the estimate (estimator.workdays):
    the council rests in the summer and Christmas holidays, the college in the middle of the summer and at Christmas."""
    if calendar.recess:
        return Reason("recess") if any(first <= day <= last for first, last in calendar.recess) else None
    allowed = all(_meets(body, day, region) for region in regions(calendar))
    return None if allowed or not is_working_day(day) else Reason("recess", assumed=True)


def regions(calendar: Calendar, municipality: str = "") -> tuple[str, ...]:
    """The holiday regions that count: one when it is known, else all three."""
    where = place(municipality) if municipality else None
    region = (where.region if where else "") or calendar.region
    return (region,) if region else REGIONS


def _meets(body: str, day: dt.date, region: str) -> bool:
    """Whether the estimate's own calendar has the body at work on this day."""
    year = workdays.calendars(dt.date(day.year, 1, 1), region)
    index = (year.college if body == "college" else year.raad).index
    at = (day - year.start).days
    return bool(index[at + 1] > index[at])


def _rhythm(body: Body, since: dt.date) -> Iterator[dt.date]:
    if body.weekday is None:
        return
    day = body.first or since + dt.timedelta(days=(body.weekday - since.weekday()) % 7)
    step = dt.timedelta(weeks=body.every)
    if day < since:
        day += step * -(-(since - day).days // step.days)
    until = max(since, body.first or since) + HORIZON
    while day <= until:
        yield day
        day += step


def _body(name: str, kept: Mapping[str, Any]) -> Body:
    first = kept.get(f"{name}_first")
    return Body(
        name,
        tuple(dt.date.fromisoformat(day) for day in kept.get(f"{name}_dates", ())),
        kept.get(f"{name}_weekday"),
        kept.get(f"{name}_every") or 1,
        dt.date.fromisoformat(first) if first else None,
        kept.get(f"{name}_lead"),
    )


def _checked_body(faults: Faults, body: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of one body. A rhythm is a weekday, with a first meeting when it isn't every week."""
    dates, weekday, every, first, lead = (f"{body}_{part}" for part in PARTS)
    found = meeting_text.days(faults, dates, _text(faults, dates, values))
    on = _whole(faults, weekday, values.get(weekday), 0, 4)
    weeks = _whole(faults, every, values.get(every), 1, MOST_WEEKS)
    begin = faults.day(first, values.get(first))
    if on is None and (weeks or begin):
        faults.add(weekday, NO_WEEKDAY)
    if on is not None and (weeks or 1) > 1 and begin is None:
        faults.add(first, NO_FIRST, n=weeks)
    if on is not None and begin is not None and begin.weekday() != on:
        faults.add(first, OTHER_WEEKDAY, value=begin)
    return {
        dates: [day.isoformat() for day in found],
        weekday: on,
        every: None if on is None else weeks or 1,
        first: begin.isoformat() if begin else None,
        lead: _whole(faults, lead, values.get(lead), 0, MOST_LEAD),
    }


def _text(faults: Faults, name: str, values: Mapping[str, Any]) -> str:
    return faults.text(name, values.get(name), 100_000)


def _whole(faults: Faults, name: str, value: Any, low: int, high: int) -> int | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        faults.add(name, NOT_WHOLE, value=shown(value), low=low, high=high)
        return None
    return value


@cache
def _public(year: int) -> frozenset[dt.date]:
    return workdays.public_holidays(year, year)


@cache
def _school(region: str, year: int) -> tuple[tuple[str, dt.date, dt.date, bool], ...]:
    return tuple(one for one in workdays.named_holidays(region, year, year) if year in (one[1].year, one[2].year))


@cache
def _names(year: int, language: str) -> dict[dt.date, str]:
    import holidays

    found = holidays.country_holidays("NL", years=year, categories=("public", "optional"), language=language)
    return {day: str(name) for day, name in found.items()}


def _name(day: dt.date, language: str) -> str:
    return _names(day.year, language).get(day, "")

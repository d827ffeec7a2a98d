"""Rules between processes: the same groups asked too often, and talks in one area in one week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from portfolio.messages import N_
from portfolio.pitfalls.facts import Days, Elsewhere, Facts, Neighbour
from portfolio.pitfalls.finding import AMBER, RED, Finding, make

PROCESSES, YEAR = 3, 365  # P12: so many processes within a year
WEEKS_DAYS = 56  # P12


def overloaded(facts: Facts, other: Elsewhere) -> Finding | None:
    """P12, from the moment that this process has days for its talks until step 5 has ended. The same group is the same
    name in the same area. Two talks within eight weeks: one of this process and one of another; within a process that
    is how a series of talks works."""
    if facts.ended(5):
        return None
    near = _same_area(facts, other)
    amber: Finding | None = None
    for group in facts.groups:
        mine = facts.contacts(group)
        theirs = [(n.name, n.by_group.get(group.strip().casefold(), ())) for n in near]
        count = _most(mine, [days for _name, days in theirs if days])
        if count >= PROCESSES:
            return make(
                "P12", RED, 4,
                N_("“{group}” in {area} is asked in {count} processes within 12 months; {limit} is too many."),
                {"group": group, "area": facts.area, "count": count, "limit": PROCESSES},
                (count, PROCESSES, "processes"),
            )  # fmt: skip
        for name, days in theirs:
            apart = _apart(mine, days)
            if amber is None and apart is not None and apart <= WEEKS_DAYS:
                amber = make(
                    "P12", AMBER, 4,
                    N_("“{group}” in {area} also talks in “{name}”, {days} days apart; {limit} is the least."),
                    {"group": group, "area": facts.area, "name": name, "days": apart, "limit": WEEKS_DAYS},
                    (apart, WEEKS_DAYS, "days"),
                )  # fmt: skip
    return amber


def same_week(facts: Facts, other: Elsewhere) -> Finding | None:
    """P28, for weeks that have yet to end, from the moment that both processes have days for their talks. Whether they
    are linked can't be seen: who did link them accepts it with that reason."""
    if facts.ended(5):
        return None
    monday = facts.today - dt.timedelta(days=facts.today.weekday())
    mine = [(first, last) for first, last in facts.contacts() if last >= monday]
    for neighbour in _same_area(facts, other):
        for first, last in mine:
            for begin, end in neighbour.contacts:
                if _week(begin) <= _week(last) and _week(first) <= _week(end) and end >= monday:
                    week = max(_week(first), _week(begin), monday)
                    return make(
                        "P28", AMBER, 5,
                        N_("In the week of {week} “{name}” talks in {area} too."),
                        {"week": week, "name": neighbour.name, "area": facts.area}, (week, _week(end), "date"),
                    )  # fmt: skip
    return None


def _week(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def _same_area(facts: Facts, other: Elsewhere) -> list[Neighbour]:
    area = facts.area.strip().casefold()
    return [one for one in other.processes if area and one.area.strip().casefold() == area and one.id != facts.id]


def _apart(mine: Sequence[Days], theirs: Sequence[Days]) -> int | None:
    """The fewest days between two periods; 0 when they touch, None without both."""
    gaps = [max(0, (b - d).days, (a - e).days) for b, e in mine for a, d in theirs]
    return min(gaps, default=None)


def _most(mine: Sequence[Days], theirs: Sequence[Sequence[Days]]) -> int:
    """How many processes talk within one year, this one included; 0 without days of its own."""
    if not mine:
        return 0
    most = 1
    first_day = min(first for first, _last in mine) - dt.timedelta(days=YEAR)
    last_day = max(last for _first, last in mine) + dt.timedelta(days=YEAR)
    near = [[(a, b) for a, b in days if b >= first_day and a <= last_day] for days in theirs]
    for end in {last for days in (mine, *near) for _first, last in days}:
        until = end + dt.timedelta(days=YEAR)
        if any(first <= until and last >= end for first, last in mine):
            most = max(most, 1 + sum(any(a <= until and b >= end for a, b in days) for days in near))
    return most

"""The talks of an approved scope as a list to begin step 5 with, spread over the days that talks may use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from estimator.places import place
from estimator.workdays import latest_of_regions
from portfolio.rows import Row

MOST = 60  # more talks than this get no programme each: then add the ones that need it


def talks_of(scope: Mapping[str, Any], first: dt.date | None, last: dt.date | None) -> list[Row]:
    """A talk for each of the scope: ``form``, ``number`` (from 1, within its form) and ``planned_on`` (None without
    dates). Days: working days outside school holidays of the municipality's region, evenly from first to last.

    With fewer occasions (``meetings``) than talks, talks share a day.

    >>> found = talks_of({"conversations_by_form": {"dialoogtafel": 2}}, dt.date(2027, 3, 1), dt.date(2027, 3, 12))
    >>> [(talk["form"], talk["number"], talk["planned_on"].day) for talk in found]
    [('dialoogtafel', 1, 1), ('dialoogtafel', 2, 12)]
    """
    names = [(form, n) for form, count in scope["conversations_by_form"].items() for n in range(1, count + 1)]
    names = names[:MOST]
    occasions = min(scope.get("meetings") or len(names), len(names))
    days = spread(first, last, occasions, scope.get("municipality"))
    found = []
    for k, (form, n) in enumerate(names):
        day = days[k * occasions // len(names)] if days else None
        found.append({"form": form, "number": n, "planned_on": day})
    return found


def spread(first: dt.date | None, last: dt.date | None, count: int, municipality: str | None = None) -> list[dt.date]:
    """``count`` days for talks from first to last, as evenly as the allowed days let; days repeat when there are fewer.
    Empty without dates, or when no day is allowed."""
    if first is None or last is None or last < first or count < 1:
        return []
    where = place(municipality) if municipality else None
    cals = latest_of_regions(first, where.region if where else None)
    span = [first + dt.timedelta(days=k) for k in range((last - first).days + 1)]
    allowed = [day for day in span if all(_allowed(cal, (day - first).days) for cal in cals)]
    if not allowed:
        return []
    if count == 1:
        return [allowed[len(allowed) // 2]]
    return [allowed[round(k * (len(allowed) - 1) / (count - 1))] for k in range(count)]


def _allowed(cal: Any, at: int) -> bool:
    index = cal.talks.index
    return at + 1 < len(index) and bool(index[at + 1] > index[at])

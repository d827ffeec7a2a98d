"""When college and council meet, as an assumption: dates to choose from until those of the municipality are imported.

The college meets on Tuesdays; the council on one Thursday a month, the first from the 8th on. Neither meets on a
public holiday or in its recess (estimator/workdays.py).
"""

from __future__ import annotations

import calendar
import datetime as dt
from typing import Any

from estimator.workdays import Calendars, latest_of_regions

TUESDAY, THURSDAY = 1, 3
BODIES = {"college": TUESDAY, "raad": THURSDAY}
COUNCIL_FROM_DAY = 8


def meetings(route: str, year_month: str, region: str | None = None, months: int = 12) -> list[dict[str, Any]]:
    """Days on which college or council would meet, from a month (``"2027-03"``) on for some months, in order.

    Each says that it is ``assumed``. ``region``: noord, midden or zuid; without it no day in the recess of any region.
    In a month with no day left the council doesn't meet. Raises ValueError for another route or a month that isn't one.

    >>> [m["date"] for m in meetings("raad", "2027-05", "midden", months=5)]
    ['2027-05-13', '2027-06-10', '2027-07-08', '2027-09-09']
    """
    if route not in BODIES:
        raise ValueError(f"route: {route!r} has no meetings; choose one of {', '.join(BODIES)}")
    since = dt.date.fromisoformat(f"{year_month}-01")
    cals = latest_of_regions(dt.date(since.year, 1, 1), region)
    found: list[dt.date] = []
    for k in range(since.month - 1, since.month - 1 + months):
        days = [d for d in _month(since.year + k // 12, k % 12 + 1) if d.weekday() == BODIES[route]]
        if route == "raad":
            days = [d for d in days if d.day >= COUNCIL_FROM_DAY]
        days = [d for d in days if all(_meets(route, c, d) for c in cals)]
        found += days[:1] if route == "raad" else days
    return [{"date": d.isoformat(), "route": route, "assumed": True} for d in found]


def _month(year: int, month: int) -> list[dt.date]:
    return [dt.date(year, month, day) for day in range(1, calendar.monthrange(year, month)[1] + 1)]


def _meets(route: str, cal: Calendars, day: dt.date) -> bool:
    """Whether a body may decide on a day: a working day outside its recess."""
    index, at = (cal.raad if route == "raad" else cal.college).index, (day - cal.start).days
    return bool(index[at + 1] > index[at])

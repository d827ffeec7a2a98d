"""Time in the records: ISO text in UTC, to the second. A pinned clock exists for examples and tests only.

The audit chain never uses the pinned clock: it says when something really happened.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from contextvars import ContextVar

_pinned: ContextVar[dt.datetime | None] = ContextVar("pinned", default=None)


def iso(moment: dt.datetime) -> str:
    """Write a moment as ISO text in UTC.

    >>> iso(dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.timezone.utc))
    '2026-11-23T12:00:00Z'
    """
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def wall() -> str:
    """The real time."""
    return iso(dt.datetime.now(dt.UTC))


def now() -> str:
    """The time for a record: real, unless the clock is pinned."""
    pinned = _pinned.get()
    return iso(pinned) if pinned else wall()


def today() -> dt.date:
    """The date for a record, in the machine's time zone; pinned when the clock is."""
    pinned = _pinned.get()
    return pinned.date() if pinned else dt.date.today()


@contextlib.contextmanager
def at(moment: dt.datetime | dt.date) -> Iterator[None]:
    """Pin the clock of the records to ``moment`` (a date means noon UTC).

    >>> with at(dt.date(2026, 3, 1)):
    ...     now(), today()
    ('2026-03-01T12:00:00Z', datetime.date(2026, 3, 1))
    """
    if not isinstance(moment, dt.datetime):
        moment = dt.datetime(moment.year, moment.month, moment.day, 12, tzinfo=dt.UTC)
    token = _pinned.set(moment)
    try:
        yield
    finally:
        _pinned.reset(token)

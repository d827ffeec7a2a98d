"""Dates as people paste them: one a line, from a list, a CSV or a calendar file; a sentence for every line that isn't.

A line is a date (``28-1-2027``, ``28/1/2027`` or ``2027-01-28``), with anything after a comma, semicolon or tab left
alone. A period has two dates with ``t/m``, ``tot`` or a dash between them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from portfolio.checks import FIRST_DAY, LAST_DAY, Faults, shown
from portfolio.messages import N_

Period = tuple[dt.date, dt.date]
MOST = 500  # lines

NOT_A_DATE = N_("Line {line}: {value} is not a date. Write for example 28-1-2027 or 2027-01-28.")
NOT_A_PERIOD = N_("Line {line}: {value} is not a period. Write for example 10-7-2027 t/m 22-8-2027.")
TURNED = N_("Line {line}: {value} ends before it begins.")
TOO_MANY = N_("{n} lines is too much; at most {high}.")
NO_DATES = N_("There is no date in this file.")

_DUTCH = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_ONE = rf"(?:{_DUTCH.pattern}|{_ISO.pattern})"
_PERIOD = re.compile(rf"({_ONE})\s*(?:t/m|tot en met|tot|until|to|[-–—;,\t])\s*({_ONE})", re.IGNORECASE)
_CALENDAR = re.compile(r"^DTSTART[^:\n]*:(\d{4})(\d{2})(\d{2})", re.MULTILINE)


def day(text: str) -> dt.date | None:
    """One date, or None.

    >>> day("28-1-2027"), day("2027-02-29")
    (datetime.date(2027, 1, 28), None)
    """
    text = text.strip()
    dutch, iso = _DUTCH.fullmatch(text), _ISO.fullmatch(text)
    parts = (dutch[3], dutch[2], dutch[1]) if dutch else iso.groups() if iso else None
    if parts is None:
        return None
    try:
        found = dt.date(*(int(part) for part in parts))
    except ValueError:
        return None
    return found if FIRST_DAY <= found <= LAST_DAY else None


def days(faults: Faults, field: str, text: str) -> list[dt.date]:
    """The dates of a list, in order, each once. A first line without a digit is a heading. A calendar file counts too:
    the days on which its events begin."""
    if "BEGIN:VCALENDAR" in text.upper():
        return _of_calendar(faults, field, text)

    def read(number: int, line: str) -> dt.date | None:
        found = day(re.split(r"[,;\t]", line)[0].strip().strip('"'))
        if found is None:
            faults.add(field, NOT_A_DATE, line=number, value=shown(line))
        return found

    return sorted({found for found in _each(faults, field, text, read) if found})


def periods(faults: Faults, field: str, text: str) -> list[Period]:
    """The periods of a list, in order."""

    def read(number: int, line: str) -> Period | None:
        match = _PERIOD.fullmatch(line)
        first, last = (day(match[1]), day(match[8])) if match else (None, None)
        if first is None or last is None:
            faults.add(field, NOT_A_PERIOD, line=number, value=shown(line))
            return None
        if last < first:
            faults.add(field, TURNED, line=number, value=shown(line))
            return None
        return first, last

    return sorted({found for found in _each(faults, field, text, read) if found})


def written(found: Iterable[dt.date]) -> str:
    """Dates as a list that ``days`` reads back.

    >>> written([dt.date(2027, 1, 28)])
    '28-1-2027'
    """
    return "\n".join(_short(one) for one in found)


def written_periods(found: Iterable[Period]) -> str:
    """Periods as a list that ``periods`` reads back."""
    return "\n".join(f"{_short(first)} t/m {_short(last)}" for first, last in found)


def _short(one: dt.date) -> str:
    return f"{one.day}-{one.month}-{one.year}"


def _each(faults: Faults, field: str, text: str, read: Callable[[int, str], Any]) -> Iterator[Any]:
    lines = [(number, line.strip()) for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1)]
    lines = [(number, line) for number, line in lines if line]
    if len(lines) > MOST:
        faults.add(field, TOO_MANY, n=len(lines), high=MOST)
        return
    if len(lines) > 1 and not any(sign.isdigit() for sign in lines[0][1]):
        lines = lines[1:]
    for number, line in lines:
        yield read(number, line)


def _of_calendar(faults: Faults, field: str, text: str) -> list[dt.date]:
    unfolded = re.sub(r"\r?\n[ \t]", "", text).replace("\r\n", "\n")
    unfolded = re.sub(r"BEGIN:VTIMEZONE.*?END:VTIMEZONE", "", unfolded, flags=re.DOTALL)
    found = {one for parts in _CALENDAR.findall(unfolded) if (one := day("-".join(parts)))}
    if not found:
        faults.add(field, NO_DATES)
    if len(found) > MOST:
        faults.add(field, TOO_MANY, n=len(found), high=MOST)
    return sorted(found)

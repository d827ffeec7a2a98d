"""One cell → a number, an amount, a date, yes or no, in Dutch or international writing; or what is allowed.

``1.500`` alone can be fifteen hundred or one and a half. It counts only when another cell of the same column shows how
its numbers are written; else it is refused.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from imports.files import Cell
from portfolio.checks import shown
from portfolio.messages import N_
from portfolio.store import Refused

Style = Literal["comma", "point"] | None

NOT_NUMBER = N_("{value} is not a number; allowed is for instance {example}.")
AMBIGUOUS = N_("{value} can be read in two ways; write it without a thousands separator, or with decimals.")
NOT_FINITE = N_("{value} is not a number that can be used; leave the cell empty when it isn't known.")
TOO_PRECISE = N_("{value} has more than two decimals; an amount has at most two.")
NOT_WHOLE = N_("{value} is not a whole number.")
NOT_A_DAY = N_("{value} is not a date; allowed is for instance 31-12-2026, 2026-12-31 or 31 december 2026.")
NOT_YES = N_("{value} is not yes or no.")
NOT_ONE_OF = N_("{value} is not known here; allowed is {allowed}.")

_COMMA = re.compile(r"-?(\d{1,3}(\.\d{3})+(,\d+)?|\d+,\d+)", re.ASCII)
_POINT = re.compile(r"-?(\d{1,3}(,\d{3})+(\.\d+)?|\d+\.\d+)", re.ASCII)
_PLAIN = re.compile(r"-?\d+", re.ASCII)
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_YEAR_FIRST = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2}| UTC)?)?"
)
_MONTH_WORD = re.compile(r"(\d{1,2})\.? ([a-z]+)\.? (\d{4})")
_MONTHS = (
    ("januari", "january"),
    ("februari", "february"),
    ("maart", "march", "mrt"),
    ("april",),
    ("mei", "may"),
    ("juni", "june"),
    ("juli", "july"),
    ("augustus", "august"),
    ("september",),
    ("oktober", "october"),
    ("november",),
    ("december",),
)
_YES = ("ja", "j", "yes", "y", "true", "waar", "1", "x")
_NO = ("nee", "n", "no", "false", "onwaar", "0")


def style_of(cells: Iterable[Cell]) -> Style:
    """How a column writes its decimals, known from the cells that can be read in one way only.

    >>> style_of(["1.500", "97,5"]), style_of(["1.500", "12"]), style_of(["1,500.00"])
    ('comma', None, 'point')
    """
    found: set[Style] = set()
    for cell in cells:
        if isinstance(cell, str):
            text = _bare(cell)
            comma, point = bool(_COMMA.fullmatch(text)), bool(_POINT.fullmatch(text))
            if comma != point:
                found.add("comma" if comma else "point")
    return found.pop() if len(found) == 1 else None


def number(cell: Cell, style: Style = None) -> Decimal:
    """A number, exactly as written. Raises Refused.

    >>> number("1.500,00"), number("1,500.00"), number("97,5"), number("1.500", "comma"), number("€ 12,-")
    (Decimal('1500.00'), Decimal('1500.00'), Decimal('97.5'), Decimal('1500'), Decimal('12'))
    """
    if cell is None or isinstance(cell, bool | dt.date):
        raise Refused(NOT_NUMBER, value=shown(cell), example="1500,50")
    if isinstance(cell, int | float):
        if not math.isfinite(cell):
            raise Refused(NOT_FINITE, value=shown(cell))
        return Decimal(repr(cell) if isinstance(cell, int) else f"{cell:.12g}")
    text = _bare(cell)
    if text.casefold().lstrip("+-") in ("nan", "inf", "infinity"):
        raise Refused(NOT_FINITE, value=shown(cell))
    comma, point = bool(_COMMA.fullmatch(text)), bool(_POINT.fullmatch(text))
    if comma and point:
        if style is None:
            raise Refused(AMBIGUOUS, value=shown(cell))
        comma = style == "comma"
    if comma:
        text = text.replace(".", "").replace(",", ".")
    elif point:
        text = text.replace(",", "")
    elif not _PLAIN.fullmatch(text):
        raise Refused(NOT_NUMBER, value=shown(cell), example="1500,50")
    if len(text) > 20:
        raise Refused(NOT_NUMBER, value=shown(cell), example="1500,50")
    return Decimal(text)


def cents(cell: Cell, style: Style = None) -> int:
    """An amount in euros as whole cents.

    >>> cents("1.500,5"), cents(97.5), cents("-12,50")
    (150050, 9750, -1250)
    """
    found = number(cell, style) * 100
    if found != found.to_integral_value():
        raise Refused(TOO_PRECISE, value=shown(cell))
    return int(found)


def whole(cell: Cell, style: Style = None) -> int:
    """A whole number; ``45 %`` is 45."""
    found = number(cell.rstrip(" %") if isinstance(cell, str) else cell, style)
    if found != found.to_integral_value():
        raise Refused(NOT_WHOLE, value=shown(cell))
    return int(found)


def day(cell: Cell) -> dt.date:
    """A date; in numbers the day comes first, unless the year does.

    >>> day("31-12-2026") == day("2026-12-31") == day("31 december 2026") == day("31/12/2026")
    True
    """
    if isinstance(cell, dt.date):
        return cell
    text = " ".join(cell.split()).casefold() if isinstance(cell, str) else ""
    try:
        if found := _DAY_FIRST.fullmatch(text):
            return dt.date(int(found[3]), int(found[2]), int(found[1]))
        if found := _YEAR_FIRST.fullmatch(text.upper()):
            return dt.date(int(found[1]), int(found[2]), int(found[3]))
        if (found := _MONTH_WORD.fullmatch(text)) and (month := _month(found[2])):
            return dt.date(int(found[3]), month, int(found[1]))
    except ValueError:
        pass
    raise Refused(NOT_A_DAY, value=shown(cell))


def yes_no(cell: Cell) -> bool:
    """Yes or no, in either language."""
    if isinstance(cell, bool):
        return cell
    word = text(cell).casefold()
    if word in _YES or word in _NO:
        return word in _YES
    raise Refused(NOT_YES, value=shown(cell))


def text(cell: Cell) -> str:
    """The cell as text; a whole number from Excel without its ``.0``."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def _month(word: str) -> int | None:
    if len(word) < 3:
        return None
    return next((n for n, names in enumerate(_MONTHS, 1) if any(name.startswith(word) for name in names)), None)


def _bare(cell: str) -> str:
    """Without currency, spaces and the dash of ``12,-``; with a plain minus sign."""
    text = _SPACES.sub("", cell).replace("\u2212", "-").replace("\u2013", "-")
    text = re.sub(r"^(-?)(?:€|eur)(-?)", r"\1\2", text, flags=re.IGNORECASE)
    return re.sub(r",[-]+$", "", text)

"""A file as it comes in, CSV or Excel → one sheet of headers and rows, or a sentence that says what is wrong and where.

Nothing is guessed silently: what was detected (encoding, delimiter, sheet) is told, and a row that doesn't fit the
headers is a fault with its number. Sizes are capped before and while reading.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from imports.guard import bare
from portfolio.messages import N_
from portfolio.store import Fault, Refused

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS, MOST_CHARACTERS = 50_000, 200, 10_000

EMPTY_FILE = N_("This file is empty.")
TOO_BIG = N_("This file is {size} MB; at most {high} MB is allowed.")
TOO_MANY_ROWS = N_("This file has more than {high} rows; split it.")
TOO_MANY_COLUMNS = N_("Row {row} has more than {high} columns; at most {high} are allowed.")
TOO_LONG = N_("Row {row}, column {column}: this text is longer than {high} characters.")
OLD_EXCEL = N_("This is an old Excel file (.xls) or one with a password; save it as .xlsx without a password.")
OPEN_DOCUMENT = N_("This is an OpenDocument sheet (.ods); save it as .xlsx or CSV.")
NOT_SHEET = N_("This is not a CSV or Excel file (.xlsx).")
NO_HEADERS = N_("There is no row with headers in this file.")
EMPTY_HEADER = N_("Row {row}, column {column}: this column has values and no header.")
DOUBLE_HEADER = N_(
    "Row {row}: the header {value} stands in column {column} and in column {other}; give each its own name."
)
NO_ROWS = N_("There are headers in this file, and no rows below them.")
SHORT_ROW = N_("This row has {count} cells; the headers say {high}. Is a delimiter missing?")
LONG_ROW = N_("This row has more cells than the {high} headers. Is there a delimiter inside a text without quotes?")

Cell = str | int | float | bool | dt.date | None
Suits = Callable[[Sequence[str]], bool]  # whether headers are those of what is looked for


@dataclass(frozen=True)
class Line:
    """A row of the file. ``number`` is that of the file itself; ``fault`` says why it can't be read as a row."""

    number: int
    cells: tuple[Cell, ...]
    fault: Fault | None = None


@dataclass(frozen=True)
class Sheet:
    """What a file holds: headers, the rows that are not empty, and ``notes`` on what was detected."""

    headers: tuple[str, ...]
    lines: tuple[Line, ...]
    notes: tuple[Fault, ...] = field(default=())

    def column(self, index: int) -> list[Cell]:
        """The cells below one header."""
        return [line.cells[index] for line in self.lines if line.fault is None]


def read(content: bytes, suits: Suits | None = None) -> Sheet:
    """The sheet in a file, by what it holds and not by its name. Raises Refused with one sentence.

    Of several sheets in Excel the first one that holds anything, or the first one whose headers ``suits`` likes.
    """
    from imports import read_excel, read_text  # both need what stands here

    if not content:
        raise Refused(EMPTY_FILE)
    if len(content) > MOST_BYTES:
        raise Refused(TOO_BIG, size=round(len(content) / 1024**2, 1), high=MOST_BYTES // 1024**2)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(OLD_EXCEL)
    if content.startswith(b"PK"):
        return read_excel.read(content, suits)
    return read_text.read(content)


def letter(index: int) -> str:
    """The name of a column in a spreadsheet, counted from 0.

    >>> letter(0), letter(27), letter(16383)
    ('A', 'AB', 'XFD')
    """
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def sheet(number: int, headers: Sequence[Cell], lines: list[Line], notes: Sequence[Fault]) -> Sheet:
    """Headers of row ``number`` and the rows below them, checked against each other."""
    names = [" ".join(str(name).split()) if name is not None else "" for name in headers]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise Refused(NO_HEADERS)
    seen: dict[str, int] = {}
    for index, name in enumerate(names):
        earlier = seen.setdefault(name.casefold(), index)
        if name and earlier != index:
            raise Refused(DOUBLE_HEADER, row=number, value=name[:60], column=letter(earlier), other=letter(index))
    used = [index for index, name in enumerate(names) if name]
    kept = []
    for line in lines:
        for index, cell in enumerate(line.cells):
            if cell is not None and index < len(names) and not names[index] and line.fault is None:
                raise Refused(EMPTY_HEADER, row=line.number, column=letter(index))
            if isinstance(cell, str) and len(cell) > MOST_CHARACTERS:
                raise Refused(TOO_LONG, row=line.number, column=letter(index), high=MOST_CHARACTERS)
        kept.append(_fitted(line, len(names), used))
    if not kept:
        raise Refused(NO_ROWS)
    return Sheet(tuple(names[index] for index in used), tuple(kept), tuple(notes))


def _fitted(line: Line, width: int, used: Sequence[int]) -> Line:
    fault = line.fault
    if fault is None and any(cell is not None for cell in line.cells[width:]):
        fault = Fault("", LONG_ROW, {"high": width})
    cells = (*line.cells, *(None,) * (width - len(line.cells)))
    taken = (cells[index] for index in used)
    return Line(line.number, tuple(bare(cell) if isinstance(cell, str) else cell for cell in taken), fault)

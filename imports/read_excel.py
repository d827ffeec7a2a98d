"""Excel (.xlsx) through openpyxl, row by row. What is inside the file is measured before it is unpacked.

A formula counts with the value that Excel stored beside it; without one the cell is refused by name. Cells far outside
the rows and columns that are allowed stop the reading.
"""

from __future__ import annotations

import datetime as dt
import io
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any

from imports.files import (
    MOST_COLUMNS,
    MOST_ROWS,
    NO_HEADERS,
    NOT_SHEET,
    OPEN_DOCUMENT,
    TOO_MANY_ROWS,
    Cell,
    Line,
    Sheet,
    Suits,
    letter,
    sheet,
)
from imports.guard import printable
from portfolio.checks import unturned
from portfolio.messages import N_
from portfolio.store import Fault, Refused

MOST_UNZIPPED = 60 * 1024 * 1024
MOST_PARTS = 1000  # files in the zip
MOST_BLANK = 20_000  # formatted rows without a value, beyond the last one that is allowed
ERRORS = ("#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!")

READ_AS = N_("Read as Excel: sheet {sheet}.")
OTHERS = N_("Other sheets are not read: {names}.")
TOO_MUCH = N_("Unpacked this file is {size} MB; at most {high} MB is allowed.")
OUTSIDE = N_("Cell {cell} lies outside what is read: {rows} rows and {columns} columns. Empty it and save again.")
DAMAGED = N_("This Excel file can't be read; it may be damaged. Open it in Excel and save it again as .xlsx.")
FORMULA = N_("Cell {cell} has a formula without a stored value; replace it by its value.")
ERROR = N_("Cell {cell} holds the error {value}.")


def read(content: bytes, suits: Suits | None = None) -> Sheet:
    """The first visible sheet that holds anything, or that has the headers looked for. Raises Refused."""
    try:
        parts = _parts(content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _read(content, parts, suits)
    except Refused:
        raise
    except MemoryError as error:
        raise Refused(DAMAGED) from error
    except Exception as error:  # whatever zip and XML readers raise on a file that isn't what it says
        raise Refused(DAMAGED) from error


def _parts(content: bytes) -> zipfile.ZipFile:
    """The zip, when it is a sheet and small enough unpacked."""
    parts = zipfile.ZipFile(io.BytesIO(content))
    names = set(parts.namelist())
    if "mimetype" in names:
        raise Refused(OPEN_DOCUMENT)
    if "xl/workbook.xml" not in names:
        raise Refused(NOT_SHEET)
    size = sum(part.file_size for part in parts.infolist())
    if size > MOST_UNZIPPED:
        raise Refused(TOO_MUCH, size=round(size / 1024**2), high=MOST_UNZIPPED // 1024**2)
    if len(names) > MOST_PARTS:
        raise Refused(DAMAGED)
    for part in parts.infolist():
        with parts.open(part) as file:
            start = file.read(4096)
        if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
            raise Refused(DAMAGED)
    return parts


def _read(content: bytes, parts: zipfile.ZipFile, suits: Suits | None) -> Sheet:
    from openpyxl import load_workbook  # slow to import, and only few visitors import files

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    visible = [one for one in book.worksheets if one.sheet_state == "visible"]
    for place in _liked_first(visible, suits):
        found = _sheet(place)
        if found is None:
            continue
        number, headers, lines = found
        if _has_formulas(parts):
            lines = _formulas(content, place.title, number, lines)
        notes = [Fault("", READ_AS, {"sheet": place.title})]
        others = [one.title for one in book.worksheets if one.title != place.title]
        notes += [Fault("", OTHERS, {"names": others})] if others else []
        book.close()
        return sheet(number, headers, lines, notes)
    raise Refused(NO_HEADERS)


def _liked_first(places: list[Any], suits: Suits | None) -> list[Any]:
    """The sheets, the first one with the headers that are looked for before the others."""
    if suits is None or len(places) < 2:
        return places
    for place in places:
        _number, headers = next(_rows(place), (0, ()))
        if suits([" ".join(cell.split()) for cell in headers if isinstance(cell, str)]):
            return [place, *(one for one in places if one is not place)]
    return places


def _sheet(place: Any) -> tuple[int, tuple[Cell, ...], list[Line]] | None:
    rows = _rows(place)
    number, headers = next(rows, (0, ()))
    if not number:
        return None
    lines: list[Line] = []
    for n, cells in rows:
        if len(lines) == MOST_ROWS:
            raise Refused(TOO_MANY_ROWS, high=MOST_ROWS)
        wrong = next((i for i, cell in enumerate(cells) if isinstance(cell, str) and cell in ERRORS), None)
        said = {"cell": f"{letter(wrong)}{n}", "value": cells[wrong]} if wrong is not None else {}
        lines.append(Line(n, cells, Fault("", ERROR, said) if said else None))
    return number, headers, lines


def _rows(place: Any) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """(number, cells) of the rows that hold anything, without the empty cells at the end."""
    place.reset_dimensions()  # what the file says of its own size may be wrong
    blank = 0
    for number, row in enumerate(place.iter_rows(values_only=True), 1):
        if not row:
            continue
        last = next((i for i in range(len(row), 0, -1) if row[i - 1] not in (None, "")), 0)
        if last == 0:
            blank += number > MOST_ROWS
            if blank > MOST_BLANK:
                raise Refused(TOO_MANY_ROWS, high=MOST_ROWS)
            continue
        if number > MOST_ROWS * 2:
            raise Refused(OUTSIDE, cell=f"{letter(last - 1)}{number}", rows=MOST_ROWS, columns=MOST_COLUMNS)
        if last > MOST_COLUMNS:
            raise Refused(OUTSIDE, cell=f"{letter(last - 1)}{number}", rows=MOST_ROWS, columns=MOST_COLUMNS)
        yield number, tuple(_cell(value) for value in row[:last])


def _cell(value: Any) -> Cell:
    if isinstance(value, dt.datetime):
        return value.date() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, str):
        return unturned(_unescaped(value)).strip() or None
    if value is None or isinstance(value, bool | int | float | dt.date):
        return value
    return str(value)


def _unescaped(text: str) -> str:
    """Text as it was typed: Excel writes a line end of Windows, and what looks like an escape, as ``_x000D_``."""
    if "_x" not in text:
        return text
    from openpyxl.utils.escape import unescape

    return printable(unescape(text))


def _has_formulas(parts: zipfile.ZipFile) -> bool:
    for name in parts.namelist():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            with parts.open(name) as file:
                before = b""
                while piece := file.read(1 << 20):
                    if b"<f>" in before + piece or b"<f " in before + piece or b"<f/" in before + piece:
                        return True
                    before = piece[-4:]
    return False


def _formulas(content: bytes, title: str, number: int, lines: list[Line]) -> list[Line]:
    """The rows again, with a fault where a formula has no stored value."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    known = {line.number: line for line in lines}
    found: dict[int, Line] = {}
    for n, row in _rows(book[title]):
        line = known.get(n)
        for index, value in enumerate(row):
            stored = line.cells[index] if line and index < len(line.cells) else None
            if isinstance(value, str) and value.startswith("=") and stored is None:
                fault = Fault("", FORMULA, {"cell": f"{letter(index)}{n}"})
                if n == number:
                    raise Refused(FORMULA, **fault.params)
                found.setdefault(n, Line(n, line.cells if line else (), fault))
    book.close()
    return sorted((known | found).values(), key=lambda line: line.number)

"""Opens an export again with the standard readers, and turns its cells back into values."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zipfile
from decimal import Decimal
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from exports import csv_zip, excel
from exports.choice import CSV, JSON, Choice
from exports.sheets import LIST, MOMENT, NUMBER, VALUE, Column, Sheet, chosen
from imports.kinds import CHOICE, DAY, HOURS, MONEY, STEP, WHOLE, YES_NO

Table = list[dict[str, Any]]


def tables(content: bytes, choice: Choice) -> dict[str, Table]:
    """Sheet → its rows as values under the names of the columns."""
    if choice.format == JSON:
        return {key: [_of_json(sheet(key), row) for row in rows] for key, rows in json.loads(content)["tables"].items()}
    found = {}
    for one in chosen(choice.names):
        header, *rows = raw(content, choice, one)
        assert header == [column.header[choice.place] for column in one.columns]
        found[one.key] = [
            {column.name: _value(column, cell, choice) for column, cell in zip(one.columns, row, strict=True)}
            for row in rows
        ]
    return found


def raw(content: bytes, choice: Choice, of: Sheet) -> list[list[Any]]:
    """The cells of a sheet as the file holds them, its headings first."""
    if choice.format == CSV:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            text = parts.read(csv_zip.file_name(of, choice))
        assert text.startswith(b"\xef\xbb\xbf") == (choice.language == "nl")
        delimiter = ";" if choice.language == "nl" else ","
        lines = io.StringIO(text.decode("utf-8-sig"), newline="")
        return list(csv.reader(lines, delimiter=delimiter, strict=True))
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames[0] == excel.README[choice.place]
    return [[shown(cell.value) for cell in row] for row in book[of.title[choice.place]].iter_rows()]


def shown(value: Any) -> Any:
    """A value as Excel shows it: openpyxl leaves ``_x000D_`` for a line end of Windows as it stands in the file."""
    return unescape(value) if isinstance(value, str) else value


def sheet(key: str) -> Sheet:
    """A sheet by its key."""
    return next(one for one in chosen(names=True) if one.key == key)


def _of_json(of: Sheet, row: dict[str, Any]) -> dict[str, Any]:
    assert list(row) == [one.name for one in of.columns]
    dated = {one.name for one in of.columns if one.type == DAY}
    return {k: dt.date.fromisoformat(v) if k in dated and v is not None else v for k, v in row.items()}


def _value(column: Column, cell: Any, choice: Choice) -> Any:
    if column.type in (MONEY, HOURS, NUMBER, WHOLE, STEP):
        return _number(column, cell, choice)
    if cell in ("", None):
        return {LIST: []}.get(column.type, None if column.type in (DAY, MOMENT) else "")
    if column.type == DAY:
        if isinstance(cell, dt.datetime):
            return cell.date()
        return dt.datetime.strptime(cell, "%d-%m-%Y" if choice.language == "nl" else "%Y-%m-%d").date()
    if column.type == MOMENT:
        if isinstance(cell, str):
            cell = dt.datetime.strptime(cell, "%d-%m-%Y %H:%M:%S" if choice.language == "nl" else "%Y-%m-%dT%H:%M:%SZ")
        return f"{cell:%Y-%m-%dT%H:%M:%SZ}"
    if column.type == YES_NO:
        return {"ja": True, "nee": False, "yes": True, "no": False}[cell]
    if column.type == LIST:
        return cell.split(" | ")
    if column.type == CHOICE:
        return next(code for code, words in column.choices.items() if cell == words[: choice.place + 1][-1])
    if column.type == VALUE:
        return cell
    return cell[1:] if cell.startswith("'") and choice.format == CSV else cell


def _number(column: Column, cell: Any, choice: Choice) -> Any:
    if cell in ("", None):
        return None
    if isinstance(cell, str):
        assert ("," in cell) <= (choice.language == "nl") and ("." in cell) <= (choice.language == "en")
        cell = Decimal(cell.replace(",", "."))
    else:
        assert isinstance(cell, int | float)  # a real number in Excel
        cell = Decimal(f"{cell:.12g}")
    if column.type == MONEY:
        assert cell * 100 == int(cell * 100)
        return int(cell * 100)
    return int(cell) if column.type in (WHOLE, STEP) else float(cell)

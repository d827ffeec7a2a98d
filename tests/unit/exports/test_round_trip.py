"""All the way out and in again: what an export wrote, the import reads as it was, for every table with an import."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports import csv_zip, excel, sheets
from exports.choice import CSV, XLSX, Choice
from exports.readme import About
from exports.sheets import LIST, MOMENT, Sheet
from imports import check, incoming, kinds

# What people type, and what spreadsheets stumble over.
ODD = (
    *("=", "+", "-", "@", "'", '"', ";", ",", "|", "\t", "\n", "\r", "\r\n", "0012", "1.500", "1,5", "_x0041_"),
    *("ë", "ij", "Ĳ", "🌳", " ", "\u00a0", "nee", "31-12-2026", "é", "#N/A x", "ẞ"),
)
# Marks that turn the reading order: a record never holds them.
TURNING = "".join(map(chr, (*range(0x202A, 0x202F), *range(0x2060, 0x206A))))
CHARACTER = st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"), exclude_characters=TURNING)
TEXT = st.lists(st.sampled_from(ODD) | st.text(CHARACTER, max_size=6), min_size=1, max_size=6).map("".join)
CENTS = st.integers(-(10**10), 10**10) | st.sampled_from([1, -1, 100, -(10**10), 10**10])
TYPES = {
    kinds.TEXT: TEXT.map(str.strip).filter(lambda text: text and text not in ("#N/A", "#REF!")),
    kinds.DAY: st.dates(dt.date(2000, 1, 1), dt.date(2060, 12, 31)),
    kinds.MONEY: CENTS,
    kinds.HOURS: st.floats(0.000001, 100_000).map(lambda n: float(f"{n:.9g}")) | st.sampled_from([1.125, 0.5, 1000.0]),
    kinds.WHOLE: st.integers(0, 100),
    kinds.STEP: st.integers(1, 10),
    kinds.YES_NO: st.booleans(),
    MOMENT: st.just("2026-03-05T12:00:00Z"),
    LIST: st.lists(TEXT, max_size=2),
}
WRITERS = {XLSX: excel.write, CSV: csv_zip.write}
IMPORTED = [one for one in sheets.ALL if one.kind]


def rows_of(sheet: Sheet) -> st.SearchStrategy[list[dict[str, Any]]]:
    needed = {one.name for one in sheet.kind.fields if one.required}
    fields = {}
    for one in sheet.columns:
        found = st.sampled_from(sorted(one.choices)) if one.type == kinds.CHOICE else TYPES[one.type]
        fields[one.name] = found if one.imported in needed else st.none() | found
    return st.lists(st.fixed_dictionaries(fields), min_size=1, max_size=5)


@pytest.mark.parametrize("sheet", IMPORTED, ids=lambda one: one.key)
@settings(max_examples=40, deadline=None)
@given(data=st.data(), language=st.sampled_from(["nl", "en"]), format=st.sampled_from([XLSX, CSV]))
def test_what_is_read_back_is_what_was_exported(sheet: Sheet, data: st.DataObject, language: str, format: str) -> None:
    _comes_back(sheet, data.draw(rows_of(sheet)), language, format)


NASTY = ("'=1+1", "''-2", "=1", "0012", "1.500", "a\r\nb;c,d\te", "\"'", "nee", "_x0041_", "'s avonds")


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("format", [XLSX, CSV])
@pytest.mark.parametrize("sheet", IMPORTED, ids=lambda one: one.key)
def test_one_value_alone_comes_back(sheet: Sheet, format: str, language: str) -> None:
    """Without other rows that show how a column writes its numbers."""
    values: dict[str, Any] = {
        kinds.DAY: dt.date(2026, 3, 5),
        kinds.MONEY: -100_000,
        kinds.HOURS: 1.125,
        kinds.WHOLE: 100,
        kinds.STEP: 10,
        kinds.YES_NO: False,
    }
    for text in NASTY:
        row = {one.name: next(iter(one.choices), values.get(one.type, text)) for one in sheet.columns}
        row = {one.name: None if one.type in (MOMENT, LIST) else row[one.name] for one in sheet.columns}
        _comes_back(sheet, [row], language, format)


def _comes_back(sheet: Sheet, rows: list[dict[str, Any]], language: str, format: str) -> None:
    choice = Choice(format, language, names=sheet.personal)
    about = About(choice, (sheet,), "2026-03-05T12:00:00Z", "0", (1, "a" * 64), 0, 0)
    file = io.BytesIO()
    WRITERS[format](file, about, lambda _sheet: iter(rows))
    found = incoming.read("x", _table(file.getvalue(), sheet, choice), sheet.kind)
    mapping = check.propose(sheet.kind, found.sheet.headers)
    read = check.check(sheet.kind, found.sheet, mapping)
    assert [row.wrong for row in read] == [()] * len(rows)
    names = {one.name: one.imported for one in sheet.columns if one.imported}
    wanted = [{names[k]: v for k, v in row.items() if k in names and v is not None} for row in rows]
    assert [row.values for row in read] == wanted


def _table(content: bytes, sheet: Sheet, choice: Choice) -> bytes:
    if choice.format == XLSX:
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return parts.read(csv_zip.file_name(sheet, choice))

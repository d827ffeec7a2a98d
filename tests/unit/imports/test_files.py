"""Forty bad files, and good ones: each is read right, or refused with the place named, within memory and time."""

from __future__ import annotations

import contextlib
import functools
import io
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from imports import files, incoming, kinds, read_excel
from imports.check import propose
from portfolio.import_write import Line
from portfolio.store import Refused

MOST_SECONDS, MOST_MEGABYTES = 15, 300


def excel(rows: Sequence[Sequence[Any]], also: Callable[[Any], None] | None = None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    if also:
        also(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def parts(**content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in content.items():
            z.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return out.getvalue()


def with_sheet(xml: bytes) -> bytes:
    """A real workbook with another sheet in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(excel([["Naam"], ["x"]]))) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, xml if name == "xl/worksheets/sheet1.xml" else old.read(name))
    return out.getvalue()


def put(cell: str, value: Any) -> Callable[[Any], None]:
    return lambda book: book.active.__setitem__(cell, value)


START = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
END = b"</sheetData></worksheet>"


@functools.cache
def bomb() -> bytes:
    row = b'<row><c t="inlineStr"><is><t>' + b"A" * 1000 + b"</t></is></c></row>"
    return with_sheet(START + row * 470_000 + END)


def blank_rows() -> bytes:
    return with_sheet(
        START + b'<row><c t="inlineStr"><is><t>Naam</t></is></c></row>' + b"<row><c/></row>" * 120_000 + END
    )


HEAD = "proces;stap;soort;uren;datum\n"


def row(text: str) -> bytes:
    return (HEAD + text + "\n").encode()


def one(cells: list[Any]) -> bytes:
    return excel([HEAD.strip().split(";"), cells])


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "0 bytes": (lambda: b"", "is empty"),
    "only spaces": (lambda: b"  \n \n", "no row with headers"),
    "only headers": (lambda: b"naam;vraag\n", "no rows below"),
    "11 MiB": (lambda: b"naam\n" + b"x" * (11 * 1024**2), "at most 10 MB"),
    "a million rows": (lambda: b"naam;vraag\n" + b"a;b\n" * 1_000_000, "more than 50000 rows"),
    "100,000 columns": (
        lambda: (";".join(f"k{i}" for i in range(100_000)) + "\n1;2\n").encode(),
        "Row 1 has more than 200",
    ),
    "a wide row": (lambda: b"a;b\n1;2\n" + b";1" * 300 + b"\n", "Row 3 has more than 200"),
    "double header": (lambda: b"naam;vraag;Naam\na;b;c\n", "Row 1: the header Naam stands in column A and in column C"),
    "no header": (lambda: b"naam;;vraag\na;b;c\n", "Row 2, column B: this column has values and no header"),
    "open quote": (lambda: b'naam;vraag\na;"b\nc;d\n', "Row 2: a quotation mark"),
    "quote in a text": (lambda: b'naam;vraag\na;"b"c"\n', "Row 2: a quotation mark"),
    "NUL": (lambda: b"naam;vraag\na\x00;b\n", "not a CSV or Excel"),
    "control character": (lambda: b"naam;vraag\na\x07;b\n", "not a CSV or Excel"),
    "bytes of no encoding": (lambda: b"naam;vraag\na;b\n\x81\x8d;c\n", "Row 3: there is a character"),
    "half UTF-16": (lambda: "naam;vraag\na;b".encode("utf-16")[:-1], "can't be read as UTF-16"),
    "UTF-16 without a mark": (lambda: "naam;vraag\na;b\n".encode("utf-16-le"), "not a CSV or Excel"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not a CSV or Excel"),
    "PDF": (lambda: b"%PDF-1.7\n\x00\x01", "not a CSV or Excel"),
    "a long text": (lambda: b"naam;vraag\na;" + b"x" * 20_000 + b"\n", "Row 2, column B: this text is longer"),
    "a very long text": (lambda: b"naam;vraag\na;" + b"x" * 200_000 + b"\n", "Row 2"),
    ".xls or a password": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Excel file"),
    ".ods": (lambda: parts(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "OpenDocument"),
    "Word": (lambda: parts(word__document_xml=b"<x/>"), "not a CSV or Excel"),
    "half a zip": (lambda: excel([["Naam"], ["x"]])[:900], "may be damaged"),
    "a broken sheet": (lambda: with_sheet(START + b"<row><c>"), "may be damaged"),
    "entities": (lambda: with_sheet(b'<!DOCTYPE x [<!ENTITY a "b">]>' + START + END), "may be damaged"),
    "no cells": (lambda: excel([]), "no row with headers"),
    "a cell at XFD1048576": (lambda: excel([["Naam"], ["x"]], put("XFD1048576", 1)), "Cell XFD1048576 lies outside"),
    "a cell at ZZ2": (lambda: excel([["Naam"], ["x"]], put("ZZ2", 1)), "Cell ZZ2 lies outside"),
    "480 MB of XML": (bomb, "at most 60 MB"),
    "120,000 blank rows": (blank_rows, "more than 50000 rows"),
    "double header in Excel": (lambda: excel([["Naam", "naam"], [1, 2]]), "in column A and in column B"),
    "formula as a header": (lambda: excel([["Naam", "=A1"], [1, 2]]), "B1"),
}
WRONG: dict[str, tuple[Callable[[], bytes], int, str, str]] = {
    "short row": (lambda: row("a;5;uren"), 2, "", "3 cells; the headers say 5"),
    "long row": (lambda: row("a;5;uren;1;1-1-2026;x"), 2, "", "more cells than the 5"),
    "NaN": (lambda: row("a;5;uren;NaN;1-1-2026"), 2, "uren", "NaN is not a number that"),
    "infinite": (lambda: row("a;5;uren;-inf;1-1-2026"), 2, "uren", "-inf is not a number that"),
    "negative": (lambda: row("a;5;uren;-2;1-1-2026"), 2, "uren", "-2 is below zero"),
    "two ways": (lambda: row("a;5;uren;1.500;1-1-2026"), 2, "uren", "1.500 can be read in two ways"),
    "a wrong date": (lambda: row("a;5;uren;2;31-02-2026"), 2, "datum", "31-02-2026 is not a date"),
    "an American date": (lambda: row("a;5;uren;2;12/31/2026"), 2, "datum", "is not a date"),
    "a step of its own": (lambda: row("a;11;uren;2;1-1-2026"), 2, "stap", "11 is not a step"),
    "an empty cell": (lambda: row(";5;uren;2;1-1-2026"), 2, "proces", "This cell is empty"),
    "a word": (lambda: row("a;5;uren;veel;1-1-2026"), 2, "uren", "veel is not a number"),
    "row after a quoted line end": (lambda: row('"a\nb";5;uren;1;1-1-2026\nc;x;uren;1;1-1-2026'), 4, "stap", "x is"),
    "a formula": (lambda: one(["a", 5, "uren", "=1+1", "1-1-2026"]), 2, "", "Cell D2 has a formula"),
    "an error": (lambda: one(["a", 5, "uren", "#N/A", "1-1-2026"]), 2, "", "Cell D2 holds the error #N/A"),
    "yes for hours": (lambda: one(["a", 5, "uren", True, "1-1-2026"]), 2, "uren", "True is not a number"),
    "a number as a date": (lambda: one(["a", 5, "uren", 1, 46000]), 2, "datum", "46000 is not a date"),
}


def test_there_are_forty() -> None:
    assert len(REFUSED) + len(WRONG) >= 40


@contextlib.contextmanager
def more_memory() -> Iterator[list[float]]:
    """The most memory that was used above what was used before, in MiB: the kernel's count where it has one."""
    found: list[float] = []
    kernel = Path("/proc/self/clear_refs")
    try:
        kernel.write_text("5")  # forget the peak until now
    except OSError:
        tracemalloc.start()
        try:
            yield found
            found.append(tracemalloc.get_traced_memory()[1] / 1024**2)
        finally:
            tracemalloc.stop()
        return
    before = _status("VmRSS")
    yield found
    found.append(_status("VmHWM") - before)


def _status(name: str) -> float:
    line = next(one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith(name))
    return int(line.split()[1]) / 1024


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_file_is_refused_with_a_sentence(name: str) -> None:
    build, says = REFUSED[name]
    content = build()
    files.read(b"a;b\n1;2\n")  # what is imported once isn't counted
    began = time.monotonic()
    with more_memory() as more, pytest.raises(Refused) as told:
        files.read(content)
    assert says in told.value.message
    assert time.monotonic() - began < MOST_SECONDS and more[0] < MOST_MEGABYTES


def lines(content: bytes, kind: kinds.Kind = kinds.BOOKINGS) -> list[Line]:
    sheet = files.read(content)
    return incoming.lines(kind, sheet, propose(kind, sheet.headers))


@pytest.mark.parametrize("name", WRONG)
def test_a_bad_row_is_named_with_its_column(name: str) -> None:
    build, row, column, says = WRONG[name]
    found = [(line.number, fault.field, fault.message) for line in lines(build()) for fault in line.faults]
    assert [(number, field) for number, field, _said in found] == [(row, column)]
    assert says in found[0][2]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_encodings_and_delimiters_are_detected(encoding: str, delimiter: str) -> None:
    text = delimiter.join(["Naam", "Vraag"]) + "\r\n" + delimiter.join(["Café Zuid", '"regel één\nregel; twee, drie"'])
    found = files.read(text.encode(encoding))
    assert found.headers == ("Naam", "Vraag")
    assert found.lines[0].cells == ("Café Zuid", "regel één\nregel; twee, drie")
    shown = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252"}[encoding]
    assert shown in found.notes[0].message


def test_characters_that_turn_a_text_around_are_left_out() -> None:
    for content in (
        "Naam\u202e;Vraag\nPark \u202enoord;\u2066x\n".encode(),
        excel([["Naam\u202e", "Vraag"], ["Park \u202enoord", "\u2066x"]]),
    ):
        found = files.read(content)
        assert found.headers == ("Naam", "Vraag") and found.lines[0].cells == ("Park noord", "x")


def test_the_first_visible_sheet_is_read_and_the_others_are_named() -> None:
    def more(book: Any) -> None:
        book.active.title = "Lijst"
        book.create_sheet("Uitleg").append(["x"])

    found = files.read(excel([[], ["Naam", None], ["x"]], more))
    assert (found.headers, found.lines[0].number, found.lines[0].cells) == (("Naam",), 3, ("x",))
    assert [note.message for note in found.notes] == [
        "Read as Excel: sheet Lijst.",
        "Other sheets are not read: ['Uitleg'].",
    ]


def test_a_formula_with_a_stored_value_counts_with_that_value() -> None:
    xml = START + b'<row r="1"><c r="A1" t="inlineStr"><is><t>Uren</t></is></c></row>'
    xml += b'<row r="2"><c r="A2"><f>1+1</f><v>2</v></c></row><row r="3"><c r="A3"><f>1+2</f></c></row>' + END
    found = files.read(with_sheet(xml))
    assert [(line.number, line.cells[0], bool(line.fault)) for line in found.lines] == [(2, 2, False), (3, None, True)]


def test_a_zip_that_lies_about_its_size_is_met() -> None:
    content = bytearray(bomb())
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        if b"sheet1.xml" in content[at : at + 120]:
            struct.pack_into("<I", content, at + 24, 1000)
        at = content.find(b"PK\x01\x02", at + 4)
    with pytest.raises(Refused, match="damaged"):
        files.read(bytes(content))


def test_the_caps_are_what_the_documentation_says() -> None:
    assert (files.MOST_BYTES, files.MOST_ROWS, files.MOST_COLUMNS) == (10 * 1024**2, 50_000, 200)
    assert read_excel.MOST_UNZIPPED == 60 * 1024**2

"""Scenarios beside each other: the workbook and the page have the numbers of the screen, and users' text stays text."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Any
from xml.etree import ElementTree

import pytest

import estimator
from display import comparison
from display.comparison import MOST, Comparison
from display.i18n import language
from estimator import Benchmarks, Scope
from reports import compare

SCOPE = {"stakeholder_groups": 5, "conversations": 8, "resident_reach": 2000}
CHANGES: list[dict[str, Any]] = [
    {},
    {"conversations": 4},
    {"preset": "minimaal"},
    {"preset": "uitgebreid"},
    {"budget_route": "raad"},
    {"deadline": "2027-12-01"},
]
NAMES = ["Basis", '=HYPERLINK("http://x.nl";"klik")', "@SUM(1)", "+1 <b>#strong[x]</b>", "-2+3", "http://voorbeeld.nl"]
SPACES = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def estimates() -> list[dict[str, Any]]:
    used = Benchmarks.load()
    return [estimator.estimate(Scope.from_dict(SCOPE | one), used, process_key="p").to_dict() for one in CHANGES]


def made(estimates: list[dict[str, Any]], code: str, count: int = MOST) -> Comparison:
    with language(code):
        inputs = [{"Gesprekken": str(est["scope"]["conversations"])} for est in estimates[:count]]
        return comparison.compare(NAMES[:count], estimates[:count], inputs)


def cells(workbook: bytes, sheet: int) -> dict[str, Any]:
    """Cell → its value, of one sheet; formulas as ("=…", value)."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as book:
        root = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{sheet}.xml"))
        strings = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
    texts = ["".join(node.itertext()) for node in strings.findall(f"{SPACES}si")]
    found: dict[str, Any] = {}
    for cell in root.iter(f"{SPACES}c"):
        value, formula = cell.find(f"{SPACES}v"), cell.find(f"{SPACES}f")
        if value is None or value.text is None:
            continue
        if cell.get("t") == "s":
            found[cell.get("r", "")] = texts[int(value.text)]
        elif formula is not None:
            found[cell.get("r", "")] = (f"={formula.text}", float(value.text))
        else:
            found[cell.get("r", "")] = float(value.text)
    return found


@pytest.mark.parametrize("code", ["nl", "en"])
def test_the_workbook_has_the_numbers_of_the_screen(estimates, code):
    found = made(estimates, code)
    sheet = cells(compare.excel("Sportnota", found, estimates, code), 1)
    assert sheet["A1"] == "Sportnota"
    rows = {sheet[f"A{row}"]: row for row in range(5, 14) if f"A{row}" in sheet}
    for figure in found.figures:
        for column, value in zip("BCDEFG", figure.values, strict=True):
            cell = sheet.get(f"{column}{rows[figure.label]}")
            if not isinstance(value, str):
                assert cell == (None if value is None else pytest.approx(value))
    formula, value = sheet["C16"]
    assert formula == "=C5-$B5" and value == sheet["C5"] - sheet["B5"]


def test_what_users_typed_is_text_in_the_workbook(estimates):
    book = compare.excel("=1+1", made(estimates, "nl"), estimates, "nl")
    sheet = cells(book, 1)
    assert sheet["A1"] == "=1+1"
    assert [sheet[f"{column}4"] for column in "BCDEFG"] == NAMES
    with zipfile.ZipFile(io.BytesIO(book)) as opened:
        assert not [name for name in opened.namelist() if "rels" in name and b"http://" in _links(opened.read(name))]


def _links(xml: bytes) -> bytes:
    return b"".join(re.findall(rb'Type="[^"]*hyperlink"[^>]*', xml))


@pytest.mark.parametrize("code", ["nl", "en"])
@pytest.mark.parametrize("count", [1, 2, MOST])
def test_one_tagged_page_in_the_language_asked(estimates, code, count):
    pdf = compare.pdf("Sport *nota* #pagebreak()", made(estimates, code, count), estimates[:count], code)
    objects = pdf + b"".join(_unfolded(pdf))
    assert pdf.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", objects)) == 1
    assert (
        b"/StructTreeRoot" in objects
        and b"/MarkInfo" in objects
        and f"/Lang({code}".encode() in objects.replace(b" ", b"")
    )
    assert objects.count(b"/Alt") >= 2
    assert b"pdfuaid" in objects


def _unfolded(pdf: bytes) -> list[bytes]:
    found = []
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return found


def test_a_long_comparison_still_is_one_page(estimates):
    with language("nl"):
        inputs = [{f"Veld {n}": f"{n} {i}" for n in range(24)} for i in range(MOST)]
        found = comparison.compare([name * 3 for name in NAMES], estimates, inputs)
    pdf = compare.pdf("Lang", found, estimates, "nl")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf + b"".join(_unfolded(pdf)))) == 1


def test_seven_scenarios_are_refused(estimates):
    with pytest.raises(ValueError, match="1 to 6"):
        comparison.compare(["x"] * 7, estimates + estimates[:1], [{}] * 7)


@pytest.mark.parametrize(("code", "less", "same"), [("nl", "minder", "gelijk"), ("en", "less", "the same")])
def test_a_difference_has_a_sign_and_a_word(estimates, code, less, same):
    with language(code):
        found = comparison.compare(["A", "B"], [estimates[0], estimates[2]], [{}, {}])
        twin = comparison.compare(["A", "B"], [estimates[0], estimates[0]], [{}, {}])
    assert found.figures[0].differences[1].startswith("▼ ") and less in found.figures[0].differences[1]
    assert all(figure.differences[1] in (f"= {same}", "= even zeker", "= as sure", "") for figure in twin.figures)

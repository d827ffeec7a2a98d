"""The workbook recalculates to the frozen figure, follows its inputs, and keeps users' text as text."""

from __future__ import annotations

import dataclasses
import io
import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from portfolio.request_record import Request
from reports import workbook
from tests.unit.reports.conftest import HEAD, PROCESS, draft
from tests.unit.reports.test_compare import SPACES, cells

SUMMARY, CALCULATION, COUNTS, TARIFFS, BENCHMARKS = 1, 2, 3, 4, 5
ElementTree.register_namespace("", SPACES.strip("{}"))


def made(request: Request, code: str = "nl") -> bytes:
    return workbook.build(request, PROCESS, HEAD, code)


def changed(book: bytes, edits: dict[tuple[int, str], float]) -> bytes:
    """The workbook with other values in some cells, and without any remembered result of a formula."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            at = re.fullmatch(r"xl/worksheets/sheet(\d)\.xml", name)
            if at:
                root = ElementTree.fromstring(content)
                for cell in root.iter(f"{SPACES}c"):
                    value = cell.find(f"{SPACES}v")
                    if cell.find(f"{SPACES}f") is not None and value is not None:
                        cell.remove(value)
                    elif (int(at[1]), cell.get("r", "")) in edits and value is not None:
                        value.text = str(edits[int(at[1]), cell.get("r", "")])
                content = ElementTree.tostring(root)
            new.writestr(name, content)
    return out.getvalue()


def recalculated(soffice: str, folder: Path, books: dict[str, bytes]) -> dict[str, bytes]:
    """The workbooks as LibreOffice saves them, in one run."""
    (folder / "out").mkdir()
    for name, content in books.items():
        (folder / f"{name}.xlsx").write_bytes(content)
    home = f"-env:UserInstallation={(folder / 'home').as_uri()}"
    files = [str(folder / f"{name}.xlsx") for name in books]
    call = [soffice, home, "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "out"), *files]
    subprocess.run(call, check=True, capture_output=True, timeout=180)
    return {name: (folder / "out" / f"{name}.xlsx").read_bytes() for name in books}


def row_of(sheet: dict[str, Any], text: str, letter: str = "A") -> int:
    return next(
        int(at[len(letter) :]) for at, value in sheet.items() if re.fullmatch(letter + r"\d+", at) and value == text
    )


def total(book: bytes, label: str = "Totaal") -> float:
    sheet = cells(book, CALCULATION)
    return float(sheet[f"L{row_of(sheet, label, 'I')}"][1])


@pytest.mark.parametrize("code", ["nl", "en"])
@pytest.mark.parametrize("size", ["small", "medium", "large"])
def test_the_total_is_the_frozen_figure_to_the_cent(size: str, code: str) -> None:
    request = draft(size)
    book = made(request, code)
    assert total(book, {"nl": "Totaal", "en": "Total"}[code]) == request.estimate["deterministic_eur"]
    summary = cells(book, SUMMARY)
    row = row_of(summary, {"nl": "Alles op zijn waarschijnlijke waarde", "en": "Everything at its likely value"}[code])
    assert summary[f"B{row}"][1] == request.estimate["deterministic_eur"]
    assert summary[f"B{row + 1}"] == request.estimate["deterministic_eur"]
    assert summary[f"B{row + 2}"][1] == 0
    stated = [value for at, value in summary.items() if at[0] == "B" and isinstance(value, float)]
    for figure in (request.estimate["cost_eur"]["p50"], request.estimate["cost_eur"]["p80"], request.cost_cents / 100):
        assert figure in stated


def test_libreoffice_comes_to_the_same_and_follows_a_tariff_and_a_count(soffice: str, tmp_path: Path) -> None:
    request = draft("medium")
    book = made(request)
    tariffs, counts, lines = cells(book, TARIFFS), cells(book, COUNTS), cells(book, CALCULATION)
    role = row_of(tariffs, "Gespreksleider")
    groups = row_of(counts, "Publieksgroepen")
    books = {
        "same": changed(book, {}),
        "dearer": changed(book, {(TARIFFS, f"B{role}"): tariffs[f"B{role}"] + 10}),
        "more": changed(book, {(COUNTS, f"B{groups}"): counts[f"B{groups}"] + 2}),
        "small": changed(made(draft("small"), "en"), {}),
        "large": changed(made(draft("large")), {}),
    }
    found = recalculated(soffice, tmp_path, books)
    frozen = request.estimate["deterministic_eur"]
    assert total(found["same"]) == frozen
    assert total(found["small"], "Total") == draft("small").estimate["deterministic_eur"]
    assert total(found["large"]) == draft("large").estimate["deterministic_eur"]
    rows = range(5, row_of(lines, "Totaal", "I"))
    hours = sum(lines[f"J{row}"][1] for row in rows if lines[f"C{row}"] == "gespreksleider")
    assert hours > 0
    assert total(found["dearer"]) == pytest.approx(frozen + 10 * 0.8 * hours, abs=0.011)  # 80 % own staff
    per_group = sum(lines[f"L{row}"][1] for row in rows if lines[f"D{row}"] == "publieksgroepen") / 3
    assert total(found["more"]) == pytest.approx(frozen + 2 * per_group, abs=0.011)
    summary = cells(found["dearer"], SUMMARY)
    row = row_of(summary, "Verschil: wat hier is veranderd")
    assert summary[f"B{row}"][1] == pytest.approx(8 * hours, abs=0.011)


def test_what_people_typed_is_text_never_a_formula() -> None:
    nasty = '=HYPERLINK("http://x.nl";"klik")'
    process = draft("small").process | {"name": nasty, "question": "+1+1"}
    book = made(dataclasses.replace(draft("small"), process=process))
    assert any(isinstance(v, str) and v.endswith(nasty) for v in cells(book, SUMMARY).values())
    with zipfile.ZipFile(io.BytesIO(book)) as opened:
        formulas = re.findall(
            r"<f>(.*?)</f>", "".join(opened.read(f"xl/worksheets/sheet{n}.xml").decode() for n in range(1, 7))
        )
        assert formulas and not [one for one in formulas if "HYPERLINK" in one]
        assert not [name for name in opened.namelist() if name.endswith(".rels") and b"hyperlink" in opened.read(name)]


def test_every_sheet_prints_as_wide_as_the_page_and_inputs_are_named() -> None:
    book = made(draft("large"))
    with zipfile.ZipFile(io.BytesIO(book)) as opened:
        for n in range(1, 7):
            xml = opened.read(f"xl/worksheets/sheet{n}.xml").decode()
            assert (
                'paperSize="9"' in xml
                and 'orientation="landscape"' in xml
                and ('fitToHeight="0"' in xml or n == SUMMARY)
            )
            assert n == SUMMARY or "<pane " in xml
    for sheet, letter in ((COUNTS, "B"), (TARIFFS, "B"), (BENCHMARKS, "B")):
        assert cells(book, sheet)[f"{letter}4"].endswith("(invoer)")

"""Scenarios beside each other as an Excel workbook and as one page on paper, with the numbers of the screen.

What a user typed is written as text in both: never as a formula, a link or markup.
"""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typst
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from display import charts_whatif
from display.comparison import Comparison, Figure
from display.formats import date_text
from display.i18n import _, language
from reports.context import printable
from reports.pictures import png_of

Estimates = Sequence[dict[str, Any]]
PAGE = Path(__file__).resolve().parent / "templates" / "compare.typ"
CHART = (12.4, 4.6)  # cm
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
NUMBERS = {"cash": "euro", "cost": "euro", "middle": "euro", "own_hours": "whole", "participants": "whole",
           "weeks": "tenth", "finish": "date", "confidence": "share", "deadline": "share"}  # fmt: skip
FORMATS = {"euro": "€ #,##0", "whole": "#,##0", "tenth": "0.0", "date": "dd-mm-yyyy", "share": "0%", "days": "0"}


def excel(title: str, found: Comparison, estimates: Estimates, code: str) -> bytes:
    """The workbook: figures with differences that recalculate, inputs that differ, warnings, and the curves."""
    out = io.BytesIO()
    with language(code), xlsxwriter.Workbook(out, AS_TEXT) as book:
        book.set_properties({"title": title, "comments": _("Made with Tienstap")})
        styles = {name: book.add_format({"num_format": shape, "align": "left"}) for name, shape in FORMATS.items()}
        styles |= {"head": book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"})}
        styles |= {"text": book.add_format({"text_wrap": True, "valign": "top"})}
        styles |= {"title": book.add_format({"bold": True, "font_size": 14})}
        _figures(book.add_worksheet(_("Comparison")), title, found, styles)
        _texts(book.add_worksheet(_("Inputs that differ")), found, list(found.inputs.items()), styles)
        rows = [(_("What to watch"), tuple("\n".join(texts) or "–" for texts in found.warnings))]
        _texts(book.add_worksheet(_("What to watch")), found, rows, styles)
        _curves(book.add_worksheet(_("Curves")), found, estimates, styles)
    return out.getvalue()


def _heads(sheet: Worksheet, row: int, found: Comparison, styles: dict[str, Format]) -> None:
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, len(found.names), 24)
    sheet.write_string(row, 0, _("What"), styles["head"])
    for column, name in enumerate(found.names, start=1):
        sheet.write_string(row, column, name, styles["head"])
    sheet.freeze_panes(row + 1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _figures(sheet: Worksheet, title: str, found: Comparison, styles: dict[str, Format]) -> None:
    sheet.write_string(0, 0, title, styles["title"])
    sheet.write_string(1, 0, _("Amounts in euros, excluding VAT. Each difference is with the first scenario."))
    _heads(sheet, 3, found, styles)
    shown = [figure for figure in found.figures if any(value is not None for value in figure.values)]
    for row, figure in enumerate(shown, start=4):
        sheet.write_string(row, 0, figure.label)
        for column, value in enumerate(figure.values, start=1):
            _value(sheet, row, column, value, styles[NUMBERS[figure.key]])
    first = 4 + len(shown) + 1
    sheet.write_string(first, 0, _("Difference with {name}", name=found.names[0]), styles["head"])
    for row, figure in enumerate(shown, start=first + 1):
        sheet.write_string(row, 0, figure.label)
        _differences(sheet, row, 4 + row - first - 1, figure, styles)


def _value(sheet: Worksheet, row: int, column: int, value: float | str | None, style: Format) -> None:
    if isinstance(value, str):
        sheet.write_datetime(row, column, dt.datetime.fromisoformat(value), style)
    elif value is not None:
        sheet.write_number(row, column, value, style)


def _differences(sheet: Worksheet, row: int, source: int, figure: Figure, styles: dict[str, Format]) -> None:
    """Formulas over the figures above, each with its value as it is now; dates differ in days."""
    first, kind = figure.values[0], NUMBERS[figure.key]
    for column, value in enumerate(figure.values[1:], start=2):
        if value is None or first is None:
            continue
        cell, base = f"{chr(65 + column)}{source + 1}", f"$B{source + 1}"
        now = _days(value, first) if isinstance(value, str) else value - float(first)
        sheet.write_formula(row, column, f"={cell}-{base}", styles["days" if kind == "date" else kind], now)


def _days(now: str, before: float | str) -> int:
    return (dt.date.fromisoformat(now) - dt.date.fromisoformat(str(before))).days


def _texts(
    sheet: Worksheet, found: Comparison, rows: Sequence[tuple[str, Sequence[str]]], styles: dict[str, Format]
) -> None:
    _heads(sheet, 0, found, styles)
    for row, (name, texts) in enumerate(rows, start=1):
        for column, text in enumerate((name, *texts)):
            sheet.write_string(row, column, text, styles["text"])


def _curves(sheet: Worksheet, found: Comparison, estimates: Estimates, styles: dict[str, Format]) -> None:
    _heads(sheet, 0, found, styles)
    sheet.write_string(0, 0, _("Chance that the amount is enough"), styles["head"])
    for row in range(1, 100):
        sheet.write_number(row, 0, row / 100, styles["share"])
        for column, est in enumerate(estimates, start=1):
            sheet.write_number(row, column, est["curve"]["cost_eur"][row - 1], styles["euro"])


def pdf(title: str, found: Comparison, estimates: Estimates, code: str, day: dt.date | None = None) -> bytes:
    """One page A4 on its side, tagged for screen readers (PDF/UA-1)."""
    with language(code):
        named = list(zip(found.names, estimates, strict=True))
        data = {
            "lang": code,
            "title": title,
            "subtitle": _("Scenarios beside each other"),
            "made": _("Made with Tienstap on {date}.", date=date_text(day or dt.date.today())),
            "note": _(
                "Amounts exclude VAT and rest on the assumptions of the estimate; ▼ and ▲ compare with {name}.",
                name=found.names[0],
            ),
            "names": found.names,
            "what": _("What"),
            "figures": [_printed(figure) for figure in found.figures if any(v is not None for v in figure.values)],
            "inputs": [[name, *texts] for name, texts in found.inputs.items()],
            "inputs_title": _("What differs in the inputs"),
            "warnings": [["• " + text for text in texts] for texts in found.warnings],
            "warnings_title": _("What to watch"),
            "curves_text": charts_whatif.curves_text(named),
            "scatter_text": charts_whatif.cost_time_text(named),
        }
        pictures = {
            "curves": png_of(charts_whatif.curves(named), *CHART, label_pt=7),
            "scatter": png_of(charts_whatif.cost_time(named), *CHART, label_pt=7),
        }
    return _printed_page(printable(json.loads(json.dumps(data))), pictures)


def _printed(figure: Figure) -> list[list[str]]:
    pairs = zip(figure.texts, figure.differences, strict=True)
    return [[figure.label, ""], *([text, difference] for text, difference in pairs)]


def _printed_page(data: dict[str, Any], pictures: dict[str, bytes]) -> bytes:
    """Data goes in as JSON, pictures as files of this run: nothing of it is read as markup."""
    files = {name: json.dumps(list(content)) for name, content in pictures.items()}
    inputs = {"data": json.dumps(data), **files}
    return bytes(typst.compile(PAGE.read_bytes(), sys_inputs=inputs, format="pdf", pdf_standards=["ua-1"]))

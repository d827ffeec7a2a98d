"""A sheet of the workbook: cells that are input, that recalculate or that are given, each recognisable without colour.

Formulas carry their value, so that a viewer that doesn't recalculate shows numbers too. Texts stay texts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reports.plain import lines
from reports.workbook_words import NUMERIC

AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
TEAL, MUTED, LINE, INPUT, GIVEN = "#0B5C6B", "#46585E", "#C9D5D3", "#FFF4CC", "#EEF1F1"
SHAPES = {
    "money": '"€" #,##0.00',
    "whole": "#,##0",
    "tenth": "#,##0.0",
    "number": "#,##0.00",
    "factor": "0.0000",
    "share": "0.00%",
    "percent": "0%",
    "total_money": '"€" #,##0.00',
    "total_hours": "#,##0.0",
}


@dataclass(frozen=True)
class Cell:
    """A value, with its formula when it has one; ``kind``: input, live, stated or plain."""

    value: float | str | None
    shape: str = "text"
    kind: str = "plain"
    formula: str = ""


def plain(value: float | str | None, shape: str = "text") -> Cell:
    """A text, or a number that nothing follows from."""
    return Cell(value, shape)


def given(value: float, shape: str) -> Cell:
    """A number that somebody may change: coloured, and its column says so."""
    return Cell(value, shape, "input")


def live(formula: str, value: float, shape: str) -> Cell:
    """A formula with its value as it is now."""
    return Cell(value, shape, "live", formula)


def total(formula: str, value: float, shape: str) -> Cell:
    """As ``live``, under a line."""
    return Cell(value, shape, "live", formula)


def stated(value: float, shape: str) -> Cell:
    """A number that doesn't recalculate: grey, and its heading says so."""
    return Cell(value, shape, "stated")


class Book:
    """The workbook with its styles and the names of its sheets."""

    def __init__(self, file: Workbook, names: dict[str, str], title: str, stamp: str) -> None:
        self.file, self.names, self.title, self.stamp = file, names, title, stamp
        self._styles: dict[tuple[str, str], Format] = {}

    def sheet(self, key: str, intro: str, heads: Sequence[str], widths: Sequence[float] = ()) -> Sheet:
        """A new sheet: title, a sentence, and the head of its table in row 4."""
        made = Sheet(self, self.file.add_worksheet(self.names[key]), self.names[key])
        made.widths(widths)
        if intro:
            made.text(1, intro, "note")
        if heads:
            made.heads(3, heads, NUMERIC[key])
        return made

    def at(self, sheet: str, letter: str, row: int | str) -> str:
        """The address of a cell on another sheet."""
        return f"'{self.names[sheet]}'!{letter}{row}"

    def style(self, shape: str, kind: str = "plain") -> Format:
        """How a cell looks."""
        if (shape, kind) not in self._styles:
            self._styles[shape, kind] = self.file.add_format(_look(shape, kind))
        return self._styles[shape, kind]


def _look(shape: str, kind: str) -> dict[str, Any]:
    look: dict[str, Any] = {"valign": "top", "font_name": "Arial", "font_size": 10}
    if shape in SHAPES:
        look |= {"num_format": SHAPES[shape], "align": "right"}
    if shape.startswith("total"):
        look |= {"bold": True, "top": 1}
    look |= {"input": {"bg_color": INPUT, "border": 1, "border_color": LINE}, "stated": {"bg_color": GIVEN}}.get(
        kind, {}
    )
    named: dict[str, dict[str, Any]] = {
        "title": {"bold": True, "font_size": 14, "font_color": TEAL},
        "head": {"bold": True, "text_wrap": True, "bottom": 1, "font_color": MUTED},
        "head_right": {"bold": True, "text_wrap": True, "bottom": 1, "font_color": MUTED, "align": "right"},
        "note": {"font_color": MUTED, "text_wrap": True},
        "strong": {"bold": True, "text_wrap": True},
        "wrap": {"text_wrap": True},
        "right": {"align": "right"},
        "para": {"text_wrap": True},
        "unit": {"align": "left", "indent": 1},
        "head_unit": {"bold": True, "text_wrap": True, "bottom": 1, "font_color": MUTED, "align": "left", "indent": 1},
        "step": {"align": "left", "num_format": "0"},
    }
    return look | named.get(shape, {})


class Sheet:
    """One sheet; rows count from 0, as xlsxwriter's do."""

    def __init__(self, book: Book, on: Worksheet, name: str) -> None:
        self.book, self.on = book, on
        self.columns: list[float] = []
        on.write_string(0, 0, f"{name} – {book.title}", book.style("title"))

    def widths(self, widths: Sequence[float]) -> None:
        """The width of each column, in characters."""
        self.columns = list(widths) or self.columns
        for at, width in enumerate(widths):
            self.on.set_column(at, at, width)

    def text(self, row: int, text: str, shape: str = "para") -> int:
        """A sentence over the width of the sheet; returns the row after it."""
        said = lines(text)
        span = self.columns[:6] or [24.0] * 4
        self.on.merge_range(row, 0, row, max(len(span) - 1, 1), "", self.book.style(shape))
        self.on.write_string(row, 0, said, self.book.style(shape))
        room = max(sum(span) * 1.05, 40)
        self.on.set_row(row, 13.5 * sum(-(-max(len(part), 1) // int(room)) for part in said.split("\n")) + 1.5)
        return row + 1

    def _height(self, row: int, texts: Mapping[int, str]) -> None:
        """As high as the longest of these texts needs at its width: not every program does that by itself."""
        widths = dict(enumerate(self.columns))
        needed = [-(-len(text) // max(int(widths.get(at, 20) * 0.9), 1)) for at, text in texts.items()]
        if max(needed, default=1) > 1:
            self.on.set_row(row, 13.5 * max(needed) + 1.5)

    def heads(self, row: int, heads: Sequence[str], numeric: Sequence[int] = (1, 2, 3)) -> int:
        """The head of a table, at the right above numbers; returns the row after it."""
        for at, text in enumerate(heads):
            beside = "head_unit" if at - 1 in numeric else "head"  # some air after a number
            self.on.write_string(row, at, text, self.book.style("head_right" if at in numeric else beside))
        if any(heads):
            self._height(row, dict(enumerate(heads)))
        return row + 1

    def write(self, row: int, cells: Sequence[Cell]) -> None:
        """One row of cells, each with the type of its value."""
        self._height(row, {at: str(cell.value) for at, cell in enumerate(cells) if cell.shape == "wrap"})
        for at, cell in enumerate(cells):
            style = self.book.style(cell.shape, cell.kind)
            if cell.formula:
                self.on.write_formula(row, at, cell.formula, style, cell.value or 0)
            elif isinstance(cell.value, str):
                if cell.value:
                    self.on.write_string(row, at, cell.value, style)
            elif cell.value is not None:
                self.on.write_number(row, at, cell.value, style)

    def done(self, first: int | None, last: int | None, columns: int, filters: bool = True, pages: int = 0) -> None:
        """Frozen head, filters, and printing on A4 on its side, as wide as the page (``pages``: at most so many)."""
        if first is not None and last is not None:
            self.on.freeze_panes(first, 2 if columns > 6 else 1)
            self.on.repeat_rows(first - 1)
            if filters and last > first:
                self.on.autofilter(first - 1, 0, last, columns - 1)
        self.on.set_paper(9)
        self.on.set_landscape()
        self.on.fit_to_pages(1, pages)
        self.on.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
        self.on.set_header(f"&R{xl_safe(self.book.stamp)}")
        self.on.set_footer(f"&L{xl_safe(self.book.title)}&R&P / &N")


def xl_safe(text: str) -> str:
    """A text for a header: & has a meaning there.

    >>> xl_safe("A&B")
    'A&&B'
    """
    return text.replace("&", "&&")

"""The portfolio as an Excel workbook: overview, steps, money, what needs attention and last time's decisions, as real
numbers and dates. What people typed is written as text, so that nothing of it becomes a formula."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from display.formats import date_text
from display.i18n import _, language
from display.process_words import STEP
from display.steps import numbered
from display.words import label
from reports.portfolio_source import MONEY, Source
from reports.preread import HEADS
from reports.workbook_sheet import AS_TEXT, MUTED, TEAL, xl_safe

Cells = Sequence[Any]


def build(source: Source, audit_head: tuple[int, str], language_code: str) -> bytes:
    """The workbook in `nl` or `en`; ``source`` was made in the same language."""
    out = io.BytesIO()
    with language(language_code), xlsxwriter.Workbook(out, AS_TEXT) as file:
        title = _("Portfolio meeting, {day}", day=date_text(source.day))
        file.set_properties({"title": title, "author": "Tienstap", "comments": f"{audit_head[0]} {audit_head[1]}"})
        book = _Book(file, title)
        book.sheet(_("Overview"), *_overview(source))
        book.sheet(_("Steps"), *_steps(source))
        book.sheet(_("Money"), *_money(source), sums=len(source.rows))
        book.sheet(_("What needs attention")[:31], *_asks(source))
        book.sheet(_("Decisions"), *_logged(source))
    return out.getvalue()


def _overview(source: Source) -> tuple[Cells, Cells, list[Cells]]:
    heads = [_("Process"), _("Phase"), _("Step"), *_lights(source), _("Reported and calculated"), _("Owner")]
    heads += [_("Expected end"), _("Updated")]
    rows = [
        [
            row.name,
            row.phase,
            row.step,
            *row.lights.values(),
            "; ".join(row.differs),
            row.owner,
            row.finish,
            row.updated_on,
        ]
        for row in source.rows
    ]
    return heads, (30, 22, 18, 22, 22, 22, 52, 22, 16, 14), rows


def _lights(source: Source) -> list[str]:
    return list(source.rows[0].lights) if source.rows else []


def _steps(source: Source) -> tuple[Cells, Cells, list[Cells]]:
    rows = [[row.name, *(label(STEP, status) for status in row.steps)] for row in source.rows]
    return [_("Process"), *(numbered(step) for step in range(1, 11))], (30, *(15,) * 10), rows


def _money(source: Source) -> tuple[Cells, Cells, list[Cells]]:
    rows = [[row.name, *(_euros(row.money[name]) for name in MONEY)] for row in source.rows]
    return [_("Process"), *(_(HEADS[name]) for name in MONEY)], (34, *(18,) * 5), rows


def _euros(cents: int | None) -> float | None:
    return None if cents is None else cents / 100


def _asks(source: Source) -> tuple[Cells, Cells, list[Cells]]:
    rows = [[who, item.name, item.kind, item.text, item.before] for who, items in source.asks.items() for item in items]
    return [_("Who"), _("Process"), _("What"), _("What is asked"), _("Before")], (26, 30, 24, 70, 18), rows


def _logged(source: Source) -> tuple[Cells, Cells, list[Cells]]:
    return [_("What"), _("Text"), _("Who and when")], (14, 80, 40), [list(one) for one in source.logged]


def _height(cells: Cells, widths: Cells) -> float:
    """As high as the longest text needs at its width: not every program does that by itself."""
    texts = [(str(cell), width) for cell, width in zip(cells, widths, strict=False) if isinstance(cell, str)]
    return 13.5 * max([-(-len(text) // max(int(width * 1.2), 1)) for text, width in texts] + [1]) + 1.5


class _Book:
    """Sheets in one look: a title, a head that stays in sight, filters, and A4 on its side."""

    def __init__(self, file: xlsxwriter.Workbook, title: str) -> None:
        base = {"font_name": "Arial", "font_size": 10, "valign": "top"}
        self.file, self.title = file, title
        self.formats = {
            "title": file.add_format(base | {"bold": True, "font_size": 14, "font_color": TEAL}),
            "note": file.add_format(base | {"font_color": MUTED}),
            "head": file.add_format(base | {"bold": True, "bottom": 1, "font_color": MUTED, "text_wrap": True}),
            "right": file.add_format(
                base | {"bold": True, "bottom": 1, "font_color": MUTED, "align": "right", "text_wrap": True}
            ),
            "text": file.add_format(base | {"text_wrap": True}),
            "money": file.add_format(base | {"num_format": '"€" #,##0.00', "align": "right"}),
            "total": file.add_format(base | {"num_format": '"€" #,##0.00', "align": "right", "bold": True, "top": 1}),
            "day": file.add_format(base | {"num_format": "dd-mm-yyyy", "align": "left"}),
        }

    def sheet(self, name: str, heads: Cells, widths: Cells, rows: list[Cells], sums: int = 0) -> None:
        """One sheet; ``sums``: so many rows of numbers get a total that recalculates."""
        on = self.file.add_worksheet(name)
        on.write_string(0, 0, f"{name} – {self.title}", self.formats["title"])
        on.write_string(1, 0, _("Amounts exclude VAT. An empty cell isn't known."), self.formats["note"])
        for at, (head, width) in enumerate(zip(heads, widths, strict=False)):
            on.set_column(at, at, width)
            on.write_string(3, at, str(head), self.formats["right" if sums and at else "head"])
        on.set_row(3, _height(heads, widths))
        for number, row in enumerate(rows, start=4):
            on.set_row(number, _height(row, widths))
            for at, value in enumerate(row):
                self._write(on, number, at, value)
        if sums:
            on.write_string(4 + sums, 0, _("Total"), self.formats["total"])
            for at in range(1, len(heads)):
                letter = "ABCDEFGHIJ"[at]
                known = [row[at] for row in rows if row[at] is not None]
                formula = f"=SUM({letter}5:{letter}{4 + sums})"
                on.write_formula(4 + sums, at, formula, self.formats["total"], sum(known))
        on.freeze_panes(4, 1)
        if rows:
            on.autofilter(3, 0, 3 + len(rows), len(heads) - 1)
        on.set_paper(9)
        on.set_landscape()
        on.fit_to_pages(1, 0)
        on.repeat_rows(3)
        on.set_footer(f"&L{xl_safe(self.title)}&R&P / &N")

    def _write(self, on: Any, row: int, at: int, value: Any) -> None:
        if value is None or value == "":
            return
        if isinstance(value, dt.date):
            on.write_datetime(row, at, dt.datetime(value.year, value.month, value.day), self.formats["day"])
        elif isinstance(value, int | float):
            on.write_number(row, at, value, self.formats["money"])
        else:
            on.write_string(row, at, str(value), self.formats["text"])

"""Excel: the readme, then a sheet a table. Numbers and dates are real, and text is text, whatever it looks like."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import xlsxwriter

from display.i18n import N_, translate
from exports import readme
from exports.cells import moment, text
from exports.choice import Choice
from exports.readme import About
from exports.sheets import MOMENT, NUMBER, Column, Sheet
from imports.guard import kept, looks_like_formula, printable
from imports.kinds import DAY, HOURS, MONEY, STEP, WHOLE
from portfolio.store import Refused

Rows = Callable[[Sheet], Iterator[dict[str, Any]]]
MOST_ROWS, MOST_CHARACTERS = 1_048_575, 32_767  # of Excel itself
TOO_MANY = N_("There are more rows than an Excel sheet can hold ({high}); choose CSV or JSON.")
CUT = N_("… (cut here: the archive has all of it)")
OPTIONS = {
    "constant_memory": True,  # a row is written away as soon as the next one begins
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
SHAPES = {
    MONEY: "#,##0.00",
    HOURS: "#,##0.00##",
    NUMBER: "General",
    WHOLE: "0",
    STEP: "0",
    DAY: ("dd-mm-yyyy", "yyyy-mm-dd"),
    MOMENT: ("dd-mm-yyyy hh:mm:ss", "yyyy-mm-dd hh:mm:ss"),
}
WIDTHS = {DAY: 13, MOMENT: 20, MONEY: 14, HOURS: 11, WHOLE: 10, STEP: 7, NUMBER: 12}
README = ("Leesmij", "Readme")


def write(file: BinaryIO, about: About, rows: Rows) -> dict[str, int]:
    """Write the workbook, row by row; returns the number of rows a sheet. Refused when Excel can't hold them."""
    book = xlsxwriter.Workbook(file, OPTIONS)
    looks = _Looks(book, about.choice)
    first = book.add_worksheet(README[about.choice.place])
    try:
        counts = {sheet.key: _sheet(book, looks, sheet, rows(sheet)) for sheet in about.sheets}
        _readme(first, looks, about)
    except BaseException:
        book.fileclosed = True  # nothing is written of a workbook that isn't whole
        raise
    book.close()
    return counts


class _Looks:
    """How the cells of each type look."""

    def __init__(self, book: Any, choice: Choice) -> None:
        self.choice = choice
        self.head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.quoted = book.add_format({"quote_prefix": True})  # stays text when somebody edits it
        self.of: dict[str, Any] = {}
        for type, shape in SHAPES.items():
            self.of[type] = book.add_format({"num_format": shape if isinstance(shape, str) else shape[choice.place]})


def _sheet(book: Any, looks: _Looks, sheet: Sheet, rows: Iterator[dict[str, Any]]) -> int:
    place = book.add_worksheet(sheet.title[looks.choice.place])
    place.freeze_panes(1, 1)
    for number, one in enumerate(sheet.columns):
        heading = one.header[looks.choice.place]
        place.set_column(number, number, WIDTHS.get(one.type, min(40, max(14, len(heading) + 2))))
        place.write_string(0, number, heading, looks.head)
    count = 0
    for count, row in enumerate(rows, 1):
        if count > MOST_ROWS:
            raise Refused(TOO_MANY, high=MOST_ROWS)
        for number, one in enumerate(sheet.columns):
            _cell(place, looks, count, number, one, row.get(one.name))
    if count:
        place.autofilter(0, 0, count, len(sheet.columns) - 1)
    return count


def _cell(place: Any, looks: _Looks, row: int, number: int, column: Column, value: Any) -> None:
    if value is None:
        return
    look = looks.of.get(column.type)
    if column.type == DAY:
        place.write_datetime(row, number, dt.datetime.combine(value, dt.time()), look)
    elif column.type == MOMENT:
        place.write_datetime(row, number, moment(value), look)
    elif look is not None:
        place.write_number(row, number, value / 100 if column.type == MONEY else value, look)
    else:
        said = kept(printable(text(column, value, looks.choice.language)))
        if len(said) > MOST_CHARACTERS:
            end = translate(CUT, looks.choice.language)
            said = said[: MOST_CHARACTERS - len(end)] + end
        if said:
            place.write_string(row, number, said, looks.quoted if looks_like_formula(said) else None)


def _readme(place: Any, looks: _Looks, about: About) -> None:
    for number, width in enumerate((24, 28, 22, 70, 24, 28, 22, 70, 20)):
        place.set_column(number, number, width)
    said = readme.facts(about)
    lines = [nl for nl, _en in said], [en for _nl, en in said]
    line = -1
    for line, sentence in enumerate((*lines[looks.choice.place], *lines[1 - looks.choice.place])):
        place.write_string(line, 0, sentence)
    for number, row in enumerate(readme.as_rows(about)):
        for column, cell in enumerate(row):
            place.write_string(line + 2 + number, column, cell, looks.head if number == 0 else None)

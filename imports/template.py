"""Rows of a kind as a file that can be imported again, and the template: CSV, or Excel with a sheet that explains.

Excel gets text as text, also when it starts like a formula.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Protocol

from imports.guard import inert, kept, printable
from imports.kinds import CHOICE, DAY, HOURS, MONEY, STEP, WHOLE, YES_NO, Kind

Words = Callable[[str], str]  # an English message id in the language of the template
PLAIN = (DAY, HOURS, MONEY, STEP, WHOLE)  # never text


class Typed(Protocol):
    """A column that knows its type, and its choices."""

    @property
    def type(self) -> str: ...
    @property
    def choices(self) -> Mapping[str, tuple[str, ...]]: ...


def text_of(one: Typed, value: Any, language: str) -> str:
    """A value as it stands in CSV: Dutch or international."""
    if value is None:
        return ""
    if one.type == DAY:
        return f"{value:%d-%m-%Y}" if language == "nl" else str(value.isoformat())
    if one.type in (MONEY, HOURS):
        return decimals(Decimal(value) / 100 if one.type == MONEY else Decimal(f"{value:.12g}"), language)
    if one.type == YES_NO:
        return ("ja" if value else "nee") if language == "nl" else ("yes" if value else "no")
    if one.type == CHOICE:
        words = one.choices[value]
        return words[0] if language == "nl" else words[min(1, len(words) - 1)]
    return str(value)


def csv_cell(one: Typed, value: Any, language: str) -> str:
    """A value as it stands in a CSV file: text is made inert, numbers and dates stay what they are."""
    text = text_of(one, value, language)
    return text if one.type in PLAIN else inert(printable(text))


def decimals(value: Decimal, language: str) -> str:
    """A number with all its decimals, at least two and never three: ``1.125`` could be read as a thousand.

    >>> decimals(Decimal("7.5"), "nl"), decimals(Decimal("1.125"), "en"), decimals(Decimal("-1200"), "nl")
    ('7,50', '1.1250', '-1200,00')
    """
    places = max(2, -int(value.normalize().as_tuple().exponent))
    number = f"{value:.{4 if places == 3 else places}f}"
    return number.replace(".", ",") if language == "nl" else number


def as_csv(kind: Kind, rows: Iterable[Mapping[str, Any]], language: str) -> bytes:
    """Rows as CSV in UTF-8 with a mark, as Excel wants it: semicolons in Dutch, commas in English."""
    out = io.StringIO(newline="")
    write = csv.writer(out, delimiter=";" if language == "nl" else ",", quoting=csv.QUOTE_MINIMAL)
    write.writerow([one.header(language) for one in kind.fields])
    for row in rows:
        write.writerow([csv_cell(one, row.get(one.name), language) for one in kind.fields])
    return out.getvalue().encode("utf-8-sig")


def as_excel(kind: Kind, rows: Iterable[Mapping[str, Any]], language: str, words: Words = str) -> bytes:
    """Rows as Excel: numbers and dates as such, and a second sheet that says what each column is."""
    import xlsxwriter  # slow to import, and only few visitors need it

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd-mm-yyyy"})
    place = book.add_worksheet(words(kind.title)[:31])
    place.freeze_panes(1, 0)
    for column, one in enumerate(kind.fields):
        place.write_string(0, column, one.header(language), bold)
        place.set_column(column, column, max(14, len(one.header(language)) + 2))
    for number, row in enumerate(rows, 1):
        for column, one in enumerate(kind.fields):
            value = row.get(one.name)
            if value is None:
                continue
            if isinstance(value, dt.date):
                place.write_datetime(number, column, dt.datetime.combine(value, dt.time()), day)
            elif one.type in (YES_NO, CHOICE) or isinstance(value, str):
                place.write_string(number, column, kept(printable(text_of(one, value, language))))
            else:
                place.write_number(number, column, value / 100 if one.type == MONEY else value)
    _explained(book, kind, language, words, bold)
    book.close()
    return out.getvalue()


def _explained(book: Any, kind: Kind, language: str, words: Words, bold: Any) -> None:
    place = book.add_worksheet("Uitleg" if language == "nl" else "Explanation")
    place.set_column(0, 0, 26)
    place.set_column(1, 1, 14)
    place.set_column(2, 2, 90)
    place.write_string(0, 0, words(kind.about), bold)
    for number, one in enumerate(kind.fields, 2):
        needed = ("verplicht" if language == "nl" else "required") if one.required else ""
        place.write_string(number, 0, one.header(language), bold)
        place.write_string(number, 1, needed)
        place.write_string(number, 2, words(one.about))


def example(kind: Kind, language: str) -> dict[str, Any]:
    """The one row of a template."""
    from imports.check import value

    place = 0 if language == "nl" else 1
    return {one.name: value(one, one.example[place]) for one in kind.fields if one.example[place]}

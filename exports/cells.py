"""A value as it stands in a cell: text for CSV and Excel, plain data for JSON."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from exports.sheets import LIST, MOMENT, NUMBER, VALUE, Column
from imports import template
from imports.guard import inert, printable
from imports.template import decimals
from portfolio.store.codec import canonical

BETWEEN = " | "  # the names of a list
NOT_TEXT = (*template.PLAIN, NUMBER, MOMENT)


def text(column: Column, value: Any, language: str) -> str:
    """A value as text, in Dutch or in international writing.

    >>> from exports.sheets import ALL
    >>> cents = next(one for one in ALL[2].columns if one.name == "cents")
    >>> text(cents, -123456, "nl"), text(cents, 5, "en"), text(cents, None, "nl")
    ('-1234,56', '0.05', '')
    """
    if value is None:
        return ""
    if column.type == MOMENT:
        return f"{moment(value):%d-%m-%Y %H:%M:%S}" if language == "nl" else str(value)
    if column.type == LIST:
        return BETWEEN.join(str(one) for one in value)
    if column.type == NUMBER:
        return decimals(Decimal(f"{value:.12g}"), language)
    if column.type == VALUE:
        return _any(value, language)
    return template.text_of(column, value, language)


def csv_text(column: Column, value: Any, language: str) -> str:
    """As ``text``, with text that a spreadsheet could take for a formula made inert."""
    found = text(column, value, language)
    return found if column.type in NOT_TEXT else inert(printable(found))


def plain(value: Any) -> Any:
    """A value as JSON has it: amounts in whole cents, dates as text, codes as they are stored."""
    return value.isoformat() if isinstance(value, dt.date) else value


def moment(stored: str) -> dt.datetime:
    """A stored moment, in UTC, without its zone: a spreadsheet knows none.

    >>> moment("2026-03-05T13:02:11Z")
    datetime.datetime(2026, 3, 5, 13, 2, 11)
    """
    return dt.datetime.fromisoformat(stored).replace(tzinfo=None)


def _any(value: Any, language: str) -> str:
    if isinstance(value, bool):
        return {"nl": ("nee", "ja"), "en": ("no", "yes")}[language][value]
    if isinstance(value, int | float):
        return decimals(Decimal(f"{value:.12g}"), language)
    return value if isinstance(value, str) else canonical(value)

"""Months in the language of the reader."""

from __future__ import annotations

import datetime as dt

from babel.dates import format_date

from display.formats import LOCALES
from display.i18n import lang


def month_text(month: dt.date, short: bool = False) -> str:
    """A month with its year.

    >>> from display.i18n import language
    >>> with language("nl"): month_text(dt.date(2027, 3, 1)), month_text(dt.date(2027, 3, 1), short=True)
    ('maart 2027', 'mrt 2027')
    """
    return format_date(month, "LLL y" if short else "LLLL y", locale=LOCALES[lang()]).replace(".", "")

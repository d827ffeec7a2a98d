"""Numbers, euros, percentages, dates and weeks in the language of the reader, and templates filled with them.

Everything is made on the server: a browser or a word processor would follow its own settings.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

from display.i18n import _, column, lang, ngettext
from display.units import unit_text
from display.words import PARAMETERS, field_label, label

LOCALES = {"nl": "nl_NL", "en": "en_GB"}
NBSP = "\u00a0"
THIN = "\u202f"

Escape = Callable[[str], str]


def number(value: float | Decimal, decimals: int | None = None) -> str:
    """A number with the reader's thousands and decimal signs; at most `decimals` decimals (default: at most two).

    >>> from display.i18n import language
    >>> with language("nl"): number(12345.5), number(2000), number(0.5, 0)
    ('12.345,5', '2.000', '0')
    """
    pattern = "#,##0" if decimals == 0 else "#,##0." + ("##" if decimals is None else "0" * decimals)
    return format_decimal(value, format=pattern, locale=_locale())


def euro(value: float | Decimal, cents: bool | None = None) -> str:
    """Euros: whole from € 1,000 (and when there are no cents), with cents below, unless `cents` says otherwise.

    >>> from display.i18n import language
    >>> with language("nl"): euro(48500.4), euro(97.5), euro(-12)
    ('€\\xa048.500', '€\\xa097,50', '−€\\xa012')
    >>> with language("en"): euro(48500.4)
    '€48,500'
    """
    if cents is None:
        cents = abs(value) < 1000 and round(value * 100) % 100 != 0
    amount = number(abs(value), 2 if cents else 0)
    sign = "−" if value < 0 and amount.strip("0,.") else ""
    return sign + ("€" + NBSP if lang() == "nl" else "€") + amount


def percent(share: float, decimals: int = 0) -> str:
    """A share of 1 as a percentage; a share that is not 0 or 1 is never shown as 0 % or 100 %.

    >>> from display.i18n import language
    >>> with language("nl"): percent(0.8), percent(0.004), percent(0.9996), percent(0)
    ('80\\u202f%', '<1\\u202f%', '>99\\u202f%', '0\\u202f%')
    """
    smallest = 10.0 ** -(decimals + 2)
    if 0 < share < smallest:
        text = "<" + number(smallest * 100, decimals)
    elif 1 - smallest < share < 1:
        text = ">" + number((1 - smallest) * 100, decimals)
    else:
        text = number(share * 100, decimals)
    return text + (THIN + "%" if lang() == "nl" else "%")


def chance(share: float) -> str:
    """A probability as people say it: `1 op de 9`, `1 in 9`; percentages between a third and two thirds.

    >>> from display.i18n import language
    >>> with language("en"): chance(0.11), chance(0.5), chance(0.003)
    ('1 in 9', '50%', 'less than 1 in 100')
    """
    if share < 0.01:
        return _("less than 1 in 100")
    if share <= 1 / 3:
        return _("1 in {n}", n=number(round(1 / share), 0))
    return percent(share)


def date_text(day: dt.date | str, year: bool = True, weekday: bool = False) -> str:
    """A date in words. Accepts a date or its ISO text.

    >>> from display.i18n import language
    >>> with language("nl"): date_text("2027-06-12"), date_text(dt.date(2027, 5, 1), year=False)
    ('12 juni 2027', '1 mei')
    """
    pattern = ("EEEE " if weekday else "") + "d MMMM" + (" y" if year else "")
    return format_date(as_date(day), pattern, locale=_locale())


def short_date(day: dt.date | str) -> str:
    """A date in digits, for a narrow column.

    >>> from display.i18n import language
    >>> with language("nl"): short_date("2027-05-12")
    '12-05-2027'
    """
    return format_date(as_date(day), "dd-MM-y" if lang() == "nl" else "dd/MM/y", locale=_locale())


def as_date(day: dt.date | str) -> dt.date:
    """A date from a date or ISO text; raises ValueError for anything else."""
    return day if isinstance(day, dt.date) else dt.date.fromisoformat(day[:10])


def weeks_text(weeks: float) -> str:
    """Weeks as people say them: whole from four weeks, half weeks below.

    >>> from display.i18n import language
    >>> with language("nl"): weeks_text(24.3), weeks_text(1), weeks_text(2.6)
    ('24 weken', '1 week', '2,5 weken')
    """
    rounded = round(weeks) if weeks >= 4 else round(weeks * 2) / 2
    return ngettext("{n} week", "{n} weeks", rounded, n=number(rounded))


def hours_text(hours: float) -> str:
    """Whole hours in words."""
    return ngettext("{n} hour", "{n} hours", round(hours), n=number(hours, 0))


def fill(template: str, params: Mapping[str, Any], escape: Escape = str) -> str:
    """Translate a template and fill it with its params in the reader's language.

    Numbers, dates (also as ISO text) and lists are written out; by the param's name, `euros` and `…_eur` are money,
    `…cents` money in cents, and `share`, `…_share`, `…probability` and `…confidence` percentages. `escape` makes other
    texts safe for where the result is shown (plain by default).

    >>> from display.i18n import language
    >>> with language("nl"): fill("{name}: {cost_eur}", {"name": {"name_nl": "Duiden"}, "cost_eur": 1500})
    'Duiden: €\\xa01.500'
    """
    return _(template).format(**{name: show(name, value, escape) for name, value in params.items()})


def show(name: str, value: Any, escape: Escape = str) -> str:
    """One parameter of a template as text; see `fill`."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float | Decimal):
        return _show_number(name, value)
    if isinstance(value, dt.date):
        return date_text(value)
    if isinstance(value, list | tuple | set):
        return ", ".join(show(name, item, escape) for item in value)
    if isinstance(value, Mapping):
        return escape(column(value, "name"))
    return _show_text(name, str(value), escape)


def _show_number(name: str, value: float | Decimal) -> str:
    if name == "euros" or name.endswith("_eur"):
        return euro(value)
    if name.endswith("cents"):
        return euro(value / 100)
    if name == "share" or name.endswith(("_share", "probability", "confidence")):
        return percent(float(value))
    return str(value) if name.endswith("year") else number(value)


def _show_text(name: str, value: str, escape: Escape) -> str:
    if name == "field":
        return field_label(value)
    if name == "unit":
        return escape(unit_text(value))
    if name in PARAMETERS:
        return escape(label(PARAMETERS[name], value))
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        try:
            return date_text(value)
        except ValueError:
            return escape(value)
    return escape(_(value))


def _locale() -> str:
    return LOCALES[lang()]

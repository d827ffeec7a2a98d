"""What people type as numbers, read; and the formats of display/formats.py with markdown-safe texts.

The browser's own number fields are not used for decimals: an English browser reads `97,5` as 975 and both read
`1.500` as 1.5. The parsers here take comma and point, the Dutch way in Dutch and the English way in English, and
refuse what could mean two things.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from display import formats
from display.formats import (
    LOCALES,
    NBSP,
    THIN,
    as_date,
    chance,
    date_text,
    euro,
    hours_text,
    number,
    percent,
    weeks_text,
)
from ui.i18n import N_, lang
from ui.text import esc

__all__ = [
    "LOCALES",
    "NBSP",
    "THIN",
    "ParseFault",
    "as_date",
    "chance",
    "date_text",
    "euro",
    "fill",
    "hours_text",
    "number",
    "parse_decimal",
    "parse_int",
    "percent",
    "show",
    "weeks_text",
]

_EURO = r"(?:€|eur|euro)"
_AMOUNT = re.compile(rf"([-+]?)\s*{_EURO}?\s*(-?)\s*([0-9][0-9., '’]*?)(?:,-{{1,2}})?\s*{_EURO}?", re.IGNORECASE)


class ParseFault(ValueError):
    """Text that is not one clear number. `.template` is an English msgid, `.params` fills it."""

    def __init__(self, template: str, **params: Any) -> None:
        super().__init__(template.format(**params))
        self.template = template
        self.params = params


def parse_decimal(text: str) -> Decimal:
    """One clear number from what a person typed; ParseFault with a sentence otherwise.

    Comma and point are both accepted; where `1.500` or `1,500` could be either, Dutch reads the point and English the
    comma as thousands, and the other sign before three digits is refused. `€`, spaces and `,-` may stand around it.

    >>> from ui.i18n import language
    >>> with language("nl"): [str(parse_decimal(t)) for t in ("97,5", "97.5", "1.500", "€ 1.500,-", "1,234.5")]
    ['97.5', '97.5', '1500', '1500', '1234.5']
    >>> with language("en"): parse_decimal("1.500")
    Traceback (most recent call last):
    ui.formats.ParseFault: “1.500” can mean 1500 or 1.5. Write 1500 or 1.5.
    """
    shown = " ".join(str(text).split())[:40]
    match = _AMOUNT.fullmatch(" ".join(str(text).split()).replace("−", "-"))
    if not match or (match[1] and match[2]) or len(match[3]) > 24:
        raise ParseFault(N_("“{text}” is not a number. Write digits, for example {example}."), text=shown, example="12")
    value = _read(match[3].strip(), shown)
    return -value if "-" in (match[1], match[2]) else value


def parse_int(text: str) -> int:
    """One clear whole number; ParseFault with a sentence otherwise.

    >>> from ui.i18n import language
    >>> with language("nl"): parse_int("2.000")
    2000
    """
    value = parse_decimal(text)
    if value != value.to_integral_value():
        shown = " ".join(str(text).split())[:40]
        raise ParseFault(N_("“{text}” is not a whole number. Write a number without decimals."), text=shown)
    return int(value)


def fill(template: str, params: Mapping[str, Any]) -> str:
    """`display.formats.fill` as markdown-safe text."""
    return formats.fill(template, params, esc)


def show(name: str, value: Any) -> str:
    """One parameter of a template as markdown-safe text; see `fill`."""
    return formats.show(name, value, esc)


def _read(digits: str, shown: str) -> Decimal:
    """A Decimal from digits with comma, point, space or apostrophe in between."""
    plain = re.sub(r"(?<=\d)[ '’](?=\d{3}(\D|$))", "", digits)
    if re.fullmatch(r"\d+", plain):
        return Decimal(plain)
    if re.fullmatch(r"\d{1,3}(\.\d{3})+,\d+", plain) or re.fullmatch(r"\d{1,3}(\.\d{3}){2,}", plain):
        return Decimal(plain.replace(".", "").replace(",", "."))
    if re.fullmatch(r"\d{1,3}(,\d{3})+\.\d+", plain) or re.fullmatch(r"\d{1,3}(,\d{3}){2,}", plain):
        return Decimal(plain.replace(",", ""))
    if re.fullmatch(r"\d+[.,]\d+", plain):
        return _one_sign(plain, shown)
    raise ParseFault(N_("“{text}” is not a number. Write digits, for example {example}."), text=shown, example="1500")


def _one_sign(plain: str, shown: str) -> Decimal:
    """`97,5`, `97.5`, `1.500`, `1,500`: three digits after one sign may be thousands."""
    whole, sign, rest = re.fullmatch(r"(\d+)([.,])(\d+)", plain).groups()  # type: ignore[union-attr]
    could_be_thousands = len(rest) == 3 and re.fullmatch(r"[1-9]\d{0,2}", whole)
    if not could_be_thousands:
        return Decimal(f"{whole}.{rest}")
    if sign == ("." if lang() == "nl" else ","):
        return Decimal(whole + rest)
    small = f"{whole}{',' if lang() == 'nl' else '.'}{rest.rstrip('0') or '0'}"
    raise ParseFault(
        N_("“{text}” can mean {large} or {small}. Write {large} or {small}."),
        text=shown,
        large=whole + rest,
        small=small,
    )

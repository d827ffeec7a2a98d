"""What is asked as a sum in words, the same on every screen and in every document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from display.formats import euro
from display.i18n import _


def sum_text(asked: Mapping[str, Any]) -> str:
    """The parts that add up to what is asked; `asked` is the request of an estimate.

    >>> from display.i18n import language
    >>> with language("en"): sum_text({"estimate_eur": 8000, "contingency_eur": 2500, "overrun_eur": 1000})
    '€8,000 middle estimate + €2,500 contingency + €1,000 usual overrun'
    """
    parts = [
        _("{amount} middle estimate", amount=euro(asked["estimate_eur"])),
        _("{amount} contingency", amount=euro(asked["contingency_eur"])),
    ]
    if asked.get("overrun_eur"):  # requests of earlier versions have no such line
        parts.append(_("{amount} usual overrun", amount=euro(asked["overrun_eur"])))
    return " + ".join(parts)

"""The state of the whole in words, for the screen and the papers alike: how many, who decides, and the amounts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from display.formats import date_text, euro
from display.i18n import _, ngettext
from portfolio.whole.pooled import Pooled
from portfolio.whole.standing import Standing

Strong = Callable[[str], str]


def title(found: Sequence[Standing], deciding: int) -> str:
    """How many processes run and how many ask for a decision, in one sentence."""
    count = sum(one.row.awake and one.row.phase != "done" for one in found)
    first = ngettext("{n} process running", "{n} processes running", count, n=count)
    if not deciding:
        return _("{first}, none needs a decision", first=first)
    second = ngettext("{n} needs a decision", "{n} need a decision", deciding, n=deciding)
    return f"{first}, {second}"


def amounts(found: Sequence[Standing], together: Pooled | None, strong: Strong = str) -> list[str]:
    """A line with what was granted, is expected, and is asked; and one with what all need together. ``strong``: how an
    amount is made to stand out."""
    live = [one for one in found if not one.row.ended]
    granted = [one for one in live if one.money.granted is not None]
    asked = sum(one.money.asked or 0 for one in live)
    parts = [_("Granted {amount}", amount=strong(_euros(sum(one.money.granted or 0 for one in granted))))]
    if granted:
        expected = sum(one.money.expected or 0 for one in granted)
        parts.append(_("expected {amount}", amount=strong(_euros(expected))))
    parts.append(_("asked, not decided yet {amount}", amount=strong(_euros(asked))))
    lines = [" · ".join(parts)]
    if together and together.counted > 1:
        lines.append(
            _(
                "With what is asked and in preparation, {n} processes together are 80% certain within {amount}: {less} "
                "less than the separate 80% amounts added up.",
                n=together.counted,
                amount=strong(_euros(together.p80_cents)),
                less=strong(_euros(together.freed_cents)),
            )
        )
    return lines


def confidence(today: dt.date) -> str:
    """What these amounts are."""
    return _(
        "Amounts are costs and own hours together, excluding VAT. Granted and asked: 80% certain on the date of the "
        "request. Expected: from what was booked up to {day}, and what remains.",
        day=date_text(today),
    )


def _euros(cents: int) -> str:
    return euro(round(cents / 100))

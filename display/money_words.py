"""The money of the whole as rows, a total and sentences, for screens and papers alike: euros in whole cents.

What isn't known is None and is never counted as nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from display.formats import date_text, euro
from display.i18n import _, ngettext

COLUMNS = ("granted", "committed", "spent", "expected", "expected80", "difference")


@dataclass(frozen=True)
class Row:
    """One process, or all of them: cents excluding VAT, as portfolio.whole.standing.Money has them."""

    id: str
    name: str
    confidential: bool
    granted: int | None
    committed: int | None
    spent: int | None
    expected: int | None
    expected80: int | None

    @property
    def difference(self) -> int | None:
        """What was made available minus what is expected with 80 %; negative when it doesn't suffice."""
        if self.granted is None or self.expected80 is None:
            return None
        return self.granted - self.expected80


def going(found: Sequence[Any]) -> list[Any]:
    """The standings that still cost money: neither stopped nor closed."""
    return [one for one in found if not one.row.ended]


def granted(found: Sequence[Any]) -> list[Any]:
    """Those that go and to which something was made available."""
    return [one for one in going(found) if one.money.granted is not None]


def rows(found: Sequence[Any]) -> list[Row]:
    """A row per standing, the one that lacks most first."""
    made = [
        Row(
            one.id,
            one.name,
            one.row.process.confidential,
            one.money.granted,
            one.money.committed,
            one.money.spent,
            one.money.expected,
            one.money.expected80,
        )
        for one in found
    ]
    return sorted(made, key=lambda row: (row.difference is None, row.difference or 0, row.name.casefold()))


def total(found: Sequence[Row]) -> Row:
    """What is known, added up; None where nothing is known."""
    sums = {}
    for name in COLUMNS[:-1]:
        known = [value for row in found if (value := getattr(row, name)) is not None]
        sums[name] = sum(known) if known else None
    return Row("", "", False, **sums)


def round_eur(cents: int) -> float:
    """Euros as precise as an expectation is: from € 100,000 to thousands, below to hundreds."""
    euros = cents / 100
    unit = 1000 if abs(euros) >= 100_000 else 100
    return round(euros / unit) * unit


def amount(cents: int | None, rounded: bool = False) -> str:
    """Whole euros, or that they aren't known."""
    if cents is None:
        return _("not known")
    return euro(round_eur(cents) if rounded else round(cents / 100))


def sentence(whole: Row, cash: int | None, pooled: Any) -> str:
    """The state of the money in a few words. `cash`: the part of what was made available that is paid out."""
    parts = [_("{granted} was made available.", granted=amount(whole.granted))]
    if cash is not None:
        parts = [
            _(
                "{granted} was made available, of which {cash} for costs.",
                granted=amount(whole.granted),
                cash=amount(cash),
            ),
            _(
                "Of those costs {committed} is committed and {spent} spent.",
                committed=_noted(whole.committed),
                spent=_noted(whole.spent),
            ),
        ]
    if whole.expected is not None:
        text = _(
            "{expected} is expected, with 80% certainty within {high} together.",
            expected=amount(whole.expected, rounded=True),
            high=amount(pooled.p80_cents, rounded=True),
        )
        parts.append(text)
    return " ".join(parts)


def _noted(cents: int | None) -> str:
    return _("an unknown amount") if cents is None else amount(cents)


def freed(pooled: Any) -> str:
    """What the processes need less because they carry their risks together."""
    together, apart = round_eur(pooled.p80_cents), round_eur(pooled.sum_p80_cents)
    if pooled.counted < 2 or together >= apart:
        return _("Together the processes need as much contingency as one by one.")
    return _(
        "Each with 80% certainty by itself, the {n} processes need {apart}; together, with 80% certainty, {together} "
        "is enough. That is {less} of contingency that you need less together.",
        n=pooled.counted,
        apart=euro(apart),
        together=euro(together),
        less=euro(apart - together),
    )


def limits() -> str:
    """What the pooled figure rests on and what it leaves out."""
    return _(
        "Why: it seldom happens that all processes turn out dear at once; what one has left covers what another lacks. "
        "Processes do move together somewhat, because they share one way of working: that is counted, and how much is "
        "our assumption. Only what is estimated is in it: a setback that hits all at once, or a process that isn't "
        "there yet, is not."
    )


def stamp(today: dt.date) -> str:
    """What the amounts are, and of when."""
    return _(
        "Amounts exclude VAT; as it stood on {day}. What isn't noted is not known, and not nothing.",
        day=date_text(today),
    )


def short(found: Sequence[Row]) -> list[Row]:
    """Those of which with 80 % more is expected than was made available."""
    return [row for row in found if row.difference is not None and row.difference < 0]


def differences_text(found: Sequence[Row]) -> str:
    """The chart of differences in a sentence."""
    lacking = short(found)
    known = [row for row in found if row.difference is not None]
    if not known:
        return _("Of no process it is known what it comes to.")
    if not lacking:
        return _("Every process is expected to stay within what was made available, with 80% certainty.")
    return ngettext(
        "{n} of {all} processes is with 80% certainty expected above what was made available: {lack} in all, most of "
        "it at “{name}”.",
        "{n} of {all} processes are with 80% certainty expected above what was made available: {lack} in all, most of "
        "it at “{name}”.",
        len(lacking),
        n=len(lacking),
        all=len(known),
        lack=amount(-sum(row.difference or 0 for row in lacking)),
        name=lacking[0].name,
    )

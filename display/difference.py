"""Only what differs between what was approved and what is asked now, in words: was and becomes.

The same rows on the screen and in the documents.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from display.formats import date_text, euro
from display.i18n import _
from display.scope_words import scope_in_words

NONE = "–"


@dataclass(frozen=True)
class Side:
    """One side of the comparison: amounts in cents (all, costs, own hours), the date, the scope, and what finance asked
    as label → answer."""

    cents: tuple[int, int, int]
    finish: dt.date
    scope: Mapping[str, Any]
    finance: Mapping[str, str]


def rows(before: Side, now: Side) -> dict[str, tuple[str, str]]:
    """Label → was and becomes, where they differ: amounts and date first, then the scope, then what finance asks."""
    names = (_("Amount, excluding VAT"), _("Costs"), _("Own hours"))
    found = {
        name: (euro(was / 100), euro(becomes / 100))
        for name, was, becomes in zip(names, before.cents, now.cents, strict=True)
    }
    found[_("Done by")] = (date_text(before.finish), date_text(now.finish))
    for was, becomes in (
        (scope_in_words(before.scope), scope_in_words(now.scope)),
        (before.finance, now.finance),
    ):
        found |= {
            name: (was.get(name, NONE), becomes.get(name, NONE)) for name in {**was, **becomes} if name not in found
        }
    return {name: pair for name, pair in found.items() if pair[0] != pair[1]}

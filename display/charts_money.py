"""Picture of the money of the whole: per process what was made available minus what is expected with 80 %."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from display.chart_style import LABEL, style
from display.colours import palette
from display.formats import euro
from display.i18n import _, ngettext
from display.money_words import Row

MOST = 20  # bars; what comes after them is added up
ROOM = 0.65  # of the bars: for the amounts at the right, on a phone too


def differences(found: Sequence[Row], dark: bool | None = None) -> alt.TopLevelMixin:
    """A bar per process, the one that lacks most on top; to the left of the line it lacks, to the right it is left.

    The rest has its amount and no bar: hundreds added up would make all the others too short to compare.
    """
    colours = palette(dark)
    table = pd.DataFrame(bars(found))
    low, high = min(float(table["bar"].min()), 0.0), max(float(table["bar"].max()), 0.0)
    room = ROOM * max(high - low, 1.0)
    y = alt.Y("name:N", sort=list(table["name"]), title=None, axis=alt.Axis(labelLimit=220, labelOverlap=False))
    x = alt.X("bar:Q", title=None, axis=None, scale=alt.Scale(domain=[low, high + room], nice=False))
    base = alt.Chart(table).encode(y=y, x=x)
    lacks = alt.datum.bar < 0
    colour = alt.condition(lacks, alt.value(colours["limit"]), alt.value(colours["main"]))
    tip = [alt.Tooltip("name:N", title=_("Process")), alt.Tooltip("text:N", title=_("Difference"))]
    shown = base.mark_bar(height=13, cornerRadius=2).encode(color=colour, tooltip=tip)
    amounts = alt.Chart(table).mark_text(align="right", fontSize=LABEL, color=colours["text"])
    column = amounts.encode(y=y, x=alt.value("width"), text="text:N")
    zero = alt.Chart(pd.DataFrame([{"zero": 0}])).mark_rule(color=colours["muted"])
    line = zero.encode(x=alt.X("zero:Q", axis=None, title=None))
    return style(alt.layer(shown, line, column), 26 * len(table) + 24, dark)


def bars(found: Sequence[Row]) -> list[dict[str, Any]]:
    """The bars: the first ones by themselves, the rest added up. Rows come in the order in which they are shown."""
    known = [row for row in found if row.difference is not None]
    first, rest = known[:MOST], known[MOST:]
    if len(rest) == 1:
        first, rest = known, []
    shown: list[dict[str, Any]] = []
    seen: dict[str, int] = {}
    for row in first:
        seen[row.name] = seen.get(row.name, 0) + 1
        name = row.name if seen[row.name] == 1 else f"{row.name} ({seen[row.name]})"
        shown.append(_bar(name, row.difference or 0))
    if rest:
        name = ngettext("{n} other together", "{n} others together", len(rest), n=len(rest))
        shown.append(_bar(name, sum(row.difference or 0 for row in rest)) | {"bar": 0.0})
    return shown


def _bar(name: str, cents: int) -> dict[str, Any]:
    euros = cents / 100
    return {"name": name, "euros": euros, "bar": euros, "text": ("▲ " if euros < 0 else "") + euro(round(euros))}

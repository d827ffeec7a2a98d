"""Pictures of what moves the answer: the tornado and the shares of the spread."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from display.chart_style import LABEL, style
from display.colours import palette
from display.formats import euro, percent
from display.i18n import _, column
from display.words import FAMILY, label

Rows = list[dict[str, Any]]


def spread_shares(groups: Rows, dark: bool | None = None) -> alt.TopLevelMixin:
    """Shares of the uncertainty by what the cost grows with; `groups` as in `Estimate.driver_groups`."""
    colours = palette(dark)
    rows = [{"what": label(FAMILY, g["family"]), "share": max(g["share"], 0.0)} for g in groups if g["share"] >= 0.005]
    table = pd.DataFrame([{**row, "text": percent(row["share"])} for row in rows])
    y = alt.Y("what:N", sort=list(table["what"]), title=None, axis=alt.Axis(labelLimit=280, labelPadding=8))
    x = alt.X("share:Q", title=None, axis=None, scale=alt.Scale(domain=[0, table["share"].max() * 1.25]))
    base = alt.Chart(table).encode(y=y, x=x)
    labels = base.mark_text(align="left", dx=6, fontSize=LABEL, color=colours["text"]).encode(text="text:N")
    return style(base.mark_bar(height=14, color=colours["main"]) + labels, 34 * len(table) + 20, dark)


def spread_text(groups: Rows) -> str:
    """The two largest shares in a sentence."""
    first, second = ([*groups, None, None])[:2]
    if first is None:
        return _("Nothing is uncertain here.")
    text = _("{what} determines {share} of the uncertainty", what=_capital(first), share=percent(first["share"]))
    if second is None:
        return f"{text}."
    more = _("{what} {share}", what=label(FAMILY, second["family"]), share=percent(second["share"]))
    return f"{text}, {more}."


def _capital(group: dict[str, Any]) -> str:
    text = label(FAMILY, group["family"])
    return text[:1].upper() + text[1:]


def tornado(content: dict[str, Any], dark: bool | None = None) -> alt.TopLevelMixin:
    """The amount that is 80 % certain with one figure low and high, widest first, and a thin line where it is now.

    `content`: ``bars`` as from the estimator's `tornado`, ``now`` the amount in euros.
    """
    colours = palette(dark)
    rows = []
    for bar in content["bars"]:
        low, high = sorted((bar["low_eur"], bar["high_eur"]))
        text = _("{low} to {high}", low=euro(round(low, -2)), high=euro(round(high, -2)))
        rows.append({"what": column(bar, "name"), "low": low, "high": high, "text": text})
    table = pd.DataFrame(rows)
    names = list(table["what"])
    low, high = table["low"].min(), table["high"].max()
    room = (high - low) * 0.04
    y = alt.Y("what:N", sort=names, title=None, axis=alt.Axis(labelLimit=300, labelPadding=8, labelOverlap=False))
    scale = alt.Scale(domain=[low - room, high + room], nice=False, zero=False)
    x = alt.X("low:Q", title=None, scale=scale, axis=alt.Axis(format="$,.0f", tickCount=4, labelFlush=True))
    tip = [alt.Tooltip("what:N", title=_("Figure")), alt.Tooltip("text:N", title=_("Amount at 80%"))]
    bars_layer = alt.Chart(table).mark_bar(height=13, cornerRadius=2, color=colours["main"])
    shown = bars_layer.encode(x=x, x2="high:Q", y=y, tooltip=tip)
    now = alt.Chart(pd.DataFrame([{"now": content["now"]}])).mark_rule(color=colours["limit"], strokeDash=[4, 3])
    return style(alt.layer(shown, now.encode(x="now:Q")), 30 * len(table) + 40, dark)


def tornado_text(bars: Rows) -> str:
    """The widest bar in a sentence."""
    if not bars:
        return _("Nothing is uncertain here.")
    low, high = sorted((bars[0]["low_eur"], bars[0]["high_eur"]))
    return _(
        "“{name}” moves the amount that is 80% certain most: from {low} when it turns out low to {high} when high.",
        name=column(bars[0], "name"),
        low=euro(round(low, -2)),
        high=euro(round(high, -2)),
    )

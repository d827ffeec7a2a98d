"""Pictures of what moves the answer: the tornado and the shares of the spread."""

from __future__ import annotations

from typing import Any

from display.chart_style import LABEL, Spec, specification
from display.colours import palette
from display.formats import euro, percent
from display.i18n import _, column
from display.words import FAMILY, label

Rows = list[dict[str, Any]]


def spread_shares(groups: Rows, dark: bool | None = None) -> Spec:
    """Shares of the uncertainty by what the cost grows with; `groups` as in `Estimate.driver_groups`."""
    colours = palette(dark)
    rows: Rows = [
        {"what": label(FAMILY, g["family"]), "share": max(g["share"], 0.0), "text": percent(max(g["share"], 0.0))}
        for g in groups
        if g["share"] >= 0.005
    ]
    scale = {"domain": [0, max((row["share"] for row in rows), default=1) * 1.25]}
    places: Spec = {
        "y": _names(rows, {"labelLimit": 280, "labelPadding": 8}),
        "x": {"field": "share", "type": "quantitative", "title": None, "axis": None, "scale": scale},
    }
    text = {"type": "text", "align": "left", "dx": 6, "fontSize": LABEL, "color": colours["text"]}
    layers = [
        {"mark": {"type": "bar", "height": 14, "color": colours["main"]}, "encoding": places},
        {"mark": text, "encoding": places | {"text": {"field": "text"}}},
    ]
    return specification({"layer": [{"data": {"values": rows}, "layer": layers}]}, 34 * len(rows) + 20, dark)


def _names(rows: Rows, axis: Spec) -> Spec:
    sort = [row["what"] for row in rows]
    return {"field": "what", "type": "nominal", "sort": sort, "title": None, "axis": axis}


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


def tornado(content: dict[str, Any], dark: bool | None = None) -> Spec:
    """The amount that is 80 % certain with one figure low and high, widest first, and a thin line where it is now.

    `content`: ``bars`` as from the estimator's `tornado`, ``now`` the amount in euros.
    """
    colours = palette(dark)
    rows: Rows = []
    for bar in content["bars"]:
        low, high = sorted((bar["low_eur"], bar["high_eur"]))
        text = _("{low} to {high}", low=euro(round(low, -2)), high=euro(round(high, -2)))
        rows.append({"what": column(bar, "name"), "low": low, "high": high, "text": text})
    low, high = min((row["low"] for row in rows), default=0), max((row["high"] for row in rows), default=1)
    room = (high - low) * 0.04
    scale = {"domain": [low - room, high + room], "nice": False, "zero": False}
    axis = {"format": "$,.0f", "tickCount": 4, "labelFlush": True}
    shown = {
        "x": {"field": "low", "type": "quantitative", "title": None, "scale": scale, "axis": axis},
        "x2": {"field": "high"},
        "y": _names(rows, {"labelLimit": 300, "labelPadding": 8, "labelOverlap": False}),
        "tooltip": [{"field": "what", "title": _("Figure")}, {"field": "text", "title": _("Amount at 80%")}],
    }
    bars = {"type": "bar", "height": 13, "cornerRadius": 2, "color": colours["main"]}
    now = {"type": "rule", "color": colours["limit"], "strokeDash": [4, 3]}
    layers = [
        {"data": {"values": rows}, "mark": bars, "encoding": shown},
        {
            "data": {"values": [{"now": content["now"]}]},
            "mark": now,
            "encoding": {"x": {"field": "now", "type": "quantitative"}},
        },
    ]
    return specification({"layer": layers}, 30 * len(rows) + 40, dark)


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

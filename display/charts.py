"""The pictures of an estimate, each with its sentence for screen readers beside it.

Plain Vega-Lite specifications instead of Altair charts: every new answer draws them anew, and making the four with
Altair takes three times as long as the estimate itself. The functions take an estimate as a dict
(`Estimate.to_dict()`); texts in the charts are written out on the server.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from display.asked import sum_text
from display.chart_style import LABEL, Spec, chance, curve_points, euros, specification
from display.colours import palette
from display.formats import date_text, euro, percent
from display.i18n import _
from display.steps import numbered
from display.words import KIND, label

Estimate = dict[str, Any]
MONTHS_APART = 8  # pixels between two months under a timeline, else one of them goes
ROOM_BY_STEP, ROOM_BY_KIND = 1.22, 1.45  # how much wider than the longest bar: for the amount behind it


def s_curve(est: Estimate, dark: bool | None = None) -> Spec:
    """How sure an amount is: euros against the chance that it is enough, with the middle estimate and what is asked."""
    colours, amounts = palette(dark), est["curve"]["cost_eur"]
    places = {"x": euros(amounts[0], amounts[-1], ticks=4), "y": chance()}
    line = {"color": colours["main"], "strokeWidth": 2.5}
    area = {
        "data": {"values": curve_points(est)},
        "mark": {"type": "area", "interpolate": "monotone", "color": colours["main_wash"], "line": line},
        "encoding": places,
    }
    marks = {"data": {"values": _marks_on_curve(est)}}
    rule = {"type": "rule", "color": colours["limit"], "strokeDash": [4, 3]}
    dot = {"type": "point", "filled": True, "size": 90, "color": colours["limit"], "opacity": 1}
    layers = [
        area,
        marks | {"mark": rule, "encoding": places | {"y2": {"datum": 0}}},
        marks | {"mark": dot, "encoding": places},
    ]
    layers += [marks | layer for side in ("right", "left") for layer in _names(side, places, colours)]
    return specification({"layer": layers}, 270, dark)


def _names(side: str, places: Spec, colours: dict[str, Any]) -> list[Spec]:
    """Labels at the marks that stand to one side, on a soft halo so that a line behind them doesn't cross the text."""
    right = side == "right"
    text = {"type": "text", "fontSize": 14, "fontWeight": 600, "align": "left" if right else "right"}
    text |= {"dx": 12 if right else -12, "dy": 14 if right else -10}
    under = colours["main_wash" if right else "background"]
    halo = {"stroke": under, "strokeWidth": 6, "strokeJoin": "round", "color": under}
    here = [{"filter": f"datum.side == '{side}'"}]
    rows: Spec = {"transform": here, "encoding": places | {"text": {"field": "text"}}}
    return [rows | {"mark": text | halo}, rows | {"mark": text | {"color": colours["text"]}}]


def _marks_on_curve(est: Estimate) -> list[dict[str, Any]]:
    amounts = est["curve"]["cost_eur"]
    half = (amounts[0] + amounts[-1]) / 2
    asked, middle = est["request"]["cost_eur"], est["request"]["estimate_eur"]
    marks = [
        {"euros": est["cost_eur"]["p50"], "chance": 0.5, "text": _("middle estimate {amount}", amount=euro(middle))},
        {
            "euros": min(asked, amounts[-1]),
            "chance": chance_of_amount(est, asked),
            "text": _("asked {amount}", amount=euro(asked)),
        },
    ]
    return [mark | {"side": "right" if mark["euros"] < half else "left"} for mark in marks]


def chance_of_amount(est: Estimate, amount: float) -> float:
    """The chance that an amount is enough, read from the 99 points of the curve."""
    return sum(value <= amount for value in est["curve"]["cost_eur"]) / 100


def s_curve_text(est: Estimate) -> str:
    """The S-curve in a sentence."""
    asked = est["request"]["cost_eur"]
    return _(
        "Half of the time {middle} is enough; {asked}, what is asked, is enough in {chance} of the cases.",
        middle=euro(est["request"]["estimate_eur"]),
        asked=euro(asked),
        chance=percent(chance_of_amount(est, asked)),
    )


def step_timeline(est: Estimate, dark: bool | None = None) -> Spec:
    """When each step runs (middle estimate), a thin tail to where it ends with 80 %, and the wanted date."""
    colours, rows = palette(dark), [_bar(step) for step in est["by_step"]]
    first, last = min(row["start"] for row in rows), max(row["late"] for row in rows)
    deadline = est["scope"].get("deadline")
    last = max(last, _moment(deadline)) if deadline else last
    span = (dt.datetime.fromisoformat(last) - dt.datetime.fromisoformat(first)).days
    axis = {"format": "%b ’%y" if span > 330 else "%b", "tickCount": _month_ticks(span), "labelFlush": True}
    axis["labelSeparation"] = MONTHS_APART
    x = {"type": "temporal", "title": None, "axis": axis, "scale": {"domain": [first, last]}}
    y = by_step(rows)
    tip = [{"field": "step", "title": _("Step")}, {"field": "text", "title": _("Middle estimate")}]
    tail = {"type": "bar", "height": 4, "cornerRadius": 2, "color": colours["main_soft"]}
    bar = {"type": "bar", "height": 12, "cornerRadius": 3, "color": colours["main"]}
    bars: list[Spec] = [
        {"mark": tail, "encoding": {"x": x | {"field": "end"}, "x2": {"field": "late"}, "y": y}},
        {"mark": bar, "encoding": {"x": x | {"field": "start"}, "x2": {"field": "end"}, "y": y, "tooltip": tip}},
    ]
    layers = [{"data": {"values": rows}, "layer": bars}, *_limit(est, colours, dt.date.fromisoformat(first[:10]))]
    return specification({"layer": layers}, 300, dark)


def _bar(step: dict[str, Any]) -> dict[str, str]:
    start, end = step["start"]["p50"], step["finish"]["p50"]
    return {
        "step": numbered(step["step"]),
        "start": _moment(start),
        "end": _moment(end),
        "late": _moment(max(step["finish"]["p80"], end)),
        "text": _("{start} to {end}", start=date_text(start, year=False), end=date_text(end)),
    }


def by_step(rows: list[dict[str, Any]]) -> Spec:
    """The steps from above to below, in the order of the rows, each with its whole name."""
    labels = {"labelLimit": 200, "labelOverlap": False, "labelPadding": 8}
    names = list(dict.fromkeys(row["step"] for row in rows))
    scale = {"paddingInner": 0.3}
    return {"field": "step", "type": "nominal", "sort": names, "title": None, "axis": labels, "scale": scale}


def _moment(day: str) -> str:
    """A day as a moment in the reader's time zone: the date alone would be midnight in Greenwich."""
    return f"{day[:10]}T00:00:00"


def _month_ticks(days: int) -> dict[str, Any]:
    months = max(1, round(days / 30 / 6))
    step = next(size for size in (1, 2, 3, 6, 12, 24, 60) if size >= min(months, 60))
    return {"interval": "month", "step": step}


def _limit(est: Estimate, colours: dict[str, Any], first: dt.date) -> list[Spec]:
    """The dashed line of the wanted date with its label above it, when there is one."""
    deadline = est["scope"].get("deadline")
    if not deadline:
        return []
    ends = dt.date.fromisoformat(est["by_step"][-1]["finish"]["p80"][:10])
    day = dt.date.fromisoformat(deadline)
    late_half = (day - first).days > (max(ends, day) - first).days / 2
    return wanted(_moment(deadline), date_text(day), late_half, colours)


def wanted(moment: str, day: str, left: bool, colours: dict[str, Any]) -> list[Spec]:
    """A dashed line at the wanted date, and its label above it at one side."""
    data = {"data": {"values": [{"day": moment, "text": _("wanted {date}", date=day)}]}}
    x = {"field": "day", "type": "temporal"}
    line = {"type": "rule", "color": colours["limit"], "strokeDash": [4, 3], "strokeWidth": 1.5}
    text = {"type": "text", "baseline": "bottom", "fontSize": LABEL, "fontWeight": 600, "color": colours["limit"]}
    text |= {"align": "right" if left else "left", "dx": -6 if left else 6}
    name = {"x": x, "y": {"value": 0}, "text": {"field": "text"}}
    return [data | {"mark": line, "encoding": {"x": x}}, data | {"mark": text, "encoding": name}]


def step_timeline_text(est: Estimate) -> str:
    """The timeline in a sentence."""
    longest = max(est["by_step"], key=lambda step: step["weeks"]["p50"])
    return _(
        "The dark bar is the middle estimate, the thin tail reaches to where the step ends with 80% certainty. "
        "Step {step} takes longest.",
        step=numbered(longest["step"]),
    )


def step_money(est: Estimate, dark: bool | None = None) -> Spec:
    """What is asked by step: the middle estimate and, lighter, what comes on top; the bars add up to what is asked."""
    colours = palette(dark)
    more = _("contingency and usual overrun") if est["request"].get("overrun_eur") else _("contingency")
    parts = [_("middle estimate"), more]
    rows = []
    for step, middle, contingency in money_by_step(est):
        total = euro(round(middle + contingency, -2))
        rows.append({"step": numbered(step), "part": parts[0], "euros": middle, "order": 0, "total": total})
        rows.append({"step": numbered(step), "part": parts[1], "euros": contingency, "order": 1, "total": total})
    most = max(middle + contingency for _step, middle, contingency in money_by_step(est))
    x = {"aggregate": "sum", "field": "euros", "type": "quantitative", "title": None, "axis": None}
    places: Spec = {"y": by_step(rows), "x": x | {"scale": {"domain": [0, most * ROOM_BY_STEP]}}}
    paint = {"domain": parts, "range": [colours["main"], colours["main_soft"]]}
    tip = [{"field": "step", "title": _("Step")}, {"field": "total", "title": _("asked")}]
    shown = {
        "order": {"field": "order", "type": "quantitative"},
        "color": {"field": "part", "type": "nominal", "scale": paint},
        "tooltip": tip,
    }
    bars = {"mark": {"type": "bar", "height": 14}, "encoding": places | shown}
    total = {"aggregate": "max", "field": "total", "type": "nominal"}
    labels = {"mark": _at_bar(colours), "encoding": places | {"text": total}}
    return specification({"layer": [{"data": {"values": rows}, "layer": [bars, labels]}]}, 330, dark)


def _at_bar(colours: dict[str, Any]) -> Spec:
    """The mark of an amount behind its bar."""
    return {"type": "text", "align": "left", "dx": 6, "fontSize": LABEL, "color": colours["text"]}


def money_by_step(est: Estimate) -> list[tuple[int, float, float]]:
    """(step, middle estimate, contingency) in euros, adding up to what is asked.

    The middle estimate of a step is its share of the deterministic amounts; what is asked for it beyond that is its
    contingency, never below zero.
    """
    asked = est["request"]
    whole = sum(step["deterministic_eur"] for step in est["by_step"]) or 1.0
    found = []
    for step, request in zip(est["by_step"], asked["by_step"], strict=True):
        middle = min(asked["estimate_eur"] * step["deterministic_eur"] / whole, request["cost_eur"])
        found.append((step["step"], middle, request["cost_eur"] - middle))
    return found


def step_money_text(est: Estimate) -> str:
    """The money by step in a sentence."""
    asked = est["request"]
    most = max(asked["by_step"], key=lambda step: step["cost_eur"])
    return _(
        "{sum} = {asked} asked. Most of it, {most}, goes to step {step}.",
        sum=sum_text(asked),
        asked=euro(asked["cost_eur"]),
        most=euro(round(most["cost_eur"], -2)),
        step=numbered(most["step"]),
    )


def kind_money(est: Estimate, dark: bool | None = None) -> Spec:
    """The middle amounts by kind: own hours, hired hours, purchases."""
    colours = palette(dark)
    rows = [
        {
            "kind": label(KIND, kind["kind"]),
            "euros": kind["cost_eur"]["p50"],
            "text": euro(round(kind["cost_eur"]["p50"], -2)),
        }
        for kind in est["by_kind"]
        if kind["cost_eur"]["p50"] > 0
    ]
    most = max(row["euros"] for row in rows)
    labels = {"labelLimit": 160, "labelPadding": 8}
    scale = {"domain": [0, most * ROOM_BY_KIND]}
    places: Spec = {
        "y": {"field": "kind", "type": "nominal", "sort": "-x", "title": None, "axis": labels},
        "x": {"field": "euros", "type": "quantitative", "title": None, "axis": None, "scale": scale},
    }
    bars = {"mark": {"type": "bar", "height": 14, "color": colours["main"]}, "encoding": places}
    names = {"mark": _at_bar(colours), "encoding": places | {"text": {"field": "text"}}}
    layers = [{"data": {"values": rows}, "layer": [bars, names]}]
    return specification({"layer": layers}, 34 * len(rows) + 20, dark)


def kind_money_text(est: Estimate) -> str:
    """The kinds in a sentence."""
    parts = [
        f"{label(KIND, kind['kind'])} {euro(round(kind['cost_eur']['p50'], -2))}"
        for kind in est["by_kind"]
        if kind["cost_eur"]["p50"] > 0
    ]
    return _("Middle amounts by kind: {parts}.", parts=", ".join(parts))

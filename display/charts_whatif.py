"""The pictures of screen What if: a scenario over its base, and scenarios beside each other.

Plain Vega-Lite specifications instead of Altair charts: a slider draws them anew at every move, and building the same
chart with Altair takes as long as the whole estimate. Each has its sentence for screen readers beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from display.chart_style import LABEL, Spec, chance, curve_points, euros, specification
from display.charts import MONTHS_APART, by_step, wanted
from display.colours import palette
from display.formats import date_text, euro, short_date
from display.i18n import _
from display.steps import numbered

Estimate = dict[str, Any]
Named = tuple[str, Estimate]  # a scenario: its name, its estimate

DASHES = ([1, 0], [8, 3], [3, 3], [10, 3, 2, 3], [6, 2, 2, 2, 2, 2], [2, 4])
SHAPES = ("circle", "square", "diamond", "triangle-up", "cross", "triangle-down")


def curve_over(base: Estimate, est: Estimate, dark: bool = False) -> Spec:
    """How sure an amount is, with the base as a thin line under it."""
    colours = palette(dark)
    ends = [amount for one in (base, est) for amount in (one["curve"]["cost_eur"][0], one["curve"]["cost_eur"][-1])]
    x, y = euros(min(ends), max(ends)), chance()
    same = base["curve"]["cost_eur"] == est["curve"]["cost_eur"]
    line = {"color": colours["main"], "strokeWidth": 2.5}
    layers: list[Spec] = [
        {
            "data": {"values": curve_points(est)},
            "mark": {"type": "area", "interpolate": "monotone", "color": colours["main_wash"], "line": line},
            "encoding": {"x": x, "y": y},
        }
    ]
    marks = [_asked(est, _("asked {amount}", amount=euro(est["request"]["cost_eur"])), ends)]
    if not same:
        thin = {"type": "line", "interpolate": "monotone", "color": colours["muted"], "strokeWidth": 1.2}
        layers.append({"data": {"values": curve_points(base)}, "mark": thin, "encoding": {"x": x, "y": y}})
        marks.append(_asked(base, _("base {amount}", amount=euro(base["request"]["cost_eur"])), ends) | {"base": True})
    marks.sort(key=lambda mark: -mark["euros"])
    return specification({"layer": layers + _labels(marks, x, y, colours)}, 250, dark)


def _asked(est: Estimate, text: str, ends: list[float]) -> Spec:
    asked, amounts = est["request"]["cost_eur"], est["curve"]["cost_eur"]
    return {
        "euros": min(asked, max(ends)),
        "chance": sum(amount <= asked for amount in amounts) / 100,
        "text": text,
        "base": False,
        "far": asked > 0.4 * min(ends) + 0.6 * max(ends),
    }


def _labels(marks: list[Spec], x: Spec, y: Spec, colours: dict[str, Any]) -> list[Spec]:
    """Dots with their labels on a soft halo: the larger amount below its curve, the smaller one above at the left."""
    found: list[Spec] = []
    for place, mark in enumerate(marks):
        left = place > 0 or mark["far"]
        colour = colours["muted"] if mark["base"] else colours["limit"]
        dot = {"type": "point", "filled": True, "size": 80, "color": colour, "opacity": 1}
        text = {"type": "text", "fontSize": LABEL, "fontWeight": 600, "align": "right" if left else "left"}
        text |= {"dx": -10 if left else 10, "dy": -10 if place > 0 else 18}
        halo = {
            "stroke": colours["background" if place > 0 or mark["base"] else "main_wash"],
            "strokeWidth": 5,
            "strokeJoin": "round",
        }
        encoding = {"x": x, "y": y, "text": {"field": "text"}}
        marked = (dot, text | halo | {"color": halo["stroke"]}, text | {"color": colour})
        found += [{"data": {"values": [mark]}, "mark": one, "encoding": encoding} for one in marked]
    return found


def curve_text(base: Estimate, est: Estimate) -> str:
    """The two curves in a sentence."""
    now, before = est["request"]["cost_eur"], base["request"]["cost_eur"]
    if base["curve"]["cost_eur"] == est["curve"]["cost_eur"]:
        return _("The curve is that of the base: {amount} is asked.", amount=euro(now))
    return _(
        "The area is this scenario, with {now} asked; the thin line is the base, with {before} asked.",
        now=euro(now),
        before=euro(before),
    )


def steps_over(base: Estimate, est: Estimate, dark: bool = False) -> Spec:
    """When each step runs, with the base's bar thin under it."""
    colours = palette(dark)
    rows = [_bar(step, "now") for step in est["by_step"]]
    old = [_bar(step, "base") for step in base["by_step"]]
    deadline = est["scope"].get("deadline")
    days = [day[:10] for row in rows + old for day in (row["start"], row["late"])] + ([deadline] if deadline else [])
    scale = {"domain": [min(days), max(days)]}
    axis = {"format": "%b ’%y", "labelFlush": True, "tickCount": 5, "labelSeparation": MONTHS_APART}
    x = {"field": "start", "type": "temporal", "title": None, "scale": scale, "axis": axis}
    y = by_step(rows)
    tip = [{"field": "step", "title": _("Step")}, {"field": "text", "title": _("Middle estimate")}]

    def layer(data: list[Spec], start: str, end: str, **mark: Any) -> Spec:
        encoding = {"x": x | {"field": start}, "x2": {"field": end}, "y": y, "tooltip": tip}
        return {"data": {"values": data}, "mark": {"type": "bar", **mark}, "encoding": encoding}

    layers = [
        layer(rows, "end", "late", height=4, yOffset=-4, color=colours["main_soft"]),
        layer(rows, "start", "end", height=10, yOffset=-4, cornerRadius=3, color=colours["main"]),
        layer(old, "start", "end", height=4, yOffset=6, color=colours["muted"]),
    ]
    if deadline:
        late_half = sum(one < deadline for one in days) > len(days) / 2
        layers += wanted(deadline, date_text(deadline), late_half, colours)
    return specification({"layer": layers}, 330, dark)


def _bar(step: dict[str, Any], which: str) -> Spec:
    start, end = step["start"]["p50"], step["finish"]["p50"]
    return {
        "step": numbered(step["step"]),
        "start": start,
        "end": end,
        "late": max(step["finish"]["p80"], end),
        "which": which,
        "text": _("{start} to {end}", start=date_text(start, year=False), end=date_text(end)),
    }


def steps_text(base: Estimate, est: Estimate) -> str:
    """The two rows of bars in a sentence."""
    return _(
        "The dark bar is this scenario, its thin tail reaches to 80% certainty; the grey bar under it is the base. "
        "The last step ends on {now}, in the base on {before} (middle estimate).",
        now=date_text(est["by_step"][-1]["finish"]["p50"]),
        before=date_text(base["by_step"][-1]["finish"]["p50"]),
    )


def curves(scenarios: Sequence[Named], dark: bool = False) -> Spec:
    """The S-curves of up to six scenarios over each other: each has a colour, a dash and its name at the top."""
    colours = palette(dark)
    names = [name for name, _est in scenarios]
    ends = [
        amount for _name, est in scenarios for amount in est["curve"]["cost_eur"][:: len(est["curve"]["cost_eur"]) - 1]
    ]
    rows = [row | {"name": name} for name, est in scenarios for row in curve_points(est)[::3]]
    encoding = {
        "x": euros(min(ends), max(ends)),
        "y": chance(),
        "color": _by_name(names, colours["kinds"]),
        "strokeDash": {
            "field": "name",
            "type": "nominal",
            "scale": {"domain": names, "range": list(DASHES[: len(names)])},
        },
    }
    mark = {"type": "line", "interpolate": "monotone", "strokeWidth": 2}
    return specification({"data": {"values": rows}, "mark": mark, "encoding": encoding}, 280, dark)


def _by_name(names: list[str], colours: list[str]) -> Spec:
    legend = {"columns": 3, "symbolType": "stroke", "symbolSize": 260, "symbolStrokeWidth": 2}
    scale = {"domain": names, "range": colours[: len(names)]}
    return {"field": "name", "type": "nominal", "scale": scale, "sort": names, "legend": legend}


def curves_text(scenarios: Sequence[Named]) -> str:
    """The curves in a sentence."""
    parts = [f"{name}: {_round(est, 'p50')}–{_round(est, 'p80')}" for name, est in scenarios]
    return _("From 50% to 80% certainty, own hours included: {parts}.", parts="; ".join(parts))


def _round(est: Estimate, level: str) -> str:
    return euro(round(est["cost_eur"][level], -2))


def cost_time(scenarios: Sequence[Named], dark: bool = False) -> Spec:
    """Cost against weeks: a mark at the middle estimate and the region from 10% to 90%, named at the mark."""
    colours = palette(dark)
    rows = [_point(name, est, SHAPES[i], colours["kinds"][i]) for i, (name, est) in enumerate(scenarios)]
    names = [row["name"] for row in rows]
    low, high = min(row["cost10"] for row in rows), max(row["cost90"] for row in rows)
    x = {"field": "cost", "type": "quantitative", "title": _("euros"), "scale": {"domain": [low, high], "zero": False}}
    x |= {"axis": {"format": "$,.0f", "tickCount": 3, "labelFlush": True}}
    y = {"field": "weeks", "type": "quantitative", "title": _("weeks"), "scale": {"zero": False}}
    paint = {"field": "name", "type": "nominal", "scale": {"domain": names, "range": colours["kinds"][: len(names)]}}
    legend = {"columns": 3, "symbolSize": 120}
    shape = {"field": "name", "type": "nominal", "scale": {"domain": names, "range": list(SHAPES[: len(names)])}}
    tip = [{"field": "name", "title": _("Scenario")}, {"field": "text", "title": _("from 10% to 90%")}]
    region: Spec = {"x": x | {"field": "cost10"}, "x2": {"field": "cost90"}, "y": y | {"field": "weeks10"}}
    region |= {"y2": {"field": "weeks90"}, "color": paint | {"legend": legend}, "tooltip": tip}
    layers = [
        {"mark": {"type": "rect", "fillOpacity": 0.1, "strokeWidth": 1, "strokeOpacity": 0.7}, "encoding": region},
        {
            "mark": {"type": "point", "filled": True, "size": 130, "opacity": 1},
            "encoding": {"x": x, "y": y, "tooltip": tip}
            | {"color": paint | {"legend": legend}, "shape": shape | {"legend": legend}},
        },
    ]
    return specification({"data": {"values": rows}, "layer": layers}, 280, dark)


def _point(name: str, est: Estimate, shape: str, colour: str) -> Spec:
    cost, weeks = est["cost_eur"], est["weeks"]
    return {
        "name": name,
        "cost": cost["p50"],
        "cost10": cost["p10"],
        "cost90": cost["p90"],
        "weeks": weeks["p50"],
        "weeks10": weeks["p10"],
        "weeks90": weeks["p90"],
        "text": f"{euro(cost['p10'])}–{euro(cost['p90'])} · {weeks['p10']:.0f}–{weeks['p90']:.0f} {_('weeks')}",
    }


def cost_time_text(scenarios: Sequence[Named]) -> str:
    """The scatter in a sentence."""
    fastest = min(scenarios, key=lambda one: one[1]["weeks"]["p50"])
    cheapest = min(scenarios, key=lambda one: one[1]["cost_eur"]["p50"])
    return _(
        "The mark is the middle estimate, the region runs from 10% to 90%. Cheapest: {cheapest} ({amount}); "
        "fastest: {fastest} (done {date}).",
        cheapest=cheapest[0],
        amount=euro(round(cheapest[1]["cost_eur"]["p50"], -2)),
        fastest=fastest[0],
        date=short_date(fastest[1]["finish"]["p50"]),
    )

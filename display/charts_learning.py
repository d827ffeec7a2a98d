"""Pictures of how good estimates were: bands beside what really happened, where in its band each fell, and factors."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from display.chart_style import LABEL, style
from display.colours import palette
from display.formats import euro, number, percent, weeks_text
from display.i18n import _, ngettext
from display.steps import numbered

Rows = list[dict[str, Any]]
SMALLEST = {"euro": 1.0, "week": 0.25, "hour": 0.5}  # a logarithmic scale has no zero
NAME = 44  # characters that fit on a telephone
INSIDE, OUTSIDE = "circle", "triangle-up"


def bands(rows: Rows, unit: str, dark: bool | None = None) -> alt.TopLevelMixin:
    """A line for every case: its band from P10 to P90, the middle, and what it really was.

    ``rows``: ``name`` (unique), ``p10``, ``p50``, ``p90``, ``actual``, ``inside``; ``unit``: euro, week or hour. What
    lies outside has another sign, not only another colour.
    """
    colours, least = palette(dark), SMALLEST[unit]
    numbers = ("p10", "p50", "p90", "actual")
    table = pd.DataFrame(
        [{**row, **{k: max(row[k], least) for k in numbers}, "said": _said(row, unit)} for row in rows]
    )
    table["label"] = [name if len(name) <= NAME else name[: NAME - 1] + "…" for name in table["name"]]
    table["sign"] = [_("inside the band") if inside else _("outside the band") for inside in table["inside"]]
    names = list(table["name"])
    y = alt.Y("name:N", sort=names, title=None, axis=None, scale=alt.Scale(paddingOuter=0.6))
    low, high = table[["p10", "actual"]].min().min(), table[["p90", "actual"]].max().max()
    form = "$,.0f" if unit == "euro" else ",.4~g"
    axis = alt.Axis(format=form, values=_ticks(low, high))
    x = alt.X("p10:Q", title=None, axis=axis, scale=alt.Scale(type="log", domain=[low / 1.3, high * 1.3], nice=False))
    tip = [alt.Tooltip("name:N", title=_("Process")), alt.Tooltip("said:N", title=_("Band and reality"))]
    base = alt.Chart(table).encode(y=y)
    signs = [_("inside the band"), _("outside the band")]
    shape = alt.Shape("sign:N", scale=alt.Scale(domain=signs, range=[INSIDE, OUTSIDE]), legend=alt.Legend(title=None))
    colour = alt.Color("sign:N", scale=alt.Scale(domain=signs, range=[colours["main"], colours["limit"]]))
    place = {"align": "left", "dy": -15, "fontSize": LABEL, "color": colours["text"]}
    layers = [
        base.mark_text(**place).encode(text="label:N", x=alt.value(0)),
        base.mark_bar(height=8, cornerRadius=4, color=colours["main_soft"]).encode(x=x, x2="p90:Q", tooltip=tip),
        base.mark_tick(height=14, thickness=2, color=colours["muted"]).encode(x="p50:Q", tooltip=tip),
        base.mark_point(filled=True, size=85, opacity=1).encode(x="actual:Q", shape=shape, color=colour, tooltip=tip),
    ]
    return style(alt.layer(*layers), 44 * len(table) + 50, dark)


def _ticks(low: float, high: float) -> list[float]:
    """1, 3, 10, 30, … within the picture, at most four."""
    found = [m * 10.0**e for e in range(-2, 9) for m in (1, 3) if low / 1.3 <= m * 10.0**e <= high * 1.3]
    return found if len(found) <= 4 else found[:: -(-len(found) // 4)]


def _said(row: dict[str, Any], unit: str) -> str:
    low, high, real = (amount(row[k], unit) for k in ("p10", "p90", "actual"))
    return _("{low} to {high}; really {real}", low=low, high=high, real=real)


def amount(value: float, unit: str) -> str:
    """Euros on hundreds, weeks or hours in words."""
    if unit == "euro":
        return euro(round(value, -2) if value >= 1000 else round(value))
    if unit == "week":
        return weeks_text(value)
    return ngettext("{n} hour", "{n} hours", round(value), n=number(round(value), 0))


def bands_text(rows: Rows) -> str:
    """How many lay inside, in a sentence."""
    inside = sum(row["inside"] for row in rows)
    return _(
        "Of {n} outcomes {inside} lie inside the band from P10 to P90, {share}; with a band that fits it is about 80%.",
        n=number(len(rows)),
        inside=number(inside),
        share=percent(inside / len(rows)) if rows else "–",
    )


def pit(values: list[float], dark: bool | None = None) -> alt.TopLevelMixin:
    """Where in its own band each outcome fell, in five classes of equal chance, and how many each class should have."""
    colours, classes = palette(dark), 5
    counts = [0] * classes
    for value in values:
        counts[min(int(value * classes), classes - 1)] += 1
    names = [_("{low} to {high}", low=percent(k / classes), high=percent((k + 1) / classes)) for k in range(classes)]
    table = pd.DataFrame({"class": names, "n": counts, "text": [number(n) for n in counts]})
    x = alt.X("class:N", sort=names, title=None, axis=alt.Axis(labelAngle=0, labelPadding=8))
    top = max([*counts, len(values) / classes]) * 1.25
    y = alt.Y("n:Q", title=None, axis=None, scale=alt.Scale(domain=[0, top]))
    base = alt.Chart(table).encode(x=x, y=y)
    bars = base.mark_bar(color=colours["main"], width={"band": 0.7})
    place = {"dy": -9, "fontSize": LABEL}
    halo = base.mark_text(**place, stroke=colours["background"], strokeWidth=6).encode(text="text:N")
    labels = base.mark_text(**place, color=colours["text"]).encode(text="text:N")
    even = alt.Chart(pd.DataFrame({"n": [len(values) / classes]}))
    rule = even.mark_rule(color=colours["limit"], strokeDash=[4, 3]).encode(y=y)
    return style(alt.layer(bars, rule, halo, labels), 190, dark)


def pit_text(values: list[float]) -> str:
    """The classes in a sentence."""
    low, high = sum(value < 0.2 for value in values), sum(value >= 0.8 for value in values)
    return _(
        "Of {n} outcomes {low} fell in the lowest fifth of their band and {high} in the highest; with a band that fits "
        "every fifth has about {even} (the dashed line).",
        n=number(len(values)),
        low=number(low),
        high=number(high),
        even=number(len(values) / 5, 1),
    )


def factors(rows: Rows, dark: bool | None = None) -> alt.TopLevelMixin:
    """Learned factor by step: 1 is as estimated. ``rows``: ``step`` (number), ``factor``, ``n``."""
    colours = palette(dark)
    table = pd.DataFrame(
        [
            {
                "step": numbered(row["step"]),
                "factor": row["factor"],
                "text": f"× {number(row['factor'], 2)}",
                "one": 1.0,
            }
            for row in rows
        ]
    )
    names = list(table["step"])
    y = alt.Y("step:N", sort=names, title=None, axis=alt.Axis(labelLimit=210, labelPadding=8, labelOverlap=False))
    low, high = min(table["factor"].min(), 1.0), max(table["factor"].max(), 1.0)
    room = max(high - low, 0.1) * 0.25
    scale = alt.Scale(domain=[low - 1.5 * room, high + 1.5 * room], nice=False, zero=False)
    x = alt.X("factor:Q", title=None, axis=None, scale=scale)
    base = alt.Chart(table).encode(y=y)
    one = (
        alt.Chart(table)
        .mark_rule(color=colours["limit"], strokeDash=[4, 3])
        .encode(x=alt.X("one:Q", title=None, axis=None, scale=scale))
    )
    lines = base.mark_bar(height=3, color=colours["main_soft"]).encode(x=x, x2="one:Q")
    dots = base.mark_point(filled=True, size=90, opacity=1, color=colours["main"]).encode(x=x)
    sides = [("left", 10, "datum.factor >= 1"), ("right", -10, "datum.factor < 1")]
    labels = [
        base.transform_filter(test)
        .mark_text(align=align, dx=dx, fontSize=LABEL, color=colours["text"])
        .encode(x=x, text="text:N")
        for align, dx, test in sides
    ]
    return style(alt.layer(lines, one, dots, *labels), 26 * len(table) + 30, dark)


def factors_text(rows: Rows) -> str:
    """The largest deviation in a sentence."""
    most = max(rows, key=lambda row: abs(row["factor"] - 1))
    return _(
        "1 (the dashed line) is as estimated. Step {step} deviates most: × {factor}.",
        step=numbered(most["step"]),
        factor=number(most["factor"], 2),
    )

"""The pictures: plain figures in, styled Altair charts out. Each has its sentence for screen readers beside it.

The functions take an estimate as a dict (`Estimate.to_dict()`); texts in the charts are written out on the server.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import altair as alt
import pandas as pd

from display.asked import sum_text
from display.chart_style import LABEL, style
from display.colours import STATUS_SIGNS, palette
from display.formats import THIN, date_text, euro, percent
from display.i18n import _, lang
from display.steps import numbered
from display.words import KIND, label

Estimate = dict[str, Any]


def s_curve(est: Estimate, dark: bool | None = None) -> alt.TopLevelMixin:
    """How sure an amount is: euros against the chance that it is enough, with the middle estimate and what is asked."""
    colours = palette(dark)
    amounts = est["curve"]["cost_eur"]
    curve = [{"euros": amount, "chance": n / 100} for n, amount in enumerate(amounts, 1)]
    x = alt.X(
        "euros:Q",
        title=None,
        scale=alt.Scale(domain=[amounts[0], amounts[-1]], nice=False),
        axis=alt.Axis(format="$,.0f", tickCount=4, labelFlush=True),
    )
    percents = f"format(datum.value * 100, '.0f') + '{THIN if lang() == 'nl' else ''}%'"
    y = alt.Y(
        "chance:Q",
        title=None,
        scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(values=[0, 0.2, 0.5, 0.8, 1], labelExpr=percents),
    )
    area = (
        alt.Chart(alt.NamedData("curve"))
        .mark_area(
            interpolate="monotone", color=colours["main_wash"], line={"color": colours["main"], "strokeWidth": 2.5}
        )
        .encode(x=x, y=y)
    )
    base = alt.Chart(alt.NamedData("points"))
    rules = base.mark_rule(color=colours["limit"], strokeDash=[4, 3]).encode(x=x, y=y, y2=alt.datum(0))
    dots = base.mark_point(filled=True, size=90, color=colours["limit"], opacity=1).encode(x=x, y=y)
    names = [layer for side in ("right", "left") for layer in _names(base, side, x, y, colours)]
    return style(alt.layer(area, rules, dots, *names), 270, dark, curve=curve, points=_marks_on_curve(est))


def _names(base: alt.Chart, side: str, x: alt.X, y: alt.Y, colours: dict[str, Any]) -> list[alt.Chart]:
    """Labels at the marks that stand to one side, on a soft halo so that a line behind them doesn't cross the text."""
    place: dict[str, Any] = {"align": "left" if side == "right" else "right", "dx": 12 if side == "right" else -12}
    place |= {"dy": 14 if side == "right" else -10, "fontSize": 14, "fontWeight": 600}
    halo = colours["main_wash"] if side == "right" else colours["background"]
    rows = base.transform_filter(f"datum.side == '{side}'").encode(x=x, y=y, text="text:N")
    return [
        rows.mark_text(**place, stroke=halo, strokeWidth=6, strokeJoin="round", color=halo),
        rows.mark_text(**place, color=colours["text"]),
    ]


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


def step_timeline(est: Estimate, dark: bool | None = None) -> alt.TopLevelMixin:
    """When each step runs (middle estimate), a thin tail to where it ends with 80 %, and the wanted date."""
    colours = palette(dark)
    rows = [
        {
            "step": numbered(step["step"]),
            "start": _moment(step["start"]["p50"]),
            "end": _moment(step["finish"]["p50"]),
            "late": _moment(max(step["finish"]["p80"], step["finish"]["p50"])),
            "text": _(
                "{start} to {end}",
                start=date_text(step["start"]["p50"], year=False),
                end=date_text(step["finish"]["p50"]),
            ),
        }
        for step in est["by_step"]
    ]
    names = [row["step"] for row in rows]
    y = alt.Y(
        "step:N",
        sort=names,
        title=None,
        axis=alt.Axis(labelLimit=200, labelOverlap=False, labelPadding=8),
        scale=alt.Scale(paddingInner=0.3),
    )
    first, last = min(row["start"] for row in rows), max(row["late"] for row in rows)
    deadline = est["scope"].get("deadline")
    last = max(last, _moment(deadline)) if deadline else last
    span = (dt.datetime.fromisoformat(last) - dt.datetime.fromisoformat(first)).days
    axis = alt.Axis(format="%b ’%y" if span > 330 else "%b", tickCount=_month_ticks(span), labelFlush=True)
    x = alt.X("start:T", title=None, axis=axis, scale=alt.Scale(domain=[first, last]))
    tip = [alt.Tooltip("step:N", title=_("Step")), alt.Tooltip("text:N", title=_("Middle estimate"))]
    base = alt.Chart(alt.NamedData("steps"))
    tails = base.mark_bar(height=4, cornerRadius=2, color=colours["main_soft"]).encode(
        x=alt.X("end:T"), x2="late:T", y=y
    )
    bars = base.mark_bar(height=12, cornerRadius=3, color=colours["main"]).encode(x=x, x2="end:T", y=y, tooltip=tip)
    limit, marks = _limit(est, colours, dt.date.fromisoformat(first[:10]))
    return style(alt.layer(tails, bars, *marks), 300, dark, steps=rows, **limit)


def _moment(day: str) -> str:
    """A day as a moment in the reader's time zone: the date alone would be midnight in Greenwich."""
    return f"{day[:10]}T00:00:00"


def _month_ticks(days: int) -> dict[str, Any]:
    months = max(1, round(days / 30 / 6))
    step = next(size for size in (1, 2, 3, 6, 12, 24, 60) if size >= min(months, 60))
    return {"interval": "month", "step": step}


def _limit(est: Estimate, colours: dict[str, Any], first: dt.date) -> tuple[dict[str, Any], list[alt.Chart]]:
    """The dashed line of the wanted date with its label above it, when there is one: its rows and its marks."""
    deadline = est["scope"].get("deadline")
    if not deadline:
        return {}, []
    ends = dt.date.fromisoformat(est["by_step"][-1]["finish"]["p80"][:10])
    day = dt.date.fromisoformat(deadline)
    late_half = (day - first).days > (max(ends, day) - first).days / 2
    rows = [{"day": _moment(deadline), "text": _("wanted {date}", date=date_text(day))}]
    base = alt.Chart(alt.NamedData("limit")).encode(x="day:T")
    rule = base.mark_rule(color=colours["limit"], strokeDash=[4, 3], strokeWidth=1.5)
    name = base.mark_text(
        align="right" if late_half else "left",
        dx=-6 if late_half else 6,
        baseline="bottom",
        fontSize=LABEL,
        fontWeight=600,
        color=colours["limit"],
    ).encode(text="text:N", y=alt.value(0))
    return {"limit": rows}, [rule, name]


def step_timeline_text(est: Estimate) -> str:
    """The timeline in a sentence."""
    longest = max(est["by_step"], key=lambda step: step["weeks"]["p50"])
    return _(
        "The dark bar is the middle estimate, the thin tail reaches to where the step ends with 80% certainty. "
        "Step {step} takes longest.",
        step=numbered(longest["step"]),
    )


def step_money(est: Estimate, dark: bool | None = None) -> alt.TopLevelMixin:
    """What is asked by step: the middle estimate and, lighter, what comes on top; the bars add up to what is asked."""
    colours = palette(dark)
    more = _("contingency and usual overrun") if est["request"].get("overrun_eur") else _("contingency")
    parts = [_("middle estimate"), more]
    rows = []
    for step, middle, contingency in money_by_step(est):
        total = euro(round(middle + contingency, -2))
        rows.append({"step": numbered(step), "part": parts[0], "euros": middle, "order": 0, "total": total})
        rows.append({"step": numbered(step), "part": parts[1], "euros": contingency, "order": 1, "total": total})
    names = list(dict.fromkeys(row["step"] for row in rows))
    most = max(middle + contingency for _step, middle, contingency in money_by_step(est))
    y = alt.Y(
        "step:N",
        sort=names,
        title=None,
        axis=alt.Axis(labelLimit=200, labelOverlap=False, labelPadding=8),
        scale=alt.Scale(paddingInner=0.3),
    )
    x = alt.X("sum(euros):Q", title=None, axis=None, scale=alt.Scale(domain=[0, most * 1.22]))
    bars = (
        alt.Chart(alt.NamedData("steps"))
        .mark_bar(height=14)
        .encode(
            y=y,
            x=x,
            order="order:Q",
            color=alt.Color("part:N", scale=alt.Scale(domain=parts, range=[colours["main"], colours["main_soft"]])),
            tooltip=[alt.Tooltip("step:N", title=_("Step")), alt.Tooltip("total:N", title=_("asked"))],
        )
    )
    labels = (
        alt.Chart(alt.NamedData("steps"))
        .mark_text(align="left", dx=6, fontSize=LABEL, color=colours["text"])
        .encode(y=y, x=x, text="max(total):N")
    )
    return style(bars + labels, 330, dark, steps=rows)


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


def kind_money(est: Estimate, dark: bool | None = None) -> alt.TopLevelMixin:
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
    y = alt.Y("kind:N", sort="-x", title=None, axis=alt.Axis(labelLimit=160, labelPadding=8))
    x = alt.X("euros:Q", title=None, axis=None, scale=alt.Scale(domain=[0, most * 1.45]))
    base = alt.Chart(alt.NamedData("kinds")).encode(y=y, x=x)
    labels = base.mark_text(align="left", dx=6, fontSize=LABEL, color=colours["text"]).encode(text="text:N")
    return style(base.mark_bar(height=14, color=colours["main"]) + labels, 34 * len(rows) + 20, dark, kinds=rows)


def kind_money_text(est: Estimate) -> str:
    """The kinds in a sentence."""
    parts = [
        f"{label(KIND, kind['kind'])} {euro(round(kind['cost_eur']['p50'], -2))}"
        for kind in est["by_kind"]
        if kind["cost_eur"]["p50"] > 0
    ]
    return _("Middle amounts by kind: {parts}.", parts=", ".join(parts))


def step_strip(rows: list[dict[str, Any]], dark: bool | None = None) -> alt.TopLevelMixin:
    """Processes × ten steps as coloured cells, each with its sign: the heat map, or one row as a strip.

    `rows`: [{"name": str, "steps": [ten of done | busy | late | skipped | open]}].
    """
    colours = palette(dark)
    words = {"done": _("done"), "busy": _("busy"), "late": _("late"), "skipped": _("skipped"), "open": _("open")}
    names = [row["name"] for row in rows]
    cells = pd.DataFrame(
        [
            {"name": row["name"], "step": str(number), "status": words[status], "sign": STATUS_SIGNS[status]}
            for row in rows
            for number, status in enumerate(row["steps"], start=1)
        ]
    )
    base = alt.Chart(cells).encode(
        x=alt.X("step:N", sort=[str(n) for n in range(1, 11)], title=None, axis=alt.Axis(orient="top", labelAngle=0)),
        y=alt.Y("name:N", sort=names, title=None, axis=alt.Axis(labelLimit=260) if len(rows) > 1 else None),
        tooltip=[alt.Tooltip("step:N", title=_("Step")), alt.Tooltip("status:N", title=_("Status"))],
    )
    scale = alt.Scale(domain=list(words.values()), range=[colours[status] for status in words])
    legend = alt.Legend(orient="bottom") if len(rows) > 1 else None
    boxes = base.mark_rect(cornerRadius=4, stroke=colours["background"], strokeWidth=3).encode(
        color=alt.Color("status:N", scale=scale, legend=legend)
    )
    signs = base.mark_text(fontSize=14, color=colours["on_status"]).encode(text="sign:N")
    return style(boxes + signs, 34 * len(rows) + 30, dark)

"""The milestone trend: on which day an end was expected, meeting after meeting; flat is stable, up is a slip."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from display.chart_style import style
from display.colours import palette
from display.formats import date_text
from display.i18n import _, ngettext
from display.steps import numbered
from portfolio.meeting.trend import Line

SHAPES = ["circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-right", "triangle-left"]


def named(line: Line) -> str:
    """Process and milestone."""
    return f"{line.name}: {numbered(line.step)}"


def sentence(lines: Sequence[Line]) -> str:
    """Which milestone slips most, and how many stay."""
    late = [line for line in lines if line.slip >= 7]
    if not late:
        return _("All these milestones stay where they were.")
    most = max(late, key=lambda line: line.slip)
    first = _(
        "“{name}” slips most: from {was} to {now}, {days} days in all.",
        name=named(most),
        was=date_text(most.points[0].end),
        now=date_text(most.points[-1].end),
        days=most.slip,
    )
    rest = len(lines) - len(late)
    if not rest:
        return first
    return first + " " + ngettext("{n} other stays or comes earlier.", "{n} others stay or come earlier.", rest, n=rest)


def trend(lines: Sequence[Line], dark: bool | None = None) -> alt.TopLevelMixin:
    """Across the day of the meeting, up the expected day; on the diagonal a milestone is reached."""
    colours = palette(dark)
    rows = [
        {"line": named(line), "held": point.held_on.isoformat(), "end": point.end.isoformat(), "at": at}
        for line in lines
        for at, point in enumerate(line.points)
    ]
    frame = pd.DataFrame(rows)
    order = [named(line) for line in sorted(lines, key=lambda line: line.points[-1].end, reverse=True)]
    held = sorted({point.held_on for line in lines for point in line.points})
    ends = [point.end for line in lines for point in line.points]
    x = alt.X(
        "held:T",
        title=_("meeting"),
        axis=alt.Axis(values=[day.isoformat() for day in held], format="%-d %b", labelFlush=False),
        scale=alt.Scale(domain=[held[0].isoformat(), held[-1].isoformat()], nice=False, padding=14),
    )
    y = alt.Y("end:T", title=_("expected end"), axis=alt.Axis(format="%b %Y", tickCount=6))
    kinds = colours["kinds"]
    scale = alt.Scale(domain=order, range=[kinds[n % len(kinds)] for n in range(len(order))])
    legend = alt.Legend(orient="bottom", direction="vertical", columns=1, labelLimit=330, symbolStrokeWidth=2)
    colour = alt.Color("line:N", sort=order, scale=scale, legend=legend)
    shape = alt.Shape(
        "line:N",
        sort=order,
        scale=alt.Scale(domain=order, range=[SHAPES[n % len(SHAPES)] for n in range(len(order))]),
    )
    base = alt.Chart(frame)
    path = base.mark_line(strokeWidth=2).encode(x=x, y=y, color=colour)
    dots = base.mark_point(filled=True, size=80, opacity=1).encode(x=x, y=y, color=colour, shape=shape)
    layers = [path, dots]
    if min(ends) < held[-1]:  # the diagonal is only drawn where it can be seen
        low, high = max(held[0], min(ends)), held[-1]
        now = pd.DataFrame({"held": [low.isoformat(), high.isoformat()], "end": [low.isoformat(), high.isoformat()]})
        layers.insert(0, alt.Chart(now).mark_line(color=colours["muted"], strokeDash=[3, 4]).encode(x=x, y=y))
    return style(alt.layer(*layers), 280 + 22 * len(order), dark)

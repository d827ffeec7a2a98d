"""Pictures of all processes: the timeline with what is uncertain and what was granted, and the ten steps of each."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from display.chart_style import style
from display.colours import STATUS_SIGNS, palette
from display.formats import date_text
from display.i18n import _, ngettext
from display.process_words import STEP
from display.steps import numbered
from display.words import label
from portfolio.whole.standing import Standing

MOST = 60  # rows that can be read
NAME = 30  # characters of a name


@dataclass(frozen=True)
class Bar:
    """A process in time. ``end``: expected; ``late_end``: 80 % certain, never before ``end``; ``granted``: the day that
    was granted, None before an approval; ``late``: expected after that day."""

    id: str
    name: str
    start: dt.date
    end: dt.date
    late_end: dt.date
    granted: dt.date | None

    @property
    def late(self) -> bool:
        """Expected to end after the day that was granted."""
        return self.granted is not None and self.end > self.granted


def rows(found: Sequence[Standing], today: dt.date) -> list[Bar]:
    """The processes that have dates, the first to end first."""
    bars = [bar for one in found if (bar := _bar(one, today))]
    return sorted(bars, key=lambda bar: (bar.end, bar.name.casefold()))


def _bar(one: Standing, today: dt.date) -> Bar | None:
    days = list(one.days.values())
    if not days or one.finish is None:
        return None
    start, end = min(first for first, _last in days), one.finish
    result = (one.row.estimate or {}).get("finish") or {}
    middle, high = result.get("p50"), result.get("p80")
    spread = (dt.date.fromisoformat(high) - dt.date.fromisoformat(middle)) if middle and high else dt.timedelta(0)
    left = max((end - max(today, start)).days, 0) / max((end - start).days, 1)  # what is behind is certain
    ended = one.row.phase in ("closed", "stopped", "done")
    late_end = end if ended else end + spread * min(left, 1.0)
    return Bar(one.id, one.name, min(start, end), end, max(end, late_end), one.row.approved_finish)


def span(bars: Sequence[Bar], today: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day of the picture."""
    ends = [day for bar in bars for day in (bar.late_end, bar.granted) if day]
    return min([today, *(bar.start for bar in bars)]), max([today, *ends])


def sentence(bars: Sequence[Bar], today: dt.date) -> str:
    """How many end later than was granted, and which by most."""
    late = [bar for bar in bars if bar.late]
    soon = [bar for bar in bars if bar.end >= today]
    first = (
        _("The next to end is “{name}”, on {day}.", name=soon[0].name, day=date_text(soon[0].end))
        if soon
        else _("All of these have ended.")
    )
    if not late:
        return first + " " + _("None is expected later than was granted.")
    most = max(late, key=lambda bar: (bar.end - (bar.granted or bar.end)).days)
    days = (most.end - (most.granted or most.end)).days
    return (
        first
        + " "
        + ngettext(
            "{n} is expected later than was granted; “{name}” by most: {days} days.",
            "{n} are expected later than was granted; “{name}” by most: {days} days.",
            len(late),
            n=len(late),
            name=most.name,
            days=days,
        )
    )


def key() -> str:
    """What the marks of the timeline mean."""
    return _(
        "Solid is behind, softer is to come, outlined is how late the end may still become (80%). The thin line runs "
        "to the day that was granted; the line across is today."
    )


def timeline(
    bars: Sequence[Bar],
    today: dt.date,
    council: Sequence[dt.date] = (),
    holidays: Sequence[tuple[dt.date, dt.date]] = (),
    dark: bool | None = None,
) -> alt.TopLevelMixin:
    """A row per process: solid is behind, softer is to come, outlined is how late the end may be (80 %); the thin line
    runs to the granted day."""
    colours = palette(dark)
    data = [_point(bar, today) for bar in bars]
    frame = pd.DataFrame(data)
    order = [row["name"] for row in data]
    height = max(120, 40 + 26 * len(order))
    y = alt.Y("name:N", sort=order, title=None, axis=alt.Axis(labelLimit=230, labelColor=colours["text"]))
    first, last = span(bars, today)
    x_axis = alt.Axis(format="%b %Y", tickCount=8, orient="top")
    scale = alt.Scale(domain=[first.isoformat(), last.isoformat()], nice=False)

    def x(name: str) -> alt.X:
        return alt.X(f"{name}:T", title=None, axis=x_axis, scale=scale)

    tip = [alt.Tooltip("name:N", title=_("Process")), alt.Tooltip("said:N", title=_("Expected"))]
    base = alt.Chart(frame)
    layers: list[alt.Chart] = []
    if holidays:
        inside = [(max(a, first), min(b, last)) for a, b in holidays if b >= first and a <= last]
        bands = pd.DataFrame([{"a": a.isoformat(), "b": b.isoformat()} for a, b in inside])
        if len(bands):
            layers.append(alt.Chart(bands).mark_rect(color=colours["line"], opacity=0.35).encode(x=x("a"), x2="b:T"))
    layers += [
        base.mark_bar(height=12, color=colours["main_wash"], stroke=colours["main_soft"]).encode(
            x=x("end"), x2="high:T", y=y
        ),
        base.mark_bar(height=12, color=colours["main_soft"]).encode(x=x("start"), x2="end:T", y=y, tooltip=tip),
        base.mark_bar(height=12, color=colours["main"]).encode(x=x("start"), x2="now:T", y=y, tooltip=tip),
        base.transform_filter("datum.granted != null")
        .mark_rule(color=colours["text"], strokeWidth=1.5)
        .encode(x=x("start"), x2="granted:T", y=y),
        base.transform_filter("datum.granted != null")
        .mark_tick(color=colours["text"], thickness=2, size=16)
        .encode(x=x("granted"), y=y),
        base.transform_filter("datum.late")
        .mark_text(align="left", dx=6, color=colours["limit"])
        .encode(x=x("high"), y=y, text="sign:N"),
    ]
    if council:
        days = pd.DataFrame([{"day": day.isoformat()} for day in council])
        layers.append(
            alt.Chart(days).mark_rule(color=colours["muted"], strokeDash=[1, 4], opacity=0.7).encode(x=x("day"))
        )
    now = alt.Chart(pd.DataFrame([{"day": today.isoformat()}]))
    layers.append(now.mark_rule(color=colours["limit"], strokeWidth=2).encode(x=x("day")))
    return style(alt.layer(*layers), height, dark)


def _point(bar: Bar, today: dt.date) -> dict[str, Any]:
    name = bar.name if len(bar.name) <= NAME else bar.name[: NAME - 1] + "…"
    return {
        "name": name,
        "start": bar.start.isoformat(),
        "now": max(bar.start, min(bar.end, today)).isoformat(),
        "end": bar.end.isoformat(),
        "high": bar.late_end.isoformat(),
        "granted": bar.granted.isoformat() if bar.granted else None,
        "late": bar.late,
        "sign": "▲ " + _("late"),
        "said": _("{start} to {end}", start=date_text(bar.start), end=date_text(bar.end)),
    }


def ends(bars: Sequence[Bar], today: dt.date, dark: bool | None = None) -> alt.TopLevelMixin:
    """With many processes: how many end in each month, as granted or later."""
    colours = palette(dark)
    counted = Counter((bar.end.replace(day=1), bar.late) for bar in bars if bar.end >= today.replace(day=1))
    words = {False: _("as granted or earlier"), True: "▲ " + _("later than granted")}
    frame = pd.DataFrame(
        [{"month": month.isoformat(), "what": words[late], "n": n} for (month, late), n in sorted(counted.items())]
    )
    colour = alt.Color("what:N", scale=alt.Scale(domain=list(words.values()), range=[colours["main"], colours["late"]]))
    chart = (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            x=alt.X("month:T", title=None, timeUnit="yearmonth", axis=alt.Axis(format="%b %Y")),
            y=alt.Y("n:Q", title=_("processes that end"), axis=alt.Axis(tickMinStep=1)),
            color=colour,
        )
    )
    return style(chart, 260, dark)


def heat_map(found: Sequence[Standing], dark: bool | None = None) -> alt.TopLevelMixin:
    """Ten columns, a row per process, at most sixty; each cell with its sign."""
    colours = palette(dark)
    data = [
        {
            "name": one.name if len(one.name) <= NAME else one.name[: NAME - 1] + "…",
            "step": numbered(step.step),
            "status": label(STEP, step.status),
            "sign": STATUS_SIGNS[step.status],
        }
        for one in found[:MOST]
        for step in one.row.steps
    ]
    frame = pd.DataFrame(data)
    order = list(dict.fromkeys(row["name"] for row in data))
    words = [label(STEP, code) for code in STATUS_SIGNS]
    x = alt.X(
        "step:N",
        sort=[numbered(step) for step in range(1, 11)],
        title=None,
        axis=alt.Axis(orient="top", labelAngle=30, labelAlign="right", labelLimit=140, labelOverlap=False),
    )
    y = alt.Y("name:N", sort=order, title=None, axis=alt.Axis(labelLimit=230, labelColor=colours["text"]))
    scale = alt.Scale(domain=words, range=[colours[code] for code in STATUS_SIGNS])
    base = alt.Chart(frame)
    tip = [
        alt.Tooltip("name:N", title=_("Process")),
        alt.Tooltip("step:N", title=_("Step")),
        alt.Tooltip("status:N", title=_("Status")),
    ]
    cells = base.mark_rect(cornerRadius=4, stroke=colours["background"], strokeWidth=3).encode(
        x=x, y=y, color=alt.Color("status:N", scale=scale, sort=words), tooltip=tip
    )
    signs = base.mark_text(color=colours["on_status"], fontSize=14).encode(x=x, y=y, text="sign:N")
    return style(alt.layer(cells, signs), 60 + 26 * len(order), dark)

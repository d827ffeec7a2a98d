"""The one chart style: no grid, no box, labels at the marks, the reader's language and theme in each chart's config.

Altair's own themes are process-global, so nothing is registered; every chart gets its config here. Charts take plain
rows and return Altair charts of at most a few hundred marks.
"""

from __future__ import annotations

from typing import Any

import altair as alt

from display.colours import palette
from display.formats import THIN
from display.i18n import lang

Spec = dict[str, Any]

FONT = "Source Sans, Source Sans Pro, sans-serif"
LABEL = 13
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
PADDING = {"left": 0, "right": 4, "top": 4, "bottom": 0}

_NUMBERS = {
    "nl": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["€\u00a0", ""]},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["€", ""]},
}
_TIMES = {
    "nl": {
        "dateTime": "%a %e %B %Y %X",
        "date": "%d-%m-%Y",
        "time": "%H:%M:%S",
        "periods": ["", ""],
        "days": ["zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"],
        "shortDays": ["zo", "ma", "di", "wo", "do", "vr", "za"],
        "months": [
            "januari",
            "februari",
            "maart",
            "april",
            "mei",
            "juni",
            "juli",
            "augustus",
            "september",
            "oktober",
            "november",
            "december",
        ],
        "shortMonths": ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"],
    },
    "en": {
        "dateTime": "%a %e %B %Y %X",
        "date": "%d/%m/%Y",
        "time": "%H:%M:%S",
        "periods": ["am", "pm"],
        "days": ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
        "shortDays": ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
        "months": [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
        "shortMonths": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    },
}


def style(chart: alt.TopLevelMixin, height: int | None = None, dark: bool | None = None) -> alt.TopLevelMixin:
    """The chart with the house style, the reader's locale and the palette of the theme (light in documents)."""
    styled = chart.copy(deep=False)  # one shallow copy: altair's own configure methods copy everything each time
    if height is not None:
        styled.height = height
    styled.padding = dict(PADDING)
    styled.config = _config(palette(dark))
    return styled


def specification(spec: Spec, height: int, dark: bool | None = None) -> Spec:
    """As ``style``, for a plain Vega-Lite specification."""
    return {"$schema": SCHEMA, "height": height, "padding": PADDING, "config": _config(palette(dark)), **spec}


def chance(**axis: Any) -> Spec:
    """The upright axis of a curve: how sure, in percents."""
    percents = f"format(datum.value * 100, '.0f') + '{THIN if lang() == 'nl' else ''}%'"
    shown = {"values": [0, 0.2, 0.5, 0.8, 1], "labelExpr": percents} | axis
    return {"field": "chance", "type": "quantitative", "title": None, "scale": {"domain": [0, 1]}, "axis": shown}


def euros(low: float, high: float, ticks: int = 3) -> Spec:
    """The level axis of a curve: an amount, from the lowest to the highest."""
    axis = {"format": "$,.0f", "tickCount": ticks, "labelFlush": True}
    scale = {"domain": [low, high], "nice": False}
    return {"field": "euros", "type": "quantitative", "title": None, "scale": scale, "axis": axis}


def curve_points(est: dict[str, Any]) -> list[Spec]:
    """The 99 points of an estimate's curve: an amount and how often it is enough."""
    return [{"euros": amount, "chance": n / 100} for n, amount in enumerate(est["curve"]["cost_eur"], start=1)]


def _config(colours: dict[str, Any]) -> dict[str, Any]:
    muted = {"labelColor": colours["muted"], "labelFontSize": LABEL, "labelFont": FONT}
    title = {"titleColor": colours["muted"], "titleFontSize": LABEL, "titleFontWeight": "normal", "titleFont": FONT}
    bare = {"grid": False, "domain": False, "ticks": False, "labelOverlap": "greedy", "labelPadding": 6}
    return {
        "locale": {"number": _NUMBERS[lang()], "time": _TIMES[lang()]},
        "font": FONT,
        "background": "transparent",
        "autosize": {"type": "fit", "contains": "padding"},
        "axis": bare | muted | title,
        "legend": muted | {"title": None, "symbolType": "square", "orient": "top", "labelLimit": 400},
        "view": {"stroke": None},
        "mark": {"tooltip": None},  # else whatever a mark is made of is told under the pointer, by its name in the code
        "text": {"font": FONT, "fontSize": LABEL, "color": colours["text"]},
    }

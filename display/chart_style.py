"""The one chart style: no grid, no box, labels at the marks, the reader's language and theme in each chart's config.

Altair's own themes are process-global, so nothing is registered; every chart gets its config here. Charts take plain
rows and return Altair charts of at most a few hundred marks.
"""

from __future__ import annotations

from typing import Any

import altair as alt

from display.colours import palette
from display.i18n import lang

FONT = "Source Sans, Source Sans Pro, sans-serif"
LABEL = 13

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


def style(
    chart: alt.TopLevelMixin, height: int | None = None, dark: bool | None = None, **rows: list[dict[str, Any]]
) -> alt.TopLevelMixin:
    """The chart with the house style, the reader's locale and the palette of the theme (light in documents).

    ``rows``: what marks made on ``alt.NamedData(name)`` show, by that name. Altair prepares a table anew for every mark
    that is made on it; what it only knows by name goes straight into the chart.
    """
    styled = chart.copy(deep=False)  # one shallow copy: altair's own configure methods copy everything each time
    if height is not None:
        styled.height = height
    styled.padding = {"left": 0, "right": 4, "top": 4, "bottom": 0}
    styled.config = _config(palette(dark))
    if rows:
        styled.datasets = rows
    return styled


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

"""The one chart style: no grid, no box, labels at the marks, the reader's language and theme in each chart's config.

Altair's own themes are process-global, so nothing is registered; every chart gets its config here. Charts take plain
rows and return Altair charts of at most a few hundred marks.
"""

from __future__ import annotations

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


def style(chart: alt.TopLevelMixin, height: int | None = None, dark: bool | None = None) -> alt.TopLevelMixin:
    """The chart with the house style, the reader's locale and the palette of the theme (light in documents)."""
    colours = palette(dark)
    if height is not None:
        chart = chart.properties(height=height)
    return (
        chart.properties(padding={"left": 0, "right": 4, "top": 4, "bottom": 0})
        .configure(
            locale={"number": _NUMBERS[lang()], "time": _TIMES[lang()]},
            font=FONT,
            background="transparent",
            autosize={"type": "fit", "contains": "padding"},
        )
        .configure_axis(
            grid=False,
            domain=False,
            ticks=False,
            labelColor=colours["muted"],
            titleColor=colours["muted"],
            labelFontSize=LABEL,
            titleFontSize=LABEL,
            titleFontWeight="normal",
            labelFont=FONT,
            titleFont=FONT,
            labelOverlap="greedy",
            labelPadding=6,
        )
        .configure_legend(
            labelColor=colours["muted"],
            labelFontSize=LABEL,
            title=None,
            symbolType="square",
            orient="top",
            labelFont=FONT,
            labelLimit=400,
        )
        .configure_view(stroke=None)
        .configure_text(font=FONT, fontSize=LABEL, color=colours["text"])
    )

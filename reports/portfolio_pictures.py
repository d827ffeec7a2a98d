"""The heat map and the timeline of the portfolio as pictures for one's own paper: PNG, and SVG that stays sharp."""

from __future__ import annotations

from display import charts_portfolio
from display.i18n import language
from reports.pictures import png_of, svg_of
from reports.portfolio_source import Source

WIDTH, ROW = 24.0, 0.62  # cm
KINDS = ("heat", "timeline")


def build(source: Source, kind: str, file: str, language_code: str) -> bytes:
    """``kind``: heat or timeline; ``file``: png or svg. At most sixty processes, as on the screen."""
    with language(language_code):
        shown = source.found[: charts_portfolio.MOST]
        if kind == "heat":
            chart, rows = charts_portfolio.heat_map(shown, dark=False), len(shown)
        else:
            bars = charts_portfolio.rows(shown, source.day)
            chart, rows = charts_portfolio.timeline(bars, source.day, dark=False), len(bars)
        height = 2.2 + ROW * max(rows, 1)
        if file == "svg":
            return svg_of(chart.to_dict(), WIDTH, height).encode()
        return png_of(chart.to_dict(), WIDTH, height)

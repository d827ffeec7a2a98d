"""Charts on a page."""

from __future__ import annotations

import altair as alt
import streamlit as st

from display.chart_style import Spec


def draw(chart: Spec | alt.TopLevelMixin, alt_text: str, key: str) -> None:
    """Put a styled chart on the page, as wide as its column, with the sentence a screen reader reads instead."""
    spec = chart if isinstance(chart, dict) else chart.to_dict(validate=False)
    st.vega_lite_chart(spec=spec, theme=None, width="stretch", key=key, alt=alt_text)

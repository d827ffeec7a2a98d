"""Charts on a page."""

from __future__ import annotations

import altair as alt
import streamlit as st


def draw(chart: alt.TopLevelMixin, alt_text: str, key: str) -> None:
    """Put a styled chart on the page, as wide as its column, with the sentence a screen reader reads instead."""
    st.altair_chart(chart, theme=None, width="stretch", key=key, alt=alt_text)

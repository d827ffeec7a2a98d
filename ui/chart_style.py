"""Charts on a page."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import altair as alt
import streamlit as st

from ui.i18n import lang
from ui.theme import is_dark


def draw(chart: alt.TopLevelMixin, alt_text: str, key: str) -> None:
    """Put a styled chart on the page, as wide as its column, with the sentence a screen reader reads instead."""
    _place(chart.to_dict(validate=False), alt_text, key)


def draw_cached(build: Callable[..., alt.TopLevelMixin], content: dict[str, Any], about: str, sentence: str) -> None:
    """As `draw`, for a chart built from `content`, which the text `about` names; built once per language and theme."""
    spec = json.loads(_spec(about, build.__name__, lang(), is_dark(), build, content))
    _place(spec, sentence, build.__name__)


@st.cache_data(max_entries=400, show_spinner=False)
def _spec(
    about: str, name: str, language: str, dark: bool, _build: Callable[..., alt.TopLevelMixin], _content: dict[str, Any]
) -> str:
    return _build(_content).to_json(indent=None, validate=False)


def _place(spec: dict[str, Any], alt_text: str, key: str) -> None:
    st.vega_lite_chart(spec=spec, theme=None, width="stretch", key=key, alt=alt_text)

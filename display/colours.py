"""Colours for charts and signs, light and dark. Streamlit's own widgets take theirs from .streamlit/config.toml."""

from __future__ import annotations

from collections.abc import Callable

LIGHT = {
    "main": "#0B5C6B",  # the thing itself
    "main_soft": "#9CC3C9",  # its uncertain part
    "main_wash": "#E3EFF0",
    "limit": "#B4610A",  # a deadline, a budget, a warning; readable as text on white
    "text": "#16262B",
    "muted": "#46585E",
    "line": "#D5DEDC",
    "background": "#FFFFFF",
    "done": "#BFD9D6",
    "busy": "#5FA3A8",
    "late": "#E9A15B",
    "skipped": "#E4B4BE",
    "open": "#EEF2F1",
    "on_status": "#16262B",
    "kinds": ["#0B5C6B", "#6B7F86", "#D98324", "#8C4A6B", "#4F7D3A", "#2F4B7C"],
}

DARK = {
    "main": "#6FC3CF",
    "main_soft": "#35646C",
    "main_wash": "#1C3136",
    "limit": "#F0B266",
    "text": "#E8EEED",
    "muted": "#A9B7BB",
    "line": "#324044",
    "background": "#12191B",
    "done": "#2C5350",
    "busy": "#387F87",
    "late": "#A9641F",
    "skipped": "#7E4656",
    "open": "#1B2427",
    "on_status": "#FFFFFF",
    "kinds": ["#6FC3CF", "#A9B7BB", "#F0B266", "#D79BB9", "#9CC48A", "#93ADDB"],
}

STATUS_SIGNS = {"done": "✓", "busy": "◐", "late": "▲", "skipped": "✕", "open": ""}


_ask: Callable[[], bool] | None = None


def set_source(ask: Callable[[], bool]) -> None:
    """Say who knows whether the reader's theme is dark; called once by whoever shows the screens."""
    global _ask
    _ask = ask


def palette(dark: bool | None = None) -> dict:
    """Colour name → hex (`kinds` → list of six). Without argument: the theme of the visitor of this run, else light."""
    if dark is None:
        dark = bool(_ask and _ask())
    return DARK if dark else LIGHT

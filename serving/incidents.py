"""A fault nobody foresaw: the reader gets a sentence with a code, the log gets the rest under that code."""

from __future__ import annotations

import streamlit as st

from ui.errors import incident


def on_script_error(problem: Exception) -> bool:
    """Streamlit calls this inside the failing run; True keeps its own display of the exception away."""
    st.error(incident(problem))
    return True

"""A fault nobody foresaw: the reader gets a sentence with a code, the log gets the rest under that code."""

from __future__ import annotations

import streamlit as st

from portfolio.store import SignedOut
from ui.errors import incident, sentence
from ui.i18n import _


def on_script_error(problem: Exception) -> bool:
    """Streamlit calls this inside the failing run; True keeps its own display of the exception away."""
    if isinstance(problem, SignedOut):  # in a part of a page that runs by itself: reloading brings the sign-in
        st.warning(f"{sentence(problem)} {_('Reload this page.')}")
    else:
        st.error(incident(problem))
    return True

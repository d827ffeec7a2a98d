"""The theme of the visitor of this run, which the colours of display/colours.py follow."""

from __future__ import annotations

from display.colours import STATUS_SIGNS, palette, set_source

__all__ = ["STATUS_SIGNS", "is_dark", "palette"]


def is_dark() -> bool:
    """Whether this visitor sees the dark theme; False outside a run."""
    import streamlit as st
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    if get_script_run_ctx(suppress_warning=True) is None:
        return False
    return st.context.theme.type == "dark"


set_source(is_dark)

"""The theme of the visitor of this run, which the colours of display/colours.py follow."""

from __future__ import annotations

from display.colours import DARK, LIGHT, set_source


def is_dark() -> bool:
    """Whether this visitor sees the dark theme; False outside a run."""
    import streamlit as st
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    if get_script_run_ctx(suppress_warning=True) is None:
        return False
    return st.context.theme.type == "dark"


def variables(*names: str) -> str:
    """Colours as CSS variables for the `style` of a piece of HTML. The browser picks light or dark by itself, also when
    the evening makes a page dark that the server has drawn before.

    >>> variables("muted", "on_status")
    '--muted:light-dark(#46585E,#A9B7BB);--on-status:light-dark(#16262B,#FFFFFF)'
    """
    return ";".join(f"--{name.replace('_', '-')}:light-dark({LIGHT[name]},{DARK[name]})" for name in names)


set_source(is_dark)

"""The language of a visit: `?lang=` (a reload sets `<html lang>` with it), remembered in the session because a click in
the menu drops query parameters. The texts themselves come from display/i18n.py, which documents use too.
"""

from __future__ import annotations

from display.i18n import (
    DEFAULT,
    LANGUAGES,
    LOCALE_DIR,
    N_,
    NAMES,
    _,
    catalogue,
    column,
    lang,
    language,
    ngettext,
    set_source,
    translate,
)

__all__ = [
    "DEFAULT",
    "LANGUAGES",
    "LOCALE_DIR",
    "NAMES",
    "N_",
    "_",
    "catalogue",
    "column",
    "lang",
    "language",
    "ngettext",
    "translate",
]


def _from_session() -> str | None:
    import streamlit as st
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    if get_script_run_ctx(suppress_warning=True) is None:
        return None
    asked = st.query_params.get("lang")
    if asked in LANGUAGES:
        st.session_state["_lang"] = asked
    return st.session_state.get("_lang")


set_source(_from_session)

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

KNOWN = "_tienstap_language"  # on the run of the script: its address, and the language that follows from it


def _from_session() -> str | None:
    import streamlit as st
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    run = get_script_run_ctx(suppress_warning=True)
    if run is None:
        return None
    known: tuple[str, str | None] | None = getattr(run, KNOWN, None)
    if known is not None and known[0] == run.query_string:
        return known[1]
    asked = st.query_params.get("lang")
    if asked in LANGUAGES:
        st.session_state["_lang"] = asked
    found: str | None = st.session_state.get("_lang")
    setattr(run, KNOWN, (run.query_string, found))  # asking Streamlit at every word takes half of a large page's time
    return found


set_source(_from_session)

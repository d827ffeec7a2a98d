"""Which process is this page about? The one in the address, or one chosen here."""

from __future__ import annotations

import streamlit as st

from display.process_words import PHASE
from display.words import label
from portfolio import processes
from portfolio.processes import Process
from ui import portfolio_links, state
from ui.errors import guard
from ui.i18n import _
from ui.state import page_setup
from ui.text import esc

ORDER = ("requested", "returned", "draft", "running", "approved")


def chosen(title: str, explanation: str) -> Process | None:
    """The process of this visit; without one this draws a page that asks for it and returns None."""
    wanted = state.process_id()
    if wanted:
        with guard():
            return processes.get(state.store(), wanted)
        state.choose_process(None)
    _ask(title, explanation)
    return None


def _ask(title: str, explanation: str) -> None:
    page_setup(title)
    st.markdown(explanation)
    rows = processes.listing(state.store())
    if not rows:
        st.markdown(_("There is no process yet. Begin with an estimate; saving it makes the process."))
        if st.button(_("New estimate"), key="pick_estimate", type="primary", icon=":material/calculate:"):
            portfolio_links.go("estimate", None)
        return
    rows.sort(key=lambda row: ORDER.index(row.phase) if row.phase in ORDER else len(ORDER))
    words = {row.id: f"{row.name} – {label(PHASE, row.phase)}" for row in rows}
    st.selectbox(
        _("Process"),
        list(words),
        index=None,
        format_func=words.__getitem__,
        key="pick_one",
        placeholder=_("Choose a process"),
        on_change=_picked,
    )


def _picked() -> None:
    state.choose_process(st.session_state["pick_one"])


def kicker(process: Process, *parts: str) -> str:
    """The line above the title: marks and what it is about; `parts` are plain text."""
    marks = [_("Example")] if process.example else []
    marks += [_("Confidential")] if process.confidential else []
    return " · ".join([*marks, *(esc(part) for part in parts if part)])

"""The documents of the steps as downloads: notification (step 3), final report (step 8), evaluation (step 10)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from portfolio.processes import Process
from portfolio.store import clock
from ui.approval_words import WORD, file_name
from ui.i18n import N_, _, lang

Build = Callable[[str], bytes]  # language -> the Word document
# name: label, begin of the file name
DOCUMENTS = {
    "notification": (N_("Notification (Word, step 3)"), "kennisgeving"),
    "final_report": (N_("Final report (Word, step 8)"), "eindverslag"),
    "evaluation": (N_("Evaluation form (Word, step 10)"), "evaluatie"),
}


def draw(process: Process, builders: Mapping[str, Build]) -> None:
    """A button for each document that can be made."""
    st.subheader(_("Documents"), anchor=False)
    st.caption(_("Filled in with what is recorded here; what is still missing stands between brackets."))
    row, language = st.container(horizontal=True), lang()
    moment = clock.now()[:16]  # the records change from minute to minute, and the name with them
    for name, build in builders.items():
        label, begin = DOCUMENTS[name]
        named = file_name("stand", process.name, name, process.id, moment, language).removeprefix("voorstel")
        row.download_button(
            _(label),
            data=_made(build, language),
            file_name=f"{begin}{named}",
            mime=WORD,
            key=f"document.{name}",
            icon=":material/description:",
            on_click="ignore",
        )


def _made(build: Build, language: str) -> Callable[[], bytes]:
    """Made when somebody clicks, in a thread without a session: everything it needs is given here."""
    return lambda: build(language)

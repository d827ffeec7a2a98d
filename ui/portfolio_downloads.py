"""The papers of the portfolio as downloads, made on a click; without confidential processes unless asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

import streamlit as st

from ui.i18n import N_, _, lang

Make = Callable[[str, str, bool], bytes]  # kind, language, confidential → the file
PDF, PPTX = "application/pdf", "application/vnd.openxmlformats-officedocument.presentationml.presentation"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# kind: label, begin of the file name, its ending, its type, icon
KINDS = {
    "preread": (N_("Pre-read (PDF)"), "leesstuk", "pdf", PDF, ":material/picture_as_pdf:"),
    "slides": (N_("Slides (PowerPoint)"), "dias", "pptx", PPTX, ":material/slideshow:"),
    "workbook": (N_("Figures (Excel)"), "portfolio", "xlsx", EXCEL, ":material/table_view:"),
    "calendar": (N_("Decisions and actions (calendar)"), "overleg", "ics", "text/calendar", ":material/event:"),
    "heat_png": (N_("Steps (PNG)"), "stappen", "png", "image/png", ":material/image:"),
    "heat_svg": (N_("Steps (SVG)"), "stappen", "svg", "image/svg+xml", ":material/image:"),
    "timeline_png": (N_("Timeline (PNG)"), "tijdlijn", "png", "image/png", ":material/image:"),
    "timeline_svg": (N_("Timeline (SVG)"), "tijdlijn", "svg", "image/svg+xml", ":material/image:"),
}


def draw(make: Make, about: str, kinds: Sequence[str] = tuple(KINDS), secret: int = 0, key: str = "out") -> None:
    """A folded row of buttons. ``about``: what the files follow from, so that their names differ when they do;
    ``secret``: how many confidential processes there are."""
    box = st.expander(_("Papers and files"), key=f"{key}.papers", icon=":material/download:", on_change="rerun")
    if not box.open:
        return
    with box:
        confidential = bool(secret) and st.toggle(_("With the confidential processes"), key=f"{key}.confidential")
        language = lang()
        row = st.container(horizontal=True)
        for kind in kinds:
            label, begin, ending, mime, icon = KINDS[kind]
            stamp = hashlib.sha256(f"{about}|{kind}|{language}|{confidential}".encode()).hexdigest()[:8]
            row.download_button(
                _(label),
                data=_made(make, kind, language, confidential),
                file_name=f"tienstap-{begin}-{stamp}.{ending}",
                mime=mime,
                key=f"{key}.{kind}",
                icon=icon,
                on_click="ignore",
            )
        if confidential:
            st.caption(_("These files hold confidential processes: share them with care."))


def _made(make: Make, kind: str, language: str, confidential: bool) -> Callable[[], bytes]:
    """Made when somebody clicks, in a thread without a session: everything it needs is given here."""
    return lambda: make(kind, language, confidential)

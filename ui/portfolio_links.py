"""From page to page with the process, the language and the user kept.

`link` and `go` are for Streamlit elements and need no reload; `address` is for links inside HTML.
"""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn
from urllib.parse import urlencode

import streamlit as st

from ui import state
from ui.i18n import DEFAULT, lang

_FOLDER = Path(__file__).resolve().parent.parent / "pages"
PAGES = {
    "portfolio": ("portfolio", _FOLDER / "portfolio.py"),
    "estimate": ("raming", _FOLDER / "estimate.py"),
    "whatif": ("wat-als", _FOLDER / "whatif.py"),
    "request": ("aanvraag", _FOLDER / "approval.py"),
    "process": ("proces", _FOLDER / "process.py"),
    "benchmarks": ("ervaringscijfers", _FOLDER / "benchmarks.py"),
    "meeting": ("overleg", _FOLDER / "meeting.py"),
    "settings": ("beheer", _FOLDER / "data.py"),
}


def kept(process_id: str | None) -> dict[str, str]:
    """The query parameters that make another page be about this process, for this user, in this language."""
    params = {"process": process_id} if process_id else {}
    if person := state.recall("as"):
        params["as"] = person
    return params | ({"lang": lang()} if lang() != DEFAULT else {})


def address(page: str, process_id: str | None, **params: str) -> str:
    """A relative address, for an `href`; escape it for HTML like any other text."""
    query = urlencode(kept(process_id) | params)
    return PAGES[page][0] + (f"?{query}" if query else "")


def link(
    page: str, label: str, process_id: str | None, icon: str | None = None, width: str = "content", **params: str
) -> None:
    """A link to a page about a process, with more query parameters where given. `label` is markdown."""
    st.page_link(PAGES[page][1], label=label, icon=icon, query_params=kept(process_id) | params, width=width)


def go(page: str, process_id: str | None) -> NoReturn:
    """Leave this run and open a page about a process."""
    if process_id is None:
        state.choose_process(None)
    st.switch_page(PAGES[page][1], query_params=kept(process_id))

"""What opens when somebody follows a link to a scenario: its scope, figures and draws, and what differs here.

The page asks `opened` before anything else, and shows `told` on top.
"""

from __future__ import annotations

import hashlib

import streamlit as st

from estimator.share import ORIGIN, Shared, unpack
from estimator.share_text import ShareError
from portfolio import estimates
from ui.errors import sentences
from ui.formats import fill
from ui.i18n import _
from ui.text import esc

PARAMETER = "s"
HELD, REFUSED = "_shared", "_shared_refused"


def opened() -> Shared | None:
    """The scenario of the link that this visit came by, None when it came by none. A damaged link is dropped and
    remembered, so that `told` says it."""
    text = st.query_params.get(PARAMETER)
    if text:
        _open(text)
    held = st.session_state.get(HELD)
    return _unpacked(held) if held else None


def _open(text: str) -> None:
    """Keep a link with the visit, so that it stays open after a click in the menu."""
    try:
        _unpacked(text)
    except ShareError as problem:
        st.session_state[REFUSED] = problem
        st.session_state.pop(HELD, None)
    else:
        st.session_state[HELD] = text
        st.session_state.pop(REFUSED, None)


@st.cache_resource(max_entries=50, show_spinner=False)
def _unpacked(text: str) -> Shared:
    return unpack(text, estimates.shipped())


def told(shared: Shared | None) -> None:
    """What was opened and what differs here, or why a link was refused; and the way back to one's own processes."""
    problem = st.session_state.get(REFUSED)
    if problem is not None:
        st.error("  \n".join(sentences(problem)), icon=":material/link_off:")
        _close()
    if shared is None:
        return
    name = _("“{name}”", name=esc(shared.name)) if shared.name else _("a scenario without a name")
    st.info(
        _("You are looking at {name}, opened by a link. Nothing of it is saved here.", name=name),
        icon=":material/link:",
    )
    for template, params in shared.notices:
        st.warning(fill(template, params))
    st.caption(_(ORIGIN))
    _close()


def _close() -> None:
    st.button(_("Close this link"), key="share_close", on_click=close)


def close() -> None:
    """Forget the link: the page is about one's own processes again."""
    for name in (HELD, REFUSED):
        st.session_state.pop(name, None)
    st.query_params.pop(PARAMETER, None)


def mark() -> str:
    """A short name for the opened link, for the key of its draft."""
    return hashlib.sha256(str(st.session_state.get(HELD)).encode()).hexdigest()[:12]

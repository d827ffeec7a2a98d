"""The screen before the sign-in: what a visitor gets at every address until they are signed in and have a role."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from portfolio import people
from portfolio.store import NotFresh, SignedOut, StoreProblem
from portfolio.store.sign_ins import check_fresh
from ui import claims, frame, state, visit
from ui.errors import sentence
from ui.i18n import _
from ui.text import esc


def refusal() -> SignedOut | None:
    """Why this visitor gets only the sign-in; None when they may work."""
    try:
        visit.person(state.server_store())
    except SignedOut as problem:
        return problem
    except StoreProblem:
        return None  # every page says so itself
    return None


def only(addresses: Sequence[str], problem: SignedOut) -> None:
    """Show the sign-in at each of these addresses, and nothing of what is behind them."""
    shown = partial(_screen, problem)
    pages = [st.Page(shown, title="Tienstap", url_path=one, default=not at) for at, one in enumerate(addresses)]
    st.navigation(pages, position="hidden").run()


def _screen(problem: SignedOut) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", key="top_row"):
        st.caption("Tienstap", width="content")
        frame.language_link()
    st.title(_("Sign in"), anchor=False)
    st.markdown(sentence(problem))
    known = visit.known()
    if problem.template == visit.NO_ROLE and known:
        st.markdown(_("You are signed in as {name}.", name=esc(known.name)))
        if st.button(_("Sign out"), key="sign_out", icon=":material/logout:"):
            out()
    elif st.button(_("Sign in with your account"), key="sign_in", type="primary", icon=":material/login:"):
        st.login()
    st.caption(_("Tienstap doesn't see your password: your organisation's own sign-in service asks for it."))


def out() -> None:
    """End this person's sign-ins, on every device, and leave."""
    known = visit.known()
    if known:
        people.sign_out(state.server_store(), known)
    st.logout()


def fresh() -> bool:
    """Whether the person may approve now; if not, a sentence and the button with which they sign in once more."""
    try:
        check_fresh(state.user())
    except NotFresh as problem:
        st.info(sentence(problem), icon=":material/key:")
        if st.button(_("Sign in again"), key="sign_in_again", icon=":material/login:"):
            st.login(claims.AGAIN)
        return False
    return True

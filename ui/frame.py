"""What stands around every page: the word mark, who works here, the language, and the page that says "closed"."""

from __future__ import annotations

from html import escape
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from display.role_words import ROLE
from display.words import label
from portfolio.identity import LOCAL_USERS, ROLES, User
from ui import fields, state, visit
from ui.i18n import _, lang
from ui.text import esc, plain
from ui.theme import is_dark

ASSETS = Path(__file__).resolve().parent / "assets"


def word_mark() -> None:
    """The word mark in the header, in the colours of the visitor's theme."""
    st.logo(str(ASSETS / ("tienstap-dark.svg" if is_dark() else "tienstap.svg")), size="medium")


def head(title: str, kicker: str = "", actions: bool = False) -> DeltaGenerator | None:
    """The head of a page; see `ui.state.page_setup`."""
    st.set_page_config(page_title=_("{page} – Tienstap", page=plain(title)))
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small", key="top_row"
    ):
        st.caption(kicker or "Tienstap", width="content")
        with st.container(horizontal=True, vertical_alignment="center", gap="small", width="content"):
            if visit.with_sign_in():
                _who()
            else:
                _user_picker()
            language_link()
    if not actions:
        st.title(title, anchor=False)
        return None
    left, right = st.columns([8, 5], vertical_alignment="bottom")
    left.title(title, anchor=False)
    return right


def language_link() -> None:
    """A link that loads this page anew, because the server sets the page's language."""
    name, address = state.language_link()
    other = "en" if lang() == "nl" else "nl"
    attributes = f'href="{escape(address)}" target="_self" lang="{other}" hreflang="{other}"'
    st.html(f'<a {attributes} style="color:inherit;font-size:.9rem">{name}</a>', width="content")


def _who() -> None:
    """Who is signed in, with which roles, and the way out."""
    from ui import sign_in  # it needs this module

    person = state.user()
    with st.popover(esc(person.name), type="tertiary", icon=":material/person:", key="user_popover"):
        roles = ", ".join(label(ROLE, one) for one in ROLES if one in person.roles)
        st.markdown(_("You are signed in as {name}.", name=esc(person.name)))
        st.caption(_("Your role: {roles}.", roles=roles))
        if st.button(_("Sign out"), key="sign_out", icon=":material/logout:"):
            sign_in.out()
        st.caption(_("Signing out holds for all your devices."))


def _user_picker() -> None:
    """Without sign-in anyone may say who they are; what they record is stamped "without sign-in"."""
    person = state.user()
    names = {one.subject: _described(one) for one in LOCAL_USERS}
    label = _("I work as {name}", name=names[person.subject])
    with st.popover(label, type="tertiary", icon=":material/person:", key="user_popover"):
        st.radio(
            _("I work as"),
            list(names),
            index=list(names).index(person.subject),
            format_func=names.__getitem__,
            key="user_pick",
            on_change=_pick_user,
        )
        st.caption(_("There is no sign-in here. What you record is marked “without sign-in”."))


def _described(person: User) -> str:
    return esc(_(person.name))


def _pick_user() -> None:
    state.remember("as", st.session_state["user_pick"])
    fields.forget_widgets()


def closed(sentence: str) -> None:
    """The page for a store that can't be used: one sentence that says why and what to do."""
    st.title(_("Tienstap can't open its records"), anchor=False)
    st.markdown(sentence)
    st.caption(_("Nothing was changed. Reload this page when it is solved."))

"""What a page needs to know about this visit: the store, the user, the language and the process it is about."""

from __future__ import annotations

import os
from urllib.parse import urlencode

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from estimator import Benchmarks
from portfolio import figures as own_and_shipped
from portfolio.identity import LOCAL_USERS, User, current_user, set_provider
from portfolio.store import Store, open_store
from ui import visit
from ui.i18n import DEFAULT, NAMES, lang

STICKY = ("process", "as", "row")  # row: the benchmark that is open


def store() -> Store:
    """As server_store, for whoever may see it: SignedOut for a visitor whose sign-in doesn't hold."""
    found = server_store()
    if visit.with_sign_in():
        visit.require(found)
    return found


def server_store() -> Store:
    """The store of this server; opened once per database URL, its start-up checks included (StoreProblem)."""
    return _open(os.environ.get("TIENSTAP_DATABASE_URL"))


@st.cache_resource(show_spinner=False)
def _open(url: str | None) -> Store:
    return open_store(url)


def figures() -> Benchmarks:
    """The benchmark figures in use: shipped, then what was learned, then the municipality's own."""
    return own_and_shipped.current(store())


def user() -> User:
    """Who works here. Without sign-in: the person picked under "Ik werk als …", remembered in the address."""
    return current_user()


def _user() -> User:
    if visit.with_sign_in():
        return visit.user()
    asked = recall("as")
    return next((person for person in LOCAL_USERS if person.subject == asked), LOCAL_USERS[0])


set_provider(_user)


def process_id() -> str | None:
    """The process this visit is about: `?process=`, or the one chosen before on another page; None for none."""
    return recall("process")


def choose_process(process: str | None) -> None:
    """Make the pages be about this process, or about none (a new one)."""
    remember("process", process)


def recall(name: str) -> str | None:
    """A query parameter that stays with the visit: a click in the menu drops it, the session keeps it."""
    asked = st.query_params.get(name)
    if asked is not None:
        st.session_state[f"_{name}"] = asked
    return st.session_state.get(f"_{name}") or None


def remember(name: str, value: str | None) -> None:
    """Set or drop a parameter that stays with the visit, in the session and in the address."""
    st.session_state[f"_{name}"] = value
    if value is None:
        st.query_params.pop(name, None)
    elif st.query_params.get(name) != value:
        st.query_params[name] = value


def asked_number(name: str) -> int | None:
    """A whole number that stands in the address under this name, of at most four digits; None for anything else."""
    asked = st.query_params.get(name, "")
    return int(asked) if asked.isdecimal() and len(asked) <= 4 else None


def keep_address() -> None:
    """Put what stays with the visit back into the address, so that a reload and a copied link find it again."""
    kept = {name: recall(name) for name in STICKY} | ({"lang": lang()} if lang() != DEFAULT else {})
    for name, value in kept.items():
        if value and st.query_params.get(name) != value:
            st.query_params[name] = value


def page_setup(title: str, kicker: str = "", actions: bool = False) -> DeltaGenerator | None:
    """The head of every page: what it is about in a line, who works here, the other language, the question as title.

    `title` and `kicker` are markdown: escape user text with `ui.text.esc`. With `actions`, the place to the right of
    the title is returned, for one or two buttons.
    """
    from ui import frame  # it needs this module

    return frame.head(title, kicker, actions)


def language_link() -> tuple[str, str]:
    """The other language's name and the query string that reloads this page in it, keeping process and user."""
    other = "en" if lang() == "nl" else "nl"
    kept = {name: value for name in STICKY if (value := recall(name))}
    return NAMES[other], "?" + urlencode({**kept, "lang": other})

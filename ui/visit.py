"""Who visits, when the app has sign-in: the person that the sign-in service named, as long as the sign-in holds.

A page begins with `person`. What runs later by itself, a fragment or a callback, passes `require`, because it asks the
store: a sign-in that has grown too old or was ended stops there as well.
"""

from __future__ import annotations

import time

import streamlit as st

from portfolio import people
from portfolio.identity import User
from portfolio.messages import N_
from portfolio.store import SignedOut, Store
from portfolio.store.sign_ins import check_age
from ui import claims

NOBODY = N_("Sign in to go on.")
NO_ROLE = N_("You have no role in Tienstap (any more). Ask the administrator of your municipality for one.")
CHECKED, SEEN = "_sign_in_checked", "_sign_in_seen"
AGAIN_AFTER = 5.0  # seconds in which a fragment doesn't ask the database again whether the sign-in was ended


def with_sign_in() -> bool:
    """Whether visitors sign in here."""
    return claims.settings() is not None


def known() -> User | None:
    """Whom the cookie names, whether the sign-in still holds or not; None for a visitor without one."""
    found = claims.settings()
    if found is None or not st.user.is_logged_in:
        return None
    return claims.user_of(st.user.to_dict(), found)


def user() -> User:
    """The person who works here. SignedOut when nobody is signed in, or not any more, or has no role."""
    found = known()
    if found is None:
        raise SignedOut(NOBODY)
    check_age(found)
    if not found.has("lezer"):
        raise SignedOut(NO_ROLE)
    return found


def person(store: Store) -> User:
    """As `user`, and nobody ended the sign-in."""
    found = user()
    people.holds(store, found)
    if SEEN not in st.session_state:
        people.seen(store, found)
        st.session_state[SEEN] = True
    st.session_state[CHECKED] = time.monotonic()
    return found


def require(store: Store) -> None:
    """As `person`, for what runs many times in one go."""
    if time.monotonic() - st.session_state.get(CHECKED, 0.0) > AGAIN_AFTER:
        person(store)
    else:
        user()

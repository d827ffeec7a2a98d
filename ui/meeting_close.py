"""Closing a meeting: what that does, a confirmation, and the snapshot."""

from __future__ import annotations

import streamlit as st

from portfolio.meeting import snapshots
from portfolio.meeting.meetings import Meeting
from portfolio.store import Conflict, Refused
from ui import process_save, state
from ui.errors import sentence
from ui.i18n import _
from ui.portfolio_links import kept


def draw(meeting: Meeting) -> None:
    """The way to end it."""
    with st.popover(_("Close the meeting"), key="meeting_close", icon=":material/lock:"):
        st.markdown(
            _(
                "Closing keeps the whole portfolio as it stands now, with what was decided and agreed. That stays as "
                "it is; what turns out to be wrong is put right by a dated addition."
            )
        )
        if st.button(_("Yes, close the meeting"), key="meeting_close_yes", type="primary", icon=":material/lock:"):
            close(meeting)


def close(meeting: Meeting) -> None:
    """Close it and show what it left."""
    token = process_save.token("close", meeting.id, meeting.version)
    try:
        snapshots.close(state.store(), state.user(), meeting.id, meeting.version, token)
    except Conflict:
        st.session_state["_meeting_told"] = _("Somebody else changed the meeting; this is how it is now. Do it again.")
        st.rerun()
    except Refused as problem:
        st.error(sentence(problem))
        return
    st.query_params.from_dict(kept(None) | {"meeting": meeting.id})
    st.rerun()

"""Between meetings: what changed since last time, opening the next one, open actions, the trend, the log, the earlier
ones."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from display import changes as said
from portfolio.meeting import agenda, decisions, entries, meetings
from portfolio.store import Refused
from portfolio.store.codec import new_id
from ui import meeting_html as html
from ui import meeting_trend, portfolio_head, process_save, state
from ui.errors import guard, sentence
from ui.formats import date_text
from ui.i18n import _, ngettext
from ui.meeting_data import Look, may_edit
from ui.portfolio_links import link
from ui.state import page_setup
from ui.text import esc

LENGTHS = (30, 45, 60, 90, 120)
SHOWN = 12  # lines of the log before more are asked for


def draw(look: Look) -> None:
    """The page while no meeting is open."""
    page_setup(_("What does the next meeting ask?") if look.found else _("The portfolio meeting"))
    if not look.found:
        st.markdown(
            _(
                "Once there are processes, the exceptions of the portfolio become the agenda here: what asks for a "
                "decision, what changed, and what was agreed last time. Begin with an estimate."
            )
        )
        portfolio_head.new_estimate("meeting_estimate", width="content")
        return
    st.markdown(_since(look))
    if may_edit():
        _open(look)
    else:
        st.caption(_("Your role reads here; an editor opens the meeting."))
    if look.changed:
        st.subheader(_("Changed since last time"), anchor=False)
        html.show(html.changed(look.changed))
    actions(look)
    meeting_trend.draw(look)
    log(look)
    _earlier(look)


def _since(look: Look) -> str:
    if look.last is None:
        return _(
            "There was no meeting yet. The first one leaves the first snapshot; from then on you see what changed."
        )
    held = look.last.content["meeting"]["held_on"]
    return f"{_('The last meeting was on {day}.', day=date_text(held))} {said.summary(list(look.changed))}"


def _open(look: Look) -> None:
    left, middle, right = st.columns([2, 2, 3], vertical_alignment="bottom")
    day = left.date_input(_("Day of the meeting"), value=look.today, format="DD-MM-YYYY", key="meeting_day")
    minutes = middle.selectbox(
        _("How long it may take"), LENGTHS, index=2, format_func=lambda n: _("{n} minutes", n=n), key="meeting_minutes"
    )
    if right.button(_("Open the meeting"), key="meeting_open", type="primary", icon=":material/groups:"):
        items = agenda.filled(look.found, look.today, look.last)
        token = st.session_state.setdefault("_meeting_token", new_id())
        try:
            meetings.open_(
                state.store(),
                state.user(),
                day if isinstance(day, dt.date) else look.today,
                items,
                minutes=minutes or 60,
                example=look.example,
                token=token,
            )
        except Refused as problem:
            st.error(sentence(problem))
            return
        del st.session_state["_meeting_token"]
        st.rerun()


def actions(look: Look) -> None:
    """Actions of all meetings that aren't done; an editor sets one to done."""
    found = entries.open_actions(state.store(), look.example)
    if not found:
        return
    st.subheader(_("Actions that are open"), anchor=False)
    names = {one.id: one.name for one in look.found}
    for entry in found:
        left, right = st.columns([8, 2], vertical_alignment="center")
        with left:
            html.show(html.logged([entry], names, look.today))
        if may_edit() and right.button(_("Done"), key=f"done.{entry.id}", icon=":material/check:"):
            with guard():
                entries.set_done(
                    state.store(), state.user(), entry.id, True, process_save.token("done", entry.id, entry.version)
                )
                st.rerun()


def log(look: Look) -> None:
    """The decision log of all meetings, to be searched."""
    if look.last is None:
        return
    st.subheader(_("Decision log"), anchor=False)
    left, middle, _rest = st.columns([3, 2, 3])
    text = left.text_input(_("Search"), key="log_search", placeholder=_("Words of a decision, a name"))
    kind = middle.selectbox(
        _("What"),
        ["", "decision", "action"],
        format_func={"": _("decisions and actions"), "decision": _("decisions"), "action": _("actions")}.__getitem__,
        key="log_kind",
    )
    found = decisions.search(state.store(), text or "", look.example, kind=kind or None)
    if not found:
        st.markdown(_("Nothing found. Use fewer words, or another kind."))
        return
    names = {one.entry.process_id: one.process_name for one in found if one.entry.process_id}
    days = list(dict.fromkeys(one.held_on for one in found))
    shown = 0
    for day in days:
        of_day = [one.entry for one in found if one.held_on == day]
        shown += len(of_day)
        st.markdown(f"**{date_text(day)}**")
        html.show(html.logged(of_day[::-1], names, look.today))
        if shown >= SHOWN and day != days[-1]:
            st.caption(
                ngettext(
                    "{n} more: search for it.", "{n} more: search for them.", len(found) - shown, n=len(found) - shown
                )
            )
            break


def _earlier(look: Look) -> None:
    closed = [one for one in meetings.listing(state.store(), look.example) if one.status == "closed"]
    if not closed:
        return
    st.subheader(_("Earlier meetings"), anchor=False)
    for one in closed:
        title = date_text(one.held_on) + (f" · {esc(one.title)}" if one.title else "")
        link("meeting", title, None, icon=":material/history:", meeting=one.id)

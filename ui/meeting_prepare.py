"""An open meeting before it is held: the agenda in order, minutes per item, what more is on it, and presenting it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from portfolio.meeting import agenda, entries, meetings
from portfolio.meeting.meetings import AgendaItem, Meeting
from portfolio.store import Conflict, NotFound, Refused
from ui import meeting_close, meeting_entries, meeting_words, process_save, state
from ui.errors import sentence
from ui.formats import date_text
from ui.i18n import _, ngettext
from ui.meeting_data import Look, may_edit
from ui.portfolio_links import kept
from ui.state import page_setup
from ui.text import esc

CHOICES = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30, 45, 60)
LENGTHS = (30, 45, 60, 90, 120, 180)


def draw(look: Look, meeting: Meeting) -> None:
    """The page of a meeting that is prepared."""
    place = page_setup(_("Meeting of {day}", day=date_text(meeting.held_on)), actions=True)
    with (place or st.container()).container(horizontal=True, horizontal_alignment="right"):
        present(meeting)
    told = st.session_state.pop("_meeting_told", "")
    if told:
        st.warning(told, icon=":material/sync_problem:")
    st.markdown(_sum(meeting))
    if not meeting.agenda:
        st.markdown(_("There is nothing on the agenda: no exception, nothing that changed. Add an item below."))
    for number, item in enumerate(meeting.agenda):
        _row(look, meeting, number, item)
    if may_edit():
        _more(look, meeting)
        _when(meeting)
    else:
        st.caption(_("Your role reads here; an editor prepares the meeting."))
    logged = entries.of(state.store(), meeting.id)
    if logged:
        st.subheader(_("Logged so far"), anchor=False)
        meeting_entries.listed(look, logged, editable=may_edit())
    if may_edit():
        meeting_close.draw(meeting)


def present(meeting: Meeting) -> None:
    """To the screen with one item at a time."""
    if meeting.agenda and st.button(_("Present"), key="meeting_present", type="primary", icon=":material/slideshow:"):
        st.query_params.from_dict(kept(None) | {"present": "1", "item": "1"})
        st.rerun()


def _sum(meeting: Meeting) -> str:
    count, over = len(meeting.agenda), agenda.over(meeting)
    text = ngettext(
        "**{n} item**, {planned} of {minutes} minutes.",
        "**{n} items**, {planned} of {minutes} minutes.",
        count,
        n=count,
        planned=meeting.planned,
        minutes=meeting.minutes,
    )
    if over:
        more = ngettext(
            "▲ {n} minute too long: shorten an item, or take one off.",
            "▲ {n} minutes too long: shorten an item, or take one off.",
            over,
            n=over,
        )
        text += f" :orange[**{more}**]"
    return text


def _row(look: Look, meeting: Meeting, number: int, item: AgendaItem) -> None:
    name, why = meeting_words.title(item, look), meeting_words.about(item, look)
    box = st.container(border=True, key=f"agenda.{item.id}")
    left, minutes, moves = box.columns([9, 2.2, 3], vertical_alignment="center")
    left.markdown(f"**{number + 1}. {esc(name)}**" + (f"  \n{esc(why)}" if why else ""))
    if not may_edit():
        minutes.markdown(_("{n} min", n=item.minutes))
        return
    choices = sorted({*CHOICES, item.minutes})
    got = minutes.selectbox(
        _("Minutes for item {n}", n=number + 1),
        choices,
        index=choices.index(item.minutes),
        format_func=lambda n: _("{n} min", n=n),
        key=f"minutes.{item.id}.{meeting.version}",
        label_visibility="collapsed",
    )
    if got != item.minutes:
        items = [replace(one, minutes=got) if one.id == item.id else one for one in meeting.agenda]
        _save(meeting, items)
    row = moves.container(horizontal=True, horizontal_alignment="right", gap="small")
    said = esc(name)
    if row.button("↑", key=f"up.{item.id}", help=_("Move up: {name}", name=said), disabled=number == 0):
        _save(meeting, agenda.moved(meeting.agenda, item.id, -1))
    last = number == len(meeting.agenda) - 1
    if row.button("↓", key=f"down.{item.id}", help=_("Move down: {name}", name=said), disabled=last):
        _save(meeting, agenda.moved(meeting.agenda, item.id, 1))
    if row.button("✕", key=f"off.{item.id}", help=_("Take off the agenda: {name}", name=said)):
        _save(meeting, [one for one in meeting.agenda if one.id != item.id])


def _more(look: Look, meeting: Meeting) -> None:
    """Another process, or something that isn't about a process."""
    on = {item.process_id for item in meeting.agenda}
    free = {one.id: one.name for one in look.found if one.id not in on and not one.row.ended}
    left, right = st.columns(2, gap="large")
    with left.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            _("Put a process on the agenda"),
            list(free),
            index=None,
            format_func=free.__getitem__,
            placeholder=_("Choose a process"),
            key=f"agenda_add.{meeting.version}",
        )
        if st.button(_("Add"), key="agenda_add_process", icon=":material/add:") and chosen:
            _save(meeting, [*meeting.agenda, agenda.process_item(chosen)])
    with right.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(_("Or another item"), key=f"agenda_free.{meeting.version}", max_chars=200)
        if st.button(_("Add"), key="agenda_add_free", icon=":material/add:") and (text or "").strip():
            _save(meeting, [*meeting.agenda, agenda.item("free", (text or "").strip())])


def _when(meeting: Meeting) -> None:
    choices = sorted({*LENGTHS, meeting.minutes})
    left, _rest = st.columns([2, 5])
    got = left.selectbox(
        _("How long it may take"),
        choices,
        index=choices.index(meeting.minutes),
        format_func=lambda n: _("{n} minutes", n=n),
        key=f"meeting_length.{meeting.version}",
    )
    if got != meeting.minutes:
        change(meeting, {"minutes": got})


def _save(meeting: Meeting, items: Sequence[AgendaItem]) -> None:
    change(meeting, {"agenda": tuple(items)})


def change(meeting: Meeting, changes: dict[str, object], then: Callable[[], None] | None = None) -> None:
    """Change the meeting as it was seen; when somebody was first, say so and show theirs."""
    token = process_save.token("meeting", meeting.id, meeting.version, repr(changes))
    try:
        meetings.change(state.store(), state.user(), meeting.id, meeting.version, changes, token)
    except Conflict:
        st.session_state["_meeting_told"] = _("Somebody else changed the meeting; this is how it is now. Do it again.")
    except (Refused, NotFound) as problem:
        st.session_state["_meeting_told"] = sentence(problem)
    st.rerun()

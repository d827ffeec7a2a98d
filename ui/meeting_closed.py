"""A closed meeting: what was decided and agreed, how the portfolio stood then, and what was added later.

Everything here but the additions and whether an action is done comes from the snapshot, never from what is there now.
"""

from __future__ import annotations

import datetime as dt

import streamlit as st

from portfolio.meeting import entries, meetings, snapshots
from portfolio.store import clock
from ui import fields, meeting_secret, process_rows, state
from ui import meeting_html as html
from ui.fields import Form
from ui.formats import date_text, number
from ui.i18n import _, ngettext
from ui.meeting_data import may_edit
from ui.state import page_setup
from ui.text import esc


def draw(meeting: meetings.Meeting) -> None:
    """The page of a meeting that was closed."""
    store = state.store()
    left = snapshots.get(store, meeting.id)
    page_setup(_("Meeting of {day}", day=date_text(meeting.held_on)))
    st.markdown(_totals(left))
    st.caption(_("Own hours and costs together, excluding VAT, as it stood then; expected is the middle estimate."))
    hidden = meeting_secret.hidden_then(left.content)
    names = {one["id"]: one["name"] for one in left.content["processes"]}
    every = entries.as_left(store, meeting.id, left.content["entries"])
    logged = [entry for entry in every if entry.process_id not in hidden]
    st.subheader(_("Decided and agreed"), anchor=False)
    if logged:
        html.show(html.logged(logged, names, clock.today()))
    else:
        st.markdown(_("Nothing was logged in this meeting."))
    _additions(meeting)
    st.subheader(_("How everything stood then"), anchor=False)
    live = [one for one in left.content["processes"] if one["phase"] not in ("closed", "stopped")]
    html.show(html.processes([one for one in live if one["id"] not in hidden]))
    ended = len(left.content["processes"]) - len(live)
    if ended:
        st.caption(ngettext("{n} process had ended then.", "{n} processes had ended then.", ended, n=ended))
    meeting_secret.switch(sum(one["id"] in hidden for one in live))
    closed = dt.datetime.fromisoformat(left.closed_at).astimezone()
    st.caption(_("Closed on {day} at {time}.", day=date_text(closed.date()), time=f"{closed:%H:%M}"))
    with st.expander(_("For the controller"), key="snapshot_hash"):
        st.markdown(_("This snapshot can't be changed: its hash stands in the audit chain."))
        st.code(f"{left.sha256}\n{left.audit_number} {left.audit_hash}", language=None)


def _totals(left: snapshots.Snapshot) -> str:
    totals = left.content["totals"]
    going = ngettext("{n} process running", "{n} processes running", totals["going"], n=number(totals["going"]))
    amounts = {name: f"**{html.amount(totals[name])}**" for name in ("granted", "expected")}
    return " · ".join(
        (
            going,
            _("made available {amount}", amount=amounts["granted"]),
            _("expected {amount}", amount=amounts["expected"]),
        )
    )


def _additions(meeting: meetings.Meeting) -> None:
    found = snapshots.additions(state.store(), meeting.id)
    if not (found or may_edit()):
        return
    st.subheader(_("Added later"), anchor=False)
    for one in found:
        st.markdown(f"**{date_text(one.at[:10])}** · {esc(one.text)}")

    def draw_fields(form: Form) -> dict[str, str]:
        return {"text": fields.text(form, "text", _("What has to be put right"), area=True)}

    def write(values: dict[str, str], token: str) -> None:
        snapshots.add_to(state.store(), state.user(), meeting.id, values["text"], token)

    process_rows.adding(f"addition:{meeting.id}", _("Add with today's date"), draw_fields, write, "meeting.add")

"""Steps 7 and 10: what participants were told, and the debt while they have heard nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from display.words import label
from portfolio import feedback, talks
from portfolio.feedback_debt import Debt, open_debts
from portfolio.processes import Process
from portfolio.rows import Row
from portfolio.steps import StepProgress
from portfolio.store import clock
from ui import fields, process_rows, state
from ui.fields import Form
from ui.formats import date_text
from ui.i18n import _, ngettext
from ui.process_record_words import FEEDBACK_PART
from ui.text import esc

SIGNS = {"ok": "✓", "amber": "▲", "red": "■"}


def owed(process: Process, progress: Sequence[StepProgress]) -> list[Debt]:
    """The open parts of the feedback debt of a running process."""
    if process.status != "active":
        return []
    store = state.store()
    held, sent = talks.listing(store, process.id), feedback.listing(store, process.id)
    planned = sum(talk["status"] == "planned" for talk in held)
    return open_debts(progress, talks.last_held(held), planned, {row["part"] for row in sent}, clock.today())


def debt_words(debt: Debt) -> str:
    """One open part in words: how long participants wait, and until when it can be sent in time."""
    waited = ngettext(
        "{n} day after the last talk participants haven't heard “{part}” yet",
        "{n} days after the last talk participants haven't heard “{part}” yet",
        debt.days,
        n=debt.days,
        part=label(FEEDBACK_PART, debt.part),
    )
    level = {"ok": _("in time"), "amber": _("late"), "red": _("far too late")}[debt.level]
    until = ""
    if debt.due:
        until = _("it has to be sent by {date}", date=date_text(debt.due))
        if debt.due < clock.today():
            until = _("it had to be sent by {date}", date=date_text(debt.due))
    return f"{SIGNS[debt.level]} **{level}**: " + "; ".join(part for part in (waited, until) if part) + "."


def debts(process: Process, progress: Sequence[StepProgress], late_only: bool = False) -> None:
    """The debt in words, each part with its sign; nothing while talks run or all was sent."""
    for debt in owed(process, progress):
        if late_only and not debt.overdue:
            continue
        draw_as = {"ok": st.info, "amber": st.warning, "red": st.error}[debt.level]
        draw_as(debt_words(debt))


def draw(process: Process, progress: Sequence[StepProgress], parts: Sequence[str]) -> None:
    """The debt, what was sent, and the form with which sending is recorded."""
    if parts != ("decision",):
        debts(process, progress)
    sent = [row for row in feedback.listing(state.store(), process.id) if row["part"] in parts]
    for row in sent:
        _sent(row)
    if not sent:
        st.caption(_("Nothing was recorded as sent yet. Only sending ends the debt: a date, the channel and to whom."))
    told = {row["part"] for row in sent}
    _form(process, parts, next((part for part in parts if part not in told), parts[-1]))


def _sent(row: Row) -> None:
    public = _("public") if row["public"] else _("not public")
    words = [
        f"✓ **{label(FEEDBACK_PART, row['part'])}**",
        date_text(row["sent_on"]),
        _("by {channel}", channel=esc(row["channel"])),
        _("to {who}", who=esc(row["audience"])),
        public,
    ]
    st.markdown(" · ".join(words) + (f"  \n{esc(row['note'])}" if row["note"] else ""))
    process_rows.take_back(
        f"terugkoppeling:{row['id']}.remove",
        _("Take back"),
        lambda token: feedback.remove(state.store(), state.user(), row["id"], token),
        "feedback.remove",
    )


def _form(process: Process, parts: Sequence[str], first: str) -> None:
    def values(form: Form) -> dict[str, Any]:
        st.markdown(f"**{_('Feedback sent')}**")
        part = fields.choice(
            form, "part", _("What was told"), parts, first, lambda code: label(FEEDBACK_PART, code), visible=True
        )
        left, right = st.columns(2)
        with left:
            day = fields.day(form, "sent_on", _("Sent on"), clock.today())
            channel = fields.text(form, "channel", _("Channel"), placeholder=_("for example a letter or the website"))
        with right:
            who = fields.text(form, "audience", _("To whom"), placeholder=_("for example everybody who took part"))
            public = fields.yes(form, "public", _("Made public too"))
        note = fields.text(form, "note", _("Remark about it"))
        given = {"part": part, "sent_on": day, "channel": channel, "audience": who, "public": public}
        return given | {"note": note}

    process_rows.adding(
        f"terugkoppeling:{process.id}:{parts[0]}",
        _("Record that it was sent"),
        values,
        lambda given, token: feedback.send(state.store(), state.user(), process.id, given, token),
        "feedback.add",
    )

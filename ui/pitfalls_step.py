"""The pitfalls at a step: what was found, the two numbers, where the limit comes from, what to do, and living with it
until a day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import streamlit as st

from portfolio import acceptances, pitfalls
from portfolio.pitfalls import Finding
from portfolio.processes import Process
from portfolio.store import clock
from ui import fields, pitfalls_words, process_rows, state
from ui.fields import Form
from ui.formats import date_text
from ui.i18n import _
from ui.text import esc

USUAL = dt.timedelta(weeks=8)  # how long a pitfall is accepted unless another day is chosen: our assumption


def at_step(process: Process, step: int) -> None:
    """The findings that bite at this step, the red ones first; nothing when there are none."""
    for finding in pitfalls.of(state.store(), process.id):
        if finding.step == step:
            card(process, finding)


def card(process: Process, finding: Finding) -> None:
    """One finding, with what can be done about it."""
    if not finding.counts:
        _accepted(process, finding)
        return
    with st.container(border=True, key=f"pitfall:{process.id}:{finding.rule}"):
        st.markdown(
            f"{pitfalls_words.sign(finding)} · **{_('Pitfall')}: {pitfalls_words.title(finding)}**  \n"
            f"{pitfalls_words.sentence(finding)}  \n"
            f"**{_('What to do')}**: {pitfalls_words.advice(finding)}"
        )
        parts = [pitfalls_words.compared(finding), pitfalls_words.source(finding), finding.rule]
        st.caption(" · ".join(part for part in parts if part))
        if process_rows.may_edit("acceptance.add"):
            with st.popover(_("Accept until a day"), key=f"accept:{process.id}:{finding.rule}"):
                _form(process, finding)


def _form(process: Process, finding: Finding) -> None:
    st.caption(_("It then doesn't count until that day, and stays visible here with the reason."))

    def values(form: Form) -> dict[str, Any]:
        reason = fields.text(form, "reason", _("Why this is acceptable"), area=True)
        until = fields.day(form, "until", _("Until and including"), clock.today() + USUAL)
        return {"rule": finding.rule, "reason": reason, "until": until}

    process_rows.adding(
        f"valkuil:{process.id}:{finding.rule}",
        _("Accept this pitfall"),
        values,
        lambda given, token: acceptances.accept(state.store(), state.user(), process.id, given, token),
        "acceptance.add",
    )


def _accepted(process: Process, finding: Finding) -> None:
    known = finding.accepted or {}
    st.caption(
        f"✓ **{_('Accepted until {date}', date=date_text(known['until']))}** · {pitfalls_words.title(finding)}: "
        f"{pitfalls_words.sentence(finding)}  \n{_('Reason')}: {esc(known['reason'])}"
    )
    process_rows.take_back(
        f"valkuil:{process.id}:{finding.rule}.end",
        _("Let it count again"),
        lambda token: acceptances.end(state.store(), state.user(), known["id"], token),
        "acceptance.remove",
    )

"""The form with which the lead reports the status: colours, what was done and comes, and what amber and red need.

The calculated colours stand in it as a suggestion; only the lead's click reports them. What is typed is a draft; a
report has one token, so that four impatient clicks make one.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from display.words import label
from portfolio import status_reports
from portfolio.processes import Process
from portfolio.status_reports import ASKED, PLAIN, REASONS, StatusReport
from portfolio.store import Conflict, NotFound, Refused
from portfolio.store.codec import new_id
from portfolio.whole.standing import Standing
from ui import fields, process_rows, process_save, state
from ui.fields import Form
from ui.i18n import _
from ui.process_status_words import COLOURS, FIELDS, LIGHT, LIGHTS, choice


def draw(process: Process, one: Standing, turn: int) -> None:
    """The form in its fold. `turn`: how many reports there are; with a new one the fold closes and starts afresh."""
    if not process_rows.may_edit("status_report.add"):
        return
    form = _opened(process, one.report)
    place = f"status:{process.id}:{turn}"
    if form.from_draft and place not in st.session_state:  # what was typed before stands in sight
        st.session_state[place] = True
    box = st.expander(_("Report the status"), key=place, on_change="rerun", icon=":material/edit_note:")
    if box.open:
        with box:
            _form(process, one, form, turn)


def _opened(process: Process, last: StatusReport | None) -> Form:
    """The form as it was left; afresh when it was saved, perhaps just before a crash."""
    key = f"melding:{process.id}"
    form = fields.open_form(key)
    begun_after = form.values.get("_after", "")
    if form.from_draft and last and last.id != begun_after and _same(form.values, last):
        fields.reset(key)
        return fields.open_form(key)
    return form


def _same(typed: dict[str, Any], report: StatusReport) -> bool:
    names = [name for name in typed if name in status_reports.FIELDS]
    return all(str(typed[name] or "").strip() == str(getattr(report, name) or "") for name in names)


def _form(process: Process, one: Standing, form: Form, turn: int) -> None:
    st.caption(_("What is filled in is what was calculated; report what you think yourself."))
    given = _lights(one, form) | _plain(form)
    if {"amber", "red"} & set(given.values()):
        given |= _reasons(form)
    if "red" in given.values():
        given |= _decision(one, form)
    if form.values != form.kept:
        form.values.setdefault("_token", new_id())
        form.values.setdefault("_after", one.report.id if one.report else "")
    fields.keep(form)
    if st.button(_("Save the report"), key=f"{form.key}.save.{turn}", type="primary", icon=":material/save:"):
        _save(process, form, given, turn)
    else:
        fields.show_faults(form)
    if form.from_draft:
        st.caption(_("Not saved yet; what you typed is kept."))


def _lights(one: Standing, form: Form) -> dict[str, Any]:
    return {
        name: fields.choice(
            form, name, label(LIGHT, name), COLOURS, one.calculated[name].colour or None, choice, visible=True
        )
        for name in LIGHTS
    }


def _plain(form: Form) -> dict[str, Any]:
    places = st.columns(3)
    given = {}
    for name, place in zip(PLAIN, places, strict=True):
        with place:
            given[name] = fields.text(form, name, label(FIELDS, name), area=True)
    return given


def _reasons(form: Form) -> dict[str, Any]:
    given = {}
    for name, place in zip(REASONS, st.columns(3), strict=True):
        with place:
            given[name] = fields.text(form, name, label(FIELDS, name), area=True)
    return given


def _decision(one: Standing, form: Form) -> dict[str, Any]:
    wide, narrow, last = st.columns([4, 3, 2])
    asked, decider = ASKED
    with wide:
        given: dict[str, Any] = {asked: fields.text(form, asked, label(FIELDS, asked), area=True)}
    with narrow:
        given[decider] = fields.text(form, decider, label(FIELDS, decider), placeholder=one.decider_money)
    with last:
        given["decide_before"] = fields.day(form, "decide_before", label(FIELDS, "decide_before"))
    return given


def _save(process: Process, form: Form, given: dict[str, Any], turn: int) -> None:
    for name in LIGHTS:
        if given[name] is None:
            fields.fault(form, name, _("Choose a colour."))
    if form.faults:
        fields.show_faults(form)
        return
    unchanged = process_save.token("status", process.id, turn, state.user().subject)
    try:
        status_reports.add(state.store(), state.user(), process.id, given, str(form.values.get("_token") or unchanged))
    except (Refused, NotFound, Conflict) as problem:
        process_save.show_refusal(form, problem)  # type: ignore[arg-type]
        return
    fields.reset(form.key)
    st.toast(_("Saved."), icon=":material/check:")
    st.rerun()

"""Step 5: the talks, each with its programme and report, and what each still lacks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import streamlit as st

from display.words import FORM, label
from estimator.codes import FORMS
from portfolio import programme, requests, scenarios, talks
from portfolio.processes import Process
from portfolio.rows import Row
from portfolio.store import clock
from portfolio.store.codec import new_id
from ui import calendar_notes, fields, process_rows, process_save, state
from ui.errors import guard
from ui.fields import Form
from ui.formats import date_text
from ui.i18n import _, ngettext
from ui.process_plan import Plan
from ui.process_record_words import TALK, TALK_LACKS, TALK_STATUS, said
from ui.process_save import Record
from ui.text import esc

SIGNS = {"planned": "○", "held": "✓", "cancelled": "✕"}


def draw(process: Process, plan: Plan) -> None:
    """The talks in order, each folded; then one more, or the whole programme of the estimate."""
    found = talks.listing(state.store(), process.id)
    if not found:
        st.caption(_("No talks yet. Add them one by one, or begin with those of the estimate."))
    for talk in found:
        _talk(process, talk)
    if process_rows.may_edit("talk.add"):
        box = st.expander(_("Add a talk"), key=f"talk_new:{process.id}", on_change="rerun", icon=":material/add:")
        if box.open:
            with box:
                _add(process)
        if not found:
            _from_estimate(process, plan)


def lacks(talk: Row) -> list[str]:
    """What a talk still lacks, by name: parts of its programme, its report, or whether it was held."""
    found = talks.missing_programme(talk)
    if talk["status"] == "held" and not talk["report"]:
        found.append("report")
    on = talk["planned_on"]
    if talk["status"] == "planned" and on and on < clock.today():
        found.append("held_on")
    return found


def _line(talk: Row) -> str:
    parts = [f"{SIGNS[talk['status']]} **{esc(talk['title'])}**", label(TALK_STATUS, talk["status"])]
    on = talk["held_on"] or talk["planned_on"]
    parts += [date_text(on)] if on else []
    missing = lacks(talk)
    if missing:
        parts.append(_("lacks: {what}", what=", ".join(label(TALK_LACKS, name) for name in missing)))
    elif talk["status"] != "cancelled":
        parts.append(_("programme complete"))
    return " · ".join(parts)


def _talk(process: Process, talk: Row) -> None:
    record = _record(talk)
    box = st.expander(_line(talk), key=f"talk_{talk['id']}", on_change="rerun")
    if not box.open:
        return

    def write(version: int, changes: dict[str, Any], token: str) -> Any:
        return talks.change(state.store(), state.user(), talk["id"], version, changes, token)

    with box:
        form = process_save.open_form(record)
        if process_save.clash(form, record, write):
            return
        _fields(form, process, True)
        fields.keep(form)
        fields.show_faults(form)
        process_save.buttons(form, record, write, "talk.change")
        process_save.aside(record)
        process_rows.take_back(
            f"{record.key}.remove",
            _("Take this talk back: it was entered by mistake"),
            lambda token: talks.remove(state.store(), state.user(), talk["id"], token),
            "talk.remove",
        )


def _record(talk: Row) -> Record:
    values = {name: talk[name] for name in talks.FIELDS}
    for name in talks.DATES:
        values[name] = values[name].isoformat() if values[name] else None
    return Record(
        f"gesprek:{talk['id']}",
        talk["version"],
        values,
        talk["updated_by"],
        lambda name, value: said(TALK, name, value),
    )


def _add(process: Process) -> None:
    def values(form: Form) -> dict[str, Any]:
        _fields(form, process, False)
        return {name: form.values.get(name) for name in talks.FIELDS if name in form.values}

    process_rows.adding(
        f"gesprek-nieuw:{process.id}",
        _("Add this talk"),
        values,
        lambda given, token: talks.add(state.store(), state.user(), process.id, given, token),
        "talk.add",
    )


def _fields(form: Form, process: Process, whole: bool) -> None:
    """The fields of a talk; ``whole``: also what is known only when it was held."""
    left, right = st.columns(2)
    with left:
        fields.text(form, "title", label(TALK, "title"))
        fields.choice(
            form,
            "form",
            label(TALK, "form"),
            ["", *FORMS],
            "",
            lambda code: label(FORM, code) if code else _("not chosen yet"),
        )
        names = list(dict.fromkeys([*process.group_names, *(form.values.get("audience") or [])]))
        if names:
            fields.choices(form, "audience", label(TALK, "audience"), names, [], str, placeholder=_("All groups"))
    with right:
        fields.day(form, "planned_on", label(TALK, "planned_on"))
        calendar_notes.beside(form, ("planned_on",), process.id)
        fields.day(form, "invited_on", label(TALK, "invited_on"))
        fields.text(form, "place", label(TALK, "place"))
    fields.text(form, "discussion_piece", label(TALK, "discussion_piece"), area=True)
    fields.text(form, "tasks", label(TALK, "tasks"), area=True)
    if whole:
        _afterwards(form)


def _afterwards(form: Form) -> None:
    status = fields.choice(
        form,
        "status",
        label(TALK, "status"),
        talks.STATUSES,
        "planned",
        lambda code: f"{SIGNS[code]} {label(TALK_STATUS, code)}",
        visible=True,
    )
    if status == "cancelled":
        fields.text(form, "reason", label(TALK, "reason"), area=True)
    places = st.columns(3)
    with places[0]:
        fields.whole(form, "registrations", label(TALK, "registrations"), placeholder=_("not known yet"))
    if status != "held":
        return
    with places[1]:
        fields.whole(form, "participants", label(TALK, "participants"), placeholder=_("not known yet"))
    with places[2]:
        fields.day(form, "held_on", label(TALK, "held_on"))
    fields.text(form, "report", label(TALK, "report"), area=True)


def _from_estimate(process: Process, plan: Plan) -> None:
    """All talks of the approved scope at once, over the days planned for step 5."""
    scope = _scope(process)
    if not scope:
        return
    first, last = plan.expected.get(5) or plan.planned.get(5) or (None, None)
    proposed = programme.talks_of(scope, first, last)
    n = sum(scope["conversations_by_form"].values())
    if n > programme.MOST:
        st.caption(_("The estimate has {n} talks: too many for a programme each. Add the ones that need it.", n=n))
        return
    words = ngettext(
        "Make a programme for the talk of the estimate", "Make a programme for the {n} talks of the estimate", n, n=n
    )
    pressed = st.button(
        words,
        key=f"gesprekken-uit-raming:{process.id}",
        icon=":material/playlist_add:",
    )
    st.caption(_("Dates are spread over the days planned for step 5: working days outside the school holidays."))
    if pressed:
        # One id until all are made: an impatient second click goes on where the first was broken off.
        batch = st.session_state.setdefault(f"_programme:{process.id}", new_id())
        with guard():
            _make(process, proposed, batch)
            del st.session_state[f"_programme:{process.id}"]
            st.rerun()


def _make(process: Process, proposed: Sequence[Row], batch: str) -> None:
    counts = {form: sum(talk["form"] == form for talk in proposed) for form in {talk["form"] for talk in proposed}}
    for talk in proposed:
        name = label(FORM, talk["form"])
        title = name[:1].upper() + name[1:] + (f" {talk['number']}" if counts[talk["form"]] > 1 else "")
        day: dt.date | None = talk["planned_on"]
        values = {"title": title, "form": talk["form"], "planned_on": day}
        token = process_save.token("programme", batch, talk["form"], talk["number"])
        talks.add(state.store(), state.user(), process.id, values, token)


def _scope(process: Process) -> dict[str, Any]:
    store = state.store()
    granted = next((one for one in requests.history(store, process.id) if one.approved), None)
    if granted:
        return dict(granted.granted_scope)
    base = scenarios.base(store, process.id)
    found = dict(base.scope) if base else {}
    return found if found.get("conversations_by_form") else {}

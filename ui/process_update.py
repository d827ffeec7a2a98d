"""The update of two minutes: the current step's state, what went into it since last time, and a line of note.

Everything is saved in a fixed order: begin the step, hours, euros, state and gate, note. Each part has a token of its
own and leaves the form once it is saved: a second click, or one after a fault, saves the rest and nothing twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from display.colours import STATUS_SIGNS
from display.process_words import STEP
from display.steps import numbered
from display.words import label
from portfolio import bookings, journal, steps
from portfolio.processes import Process
from portfolio.steps import StepProgress
from portfolio.store import Conflict, NotFound, Refused
from portfolio.store.codec import cents, new_id
from ui import fields, process_gate, process_rows, process_save, state
from ui.errors import sentence
from ui.fields import Form
from ui.formats import euro
from ui.i18n import _
from ui.process_money import hours_said
from ui.process_words import STEP_FIELD

OF_STEP = ("status", "percent", "expected_finish")


def draw(process: Process, progress: Sequence[StepProgress], now: int | None) -> None:
    """The folded form for the current step; nothing before the approval or for who only reads."""
    running = process.status == "active" and progress[0].stored_status == "done"
    if not running or not now or not process_rows.may_edit("step.update"):
        return
    row = progress[now - 1]
    told = st.session_state.pop(f"_updated:{process.id}", None)
    if told:
        st.success(told, icon=":material/check:")
    box = st.expander(
        _("Update of two minutes: step {step}", step=numbered(now)),
        key=f"update:{process.id}",
        on_change="rerun",
        icon=":material/bolt:",
    )
    if box.open:
        with box:
            _form(process, row)


def _form(process: Process, row: StepProgress) -> None:
    key = f"bijwerken:{process.id}:{row.step}"
    stored = _stored(row)
    form = fields.open_form(key, {**stored, "_base": stored})
    _fields(form, row)
    if form.values != form.kept:
        form.values.setdefault("_token", new_id())
    fields.keep(form)
    _partly(form)
    fields.show_faults(form)
    pressed = st.button(_("Save the update"), key=f"{key}.save", type="primary", icon=":material/save:")
    if pressed and not form.faults:
        if "_token" not in form.values:
            st.caption(_("Nothing was changed."))
        else:
            _save(process, row, form, stored)


def _partly(form: Form) -> None:
    """What the last save did and what it couldn't, each sentence by its field."""
    told, said = st.session_state.pop(f"_partly:{form.key}", ("", []))
    if told:
        st.info(told, icon=":material/check:")
    for name, text in said:
        if name in form.slots:
            form.slots[name].markdown(f":red[:material/error: {text}]")
        else:
            st.error(text)


def _stored(row: StepProgress) -> dict[str, Any]:
    finish = row.expected_finish.isoformat() if row.expected_finish else None
    return {"status": row.stored_status, "percent": row.percent, "expected_finish": finish} | process_gate.record(row)


def _fields(form: Form, row: StepProgress) -> None:
    fields.choice(
        form,
        "status",
        label(STEP_FIELD, "status"),
        ("open", "busy", "done"),
        "open",
        lambda code: f"{STATUS_SIGNS[code]} {label(STEP, code)}".strip(),
        visible=True,
    )
    unknown = _("not known yet")
    places = st.columns(4)
    with places[0]:
        fields.whole(form, "percent", label(STEP_FIELD, "percent"), placeholder=unknown)
    with places[1]:
        fields.day(form, "expected_finish", label(STEP_FIELD, "expected_finish"))
    with places[2]:
        hours = fields.decimal(form, "hours", _("Hours since last time"), placeholder=_("nothing to book"))
    with places[3]:
        euros = fields.decimal(form, "euros", _("Euros spent since last time"), placeholder=_("nothing to book"))
        form.slots["cents"] = form.slots["euros"]
    read = ([hours_said(hours)] if hours is not None else []) + ([euro(euros, cents=True)] if euros is not None else [])
    if read:
        st.caption(_("Read as: {what}", what=" · ".join(read)))
    process_gate.draw(form, row)
    if form.values.get("status") == "done":
        fields.text(form, "override_reason", _("Reason for finishing it although the gate isn't met (only then)"))
    fields.text(form, "line", _("What should others know? One line"))


Part = tuple[str, tuple[str, ...], Callable[[str], Any]]  # what it is called, its fields, and how it is saved


def _save(process: Process, row: StepProgress, form: Form, stored: dict[str, Any]) -> None:
    if _moved(form, stored):
        st.error(_("Somebody else changed this step in the meantime. Look at it again below; what you typed is kept."))
        return
    saved: list[str] = []
    left = dict(form.values)
    for name, used, write in _parts(process, row, form, stored):
        try:
            write(f"{form.values['_token']}:{used[0]}:{name}")
        except (Refused, NotFound, Conflict) as problem:
            if not saved:
                process_save.show_refusal(form, problem)  # type: ignore[arg-type]
                return
            # The form goes on with what isn't saved; its fields are drawn anew, so say the rest in the next run.
            fields.reset(form.key, left | {"_base": _stored(_fresh(process, row))}, draft=True)
            told = _("Saved: {what}. The rest isn't saved yet.", what=", ".join(saved))
            faults = getattr(problem, "faults", None) or [problem]
            said = [(str(getattr(fault, "field", "") or ""), sentence(fault)) for fault in faults]
            st.session_state[f"_partly:{form.key}"] = (told, said)
            st.rerun()
        saved.append(name)
        left = {key: value for key, value in left.items() if key not in used or key in OF_STEP}
    fields.reset(form.key)
    st.session_state[f"_updated:{process.id}"] = (
        _("Saved: {what}.", what=", ".join(saved)) if saved else _("Nothing was changed.")
    )
    st.rerun()


def _moved(form: Form, stored: dict[str, Any]) -> bool:
    """True when somebody else changed what the user changes as well, to something else."""
    base = form.values.get("_base", stored)
    mine = [name for name in stored if form.values.get(name) != base.get(name)]
    return any(stored[name] not in (base.get(name), form.values.get(name)) for name in mine)


def _parts(process: Process, row: StepProgress, form: Form, stored: dict[str, Any]) -> list[Part]:
    store, user, given = state.store(), state.user(), form.values
    found: list[Part] = []

    def book(values: dict[str, Any]) -> Callable[[str], Any]:
        return lambda token: bookings.add(store, user, process.id, values | {"step": row.step}, token)

    def update(changes: dict[str, Any]) -> Callable[[str], Any]:
        return lambda token: steps.update(
            store, user, process.id, row.step, _fresh(process, row).version, changes, token
        )

    booked = any(given.get(name) is not None for name in ("hours", "euros"))
    if booked and stored["status"] == "open" and given.get("status") in ("busy", "done"):
        found.append((_("begun"), ("begun",), update({"status": "busy"})))
    if given.get("hours") is not None:
        found.append((_("hours"), ("hours",), book({"kind": "hours", "hours": given["hours"]})))
    if given.get("euros") is not None:
        found.append((_("euros"), ("euros",), book({"kind": "spent", "cents": cents(given["euros"])})))
    changes = _changes(given, stored)
    if changes:
        found.append((_("state of the step"), OF_STEP, update(changes)))
    if given.get("line"):
        values = {"step": row.step, "kind": "note", "text": given["line"]}
        found.append((_("note"), ("line",), lambda token: journal.add(store, user, process.id, values, token)))
    return found


def _changes(given: dict[str, Any], stored: dict[str, Any]) -> dict[str, Any]:
    changed = {name: given.get(name) for name in stored if given.get(name) != stored[name]}
    gate = {name.removeprefix("gate."): bool(met) for name, met in changed.items() if name.startswith("gate.")}
    plain = {name: value for name, value in changed.items() if not name.startswith("gate.")}
    if plain.get("expected_finish"):
        plain["expected_finish"] = dt.date.fromisoformat(plain["expected_finish"])
    if given.get("override_reason"):
        plain["override_reason"] = given["override_reason"]
    return plain | ({"gate": gate} if gate else {})


def _fresh(process: Process, row: StepProgress) -> StepProgress:
    return steps.progress(state.store(), process.id)[row.step - 1]

"""Step 2: who does what per step (one A on each row), and who fills each role."""

from __future__ import annotations

from typing import Any

import streamlit as st

from display.steps import numbered
from display.words import ROLE, label
from portfolio import forms, raci
from portfolio.processes import Process
from portfolio.requests import Request
from ui import fields, process_rows, process_save, state, tables
from ui.fields import Form
from ui.formats import number
from ui.i18n import N_, _
from ui.process_record_words import PERSON
from ui.process_save import Record
from ui.text import esc

MORE_ROLES = {"political_client": N_("political client"), "council_clerk": N_("clerk and council")}
LETTER = {
    "": "–",
    "A": N_("A: accountable, has the last word"),
    "A/R": N_("A/R: accountable and does it"),
    "R": N_("R: does it"),
    "C": N_("C: is consulted before"),
    "I": N_("I: is informed after"),
}


def role_name(role: str) -> str:
    """A role in the reader's language."""
    return label(ROLE | MORE_ROLES, role)


def draw(process: Process, asked: Request | None) -> None:
    """The people first, since they are the gate; then the table and the form that changes a row of it."""
    form = forms.get(state.store(), process.id, "roles")
    routes = _routes(asked)
    st.markdown(f"**{_('Who fills each role')}**")
    _people(process, form)
    st.markdown(f"**{_('Who does what')}**")
    st.caption(
        _("A: accountable (one per step) · R: does it · C: is consulted · I: is informed. The table is our proposal.")
    )
    table = raci.table(form.content, *routes)
    _grid(table)
    if state.user().may("form.save"):
        step = st.selectbox(
            _("Change the row of"), list(table), format_func=numbered, key=f"raci_step:{process.id}", index=None,
            placeholder=_("Choose a step"),
        )  # fmt: skip
        if step:
            _row(process, form, int(step), table[int(step)])


def _routes(asked: Request | None) -> tuple[str, str]:
    scope = asked.scope if asked else {}
    return str(scope.get("budget_route", "budgethouder")), str(scope.get("outcome_route", "college"))


def _grid(table: dict[int, dict[str, str]]) -> None:
    columns: dict[str, list[str]] = {_("Step"): [numbered(step) for step in table]}
    for role in raci.roles():
        columns[role_name(role).capitalize()] = [table[step].get(role, "") or "–" for step in table]
    tables.figures("raci", columns)


def _row(process: Process, form: forms.Form, step: int, row: dict[str, str]) -> None:
    record = Record(
        f"raci:{process.id}:{step}",
        form.version,
        {role: row.get(role, "") for role in raci.roles()},
        form.updated_by,
        lambda role, value: (role_name(role), value),
    )

    def write(version: int, changes: dict[str, Any], token: str) -> Any:
        letters = (form.content.get("letters") or {}) | {str(step): row | changes}
        return forms.save(state.store(), state.user(), process.id, "roles", version, {"letters": letters}, token)

    with st.container(border=True):
        draft = process_save.open_form(record)
        process_rows.follow(draft, record)
        if process_save.clash(draft, record, write):
            return
        places = st.columns(3)
        for n, role in enumerate(raci.roles()):
            with places[n % 3]:
                fields.choice(
                    draft, role, role_name(role).capitalize(), raci.LETTERS, "", lambda letter: _letter(letter)
                )
        draft.slots["letters"] = st.empty()
        fields.keep(draft)
        process_save.buttons(draft, record, write, "form.save")


def _letter(letter: str) -> str:
    return _(LETTER[letter]) if letter else "–"


def _people(process: Process, form: forms.Form) -> None:
    people = form.content.get("people") or _named(process)
    values = {
        f"{role}.{name}": (people.get(role) or {}).get(name, _empty(name))
        for role in raci.roles()
        for name in raci.PERSON
    }
    record = Record(f"rollen:{process.id}", form.version, values, form.updated_by, _said)

    def write(version: int, changes: dict[str, Any], token: str) -> Any:
        kept: dict[str, dict[str, Any]] = {}
        for role in raci.roles():
            kept[role] = {name: changes.get(f"{role}.{name}", values[f"{role}.{name}"]) for name in raci.PERSON}
        return forms.save(state.store(), state.user(), process.id, "roles", version, {"people": kept}, token)

    draft = process_save.open_form(record)
    process_rows.follow(draft, record)
    if process_save.clash(draft, record, write):
        return
    for role in raci.roles():
        _person(draft, role)
    draft.slots["people"] = st.empty()
    fields.keep(draft)
    fields.show_faults(draft)
    process_save.buttons(draft, record, write, "form.save")
    process_save.aside(record)


def _named(process: Process) -> dict[str, dict[str, Any]]:
    """Who is named for the process already, to begin with."""
    known = {
        "official_client": process.client_name,
        "content_owner": process.content_owner,
        "process_lead": process.process_owner,
        "political_client": process.portfolio_holder,
    }
    return {role: {"name": name} for role, name in known.items() if name}


def _empty(name: str) -> Any:
    return {"hours_per_week": None, "not_applicable": False}.get(name, "")


def _said(name: str, value: Any) -> tuple[str, str]:
    role, field = name.split(".")
    shown = (_("yes") if value else _("no")) if isinstance(value, bool) else value
    shown = number(value) if isinstance(value, int | float) and not isinstance(value, bool) else shown
    return f"{role_name(role)}: {label(PERSON, field).lower()}", str(shown or "")


def _person(form: Form, role: str) -> None:
    absent = bool(form.values.get(f"{role}.not_applicable"))
    filled = bool(form.values.get(f"{role}.name"))
    sign = "–" if absent else ("✓" if filled else "○")
    st.markdown(f"{sign} **{esc(role_name(role).capitalize())}**")
    places = st.columns([3, 3, 2, 2], vertical_alignment="bottom")
    with places[3]:
        fields.yes(form, f"{role}.not_applicable", label(PERSON, "not_applicable"))
    with places[0]:
        fields.text(form, f"{role}.name", label(PERSON, "name"))
    with places[1]:
        fields.text(form, f"{role}.deputy", label(PERSON, "deputy"))
    with places[2]:
        fields.decimal(form, f"{role}.hours_per_week", label(PERSON, "hours_per_week"))

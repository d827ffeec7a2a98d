"""View Capacity: the form that says how many hours a month there are of each role."""

from __future__ import annotations

from typing import Any

import streamlit as st

from display.words import ROLE, label
from estimator.codes import ROLES
from portfolio import settings
from portfolio.whole import capacity
from ui import fields, process_save, state
from ui.formats import number
from ui.i18n import _
from ui.process_save import Record

KEY = "capaciteit"


def draw(unfolded: bool) -> None:
    """The form in its fold; who may only read sees what is filled in, in the table."""
    if not state.user().may("setting.put"):
        return
    place = "capacity_form"
    if place not in st.session_state:
        st.session_state[place] = unfolded
    box = st.expander(_("How many hours a month there are"), key=place, on_change="rerun", icon=":material/edit_note:")
    if box.open:
        with box:
            _form()


def _form() -> None:
    stored = settings.get(state.store(), capacity.KEY)
    there, version = capacity.available(state.store())
    record = Record(KEY, version, {role: there.get(role) for role in ROLES}, stored.updated_by, _words)
    form = process_save.open_form(record)
    if process_save.clash(form, record, _write):
        return
    process_save.aside(record)
    st.caption(_("For participation processes, of all people with that role together. Leave open what you don't know."))
    places = st.columns(4)
    for n, role in enumerate(ROLES):
        with places[n % 4]:
            fields.decimal(form, role, _title(role), placeholder=_("not known"))
    fields.keep(form)
    process_save.buttons(form, record, _write, "setting.put")
    fields.show_faults(form)


def _write(version: int, changes: dict[str, Any], token: str) -> Any:
    there, _version = capacity.available(state.store())
    return capacity.set_available(state.store(), state.user(), version, {**there, **changes}, token)


def _title(role: str) -> str:
    name = label(ROLE, role)
    return name[:1].upper() + name[1:]


def _words(role: str, value: Any) -> tuple[str, str]:
    return _title(role), "" if value is None else number(value) if isinstance(value, int | float) else str(value)

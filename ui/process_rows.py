"""Adding a line to a process and taking one back: a talk, a booking, a note, what was sent.

What is typed is a draft in the database. The line gets its token with the first thing that is typed, so that four
impatient clicks, or the same click after a crash, make one line; the next line gets a token of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from portfolio.store import Conflict, NotFound, Refused
from portfolio.store.codec import new_id
from ui import fields, process_save, state
from ui.errors import guard
from ui.fields import Form
from ui.i18n import _
from ui.process_save import Record

Draw = Callable[[Form], dict[str, Any]]  # the fields of the form → the values to write
Write = Callable[[dict[str, Any], str], Any]  # (values, token)


def may_edit(action: str) -> bool:
    """True for who may do this; who may only read sees no forms (the step's own form says why)."""
    return state.user().may(action)


def adding(key: str, button: str, draw: Draw, write: Write, action: str) -> None:
    """A form that adds a line, with its button, for who may do this action."""
    if not may_edit(action):
        return
    form = fields.open_form(key)
    values = draw(form)
    if form.values != form.kept:
        form.values.setdefault("_token", new_id())
    fields.keep(form)
    pressed = st.button(button, key=f"{key}.add", icon=":material/add:")
    if pressed and "_token" not in form.values:
        st.caption(_("Fill something in first."))
    elif pressed and not form.faults:
        _write(form, values, write)
        return
    fields.show_faults(form)


def _write(form: Form, values: dict[str, Any], write: Write) -> None:
    try:
        write(values, str(form.values["_token"]))
    except (Refused, NotFound, Conflict) as problem:
        process_save.show_refusal(form, problem)  # type: ignore[arg-type]
        return
    fields.reset(form.key)
    st.toast(_("Saved."), icon=":material/check:")
    st.rerun()


def follow(form: Form, record: Record) -> None:
    """Let a draft go on at the newer version when none of its own fields was changed: another part of the form was."""
    base = form.values.get("_base", {})
    if form.values.get("_version") != record.version and all(base.get(k) == v for k, v in record.values.items()):
        form.values["_version"] = record.version


def take_back(
    key: str, label: str, remove: Callable[[str], Any], action: str, place: DeltaGenerator | None = None
) -> None:
    """A button that takes a line back, here or in ``place``, for who may do this action."""
    if may_edit(action) and (place or st).button(label, key=key, type="tertiary", icon=":material/undo:"):
        with guard():
            remove(process_save.token("take back", key))
            st.rerun()

"""Changing a record that somebody else may change too: a form that knows the version it began at.

The form is a draft in the database (ui.fields), so a restart loses nothing. When the record was changed by somebody
else in the meantime, both texts are shown and the user chooses; the text that isn't chosen is set aside, not lost.
Saving is named by its content: four impatient clicks, or the same click after a crash, make one change.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from portfolio import drafts, people
from portfolio.store import Conflict, NotFound, Refused
from ui import fields, state
from ui.errors import sentence
from ui.fields import Form
from ui.i18n import _
from ui.text import esc

Changes = dict[str, Any]
Write = Callable[[int, Changes, str], Any]  # (version, changes, token) -> the saved record


@dataclass(frozen=True)
class Record:
    """A record as it is stored now. `words` says a field's label and its value as a reader says it."""

    key: str
    version: int
    values: Mapping[str, Any]
    updated_by: str
    words: Callable[[str, Any], tuple[str, str]]


def open_form(record: Record) -> Form:
    """The form of this record: the draft when there is one, else what is stored."""
    begun = {**record.values, "_version": record.version, "_base": dict(record.values)}
    form = fields.open_form(record.key, begun)
    if form.from_draft and not _differs(record, form) and form.values.get("_version") != record.version:
        fields.reset(record.key)  # the draft was saved, perhaps just before a crash
        return fields.open_form(record.key, begun)
    return form


def changes(form: Form, record: Record) -> Changes:
    """What the user changed since the draft began."""
    base = form.values.get("_base", record.values)
    return {name: form.values[name] for name in record.values if form.values.get(name) != base.get(name)}


def save(form: Form, record: Record, write: Write) -> None:
    """Save what was changed; a refusal stands by its field, a clash shows both texts in the next run.

    Nothing is saved while a field holds what can't be read: its sentence stands by it.
    """
    if form.faults:
        fields.show_faults(form)
        return
    mine = changes(form, record)
    version = form.values.get("_version", record.version)
    try:
        write(version, mine, token(record.key, version, mine))
    except Conflict:
        st.rerun()
    except (Refused, NotFound) as problem:
        show_refusal(form, problem)
        return
    fields.reset(record.key)
    st.toast(_("Saved."), icon=":material/check:")
    st.rerun()


def show_refusal(form: Form, problem: Refused | NotFound) -> None:
    """Each sentence by its field; those without a field in this form below it."""
    for fault in getattr(problem, "faults", None) or [problem]:
        name = str(getattr(fault, "field", "") or "").removeprefix("finance.")
        if name in form.slots:
            fields.fault(form, name, sentence(fault))
        else:
            st.error(sentence(fault))
    fields.show_faults(form)


def token(*parts: Any) -> str:
    """A token that is the same for the same change by the same person.

    >>> token("a", 1, {"b": 2}) == token("a", 1, {"b": 2}), token("a", 1) == token("a", 2)
    (True, False)
    """
    content = json.dumps(parts, sort_keys=True, default=str)
    return hashlib.sha256(content.encode()).hexdigest()


def clash(form: Form, record: Record, write: Write) -> bool:
    """When somebody else saved first: both texts and the choice. True while the user has to choose."""
    if not form.from_draft or form.values.get("_version") == record.version:
        return False
    st.warning(
        _("{name} changed this while you were working on it. Compare, and choose.", name=_name_of(record.updated_by))
        + " "
        + _("The text you don't choose is set aside, not lost."),
        icon=":material/compare_arrows:",
    )
    mine = changes(form, record)
    st.table(_both(record, form, mine), border="horizontal")
    left, right = st.columns(2)
    if left.button(_("Save my changes on top"), key=f"{record.key}.mine", width="stretch"):
        _keep_mine(form, record, mine, write)
    if right.button(_("Keep the other version"), key=f"{record.key}.theirs", type="primary", width="stretch"):
        _set_aside(record, {name: form.values[name] for name in mine}, "yours")
        fields.reset(record.key)
        st.rerun()
    return True


def _keep_mine(form: Form, record: Record, mine: Changes, write: Write) -> None:
    try:
        write(record.version, mine, token(record.key, record.version, mine))
    except Conflict:
        st.rerun()
    except (Refused, NotFound) as problem:
        show_refusal(form, problem)
        return
    _set_aside(record, {name: record.values[name] for name in mine}, "theirs")
    fields.reset(record.key)
    st.rerun()


def _differs(record: Record, form: Form) -> list[str]:
    base = form.values.get("_base", record.values)
    touched = [name for name in record.values if form.values.get(name) != base.get(name)]
    return [name for name in touched if form.values.get(name) != record.values[name]]


def _both(record: Record, form: Form, mine: Changes) -> dict[str, list[str]]:
    base = form.values.get("_base", record.values)
    theirs = [name for name in record.values if record.values[name] != base.get(name)]
    names = [name for name in record.values if name in theirs or name in mine]
    said = {name: record.words(name, record.values[name]) for name in names}
    return {
        _("Field"): [esc(said[name][0]) for name in names],
        _("Saved by the other"): [esc(said[name][1]) or "–" for name in names],
        _("Yours"): [
            (esc(record.words(name, form.values[name])[1]) or "–") if name in mine else _("not changed")
            for name in names
        ],
    }


def _name_of(person: str) -> str:
    found = next((one["name"] for one in people.listing(state.store()) if one["id"] == person), "")
    return esc(_(found)) if found else _("Somebody else")


def _set_aside(record: Record, values: Changes, whose: str) -> None:
    drafts.put(state.store(), state.user(), f"{record.key}:aside", {"values": values, "whose": whose})


def aside(record: Record) -> None:
    """The text that lost a clash, until the user throws it away or puts it back in the form."""
    key = f"{record.key}:aside"
    kept = drafts.get(state.store(), state.user(), key)
    if not kept or not kept["values"]:
        return
    with st.container(border=True):
        yours = kept["whose"] == "yours"
        st.markdown(
            _("**Set aside**: what you had written.") if yours else _("**Set aside**: what the other had written.")
        )
        for name, value in kept["values"].items():
            title, text = record.words(name, value)
            st.markdown(f"{esc(title)}: {esc(text) or '–'}")
        row = st.container(horizontal=True)
        row.button(_("Put it in the form"), key=f"{key}.back", on_click=_put_back, args=(record, kept["values"], key))
        row.button(_("Throw it away"), key=f"{key}.drop", type="tertiary", on_click=_drop, args=(key,))


def _put_back(record: Record, values: Changes, key: str) -> None:
    begun = {**record.values, **values, "_version": record.version, "_base": dict(record.values)}
    fields.reset(record.key, begun, draft=True)
    _drop(key)


def _drop(key: str) -> None:
    drafts.drop(state.store(), state.user(), key)


def buttons(form: Form, record: Record, write: Write, action: str) -> None:
    """Save and undo below a form; who may not do this action sees why there is no save.

    Save is never disabled: a click on it commits the field that has the focus, and only then something was changed.
    """
    if not state.user().may(action):
        st.caption(_("Your role reads here; it takes the role of editor to change this."))
        return
    touched = bool(changes(form, record))
    row = st.container(horizontal=True, vertical_alignment="center")
    pressed = row.button(_("Save"), key=f"{record.key}.save", type="primary", icon=":material/save:")
    if touched:
        row.button(_("Undo"), key=f"{record.key}.undo", type="tertiary", on_click=fields.reset, args=(record.key,))
        row.caption(_("Not saved yet; what you typed is kept."))
    if pressed and touched:
        save(form, record, write)
    elif pressed:
        st.caption(_("Nothing was changed."))

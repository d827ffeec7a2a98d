"""Decisions and actions of an open meeting: logging one in place, changing what was logged, taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from portfolio.meeting import entries
from portfolio.meeting.entries import Entry
from portfolio.store import Conflict, NotFound, Refused
from ui import fields, process_rows, process_save, state
from ui import meeting_html as html
from ui.errors import guard
from ui.fields import Form
from ui.i18n import _
from ui.meeting_data import Look
from ui.text import esc


def log(meeting_id: str, process_id: str | None, key: str) -> None:
    """A decision in a line, or an action with who does it and before when."""
    kinds = {"decision": _("Decision"), "action": _("Action")}

    def draw(form: Form) -> dict[str, Any]:
        kind = fields.choice(
            form, "kind", _("What is logged"), list(kinds), "decision", kinds.__getitem__, visible=True
        )
        values: dict[str, Any] = {"kind": kind, "process_id": process_id}
        values["text"] = fields.text(form, "text", _("What was decided or agreed"))
        if kind == "action":
            left, right = st.columns([2, 1])
            with left:
                values["owner"] = fields.text(form, "owner", _("Who does it"))
            with right:
                values["due"] = fields.day(form, "due", _("Before"))
        return values

    def write(values: dict[str, Any], token: str) -> None:
        entries.add(state.store(), state.user(), meeting_id, values, token)

    process_rows.adding(key, _("Log it"), draw, write, "meeting_entry.add")


def listed(look: Look, found: Sequence[Entry], editable: bool) -> None:
    """What was logged; an editor changes it or takes it back while the meeting is open."""
    names = {one.id: one.name for one in look.found}
    if not editable:
        html.show(html.logged(found, names, look.today))
        return
    for entry in found:
        left, right = st.columns([9, 3], vertical_alignment="center")
        with left:
            html.show(html.logged([entry], names, look.today))
        with right.container(horizontal=True, horizontal_alignment="right"):
            with st.popover(_("Change"), key=f"entry_change.{entry.id}"):
                _change(entry)
            if st.button(_("Take back"), key=f"entry_off.{entry.id}", type="tertiary", icon=":material/undo:"):
                with guard():
                    token = process_save.token("off", entry.id)
                    entries.remove(state.store(), state.user(), entry.id, token)
                    st.rerun()


def _change(entry: Entry) -> None:
    stored = {"text": entry.text, "owner": entry.owner, "due": entry.due.isoformat() if entry.due else None}
    form = fields.open_form(f"entry:{entry.id}", stored)
    values: dict[str, Any] = {"text": fields.text(form, "text", _("What was decided or agreed"))}
    if entry.kind == "action":
        values["owner"] = fields.text(form, "owner", _("Who does it"))
        values["due"] = fields.day(form, "due", _("Before"))
    fields.keep(form)
    if st.button(_("Save"), key=f"entry_save.{entry.id}", icon=":material/save:"):
        try:
            token = process_save.token("entry", entry.id, entry.version, values)
            entries.change(state.store(), state.user(), entry.id, entry.version, values, token)
        except Conflict as problem:
            st.warning(_("Somebody else changed it to: {text}", text=esc(getattr(problem.theirs, "text", ""))))
            return
        except (Refused, NotFound) as problem:
            process_save.show_refusal(form, problem)
            return
        fields.reset(form.key)
        st.rerun()
    fields.show_faults(form)

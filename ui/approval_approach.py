"""Step 0: the participation approach. Why, about what, who with whom, and how; and what is fixed and what isn't."""

from __future__ import annotations

from typing import Any

import streamlit as st

from display.words import label
from portfolio import forms, requests
from portfolio.processes import Process
from portfolio.store import NotFound, Refused
from ui import fields, process_save, state
from ui.approval_history import with_hash
from ui.fields import Form
from ui.formats import date_text
from ui.i18n import N_, _
from ui.process_save import Record
from ui.text import esc

KEYS = ("goal", "about", "with_whom", "how")
FRAMES = ("frames", "room_for_input", "use_of_results", "open_decisions")
NAMES = (*KEYS, *FRAMES, "approved_by", "approved_on")
WORDS = {
    "goal": N_("Why: the goal that this serves"),
    "about": N_("About what"),
    "with_whom": N_("Who with whom"),
    "how": N_("How: the form that follows from the question"),
    "frames": N_("What is fixed already"),
    "room_for_input": N_("What can still change"),
    "use_of_results": N_("What happens with what people say"),
    "open_decisions": N_("Choices that must be made first, one a line"),
    "approved_by": N_("Settled by"),
    "approved_on": N_("Settled on"),
}
HELP = {
    "goal": N_("Participation is no goal in itself: what gets better by it?"),
    "with_whom": N_("Which groups, and what each has to do with the question."),
    "room_for_input": N_("Without room for input it is informing, not participation."),
    "open_decisions": N_("Leave it empty when there are none."),
}
DOCUMENTS = ["pdf", "docx", "odt"]


def draw(process: Process) -> None:
    """The approach, folded once it was settled."""
    found = forms.get(state.store(), process.id, "approach")
    settled = bool(found.content.get("approved_on") and found.content.get("approved_by"))
    with st.expander(_line(found.content, settled), key="approach"):
        st.caption(_("Step 0. The estimate follows from it; the final report looks back on it."))
        _form(process, found)
        _attachment(process, found)


def _line(content: dict[str, Any], settled: bool) -> str:
    if not settled:
        return _("○ **Participation approach**: not settled yet")
    return _(
        "✓ **Participation approach**: settled by {by} on {date}",
        by=esc(content["approved_by"]),
        date=date_text(content["approved_on"]),
    )


def _form(process: Process, found: forms.Form) -> None:
    values = {name: found.content.get(name) or (None if name == "approved_on" else "") for name in NAMES}
    record = Record(f"aanpak:{process.id}", found.version, values, found.updated_by, _said)

    def write(version: int, changes: dict[str, Any], token: str) -> Any:
        return forms.save(state.store(), state.user(), process.id, "approach", version, changes, token)

    form = process_save.open_form(record)
    if process_save.clash(form, record, write):
        return
    for names in (KEYS, FRAMES):
        for name in names:
            fields.text(form, name, label(WORDS, name), help=_(HELP[name]) if name in HELP else None, area=True)
    left, right = st.columns(2)
    with left:
        fields.text(form, "approved_by", label(WORDS, "approved_by"))
    with right:
        fields.day(form, "approved_on", label(WORDS, "approved_on"))
    fields.keep(form)
    process_save.buttons(form, record, write, "form.save")
    process_save.aside(record)


def _said(name: str, value: Any) -> tuple[str, str]:
    shown = date_text(value) if name == "approved_on" and value else str(value or "–")
    return label(WORDS, name), shown


def _attachment(process: Process, found: forms.Form) -> None:
    """The document itself, kept under its hash."""
    id, name = found.content.get("document_id"), found.content.get("document_name") or ""
    if id:
        store = state.store()
        st.download_button(
            esc(name),
            data=lambda: requests.document(store, id)[1],
            file_name=with_hash(name, id),
            key="approach.document",
            icon=":material/attach_file:",
            on_click="ignore",
        )
    if not state.user().may("form.attach"):
        return
    form = fields.open_form(f"aanpak-stuk:{process.id}")
    file = st.file_uploader(
        _("The approach as a document (optional, at most 10 MB)"),
        DOCUMENTS,
        key=f"approach.file.{process.id}.{form.generation}",
    )
    form.slots["document"] = st.empty()
    if file and st.button(_("Attach"), key="approach.attach", icon=":material/attach_file:"):
        _attach(process, found, form, file.name, file.getvalue())


def _attach(process: Process, found: forms.Form, form: Form, name: str, content: bytes) -> None:
    token = process_save.token("aanpak-stuk", process.id, found.version, name, len(content))
    try:
        forms.attach(state.store(), state.user(), process.id, "approach", found.version, name, content, token)
    except (Refused, NotFound) as problem:
        process_save.show_refusal(form, problem)
        return
    fields.reset(form.key)
    st.toast(_("Attached."), icon=":material/attach_file:")
    st.rerun()

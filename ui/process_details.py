"""The details of a process: name, question, people, groups; changed at the version they began at."""

from __future__ import annotations

from typing import Any

import streamlit as st

from display.process_words import STATUS
from display.words import label
from estimator.places import places
from portfolio import processes
from portfolio.processes import Process
from ui import fields, process_save, state
from ui.fields import Form
from ui.i18n import _
from ui.process_save import Record
from ui.process_words import PROCESS, process_words

_FIELDS = (
    "name",
    "question",
    "municipality",
    "theme",
    "area",
    "client_name",
    "content_owner",
    "process_owner",
    "portfolio_holder",
    "confidential",
    "status",
)


def record(process: Process) -> Record:
    """The process as the form knows it: group names one on a line."""
    values = {name: getattr(process, name) for name in _FIELDS}
    values |= {"group_names": "\n".join(process.group_names), "municipality": process.municipality or None}
    return Record(f"proces:{process.id}", process.version, values, process.updated_by, process_words)


def draw(process: Process) -> None:
    """The form, folded unless something in it isn't saved yet."""
    mine = record(process)
    form = process_save.open_form(mine)
    unsaved = st.session_state.setdefault(
        f"_unsaved:{process.id}", form.from_draft and bool(process_save.changes(form, mine))
    )  # as it was at the first sight: another value would fold what the visitor unfolded
    box = st.expander(
        _("Details of the process"),
        expanded=unsaved,
        key=f"details:{process.id}",
        on_change="rerun",
        icon=":material/edit:",
    )
    if not box.open:
        return

    def write(version: int, changes: dict[str, Any], token: str) -> Any:
        if "group_names" in changes:
            changes = changes | {"group_names": changes["group_names"].splitlines()}
        return processes.update(state.store(), state.user(), process.id, version, changes, token)

    with box:
        if process_save.clash(form, mine, write):
            return
        _fields(form)
        fields.keep(form)
        process_save.buttons(form, mine, write, "process.update")
        process_save.aside(mine)


def _fields(form: Form) -> None:
    names = {code: place.name for code, place in places().items()}
    ordered = sorted(names, key=lambda code: names[code].casefold().lstrip("'’"))
    _text(form, "name")
    _text(form, "question", area=True, help=_("One open question that residents can help to answer."))
    left, right = st.columns(2, gap="large")
    with left:
        fields.choice(
            form,
            "municipality",
            label(PROCESS, "municipality"),
            ordered,
            None,
            lambda code: names[code],
            placeholder=_("Choose a municipality"),
        )
        _text(form, "theme")
        _text(form, "area")
        _text(form, "group_names", area=True, help=_("Groups, never people."))
        fields.yes(
            form,
            "confidential",
            label(PROCESS, "confidential"),
            help=_("Marks the process as confidential in lists and documents; who may open it doesn't change."),
        )
    with right:
        _text(form, "client_name", help=_("One person, not a group."))
        for name in ("content_owner", "process_owner", "portfolio_holder"):
            _text(form, name)
        fields.choice(
            form,
            "status",
            label(PROCESS, "status"),
            processes.STATUSES,
            "active",
            lambda code: label(STATUS, code),
        )


def _text(form: Form, name: str, area: bool = False, help: str | None = None) -> None:
    fields.text(form, name, label(PROCESS, name), help=help, area=area)

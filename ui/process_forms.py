"""The forms of a process with long texts: interpretation (step 6), account (steps 3 and 8), evaluation (step 10)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from display.words import label
from portfolio import forms
from portfolio.processes import Process
from ui import fields, process_rows, process_save, state
from ui.i18n import _
from ui.process_record_words import ANSWERED, FORM_FIELD, said
from ui.process_save import Record

NOTIFICATION = ("who", "about", "when", "roles", "where_info")  # kennisgeving, step 3
REPORT = ("process_followed", "deviations", "input", "reaction", "motivation")  # eindverslag, step 8
EVALUATION = (
    "evaluated_on",
    "pitfalls",
    "successes",
    "lessons",
    "attitude",
    "hidden_decisions",
    "quality",
    "leadership",
    "polarisation",
    "discharged_on",
)


def draw(process: Process, kind: str, names: Sequence[str]) -> None:
    """These fields of a form, changed at the version they began at."""
    found = forms.get(state.store(), process.id, kind)
    days = forms.DAYS.get(kind, ())
    values = {name: found.content.get(name) or (None if name in days else "") for name in names}
    record = Record(
        f"formulier:{process.id}:{kind}:{names[0]}",
        found.version,
        values,
        found.updated_by,
        lambda name, value: said(FORM_FIELD, name, value),
    )

    def write(version: int, changes: dict[str, Any], token: str) -> Any:
        return forms.save(state.store(), state.user(), process.id, kind, version, changes, token)

    form = process_save.open_form(record)
    process_rows.follow(form, record)
    if process_save.clash(form, record, write):
        return
    for name in names:
        if name in days:
            fields.day(form, name, label(FORM_FIELD, name))
        elif name == "answered":
            fields.choice(
                form, name, label(FORM_FIELD, name), forms.ANSWERS, "", lambda a: label(ANSWERED, a), visible=True
            )
        else:
            fields.text(form, name, label(FORM_FIELD, name), area=True)
    fields.keep(form)
    process_save.buttons(form, record, write, "form.save")
    process_save.aside(record)


def notification(process: Process) -> None:
    """Step 3: what the public announcement must say."""
    st.caption(_("What a public announcement says: who, about what, when, which roles, and where to find more."))
    draw(process, "account", NOTIFICATION)


def report(process: Process) -> None:
    """Step 8: the final report in its parts."""
    st.caption(_("The final report: the process with its deviations, the input, and the reaction to it."))
    draw(process, "account", REPORT)


def evaluation(process: Process) -> None:
    """Step 10: what was learned; also what no planning can show."""
    st.caption(_("What the next process can learn from this one. A few words per question are enough."))
    draw(process, "evaluation", EVALUATION)

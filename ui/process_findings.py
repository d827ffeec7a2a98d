"""Step 6: the answer to the participation question, and per theme and group what it rests on."""

from __future__ import annotations

from typing import Any

import streamlit as st

from display.words import label
from portfolio import findings
from portfolio.processes import Process
from portfolio.rows import Row
from ui import fields, process_forms, process_rows, process_save, state
from ui.fields import Form
from ui.i18n import _
from ui.process_record_words import FINDING, said
from ui.process_save import Record
from ui.text import esc


def draw(process: Process) -> None:
    """The answer first, then the findings."""
    if process.question:
        st.markdown(f"**{_('The question')}**: {esc(process.question)}")
    process_forms.draw(process, "interpretation", ("answered", "answer", "basis", "minority"))
    st.markdown(f"**{_('Per theme and group')}**")
    found = findings.listing(state.store(), process.id)
    if not found:
        st.caption(_("Nothing yet. Add a line per theme, and per group where groups differ."))
    for row in found:
        _finding(row)
    if process_rows.may_edit("finding.add"):
        box = st.expander(_("Add a theme"), key=f"finding_new:{process.id}", on_change="rerun", icon=":material/add:")
        if box.open:
            with box:
                _add(process)


def _line(row: Row) -> str:
    parts = [f"**{esc(row['theme'])}**"] + ([esc(row["audience"])] if row["audience"] else [])
    missing = [name for name in ("answer", "basis") if not row[name]]
    words = {"answer": _("answer"), "basis": _("basis")}
    parts.append(_("lacks: {what}", what=", ".join(words[m] for m in missing)) if missing else _("✓ complete"))
    return " · ".join(parts)


def _finding(row: Row) -> None:
    box = st.expander(_line(row), key=f"finding_{row['id']}", on_change="rerun")
    if not box.open:
        return
    values = {name: row[name] for name in findings.FIELDS}
    record = Record(
        f"bevinding:{row['id']}", row["version"], values, row["updated_by"], lambda n, v: said(FINDING, n, v)
    )

    def write(version: int, changes: dict[str, Any], token: str) -> Any:
        return findings.change(state.store(), state.user(), row["id"], version, changes, token)

    with box:
        form = process_save.open_form(record)
        if process_save.clash(form, record, write):
            return
        _fields(form)
        fields.keep(form)
        process_save.buttons(form, record, write, "finding.change")
        process_save.aside(record)
        process_rows.take_back(
            f"{record.key}.remove",
            _("Take this line back"),
            lambda token: findings.remove(state.store(), state.user(), row["id"], token),
            "finding.remove",
        )


def _fields(form: Form) -> dict[str, Any]:
    left, right = st.columns(2)
    with left:
        fields.text(form, "theme", label(FINDING, "theme"))
    with right:
        fields.text(form, "audience", label(FINDING, "audience"), placeholder=_("all groups"))
    for name in findings.LONGS:
        fields.text(form, name, label(FINDING, name), area=True)
    return {name: form.values.get(name, "") for name in findings.FIELDS}


def _add(process: Process) -> None:
    process_rows.adding(
        f"bevinding-nieuw:{process.id}",
        _("Add this theme"),
        _fields,
        lambda given, token: findings.add(state.store(), state.user(), process.id, given, token),
        "finding.add",
    )

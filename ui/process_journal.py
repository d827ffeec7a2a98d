"""Decisions, notes, links and public messages of a step, and the form that adds one."""

from __future__ import annotations

from typing import Any

import streamlit as st

from display.words import label
from portfolio import journal
from portfolio.processes import Process
from portfolio.rows import Row
from portfolio.store import clock
from ui import fields, process_rows, state
from ui.fields import Form
from ui.formats import date_text
from ui.i18n import _
from ui.process_record_words import NOTE_KIND
from ui.text import esc

SIGNS = {"note": ":material/edit_note:", "decision": ":material/gavel:", "link": ":material/link:"}


def draw(process: Process, step: int) -> None:
    """What was written at a step, newest first."""
    found = [row for row in journal.listing(state.store(), process.id) if row["step"] == step]
    if not found:
        st.caption(_("Nothing yet. Here stand decisions, notes, links and what was made public about this step."))
    for row in reversed(found):
        _entry(row)

    def values(form: Form) -> dict[str, Any]:
        kind = fields.choice(
            form, "kind", _("Kind"), journal.KINDS, "note", lambda code: label(NOTE_KIND, code), visible=True
        )
        text = fields.text(form, "text", _("Text"), area=True)
        left, right = st.columns([2, 1])
        with left:
            url = fields.text(form, "url", _("Web address"), placeholder="https://") if kind != "note" else ""
        with right:
            day = fields.day(form, "day", _("Day"), clock.today())
        return {"step": step, "kind": kind, "text": text, "url": url, "day": day}

    process_rows.adding(
        f"logboek:{process.id}:{step}",
        _("Add to the log"),
        values,
        lambda given, token: journal.add(state.store(), state.user(), process.id, given, token),
        "journal.add",
    )


def _entry(row: Row) -> None:
    head = (
        f"{SIGNS.get(row['kind'], ':material/campaign:')} **{label(NOTE_KIND, row['kind'])}** · {date_text(row['day'])}"
    )
    st.markdown(head + (f"  \n{esc(row['text'])}" if row["text"] else ""))
    if row["url"]:
        st.link_button(_short(row["url"]), row["url"], type="tertiary", icon=":material/open_in_new:")
    process_rows.take_back(
        f"logboek:{row['id']}.remove",
        _("Take back"),
        lambda token: journal.remove(state.store(), state.user(), row["id"], token),
        "journal.remove",
    )


def _short(url: str) -> str:
    plain = url.split("://", 1)[-1]
    return esc(plain if len(plain) <= 60 else plain[:59] + "…")

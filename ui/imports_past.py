"""The imports that were done, and taking one back."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from imports import kinds
from portfolio import import_undo, import_write
from portfolio.settings import Setting
from portfolio.store import Conflict, NotFound, Refused, StoreProblem
from ui import imports_report, process_save, state
from ui.errors import sentences
from ui.formats import date_text
from ui.i18n import _, ngettext
from ui.text import esc

SHOWN = 10


def draw() -> None:
    """The last imports, each with what it did; the ones that can be undone have a button."""
    found = import_write.listing(state.store())
    if not found:
        return
    title = ngettext("{n} import was done", "{n} imports were done", len(found), n=len(found))
    with st.expander(title, key="import.past", icon=":material/history:"):
        st.caption(
            _(
                "Undoing puts back what an import changed. Nothing is deleted: a process that it made gets the status "
                "stopped."
            )
        )
        for one in found[:SHOWN]:
            _one(one)


def _one(one: Setting) -> None:
    content = one.content
    id = one.key.removeprefix(import_write.RECORD)
    kind = kinds.BY_KEY.get(content["kind"])
    left, right = st.columns([5, 2], vertical_alignment="center")
    said = _(
        "{day}: **{kind}** from {name}: {counts}.",
        day=_moment(one.updated_at if not content.get("undone_at") else content["undone_at"]),
        kind=_(kind.title if kind else "Participation platform"),
        name=esc(content["file"]),
        counts=imports_report.counts(content["counts"]),
    )
    undone = content.get("undone_at")
    left.markdown(said + (" " + _("Undone.") if undone else ""))
    if undone or not state.user().may("import.undo"):
        return
    if right.button(_("Undo this import"), key=f"import.undo.{id}", icon=":material/undo:"):
        try:
            import_undo.undo(state.store(), state.user(), id, process_save.token("import.undo", id, one.version))
        except (Refused, NotFound, Conflict, StoreProblem) as problem:
            st.error(_("This import stays as it is:"), icon=":material/error:")
            st.markdown("\n".join(f"- {text}" for text in sentences(problem)))
            return
        st.session_state["_import_told"] = _("The import of {name} was undone.", name=esc(content["file"]))
        st.rerun()


def _moment(text: str) -> str:
    local = dt.datetime.fromisoformat(text).astimezone()
    return f"{date_text(local.date())} {local:%H:%M}"

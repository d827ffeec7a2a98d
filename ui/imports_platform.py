"""Import from a participation platform: a step for each phase, confirmed by who imports; what is there is compared."""

from __future__ import annotations

import datetime as dt
import hashlib
from html import escape
from typing import Any

import streamlit as st

from imports.platforms import consul, reading, shape
from imports.platforms.shape import Phase, Project
from portfolio import audit, import_platform, import_write
from portfolio.import_platform import Beside
from portfolio.import_write import Line
from portfolio.store import Conflict, NotFound, Refused, StoreProblem
from ui import imports_report, process_save, state
from ui.errors import sentence, sentences
from ui.formats import date_text, number
from ui.i18n import _, lang, ngettext
from ui.steps import numbered
from ui.text import esc

TYPES = ["json", "csv", "xlsx"]
MAX_MB = 10
SHOWN = 20  # processes at once


def draw() -> None:
    """The file, the processes in it, and the import of those that aren't there yet."""
    st.caption(
        _(
            "Decidim (JSON export), Go Vocal (answers of the public API v2), OpenStad (project with widgets) and "
            "CONSUL (CSV). Phases are the public part: they give planned dates of steps 3 to 10 and never an approval. "
            "What is there already is compared, not overwritten."
        )
    )
    example = consul.template()
    st.download_button(
        _("Template for CONSUL (CSV)"),
        data=example,
        file_name=f"tienstap-consul-{hashlib.sha256(example).hexdigest()[:8]}.csv",
        mime="text/csv",
        key="import.template.consul",
        icon=":material/table:",
        on_click="ignore",
    )
    turn = st.session_state.get("_import_turn", 0)
    label = _("Export of the platform (JSON or CSV, at most {n} MB)", n=MAX_MB)
    file = st.file_uploader(label, TYPES, key=f"import.platform.{turn}", max_upload_size=MAX_MB)
    if file is None:
        return
    content = file.getvalue()
    try:
        found = reading.read(content)
    except Refused as problem:
        st.error(sentence(problem), icon=":material/error:")
        return
    _found(file.name, hashlib.sha256(content).hexdigest(), found)


def _found(name: str, sha256: str, found: list[Project]) -> None:
    store = state.store()
    there = {one.key: import_platform.known(store, one.key, one.title) for one in found[:SHOWN]}
    platform = reading.NAMES[found[0].source]
    count = ngettext("{n} process", "{n} processes", len(found), n=number(len(found)))
    ignored = sum(one.ignored for one in found)
    said = _("**{name}**: {platform}, {count}; {n} other parts of it are not read.", name=esc(name), platform=platform,
             count=count, n=number(ignored))  # fmt: skip
    st.markdown(said)
    if len(found) > SHOWN:
        st.caption(_("The first {n} are shown; import the rest from a smaller export.", n=SHOWN))
    lines = []
    for number_, one in enumerate(found[:SHOWN], 1):
        id = there[one.key]
        title = esc(one.title) + " — " + (_("is there already") if id else _("new"))
        with st.expander(title, expanded=len(found) == 1, icon=":material/forum:"):
            phases = _phases(one)
            if id:
                st.html(_compared(import_platform.beside(store, id, phases)))
            elif not one.phases:
                st.caption(_("The platform has no phases for it; the process is made without dates."))
        lines.append(Line(number_, {"name": one.title, "source": one.key, "phases": phases}))
    _import(name, sha256, lines)


def _phases(one: Project) -> list[dict[str, Any]]:
    """A choice of step for each phase; returns the phases that have one."""
    names = {0: _("(no step)")} | {step: numbered(step) for step in shape.STEPS}
    before = import_platform.chosen(state.store(), one.key)
    found = []
    for phase in one.phases:
        likely = shape.proposed(phase) if before is None else before.get(phase.title)
        left, right = st.columns([3, 2], vertical_alignment="center")
        left.markdown(f"{esc(phase.title) or '–'}  \n{_dates((phase.start, phase.end))}")
        step = right.selectbox(
            _("Step for phase {n}", n=phase.order),
            list(names),
            index=list(names).index(likely or 0),
            format_func=names.__getitem__,
            key=f"import.phase.{hashlib.sha256(one.key.encode()).hexdigest()[:12]}.{phase.order}.{before is None}",
        )
        if step:
            found.append(_counted(phase, step))
    return found


def _counted(phase: Phase, step: int) -> dict[str, Any]:
    return {"title": phase.title, "step": step, "start": phase.start, "end": phase.end}


def _compared(rows: list[Beside]) -> str:
    if not rows:
        return f"<p>{escape(_('No phase has a step; there is nothing to compare.'))}</p>"
    head = "".join(
        f"<th scope='col'>{escape(word)}</th>"
        for word in (_("Phase"), _("Step"), _("Platform says"), _("Plan says"), _("Difference"))
    )
    body = "".join(
        f"<tr><td style='overflow-wrap:anywhere'>{escape(row.phase)}</td><td>{row.step}</td>"
        f"<td>{escape(_dates(row.platform))}</td><td>{escape(_dates(row.plan))}</td>"
        f"<td>{escape('= ' + _('the same') if row.same else '≠ ' + _('differs'))}</td></tr>"
        for row in rows
    )
    style = "width:100%;border-spacing:0 .3rem;text-align:left;vertical-align:top"
    return f"<table style='{style}'><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _dates(dates: tuple[dt.date | None, dt.date | None]) -> str:
    start, end = dates
    if start is None and end is None:
        return _("no dates")
    first = date_text(start) if start else "…"
    return f"{first} – {date_text(end) if end else _('open')}"


def _import(name: str, sha256: str, lines: list[Line]) -> None:
    head = audit.head(state.store())
    key = (sha256, process_save.token(*[line.values for line in lines]), lang(), head)
    kept = st.session_state.get("_import_platform")
    try:
        if not kept or kept[0] != key:
            kept = (key, import_write.preview(state.store(), state.user(), "platform", lines))
            st.session_state["_import_platform"] = kept
        seen = kept[1]
        imports_report.draw(seen, {})
        if not seen.writes:
            return
        label = ngettext("Import {n} process", "Import {n} processes", seen.writes, n=number(seen.writes))
        if not st.button(label, key="import.platform.write", type="primary", icon=":material/upload_file:"):
            return
        done = import_write.write(
            state.store(),
            state.user(),
            "platform",
            lines,
            file=name,
            sha256=sha256,
            only_good=True,
            expected=seen.counts,
            token=process_save.token("import.platform", key[1], head[1]),
        )
    except (Refused, NotFound, Conflict, StoreProblem) as problem:
        for text in sentences(problem):
            st.error(text, icon=":material/error:")
        return
    st.session_state["_import_told"] = _(
        "Imported from {name}: {counts}.", name=esc(name), counts=imports_report.counts(done.counts)
    )
    st.session_state["_import_turn"] = st.session_state.get("_import_turn", 0) + 1
    st.rerun()

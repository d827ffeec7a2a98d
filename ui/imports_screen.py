"""Import on screen: what, the file, which column is which, what would happen, and then the import itself."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import streamlit as st

from imports import check, incoming, kinds, template
from imports.incoming import Incoming
from imports.kinds import Kind
from portfolio import audit, import_write
from portfolio.import_write import Line, Report
from portfolio.store import Conflict, NotFound, Refused, StoreProblem
from ui import imports_past, imports_platform, imports_report, process_save, state
from ui.errors import sentence, sentences
from ui.formats import number
from ui.i18n import _, lang, ngettext
from ui.text import esc

TYPES = ["csv", "txt", "tsv", "xlsx", "xls", "ods"]  # the last two are told how to save themselves
MAX_MB = 10
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draw() -> None:
    """The steps of an import one below the other, then the imports that were done."""
    st.markdown(
        _(
            "Bring lists in from Excel or CSV. You see row by row what would change before anything is saved, and an "
            "import can be undone as long as nothing came after it."
        )
    )
    if not state.user().may("import.write"):
        st.caption(_("Your role reads here; it takes the role of editor to import."))
        imports_past.draw()
        return
    told = st.session_state.pop("_import_told", None)
    if told:
        st.success(told, icon=":material/check:")
    kind = _kind()
    if kind is None:
        imports_platform.draw()
    else:
        _templates(kind)
        found = _file(kind)
        if found is not None:
            _take(kind, found)
    imports_past.draw()


def _kind() -> Kind | None:
    """The kind of rows that was chosen; None for an export of a participation platform."""
    left, right = st.columns([2, 3], gap="large", vertical_alignment="bottom")
    names = {kind.key: _(kind.title) for kind in kinds.ALL} | {"platform": _("Participation platform")}
    chosen = left.selectbox(_("What is in the file"), list(names), format_func=names.__getitem__, key="import.kind")
    kind = kinds.BY_KEY.get(chosen)
    if kind is None:
        return None
    right.caption(_(kind.about))
    return kind


def _templates(kind: Kind) -> None:
    row = st.container(horizontal=True)
    rows = [template.example(kind, lang())]
    files = {
        "xlsx": (_("Template (Excel)"), template.as_excel(kind, rows, lang(), _), EXCEL),
        "csv": (_("Template (CSV)"), template.as_csv(kind, rows, lang()), "text/csv"),
    }
    for ending, (label, content, mime) in files.items():
        row.download_button(
            label,
            data=content,
            file_name=f"tienstap-{kind.key}-{hashlib.sha256(content).hexdigest()[:8]}.{ending}",
            mime=mime,
            key=f"import.template.{kind.key}.{ending}",
            icon=":material/table:",
            on_click="ignore",
        )


def _file(kind: Kind) -> Incoming | None:
    """The uploaded file, read once; what can't be read is said."""
    turn = st.session_state.get("_import_turn", 0)
    label = _("File (CSV or .xlsx, at most {n} MB)", n=MAX_MB)
    file = st.file_uploader(label, TYPES, key=f"import.file.{turn}", max_upload_size=MAX_MB)
    if file is None:
        return None
    content = file.getvalue()
    key = (kind.key, file.name, hashlib.sha256(content).hexdigest())
    if st.session_state.get("_import_file", (None,))[0] != key:
        try:
            st.session_state["_import_file"] = (key, incoming.read(file.name, content, kind))
        except Refused as problem:
            st.error(sentence(problem), icon=":material/error:")
            return None
    found: Incoming = st.session_state["_import_file"][1]
    count = len(found.sheet.lines)
    rows = ngettext("{n} row", "{n} rows", count, n=number(count))
    st.markdown(f"**{esc(found.name)}**: {rows}. " + " ".join(sentence(note) for note in found.sheet.notes))
    return found


def _take(kind: Kind, found: Incoming) -> None:
    mapping = _mapping(kind, found)
    try:
        lines = incoming.lines(kind, found.sheet, mapping)
        seen, head = _preview(kind, found, mapping, lines)
    except (Refused, NotFound, Conflict, StoreProblem) as problem:
        for text in sentences(problem):
            st.error(text, icon=":material/error:")
        return
    imports_report.draw(seen, mapping)
    _buttons(kind, found, mapping, lines, seen, head)


def _mapping(kind: Kind, found: Incoming) -> dict[str, str]:
    """Which column is which: proposed, or as it was chosen last for these headers."""
    headers = found.sheet.headers
    known = import_write.mapping(state.store(), kind.key, headers)
    proposed = check.propose(kind, headers, known)
    lacking = [one for one in kind.fields if one.required and one.name not in proposed]
    chosen: dict[str, str] = {}
    with st.expander(_("Which column is which"), expanded=bool(lacking), icon=":material/view_column:"):
        if known:
            st.caption(_("As chosen the last time for these headers."))
        places, nothing = st.columns(3), _("(not in this file)")
        for n, one in enumerate(kind.fields):
            options = ["", *headers]
            label = one.header(lang()) + (" *" if one.required else "")
            value = places[n % 3].selectbox(
                label,
                options,
                index=options.index(proposed.get(one.name, "")),
                format_func=lambda header: header or nothing,
                key=f"import.map.{kind.key}.{found.sha256[:12]}.{one.name}",
                help=_(one.about),
            )
            if value:
                chosen[one.name] = value
        left = [header for header in headers if header not in chosen.values()]
        if left:
            st.caption(_("Not used: {names}.", names=", ".join(esc(header) for header in left)))
    return chosen


def _preview(
    kind: Kind, found: Incoming, mapping: Mapping[str, str], lines: list[Line]
) -> tuple[Report, tuple[int, str]]:
    """What would happen now; asked again when the records, the file or the columns change."""
    head = audit.head(state.store())
    key = (kind.key, found.sha256, tuple(sorted(mapping.items())), head)
    kept = st.session_state.get("_import_preview")
    if not kept or kept[0] != key:
        with st.spinner(_("Checking every row…")):
            kept = (key, import_write.preview(state.store(), state.user(), kind.key, lines))
        st.session_state["_import_preview"] = kept
    return kept[1], head


def _buttons(
    kind: Kind,
    found: Incoming,
    mapping: Mapping[str, str],
    lines: list[Line],
    seen: Report,
    head: tuple[int, str],
) -> None:
    if not seen.writes:
        return
    only_good = False
    if seen.wrong:
        only_good = st.checkbox(
            ngettext(
                "Leave {n} wrong row out and import the others",
                "Leave {n} wrong rows out and import the others",
                seen.wrong,
                n=number(seen.wrong),
            ),
            key=f"import.only_good.{found.sha256[:12]}",
        )
    label = ngettext("Import {n} row", "Import {n} rows", seen.writes, n=number(seen.writes))
    blocked = bool(seen.wrong) and not only_good
    if st.button(label, key="import.write", type="primary", icon=":material/upload_file:", disabled=blocked):
        token = process_save.token("import", kind.key, found.sha256, sorted(mapping.items()), head[1], only_good)
        try:
            done = import_write.write(
                state.store(),
                state.user(),
                kind.key,
                lines,
                file=found.name,
                sha256=found.sha256,
                only_good=only_good,
                expected=seen.counts,
                token=token,
            )
            import_write.remember(state.store(), state.user(), kind.key, found.sheet.headers, mapping)
        except (Refused, NotFound, Conflict, StoreProblem) as problem:
            for text in sentences(problem):
                st.error(text, icon=":material/error:")
            return
        _finished(found, done)


def _finished(found: Incoming, done: Report) -> None:
    said = _("Imported from {name}: {counts}.", name=esc(found.name), counts=imports_report.counts(done.counts))
    st.session_state["_import_told"] = said
    st.session_state["_import_turn"] = st.session_state.get("_import_turn", 0) + 1
    for name in ("_import_file", "_import_preview"):
        st.session_state.pop(name, None)
    st.rerun()

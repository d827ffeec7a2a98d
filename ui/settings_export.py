"""Export on screen: which file, what goes along, then a button that makes it and one that saves it."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import streamlit as st

from exports import make
from exports.choice import CSV, ENDING, FORMATS, JSON, MIME, XLSX, Choice
from exports.make import Made
from portfolio.store import Refused, StoreProblem, clock
from ui import state
from ui.errors import sentence
from ui.formats import number
from ui.i18n import LANGUAGES, N_, _, lang, ngettext

FORMAT = {XLSX: N_("Excel"), CSV: N_("CSV"), JSON: N_("JSON")}
STYLE = {"nl": N_("Dutch"), "en": N_("International")}
WRITTEN = {
    "nl": N_("As 1500,50 and 31-12-2026, with Dutch headings."),
    "en": N_("As 1500.50 and 2026-12-31, with English headings."),
}
KEPT = "_export"  # of this visit: the choice, the file and what is in it


def draw() -> None:
    """Choices, the button that makes the file, and the file when it was made for these choices."""
    with st.container(border=True):
        _block()


def _block() -> None:
    st.markdown(
        _(
            "An export has a table for each kind of record, for Excel or another program. Instead of names of people "
            "it holds pseudonyms. The file explains every column. Processes, steps, hours and costs, groups and own "
            "tariffs can be imported again."
        )
    )
    choice = _along(_file())
    if st.button(_("Make the export"), key="export.make", icon=":material/table_view:"):
        _make(choice)
    kept = st.session_state.get(KEPT)
    if kept and kept[0] == choice:
        _ready(*kept)


def _file() -> Choice:
    left, right = st.columns([1, 2])
    with left:
        format = st.segmented_control(
            _("Kind of file"),
            FORMATS,
            default=XLSX,
            required=True,
            format_func=lambda one: _(FORMAT[one]),
            key="export.format",
        )
    if format == JSON:
        return Choice(JSON, "nl")
    with right:
        language = st.segmented_control(
            _("Numbers, dates and headings"),
            LANGUAGES,
            default=lang(),
            required=True,
            format_func=lambda one: _(STYLE[one]),
            key="export.language",
        )
        st.caption(_(WRITTEN[language or lang()]))
    return Choice(format or XLSX, language or lang())


def _along(choice: Choice) -> Choice:
    """What goes along besides: what this user may not have isn't asked."""
    _secret, example = make.left_out(state.store())
    if example and st.toggle(_("With the example portfolio"), key="export.example"):
        choice = replace(choice, example=True)
    if not make.allowed(state.user(), replace(choice, names=True, confidential=True)):
        return choice
    secret, _example = make.left_out(state.store(), choice.example)
    if secret and st.toggle(
        ngettext("With {n} confidential process", "With {n} confidential processes", secret, n=secret),
        key="export.confidential",
    ):
        choice = replace(choice, confidential=True)
    if st.toggle(
        _("With the names of people, in tables of their own"),
        key="export.names",
        help=_("Keep those tables apart, and throw them away when you no longer need them."),
    ):
        choice = replace(choice, names=True)
    return choice


def _make(choice: Choice) -> None:
    try:
        with st.spinner(_("The export is being made…")):
            st.session_state[KEPT] = (choice, *make.content(state.store(), state.user(), choice))
    except (Refused, StoreProblem) as problem:
        st.session_state.pop(KEPT, None)
        st.error(sentence(problem), icon=":material/error:")


def _ready(choice: Choice, content: bytes, made: Made) -> None:
    tables = sum(1 for count in made.rows.values() if count)
    said = [
        _(
            "Ready: {rows} rows in {tables} tables, {size} MB.",
            rows=number(made.total),
            tables=number(tables),
            size=number(max(len(content) / 1024**2, 0.1), 1),
        )
    ]
    if made.confidential_out:
        said.append(
            ngettext(
                "{n} confidential process is left out.",
                "{n} confidential processes are left out.",
                made.confidential_out,
                n=made.confidential_out,
            )
        )
    st.success(" ".join(said), icon=":material/check:")
    if choice.names or choice.confidential:
        st.caption(_("This file holds names or confidential processes: share it with care."))
    st.download_button(
        _("Save the export"),
        data=content,
        file_name=file_name(choice, content),
        mime=MIME[choice.format],
        key="export.save",
        icon=":material/download:",
        type="primary",
        on_click="ignore",
    )


def file_name(choice: Choice, content: bytes) -> str:
    """The name of the file, with a hash of what is in it: two files never share an address on the server.

    >>> file_name(Choice("csv"), b"a").endswith("-ca978112.zip")
    True
    """
    digest = hashlib.sha256(content).hexdigest()[:8]
    return f"tienstap-export-{clock.today().isoformat()}-{digest}.{ENDING[choice.format]}"

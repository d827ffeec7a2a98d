"""Backup, archive and check, for who manages the app; others read how it is done and when it was done last."""

from __future__ import annotations

import datetime as dt
from functools import partial
from html import escape

import streamlit as st

from portfolio import audit, backups, verify
from portfolio.backups import Backup
from portfolio.store import Refused, StoreProblem
from portfolio.store.codec import new_id
from ui import state
from ui.errors import sentence
from ui.formats import date_text, number
from ui.i18n import N_, _, ngettext

SHOWN = 8  # backups in the list
KIND = {True: N_("before an upgrade"), False: N_("made here or on the command line")}


def draw() -> None:
    """What is kept, then the three things to do."""
    st.markdown(
        _(
            "A backup is a copy beside the database. An archive is one file with all records that opens in any SQLite "
            "tool, and the way to another machine. Keep both on another disk as well. Putting one back is done on the "
            "command line, with the app stopped: docs/operations.md."
        )
    )
    found = backups.listing(state.store())
    st.markdown(_last(found))
    if state.user().may("backup.make"):
        _do()
    else:
        st.caption(_("Your role reads here; an administrator makes backups and archives."))
    if found:
        with st.expander(_("The backups that are there"), key="backups"):
            st.html(_table(found[:SHOWN]))
    _check()


def _last(found: list[Backup]) -> str:
    if not found:
        return _("There is no backup yet.")
    return _("The last backup is of {day}.", day=_moment(found[0].made_at))


def _moment(moment: dt.datetime) -> str:
    local = moment.astimezone()
    return f"{date_text(local.date())} {local:%H:%M}"


def _do() -> None:
    left, right, _rest = st.columns([2, 2, 3])
    if left.button(_("Make a backup"), key="backup.make", icon=":material/save:", width="stretch"):
        _make()
    # Made when somebody clicks, in a thread without a session: everything it needs is given here.
    right.download_button(
        _("Download the archive"),
        data=partial(backups.everything, state.store(), state.user()),
        file_name=f"tienstap-{audit.head(state.store())[1][:8]}.db",
        mime="application/vnd.sqlite3",
        key="archive.download",
        icon=":material/archive:",
        on_click="ignore",
        width="stretch",
    )
    told = st.session_state.pop("_backup_told", None)
    if told:
        st.success(told, icon=":material/check:")


def _make() -> None:
    token = st.session_state.setdefault("_backup_token", new_id())
    try:
        made = backups.make(state.store(), state.user(), token)
    except (Refused, StoreProblem) as problem:
        st.error(sentence(problem))
        return
    except OSError as problem:
        st.error(_("The backup couldn't be written ({detail}).", detail=problem.strerror or ""))
        return
    del st.session_state["_backup_token"]
    st.session_state["_backup_told"] = _("Made: {name}.", name=made.path.name)
    st.rerun()


def _table(found: list[Backup]) -> str:
    head = "".join(f"<th scope='col'>{escape(word)}</th>" for word in (_("File"), _("Made"), _("Kind")))
    size = f"<th scope='col' style='text-align:right'>{escape(_('Size'))}</th>"
    rows = "".join(
        f"<tr><td>{escape(one.path.name)}</td><td>{escape(_moment(one.made_at))}</td>"
        f"<td>{escape(_(KIND[one.automatic]))}</td><td style='text-align:right'>{escape(_size(one.size))}</td></tr>"
        for one in found
    )
    return f"<table style='width:100%;border-spacing:0 .3rem;text-align:left'><tr>{head}{size}</tr>{rows}</table>"


def _size(size: int) -> str:
    return _("{n} MB", n=number(size / 1024**2, 1))


def _check() -> None:
    """The audit chain, requests, decisions and documents, on request."""
    if not st.button(_("Check all records"), key="verify.run", icon=":material/fact_check:"):
        return
    with st.spinner(_("Checking…")):
        report = verify.verify(state.store())
    if not report.faults:
        st.success(
            _(
                "All is well: {rows} audit rows in one chain, {requests} requests, {recomputed} approvals recomputed "
                "to the cent.",
                rows=number(report.rows),
                requests=number(report.requests),
                recomputed=number(report.recomputed),
            ),
            icon=":material/check:",
        )
        st.caption(_("Head of the chain: {head}. Keep it outside the database.", head=f"{report.rows} {report.head}"))
        return
    count = len(report.faults)
    st.error(ngettext("{n} fault was found.", "{n} faults were found.", count, n=count))
    for fault in report.faults[:SHOWN]:
        st.markdown(f"- {sentence(fault)}")

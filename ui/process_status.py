"""Status on screen Proces: what is calculated beside what the lead reported, the form to report, earlier reports."""

from __future__ import annotations

import streamlit as st

from portfolio import requests, status_reports, tripwires
from portfolio.processes import Process
from portfolio.whole import standing
from portfolio.whole.standing import Standing
from ui import process_status_board as board
from ui import process_status_form, state
from ui.i18n import _


def draw(process: Process, one: Standing | None = None) -> None:
    """The section; nothing before there is anything to hold the process against, or anything was reported."""
    one = one or next((each for each in standing.of_all(state.store()) if each.id == process.id), None)
    if one is None or (one.row.approved_finish is None and one.report is None):
        return
    reports = status_reports.listing(state.store(), process.id)
    with st.container(key="status"):
        st.subheader(_("Status"), anchor=False)
        found = board.board(one.calculated, one.report, _allowed(process))
        board.show(found + (board.told(one.report) if one.report else ""))
        st.caption(_("Red is a request for a decision, not a confession. Amber: the lead can still steer."))
        if process.status in ("active", "paused"):
            process_status_form.draw(process, one, len(reports))
        _earlier(process, [each for each in reports if one.report and each.id != one.report.id])


def _allowed(process: Process) -> dict[str, float]:
    """The tolerances that were granted, or the usual ones."""
    granted = tripwires.approved(requests.history(state.store(), process.id))
    return tripwires.tolerances(granted.finance if granted else {})


def _earlier(process: Process, reports: list[status_reports.StatusReport]) -> None:
    if not reports:
        return
    title = _("Earlier reports ({n})", n=len(reports))
    box = st.expander(title, key=f"status_earlier:{process.id}", on_change="rerun")
    if box.open:
        with box:
            board.show("".join(board.earlier(report) for report in reports))

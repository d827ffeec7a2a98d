"""The dates of the ten steps: planned (from the request or the estimate), and expected as things stand today."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from estimator import ScopeError
from portfolio import estimates, figures, forecast, scenarios
from portfolio.forecast import Dates
from portfolio.processes import Process
from portfolio.requests import Request
from portfolio.steps import StepProgress
from portfolio.store import Store, clock
from ui import state
from ui.formats import date_text
from ui.i18n import _


@dataclass(frozen=True)
class Plan:
    """Per step the planned and the expected dates, and a sentence on where the planned ones come from."""

    planned: dict[int, Dates]
    expected: dict[int, Dates]
    source: str


def plan_of(store: Store, process: Process, progress: Sequence[StepProgress], asked: Request | None) -> Plan:
    """The dates of a process: those stored with its steps, else those of its request, else of its estimate."""
    stored = {row.step: (row.planned_start, row.planned_finish) for row in progress}
    planned = {step: (a, b) for step, (a, b) in stored.items() if a and b}
    missing = [row.step for row in progress if row.planned_start is None and row.planned_finish is None]
    source = _("The planned dates come from the approved request; they were to hold with 80% certainty.")
    if missing and not (asked and asked.approved):
        found, source = _from_figures(store, process, asked)
        planned = {step: found[step] for step in missing if step in found} | planned
    today = clock.today()
    return Plan(planned, forecast.expected(progress, planned, today) if process.status == "active" else {}, source)


def _from_figures(store: Store, process: Process, asked: Request | None) -> tuple[dict[int, Dates], str]:
    if asked and asked.status == "submitted":
        text = _("Not approved yet: the planned dates come from the request, with 80% certainty.")
        return step_dates(asked.estimate["by_step"]), text
    base = scenarios.base(store, process.id)
    if base is None:
        return {}, _("No dates yet: there is no estimate.")
    try:
        rows = _by_step(json.dumps(base.scope, sort_keys=True), process.id, state.figures().sha256)
    except ScopeError:
        return {}, _("No dates: the estimate must be looked at again.")
    return step_dates(rows), _("Not approved yet: the planned dates come from the estimate, with 80% certainty.")


@st.cache_data(max_entries=200, show_spinner=False)
def _by_step(scope_json: str, process_id: str, sha256: str) -> list[dict[str, Any]]:
    used = figures.by_sha(state.store(), sha256)
    return estimates.compute(json.loads(scope_json), process_id, used).estimate["by_step"]


def step_dates(by_step: Sequence[dict[str, Any]]) -> dict[int, Dates]:
    """Step → the dates that hold with 80 %, from the steps of an estimate."""
    found = {}
    for row in by_step:
        start, finish = (dt.date.fromisoformat(row[name]["p80"]) for name in ("start", "finish"))
        found[int(row["step"])] = (min(start, finish), finish)
    return found


def span(dates: tuple[dt.date | None, dt.date | None] | None) -> str:
    """Two dates as people say them; the year once. Empty without dates."""
    start, finish = dates or (None, None)
    if start and finish:
        same = start.year == finish.year
        return _("{start} to {end}", start=date_text(start, year=not same), end=date_text(finish))
    if start:
        return _("from {start}", start=date_text(start))
    return _("until {end}", end=date_text(finish)) if finish else ""

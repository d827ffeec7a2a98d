"""All that is known of the processes, read with the same few questions however many there are."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portfolio import forecast, processes, steps
from portfolio.granted import Granted
from portfolio.pitfalls import frozen, gather
from portfolio.pitfalls.facts import Days, Facts, TalkFacts
from portfolio.processes import ProcessRow
from portfolio.status_reports import StatusReport, from_row
from portfolio.steps import StepProgress
from portfolio.store import fact_rows, whole_rows
from portfolio.store.database import Connection, Store
from portfolio.whole.drawn import Source


@dataclass(frozen=True)
class Estimated:
    """The estimate that counts: of what was granted, else of the base scenario. ``source``: what its draws follow from;
    ``own_hours``: of own people, P50 and P80; ``finish``: P50; ``granted``: whether it was."""

    source: Source
    own_hours: tuple[float, float]
    finish: dt.date | None
    granted: bool


@dataclass(frozen=True)
class Base:
    """The base scenario: scope, and figures as they were saved."""

    scope: dict[str, Any]
    result: dict[str, Any]


@dataclass(frozen=True)
class Known:
    """One process. ``finance``: fields of the latest request; ``planned`` and ``expected``: step → first and last day;
    ``reached``: steps that ended or of which the end is expected; ``committed``: cents by step."""

    today: dt.date
    row: ProcessRow
    granted: Granted | None
    base: Base | None
    finance: Mapping[str, Any]
    progress: tuple[StepProgress, ...]
    planned: Mapping[int, Days]
    expected: Mapping[int, Days]
    reached: frozenset[int]
    committed: Mapping[int, int]
    updated_on: dt.date
    report: StatusReport | None
    talks: tuple[TalkFacts, ...]
    estimate: Estimated | None


def read(store: Store, c: Connection, ids: Sequence[str] | None, today: dt.date) -> dict[str, Known]:
    """Process → what is known of it; of all processes, or of ``ids`` as far as they are there."""
    rows = processes.on(store, c, today)
    found = [rows[id] for id in (rows if ids is None else ids) if id in rows]
    facts = gather.facts_on(store, c, today)
    granted = _granted(c, ids)
    bases = {row["process_id"]: Base(row["scope"], row["result"]) for row in whole_rows.bases(c, ids)}
    progress: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in whole_rows.steps(c, ids):
        progress[row["process_id"]].append(row)
    committed = whole_rows.committed(c, ids)
    touched = whole_rows.touched_on(c, ids)
    reports = {id: from_row(row) for id, row in whole_rows.last_reports(c, ids).items()}
    out = {}
    for line in found:
        id = line.id
        live = today if line.process.status == "active" else None
        of_steps = tuple(steps.from_row(one, live) for one in progress[id])
        planned = {s.step: (a, b) for s in of_steps if (a := s.planned_start) and (b := s.planned_finish)}
        expected = forecast.expected(of_steps, planned, today)
        ended = {s.step for s in of_steps if s.actual_finish}
        out[id] = Known(
            today=today,
            row=line,
            granted=granted.get(id),
            base=bases.get(id),
            finance=_finance(facts.get(id)),
            progress=of_steps,
            planned=planned,
            expected=expected,
            reached=frozenset(ended | expected.keys()),
            committed=committed.get(id, {}),
            updated_on=dt.date.fromisoformat(touched[id][:10]),
            report=reports.get(id),
            talks=tuple(facts[id].talks) if id in facts else (),
            estimate=_estimate(id, granted.get(id), bases.get(id)),
        )
    return out


def _granted(c: Connection, ids: Sequence[str] | None) -> dict[str, Granted]:
    """Process → what was granted last."""
    rows = {row["process_id"]: row for row in fact_rows.approvals(c, ids)}
    by_request = frozen.granted(c, list(rows.values()))
    return {id: by_request[row["id"]] for id, row in rows.items()}


def _finance(facts: Facts | None) -> Mapping[str, Any]:
    return facts.finance if facts else {}


def _estimate(id: str, granted: Granted | None, base: Base | None) -> Estimated | None:
    if granted is not None:
        figures, scope = granted.granted_estimate, granted.granted_scope
        source = Source(id, scope, granted.benchmarks_sha256, granted.engine)
    elif base is not None and base.result.get("engine"):
        figures, scope = base.result, base.scope
        source = Source(id, scope, str(base.result.get("benchmarks_sha256")), str(base.result["engine"]))
    else:
        return None
    hours = figures.get("own_hours") or {}
    finish = (figures.get("finish") or {}).get("p50")
    return Estimated(
        source=source,
        own_hours=(float(hours.get("p50", 0.0)), float(hours.get("p80", 0.0))),
        finish=dt.date.fromisoformat(finish) if finish else None,
        granted=granted is not None,
    )

"""The portfolio in one question: every process with its ten steps, its latest request and its approved baseline."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from portfolio.store.codec import cents
from portfolio.store.tables import document, process, request, scenario, step_progress, verdict
from portfolio.store.tables_steps import feedback, talk

Ids = Sequence[str] | None  # None: of all processes
_STEP = ("status", "gate", "planned_start", "planned_finish", "actual_start", "actual_finish")


def _steps(ids: Ids) -> sa.Subquery:
    columns = [
        sa.func.max(
            sa.case((step_progress.c.step == step, step_progress.c[name])), type_=step_progress.c[name].type
        ).label(f"{name}_{step}")
        for step in range(1, 11)
        for name in _STEP
    ]
    kept = _only(sa.select(step_progress.c.process_id, *columns), step_progress, ids)
    return kept.group_by(step_progress.c.process_id).subquery("steps")


def _last_of(approved_only: bool, ids: Ids) -> sa.Subquery:
    """Per process the number of its latest (approved) request."""
    source: sa.FromClause = request
    if approved_only:
        source = request.join(verdict, sa.and_(verdict.c.request_id == request.c.id, verdict.c.outcome == "approved"))
    columns = (request.c.process_id, sa.func.max(request.c.number).label("number"))
    kept = _only(sa.select(*columns).select_from(source), request, ids)
    return kept.group_by(request.c.process_id).subquery("last_approved" if approved_only else "last")


def _talks(ids: Ids) -> sa.Subquery:
    """Per process the day of the last talk held, and how many are still to come."""
    columns = (
        sa.func.max(talk.c.held_on, type_=talk.c.held_on.type).label("last_held"),
        sa.func.sum(sa.case((talk.c.status == "planned", 1), else_=0)).label("talks_planned"),
    )
    kept = sa.select(talk.c.process_id, *columns).where(talk.c.deleted_at.is_(None))
    return _only(kept, talk, ids).group_by(talk.c.process_id).subquery("talks")


def _told(ids: Ids) -> sa.Subquery:
    """Per process whether each part of the feedback was sent."""
    columns = [
        sa.func.max(sa.case((feedback.c.part == part, 1), else_=0)).label(f"told_{part}") for part in ("heard", "done")
    ]
    kept = sa.select(feedback.c.process_id, *columns).where(feedback.c.deleted_at.is_(None))
    return _only(kept, feedback, ids).group_by(feedback.c.process_id).subquery("told")


def _question(closed: bool, ids: Ids) -> sa.Select[Any]:
    steps, last, last_approved = _steps(ids), _last_of(False, ids), _last_of(True, ids)
    talks, told = _talks(ids), _told(ids)
    asked, granted = request.alias("asked"), request.alias("granted")
    answer, grant = verdict.alias("answer"), verdict.alias("grant_verdict")
    joined = (
        process.join(steps, steps.c.process_id == process.c.id)
        .outerjoin(talks, talks.c.process_id == process.c.id)
        .outerjoin(told, told.c.process_id == process.c.id)
        .outerjoin(scenario, sa.and_(scenario.c.process_id == process.c.id, scenario.c.is_base == 1))
        .outerjoin(last, last.c.process_id == process.c.id)
        .outerjoin(asked, sa.and_(asked.c.process_id == process.c.id, asked.c.number == last.c.number))
        .outerjoin(answer, sa.and_(answer.c.request_id == asked.c.id, answer.c.outcome != "deferred"))
        .outerjoin(last_approved, last_approved.c.process_id == process.c.id)
        .outerjoin(granted, sa.and_(granted.c.process_id == process.c.id, granted.c.number == last_approved.c.number))
        .outerjoin(grant, sa.and_(grant.c.request_id == granted.c.id, grant.c.outcome == "approved"))
    )
    question = sa.select(
        process,
        *[column for column in steps.c if column.name != "process_id"],
        *[column for part in (talks, told) for column in part.c if column.name != "process_id"],
        scenario.c.result.label("estimate"),
        asked.c.id.label("request_id"),
        asked.c.number.label("request_number"),
        asked.c.submitted_at,
        asked.c.cost_cents,
        asked.c.cash_cents,
        asked.c.own_cents,
        asked.c.finish,
        answer.c.outcome.label("answer_outcome"),
        answer.c.kind.label("answer_kind"),
        granted.c.id.label("approved_id"),
        grant.c.granted.label("lower"),
        granted.c.cost_cents.label("approved_cost_cents"),
        granted.c.cash_cents.label("approved_cash_cents"),
        granted.c.own_cents.label("approved_own_cents"),
        granted.c.finish.label("approved_finish"),
        grant.c.decided_on.label("approved_on"),
    ).select_from(joined)
    if not closed:
        question = question.where(process.c.status.in_(("active", "paused")))
    return question if ids is None else question.where(process.c.id.in_(ids))


def _only(question: sa.Select[Any], table: sa.Table, ids: Ids) -> sa.Select[Any]:
    return question if ids is None else question.where(table.c.process_id.in_(ids))


def portfolio(c: sa.Connection, closed: bool, ids: Ids = None) -> list[dict[str, Any]]:
    """Rows with the process's columns, ``steps`` {1..10: row}, ``estimate``, and the latest and approved requests; of
    all processes, or of ``ids``."""
    return [_unfolded(dict(row)) for row in c.execute(_question(closed, ids)).mappings()]


def _unfolded(row: dict[str, Any]) -> dict[str, Any]:
    row["steps"] = {step: {name: row.pop(f"{name}_{step}") for name in _STEP} for step in range(1, 11)}
    _lowered(row, row.pop("lower"))
    row["request_status"] = status_of(row["request_id"] is not None, row["answer_outcome"], row["answer_kind"])
    return row


def _lowered(row: dict[str, Any], granted: str | None) -> None:
    """What was granted instead of what was asked."""
    if granted is None:
        return
    asked = json.loads(granted)["estimate"]["request"]
    row["approved_cost_cents"], row["approved_cash_cents"] = cents(asked["cost_eur"]), cents(asked["cash_eur"])
    row["approved_own_cents"] = row["approved_cost_cents"] - row["approved_cash_cents"]
    row["approved_finish"] = dt.date.fromisoformat(asked["finish"])


def status_of(asked: bool, outcome: str | None, kind: str | None) -> str | None:
    """The status of a request from its final verdict.

    >>> status_of(True, None, None), status_of(True, "approved", "recorded"), status_of(True, "refused", "recorded")
    ('submitted', 'recorded', 'refused')
    """
    if not asked:
        return None
    if outcome is None:
        return "submitted"
    return "recorded" if outcome == "approved" and kind == "recorded" else outcome


def last_approval(c: sa.Connection, process_id: str) -> int:
    """Number of the audit row with which the last approved request was sent; 0 when there is none.

    Not that of the decision: what was edited between sending and deciding isn't in what was approved.
    """
    question = (
        sa.select(sa.func.coalesce(sa.func.max(request.c.audit_number), 0))
        .join(verdict, verdict.c.request_id == request.c.id)
        .where(request.c.process_id == process_id, verdict.c.outcome == "approved")
    )
    return int(c.execute(question).scalar_one())


def document_facts(c: sa.Connection, id: str) -> dict[str, Any]:
    """A stored document without its content: id, name, sha256, size in bytes."""
    columns = (document.c.id, document.c.name, document.c.sha256, document.c.size)
    return dict(c.execute(sa.select(*columns).where(document.c.id == id)).mappings().one())

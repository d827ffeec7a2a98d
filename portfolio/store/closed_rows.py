"""Closed processes in one question: the last approved request as it was frozen, and the ten steps as they went."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from portfolio.store.tables import process, request, step_progress, verdict

_STEP = ("step", "status", "actual_start", "actual_finish", "actual_hours", "actual_cents")

_TEXTS = ("content", "promised", "lower", "promised_lower")


def closed(c: sa.Connection, example: bool) -> list[dict[str, Any]]:
    """Per closed process that was approved: its id, name, ``content`` of the last approved request and ``promised``
    of the first (text), ``lower`` and ``promised_lower`` (what was granted instead of these, or None), ``approved_on``,
    ``asked_at`` (when its first request was sent) and ``steps`` {1..10: row}. By id."""
    granted = verdict.c.outcome == "approved"
    approved = request.join(verdict, sa.and_(verdict.c.request_id == request.c.id, granted))
    last = (
        sa.select(
            request.c.process_id,
            sa.func.max(request.c.number).label("number"),
            sa.func.min(request.c.number).label("earliest"),
        )
        .select_from(approved)
        .group_by(request.c.process_id)
        .subquery("last")
    )
    first = (
        sa.select(request.c.process_id, sa.func.min(request.c.submitted_at).label("asked_at"))
        .group_by(request.c.process_id)
        .subquery("first")
    )
    promise = request.alias("promise")  # the first that was approved: a later one already knew how it went
    promise_verdict = verdict.alias("promise_verdict")
    joined = (
        process.join(last, last.c.process_id == process.c.id)
        .join(request, sa.and_(request.c.process_id == process.c.id, request.c.number == last.c.number))
        .join(verdict, sa.and_(verdict.c.request_id == request.c.id, granted))
        .join(promise, sa.and_(promise.c.process_id == process.c.id, promise.c.number == last.c.earliest))
        .join(
            promise_verdict,
            sa.and_(promise_verdict.c.request_id == promise.c.id, promise_verdict.c.outcome == "approved"),
        )
        .join(first, first.c.process_id == process.c.id)
        .join(step_progress, step_progress.c.process_id == process.c.id)
    )
    # The text of a request is long and stands once per process: with its first step.
    content = sa.case((step_progress.c.step == 1, request.c.content)).label("content")
    promised = sa.case((step_progress.c.step == 1, promise.c.content)).label("promised")
    lower = sa.case((step_progress.c.step == 1, verdict.c.granted)).label("lower")
    kept_to = sa.case((step_progress.c.step == 1, promise_verdict.c.granted)).label("promised_lower")
    question = (
        sa.select(
            process.c.id, process.c.name, verdict.c.decided_on, first.c.asked_at, content, promised, lower, kept_to
        )
        .add_columns(*(step_progress.c[name].label(f"step_{name}") for name in _STEP))
        .select_from(joined)
        .where(process.c.status == "closed", process.c.example == int(example))
        .order_by(process.c.id, step_progress.c.step)
    )
    found: dict[str, dict[str, Any]] = {}
    for row in c.execute(question).mappings():
        kept = {name: row[name] for name in ("id", "name", "asked_at", *_TEXTS)}
        one = found.setdefault(row["id"], kept | {"approved_on": row["decided_on"], "steps": {}})
        one["steps"][row["step_step"]] = {name: row[f"step_{name}"] for name in _STEP}
    return list(found.values())

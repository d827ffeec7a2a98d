"""The facts that the pitfall rules look at, of all processes: a constant number of questions, however many there are.

What a request asked for is long and never changes: only its numbers are read here, its text by ``contents``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from portfolio.store.tables import process, request, scenario, step_progress, verdict
from portfolio.store.tables_steps import acceptance, feedback, journal, process_form, talk

Rows = list[dict[str, Any]]

_PROCESS = ("id", "name", "municipality", "question", "area", "group_names", "status", "example", "client_name")
_OWNERS = ("content_owner", "process_owner", "portfolio_holder")
_STEP = ("process_id", "step", "status", "planned_start", "planned_finish", "actual_start", "actual_finish")
_TALK = ("process_id", "form", "audience", "status", "planned_on", "invited_on", "held_on")
_REQUEST = ("id", "process_id", "number", "sha256", "cost_cents")
_FORMS = ("approach", "roles", "evaluation")


def everything(c: sa.Connection) -> dict[str, Rows]:
    """By name of the table the rows of all processes, as far as the rules need them; nothing that was taken back.

    ``request`` has besides its own numbers those of the approval: ``approved_on``, ``verdict_id`` and ``lower`` (true
    when less was granted), None without.
    """
    granted = sa.and_(verdict.c.request_id == request.c.id, verdict.c.outcome == "approved")
    columns = (
        verdict.c.decided_on.label("approved_on"),
        verdict.c.id.label("verdict_id"),
        verdict.c.granted_cents.label("lower"),
    )
    asked = sa.select(*(request.c[name] for name in _REQUEST), *columns).select_from(
        request.outerjoin(verdict, granted)
    )
    return {
        "process": _rows(c, _of(process, (*_PROCESS, *_OWNERS))),
        "step": _rows(c, _of(step_progress, _STEP)),
        "scenario": _rows(c, _of(scenario, ("process_id", "scope")).where(scenario.c.is_base == 1)),
        "request": _rows(c, asked.order_by(request.c.process_id, request.c.number)),
        "form": _rows(c, _of(process_form, ("process_id", "kind", "content")).where(process_form.c.kind.in_(_FORMS))),
        "talk": _rows(c, _live(talk, _TALK).where(talk.c.status != "cancelled").order_by(talk.c.id)),
        "feedback": _rows(c, _live(feedback, ("process_id", "part", "sent_on"))),
        "public": _rows(c, _live(journal, ("process_id", "day")).where(journal.c.kind == "public")),
        "acceptance": _rows(
            c, _live(acceptance, ("id", "process_id", "rule", "reason", "until")).order_by(acceptance.c.at)
        ),
    }


def contents(c: sa.Connection, requests: Sequence[str]) -> dict[str, str]:
    """Request → the text of what was asked."""
    question = sa.select(request.c.id, request.c.content).where(request.c.id.in_(requests))
    return {row.id: row.content for row in c.execute(question)} if requests else {}


def grants(c: sa.Connection, verdicts: Sequence[str]) -> dict[str, str]:
    """Verdict → the text of the smaller process that was granted."""
    question = sa.select(verdict.c.id, verdict.c.granted).where(verdict.c.id.in_(verdicts))
    return {row.id: row.granted for row in c.execute(question)} if verdicts else {}


def _of(table: sa.Table, names: Sequence[str]) -> sa.Select[Any]:
    return sa.select(*(table.c[name] for name in names))


def _live(table: sa.Table, names: Sequence[str]) -> sa.Select[Any]:
    return _of(table, names).where(table.c.deleted_at.is_(None))


def _rows(c: sa.Connection, question: sa.Select[Any]) -> Rows:
    return [dict(row) for row in c.execute(question).mappings()]

"""The facts that the pitfall rules look at, of all processes: a constant number of questions, however many there are.

What a request asked for is long and never changes: only its numbers are read here, its text by ``contents``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from portfolio.store.tables import process, request, scenario, step_progress, verdict
from portfolio.store.tables_steps import acceptance, feedback, journal, process_form, talk

Rows = list[dict[str, Any]]

_PROCESS = ("id", "name", "municipality", "question", "area", "group_names", "status", "example", "client_name")
_OWNERS = ("content_owner", "process_owner", "portfolio_holder")
_STEP = ("process_id", "step", "status", "planned_start", "planned_finish", "actual_start", "actual_finish")
_TALK = (
    "process_id",
    "form",
    "audience",
    "status",
    "planned_on",
    "invited_on",
    "held_on",
    "registrations",
    "participants",
)
_REQUEST = ("id", "process_id", "number", "sha256", "cost_cents")
_FORMS = ("approach", "roles", "evaluation")


def everything(c: sa.Connection, ids: Sequence[str] | None = None) -> dict[str, Rows]:
    """By name of the table the rows of all processes, or of ``ids``, as far as the rules need them; nothing that was
    taken back.

    ``request`` has besides its own numbers those of the approval: ``approved_on``, ``verdict_id`` and ``lower`` (the
    cents when less was granted), None without.
    """

    def rows(question: sa.Select[Any], table: sa.Table, name: str = "process_id") -> Rows:
        return _rows(c, question if ids is None else question.where(table.c[name].in_(ids)))

    forms = _of(process_form, ("process_id", "kind", "content")).where(process_form.c.kind.in_(_FORMS))
    told = _live(acceptance, ("id", "process_id", "rule", "reason", "until")).order_by(acceptance.c.at)
    return {
        "process": rows(_of(process, (*_PROCESS, *_OWNERS)), process, "id"),
        "step": rows(_of(step_progress, _STEP), step_progress),
        "scenario": rows(_of(scenario, ("process_id", "scope")).where(scenario.c.is_base == 1), scenario),
        "request": rows(_asked(True).order_by(request.c.process_id, request.c.number), request),
        "form": rows(forms, process_form),
        "talk": rows(_live(talk, _TALK).where(talk.c.status != "cancelled").order_by(talk.c.id), talk),
        "feedback": rows(_live(feedback, ("process_id", "part", "sent_on")), feedback),
        "public": rows(_live(journal, ("process_id", "day")).where(journal.c.kind == "public"), journal),
        "acceptance": rows(told, acceptance),
    }


def approvals(c: sa.Connection, ids: Sequence[str] | None = None) -> Rows:
    """The approved requests as in ``everything``, of each process the last one last."""
    question = _asked(False).order_by(request.c.process_id, request.c.number)
    return _rows(c, question if ids is None else question.where(request.c.process_id.in_(ids)))


def _asked(waiting: bool) -> sa.Select[Any]:
    """Requests with the approval they got; those without one only with ``waiting``."""
    granted = sa.and_(verdict.c.request_id == request.c.id, verdict.c.outcome == "approved")
    columns = (
        verdict.c.decided_on.label("approved_on"),
        verdict.c.id.label("verdict_id"),
        verdict.c.granted_cents.label("lower"),
    )
    asked = sa.select(*(request.c[name] for name in _REQUEST), *columns)
    return asked.select_from(request.join(verdict, granted, isouter=waiting))


def texts(c: sa.Connection, requests: Sequence[str]) -> Iterator[tuple[str, str, str | None]]:
    """Request, the text of what was asked, and that of the smaller process that was granted; a few at a time."""
    granted = sa.and_(verdict.c.request_id == request.c.id, verdict.c.outcome == "approved")
    question = sa.select(request.c.id, request.c.content, verdict.c.granted).select_from(
        request.outerjoin(verdict, granted)
    )
    if requests:
        found = c.execute(question.where(request.c.id.in_(requests)).execution_options(yield_per=20))
        yield from ((row[0], row[1], row[2]) for row in found)


def _of(table: sa.Table, names: Sequence[str]) -> sa.Select[Any]:
    return sa.select(*(table.c[name] for name in names))


def _live(table: sa.Table, names: Sequence[str]) -> sa.Select[Any]:
    return _of(table, names).where(table.c.deleted_at.is_(None))


def _rows(c: sa.Connection, question: sa.Select[Any]) -> Rows:
    return [dict(row) for row in c.execute(question).mappings()]

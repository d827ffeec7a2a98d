"""What the whole reads of all processes, or of a few, with the same number of questions; and what changed since."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from portfolio.store.tables import audit, process, request, scenario, step_progress, verdict
from portfolio.store.tables_meetings import status_report
from portfolio.store.tables_steps import booking, feedback, finding, journal, process_form, talk

Ids = Sequence[str] | None  # None: of all processes
Rows = list[dict[str, Any]]


class Change(NamedTuple):
    """What an audit row says was changed."""

    number: int
    hash: str
    object: str
    result: str
    content: str


# Where a process is worked on, and the column that says when.
_TOUCHED: tuple[tuple[sa.Table, tuple[str, ...]], ...] = (
    (step_progress, ("updated_at",)),
    (scenario, ("updated_at",)),
    (request, ("submitted_at",)),
    (process_form, ("updated_at",)),
    (talk, ("updated_at",)),
    (finding, ("updated_at",)),
    (booking, ("at", "deleted_at")),
    (feedback, ("at", "deleted_at")),
    (journal, ("at", "deleted_at")),
    (status_report, ("at",)),
)


def _only(question: sa.Select[Any], column: sa.ColumnElement[Any], ids: Ids) -> sa.Select[Any]:
    return question if ids is None else question.where(column.in_(ids))


def steps(c: sa.Connection, ids: Ids) -> Rows:
    """All columns of all steps, in order."""
    question = _only(sa.select(step_progress), step_progress.c.process_id, ids)
    ordered = question.order_by(step_progress.c.process_id, step_progress.c.step)
    return [dict(row) for row in c.execute(ordered).mappings()]


def bases(c: sa.Connection, ids: Ids) -> Rows:
    """``process_id``, ``scope`` and ``result`` of every base scenario."""
    columns = (scenario.c.process_id, scenario.c.scope, scenario.c.result)
    question = _only(sa.select(*columns).where(scenario.c.is_base == 1), scenario.c.process_id, ids)
    return [dict(row) for row in c.execute(question).mappings()]


def committed(c: sa.Connection, ids: Ids) -> dict[str, dict[int, int]]:
    """Process → step → cents committed, where anything was."""
    columns = (booking.c.process_id, booking.c.step, sa.func.sum(booking.c.cents))
    kept = sa.select(*columns).where(booking.c.kind == "committed", booking.c.deleted_at.is_(None))
    found: dict[str, dict[int, int]] = {}
    for id, step, total in c.execute(
        _only(kept, booking.c.process_id, ids).group_by(booking.c.process_id, booking.c.step)
    ):
        found.setdefault(id, {})[step] = int(total)
    return found


def last_reports(c: sa.Connection, ids: Ids) -> dict[str, dict[str, Any]]:
    """Process → the row of its last status report."""
    question = _only(sa.select(status_report), status_report.c.process_id, ids).order_by(status_report.c.audit_number)
    return {row["process_id"]: dict(row) for row in c.execute(question).mappings()}


def touched_on(c: sa.Connection, ids: Ids) -> dict[str, str]:
    """Process → the moment of the last change of anything of it, as stored."""
    own = _only(sa.select(process.c.id, process.c.updated_at), process.c.id, ids)
    found: dict[str, str] = {row.id: row.updated_at for row in c.execute(own)}
    for table, names in _TOUCHED:
        columns = [sa.func.max(table.c[name]) for name in names]
        question = _only(sa.select(table.c.process_id, *columns), table.c.process_id, ids)
        for id, *moments in c.execute(question.group_by(table.c.process_id)):
            found[id] = max([found.get(id, ""), *(moment for moment in moments if moment)])
    decided = sa.select(request.c.process_id, sa.func.max(verdict.c.at)).join(
        verdict, verdict.c.request_id == request.c.id
    )
    for id, moment in c.execute(_only(decided, request.c.process_id, ids).group_by(request.c.process_id)):
        found[id] = max(found.get(id, ""), moment)
    return found


def changes(c: sa.Connection, number: int) -> list[Change]:
    """The audit rows from a number on, in order."""
    columns = (audit.c.number, audit.c.hash, audit.c.object, audit.c.result, audit.c.content)
    question = sa.select(*columns).where(audit.c.number >= number).order_by(audit.c.number)
    return [Change(*row) for row in c.execute(question)]


def processes_of(c: sa.Connection, requests: Sequence[str]) -> set[str]:
    """The processes of these requests."""
    question = sa.select(request.c.process_id).where(request.c.id.in_(requests))
    return set(c.execute(question).scalars()) if requests else set()

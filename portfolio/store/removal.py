"""Deletes the example portfolio. The triggers let nothing else of what must stay be deleted."""

from __future__ import annotations

import sqlalchemy as sa

from portfolio.store import tables_meetings as meetings
from portfolio.store.tables import (
    document,
    process,
    request,
    request_maker,
    scenario,
    scenario_version,
    step_progress,
    token,
    verdict,
)
from portfolio.store.tables_steps import OF_PROCESS


def example(c: sa.Connection) -> list[str]:
    """Delete every record flagged as an example; returns the ids of the processes."""
    ids = list(c.execute(sa.select(process.c.id).where(process.c.example == 1).order_by(process.c.id)).scalars())
    if not ids:
        return []
    for table in meetings.OF_PROCESS:
        c.execute(table.delete().where(table.c.process_id.in_(ids)))
    for table in (*meetings.OF_EXAMPLE, verdict, document, request_maker, request, scenario_version):
        c.execute(table.delete().where(table.c.example == 1))
    for table in (*OF_PROCESS, scenario, step_progress):
        c.execute(table.delete().where(table.c.process_id.in_(ids)))
    c.execute(process.delete().where(process.c.example == 1))
    c.execute(token.delete().where(token.c.token.startswith("example:")))  # so that it can be loaded again
    return ids

"""Rows for an export: a few columns of a table, of some processes at a time, so that memory stays small."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from portfolio.store import chain
from portfolio.store.tables import document, metadata, request, verdict

Row = dict[str, Any]


def of(c: sa.Connection, table: str, columns: Sequence[str], ids: Sequence[str], by: str = "process_id") -> list[Row]:
    """The rows of these processes (or of the rows that the column ``by`` names) that were not taken away."""
    source = metadata.tables[table]
    return _rows(c, _live(source, columns).where(source.c[by].in_(ids)))


def whole(c: sa.Connection, table: str, columns: Sequence[str]) -> list[Row]:
    """All rows of a table that is never long, without those that were taken away."""
    return _rows(c, _live(metadata.tables[table], columns))


def decisions(c: sa.Connection, columns: Sequence[str], ids: Sequence[str]) -> list[Row]:
    """The decisions on the requests of these processes, with ``process_id``, ``request_number`` and the name of the
    ``document``."""
    joined = verdict.join(request, request.c.id == verdict.c.request_id).outerjoin(
        document, document.c.id == verdict.c.document_id
    )
    more = (
        request.c.process_id,
        request.c.number.label("request_number"),
        document.c.name.label("document"),
    )
    asked = sa.select(*(verdict.c[name] for name in columns), *more).select_from(joined)
    return _rows(c, asked.where(request.c.process_id.in_(ids)))


def head(c: sa.Connection) -> tuple[int, str]:
    """Number and hash of the last row of the audit chain, as this connection sees it."""
    return chain.head(c)


def batches(ids: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """The ids in pieces.

    >>> list(batches(["a", "b", "c"], 2))
    [['a', 'b'], ['c']]
    """
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def _live(source: sa.Table, columns: Sequence[str]) -> sa.Select[Any]:
    question = sa.select(*(source.c[name] for name in columns))
    return question.where(source.c.deleted_at.is_(None)) if "deleted_at" in source.c else question


def _rows(c: sa.Connection, question: sa.Select[Any]) -> list[Row]:
    return [dict(row) for row in c.execute(question).mappings()]

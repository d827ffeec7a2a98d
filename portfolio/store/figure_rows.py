"""The municipality's own figures and what it learned, as rows: the last of each kind counts."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from portfolio.store.tables import learned, own_figure, users

Row = dict[str, Any]


def last_hashes(c: sa.Connection) -> tuple[str, str]:
    """Audit hashes of the last own figure and of what was last learned, empty when there is none. One question.

    A hash stands for all that was recorded before it, so the figures in use are the same when both are.
    """
    own, taken = (
        sa.select(table.c.audit_hash).order_by(table.c.audit_number.desc()).limit(1).scalar_subquery()
        for table in (own_figure, learned)
    )
    row = c.execute(sa.select(sa.func.coalesce(own, ""), sa.func.coalesce(taken, ""))).one()
    return str(row[0]), str(row[1])


def last_per_key(c: sa.Connection) -> list[Row]:
    """The last row of every key, by key, each with ``who``: the name of who set it, where it is still known."""
    last = sa.select(sa.func.max(own_figure.c.audit_number)).group_by(own_figure.c.key)
    return _own(c, own_figure.c.audit_number.in_(last), own_figure.c.key)


def of_key(c: sa.Connection, key: str | None) -> list[Row]:
    """All rows of a key, or of all keys, newest first, with ``who``."""
    wanted = sa.true() if key is None else own_figure.c.key == key
    return _own(c, wanted, own_figure.c.audit_number.desc())


def learned_rows(c: sa.Connection, limit: int | None = None) -> list[Row]:
    """What was learned, newest first, with ``who``."""
    question = sa.select(learned, users.c.name.label("who")).join(users, users.c.id == learned.c.adopted_by)
    ordered = question.order_by(learned.c.audit_number.desc()).limit(limit)
    return [dict(row) for row in c.execute(ordered).mappings()]


def _own(c: sa.Connection, wanted: sa.ColumnElement[bool], order: sa.ColumnElement[Any]) -> list[Row]:
    question = sa.select(own_figure, users.c.name.label("who")).join(users, users.c.id == own_figure.c.set_by)
    return [dict(row) for row in c.execute(question.where(wanted).order_by(order)).mappings()]

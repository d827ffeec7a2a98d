"""Reading and writing rows by their keys: the few statements that all rules share."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

Row = dict[str, Any]


def _match(table: sa.Table, where: Row) -> list[sa.ColumnElement[bool]]:
    return [table.c[name] == value for name, value in where.items()]


def one(c: sa.Connection, table: sa.Table, **where: Any) -> Row | None:
    """The row with these values, or None."""
    row = c.execute(sa.select(table).where(*_match(table, where))).mappings().first()
    return dict(row) if row else None


def many(c: sa.Connection, table: sa.Table, order: str | None = None, **where: Any) -> list[Row]:
    """All rows with these values; ``order`` is a column name, ``-name`` for last first."""
    question = sa.select(table).where(*_match(table, where))
    if order:
        column = table.c[order.lstrip("-")]
        question = question.order_by(column.desc() if order.startswith("-") else column)
    return [dict(row) for row in c.execute(question).mappings()]


def insert(c: sa.Connection, table: sa.Table, **values: Any) -> None:
    """Add one row."""
    c.execute(table.insert().values(**values))


def insert_all(c: sa.Connection, table: sa.Table, rows: list[Row]) -> None:
    """Add several rows with the same columns."""
    if rows:
        c.execute(table.insert(), rows)


def change(c: sa.Connection, table: sa.Table, where: Row, values: Row) -> int:
    """Change the rows with these values; returns how many. Put ``version`` in ``where`` to lose no update."""
    return c.execute(table.update().where(*_match(table, where)).values(**values)).rowcount


def delete(c: sa.Connection, table: sa.Table, **where: Any) -> int:
    """Delete the rows with these values; returns how many."""
    if not where:
        raise ValueError("delete wants at least one condition")
    return c.execute(table.delete().where(*_match(table, where))).rowcount


def latest_number(c: sa.Connection, table: sa.Table, column: str, **where: Any) -> int:
    """The highest value in a whole-number column, 0 without rows."""
    question = sa.select(sa.func.coalesce(sa.func.max(table.c[column]), 0)).where(*_match(table, where))
    return int(c.execute(question).scalar_one())

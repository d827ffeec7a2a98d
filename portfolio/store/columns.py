"""What the tables are made of: column types that both databases store alike, and the one list of tables."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import sqlalchemy as sa

from portfolio.store.codec import canonical, clean


class Words(sa.types.TypeDecorator[str]):
    """Text without NUL characters (PostgreSQL refuses them, and they hide text in SQLite)."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        return None if value is None else clean(value)


class Json(sa.types.TypeDecorator[Any]):
    """A JSON value as canonical text."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> str | None:
        return None if value is None else canonical(value)

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> Any:
        return None if value is None else json.loads(value)


class Flag(sa.types.TypeDecorator[bool]):
    """Yes or no as 1 or 0."""

    impl = sa.Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: sa.Dialect) -> int | None:
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: sa.Dialect) -> bool | None:
        return None if value is None else bool(value)


class Day(sa.types.TypeDecorator[dt.date]):
    """A date as ISO text."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: dt.date | None, dialect: sa.Dialect) -> str | None:
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> dt.date | None:
        return None if value is None else dt.date.fromisoformat(value)


metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def key(name: str = "id") -> sa.Column[Any]:
    return sa.Column(name, Words, primary_key=True)


def to(name: str, target: str, nullable: bool = False, primary_key: bool = False) -> sa.Column[Any]:
    return sa.Column(name, Words, sa.ForeignKey(target), nullable=nullable, primary_key=primary_key)


def words(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, Words, nullable=False, server_default="") for name in names]


def flag(name: str) -> sa.Column[Any]:
    return sa.Column(name, Flag, nullable=False, server_default="0")

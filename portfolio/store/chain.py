"""The audit chain: every row carries the hash of the row before it.

A row names its actor by a pseudonym (``users.id``) and holds no personal names, so that a name can be erased without
breaking the chain. Columns follow what a municipal log line needs: action, object, result, origin, actor, time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from portfolio import APP_VERSION
from portfolio.store import clock
from portfolio.store.codec import canonical, sha256
from portfolio.store.tables import audit, users

START = "0" * 64
_HASHED = ("number", "at", "actor", "action", "object", "result", "origin", "app_version", "content", "previous")


def head(c: sa.Connection) -> tuple[int, str]:
    """Number and hash of the last row; (0, 64 zeros) when nothing was recorded."""
    row = c.execute(sa.select(audit.c.number, audit.c.hash).order_by(audit.c.number.desc()).limit(1)).first()
    return (row[0], row[1]) if row else (0, START)


def append(
    c: sa.Connection, *, actor: str, action: str, object: str, result: str, origin: str, content: dict[str, Any]
) -> tuple[int, str]:
    """Add a row in the caller's transaction; returns its number and hash. Call it under the write lock."""
    number, previous = head(c)
    row = {
        "number": number + 1,
        "at": clock.wall(),
        "actor": actor,
        "action": action,
        "object": object,
        "result": result,
        "origin": origin,
        "app_version": APP_VERSION,
        "content": canonical(content),
        "previous": previous,
    }
    digest = row_hash(row)
    c.execute(audit.insert().values(**row, hash=digest))
    return number + 1, digest


def row_hash(row: dict[str, Any]) -> str:
    """The hash a row must have."""
    return sha256(canonical({name: row[name] for name in _HASHED}))


def rows(c: sa.Connection) -> Iterator[dict[str, Any]]:
    """All rows in order, a few at a time."""
    result = c.execution_options(yield_per=1000).execute(sa.select(audit).order_by(audit.c.number))
    for row in result.mappings():
        yield dict(row)


def actors(c: sa.Connection, objects: list[str], actions: tuple[str, ...], after: int) -> set[str]:
    """Pseudonyms of everyone who did one of ``actions`` on one of ``objects`` after row ``after``, successfully."""
    question = sa.select(audit.c.actor).where(
        audit.c.object.in_(objects), audit.c.action.in_(actions), audit.c.number > after, audit.c.result == "done"
    )
    return set(c.execute(question.distinct()).scalars())


def contents(c: sa.Connection, object: str, actions: tuple[str, ...], after: int = 0) -> list[dict[str, Any]]:
    """What the rows of successful ``actions`` on an object hold, after row ``after``, oldest first."""
    question = sa.select(audit.c.content).where(
        audit.c.object == object, audit.c.action.in_(actions), audit.c.number > after, audit.c.result == "done"
    )
    return [json.loads(text) for text in c.execute(question.order_by(audit.c.number)).scalars()]


def latest(c: sa.Connection, object: str | None, limit: int) -> list[dict[str, Any]]:
    """The last rows, newest first, each with ``who``: the actor's name where it is still known, else the pseudonym."""
    question = sa.select(audit, users.c.name.label("who")).outerjoin(users, users.c.id == audit.c.actor)
    if object:
        below = audit.c.object.startswith(f"{object}/", autoescape=True)
        question = question.where(sa.or_(audit.c.object == object, below))
    rows = c.execute(question.order_by(audit.c.number.desc()).limit(limit)).mappings()
    return [{**row, "who": row["who"] or row["actor"]} for row in rows]

"""Who did what and when: reading the audit chain."""

from __future__ import annotations

from typing import Any

from portfolio import verify as _verify
from portfolio.store import chain
from portfolio.store.database import Store


def head(store: Store) -> tuple[int, str]:
    """Number and hash of the last row: what is printed on documents and kept outside the database."""
    with store.read() as c:
        return chain.head(c)


def rows(store: Store, object: str | None = None, limit: int = 200) -> list[dict[str, Any]]:
    """The last rows, newest first, with the actor's name as ``who`` where it is still known.

    ``object``: only rows about this object, for example ``process/…``, or about something below it.
    """
    with store.read() as c:
        return chain.latest(c, object, limit)


def verify(store: Store) -> list[str]:
    """Faults found in the chain and in what it records, as English sentences; empty when all is well."""
    return [fault.message for fault in _verify.verify(store).faults]

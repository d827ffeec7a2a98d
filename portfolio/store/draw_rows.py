"""The stored draws of totals, by key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from portfolio.store.tables_meetings import total_draws

AT_ONCE = 200  # keys in one question: 6.5 MB of draws


def known(c: sa.Connection, keys: Sequence[str]) -> set[str]:
    """Those of ``keys`` of which there are draws."""
    found: set[str] = set()
    for some in _some(keys):
        found |= set(c.execute(sa.select(total_draws.c.key).where(total_draws.c.key.in_(some))).scalars())
    return found


def read(c: sa.Connection, keys: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The rows with these keys, a few at a time; those that aren't there are passed over."""
    for some in _some(keys):
        for row in c.execute(sa.select(total_draws).where(total_draws.c.key.in_(some))).mappings():
            yield dict(row)


def add(c: sa.Connection, row: dict[str, Any]) -> None:
    """Add draws, unless they are there already."""
    if not known(c, [row["key"]]):
        c.execute(total_draws.insert().values(**row))


def _some(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    every = list(dict.fromkeys(keys))
    for first in range(0, len(every), AT_ONCE):
        yield every[first : first + AT_ONCE]

"""A store that stays inside one running change, so that many ordinary changes are saved together or not at all.

What is written through it follows the same rules and leaves the same audit rows as when it is done one by one.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from portfolio.store import Connection, Store

T = TypeVar("T")


@dataclass(frozen=True)
class Within(Store):
    """The store as seen from inside a change: reads see what was written so far, writes belong to it."""

    c: Connection

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """The connection of the change."""
        yield self.c

    @contextlib.contextmanager
    def write(self) -> Iterator[Connection]:
        """The connection of the change."""
        yield self.c

    def transact(self, work: Callable[[Connection], T]) -> T:
        """Run ``work`` as a part of the change: when it fails, only this part is undone."""
        with self.c.begin_nested():
            return work(self.c)

"""How many pages are computed at the same time in one process.

Python computes one thing at a time. When many visitors click at once and every page takes its share, all wait for
all others, and switching between them costs more than the work. So a page waits for its turn and is then computed
without interruption (docs/speed.md, "Many visitors"). Two at a time, because part of the work (large sums, reading the
database) leaves room for another.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from portfolio.store import kept_open

AT_ONCE = 2

_places = threading.BoundedSemaphore(AT_ONCE)
_mine = threading.local()


@contextmanager
def turn() -> Iterator[None]:
    """Wait for a place and keep it during the block, and one connection to read with; who has one already goes on."""
    if getattr(_mine, "held", False):
        yield
        return
    with _places, kept_open():
        _mine.held = True
        try:
            yield
        finally:
            _mine.held = False


def in_turn(part: Callable[..., Any]) -> Callable[..., Any]:
    """A part of a page that runs by itself (a fragment) waits for its turn as a page does."""

    @wraps(part)
    def waiting(*args: Any, **more: Any) -> Any:
        with turn():
            return part(*args, **more)

    return waiting

"""What SQLAlchemy makes of a statement, kept for all databases of one kind.

Nearly every test has a database of its own, and would make the same texts again.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.util import LRUCache

MOST = 3000  # statements


class Compiled(LRUCache[Any, Any]):
    """SQLAlchemy's keys begin with the engine's own dialect; here its name stands there."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get((key[0].name, *key[1:]), default)

    def __getitem__(self, key: Any) -> Any:
        return super().__getitem__((key[0].name, *key[1:]))

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__((key[0].name, *key[1:]), value)


_kept = Compiled(MOST)


def share() -> None:
    """From here on every engine of this process uses what any of them compiled."""

    @sa.event.listens_for(sa.Engine, "engine_connect")
    def _share(connection: sa.Connection) -> None:
        if "compiled_cache" not in connection.engine.get_execution_options():
            connection.engine.update_execution_options(compiled_cache=_kept)

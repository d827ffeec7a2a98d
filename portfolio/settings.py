"""What a municipality sets once for all its processes, under a key: meeting dates, its Word template, and the like.

What may stand under a key is checked by the module that owns it (for instance portfolio.meeting_days).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from portfolio.identity import User
from portfolio.rows import CHANGED
from portfolio.store import records, tables
from portfolio.store.commit import Tx, commit
from portfolio.store.database import Connection, Store
from portfolio.store.errors import Conflict


@dataclass(frozen=True)
class Setting:
    """A setting as it is stored; ``version`` 0 when it was never set."""

    key: str
    content: dict[str, Any] = field(default_factory=dict)
    version: int = 0
    updated_by: str = ""
    updated_at: str = ""


def get(store: Store, key: str) -> Setting:
    """The setting, or an empty one of version 0."""
    with store.read() as c:
        return load(c, key)


def load(c: Connection, key: str) -> Setting:
    """As ``get``, on a connection."""
    row = records.one(c, tables.setting, key=key)
    return Setting(**row) if row else Setting(key)


def put(
    store: Store,
    user: User,
    key: str,
    version: int,
    content: Mapping[str, Any],
    token: str | None = None,
    *,
    typed_names: bool = False,
) -> Setting:
    """Set it as a whole, when it is still at ``version``. ``content`` was checked by its owner.

    Raises Conflict with ``theirs`` and ``yours`` when somebody was first. The audit chain holds the version and
    the names of the parts; with ``typed_names`` those may name people, and it holds how many there are.
    """

    def work(tx: Tx) -> str:
        now = load(tx.c, key)
        if now.version != version:
            raise Conflict(CHANGED, theirs=now, yours=dict(content))
        stamp = {"version": version + 1, "updated_by": tx.actor, "updated_at": tx.now}
        if version:
            records.change(tx.c, tables.setting, {"key": key}, {"content": dict(content), **stamp})
        else:
            records.insert(tx.c, tables.setting, key=key, content=dict(content), **stamp)
        parts: dict[str, Any] = {"count": len(content)} if typed_names else {"fields": sorted(content)}
        tx.log(f"setting/{key}", {"version": version + 1, **parts})
        return key

    commit(store, user, "setting.put", work, token, f"setting/{key}")
    return get(store, key)

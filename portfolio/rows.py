"""What all rows of a process share: added once per token, changed at a version, taken back without a trace lost.

A kind of row says its table, its name in the audit chain and how its fields are checked. The chain holds which fields
were set and the plain values (codes, dates, numbers), never texts: those may name people.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from portfolio.checks import shown
from portfolio.identity import User
from portfolio.messages import N_
from portfolio.processes import NOT_FOUND as NO_PROCESS
from portfolio.store import records, tables
from portfolio.store.codec import new_id
from portfolio.store.commit import Tx, commit
from portfolio.store.database import Connection, Store
from portfolio.store.errors import Conflict, NotFound, Refused

Row = dict[str, Any]
Check = Callable[[Mapping[str, Any]], Row]  # what was given → clean values; raises Refused with a fault per field
After = Callable[[Tx, Row], None]  # in the same transaction, with the row as it is now

GONE = N_("This was removed in the meantime; nothing was changed.")
CHANGED = N_("Somebody else changed this in the meantime. Compare both versions and save again.")
ENDED = N_("This process is closed; set its status to active first.")


def _nothing(tx: Tx, row: Row) -> None:
    """No consequence."""


@dataclass(frozen=True)
class Kind:
    """A kind of row. ``edited``: it has a version and may be changed; else it is written once.

    ``check(values)`` gets what was given, for a change the whole new row; ``after`` runs in the same transaction.
    """

    table: str
    fields: tuple[str, ...]
    check: Check
    edited: bool = False
    after: After = _nothing

    @property
    def of(self) -> Any:
        """The table."""
        return tables.metadata.tables[self.table]


def listing(store: Store, kind: Kind, process_id: str, order: str = "at") -> list[Row]:
    """The rows of a process that were not taken back, oldest first (by ``order``, a column name)."""
    with store.read() as c:
        return live(c, kind, process_id, order)


def live(c: Connection, kind: Kind, process_id: str | None = None, order: str = "at") -> list[Row]:
    """The rows that were not taken back, of one process or of all; plain dicts by column name."""
    where = {"deleted_at": None} | ({"process_id": process_id} if process_id else {})
    order = order if order.lstrip("-") in kind.of.c else "id"
    return records.many(c, kind.of, order, **where)


def add(
    store: Store, user: User, kind: Kind, process_id: str, values: Mapping[str, Any], token: str | None = None
) -> Row:
    """Add a row to a process. Role: bewerker. Raises Refused with a sentence per faulty field; NotFound."""
    clean = kind.check(dict(values))

    def work(tx: Tx) -> str:
        open_process(tx, process_id)
        made = new_id()
        stamp = (
            {"version": 1, "updated_by": tx.actor, "updated_at": tx.now}
            if kind.edited
            else {"made_by": tx.actor, "at": tx.now}
        )
        row = {"id": made, "process_id": process_id, **clean, **stamp}
        records.insert(tx.c, kind.of, **row)
        tx.log(f"process/{process_id}/{kind.table}/{made}", plain(clean))
        kind.after(tx, row)
        return made

    made = commit(store, user, f"{kind.table}.add", work, token, f"process/{process_id}")
    return get(store, kind, made)


def get(store: Store, kind: Kind, id: str) -> Row:
    """One row, also one that was taken back; or NotFound."""
    with store.read() as c:
        row = records.one(c, kind.of, id=id)
    if row is None:
        raise NotFound(GONE)
    return row


def change(
    store: Store,
    user: User,
    kind: Kind,
    id: str,
    version: int,
    changes: Mapping[str, Any],
    token: str | None = None,
) -> Row:
    """Change fields of a row that is still at ``version``. Role: bewerker.

    Raises Conflict with ``theirs`` (the row now) and ``yours`` when somebody was first.
    """
    before = get(store, kind, id)
    clean = kind.check({name: before[name] for name in kind.fields} | dict(changes))

    def work(tx: Tx) -> str:
        now = records.one(tx.c, kind.of, id=id, deleted_at=None)
        if now is None:
            raise NotFound(GONE)
        if now["version"] != version:
            raise Conflict(CHANGED, theirs=now, yours=dict(changes))
        open_process(tx, now["process_id"])
        stamp = {"version": version + 1, "updated_by": tx.actor, "updated_at": tx.now}
        records.change(tx.c, kind.of, {"id": id}, clean | stamp)
        changed = {name: value for name, value in clean.items() if value != now[name]}
        tx.log(f"process/{now['process_id']}/{kind.table}/{id}", {"version": version + 1, **plain(changed)})
        kind.after(tx, now | clean | stamp)
        return id

    about = f"process/{before['process_id']}/{kind.table}/{id}"
    return get(store, kind, commit(store, user, f"{kind.table}.change", work, token, about))


def remove(store: Store, user: User, kind: Kind, id: str, token: str | None = None) -> None:
    """Take a row back: it stays in the database, marked. Role: bewerker. Twice is once."""
    process_id = get(store, kind, id)["process_id"]

    def work(tx: Tx) -> str:
        open_process(tx, process_id)
        records.change(tx.c, kind.of, {"id": id, "deleted_at": None}, {"deleted_at": tx.now})
        tx.log(f"process/{process_id}/{kind.table}/{id}", {"removed": True})
        row = records.one(tx.c, kind.of, id=id)
        if row:
            kind.after(tx, row)
        return id

    about = f"process/{process_id}/{kind.table}/{id}"
    commit(store, user, f"{kind.table}.remove", work, token, about)


def open_process(tx: Tx, process_id: str) -> Row:
    """The process, which must exist and not be closed or stopped."""
    found = records.one(tx.c, tables.process, id=process_id)
    if found is None:
        raise NotFound(NO_PROCESS, id=shown(process_id))
    if found["status"] in ("closed", "stopped"):
        raise Refused(ENDED)
    return found


def plain(values: Mapping[str, Any]) -> Row:
    """What the audit chain may hold of a row: the names of its fields, and values that are no text somebody typed."""
    kept: Row = {"fields": sorted(values)}
    for name, value in values.items():
        if isinstance(value, dt.date):
            kept[name] = value.isoformat()
        elif value is None or isinstance(value, bool | int | float) or name in ("status", "kind", "part", "rule"):
            kept[name] = value
    return kept

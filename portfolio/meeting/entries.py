"""What a meeting decides and agrees: decisions, and actions with who does it and before when.

Written, changed and taken back while the meeting is open; afterwards an action can only be set to done.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portfolio.checks import LONG, Faults
from portfolio.identity import User
from portfolio.meeting import meetings
from portfolio.messages import N_
from portfolio.rows import CHANGED, GONE, plain
from portfolio.store import clock, records, tables
from portfolio.store.codec import new_id
from portfolio.store.commit import Tx, commit
from portfolio.store.database import Connection, Store
from portfolio.store.errors import Conflict, NotFound, Refused

KINDS = ("decision", "action")
FIELDS = ("kind", "text", "owner", "due", "process_id")
NO_ACTION = N_("Only an action can be done.")


@dataclass(frozen=True)
class Entry:
    """A decision, or an action with its owner and the day before which it is done. ``done_on``: of an action that is
    done."""

    id: str
    meeting_id: str
    process_id: str | None
    kind: str
    text: str
    owner: str
    due: dt.date | None
    done_on: dt.date | None
    version: int
    made_by: str
    at: str


def of(store: Store, meeting_id: str) -> list[Entry]:
    """What a meeting decided and agreed, in order; nothing that was taken back."""
    with store.read() as c:
        return load(c, meeting_id)


def load(c: Connection, meeting_id: str) -> list[Entry]:
    """As ``of``, on a connection."""
    rows = records.many(c, tables.meeting_entry, "audit_number", meeting_id=meeting_id, deleted_at=None)
    return [from_row(row) for row in rows]


def open_actions(store: Store, example: bool = False) -> list[Entry]:
    """Actions of all meetings that aren't done yet, the first due first."""
    where = {"kind": "action", "done_on": None, "deleted_at": None, "example": example}
    with store.read() as c:
        found = [from_row(row) for row in records.many(c, tables.meeting_entry, "audit_number", **where)]
    return sorted(found, key=lambda entry: entry.due or dt.date.max)


def add(store: Store, user: User, meeting_id: str, values: Mapping[str, Any], token: str | None = None) -> Entry:
    """Log a decision or an action. Role: bewerker. An action needs ``owner`` and ``due``."""
    clean = _checked(values)

    def work(tx: Tx) -> str:
        meeting = _open(tx, meeting_id)
        if clean["process_id"]:
            meetings.of_this_portfolio(tx.c, clean["process_id"], meeting.example, "process_id")
        made = new_id()
        stamp = {"version": 1, "made_by": tx.actor, "at": tx.now, "updated_by": tx.actor, "updated_at": tx.now}
        about = {"id": made, "meeting_id": meeting_id, "example": meeting.example}
        number, _hash = tx.log(f"meeting/{meeting_id}/entry/{made}", plain(clean))
        records.insert(tx.c, tables.meeting_entry, **about, **clean, **stamp, audit_number=number)
        return made

    return get(store, commit(store, user, "meeting_entry.add", work, token, f"meeting/{meeting_id}"))


def get(store: Store, id: str) -> Entry:
    """One entry, or NotFound."""
    with store.read() as c:
        row = records.one(c, tables.meeting_entry, id=id)
    if row is None:
        raise NotFound(GONE)
    return from_row(row)


def change(
    store: Store, user: User, id: str, version: int, changes: Mapping[str, Any], token: str | None = None
) -> Entry:
    """Change an entry of an open meeting at ``version``. Role: bewerker. Conflict when somebody was first."""
    before = get(store, id)
    clean = _checked({name: getattr(before, name) for name in FIELDS} | dict(changes))
    if clean["kind"] != "action":
        clean["done_on"] = None

    def work(tx: Tx) -> str:
        now = _live(tx, id)
        meeting = _open(tx, now["meeting_id"])
        if now["version"] != version:
            raise Conflict(CHANGED, theirs=from_row(now), yours=dict(changes))
        if clean["process_id"]:
            meetings.of_this_portfolio(tx.c, clean["process_id"], meeting.example, "process_id")
        stamp = {"version": version + 1, "updated_by": tx.actor, "updated_at": tx.now}
        records.change(tx.c, tables.meeting_entry, {"id": id}, clean | stamp)
        tx.log(f"meeting/{meeting.id}/entry/{id}", {"version": version + 1, **plain(clean)})
        return id

    return get(store, commit(store, user, "meeting_entry.change", work, token, f"entry/{id}"))


def remove(store: Store, user: User, id: str, token: str | None = None) -> None:
    """Take an entry of an open meeting back. Role: bewerker."""
    entry = get(store, id)

    def work(tx: Tx) -> str:
        _open(tx, entry.meeting_id)
        records.change(tx.c, tables.meeting_entry, {"id": id, "deleted_at": None}, {"deleted_at": tx.now})
        tx.log(f"meeting/{entry.meeting_id}/entry/{id}", {"removed": True})
        return id

    commit(store, user, "meeting_entry.remove", work, token, f"entry/{id}")


def set_done(store: Store, user: User, id: str, done: bool = True, token: str | None = None) -> Entry:
    """An action is done today, or after all not; also after its meeting was closed. Role: bewerker.

    Done twice keeps the first day.
    """

    def work(tx: Tx) -> str:
        now = _live(tx, id)
        if now["kind"] != "action":
            raise Refused(NO_ACTION)
        day = (now["done_on"] or clock.today()) if done else None
        if day != now["done_on"]:
            stamp = {"version": now["version"] + 1, "updated_by": tx.actor, "updated_at": tx.now}
            records.change(tx.c, tables.meeting_entry, {"id": id}, {"done_on": day} | stamp)
        tx.log(f"meeting/{now['meeting_id']}/entry/{id}", {"done_on": day.isoformat() if day else None})
        return id

    return get(store, commit(store, user, "meeting_entry.done", work, token, f"entry/{id}"))


def _live(tx: Tx, id: str) -> dict[str, Any]:
    found = records.one(tx.c, tables.meeting_entry, id=id, deleted_at=None)
    if found is None:
        raise NotFound(GONE)
    return found


def _open(tx: Tx, meeting_id: str) -> meetings.Meeting:
    found = meetings.load(tx.c, meeting_id)
    if found.status == "closed":
        raise Refused(meetings.CLOSED)
    return found


def _checked(given: Mapping[str, Any]) -> dict[str, Any]:
    faults = Faults()
    faults.known(given, FIELDS)
    kind = faults.choice("kind", given.get("kind"), KINDS)
    action = kind == "action"
    due = faults.day("due", given.get("due")) if action else None
    if action and due is None and not faults.found:
        faults.text("due", "", required=True)
    out = {
        "kind": kind,
        "text": faults.text("text", given.get("text"), LONG, required=True),
        "owner": faults.text("owner", given.get("owner"), required=action),
        "due": due,
        "process_id": given.get("process_id") or None,
    }
    faults.stop()
    return out


def from_row(row: Mapping[str, Any]) -> Entry:
    """The entry of a stored row."""
    return Entry(**{field.name: row[field.name] for field in dataclasses.fields(Entry)})


def as_left(store: Store, meeting_id: str, stored: Sequence[Mapping[str, Any]]) -> list[Entry]:
    """What a closed meeting left, in the words of its snapshot; of an action whether it is done by now."""
    done = {entry.id: entry.done_on for entry in of(store, meeting_id)}
    kept = [from_plain(one) for one in stored]
    return [dataclasses.replace(one, done_on=done.get(one.id, one.done_on)) for one in kept]


def from_plain(stored: Mapping[str, Any]) -> Entry:
    """The entry as a snapshot holds it."""
    days = {name: dt.date.fromisoformat(stored[name]) if stored[name] else None for name in ("due", "done_on")}
    return Entry(**{**stored, **days})

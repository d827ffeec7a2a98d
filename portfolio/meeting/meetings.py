"""A portfolio meeting from the day it is opened: its agenda is prepared, walked through, and then it is closed.

One meeting is open at a time. A meeting is about one's own processes, or about the example while there is nothing else;
that is fixed when it is opened.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portfolio.checks import SHORT, Faults, shown
from portfolio.identity import User
from portfolio.messages import N_
from portfolio.rows import CHANGED
from portfolio.store import records, tables
from portfolio.store.codec import new_id
from portfolio.store.commit import Tx, commit
from portfolio.store.database import Connection, Store
from portfolio.store.errors import Conflict, NotFound, Refused

KINDS = ("last", "changed", "process", "green", "free")
FIELDS = ("title", "held_on", "minutes", "agenda")
LEAST, MOST = 5, 480  # minutes of a meeting
ITEM_LEAST, ITEM_MOST, ITEMS_MOST = 1, 120, 200

NOT_FOUND = N_("There is no meeting {id}; it may have been removed.")
NOT_MINUTES = N_("{value} is not a number of minutes; allowed is {low} to {high}.")
ONE_OPEN = N_("The meeting of {day} is still open; close it first.")
CLOSED = N_("This meeting was closed; what it left stays as it is. Add a dated addition instead.")
NOT_AGENDA = N_("This is not an agenda.")
TOO_MANY = N_("An agenda has at most {high} items.")
NO_PROCESS = N_("{value} is no process of this portfolio.")


@dataclass(frozen=True)
class AgendaItem:
    """One item. ``kind``: last (decisions and actions of last time), changed (since last time), process, green (what
    goes as planned, in one line) or free. ``process_id``: of a process, else None; ``title``: of a free item, else
    empty: a process is shown under the name it has."""

    id: str
    kind: str
    process_id: str | None
    title: str
    minutes: int

    def to_dict(self) -> dict[str, Any]:
        """As it is stored."""
        return dataclasses.asdict(self)


@dataclass(frozen=True)
class Meeting:
    """A meeting. ``minutes``: how long it may take; ``status``: open or closed; ``version`` counts its changes;
    ``audit_number``: where its opening stands in the audit chain, which is the order of meetings."""

    id: str
    title: str
    held_on: dt.date
    minutes: int
    status: str
    agenda: tuple[AgendaItem, ...]
    example: bool
    version: int
    created_by: str
    created_at: str
    updated_by: str
    updated_at: str
    audit_number: int

    @property
    def planned(self) -> int:
        """Minutes of all items together."""
        return sum(item.minutes for item in self.agenda)


def open_(
    store: Store,
    user: User,
    held_on: dt.date,
    agenda: Sequence[AgendaItem] = (),
    *,
    title: str = "",
    minutes: int = 60,
    example: bool = False,
    token: str | None = None,
) -> Meeting:
    """Open a meeting. Role: bewerker. Refused while another one is open."""
    clean = _checked({"title": title, "held_on": held_on, "minutes": minutes, "agenda": agenda})

    def work(tx: Tx) -> str:
        other = records.one(tx.c, tables.meeting, status="open", example=example)
        if other:
            raise Refused(ONE_OPEN, day=other["held_on"])
        _about(tx.c, clean["agenda"], example)
        made = new_id()
        stamp = {"created_by": tx.actor, "created_at": tx.now, "updated_by": tx.actor, "updated_at": tx.now}
        told = {"held_on": clean["held_on"].isoformat(), "items": len(clean["agenda"]), "example": example}
        number, _hash = tx.log(f"meeting/{made}", told)
        about = {"id": made, "status": "open", "example": example, "version": 1, "audit_number": number}
        records.insert(tx.c, tables.meeting, **about, **clean, **stamp)
        return made

    return get(store, commit(store, user, "meeting.open", work, token, "meeting"))


def get(store: Store, id: str) -> Meeting:
    """One meeting, or NotFound."""
    with store.read() as c:
        return load(c, id)


def load(c: Connection, id: str) -> Meeting:
    """As ``get``, on a connection."""
    row = records.one(c, tables.meeting, id=id)
    if row is None:
        raise NotFound(NOT_FOUND, id=shown(id))
    return _meeting(row)


def current(store: Store, example: bool = False) -> Meeting | None:
    """The meeting that is open, or None."""
    with store.read() as c:
        row = records.one(c, tables.meeting, status="open", example=example)
    return _meeting(row) if row else None


def listing(store: Store, example: bool | None = None) -> list[Meeting]:
    """All meetings, the last one first; ``example``: only of the example, or only one's own."""
    with store.read() as c:
        rows = records.many(c, tables.meeting, "-held_on")
    found = [_meeting(row) for row in rows if example is None or row["example"] == example]
    return sorted(found, key=lambda one: (one.held_on, one.audit_number), reverse=True)


def change(
    store: Store, user: User, id: str, version: int, changes: Mapping[str, Any], token: str | None = None
) -> Meeting:
    """Change title, day, minutes or the whole agenda of an open meeting at ``version``. Role: bewerker.

    Raises Conflict with ``theirs`` (the meeting now) and ``yours`` when somebody was first.
    """
    clean = _checked(changes)

    def work(tx: Tx) -> str:
        now = load(tx.c, id)
        if now.status == "closed":
            raise Refused(CLOSED)
        if now.version != version:
            raise Conflict(CHANGED, theirs=now, yours=dict(changes))
        _about(tx.c, clean.get("agenda", []), now.example)
        stamp = {"version": version + 1, "updated_by": tx.actor, "updated_at": tx.now}
        records.change(tx.c, tables.meeting, {"id": id}, clean | stamp)
        tx.log(f"meeting/{id}", {"version": version + 1, "fields": sorted(clean)})
        return id

    return get(store, commit(store, user, "meeting.change", work, token, f"meeting/{id}"))


def _checked(given: Mapping[str, Any]) -> dict[str, Any]:
    faults = Faults()
    faults.known(given, FIELDS)
    out: dict[str, Any] = {}
    if "title" in given:
        out["title"] = faults.text("title", given["title"])
    if "held_on" in given:
        out["held_on"] = faults.day("held_on", given["held_on"])
        if out["held_on"] is None and not faults.found:
            faults.day("held_on", "?")
    if "minutes" in given:
        out["minutes"] = minutes(faults, "minutes", given["minutes"], LEAST, MOST)
    if "agenda" in given:
        out["agenda"] = _agenda(faults, given["agenda"])
    faults.stop()
    return out


def minutes(faults: Faults, field: str, value: object, low: int, high: int) -> int:
    """A whole number of minutes."""
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        faults.add(field, NOT_MINUTES, value=shown(value), low=low, high=high)
        return low
    return value


def _agenda(faults: Faults, given: object) -> list[dict[str, Any]]:
    if not isinstance(given, list | tuple) or not all(isinstance(item, AgendaItem) for item in given):
        faults.add("agenda", NOT_AGENDA)
        return []
    if len(given) > ITEMS_MOST:
        faults.add("agenda", TOO_MANY, high=ITEMS_MOST)
    for item in given:
        faults.choice("agenda", item.kind, KINDS)
        faults.text("agenda", item.title, SHORT, required=item.kind == "free")
        minutes(faults, "agenda", item.minutes, ITEM_LEAST, ITEM_MOST)
    if len({item.id for item in given}) < len(given):
        faults.add("agenda", NOT_AGENDA)
    return [item.to_dict() for item in given]


def _about(c: Connection, agenda: Sequence[Mapping[str, Any]], example: bool) -> None:
    """Every process on the agenda is there, and is an example exactly when the meeting is."""
    for item in agenda:
        if item["process_id"] is not None:
            of_this_portfolio(c, item["process_id"], example, "agenda")


def of_this_portfolio(c: Connection, process_id: str, example: bool, field: str) -> None:
    """Refuse a process that isn't there, or that is an example in a meeting about real ones, or the other way round."""
    found = records.one(c, tables.process, id=process_id)
    if found is None or found["example"] != example:
        faults = Faults()
        faults.add(field, NO_PROCESS, value=shown(process_id))
        faults.stop()


def _meeting(row: Mapping[str, Any]) -> Meeting:
    items = tuple(AgendaItem(**item) for item in row["agenda"])
    return Meeting(**{f.name: row[f.name] for f in dataclasses.fields(Meeting)} | {"agenda": items})

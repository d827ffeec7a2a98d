"""The snapshot that a meeting leaves when it is closed: the whole portfolio and what was decided, as it was then.

It is canonical JSON under a hash that stands in the audit chain, and is never changed; what turned out to be wrong is
put right by a dated addition. Texts stand in it as templates with params, so that it reads in any language.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portfolio.checks import LONG, Faults
from portfolio.identity import User
from portfolio.meeting import entries, meetings
from portfolio.meeting.entries import Entry
from portfolio.meeting.meetings import Meeting
from portfolio.messages import N_
from portfolio.rows import CHANGED
from portfolio.store import chain, clock, records, tables
from portfolio.store.codec import canonical, new_id, sha256
from portfolio.store.commit import Tx, commit
from portfolio.store.database import Connection, Store
from portfolio.store.errors import Conflict, NotFound, Refused
from portfolio.whole import attention, standing
from portfolio.whole.standing import Standing

FORMAT = 1
TRIES = 3

NO_SNAPSHOT = N_("This meeting isn't closed yet.")
STILL_OPEN = N_("This meeting is still open; change what is wrong in it itself.")
MOVING = N_("The portfolio is being changed at this moment. Close the meeting again in a minute.")

Content = dict[str, Any]


@dataclass(frozen=True)
class Snapshot:
    """What a closed meeting left. ``content``: see ``content_of``; ``text``: the same, as stored."""

    meeting_id: str
    content: Content
    text: str
    sha256: str
    closed_by: str
    closed_at: str
    audit_number: int
    audit_hash: str


@dataclass(frozen=True)
class Addition:
    """A dated correction after closing."""

    id: str
    text: str
    made_by: str
    at: str


def of_meeting(found: Sequence[Standing], example: bool) -> tuple[Standing, ...]:
    """The processes that a meeting is about."""
    return tuple(one for one in found if one.row.process.example == example)


def portfolio_of(found: Sequence[Standing], today: dt.date) -> Content:
    """The part of a snapshot that says how the portfolio stands: {"day", "totals", "processes"}.

    ``totals``: whole cents by name of ``Money``, and how many processes go and ask for a decision. ``processes``: by id
    in the order of their names; amounts in whole cents, days as ISO text.
    """
    items = attention.items(found, today)
    live = [one for one in found if not one.row.ended]
    totals: Content = {name: _sum(live, name) for name in MONEY}
    totals |= {"going": len(live), "deciding": attention.deciding(items)}
    return {"day": today.isoformat(), "totals": totals, "processes": [_process(one, today) for one in found]}


MONEY = tuple(field.name for field in dataclasses.fields(standing.Money))


def _sum(found: Sequence[Standing], name: str) -> float | int | None:
    known = [value for one in found if (value := getattr(one.money, name)) is not None]
    return sum(known) if known else None


def _process(one: Standing, today: dt.date) -> Content:
    process = one.row.process
    return {
        "id": one.id,
        "name": one.name,
        "confidential": process.confidential,
        "status": process.status,
        "phase": one.row.phase,
        "step": one.row.current_step,
        "steps": [
            {
                "step": step.step,
                "status": step.stored_status,
                "planned": _day(step.planned_finish),
                "end": _day(one.ends.get(step.step)),
            }
            for step in one.row.steps
        ],
        "money": {name: getattr(one.money, name) for name in MONEY},
        "finish": _day(one.finish),
        "calculated": {name: light.colour for name, light in one.calculated.items()},
        "report": plain(one.report) if one.report else None,
        "attention": [plain(reason) for reason in attention.of(one, today)],
        "updated_on": one.updated_on.isoformat(),
    }


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def plain(record: Any) -> Content:
    """A record as it stands in a snapshot."""
    found: Content = _plain(dataclasses.asdict(record))
    return found


def content_of(meeting: Meeting, found: Sequence[Standing], logged: Sequence[Entry], today: dt.date) -> Content:
    """All of a snapshot: ``portfolio_of`` with {"format", "meeting": {title, held_on, minutes, agenda}, "entries"}."""
    about: Content = {"id": meeting.id, "title": meeting.title, "held_on": meeting.held_on.isoformat()}
    about |= {"minutes": meeting.minutes, "agenda": [item.to_dict() for item in meeting.agenda]}
    kept = [plain(entry) for entry in logged]
    return {"format": FORMAT, "meeting": about, "entries": kept, **portfolio_of(found, today)}


def close(store: Store, user: User, meeting_id: str, version: int, token: str | None = None) -> Snapshot:
    """Close a meeting that is still at ``version`` and keep its snapshot. Role: bewerker.

    Raises Conflict when somebody changed the meeting; Refused when it was closed already.
    """
    for _ in range(TRIES):
        with store.read() as c:
            head = chain.head(c)
        try:
            return _close(store, user, meeting_id, version, token, head)
        except _Moved:
            continue
    raise Refused(MOVING)


class _Moved(Exception):
    """Something was changed between reading the portfolio and writing the snapshot."""


def _close(
    store: Store, user: User, meeting_id: str, version: int, token: str | None, head: tuple[int, str]
) -> Snapshot:
    meeting = meetings.get(store, meeting_id)
    found = of_meeting(standing.of_all(store), meeting.example)
    content = content_of(meeting, found, entries.of(store, meeting_id), clock.today())
    return keep(store, user, meeting_id, version, content, token, head)


def keep(
    store: Store,
    user: User,
    meeting_id: str,
    version: int,
    content: Content,
    token: str | None,
    head: tuple[int, str] | None = None,
) -> Snapshot:
    """Close a meeting with this content; with ``head`` only while the audit chain still ends there. See ``close``."""
    text = canonical(content)

    def work(tx: Tx) -> str:
        now = meetings.load(tx.c, meeting_id)
        if now.status == "closed":
            raise Refused(meetings.CLOSED)
        if now.version != version:
            raise Conflict(CHANGED, theirs=now, yours={})
        if head is not None and chain.head(tx.c) != head:
            raise _Moved
        kept = {"content": text, "sha256": sha256(text), "closed_at": tx.now, "example": now.example}
        number, hash = tx.log(f"meeting/{meeting_id}", facts(kept))
        stamp = {"closed_by": tx.actor, "audit_number": number, "audit_hash": hash}
        records.insert(tx.c, tables.snapshot, meeting_id=meeting_id, **kept, **stamp)
        changed = {"status": "closed", "version": version + 1, "updated_by": tx.actor, "updated_at": tx.now}
        records.change(tx.c, tables.meeting, {"id": meeting_id}, changed)
        return meeting_id

    commit(store, user, "meeting.close", work, token, f"meeting/{meeting_id}")
    return get(store, meeting_id)


def facts(row: Mapping[str, Any]) -> dict[str, Any]:
    """What the audit chain holds of a snapshot."""
    return {"snapshot_sha256": row["sha256"], "closed_at": row["closed_at"], "example": bool(row["example"])}


def addition_facts(row: Mapping[str, Any]) -> dict[str, Any]:
    """What the audit chain holds of an addition."""
    return {"sha256": sha256(row["text"]), "at": row["at"], "example": bool(row["example"])}


def get(store: Store, meeting_id: str) -> Snapshot:
    """The snapshot of a closed meeting, or NotFound."""
    with store.read() as c:
        row = records.one(c, tables.snapshot, meeting_id=meeting_id)
    if row is None:
        raise NotFound(NO_SNAPSHOT)
    return _snapshot(row)


def last(store: Store, example: bool, before: Meeting | None = None) -> Snapshot | None:
    """The snapshot of the last closed meeting, or of the last one before another meeting; None without."""
    return next(iter(recent(store, example, 1, before)), None)


def recent(store: Store, example: bool, most: int, before: Meeting | None = None) -> list[Snapshot]:
    """The last snapshots, the newest first: in the order in which the meetings were opened, whatever their days."""
    ended = [one for one in meetings.listing(store, example) if one.status == "closed"]
    if before is not None:
        ended = [one for one in ended if one.audit_number < before.audit_number]
    ended.sort(key=lambda one: one.audit_number, reverse=True)
    with store.read() as c:
        return [_load(c, one.id) for one in ended[:most]]


def _load(c: Connection, meeting_id: str) -> Snapshot:
    row = records.one(c, tables.snapshot, meeting_id=meeting_id)
    if row is None:
        raise NotFound(NO_SNAPSHOT)
    return _snapshot(row)


def _snapshot(row: Mapping[str, Any]) -> Snapshot:
    kept = ("meeting_id", "sha256", "closed_by", "closed_at", "audit_number", "audit_hash")
    return Snapshot(content=json.loads(row["content"]), text=row["content"], **{name: row[name] for name in kept})


def add_to(store: Store, user: User, meeting_id: str, text: str, token: str | None = None) -> Addition:
    """Add a dated correction to a closed meeting. Role: bewerker."""
    faults = Faults()
    clean = faults.text("text", text, LONG, required=True)
    faults.stop()

    def work(tx: Tx) -> str:
        meeting = meetings.load(tx.c, meeting_id)
        if meeting.status != "closed":
            raise Refused(STILL_OPEN)
        made = new_id()
        row = {"text": clean, "made_by": tx.actor, "at": tx.now, "example": meeting.example}
        number, _hash = tx.log(f"meeting/{meeting_id}/addition/{made}", addition_facts(row))
        records.insert(tx.c, tables.meeting_addition, id=made, meeting_id=meeting_id, **row, audit_number=number)
        return made

    made = commit(store, user, "meeting.add", work, token, f"meeting/{meeting_id}")
    return next(one for one in additions(store, meeting_id) if one.id == made)


def additions(store: Store, meeting_id: str) -> list[Addition]:
    """The corrections of a meeting, oldest first."""
    with store.read() as c:
        rows = records.many(c, tables.meeting_addition, "audit_number", meeting_id=meeting_id)
    return [Addition(**{name: row[name] for name in ("id", "text", "made_by", "at")}) for row in rows]

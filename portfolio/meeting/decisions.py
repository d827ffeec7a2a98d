"""The decision log: what all meetings decided and agreed, to be searched."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portfolio.meeting import entries
from portfolio.meeting.entries import Entry
from portfolio.store import records, tables
from portfolio.store.database import Store


@dataclass(frozen=True)
class Logged:
    """An entry with the meeting and the process it belongs to; ``process_name`` is empty when it is about none."""

    entry: Entry
    meeting_title: str
    held_on: dt.date
    process_name: str
    confidential: bool


def search(
    store: Store, text: str = "", example: bool = False, process_id: str | None = None, kind: str | None = None
) -> list[Logged]:
    """What was logged, the newest first. ``text``: every word of it stands in the entry, its owner, or the name of the
    process, in any order and any case; ``kind``: decision or action."""
    with store.read() as c:
        held = {row["id"]: row for row in records.many(c, tables.meeting, example=example)}
        named = {row["id"]: row for row in records.many(c, tables.process, example=example)}
        rows = records.many(c, tables.meeting_entry, "-audit_number", example=example, deleted_at=None)
    found = []
    for row in rows:
        entry, about, process = entries.from_row(row), held[row["meeting_id"]], named.get(row["process_id"] or "")
        name, hidden = (process["name"], process["confidential"]) if process else ("", False)
        found.append(Logged(entry, about["title"], about["held_on"], name, bool(hidden)))
    words = text.casefold().split()
    return sorted(
        (one for one in found if _matches(one, words, process_id, kind)), key=lambda one: one.held_on, reverse=True
    )


def _matches(one: Logged, words: list[str], process_id: str | None, kind: str | None) -> bool:
    if (kind and one.entry.kind != kind) or (process_id and one.entry.process_id != process_id):
        return False
    said = f"{one.entry.text} {one.entry.owner} {one.process_name}".casefold()
    return all(word in said for word in words)

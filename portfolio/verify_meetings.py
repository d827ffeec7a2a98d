"""Checks that snapshots, additions and status reports are as the audit chain has them, and that none is gone.

A closed meeting and its entries must be as its snapshot has them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from portfolio import status_reports
from portfolio.meeting import entries, snapshots
from portfolio.messages import N_
from portfolio.store import records, tables
from portfolio.store.codec import sha256
from portfolio.store.database import Connection

SNAPSHOT_CHANGED = N_("The snapshot of meeting {id} was changed after it was closed.")
SNAPSHOT_GONE = N_("The snapshot of meeting {id} is in the audit chain, but no longer in the database.")
MEETING_CHANGED = N_("Meeting {id} or what it decided was changed after it was closed: it differs from its snapshot.")
ADDITION_CHANGED = N_("An addition to meeting {id} was changed after it was written.")
ADDITION_GONE = N_("An addition to meeting {id} is in the audit chain, but no longer in the database.")
REPORT_CHANGED = N_("A status report of process {id} was changed after it was made.")
REPORT_GONE = N_("A status report of process {id} is in the audit chain, but no longer in the database.")

ACTIONS = {
    "meeting.close": SNAPSHOT_GONE,
    "meeting.add": ADDITION_GONE,
    "status_report.add": REPORT_GONE,
}
MOVES = ("done_on", "version")  # of an entry, also after closing
Fault = tuple[str, dict[str, Any]]


@dataclass
class Said:
    """The rows of the chain about meetings and reports, by number."""

    rows: dict[int, Mapping[str, Any]] = field(default_factory=dict)
    examples: set[str] = field(default_factory=set)  # meetings of the example

    def remember(self, row: Mapping[str, Any], content: Mapping[str, Any]) -> None:
        """Keep a row; of a meeting that is opened, whether it is about the example."""
        if row["action"] in ACTIONS:
            self.rows[row["number"]] = row
        elif row["action"] == "meeting.open" and content.get("example"):
            self.examples.add(_id(row))


def _id(row: Mapping[str, Any]) -> str:
    return str(row["object"]).split("/")[1]


def faults(c: Connection, said: Said, removed: set[str]) -> Iterator[Fault]:
    """What is wrong; ``removed``: processes of the example that were taken away."""
    seen: set[int] = set()
    for row in records.many(c, tables.snapshot):
        seen.add(row["audit_number"])
        about = ("meeting.close", f"meeting/{row['meeting_id']}", row["closed_by"])
        same = sha256(row["content"]) == row["sha256"] and snapshots.facts(row)
        if not _agrees(said, row["audit_number"], about, same, row["audit_hash"]):
            yield SNAPSHOT_CHANGED, {"id": row["meeting_id"]}
        elif not _stays(c, row["meeting_id"], json.loads(row["content"])):
            yield MEETING_CHANGED, {"id": row["meeting_id"]}
    for row in records.many(c, tables.meeting_addition):
        seen.add(row["audit_number"])
        about = ("meeting.add", f"meeting/{row['meeting_id']}/addition/{row['id']}", row["made_by"])
        if not _agrees(said, row["audit_number"], about, snapshots.addition_facts(row)):
            yield ADDITION_CHANGED, {"id": row["meeting_id"]}
    for row in records.many(c, tables.status_report):
        seen.add(row["audit_number"])
        about = ("status_report.add", f"process/{row['process_id']}/status_report/{row['id']}", row["made_by"])
        if not _agrees(said, row["audit_number"], about, status_reports.facts(row)):
            yield REPORT_CHANGED, {"id": row["process_id"]}
    for number, line in said.rows.items():
        example = (_id(line) in said.examples and removed) or _id(line) in removed
        if number not in seen and not example:
            yield ACTIONS[line["action"]], {"id": _id(line)}


def _stays(c: Connection, id: str, kept: Mapping[str, Any]) -> bool:
    """Whether a closed meeting and its entries still say what its snapshot says."""
    row = records.one(c, tables.meeting, id=id)
    if row is None or row["status"] != "closed":
        return False
    about = {name: row[name] for name in ("id", "title", "minutes", "agenda")}
    about["held_on"] = row["held_on"].isoformat()
    said = [_fixed(entry) for entry in kept["entries"]]
    return about == kept["meeting"] and [_fixed(snapshots.plain(entry)) for entry in entries.load(c, id)] == said


def _fixed(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name not in MOVES}


def _agrees(
    said: Said, number: int, about: tuple[str, str, str], facts: Mapping[str, Any] | bool, hash: str | None = None
) -> bool:
    row = said.rows.get(number)
    if row is None or not isinstance(facts, Mapping) or (row["action"], row["object"], row["actor"]) != about:
        return False
    return json.loads(row["content"]) == facts and hash in (None, row["hash"])

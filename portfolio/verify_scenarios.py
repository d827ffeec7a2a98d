"""Checks that no scenario was changed behind the app's back: its versions, what it is now, and which is the base."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from portfolio.messages import N_
from portfolio.scenario_record import HASHED, Row, facts
from portfolio.store import records, tables
from portfolio.store.codec import canonical
from portfolio.store.database import Connection

CHANGED = N_("Version {version} of scenario {id} was changed after it was saved.")
GONE = N_("Version {version} of scenario {id} is in the audit chain, but no longer in the database.")
NOW_OTHER = N_("Scenario {id} differs from its last version.")
DELETED_OTHER = N_("Whether scenario {id} was deleted differs from the audit chain.")
BASE_OTHER = N_("Scenario {id} is the base of its process, but the audit chain says that another one is.")

Found = Iterator[tuple[str, dict[str, Any]]]  # sentence and its parameters


@dataclass
class Said:
    """What the audit chain says: per version its facts, which are deleted, and per process which is the base."""

    versions: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    bases: dict[str, str] = field(default_factory=dict)

    def remember(self, id: str, action: str, content: dict[str, Any]) -> None:
        """Keep what a row about a scenario says. Raises KeyError when it makes no sense."""
        process = content["process"]
        if "scope_sha256" in content:
            self.versions[(id, content["version"])] = content
        if content.get("is_base"):
            self.bases[process] = id
        self.bases.setdefault(process, id)  # the first one saved
        if action == "scenario.delete":
            self.deleted.add(id)
        elif action == "scenario.undo_delete":
            self.deleted.discard(id)


def faults(c: Connection, said: Said, removed: Collection[str]) -> Found:
    """All that is wrong; ``removed`` are the processes that went with the example."""
    versions = {(row["scenario_id"], row["version"]): row for row in records.many(c, tables.scenario_version)}
    for (id, version), row in versions.items():
        if not _agrees(row, said.versions.get((id, version))):
            yield CHANGED, {"id": id, "version": version}
    for (id, version), content in said.versions.items():
        if (id, version) not in versions and content["process"] not in removed:
            yield GONE, {"id": id, "version": version}
    for row in records.many(c, tables.scenario):
        yield from _now(row, versions.get((row["id"], row["version"])), said)


def _agrees(row: Row, content: dict[str, Any] | None) -> bool:
    """Whether the chain has all hashes of this version; a row of an older version of the app has the scope's only."""
    return content is not None and all(content.get(name, value) == value for name, value in facts(row).items())


def _now(row: Row, version: Row | None, said: Said) -> Found:
    if version is None or not _same(row, version):
        yield NOW_OTHER, {"id": row["id"]}
    if (row["deleted_at"] is not None) != (row["id"] in said.deleted):
        yield DELETED_OTHER, {"id": row["id"]}
    if row["is_base"] and said.bases.get(row["process_id"]) != row["id"]:
        yield BASE_OTHER, {"id": row["id"]}


def _same(row: Row, version: Row) -> bool:
    """What a scenario from before variants changed of its base was told later, so its version doesn't have it."""
    names = [name for name in HASHED if name != "overrides" or version[name] is not None or row["is_base"]]
    return canonical([row[name] for name in names]) == canonical([version[name] for name in names])

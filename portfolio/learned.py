"""What the municipality learned from its closed processes, once somebody adopted it; the last row counts.

The content is made by ``estimator.learning`` and is not looked into here, but for the ids of the processes it rests on:
each of them counts once.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from estimator.learning import Learned
from portfolio.identity import User
from portfolio.messages import N_
from portfolio.store import figure_rows, records, tables
from portfolio.store.codec import canonical, new_id, sha256
from portfolio.store.commit import Tx, commit
from portfolio.store.database import Store
from portfolio.store.errors import Refused

IDS = "ids"  # where the content names the processes it rests on

UNREADABLE = N_("What was learned can't be read; compute it again and adopt that.")
NO_CONTENT = N_("There is nothing to adopt: no closed process has figures yet.")
TWICE = N_("The process {value} counts twice in what was learned; each process counts once.")
NOT_CLOSED = N_("The process {value} isn't closed, so nothing can be learned from it yet.")
MIXED = N_("Processes of the example don't count together with real ones.")
NOT_IN_USE = N_("Nothing that was learned is in use, so there is nothing to stop.")


@dataclass(frozen=True)
class Adoption:
    """One row: learned factors that were adopted, or the end of their use (``content`` None).

    ``who``: the name as known, else the pseudonym.
    """

    content: dict[str, Any] | None
    adopted_by: str
    who: str
    at: str
    audit_number: int
    audit_hash: str


def adopt(store: Store, user: User, content: Mapping[str, Any], token: str | None = None) -> Adoption:
    """Use these learned factors from now on. Roles: bewerker, beheerder.

    ``content``: ``estimator.learning.Learned.to_dict()``. Raises Refused when it names a process twice, or one that
    isn't closed.
    """
    ids = [str(id) for id in content.get(IDS, ())] if content else []
    if not ids:
        raise Refused(NO_CONTENT)
    for id in ids:
        if ids.count(id) > 1:
            raise Refused(TWICE, value=id)
    try:
        Learned.from_dict(content)
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise Refused(UNREADABLE) from problem

    def work(tx: Tx) -> str:
        _only_closed(tx, ids)
        return _insert(tx, canonical(dict(content)))

    return _get(store, commit(store, user, "learned.adopt", work, token, "learned"))


def stop(store: Store, user: User, token: str | None = None) -> Adoption:
    """Use nothing that was learned from now on. Roles: bewerker, beheerder. Refused when nothing is in use."""

    def work(tx: Tx) -> str:
        rows = figure_rows.learned_rows(tx.c, 1)
        if not (rows and rows[0]["content"]):
            raise Refused(NOT_IN_USE)
        return _insert(tx, None)

    return _get(store, commit(store, user, "learned.stop", work, token, "learned"))


def current(store: Store) -> dict[str, Any] | None:
    """The content in use, or None."""
    with store.read() as c:
        rows = figure_rows.learned_rows(c, 1)
    return _adoption(rows[0]).content if rows else None


def history(store: Store) -> list[Adoption]:
    """All that was adopted and stopped, newest first."""
    with store.read() as c:
        return [_adoption(row) for row in figure_rows.learned_rows(c)]


def forget(tx: Tx, removed: Collection[str]) -> None:
    """Stop using what was learned from processes that are removed with the example, in the same change."""
    rows = figure_rows.learned_rows(tx.c, 1)
    content = _adoption(rows[0]).content if rows else None
    if content and set(removed) & set(content[IDS]):
        _insert(dataclasses.replace(tx, action="learned.stop"), None)


def facts(content: str | None) -> dict[str, Any]:
    """What the audit chain holds about a row."""
    return {"sha256": sha256(content) if content else None}


def _get(store: Store, id: str) -> Adoption:
    with store.read() as c:
        return next(_adoption(row) for row in figure_rows.learned_rows(c) if row["id"] == id)


def _only_closed(tx: Tx, ids: list[str]) -> None:
    examples = set()
    for id in ids:
        process = records.one(tx.c, tables.process, id=id)
        if process is None or process["status"] != "closed":
            raise Refused(NOT_CLOSED, value=id)
        examples.add(process["example"])
    if len(examples) > 1:
        raise Refused(MIXED)


def _insert(tx: Tx, content: str | None) -> str:
    made = new_id()
    number, audit_hash = tx.log("learned", facts(content))
    row = {"id": made, "content": content, "adopted_by": tx.actor, "at": tx.now}
    records.insert(tx.c, tables.learned, **row, audit_number=number, audit_hash=audit_hash)
    return made


def _adoption(row: Mapping[str, Any]) -> Adoption:
    kept = ("adopted_by", "at", "audit_number", "audit_hash")
    content = json.loads(row["content"]) if row["content"] else None
    return Adoption(content, who=row["who"] or row["adopted_by"], **{name: row[name] for name in kept})

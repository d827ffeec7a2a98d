"""Step 6: per theme and group what was said, what that rests on, and who saw it otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from portfolio import rows
from portfolio.checks import LONG, Faults
from portfolio.identity import User
from portfolio.rows import Kind, Row
from portfolio.store.database import Store

LONGS = ("answer", "basis", "minority")
FIELDS = ("theme", "audience", *LONGS)


def listing(store: Store, process_id: str) -> list[Row]:
    """The findings of a process by theme and group. Keys: id, version and FIELDS (all texts)."""
    found = rows.listing(store, KIND, process_id, "id")
    return sorted(found, key=lambda row: (row["theme"].casefold(), row["audience"].casefold(), row["id"]))


def add(store: Store, user: User, process_id: str, values: Mapping[str, Any], token: str | None = None) -> Row:
    """Add a finding; only ``theme`` is required. Role: bewerker."""
    return rows.add(store, user, KIND, process_id, values, token)


def change(
    store: Store, user: User, id: str, version: int, changes: Mapping[str, Any], token: str | None = None
) -> Row:
    """Change a finding that is still at ``version``. Role: bewerker."""
    return rows.change(store, user, KIND, id, version, changes, token)


def remove(store: Store, user: User, id: str, token: str | None = None) -> None:
    """Take a finding back. Role: bewerker."""
    rows.remove(store, user, KIND, id, token)


def gate(found: Sequence[Mapping[str, Any]], interpretation: Mapping[str, Any]) -> dict[str, bool]:
    """What the findings and the answer (form ``interpretation``) say about the gate of step 6; empty without both."""
    if not found and not interpretation:
        return {}
    minority = bool(interpretation.get("minority")) or any(row["minority"] for row in found)
    return {
        "question_answered": interpretation.get("answered") in ("yes", "partly", "no"),
        "basis_per_theme_group": bool(found) and all(row["answer"] and row["basis"] for row in found),
        "minority_named": minority,
    }


def _check(given: Mapping[str, Any]) -> Row:
    faults = Faults()
    faults.known(given, FIELDS)
    out: Row = {
        "theme": faults.text("theme", given.get("theme"), required=True),
        "audience": faults.text("audience", given.get("audience")),
    }
    out |= {name: faults.text(name, given.get(name), LONG) for name in LONGS}
    faults.stop()
    return out


KIND = Kind("finding", FIELDS, _check, edited=True)

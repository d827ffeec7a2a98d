"""What the fault runs share: how many there are, and what must hold of a database after a fault.

A sample runs with all tests; ``python3 dev.py faults`` runs them at full size and prints what was counted.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from portfolio import verify
from portfolio.store import Store, open_store, tables

ROOT = Path(__file__).resolve().parents[2]
FULL = os.environ.get("TIENSTAP_FAULTS") == "full"
KINDS = {"process": tables.process, "journal": tables.journal, "booking": tables.booking}


@pytest.fixture
def many() -> Callable[[int, int], int]:
    """many(sample, full) -> how many runs."""
    return lambda sample, full: full if FULL else sample


def heard(output: str) -> list[tuple[str, str]]:
    """The whole lines that a writer told: (kind, what)."""
    lines = output.split("\n")[:-1]
    return [(kind, what) for kind, _, what in (line.partition(" ") for line in lines)]


def saved(told: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What was told to be saved."""
    return [(kind, what) for kind, what in told if kind in (*KINDS, "step")]


def sentences(told: list[tuple[str, str]]) -> list[str]:
    """What was told in a sentence instead."""
    return [what for kind, what in told if kind == "SENTENCE"]


def missing(store: Store, told: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What was told to be saved and isn't there."""
    lost = []
    with store.read() as c:
        for kind, table in KINDS.items():
            there = set(c.execute(sa.select(table.c.id)).scalars())
            lost += [(kind, id) for name, id in told if name == kind and id not in there]
        step = tables.step_progress
        noted = set(c.execute(sa.select(step.c.process_id).where(step.c.step == 4, step.c.version > 1)).scalars())
    return lost + [(kind, id) for kind, id in told if kind == "step" and id not in noted]


def halves(store: Store) -> list[str]:
    """Changes of which only a part is there: a process without its ten steps, or a record without its audit row."""
    found = []
    with store.read() as c:
        counts = Counter(c.execute(sa.select(tables.step_progress.c.process_id)).scalars())
        ids = list(c.execute(sa.select(tables.process.c.id)).scalars())
        found += [f"process {id} has {counts[id]} steps" for id in ids if counts[id] != 10]
        actions = Counter(c.execute(sa.select(tables.audit.c.action)).scalars())
        for action, table in (("process.create", tables.process), ("journal.add", tables.journal)):
            rows = c.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            if rows != actions[action]:
                found.append(f"{rows} rows of {table.name}, {actions[action]} audit rows")
        tokens = c.execute(sa.select(sa.func.count()).select_from(tables.token)).scalar_one()
        if tokens != sum(actions.values()):
            found.append(f"{tokens} tokens, {sum(actions.values())} audit rows")
        if store.kind == "sqlite":
            found += [str(row) for row in c.exec_driver_sql("pragma foreign_key_check")]
    return found


def whole(url: str, told: list[tuple[str, str]]) -> int:
    """Open the database again: it is sound, nothing that was told is missing and nothing is there by half. Returns how
    many rows the audit chain has."""
    store = open_store(url)
    try:
        if store.kind == "sqlite":
            with store.read() as c:
                assert c.exec_driver_sql("pragma integrity_check").scalar_one() == "ok"
        assert missing(store, told) == []
        assert halves(store) == []
        report = verify.verify(store)
        assert report.faults == []
        return report.rows
    finally:
        store.close()

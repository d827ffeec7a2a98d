"""Benchmark sets, stored whole under their SHA-256, so that an estimate can be computed again from what it used."""

from __future__ import annotations

from portfolio.estimates import Computed
from portfolio.messages import N_
from portfolio.store import records, tables
from portfolio.store.commit import Tx
from portfolio.store.database import Store
from portfolio.store.errors import NotFound

NOT_FOUND = N_("The benchmark figures {sha256} aren't in this database.")


def keep(tx: Tx, computed: Computed) -> None:
    """Store the set an estimate used, unless it is there already."""
    if records.one(tx.c, tables.benchmark_set, sha256=computed.benchmarks_sha256) is None:
        records.insert(
            tx.c,
            tables.benchmark_set,
            sha256=computed.benchmarks_sha256,
            csv=computed.benchmarks_csv,
            row_count=computed.benchmarks_rows,
            added_at=tx.now,
        )


def csv_text(store: Store, sha256: str) -> str:
    """A stored set as CSV text, or NotFound."""
    with store.read() as c:
        row = records.one(c, tables.benchmark_set, sha256=sha256)
    if row is None:
        raise NotFound(NOT_FOUND, sha256=sha256)
    return str(row["csv"])

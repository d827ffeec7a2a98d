"""The draws of each estimate's total, kept so that the portfolio adds processes up without computing them again.

They are no record but a result: the key is the hash of all that they follow from, so what stands there is right for
good, and what is missing is computed when it is needed. They are kept in the change with which an estimate starts to
count: a base that is saved, a request that is sent, a smaller process that is granted.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

import estimator
from estimator.quantiles import quantile
from estimator.totals import total_draws
from portfolio import figures
from portfolio.estimates import Computed
from portfolio.store import draw_rows
from portfolio.store.codec import canonical, cents, sha256
from portfolio.store.commit import Tx
from portfolio.store.database import Connection, Store
from portfolio.store.errors import NotFound, StoreProblem

Draws = NDArray[np.float32]
STORED = np.dtype("<f4")


@dataclass(frozen=True)
class Source:
    """What draws follow from. ``key``: the hash of it, under which they are kept."""

    process_id: str
    scope: Mapping[str, Any]
    benchmarks_sha256: str
    engine: str

    @cached_property
    def key(self) -> str:
        """The same estimate has the same key; any other has another."""
        return sha256(
            canonical(
                {
                    "engine": self.engine,
                    "benchmarks_sha256": self.benchmarks_sha256,
                    "scope": self.scope,
                    "process_key": self.process_id,
                }
            )
        )


def keep(tx: Tx, computed: Computed) -> None:
    """Keep the draws of an estimate, in the change that saves it; nothing happens when they are there."""
    source = Source(computed.process_key, computed.scope, computed.benchmarks_sha256, computed.engine)
    if not draw_rows.known(tx.c, [source.key]):
        draw_rows.add(tx.c, _row(source, computed.figures))


def fill(store: Store, sources: Sequence[Source], seconds: float | None = None, rest: float = 0.0) -> int:
    """Compute and keep what is missing, for at most about ``seconds``; returns how many are still missing after it.

    ``rest``: seconds between two, so that visitors aren't kept waiting. What another engine made, or rests on figures
    that are no longer there, can't be computed again and stays missing; in a database that can't be written all does.
    """
    with store.read() as c:
        there = draw_rows.known(c, [one.key for one in sources])
    missing = [one for one in sources if one.key not in there]
    until, left = None if seconds is None else time.monotonic() + seconds, len(missing)
    for source in missing:
        if until is not None and time.monotonic() >= until:
            break
        row = _computed(store, source)
        if row is None:
            continue
        try:
            store.transact(partial(_add, row))
        except StoreProblem:
            break
        left -= 1
        time.sleep(rest)
    return left


def _add(row: dict[str, Any], c: Connection) -> None:
    draw_rows.add(c, row)


def _computed(store: Store, source: Source) -> dict[str, Any] | None:
    if source.engine != str(estimator.ENGINE):
        return None
    try:
        return _row(source, figures.by_sha(store, source.benchmarks_sha256))
    except (NotFound, estimator.ScopeError, estimator.BenchmarkError):
        return None


def _row(source: Source, benchmarks: Any) -> dict[str, Any]:
    draws = total_draws(estimator.Scope.from_dict(dict(source.scope)), benchmarks, source.process_id)
    return {
        "key": source.key,
        "process_id": source.process_id,
        "draws": draws.astype(STORED).tobytes(),
        "p50_cents": cents(quantile(draws.astype(np.float64), 0.5)),
        "p80_cents": cents(quantile(draws.astype(np.float64), 0.8)),
    }


def unpacked(row: Mapping[str, Any]) -> Draws:
    """The draws of a stored row."""
    return np.frombuffer(row["draws"], dtype=STORED)

"""The figures that this municipality estimates with: shipped, then what it learned, then its own."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from typing import Any

from estimator import Benchmarks
from estimator.learning import Learned, with_learned
from estimator.own import Own, with_own
from portfolio import benchmark_sets, estimates, own_figures
from portfolio.store import figure_rows
from portfolio.store.database import Connection, Store

KEPT = 32  # sets in memory

_sets: OrderedDict[str, Benchmarks] = OrderedDict()  # by sha256
_known: OrderedDict[tuple[str, ...], str] = OrderedDict()  # what was in use → sha256
_lock = threading.Lock()


def current(store: Store) -> Benchmarks:
    """The set in use now. Costs one small question as long as nothing was changed.

    Raises BenchmarkError when an own figure can't be read. An own figure of a row that this version no longer has
    stays in the history and isn't used.
    """
    shipped = estimates.shipped()
    with store.read() as c:
        key = (store.where, shipped.sha256, *figure_rows.last_hashes(c))
        found = _recall(key)
        if found is None:
            found = _composed(c, shipped)
            _remember(found, key)
    return found


def by_sha(store: Store, sha256: str) -> Benchmarks:
    """The set with this hash: one that was in use since the start of the app, or a stored one. NotFound otherwise."""
    with _lock:
        found = _sets.get(sha256)
    if found is None and estimates.shipped().sha256 == sha256:
        found = estimates.shipped()
    if found is None:
        found = Benchmarks.from_csv(benchmark_sets.csv_text(store, sha256))
        _remember(found)
    return found


def _composed(c: Connection, shipped: Benchmarks) -> Benchmarks:
    rows = figure_rows.learned_rows(c, 1)
    figures = shipped
    if rows and rows[0]["content"]:
        figures = with_learned(figures, Learned.from_dict(json.loads(rows[0]["content"])))
    known = {row.id for row in shipped.rows} | set(own_figures.AVERAGES)
    own = {row["key"]: _own(row) for row in figure_rows.last_per_key(c) if row["action"] == "set"}
    own = {key: figure for key, figure in own.items() if key in known}
    if not own and figures is shipped:
        return shipped
    # As it will be read back: so that an approval comes out the same from the stored set, to the last digit.
    return Benchmarks.from_csv(with_own(figures, own).to_csv())


def _own(row: dict[str, Any]) -> Own:
    return Own(row["low"], row["likely"], row["high"], row["reason"], row["at"][:4])


def _recall(key: tuple[str, ...]) -> Benchmarks | None:
    with _lock:
        sha256 = _known.get(key)
        return _sets.get(sha256) if sha256 else None


def _remember(found: Benchmarks, key: tuple[str, ...] | None = None) -> None:
    with _lock:
        _sets[found.sha256] = found
        _sets.move_to_end(found.sha256)
        if key:
            _known[key] = found.sha256
        for kept in (_sets, _known):
            while len(kept) > KEPT:
                kept.popitem(last=False)

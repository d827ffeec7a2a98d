"""Do the slow first steps before the first visitor comes: imports, opening the database, one estimate, one look at all.

What is loaded then never becomes garbage: `gc.freeze()` takes it out of every later collection, which doubled the
number of page runs per second when it was measured.
"""

from __future__ import annotations

import gc
import importlib
import logging
import pkgutil
import threading
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from anyio import to_thread
from threadpoolctl import threadpool_limits

from portfolio.store import Store, StoreProblem, clock
from portfolio.whole import capacity, pooled, standing
from portfolio.whole.standing import Standing
from ui import state

log = logging.getLogger("tienstap")

LIBRARIES = ("altair", "pandas")
PACKAGES = ("estimator", "portfolio", "display", "reports", "ui")
# These run something when they are imported.
NOT_IMPORTED = ("__main__", ".migrations", ".shell")
ANY_SCOPE = {"stakeholder_groups": 3, "conversations": 8, "resident_reach": 1000}


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    begin = time.monotonic()
    await to_thread.run_sync(warm_up)
    log.info("warmed up in %.1f s", time.monotonic() - begin)
    yield


def warm_up() -> None:
    """Everything once. The estimate's products are small: one thread each is faster than threads that wait for
    each other, by a factor five when two visitors calculate at once."""
    for name in LIBRARIES:
        importlib.import_module(name)
    for name in PACKAGES:
        import_all(name)
    open_database()
    estimate_once()
    look_at_all()
    threadpool_limits(1, "blas")
    gc.collect()
    gc.freeze()


def import_all(package: str) -> list[str]:
    """Import every module of a package, so that no visitor waits for one; returns their names.

    One that can't be imported breaks the page that needs it, not the app.
    """
    root = importlib.import_module(package)
    names = [
        found.name
        for found in pkgutil.walk_packages(root.__path__, prefix=f"{package}.")
        if not any(part in found.name for part in NOT_IMPORTED)
    ]
    for name in names:
        try:
            importlib.import_module(name)
        except Exception:
            log.exception("%s can't be imported", name)
    return names


def open_database() -> None:
    """Start-up checks, before anyone waits for them. A database that can't be used closes the pages, not the app:
    every page then says why, and /gereed answers 503."""
    try:
        state.server_store()
    except StoreProblem as problem:
        log.error("the pages are closed: %s", problem.message)


def estimate_once() -> None:
    """The first estimate fills the caches that every next one uses."""
    from estimator import Scope, estimate

    estimate(Scope.from_dict(ANY_SCOPE))


def look_at_all() -> None:
    """Read where every process stands; what is missing of the draws of their totals is computed beside the visitors."""
    try:
        store = state.server_store()
        found = standing.of_all(store)
    except StoreProblem:
        return  # said already
    except Exception:
        log.exception("the processes can't be read beforehand")
        return
    threading.Thread(target=work_ahead, args=(store, found), name="ahead", daemon=True).start()


def work_ahead(store: Store, found: Sequence[Standing]) -> None:
    """What the pages of the whole would compute once, without hurry."""
    try:
        pooled.warm(store, found)
        capacity.of(store, standing.counted(found), clock.today())
    except Exception:
        log.exception("the whole can't be computed beforehand")

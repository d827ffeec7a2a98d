"""Named scenarios of a process: one base, which a request asks for, and variants that follow it in what they leave.

When the base changes, all its variants are estimated again in the same change, so that nobody ever compares a variant
with another base than its own. The estimates are made before the database is locked.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import estimator
from portfolio import benchmark_sets, overrides
from portfolio.checks import Faults, shown
from portfolio.identity import User
from portfolio.processes import NOT_FOUND as NO_PROCESS
from portfolio.scenario_record import (
    CHANGED,
    MOST,
    Calculator,
    Scenario,
    add,
    base_row,
    change,
    follow,
    found_row,
    free_name,
    live,
    load,
    needed_base,
    room,
    seen_row,
    values,
)
from portfolio.store import records, tables
from portfolio.store.commit import Tx, commit
from portfolio.store.database import Store
from portfolio.store.errors import Conflict, NotFound
from portfolio.variants import (
    Applied,
    add_variant,
    apply,
    change_variant,
    copy,
    delete,
    presets,
    rename,
    undo_delete,
)
from portfolio.whole import drawn

__all__ = [
    "MOST",
    "Applied",
    "Scenario",
    "add_variant",
    "apply",
    "base",
    "change_variant",
    "copy",
    "delete",
    "get",
    "list_for",
    "make_base",
    "misfits",
    "overridden",
    "presets",
    "rename",
    "save",
    "undo_delete",
]


def save(
    store: Store,
    user: User,
    process_id: str,
    name: str,
    scope_dict: Mapping[str, Any],
    version: int | None = None,
    token: str | None = None,
) -> Scenario:
    """Save a whole scope: new without ``version``, otherwise a change of the one with this name at that version.

    The first scenario of a process becomes its base; of another one only what differs from the base is kept. Every
    version is kept. Role: bewerker. Raises estimator.ScopeError for a faulty scope, Refused for a faulty name or too
    many variants, Conflict when somebody was first.
    """
    faults = Faults()
    name = faults.text("scenario_name", name, required=True)
    faults.stop()
    calculate = Calculator.of(store, process_id)
    computed = calculate(scope_dict)
    with store.read() as c:
        current = base_row(c, process_id)
        if current is not None and current["name"] == name:
            calculate.prepare(computed.scope, live(c, process_id))

    def work(tx: Tx) -> str:
        if records.one(tx.c, tables.process, id=process_id) is None:
            raise NotFound(NO_PROCESS, id=shown(process_id))
        benchmark_sets.keep(tx, computed)
        base = base_row(tx.c, process_id)
        new = values(computed) | {"overrides": base and overrides.difference(base["scope"], computed.scope)}
        if version is None:
            free_name(tx.c, process_id, name, dict(scope_dict))
            if base is not None:
                room(tx.c, process_id)
            else:
                drawn.keep(tx, computed)
            return add(tx, process_id, name, new)
        current = records.one(tx.c, tables.scenario, process_id=process_id, name=name, deleted_at=None)
        if current is None or current["version"] != version:
            theirs = load(current) if current else None
            raise Conflict(CHANGED, name=name, theirs=theirs, yours=dict(scope_dict))
        change(tx, current, new | ({"overrides": None} if current["is_base"] else {}))
        if current["is_base"]:
            drawn.keep(tx, computed)
            follow(tx, process_id, calculate)
        return str(current["id"])

    return get(store, commit(store, user, "scenario.save", work, token, f"process/{process_id}"))


def get(store: Store, id: str) -> Scenario:
    """One scenario, also when it was deleted, or NotFound."""
    with store.read() as c:
        return load(found_row(c, id))


def base(store: Store, process_id: str) -> Scenario | None:
    """The scenario that a request asks for, or None when nothing was saved yet."""
    with store.read() as c:
        row = base_row(c, process_id)
    return load(row) if row else None


def list_for(store: Store, process_id: str) -> list[Scenario]:
    """All scenarios of a process that weren't deleted, the base first, then by name."""
    with store.read() as c:
        rows = records.many(c, tables.scenario, process_id=process_id, deleted_at=None)
    return sorted((load(row) for row in rows), key=lambda s: (not s.is_base, s.name.casefold()))


def overridden(variant: Scenario) -> list[str]:
    """The fields in which a variant doesn't follow its base, in the order of a scope; of events ``events.storm``."""
    return overrides.overridden(variant.overrides)


def misfits(store: Store, id: str) -> list[estimator.Fault]:
    """Why a variant no longer fits its base: a fault for every field; empty when it does."""
    with store.read() as c:
        row = found_row(c, id)
        of_base = needed_base(c, row["process_id"])
    try:
        estimator.Scope.from_dict(overrides.effective(of_base["scope"], row["overrides"] or {}))
    except estimator.ScopeError as error:
        return error.faults
    return []


def make_base(store: Store, user: User, id: str, version: int, token: str | None = None) -> Scenario:
    """Make this scenario, still at ``version``, the one that a request asks for. Role: bewerker.

    No scope changes by it: what the others change is told relative to the new base, the old base becomes a variant.
    Raises estimator.ScopeError for a variant that doesn't fit its base.
    """

    def work(tx: Tx) -> str:
        row = seen_row(tx.c, id, version, {"is_base": True}, exact=True)
        process_id = row["process_id"]
        if row["is_base"]:
            tx.log(f"scenario/{id}", {"process": process_id, "is_base": True})
            return id
        old = needed_base(tx.c, process_id)
        if not row["fits"]:
            estimator.Scope.from_dict(overrides.effective(old["scope"], row["overrides"]))
        _swap(tx, old, row)
        return id

    return get(store, commit(store, user, "scenario.make_base", work, token, f"scenario/{id}"))


def _swap(tx: Tx, old: dict[str, Any], new: dict[str, Any]) -> None:
    others = records.many(tx.c, tables.scenario, "name", process_id=old["process_id"], is_base=False)
    told = overrides.difference(new["scope"], old["scope"])
    change(tx, old, {"is_base": False, "overrides": told}, follows=True)
    change(tx, new, {"is_base": True, "overrides": None}, {"is_base": True, "from": old["id"]}, follows=True)
    for row in others:
        told = overrides.rebased(old["scope"], new["scope"], row["overrides"] or {})
        if row["id"] != new["id"] and told != row["overrides"]:
            change(tx, row, {"overrides": told}, follows=True)

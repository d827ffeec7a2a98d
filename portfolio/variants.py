"""Changing the variants of a process: each keeps only what it changes of the base, and can be put back when deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portfolio import benchmark_sets, overrides
from portfolio.checks import Faults
from portfolio.identity import User
from portfolio.messages import N_
from portfolio.scenario_record import (
    Calculator,
    Row,
    Scenario,
    add,
    change,
    follow,
    follow_one,
    found_row,
    free_name,
    live,
    load,
    needed_base,
    room,
    seen_row,
    values,
)
from portfolio.store import overview, records, tables
from portfolio.store.commit import Tx, commit
from portfolio.store.database import Connection, Store
from portfolio.store.errors import Conflict, Refused
from portfolio.whole import drawn

LONGEST = 80  # characters of a name

BASE_STAYS = N_("The base can't be deleted; make another scenario the base first.")
IS_BASE = N_("{name} is the base itself. Change its estimate, or choose a variant.")
NOT_DELETED = N_("The scenario {name} isn't deleted, so there is nothing to put back.")
TAKEN = N_("There is another scenario {name} by now. Rename that one first, then put this one back.")


@dataclass(frozen=True)
class Applied:
    """The base after a variant was applied. ``approved``: what was approved before stands, and this asks again."""

    base: Scenario
    approved: bool


def add_variant(
    store: Store,
    user: User,
    process_id: str,
    name: str,
    changes: Mapping[str, Any],
    token: str | None = None,
) -> Scenario:
    """Add a variant that changes these fields of the base and follows it in all others. Role: bewerker.

    ``changes``: a partial scope; None for what the estimator fills in. Raises estimator.ScopeError that names every
    faulty field, Refused for a faulty name, without a base or with too many variants, Conflict for a name that exists.
    """
    name = _name(name)
    calculate = Calculator.of(store, process_id)
    with store.read() as c:
        base = needed_base(c, process_id)
    calculate(_scope(base, changes)[0])

    def work(tx: Tx) -> str:
        base = needed_base(tx.c, process_id)
        free_name(tx.c, process_id, name, changes)
        room(tx.c, process_id)
        return _add(tx, base, name, changes, calculate)

    return _get(store, commit(store, user, "scenario.add", work, token, f"process/{process_id}"))


def change_variant(
    store: Store, user: User, id: str, version: int, changes: Mapping[str, Any], token: str | None = None
) -> Scenario:
    """Replace all that a variant changes, when nobody else did since ``version``. Role: bewerker.

    Raises what add_variant raises; a Conflict holds ``yours`` and ``theirs``. A change of the base is none.
    """
    row, base, _ = _start(store, id)
    calculate = Calculator.of(store, row["process_id"])
    _variant(row)
    calculate(_scope(base, changes)[0])

    def work(tx: Tx) -> str:
        row = _variant(seen_row(tx.c, id, version, changes))
        scope, kept = _scope(needed_base(tx.c, row["process_id"]), changes)
        computed = calculate(scope)
        benchmark_sets.keep(tx, computed)
        change(tx, row, values(computed) | {"overrides": kept})
        return id

    return _get(store, commit(store, user, "scenario.change", work, token, f"scenario/{id}"))


def copy(store: Store, user: User, id: str, new_name: str, token: str | None = None) -> Scenario:
    """Add a variant that changes the same as this scenario; a copy of the base follows it in everything.

    Role: bewerker. Raises what add_variant raises.
    """
    name = _name(new_name)
    row, base, _ = _start(store, id)
    calculate = Calculator.of(store, row["process_id"])
    calculate(_scope(base, row["overrides"] or {})[0])

    def work(tx: Tx) -> str:
        row = found_row(tx.c, id)
        base = needed_base(tx.c, row["process_id"])
        free_name(tx.c, row["process_id"], name, {"name": name})
        room(tx.c, row["process_id"])
        # Whoever made the original made the copy too, which four eyes look at.
        more = None if row["is_base"] else {"from": id}
        return _add(tx, base, name, row["overrides"] or {}, calculate, more)

    return _get(store, commit(store, user, "scenario.copy", work, token, f"scenario/{id}"))


def rename(store: Store, user: User, id: str, version: int, name: str, token: str | None = None) -> Scenario:
    """Give a scenario, also the base, another name. Role: bewerker. Conflict when the name exists, or changed."""
    name = _name(name)

    def work(tx: Tx) -> str:
        row = seen_row(tx.c, id, version, {"name": name})
        free_name(tx.c, row["process_id"], name, {"name": name}, but=id)
        change(tx, row, {"name": name})
        return id

    return _get(store, commit(store, user, "scenario.rename", work, token, f"scenario/{id}"))


def delete(store: Store, user: User, id: str, version: int, token: str | None = None) -> Scenario:
    """Delete a variant, in such a way that it can be put back. Role: bewerker. Refused for the base."""

    def work(tx: Tx) -> str:
        row = seen_row(tx.c, id, version, {})
        if row["is_base"]:
            raise Refused(BASE_STAYS)
        _mark(tx, row, tx.now)
        return id

    return _get(store, commit(store, user, "scenario.delete", work, token, f"scenario/{id}"))


def undo_delete(store: Store, user: User, id: str, token: str | None = None) -> Scenario:
    """Put a deleted variant back; it follows the base as that is now. Role: bewerker.

    Raises Conflict when its name was taken in the meantime, Refused when it isn't deleted or there are too many.
    """
    row, base, _ = _start(store, id)
    calculate = Calculator.of(store, row["process_id"])
    calculate.prepare(base["scope"], [] if row["is_base"] else [row])

    def work(tx: Tx) -> str:
        row = found_row(tx.c, id)
        if row["deleted_at"] is None:
            raise Refused(NOT_DELETED, name=row["name"])
        try:
            free_name(tx.c, row["process_id"], row["name"], {})
        except Conflict as taken:
            raise Conflict(TAKEN, name=row["name"], theirs=taken.theirs) from None
        room(tx.c, row["process_id"])
        _mark(tx, row, None)
        follow_one(tx, row, needed_base(tx.c, row["process_id"]), calculate)
        return id

    return _get(store, commit(store, user, "scenario.undo_delete", work, token, f"scenario/{id}"))


def presets(store: Store, user: User, process_id: str, token: str | None = None) -> list[Scenario]:
    """The three variants minimaal, sober and uitgebreid; those that exist already are left as they are.

    Role: bewerker. Raises Refused without a base, or when there would be too many variants.
    """
    calculate = Calculator.of(store, process_id)
    with store.read() as c:
        base, lacking = needed_base(c, process_id), _lacking(c, process_id)
    for name in lacking:
        calculate(_scope(base, overrides.PRESETS[name])[0])

    def work(tx: Tx) -> str:
        base, names = needed_base(tx.c, process_id), _lacking(tx.c, process_id)
        room(tx.c, process_id, len(names))
        made = [_add(tx, base, name, overrides.PRESETS[name], calculate) for name in names]
        tx.log(f"process/{process_id}", {"made": made})
        return process_id

    commit(store, user, "scenario.presets", work, token, f"process/{process_id}")
    with store.read() as c:
        rows = _by_name(c, process_id)
    return [load(rows[name.casefold()]) for name in overrides.PRESETS if name.casefold() in rows]


def apply(store: Store, user: User, id: str, version: int, token: str | None = None) -> Applied:
    """Make what this variant comes to the next version of the base; the other variants follow. Role: bewerker.

    Also after an approval: that stands until the change was asked for and approved. Raises Conflict when anything of
    the variant changed since ``version``, estimator.ScopeError when it doesn't fit its base.
    """
    row, base, others = _start(store, id)
    calculate = Calculator.of(store, row["process_id"])
    scope, _ = _scope(base, _variant(row)["overrides"])
    calculate.prepare(calculate(scope).scope, others)

    def work(tx: Tx) -> str:
        row = _variant(seen_row(tx.c, id, version, {}, exact=True))
        base = needed_base(tx.c, row["process_id"])
        computed = calculate(_scope(base, row["overrides"])[0])
        benchmark_sets.keep(tx, computed)
        drawn.keep(tx, computed)
        change(tx, base, values(computed), {"applied": id, "applied_version": version})
        follow(tx, row["process_id"], calculate)
        return str(base["id"])

    made = _get(store, commit(store, user, "scenario.apply", work, token, f"scenario/{id}"))
    with store.read() as c:
        return Applied(made, overview.last_approval(c, made.process_id) > 0)


def _start(store: Store, id: str) -> tuple[Row, Row, list[Row]]:
    """A scenario, its base and all variants, as they are before the database is locked."""
    with store.read() as c:
        row = found_row(c, id)
        return row, needed_base(c, row["process_id"]), live(c, row["process_id"])


def _get(store: Store, id: str) -> Scenario:
    with store.read() as c:
        return load(found_row(c, id))


def _name(given: object) -> str:
    faults = Faults()
    name = faults.text("scenario_name", given, LONGEST, required=True)
    faults.stop()
    return name


def _scope(base: Row, changes: Mapping[str, Any]) -> tuple[Row, Row]:
    """What these changes come to on the base, and as they are kept. Raises estimator.ScopeError."""
    kept = overrides.checked(base["scope"], changes)
    return overrides.effective(base["scope"], kept), kept


def _add(
    tx: Tx, base: Row, name: str, changes: Mapping[str, Any], calculate: Calculator, more: Row | None = None
) -> str:
    scope, kept = _scope(base, changes)
    computed = calculate(scope)
    benchmark_sets.keep(tx, computed)
    return add(tx, base["process_id"], name, values(computed) | {"overrides": kept}, more)


def _variant(row: Row) -> Row:
    if row["is_base"]:
        raise Refused(IS_BASE, name=row["name"])
    return row


def _mark(tx: Tx, row: Row, deleted_at: str | None) -> None:
    stamp = {"deleted_at": deleted_at, "updated_by": tx.actor, "updated_at": tx.now}
    records.change(tx.c, tables.scenario, {"id": row["id"]}, stamp)
    tx.log(f"scenario/{row['id']}", {"process": row["process_id"], "version": row["version"]})


def _by_name(c: Connection, process_id: str) -> dict[str, Row]:
    rows = records.many(c, tables.scenario, process_id=process_id, deleted_at=None)
    return {row["name"].casefold(): row for row in rows}


def _lacking(c: Connection, process_id: str) -> list[str]:
    """The presets that aren't there yet."""
    there = _by_name(c, process_id)
    return [name for name in overrides.PRESETS if name.casefold() not in there]

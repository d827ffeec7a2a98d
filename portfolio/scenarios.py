"""Named scenarios of a process; one of them is the base, and that one is what a request asks for."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portfolio import benchmark_sets, estimates, figures
from portfolio.checks import Faults, shown
from portfolio.identity import User
from portfolio.messages import N_
from portfolio.processes import NOT_FOUND as NO_PROCESS
from portfolio.store import records, tables
from portfolio.store.codec import canonical, new_id, sha256
from portfolio.store.commit import Tx, commit
from portfolio.store.database import Store
from portfolio.store.errors import Conflict, NotFound

NOT_FOUND = N_("There is no scenario {id}; it may have been removed.")
CHANGED = N_("Somebody else changed the scenario {name} in the meantime. Compare both versions and save again.")
EXISTS = N_("There is a scenario {name} already. Choose another name, or open that scenario and change it.")


@dataclass(frozen=True)
class Scenario:
    """A scope with a name, and the summary of its estimate as computed when this version was saved."""

    id: str
    process_id: str
    name: str
    is_base: bool
    version: int
    scope: dict[str, Any]
    result: dict[str, Any]
    created_at: str
    updated_by: str
    updated_at: str


def save(
    store: Store,
    user: User,
    process_id: str,
    name: str,
    scope_dict: Mapping[str, Any],
    version: int | None = None,
    token: str | None = None,
) -> Scenario:
    """Save a scenario: new without ``version``, otherwise a change of the one with this name at that version.

    The first scenario of a process becomes its base. Every version is kept. Role: bewerker.
    Raises estimator.ScopeError for a faulty scope, Refused for a faulty name, Conflict when somebody was first.
    """
    faults = Faults()
    name = faults.text("scenario_name", name, required=True)
    faults.stop()
    computed = estimates.compute(scope_dict, process_id, figures.current(store))
    values = {"scope": computed.scope, "result": computed.summary()}

    def work(tx: Tx) -> str:
        process = records.one(tx.c, tables.process, id=process_id)
        if process is None:
            raise NotFound(NO_PROCESS, id=shown(process_id))
        benchmark_sets.keep(tx, computed)
        current = records.one(tx.c, tables.scenario, process_id=process_id, name=name)
        if version is None:
            if current is not None:
                raise Conflict(EXISTS, name=name, theirs=_scenario(current), yours=dict(scope_dict))
            made, number = _add(tx, process_id, name, values), 1
        else:
            if current is None or current["version"] != version:
                theirs = _scenario(current) if current else None
                raise Conflict(CHANGED, name=name, theirs=theirs, yours=dict(scope_dict))
            made, number = current["id"], version + 1
            stamp = {"version": number, "updated_by": tx.actor, "updated_at": tx.now}
            records.change(tx.c, tables.scenario, {"id": made, "version": version}, values | stamp)
        kept = {"scenario_id": made, "version": number, "name": name, "author": tx.actor, "at": tx.now}
        records.insert(tx.c, tables.scenario_version, example=process["example"], **kept, **values)
        tx.log(
            f"scenario/{made}",
            {"process": process_id, "version": number, "scope_sha256": sha256(canonical(computed.scope))},
        )
        return str(made)

    return get(store, commit(store, user, "scenario.save", ("bewerker",), work, token, f"process/{process_id}"))


def _add(tx: Tx, process_id: str, name: str, values: dict[str, Any]) -> str:
    made = new_id()
    first = records.one(tx.c, tables.scenario, process_id=process_id, is_base=True) is None
    stamp = {"version": 1, "created_at": tx.now, "updated_by": tx.actor, "updated_at": tx.now}
    records.insert(tx.c, tables.scenario, id=made, process_id=process_id, name=name, is_base=first, **stamp, **values)
    return made


def get(store: Store, id: str) -> Scenario:
    """One scenario, or NotFound."""
    with store.read() as c:
        row = records.one(c, tables.scenario, id=id)
    if row is None:
        raise NotFound(NOT_FOUND, id=shown(id))
    return _scenario(row)


def base(store: Store, process_id: str) -> Scenario | None:
    """The scenario that a request asks for, or None when nothing was saved yet."""
    with store.read() as c:
        row = records.one(c, tables.scenario, process_id=process_id, is_base=True)
    return _scenario(row) if row else None


def list_for(store: Store, process_id: str) -> list[Scenario]:
    """All scenarios of a process, the base first, then by name."""
    with store.read() as c:
        rows = records.many(c, tables.scenario, process_id=process_id)
    return sorted((_scenario(row) for row in rows), key=lambda s: (not s.is_base, s.name.casefold()))


def make_base(store: Store, user: User, id: str, version: int, token: str | None = None) -> Scenario:
    """Make this scenario, still at ``version``, the one that a request asks for. Role: bewerker."""

    def work(tx: Tx) -> str:
        current = records.one(tx.c, tables.scenario, id=id)
        if current is None:
            raise NotFound(NOT_FOUND, id=shown(id))
        if current["version"] != version:
            raise Conflict(CHANGED, name=current["name"], theirs=_scenario(current), yours={"is_base": True})
        process_id = current["process_id"]
        records.change(tx.c, tables.scenario, {"process_id": process_id, "is_base": True}, {"is_base": False})
        records.change(tx.c, tables.scenario, {"id": id}, {"is_base": True})
        tx.log(f"scenario/{id}", {"process": process_id, "is_base": True, "version": version})
        return id

    return get(store, commit(store, user, "scenario.make_base", ("bewerker",), work, token, f"scenario/{id}"))


def _scenario(row: Mapping[str, Any]) -> Scenario:
    return Scenario(**{field.name: row[field.name] for field in dataclasses.fields(Scenario)})

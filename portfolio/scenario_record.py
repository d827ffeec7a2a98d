"""A scenario as it is read back, and the few ways in which one is written: always with its version and audit row."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from estimator import ScopeError
from portfolio import benchmark_sets, estimates, figures, overrides
from portfolio.checks import shown
from portfolio.messages import N_
from portfolio.processes import NOT_FOUND as NO_PROCESS
from portfolio.store import records, tables
from portfolio.store.codec import canonical, new_id, sha256
from portfolio.store.commit import Tx
from portfolio.store.database import Connection, Store
from portfolio.store.errors import Conflict, NotFound, Refused

MOST = 24  # live variants of a process

NOT_FOUND = N_("There is no scenario {id}; it may have been removed.")
CHANGED = N_("Somebody else changed the scenario {name} in the meantime. Compare both versions and save again.")
EXISTS = N_("There is a scenario {name} already. Choose another name, or open that scenario and change it.")
DELETED = N_("The scenario {name} was deleted in the meantime. Put it back, or save yours under another name.")
TOO_MANY = N_("A process has at most {high} variants. Delete one that you no longer need, then go on.")
NO_BASE = N_("Save an estimate for this process first; a variant is a change of it.")

HASHED = ("name", "scope", "overrides", "result")
Row = dict[str, Any]


@dataclass(frozen=True)
class Scenario:
    """A scope with a name, and the summary of its estimate as computed when this version was saved.

    ``overrides``: what a variant changes of its base, empty for the base itself; ``scope`` is what that comes to.
    ``fits``: False when the base has changed so that the overrides no longer go with it (a deadline before the start);
    then scope and result are those of before, and ``scenarios.misfits`` names the fields. ``deleted_at``: None, or when
    it was deleted; it can be put back.
    """

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
    overrides: dict[str, Any] = field(default_factory=dict)
    fits: bool = True
    deleted_at: str | None = None


@dataclass
class Calculator:
    """Estimates scopes of one process with the figures in use, each once: also before the database is locked."""

    process_id: str
    benchmarks: Any
    known: dict[str, estimates.Computed] = field(default_factory=dict)

    @classmethod
    def of(cls, store: Store, process_id: str) -> Calculator:
        """With the figures that this municipality uses now."""
        return cls(process_id, figures.current(store))

    def __call__(self, scope: Mapping[str, Any]) -> estimates.Computed:
        """Raises estimator.ScopeError for a faulty scope."""
        key = canonical(scope)
        if key not in self.known:
            self.known[key] = estimates.compute(scope, self.process_id, self.benchmarks)
        return self.known[key]

    def prepare(self, base: Mapping[str, Any], variants: list[Row]) -> None:
        """Estimate what the variants come to on this base; what doesn't fit is told later."""
        for row in variants:
            try:
                self(overrides.effective(base, row["overrides"]))
            except ScopeError:
                continue


def load(row: Mapping[str, Any]) -> Scenario:
    """The scenario of a stored row."""
    kept = {one.name: row[one.name] for one in dataclasses.fields(Scenario)}
    return Scenario(**kept | {"overrides": row["overrides"] or {}})


def base_row(c: Connection, process_id: str) -> Row | None:
    """The row that a request asks for, or None when nothing was saved yet."""
    return records.one(c, tables.scenario, process_id=process_id, is_base=True)


def needed_base(c: Connection, process_id: str) -> Row:
    """The base; NotFound when there is no such process, Refused when nothing was saved yet."""
    found = base_row(c, process_id)
    if found is None and records.one(c, tables.process, id=process_id) is None:
        raise NotFound(NO_PROCESS, id=shown(process_id))
    if found is None:
        raise Refused(NO_BASE)
    return found


def live(c: Connection, process_id: str) -> list[Row]:
    """The variants that weren't deleted, by name."""
    return records.many(c, tables.scenario, "name", process_id=process_id, is_base=False, deleted_at=None)


def found_row(c: Connection, id: str) -> Row:
    """The row with this id, also when it was deleted; NotFound otherwise."""
    row = records.one(c, tables.scenario, id=id)
    if row is None:
        raise NotFound(NOT_FOUND, id=shown(id))
    return row


def seen_row(c: Connection, id: str, version: int, yours: Any, exact: bool = False) -> Row:
    """The row that somebody saw at ``version``, when nobody else changed it since; Conflict otherwise.

    That it followed a change of its base isn't in the way, because nothing of it is overwritten then; with ``exact``
    it is.
    """
    row = found_row(c, id)
    if row["deleted_at"]:
        raise Conflict(DELETED, name=row["name"], theirs=load(row), yours=yours)
    if row["version"] != version and (exact or not _only_followed(c, row, version)):
        raise Conflict(CHANGED, name=row["name"], theirs=load(row), yours=yours)
    return row


def _only_followed(c: Connection, row: Row, version: int) -> bool:
    seen = records.one(c, tables.scenario_version, scenario_id=row["id"], version=version)
    if seen is None or row["overrides"] is None:
        return False
    return canonical([seen["name"], seen["overrides"]]) == canonical([row["name"], row["overrides"]])


def free_name(c: Connection, process_id: str, name: str, yours: Any, but: str = "") -> None:
    """Conflict when another live scenario of the process has this name, capitals or not."""
    for row in records.many(c, tables.scenario, process_id=process_id, deleted_at=None):
        if row["name"].casefold() == name.casefold() and row["id"] != but:
            raise Conflict(EXISTS, name=row["name"], theirs=load(row), yours=yours)


def room(c: Connection, process_id: str, more: int = 1) -> None:
    """Refused when ``more`` variants would be too many."""
    if len(live(c, process_id)) + more > MOST:
        raise Refused(TOO_MANY, high=MOST)


def values(computed: estimates.Computed) -> Row:
    """What a row holds of an estimate."""
    return {"scope": computed.scope, "result": computed.summary(), "fits": True}


def add(tx: Tx, process_id: str, name: str, new: Row, more: Row | None = None) -> str:
    """Add a scenario; without ``overrides`` in ``new`` it is the base. ``more`` goes into its audit row."""
    made, is_base = new_id(), new.get("overrides") is None
    about = {"id": made, "process_id": process_id, "name": name, "is_base": is_base, "version": 1}
    stamp = {"created_at": tx.now, "updated_by": tx.actor, "updated_at": tx.now}
    records.insert(tx.c, tables.scenario, **about, **stamp, **new)
    _keep_version(tx, made, (more or {}) | ({"is_base": True} if is_base else {}))
    return made


def change(tx: Tx, row: Row, new: Row, more: Row | None = None, follows: bool = False) -> None:
    """Give a scenario a new version. With ``follows`` nobody edited it, so who did last stays."""
    stamp = {} if follows else {"updated_by": tx.actor, "updated_at": tx.now}
    where = {"id": row["id"], "version": row["version"]}
    records.change(tx.c, tables.scenario, where, new | stamp | {"version": row["version"] + 1})
    _keep_version(tx, row["id"], more or {})


def _keep_version(tx: Tx, id: str, more: Row) -> None:
    row = found_row(tx.c, id)
    process = records.one(tx.c, tables.process, id=row["process_id"]) or {}
    kept = {name: row[name] for name in ("version", *HASHED)}
    about = {"scenario_id": id, "author": tx.actor, "at": tx.now, "example": process["example"]}
    records.insert(tx.c, tables.scenario_version, **about, **kept)
    tx.log(f"scenario/{id}", {"process": row["process_id"], "version": row["version"], **facts(row), **more})


def facts(row: Mapping[str, Any]) -> dict[str, str]:
    """What the audit chain holds of a version: hashes only, for a name may be that of a person."""
    return {f"{name}_sha256": sha256(canonical(row[name])) for name in HASHED}


def follow(tx: Tx, process_id: str, calculate: Calculator) -> None:
    """Let every variant follow its base as it is now, in the same change."""
    base = needed_base(tx.c, process_id)
    for row in live(tx.c, process_id):
        follow_one(tx, row, base, calculate)


def follow_one(tx: Tx, row: Row, base: Row, calculate: Calculator) -> None:
    """Let one variant follow its base; a new version when that changes anything, a mark when it doesn't fit."""
    following = dataclasses.replace(tx, action="scenario.follow")
    try:
        computed = calculate(overrides.effective(base["scope"], row["overrides"]))
    except ScopeError:
        if row["fits"]:
            records.change(tx.c, tables.scenario, {"id": row["id"]}, {"fits": False})
            following.log(f"scenario/{row['id']}", {"process": row["process_id"], "fits": False})
        return
    new = values(computed)
    if canonical({name: row[name] for name in new}) != canonical(new):
        benchmark_sets.keep(tx, computed)
        change(following, row, new, follows=True)

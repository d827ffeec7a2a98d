"""Asking for time and money, and deciding on it.

A request is a dated version that never changes: it freezes the scope, the benchmarks, the estimate and the finance
fields. What is decided about it is a verdict, which never changes either. Who edited what is asked decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portfolio import benchmark_sets, estimates, figures, readiness
from portfolio.checks import LONG, SHORT, Faults, shown
from portfolio.identity import User
from portfolio.makers import makers
from portfolio.messages import N_
from portfolio.processes import NOT_FOUND as NO_PROCESS
from portfolio.processes import Process
from portfolio.processes import get as get_process
from portfolio.request_record import Request, get, load
from portfolio.store import records, tables
from portfolio.store.codec import canonical, new_id, sha256
from portfolio.store.commit import Tx, commit
from portfolio.store.database import Store
from portfolio.store.errors import Conflict, Fault, NotFound, Refused
from portfolio.verdicts import approve, approve_lower, lower, record_decision, refuse, return_
from portfolio.whole import drawn

__all__ = [
    "Request",
    "approve",
    "approve_lower",
    "document",
    "get",
    "history",
    "latest",
    "lower",
    "record_decision",
    "refuse",
    "return_",
    "submit",
]

NO_DOCUMENT = N_("There is no document {id}.")
NOT_NUMBER = N_("{value} is not allowed; allowed is a number from 0 to {high}.")
NO_SCENARIO = N_("There is nothing to ask yet: save an estimate for this process first.")
PROCESS_CHANGED = N_("The process was changed while you worked on this request. Look at it again, then send.")
SCENARIO_CHANGED = N_("The estimate was changed while you worked on this request. Look at it again, then send.")


def latest(store: Store, process_id: str) -> Request | None:
    """The newest version of the request of a process, or None when nothing was asked yet."""
    with store.read() as c:
        number = records.latest_number(c, tables.request, "number", process_id=process_id)
        row = records.one(c, tables.request, process_id=process_id, number=number)
        return load(c, row) if row else None


def history(store: Store, process_id: str) -> list[Request]:
    """All versions of the request of a process, newest first."""
    with store.read() as c:
        return [load(c, row) for row in records.many(c, tables.request, "-number", process_id=process_id)]


def document(store: Store, id: str) -> tuple[str, bytes]:
    """Name and content of a decision's document, or NotFound."""
    with store.read() as c:
        row = records.one(c, tables.document, id=id)
    if row is None:
        raise NotFound(NO_DOCUMENT, id=shown(id))
    return row["name"], bytes(row["content"])


def submit(
    store: Store,
    user: User,
    process_id: str,
    finance: Mapping[str, Any],
    token: str | None = None,
    *,
    scenario_version: int | None = None,
) -> Request:
    """Ask for the base scenario's time and money as a new dated version. Role: bewerker.

    The estimate is computed here, from the stored scope, and frozen. ``scenario_version``: the version the user saw;
    with another one nothing is sent. Raises Refused with a fault for every required point of ``readiness.check``.
    """
    money = _finance(finance)
    process = get_process(store, process_id)
    with store.read() as c:
        scenario = records.one(c, tables.scenario, process_id=process_id, is_base=True)
    if scenario is None:
        raise Refused(NO_SCENARIO)
    if scenario_version is not None and scenario["version"] != scenario_version:
        raise Conflict(SCENARIO_CHANGED, theirs=scenario, yours=dict(finance))
    computed = estimates.compute(scenario["scope"], process_id, figures.current(store))
    items = readiness.check(process, scenario["scope"], money, estimate=computed.estimate)
    missing = [item for item in items if item.required and not item.ok]
    if missing:
        raise Refused.of(Fault(item.field, item.template, item.params) for item in missing)

    def work(tx: Tx) -> str:
        now = records.one(tx.c, tables.process, id=process_id)
        base = records.one(tx.c, tables.scenario, process_id=process_id, is_base=True)
        if now is None:
            raise NotFound(NO_PROCESS, id=shown(process_id))
        if now["version"] != process.version:
            raise Conflict(PROCESS_CHANGED, theirs=now, yours=dict(finance))
        if base is None or (base["id"], base["version"]) != (scenario["id"], scenario["version"]):
            raise Conflict(SCENARIO_CHANGED, theirs=base, yours=dict(finance))
        number = records.latest_number(tx.c, tables.request, "number", process_id=process_id) + 1
        content = _content(process, computed, money, number, tx.now)
        return _freeze(tx, process, base, computed, content, makers(tx, process_id, base["id"]))

    return get(store, commit(store, user, "request.submit", work, token, f"process/{process_id}"))


def _finance(given: Mapping[str, Any]) -> dict[str, Any]:
    faults = Faults()
    out: dict[str, Any] = {}
    for field, value in given.items():
        if field in readiness.YES_NO:
            out[field] = None if value is None else faults.yes_no(f"finance.{field}", value)
        elif field in readiness.TEXTS:
            out[field] = faults.text(f"finance.{field}", value, LONG if field == "notes" else SHORT)
        elif field in readiness.NUMBERS:
            out[field] = _number(faults, f"finance.{field}", value, readiness.NUMBERS[field])
        else:
            faults.known({field: value}, readiness.FINANCE_FIELDS)
    faults.stop()
    return out


def _number(faults: Faults, field: str, value: Any, high: float) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= high:
        faults.add(field, NOT_NUMBER, value=shown(value), high=high)
        return None
    return float(value)


def _content(
    process: Process, computed: estimates.Computed, finance: dict[str, Any], number: int, now: str
) -> dict[str, Any]:
    """What a request freezes. Of the process only what is no name of a person."""
    kept = ("id", "name", "municipality", "question", "theme", "area", "confidential", "example", "version")
    return {
        "process": {name: getattr(process, name) for name in kept} | {"group_names": list(process.group_names)},
        "scope": computed.scope,
        "estimate": computed.estimate,
        "finance": finance,
        "engine": computed.engine,
        "benchmarks_sha256": computed.benchmarks_sha256,
        "process_key": computed.process_key,
        "cost_cents": computed.cost_cents,
        "cash_cents": computed.cash_cents,
        "own_cents": computed.own_cents,
        "finish": computed.finish.isoformat(),
        "number": number,
        "submitted_at": now,
    }


def _freeze(
    tx: Tx,
    process: Process,
    base: Mapping[str, Any],
    computed: estimates.Computed,
    content: dict[str, Any],
    made_by: set[str],
) -> str:
    benchmark_sets.keep(tx, computed)
    drawn.keep(tx, computed)
    made, text = new_id(), canonical(content)
    digest = sha256(text)
    number, audit_hash = tx.log(
        f"request/{made}",
        {
            "process": process.id,
            "number": content["number"],
            "scenario": base["id"],
            "scenario_version": base["version"],
            "sha256": digest,
            "cost_cents": content["cost_cents"],
            "makers": sorted(made_by),
        },
    )
    records.insert(
        tx.c,
        tables.request,
        id=made,
        process_id=process.id,
        number=content["number"],
        scenario_id=base["id"],
        scenario_version=base["version"],
        submitted_by=tx.actor,
        submitted_at=tx.now,
        content=text,
        sha256=digest,
        cost_cents=content["cost_cents"],
        cash_cents=content["cash_cents"],
        own_cents=content["own_cents"],
        finish=computed.finish,
        benchmarks_sha256=computed.benchmarks_sha256,
        engine=computed.engine,
        audit_number=number,
        audit_hash=audit_hash,
        example=process.example,
    )
    same = {"request_id": made, "example": process.example}
    records.insert_all(tx.c, tables.request_maker, [{**same, "user_id": maker} for maker in sorted(made_by)])
    return made

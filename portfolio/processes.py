"""Participation processes: the records that everything else hangs on."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portfolio import estimates, following, learned
from portfolio.checks import LONG, SHORT, Faults, shown
from portfolio.feedback_debt import Debt, open_debts
from portfolio.identity import User
from portfolio.messages import N_
from portfolio.progress import StepState, state
from portfolio.store import clock, overview, records, removal, tables
from portfolio.store.codec import new_id
from portfolio.store.commit import Tx, commit
from portfolio.store.database import Connection, Store
from portfolio.store.errors import Conflict, NotFound, Refused

STATUSES = ("active", "paused", "stopped", "closed")
TEXT_FIELDS = ("theme", "area", "client_name", "content_owner", "process_owner", "portfolio_holder")
FIELDS = ("name", "municipality", "question", *TEXT_FIELDS, "confidential", "group_names")
PHASES = ("draft", "requested", "returned", "refused", "approved", "running", "done", "paused", "stopped", "closed")

NOT_FOUND = N_("There is no process {id}; it may have been removed.")
CHANGED = N_("Somebody else changed this process in the meantime. Compare both versions and save again.")
EXISTS = N_("This process was saved already. Open it and change it there.")
NO_PLACE = N_("{value} is not a municipality; allowed is a code like GM0193.")
NOT_LIST = N_("{value} is not a list of names.")
OPEN_STEPS = N_("This process can't be closed yet: step {step} is still open. Finish or skip it first.")


@dataclass(frozen=True)
class Process:
    """A participation process. ``group_names`` are groups, never people; ``version`` counts its changes."""

    id: str
    name: str
    municipality: str
    question: str
    theme: str
    area: str
    confidential: bool
    client_name: str
    content_owner: str
    process_owner: str
    portfolio_holder: str
    group_names: tuple[str, ...]
    status: str
    example: bool
    version: int
    created_by: str
    created_at: str
    updated_by: str
    updated_at: str


@dataclass(frozen=True)
class ProcessRow:
    """A line of the portfolio. Amounts are whole cents; None means that there is no such figure yet.

    ``cost_cents`` … ``finish`` are those of the latest request, ``approved_…`` those of the latest approved one (the
    baseline). ``estimate`` is the summary of the base scenario, for processes that have asked nothing yet.
    ``feedback``: what participants haven't heard yet, while the process is active.
    """

    process: Process
    phase: str
    steps: tuple[StepState, ...]
    estimate: dict[str, Any] | None
    request_id: str | None
    request_number: int | None
    request_status: str | None
    submitted_at: str | None
    cost_cents: int | None
    cash_cents: int | None
    own_cents: int | None
    finish: dt.date | None
    approved_id: str | None
    approved_on: dt.date | None
    approved_cost_cents: int | None
    approved_cash_cents: int | None
    approved_own_cents: int | None
    approved_finish: dt.date | None
    current_step: int | None
    late_steps: tuple[int, ...]
    feedback: tuple[Debt, ...]

    @property
    def id(self) -> str:
        """The id of the process."""
        return self.process.id

    @property
    def name(self) -> str:
        """The name of the process."""
        return self.process.name

    @property
    def ended(self) -> bool:
        """Closed or stopped."""
        return self.phase in ("closed", "stopped")

    @property
    def awake(self) -> bool:
        """Neither ended nor paused."""
        return not self.ended and self.phase != "paused"

    @property
    def feedback_due(self) -> dt.date | None:
        """When participants should have heard back, of the first part they haven't heard; None without such a day."""
        return next((debt.due for debt in self.feedback), None)

    @property
    def feedback_overdue(self) -> bool:
        """True when participants wait for a part of the feedback longer than agreed."""
        return any(debt.overdue for debt in self.feedback)


def _checked(given: Mapping[str, Any], extra: tuple[str, ...] = ()) -> dict[str, Any]:
    faults = Faults()
    faults.known(given, FIELDS + extra)
    out: dict[str, Any] = {}
    for field, value in given.items():
        if field == "confidential":
            out[field] = faults.yes_no(field, value)
        elif field == "group_names":
            out[field] = _group_names(faults, value)
        elif field == "municipality":
            out[field] = faults.text(field, value)
            if out[field] and not estimates.is_municipality(out[field]):
                faults.add(field, NO_PLACE, value=shown(value))
        elif field == "status":
            out[field] = faults.choice(field, value, STATUSES)
        elif field in FIELDS:
            out[field] = faults.text(field, value, LONG if field == "question" else SHORT, required=field == "name")
    faults.stop()
    return out


def _group_names(faults: Faults, value: object) -> list[str]:
    if not isinstance(value, list | tuple):
        faults.add("group_names", NOT_LIST, value=shown(value))
        return []
    names = [faults.text("group_names", name) for name in value]
    return list(dict.fromkeys(name for name in names if name))


def create(
    store: Store,
    user: User,
    fields: Mapping[str, Any],
    token: str | None = None,
    *,
    id: str | None = None,
    example_id: str | None = None,
) -> Process:
    """Make a process with its ten open steps. Only ``name`` is required. Role: bewerker.

    ``id`` is one from ``new_id`` under which an estimate was shown already: its draws, and so its figures, stay.
    ``example_id`` is for the example portfolio only: it fixes the id and marks the record as an example for good.
    """
    values = _checked({"name": "", **fields})

    def work(tx: Tx) -> str:
        made = example_id or id or new_id()
        current = records.one(tx.c, tables.process, id=made)
        if current is not None:
            raise Conflict(EXISTS, theirs=_process(current), yours=dict(fields))
        stamp = {"created_by": tx.actor, "created_at": tx.now, "updated_by": tx.actor, "updated_at": tx.now}
        values.setdefault("group_names", [])
        records.insert(tx.c, tables.process, id=made, example=bool(example_id), version=1, **values, **stamp)
        step = {"process_id": made, "gate": {}, "version": 1, "updated_by": tx.actor, "updated_at": tx.now}
        records.insert_all(tx.c, tables.step_progress, [{**step, "step": number} for number in range(1, 11)])
        tx.log(f"process/{made}", {"fields": sorted(values), "example": bool(example_id)})
        return made

    return get(store, commit(store, user, "process.create", work, token))


def get(store: Store, id: str) -> Process:
    """One process, or NotFound."""
    with store.read() as c:
        row = records.one(c, tables.process, id=id)
    if row is None:
        raise NotFound(NOT_FOUND, id=shown(id))
    return _process(row)


def update(
    store: Store, user: User, id: str, version: int, changes: Mapping[str, Any], token: str | None = None
) -> Process:
    """Change fields of a process that is still at ``version``. Role: bewerker.

    Raises Conflict with ``theirs`` (the record now) and ``yours`` (the changes) when somebody was first.
    """
    values = _checked(changes, ("status",))

    def work(tx: Tx) -> str:
        current = records.one(tx.c, tables.process, id=id)
        if current is None:
            raise NotFound(NOT_FOUND, id=shown(id))
        stamp = {"version": version + 1, "updated_by": tx.actor, "updated_at": tx.now}
        if not records.change(tx.c, tables.process, {"id": id, "version": version}, values | stamp):
            raise Conflict(CHANGED, theirs=_process(current), yours=dict(changes))
        if values.get("status") == "closed":
            _nothing_open(tx, id)
        content: dict[str, Any] = {"version": version + 1, "fields": sorted(values)}
        tx.log(f"process/{id}", content | {k: v for k, v in values.items() if k in ("status", "confidential")})
        return id

    return get(store, commit(store, user, "process.update", work, token, f"process/{id}"))


def _nothing_open(tx: Tx, id: str) -> None:
    for row in records.many(tx.c, tables.step_progress, "step", process_id=id):
        if row["status"] not in ("done", "skipped"):
            raise Refused(OPEN_STEPS, field="status", step=row["step"])


def listing(store: Store, closed: bool = False) -> list[ProcessRow]:
    """The portfolio; closed and stopped processes only with ``closed``. Sorted by name. Kept in memory."""
    with store.read() as c:
        found = on(store, c, clock.today()).values()
    shown = (row for row in found if closed or row.process.status in ("active", "paused"))
    return sorted(shown, key=lambda row: (row.name.casefold(), row.id))


def on(store: Store, c: Connection, today: dt.date) -> Mapping[str, ProcessRow]:
    """Process → its line, closed and stopped ones too."""
    return _followed.on(store, c, today)


def _read(c: Connection, today: dt.date, ids: Sequence[str] | None) -> dict[str, ProcessRow]:
    return {row["id"]: _row(row, today) for row in overview.portfolio(c, True, ids)}


_followed = following.Followed(_read)


def _process(row: Mapping[str, Any]) -> Process:
    known = {field.name: row[field.name] for field in dataclasses.fields(Process)}
    return Process(**known | {"group_names": tuple(row["group_names"])})


def _row(row: Mapping[str, Any], today: dt.date) -> ProcessRow:
    process = _process(row)
    live = process.status == "active"
    steps = tuple(state(step, row["steps"][step], today if live else None) for step in range(1, 11))
    told = [part for part in ("heard", "done") if row[f"told_{part}"]]
    owed = open_debts(steps, row["last_held"], row["talks_planned"] or 0, told, today) if live else []
    kept = ("request_id", "request_number", "submitted_at", "cost_cents", "cash_cents", "own_cents", "finish")
    approved = ("approved_id", "approved_on", "approved_finish", "estimate", "request_status")
    amounts = ("approved_cost_cents", "approved_cash_cents", "approved_own_cents")
    return ProcessRow(
        process=process,
        phase=_phase(process, row, steps),
        steps=steps,
        current_step=_current(steps),
        late_steps=tuple(s.step for s in steps if s.late),
        feedback=tuple(owed),
        **{name: row[name] for name in (*kept, *approved, *amounts)},
    )


def _phase(process: Process, row: Mapping[str, Any], steps: tuple[StepState, ...]) -> str:
    if process.status != "active":
        return process.status
    if row["approved_id"] is None:
        return {None: "draft", "submitted": "requested"}.get(row["request_status"], row["request_status"] or "draft")
    if all(s.stored_status in ("done", "skipped") for s in steps):
        return "done"
    started = any(s.stored_status in ("busy", "done") for s in steps[1:])
    return "running" if started else "approved"


def _current(steps: tuple[StepState, ...]) -> int | None:
    busy = [s.step for s in steps if s.stored_status == "busy"]
    waiting = [s.step for s in steps if s.stored_status == "open"]
    return next(iter(busy or waiting), None)


def remove_example(store: Store, user: User, token: str | None = None) -> int:
    """Delete the example portfolio and nothing else; returns how many processes. Role: bewerker or beheerder.

    The audit rows of the example stay: the chain has no holes. What was learned from it goes out of use; own figures
    are of the municipality and stay.
    """
    removed: list[str] = []

    def work(tx: Tx) -> str:
        removed[:] = removal.example(tx.c)
        learned.forget(tx, removed)
        tx.log("example", {"removed": removed})
        return "example"

    commit(store, user, "example.remove", work, token)
    return len(removed)

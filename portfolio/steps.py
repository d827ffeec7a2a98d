"""The ten steps: what they are (data/steps.csv) and how far a process is with each."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portfolio import bookings, gates
from portfolio.checks import LONG, Faults, shown
from portfolio.identity import User
from portfolio.messages import N_
from portfolio.processes import NOT_FOUND as NO_PROCESS
from portfolio.progress import status_on
from portfolio.store import clock, records, tables
from portfolio.store.commit import Tx, commit
from portfolio.store.database import Store
from portfolio.store.errors import Conflict, NotFound, Refused
from portfolio.totals import FROM_LINES, TOTALS, only_when_begun, percent, total

FILE = Path(__file__).resolve().parents[1] / "data" / "steps.csv"
STATUSES = ("open", "busy", "done", "skipped")
DATES = ("planned_start", "planned_finish", "actual_start", "actual_finish")
OWNERS = ("content_owner", "process_owner")
FIELDS = ("status", *DATES, "expected_finish", "percent", *OWNERS, "gate", "override_reason", "note", *TOTALS)

NO_STEP = N_("There is no step {value}; the steps are 1 to 10.")
CHANGED = N_("Somebody else changed step {step} in the meantime. Compare both versions and save again.")
NO_GATE = N_("{value} is not a point of the gate of this step.")
GATE_OPEN = N_("Points of the gate not met: {count}. Tick them, or give the reason for finishing the step anyway.")
SKIP_REASON = N_("Give the reason for skipping this step; it stays visible.")
NOT_APPROVED = N_("Time and money aren't approved yet: this step can't start before step 1 is done.")
BEFORE_APPROVAL = N_(
    "{value} is before the approval of time and money on {low}; this step starts on that day or later."
)
ONLY_BY_DECISION = N_("Step 1 is done when the decision is approved or recorded on the page of the request, not here.")
ORDER = N_("{value} is before the start on {low}; allowed is that day or later.")
FUTURE = N_("{value} has yet to come; a real date is today or earlier.")
NO_START = N_("A step that is finished also has a start date.")
NOT_BEGUN = N_("A step that is open or skipped has no real dates; choose busy or done, or empty the dates.")
NOT_FINISHED = N_("A step that is busy has no finish date yet; choose done, or empty the date.")
NOT_TABLE = N_("{value} is not a list of gate points.")


@dataclass(frozen=True)
class Gate:
    """One point of a gate: stable key and both texts."""

    key: str
    nl: str
    en: str


@dataclass(frozen=True)
class Step:
    """A step as data/steps.csv describes it. ``named``: the method's own (True) or our proposal (False)."""

    step: int
    key: str
    name_nl: str
    name_en: str
    short_nl: str
    short_en: str
    named: bool
    lead_role: str
    deliverable_nl: str
    deliverable_en: str
    gates: tuple[Gate, ...]
    depends_on: tuple[int, ...]
    why_nl: str
    why_en: str


@dataclass(frozen=True)
class StepProgress:
    """How far a process is with a step. ``status`` may be ``late``; ``stored_status`` is what was entered.

    ``actual_hours`` (of everybody, hired people too) and ``actual_cents`` (paid out, without VAT) are totals so far;
    None is unknown. ``percent`` (0–100, None unknown) and ``expected_finish`` are what the process lead says. ``gate``
    is what counts: what the records say (``derived``), and else what was ticked.
    """

    process_id: str
    step: int
    status: str
    stored_status: str
    planned_start: dt.date | None
    planned_finish: dt.date | None
    actual_start: dt.date | None
    actual_finish: dt.date | None
    expected_finish: dt.date | None
    percent: int | None
    actual_hours: float | None
    actual_cents: int | None
    content_owner: str
    process_owner: str
    gate: dict[str, bool]
    override_reason: str
    note: str
    version: int
    updated_by: str
    updated_at: str
    derived: dict[str, bool] = dataclasses.field(default_factory=dict)


def _read(file: Path) -> tuple[Step, ...]:
    with open(file, encoding="utf-8", newline="") as f:
        return tuple(_step(row) for row in csv.DictReader(f))


def _step(row: Mapping[str, str]) -> Step:
    parts = (row["gate_keys"].split("|"), row["gate_nl"].split("|"), row["gate_en"].split("|"))
    gates = tuple(Gate(key.strip(), nl.strip(), en.strip()) for key, nl, en in zip(*parts, strict=True))
    before = row["depends_on"].replace("|", " ").replace(",", " ").replace(";", " ").split()
    same = ("key", "name_nl", "name_en", "short_nl", "short_en", "lead_role", "deliverable_nl", "deliverable_en")
    return Step(
        step=int(row["step"]),
        named=row["named"] == "yes",
        gates=gates,
        depends_on=tuple(int(number) for number in before),
        **{name: row[name] for name in (*same, "why_nl", "why_en")},
    )


STEPS = _read(FILE)


def progress(store: Store, process_id: str) -> list[StepProgress]:
    """The ten steps of a process in order, or NotFound."""
    with store.read() as c:
        process = records.one(c, tables.process, id=process_id)
        if process is None:
            raise NotFound(NO_PROCESS, id=shown(process_id))
        rows = records.many(c, tables.step_progress, "step", process_id=process_id)
        found = gates.load(c, process, rows)
    today = clock.today() if process["status"] == "active" else None
    return [_progress(row, today, gates.derived(found, row["step"])) for row in rows]


def from_row(row: Mapping[str, Any], today: dt.date | None) -> StepProgress:
    """A step as it is stored, without what the records say about its gate. ``today`` None: lateness doesn't count."""
    return _progress(row, today)


def update(
    store: Store,
    user: User,
    process_id: str,
    step: int,
    version: int,
    changes: Mapping[str, Any],
    token: str | None = None,
) -> StepProgress:
    """Change a step that is still at ``version``. Role: bewerker.

    ``gate`` is merged: {key: True or False}. Setting ``busy`` or ``done`` fills missing real dates with today; going
    back to ``open`` or ``skipped`` empties them. Raises Refused with a sentence per field when the gate isn't met (and
    no reason given), when a step starts before step 1 is approved, or when dates contradict; Conflict when somebody
    was first.
    """
    if step not in range(1, 11):
        raise Refused(NO_STEP, field="step", value=shown(step))
    given = _checked(step, changes)

    def work(tx: Tx) -> str:
        current = records.one(tx.c, tables.step_progress, process_id=process_id, step=step)
        if current is None:
            raise NotFound(NO_PROCESS, id=shown(process_id))
        if current["version"] != version:
            raise Conflict(CHANGED, step=step, theirs=_progress(current, None), yours=dict(changes))
        rows = records.many(tx.c, tables.step_progress, "step", process_id=process_id)
        approved = rows[0]["actual_finish"] if rows[0]["status"] == "done" else None
        _not_booked(tx, current, given)
        values, known = _ruled(tx, rows, current, given, approved)
        stamp = {"version": version + 1, "updated_by": tx.actor, "updated_at": tx.now}
        records.change(tx.c, tables.step_progress, {"process_id": process_id, "step": step}, values | stamp)
        logged = ("status", *DATES, "expected_finish", "percent", "gate", *TOTALS)
        plain = {k: v for k, v in values.items() if k in logged and v != current[k]}
        dates = {k: v.isoformat() if isinstance(v, dt.date) else v for k, v in plain.items()}
        overruled = values["status"] == "done" and bool(unmet(step, gates.effective(values["gate"], known)))
        tx.log(f"process/{process_id}/step/{step}", {"version": version + 1, "overruled": overruled, **dates})
        return process_id

    commit(store, user, "step.update", work, token, f"process/{process_id}/step/{step}")
    return progress(store, process_id)[step - 1]


def unmet(step: int, gate: Mapping[str, bool]) -> list[Gate]:
    """The points of a step's gate that are not met."""
    return [point for point in STEPS[step - 1].gates if not gate.get(point.key)]


def _checked(step: int, changes: Mapping[str, Any]) -> dict[str, Any]:
    faults = Faults()
    faults.known(changes, FIELDS)
    out: dict[str, Any] = {}
    for field, value in changes.items():
        if field == "status":
            out[field] = faults.choice(field, value, STATUSES)
        elif field in (*DATES, "expected_finish"):
            out[field] = faults.day(field, value)
        elif field in OWNERS:
            out[field] = faults.text(field, value)
        elif field in ("override_reason", "note"):
            out[field] = faults.text(field, value, LONG)
        elif field == "gate":
            out[field] = _gate(faults, step, value)
        elif field == "percent":
            out[field] = percent(faults, field, value)
        elif field in TOTALS:
            out[field] = total(faults, field, value)
    faults.stop()
    return out


def _gate(faults: Faults, step: int, value: object) -> dict[str, bool]:
    if not isinstance(value, Mapping):
        faults.add("gate", NOT_TABLE, value=shown(value))
        return {}
    known = {point.key for point in STEPS[step - 1].gates}
    for key in value:
        if key not in known:
            faults.add("gate", NO_GATE, value=shown(key))
    return {str(key): faults.yes_no("gate", met) for key, met in value.items()}


def _not_booked(tx: Tx, current: Mapping[str, Any], given: Mapping[str, Any]) -> None:
    """A total that follows from lines can't be typed over."""
    faults = Faults()
    for name in TOTALS:
        typed = name in given and given[name] != current[name]
        if typed and bookings.booked(tx.c, current["process_id"], current["step"], name):
            faults.add(name, FROM_LINES)
    faults.stop()


def _ruled(
    tx: Tx,
    rows: Sequence[Mapping[str, Any]],
    current: Mapping[str, Any],
    given: Mapping[str, Any],
    approved: dt.date | None,
) -> tuple[dict[str, Any], dict[str, bool]]:
    """The step's new values, dates filled in, and what the records say about its gate; Refused with every rule that
    they break."""
    step = current["step"]
    values = {field: current[field] for field in FIELDS} | dict(given)
    values["gate"] = {**current["gate"], **given.get("gate", {})}
    faults = Faults()
    if step == 1:
        if values["status"] != current["status"] or any(values[d] != current[d] for d in DATES[2:]):
            faults.add("status", ONLY_BY_DECISION)
    else:
        _fill_dates(values, given)
        _begun(faults, values)
        _after_approval(faults, values, approved)
    _ordered(faults, values)
    only_when_begun(faults, values)
    known = _known(tx, rows, current, values)
    gate = gates.effective(values["gate"], known)
    if values["status"] == "done" and step != 1 and unmet(step, gate) and not values["override_reason"]:
        faults.add("gate", GATE_OPEN, count=len(unmet(step, gate)))
    if values["status"] == "skipped" and not values["override_reason"]:
        faults.add("override_reason", SKIP_REASON)
    faults.stop()
    return values, known


def _known(
    tx: Tx, rows: Sequence[Mapping[str, Any]], current: Mapping[str, Any], values: Mapping[str, Any]
) -> dict[str, bool]:
    """What the records say about the step's gate, with the step as it is about to be."""
    process = records.one(tx.c, tables.process, id=current["process_id"])
    assert process is not None
    then = [{**row, **values} if row["step"] == current["step"] else row for row in rows]
    return gates.derived(gates.load(tx.c, process, then), current["step"])


def _fill_dates(values: dict[str, Any], given: Mapping[str, Any]) -> None:
    """Real dates follow the status, unless they were given."""
    today = clock.today()
    status = values["status"]
    if status in ("open", "skipped"):
        for name in (*DATES[2:], "percent"):
            values[name] = given.get(name)
    if status in ("busy", "done") and values["actual_start"] is None and "actual_start" not in given:
        finish = values["actual_finish"]
        values["actual_start"] = min(today, finish) if finish else today
    if status == "busy":
        values["actual_finish"] = given.get("actual_finish")
    if status == "done" and values["actual_finish"] is None:
        values["actual_finish"] = today
    if status == "done" and values["percent"] is not None:
        values["percent"] = 100


def _begun(faults: Faults, values: Mapping[str, Any]) -> None:
    start, finish = values["actual_start"], values["actual_finish"]
    if values["status"] in ("open", "skipped") and (start or finish):
        faults.add("actual_start" if start else "actual_finish", NOT_BEGUN)
    if values["status"] == "busy" and finish:
        faults.add("actual_finish", NOT_FINISHED)
    if values["status"] in ("busy", "done") and start is None:
        faults.add("actual_start", NO_START)
    for name in DATES[2:]:
        if values[name] and values[name] > clock.today():
            faults.add(name, FUTURE, value=values[name])


def _after_approval(faults: Faults, values: Mapping[str, Any], approved: dt.date | None) -> None:
    if values["status"] not in ("busy", "done"):
        return
    if approved is None:
        faults.add("status", NOT_APPROVED)
    elif values["actual_start"] and values["actual_start"] < approved:
        faults.add("actual_start", BEFORE_APPROVAL, value=values["actual_start"], low=approved)


def _ordered(faults: Faults, values: Mapping[str, Any]) -> None:
    for start, finish in (DATES[:2], DATES[2:], ("actual_start", "expected_finish")):
        if values[start] and values[finish] and values[finish] < values[start]:
            faults.add(finish, ORDER, value=values[finish], low=values[start])


def approve_first(tx: Tx, process_id: str, decided_on: dt.date, plan: Mapping[int, tuple[dt.date, dt.date]]) -> None:
    """Finish step 1 by a decision, in the decision's own transaction, and fill empty planned dates from ``plan``.

    A process that was approved before keeps its first approval date: later approvals move the baseline, not history.
    """
    for row in records.many(tx.c, tables.step_progress, "step", process_id=process_id):
        step = row["step"]
        values: dict[str, Any] = {}
        if row["planned_start"] is None and row["planned_finish"] is None and step in plan:
            values["planned_start"], values["planned_finish"] = plan[step]
        if step == 1 and row["status"] != "done":
            start = min(row["actual_start"] or decided_on, decided_on)
            values |= {"status": "done", "actual_start": start, "actual_finish": decided_on}
            values["gate"] = {point.key: True for point in STEPS[0].gates}
        if values:
            stamp = {"version": row["version"] + 1, "updated_by": tx.actor, "updated_at": tx.now}
            records.change(tx.c, tables.step_progress, {"process_id": process_id, "step": step}, values | stamp)


def _progress(row: Mapping[str, Any], today: dt.date | None, known: Mapping[str, bool] | None = None) -> StepProgress:
    same = (*DATES, "expected_finish", "percent", *TOTALS, *OWNERS, "override_reason", "note", "version")
    kept = {name: row[name] for name in same}
    return StepProgress(
        process_id=row["process_id"],
        step=row["step"],
        status=status_on(row["status"], row["planned_finish"], today),
        stored_status=row["status"],
        updated_by=row["updated_by"],
        updated_at=row["updated_at"],
        gate=gates.effective(row["gate"], known or {}),
        derived=dict(known or {}),
        **kept,
    )

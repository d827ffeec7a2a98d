"""Taking an import back: what it changed gets its earlier values, as long as nothing came after it.

A process is never deleted: one that an import made is stopped, and the same file makes it anew. What stands in the
way is said by name, and then nothing is taken back.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from portfolio import bookings, import_write, own_figures, processes, settings, steps
from portfolio.identity import User
from portfolio.import_rows import Made, plain
from portfolio.import_within import Within
from portfolio.messages import N_
from portfolio.store import Fault, NotFound, Refused, Store, records, tables
from portfolio.store.commit import Tx, commit

UNDONE = N_("This import was undone already.")
PROCESS_CHANGED = N_("{name} was changed after the import.")
PROCESS_USED = N_("{name} has records of its own by now (an estimate, lines, talks); it stays.")
PROCESS_GONE = N_("A process of this import isn't there any more.")
STEP_CHANGED = N_("Step {step} of {name} was changed after the import.")
TARIFF_CHANGED = N_("The tariff {key} was changed after the import.")
BOOKED = N_("A line of {name} can't be taken back: {why}")
DATES = ("planned_start", "planned_finish", "actual_start", "actual_finish", "expected_finish")


def undo(store: Store, user: User, id: str, token: str | None = None) -> settings.Setting:
    """Take an import back as one change. Role: bewerker. Raises Refused with a fault for all that stands in the way."""

    def work(tx: Tx) -> str:
        now = settings.load(tx.c, import_write.RECORD + id)
        if not now.version:
            raise NotFound(N_("There is no such import."))
        if now.content.get("undone_at"):
            raise Refused(UNDONE)
        within = Within(store.engine, tx.c)
        faults = []
        for one in reversed(now.content["made"]):
            try:
                _UNDO[one["what"]](within, tx, one)
            except Refused as problem:
                faults += problem.faults
        if faults:
            raise Refused.of(_once(faults))
        new = [one["id"] for one in now.content["made"] if one["what"] == "process" and not one.get("before")]
        content = now.content | {"made": [], "undone_at": tx.now, "taken_back": new}
        stamp = {"version": now.version + 1, "updated_by": tx.actor, "updated_at": tx.now}
        records.change(tx.c, tables.setting, {"key": now.key}, {"content": content, **stamp})
        tx.log(now.key, {"undone": len(now.content["made"])})
        return id

    return import_write.get(store, commit(store, user, "import.undo", work, token, f"import/{id}"))


def _once(faults: list[Fault]) -> list[Fault]:
    return list({fault.message: fault for fault in faults}.values())


def _process(within: Within, tx: Tx, one: Made) -> None:
    try:
        now = processes.get(within, one["id"])
    except NotFound as problem:
        raise Refused(PROCESS_GONE) from problem
    if any(plain(getattr(now, name)) != value for name, value in one["after"].items()):
        raise Refused(PROCESS_CHANGED, name=now.name)
    if one.get("before"):
        processes.update(within, tx.user, now.id, now.version, one["before"])
        return
    begun = any(step.stored_status != "open" or step.planned_start for step in steps.progress(within, now.id))
    holds = [t for t in tables.ALL if "process_id" in t.c and t is not tables.step_progress]
    if begun or any(_live(tx, table, now.id) for table in holds):
        raise Refused(PROCESS_USED, name=now.name)
    processes.update(within, tx.user, now.id, now.version, {"status": "stopped"})


def _live(tx: Tx, table: Any, process_id: str) -> bool:
    """True when the process has a row here that was not taken back."""
    where = {"deleted_at": None} if "deleted_at" in table.c else {}
    return records.one(tx.c, table, process_id=process_id, **where) is not None


def _step(within: Within, tx: Tx, one: Made) -> None:
    process_id, _, number = one["id"].partition("/")
    row = records.one(tx.c, tables.step_progress, process_id=process_id, step=int(number))
    before = one["before"]
    back = before["status"] in ("open", "skipped")
    if (
        row is None
        or any(plain(row[name]) != value for name, value in one["after"].items())
        or (back and (row["actual_hours"] is not None or row["actual_cents"] is not None))
    ):
        raise Refused(STEP_CHANGED, step=int(number), name=_name(within, process_id))
    values: dict[str, Any] = {key: _day(value) if key in DATES else value for key, value in before.items()}
    stamp = {"version": row["version"] + 1, "updated_by": tx.actor, "updated_at": tx.now}
    records.change(tx.c, tables.step_progress, {"process_id": process_id, "step": int(number)}, values | stamp)
    logged = {key: value for key, value in before.items() if key in ("status", "percent", *DATES)}
    tx.log(f"process/{process_id}/step/{number}", {"version": row["version"] + 1, **logged})


def _booking(within: Within, tx: Tx, one: Made) -> None:
    row = records.one(tx.c, tables.booking, id=one["id"])
    if row is None or row["deleted_at"] is not None:
        return  # taken back already
    try:
        bookings.remove(within, tx.user, one["id"])
    except Refused as problem:
        name = _name(within, row["process_id"])
        raise Refused(BOOKED, name=name, why=problem.message) from problem


def _tariff(within: Within, tx: Tx, one: Made) -> None:
    now = own_figures.current(within).get(one["id"])
    if now is None or now.audit_number != one["number"]:
        raise Refused(TARIFF_CHANGED, key=one["id"])
    before = one.get("before")
    if before:
        own_figures.set_(within, tx.user, one["id"], None, before["likely"], None, before["reason"])
    else:
        own_figures.restore(within, tx.user, one["id"])


def _name(within: Within, process_id: str) -> str:
    try:
        return processes.get(within, process_id).name
    except NotFound:
        return process_id


def _day(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


_UNDO = {"process": _process, "step": _step, "booking": _booking, "tariff": _tariff}

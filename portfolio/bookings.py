"""Hours made, money committed (verplicht) and money spent (uitgegeven), line by line; the totals of a step follow.

Money is without VAT and in whole cents. A step with lines takes its total from them; without any, a total may be typed
(portfolio.steps), and with neither it is unknown, never zero. What is committed stays committed until it is taken back:
spending doesn't lower it, so that the two stand beside each other as in the municipality's own books.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from portfolio import rows
from portfolio.checks import Faults, shown
from portfolio.identity import User
from portfolio.messages import N_
from portfolio.rows import Kind, Row
from portfolio.store import clock, records, tables
from portfolio.store.commit import Tx
from portfolio.store.database import Connection, Store
from portfolio.store.errors import Refused

KINDS = ("hours", "committed", "spent")
FIELDS = ("step", "kind", "hours", "cents", "day", "role", "note")
TOTAL_OF = {"actual_hours": ("hours", "hours"), "actual_cents": ("spent", "cents")}  # total: kind and column
MOST_HOURS, MOST_CENTS = 100_000, 10_000_000_000

NO_STEP = N_("{value} is not a step; allowed is 1 to 10.")
NOT_HOURS = N_("{value} is not a number of hours; allowed is more than 0 and at most {high}.")
NOT_AMOUNT = N_("{value} is not an amount; allowed is up to € {high}, negative for what came back, but not 0.")
FUTURE = N_("{value} has yet to come; hours and costs are booked today or earlier.")
NOT_BEGUN = N_("Step {step} hasn't begun: set it to busy first, then book on it.")
BELOW_ZERO = N_("With this line step {step} would come below zero; look at the amount.")


def listing(store: Store, process_id: str) -> list[Row]:
    """The lines of a process by day. Keys: id, step, kind, hours, cents, day, role, note, made_by, at."""
    return rows.listing(store, KIND, process_id, "day")


def add(store: Store, user: User, process_id: str, values: Mapping[str, Any], token: str | None = None) -> Row:
    """Book a line: ``step``, ``kind``, ``hours`` or ``cents``, ``day`` (default today). Role: bewerker.

    Hours and spending need a step that has begun; committing doesn't. The step's total follows in the same change.
    """
    return rows.add(store, user, KIND, process_id, values, token)


def remove(store: Store, user: User, id: str, token: str | None = None) -> None:
    """Take a line back; the step's total follows. Role: bewerker."""
    rows.remove(store, user, KIND, id, token)


def sums(lines: Iterable[Mapping[str, Any]]) -> dict[str, dict[int, float]]:
    """Kind → step → total, in hours or cents; a step without lines of a kind isn't there.

    >>> sums([{"kind": "hours", "step": 5, "hours": 2.5}, {"kind": "hours", "step": 5, "hours": 1.0}])["hours"]
    {5: 3.5}
    """
    found: dict[str, dict[int, float]] = {kind: {} for kind in KINDS}
    for line in lines:
        amount = line["hours"] if line["kind"] == "hours" else line["cents"]
        of_step = found[line["kind"]]
        of_step[line["step"]] = of_step.get(line["step"], 0) + amount
    return found


def booked(c: Connection, process_id: str, step: int, total: str) -> bool:
    """True when this total of a step (actual_hours or actual_cents) follows from lines, so that it can't be typed."""
    kind = TOTAL_OF[total][0]
    where = {"process_id": process_id, "step": step, "kind": kind, "deleted_at": None}
    return records.one(c, tables.booking, **where) is not None


def _check(given: Mapping[str, Any]) -> Row:
    faults = Faults()
    faults.known(given, FIELDS)
    step = given.get("step")
    if isinstance(step, bool) or not isinstance(step, int) or not 1 <= step <= 10:
        faults.add("step", NO_STEP, value=shown(step))
    kind = faults.choice("kind", given.get("kind"), KINDS)
    out: Row = {
        "step": step,
        "kind": kind,
        "hours": _hours(faults, given.get("hours")) if kind == "hours" else None,
        "cents": _cents(faults, given.get("cents")) if kind != "hours" else None,
        "day": faults.day("day", given.get("day")) or clock.today(),
        "role": faults.text("role", given.get("role")),
        "note": faults.text("note", given.get("note")),
    }
    if out["day"] > clock.today() and kind != "committed":
        faults.add("day", FUTURE, value=out["day"])
    faults.stop()
    return out


def _hours(faults: Faults, value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= MOST_HOURS:
        faults.add("hours", NOT_HOURS, value=shown(value), high=MOST_HOURS)
        return None
    return float(value)


def _cents(faults: Faults, value: Any) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < abs(value) <= MOST_CENTS:
        shown_value = value / 100 if isinstance(value, int | float) and not isinstance(value, bool) else value
        faults.add("cents", NOT_AMOUNT, value=shown(shown_value), high=MOST_CENTS // 100)
        return None
    return value


def _total(tx: Tx, row: Row) -> None:
    """Bring the step's total in line with its lines."""
    if row["kind"] == "committed":
        return
    total = next(name for name, (kind, _column) in TOTAL_OF.items() if kind == row["kind"])
    step = records.one(tx.c, tables.step_progress, process_id=row["process_id"], step=row["step"])
    if step is None or (step["status"] not in ("busy", "done") and row.get("deleted_at") is None):
        raise Refused(NOT_BEGUN, field="step", step=row["step"])
    column = TOTAL_OF[total][1]
    lines = records.many(
        tx.c, tables.booking, process_id=row["process_id"], step=row["step"], kind=row["kind"], deleted_at=None
    )
    amount = sum(line[column] for line in lines) if lines else None
    if amount is not None and amount < 0:
        raise Refused(BELOW_ZERO, field=column, step=row["step"])
    stamp = {"version": step["version"] + 1, "updated_by": tx.actor, "updated_at": tx.now}
    where = {"process_id": row["process_id"], "step": row["step"]}
    records.change(tx.c, tables.step_progress, where, {total: amount, **stamp})


KIND = Kind("booking", FIELDS, _check, after=_total)

"""The status as the lead of a process reports it: three lights, and for amber or red the reasons.

Amber or red needs cause, consequence and steering; red also the decision asked, who takes it and before when: red is a
request for a decision above one's own level. A report is never changed: the next one counts.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portfolio import rows
from portfolio.checks import LONG, Faults
from portfolio.identity import User
from portfolio.messages import N_
from portfolio.store import clock, records, tables
from portfolio.store.codec import canonical, new_id, sha256
from portfolio.store.commit import Tx, commit
from portfolio.store.database import Connection, Store
from portfolio.store.errors import Fault

LIGHTS = ("planning", "budget", "risk")
COLOURS = ("green", "amber", "red")
REASONS = ("cause", "consequence", "steering")  # amber and red
ASKED = ("decision_asked", "decider")  # red, with decide_before
PLAIN = ("achieved", "coming", "scope_change")
FIELDS = (*LIGHTS, *REASONS, *ASKED, "decide_before", *PLAIN)

NEEDS_REASON = N_("Amber and red need this: say it in a sentence.")
NEEDS_DECISION = N_("Red needs this: without the decision asked, by whom and before when it can't be saved.")
PAST = N_("{value} has passed already; the decision is asked for today or later.")


@dataclass(frozen=True)
class StatusReport:
    """One report. Lights are green, amber or red; texts may be empty where they aren't needed."""

    id: str
    process_id: str
    reported_on: dt.date
    planning: str
    budget: str
    risk: str
    cause: str
    consequence: str
    steering: str
    decision_asked: str
    decider: str
    decide_before: dt.date | None
    achieved: str
    coming: str
    scope_change: str
    made_by: str
    at: str

    @property
    def lights(self) -> dict[str, str]:
        """Light → colour."""
        return {name: getattr(self, name) for name in LIGHTS}


def add(store: Store, user: User, process_id: str, values: Mapping[str, Any], token: str | None = None) -> StatusReport:
    """Report the status as of today. Role: bewerker. Raises Refused with a sentence per faulty field."""
    clean = _checked(values)

    def work(tx: Tx) -> str:
        process = rows.open_process(tx, process_id)
        made = new_id()
        stamp = {"reported_on": clock.today(), "made_by": tx.actor, "at": tx.now, "example": process["example"]}
        number, _hash = tx.log(f"process/{process_id}/status_report/{made}", facts(clean | stamp))
        about = {"id": made, "process_id": process_id, "audit_number": number}
        records.insert(tx.c, tables.status_report, **about, **clean, **stamp)
        return made

    made = commit(store, user, "status_report.add", work, token, f"process/{process_id}")
    with store.read() as c:
        return from_row(records.many(c, tables.status_report, id=made)[0])


def listing(store: Store, process_id: str) -> list[StatusReport]:
    """The reports of a process, the last one first."""
    with store.read() as c:
        found = records.many(c, tables.status_report, "-audit_number", process_id=process_id)
    return [from_row(row) for row in found]


def last_of_all(c: Connection) -> dict[str, StatusReport]:
    """Process → its last report."""
    return {row["process_id"]: from_row(row) for row in records.many(c, tables.status_report, "audit_number")}


def _checked(given: Mapping[str, Any]) -> dict[str, Any]:
    faults = Faults()
    faults.known(given, FIELDS)
    out: dict[str, Any] = {name: faults.choice(name, given.get(name), COLOURS) for name in LIGHTS}
    for name in (*REASONS, *ASKED, *PLAIN):
        out[name] = faults.text(name, given.get(name), LONG)
    out["decide_before"] = faults.day("decide_before", given.get("decide_before"))
    faults.found += missing(out)
    if out["decide_before"] and out["decide_before"] < clock.today():
        faults.add("decide_before", PAST, value=out["decide_before"])
    faults.stop()
    return out


def facts(row: Mapping[str, Any]) -> dict[str, Any]:
    """What the audit chain holds of a report: the lights, and the hash of all of it, because texts may name people."""
    said = {name: str(row[name]) if row[name] else "" for name in (*FIELDS, "reported_on", "at")}
    lights = {name: row[name] for name in LIGHTS}
    return {**lights, "sha256": sha256(canonical(said)), "example": bool(row["example"])}


def missing(values: Mapping[str, Any]) -> list[Fault]:
    """What the colours need and isn't there, a fault per field.

    >>> [fault.field for fault in missing({"planning": "green", "budget": "amber", "risk": "green", "cause": "rain"})]
    ['consequence', 'steering']
    """
    colours = {values.get(name) for name in LIGHTS}
    reasons = REASONS if colours & {"amber", "red"} else ()
    asked = (*ASKED, "decide_before") if "red" in colours else ()
    found = [Fault(name, NEEDS_REASON, {}) for name in reasons if not values.get(name)]
    return found + [Fault(name, NEEDS_DECISION, {}) for name in asked if not values.get(name)]


def from_row(row: Mapping[str, Any]) -> StatusReport:
    """The report of a stored row."""
    return StatusReport(**{field.name: row[field.name] for field in dataclasses.fields(StatusReport)})

"""Step 5: one talk with its programme (discussion piece, working form, division of tasks) and its report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from estimator.codes import FORMS
from portfolio import rows
from portfolio.checks import LONG, Faults, shown
from portfolio.identity import User
from portfolio.messages import N_
from portfolio.rows import Kind, Row
from portfolio.store import clock
from portfolio.store.database import Store

STATUSES = ("planned", "held", "cancelled")
DATES = ("planned_on", "invited_on", "held_on")
NUMBERS = ("registrations", "participants")
LONGS = ("discussion_piece", "tasks", "report", "reason")
FIELDS = ("title", "form", "place", *LONGS, "audience", "status", *DATES, *NUMBERS)
PROGRAMME = ("discussion_piece", "form", "tasks")  # what a programme must have
MOST_PEOPLE = 100_000

NOT_NUMBER = N_("{value} is not a number of people; allowed is 0 to {high}, or nothing while it isn't known.")
NOT_FORM = N_("{value} is not a working form; choose one from the list.")
NOT_HELD = N_("A talk that was held has a date, today or earlier.")
WHY_CANCELLED = N_("Give the reason why this talk was cancelled; it stays visible.")
INVITED_LATER = N_("{value} is after the talk itself on {high}; people are invited before it.")


def listing(store: Store, process_id: str) -> list[Row]:
    """The talks of a process by date, those without a date last. Keys: id, version and FIELDS."""
    return in_order(rows.listing(store, KIND, process_id, "id"))


def in_order(talks: Sequence[Row]) -> list[Row]:
    """By the day on which they are or were held."""
    return sorted(talks, key=lambda t: (t["held_on"] or t["planned_on"] or dt.date.max, t["title"].casefold(), t["id"]))


def add(store: Store, user: User, process_id: str, values: Mapping[str, Any], token: str | None = None) -> Row:
    """Add a talk; only ``title`` is required. Role: bewerker."""
    return rows.add(store, user, KIND, process_id, values, token)


def change(
    store: Store, user: User, id: str, version: int, changes: Mapping[str, Any], token: str | None = None
) -> Row:
    """Change a talk that is still at ``version``. Role: bewerker."""
    return rows.change(store, user, KIND, id, version, changes, token)


def remove(store: Store, user: User, id: str, token: str | None = None) -> None:
    """Take back a talk that was entered by mistake; one that doesn't go on is cancelled with a reason instead."""
    rows.remove(store, user, KIND, id, token)


def missing_programme(talk: Mapping[str, Any]) -> list[str]:
    """The parts of its programme that a talk lacks; a cancelled talk needs none.

    >>> missing_programme({"status": "planned", "discussion_piece": "Schets", "form": "", "tasks": ""})
    ['form', 'tasks']
    """
    return [] if talk["status"] == "cancelled" else [name for name in PROGRAMME if not talk[name]]


def gate(talks: Sequence[Mapping[str, Any]]) -> dict[str, bool]:
    """What the talks say about the gate of step 5, by the keys of data/steps.csv; empty without talks."""
    if not talks:
        return {}
    held = [talk for talk in talks if talk["status"] == "held"]
    return {
        "programme_per_talk": not any(missing_programme(talk) for talk in talks),
        "report_per_talk": bool(held) and all(talk["report"] for talk in held),
        "all_held_or_cancelled": all(talk["status"] != "planned" for talk in talks),
    }


def last_held(talks: Sequence[Mapping[str, Any]]) -> dt.date | None:
    """The day of the last talk that was held."""
    return max((talk["held_on"] for talk in talks if talk["held_on"]), default=None)


def _check(given: Mapping[str, Any]) -> Row:
    faults = Faults()
    faults.known(given, FIELDS)
    out: Row = {
        "title": faults.text("title", given.get("title"), required=True),
        "form": _form(faults, given.get("form")),
        "place": faults.text("place", given.get("place")),
        "audience": _names(faults, given.get("audience") or []),
        "status": faults.choice("status", given.get("status") or "planned", STATUSES),
    }
    out |= {name: faults.text(name, given.get(name), LONG) for name in LONGS}
    out |= {name: faults.day(name, given.get(name)) for name in DATES}
    out |= {name: _people(faults, name, given.get(name)) for name in NUMBERS}
    _agree(faults, out)
    faults.stop()
    return out


def _form(faults: Faults, value: Any) -> str:
    code = faults.text("form", value)
    if code and code not in FORMS:
        faults.add("form", NOT_FORM, value=shown(code))
    return code


def _names(faults: Faults, value: Any) -> list[str]:
    return [name for name in (faults.text("audience", one) for one in value) if name]


def _people(faults: Faults, name: str, value: Any) -> int | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_PEOPLE:
        faults.add(name, NOT_NUMBER, value=shown(value), high=MOST_PEOPLE)
        return None
    return value


def _agree(faults: Faults, out: Row) -> None:
    if out["status"] == "held" and (out["held_on"] is None or out["held_on"] > clock.today()):
        faults.add("held_on", NOT_HELD)
    if out["status"] != "held":
        out["held_on"] = None
    if out["status"] == "cancelled" and not out["reason"]:
        faults.add("reason", WHY_CANCELLED)
    on = out["held_on"] or out["planned_on"]
    if on and out["invited_on"] and out["invited_on"] > on:
        faults.add("invited_on", INVITED_LATER, value=out["invited_on"], high=on)


KIND = Kind("talk", FIELDS, _check, edited=True)

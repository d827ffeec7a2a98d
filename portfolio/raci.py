"""Who does what: per step one role that is accountable (A), others responsible, consulted or informed; and who fills
each role.

The table in data/raci.csv is our proposal (grade D); steps 1 and 9 follow the route of the decision
(data/raci_routes.csv). A municipality changes cells per process; a row always keeps exactly one A.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from portfolio.checks import Faults, shown
from portfolio.messages import N_

DATA = Path(__file__).resolve().parents[1] / "data"
LETTERS = ("", "A", "A/R", "R", "C", "I")
FIELDS = ("letters", "people")
PERSON = ("name", "deputy", "hours_per_week", "not_applicable")
MOST_HOURS = 60

ONE_A = N_("Step {step} has {count} roles with an A; allowed is exactly one, who is accountable.")
NOT_LETTER = N_("{value} is not allowed in the table of roles; allowed is A, A/R, R, C, I or nothing.")
NOT_ROLE = N_("{value} is not a role.")
NOT_HOURS = N_("{value} is not a number of hours a week; allowed is 0 to {high}.")
NOT_TABLE = N_("{value} is not a table of roles.")


@cache
def roles() -> tuple[str, ...]:
    """The roles of the table, in its order."""
    with open(DATA / "raci.csv", encoding="utf-8", newline="") as f:
        return tuple(dict.fromkeys(row["role"] for row in csv.DictReader(f)))


@cache
def _file(name: str) -> tuple[dict[str, str], ...]:
    with open(DATA / name, encoding="utf-8", newline="") as f:
        return tuple(csv.DictReader(f))


def proposed(money: str, outcome: str) -> dict[int, dict[str, str]]:
    """Step → role → letter as proposed for these routes (budgethouder, college or raad).

    >>> {role for role, letter in proposed("raad", "college")[1].items() if "A" in letter}
    {'council_clerk'}
    """
    wanted = {1: money, 9: outcome}
    found: dict[int, dict[str, str]] = {step: {} for step in range(1, 11)}
    for row in _file("raci.csv"):
        step = int(row["step"])
        if row["route"] in ("", wanted.get(step)):
            found[step][row["role"]] = row["code"]
    for row in _file("raci_routes.csv"):
        step = int(row["step"])
        if row["route"] == wanted.get(step):
            found[step][row["role"]] = row["code"]
    return found


def table(content: Mapping[str, Any], money: str, outcome: str) -> dict[int, dict[str, str]]:
    """Step → role → letter: what was filled in over what is proposed. ``content``: that of the form ``roles``."""
    found = proposed(money, outcome)
    for step, row in (content.get("letters") or {}).items():
        found[int(step)] = {role: letter for role, letter in row.items() if letter}
    return found


def checked(faults: Faults, given: Mapping[str, Any]) -> dict[str, Any]:
    """``letters``: {step: {role: letter}}, whole rows; ``people``: {role: {name, deputy, hours_per_week,
    not_applicable}}. Adds a fault for each row without exactly one A."""
    out: dict[str, Any] = {}
    for name, check in (("letters", _letters), ("people", _people)):
        if name in given:
            if isinstance(given[name], Mapping):
                out[name] = check(faults, given[name])
            else:
                faults.add(name, NOT_TABLE, value=shown(given[name]))
    return out


def _letters(faults: Faults, given: Mapping[Any, Any]) -> dict[str, dict[str, str]]:
    out = {}
    for step, row in given.items():
        if str(step) not in {str(n) for n in range(1, 11)} or not isinstance(row, Mapping):
            faults.add("letters", NOT_TABLE, value=shown(step))
            continue
        for role, letter in row.items():
            if role not in roles():
                faults.add("letters", NOT_ROLE, value=shown(role))
            if letter not in LETTERS:
                faults.add("letters", NOT_LETTER, value=shown(letter))
        count = sum(letter in ("A", "A/R") for letter in row.values())
        if count != 1:
            faults.add("letters", ONE_A, step=int(step), count=count)
        out[str(step)] = {str(role): str(letter) for role, letter in row.items() if letter}
    return out


def _people(faults: Faults, given: Mapping[Any, Any]) -> dict[str, dict[str, Any]]:
    out = {}
    for role, person in given.items():
        if role not in roles() or not isinstance(person, Mapping):
            faults.add("people", NOT_ROLE, value=shown(role))
            continue
        faults.known(person, PERSON)
        hours = person.get("hours_per_week")
        if hours is not None and (
            isinstance(hours, bool) or not isinstance(hours, int | float) or not 0 <= hours <= MOST_HOURS
        ):
            faults.add("people", NOT_HOURS, value=shown(hours), high=MOST_HOURS)
        out[str(role)] = {
            "name": faults.text("people", person.get("name")),
            "deputy": faults.text("people", person.get("deputy")),
            "hours_per_week": hours,
            "not_applicable": faults.yes_no("people", person.get("not_applicable") or False),
        }
    return out

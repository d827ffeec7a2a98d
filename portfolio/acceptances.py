"""A pitfall that was seen and is lived with: by whom, why, and until when. After that day it counts again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from portfolio import rows
from portfolio.checks import LONG, Faults, shown
from portfolio.identity import User
from portfolio.messages import N_
from portfolio.rows import Kind, Row
from portfolio.store import clock
from portfolio.store.database import Store

FIELDS = ("rule", "reason", "until")
LONGEST = dt.timedelta(days=366)

NOT_RULE = N_("{value} is not a pitfall; allowed is P01, P02 and so on.")
NOT_UNTIL = N_("{value} is not allowed; choose a day from tomorrow to {high}, so that somebody looks at it again.")


def listing(store: Store, process_id: str) -> list[Row]:
    """What was accepted and not ended, oldest first. Keys: id, rule, reason, until, made_by, at."""
    return rows.listing(store, KIND, process_id)


def accept(store: Store, user: User, process_id: str, values: Mapping[str, Any], token: str | None = None) -> Row:
    """Accept a pitfall: ``rule``, ``reason`` and ``until`` are required. Role: bewerker."""
    return rows.add(store, user, KIND, process_id, values, token)


def end(store: Store, user: User, id: str, token: str | None = None) -> None:
    """It counts again from now. Role: bewerker."""
    rows.remove(store, user, KIND, id, token)


def in_force(found: Sequence[Mapping[str, Any]], today: dt.date) -> dict[str, Mapping[str, Any]]:
    """Rule → the acceptance that holds on ``today`` (up to and including ``until``)."""
    return {row["rule"]: row for row in found if row["until"] >= today}


def _check(given: Mapping[str, Any]) -> Row:
    faults = Faults()
    faults.known(given, FIELDS)
    rule = faults.text("rule", given.get("rule"), required=True)
    if rule and not (len(rule) == 3 and rule[0] == "P" and rule[1:].isdigit()):
        faults.add("rule", NOT_RULE, value=shown(rule))
    if not given.get("until"):
        faults.text("until", "", required=True)
    until = faults.day("until", given.get("until"))
    high = clock.today() + LONGEST
    if until and not clock.today() < until <= high:
        faults.add("until", NOT_UNTIL, value=until, high=high)
    out: Row = {"rule": rule, "reason": faults.text("reason", given.get("reason"), LONG, required=True), "until": until}
    faults.stop()
    return out


KIND = Kind("acceptance", FIELDS, _check)

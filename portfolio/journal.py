"""Decisions, notes, links and public messages, at a step or at the process as a whole: written once, at most taken
back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portfolio import rows
from portfolio.checks import LONG, Faults, shown
from portfolio.identity import User
from portfolio.messages import N_
from portfolio.rows import Kind, Row
from portfolio.store import clock
from portfolio.store.database import Store

KINDS = ("decision", "note", "link", "public")
FIELDS = ("step", "kind", "text", "url", "day")
SCHEMES = ("https://", "http://")

NO_STEP = N_("{value} is not a step; allowed is 1 to 10, or none for the process as a whole.")
NO_URL = N_("{value} is not a web address; allowed is an address that begins with https:// or http://.")
FUTURE = N_("{value} has yet to come; a note is of today or earlier.")


def listing(store: Store, process_id: str) -> list[Row]:
    """The notes of a process, oldest first. Keys: id and FIELDS, made_by, at."""
    return rows.listing(store, KIND, process_id, "day")


def add(store: Store, user: User, process_id: str, values: Mapping[str, Any], token: str | None = None) -> Row:
    """Write a note: ``kind`` and ``text`` (a link: ``url``) are required, ``day`` is today. Role: bewerker."""
    return rows.add(store, user, KIND, process_id, values, token)


def remove(store: Store, user: User, id: str, token: str | None = None) -> None:
    """Take a note back. Role: bewerker."""
    rows.remove(store, user, KIND, id, token)


def _check(given: Mapping[str, Any]) -> Row:
    faults = Faults()
    faults.known(given, FIELDS)
    step = given.get("step")
    if step is not None and (isinstance(step, bool) or not isinstance(step, int) or not 1 <= step <= 10):
        faults.add("step", NO_STEP, value=shown(step))
    kind = faults.choice("kind", given.get("kind"), KINDS)
    url = faults.text("url", given.get("url"), LONG, required=kind == "link")
    if url and (not url.startswith(SCHEMES) or any(sign.isspace() for sign in url)):
        faults.add("url", NO_URL, value=shown(url))
    out: Row = {
        "step": step,
        "kind": kind,
        "text": faults.text("text", given.get("text"), LONG, required=kind != "link"),
        "url": url,
        "day": faults.day("day", given.get("day")) or clock.today(),
    }
    if out["day"] > clock.today():
        faults.add("day", FUTURE, value=out["day"])
    faults.stop()
    return out


KIND = Kind("journal", FIELDS, _check)

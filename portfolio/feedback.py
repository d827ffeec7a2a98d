"""What participants were told. Only sending ends the debt (portfolio.feedback_debt): a date, the channel, to whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from portfolio import rows
from portfolio.checks import LONG, Faults
from portfolio.feedback_debt import AMBER, DONE_WITHIN, HEARD_WITHIN, RED, Debt, debts
from portfolio.identity import User
from portfolio.messages import N_
from portfolio.rows import Kind, Row
from portfolio.store import clock
from portfolio.store.database import Store

__all__ = [
    "AMBER",
    "DONE_WITHIN",
    "FIELDS",
    "HEARD_WITHIN",
    "KIND",
    "PARTS",
    "RED",
    "Debt",
    "debts",
    "gate",
    "listing",
    "remove",
    "send",
]

PARTS = ("heard", "done", "decision")
FIELDS = ("part", "sent_on", "channel", "audience", "public", "note")

FUTURE = N_("{value} has yet to come; feedback counts from the day it was sent.")


def listing(store: Store, process_id: str) -> list[Row]:
    """What was sent, by day. Keys: id and FIELDS, made_by, at."""
    return rows.listing(store, KIND, process_id, "sent_on")


def send(store: Store, user: User, process_id: str, values: Mapping[str, Any], token: str | None = None) -> Row:
    """Record that feedback was sent: ``part``, ``sent_on``, ``channel`` and ``audience`` are required."""
    return rows.add(store, user, KIND, process_id, values, token)


def remove(store: Store, user: User, id: str, token: str | None = None) -> None:
    """Take back what was recorded by mistake; the debt is there again. Role: bewerker."""
    rows.remove(store, user, KIND, id, token)


def gate(sent: Sequence[Mapping[str, Any]], last_talk: dt.date | None) -> dict[str, bool]:
    """What was sent says about the gate of step 7; empty when nothing was sent."""
    if not sent:
        return {}
    heard = [row["sent_on"] for row in sent if row["part"] in ("heard", "done")]
    done = [row for row in sent if row["part"] == "done"]
    in_time = bool(heard) and (last_talk is None or min(heard) <= last_talk + HEARD_WITHIN)
    return {
        "heard_within_two_weeks": in_time,
        "done_after_interpreting": bool(done),
        "sent_to_all": bool(done),
        "published": any(row["public"] for row in sent),
    }


def _check(given: Mapping[str, Any]) -> Row:
    faults = Faults()
    faults.known(given, FIELDS)
    if not given.get("sent_on"):
        faults.text("sent_on", "", required=True)
    out: Row = {
        "part": faults.choice("part", given.get("part"), PARTS),
        "sent_on": faults.day("sent_on", given.get("sent_on")),
        "channel": faults.text("channel", given.get("channel"), required=True),
        "audience": faults.text("audience", given.get("audience"), required=True),
        "public": faults.yes_no("public", given.get("public") or False),
        "note": faults.text("note", given.get("note"), LONG),
    }
    if out["sent_on"] and out["sent_on"] > clock.today():
        faults.add("sent_on", FUTURE, value=out["sent_on"])
    faults.stop()
    return out


KIND = Kind("feedback", FIELDS, _check)

"""What participants were told, and the debt while they have heard nothing: *we heard*, then *we do this with it*.

Only sending ends the debt: a date, the channel and to whom. Terms: "we heard" within two weeks of the last talk (the
gate of step 7), "what we do with it" after step 6; amber after 4 and red after 8 weeks without the second (pitfall P14,
data/pitfalls.csv; both thresholds are ours).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portfolio import rows
from portfolio.checks import LONG, Faults
from portfolio.identity import User
from portfolio.messages import N_
from portfolio.rows import Kind, Row
from portfolio.store import clock
from portfolio.store.database import Store

PARTS = ("heard", "done", "decision")
FIELDS = ("part", "sent_on", "channel", "audience", "public", "note")
HEARD_WITHIN = dt.timedelta(weeks=2)
DONE_WITHIN = dt.timedelta(weeks=2)  # after step 6 was done: our reading of "after step 6"
AMBER, RED = dt.timedelta(weeks=4), dt.timedelta(weeks=8)

FUTURE = N_("{value} has yet to come; feedback counts from the day it was sent.")


@dataclass(frozen=True)
class Debt:
    """One open part of the debt. ``since``: the last talk; ``days``: days since then in which participants have heard
    nothing of this part; ``due``: when it had to be sent (None while step 6 runs); ``level``: ok, amber or red."""

    part: str
    since: dt.date
    due: dt.date | None
    days: int
    level: str

    @property
    def overdue(self) -> bool:
        """True when the day on which it was due has passed."""
        return self.level != "ok"


def listing(store: Store, process_id: str) -> list[Row]:
    """What was sent, by day. Keys: id and FIELDS, made_by, at."""
    return rows.listing(store, KIND, process_id, "sent_on")


def send(store: Store, user: User, process_id: str, values: Mapping[str, Any], token: str | None = None) -> Row:
    """Record that feedback was sent: ``part``, ``sent_on``, ``channel`` and ``audience`` are required."""
    return rows.add(store, user, KIND, process_id, values, token)


def remove(store: Store, user: User, id: str, token: str | None = None) -> None:
    """Take back what was recorded by mistake; the debt is there again. Role: bewerker."""
    rows.remove(store, user, KIND, id, token)


def debts(
    last_talk: dt.date | None, interpreted_on: dt.date | None, sent: Sequence[Mapping[str, Any]], today: dt.date
) -> list[Debt]:
    """The open parts on ``today``. ``last_talk``: the day of the last talk, None while talks run.

    >>> talk = dt.date(2026, 3, 2)
    >>> [(d.part, d.days, d.level) for d in debts(talk, None, [], dt.date(2026, 3, 16))]
    [('heard', 14, 'ok'), ('done', 14, 'ok')]
    >>> [(d.part, d.days, d.level) for d in debts(talk, None, [{"part": "heard"}], dt.date(2026, 3, 31))]
    [('done', 29, 'amber')]
    """
    if last_talk is None or today < last_talk:
        return []
    told = {row["part"] for row in sent}
    waited = today - last_talk
    found = []
    if not told & {"heard", "done"}:
        due = last_talk + HEARD_WITHIN
        level = "red" if waited > RED else "amber" if today > due else "ok"
        found.append(Debt("heard", last_talk, due, waited.days, level))
    if "done" not in told:
        due_done = interpreted_on + DONE_WITHIN if interpreted_on else None
        late = waited > AMBER or (due_done is not None and today > due_done)
        level = "red" if waited > RED else "amber" if late else "ok"
        found.append(Debt("done", last_talk, due_done, waited.days, level))
    return found


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

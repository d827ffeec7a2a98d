"""The debt to participants while they have heard nothing: *we heard*, then *we do this with it*. Dates only.

Terms: "we heard" within two weeks of the last talk (the gate of step 7), "what we do with it" after step 6; amber after
4 and red after 8 weeks without the second (pitfall P14, data/pitfalls.csv; both thresholds are ours).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

HEARD_WITHIN = dt.timedelta(weeks=2)
DONE_WITHIN = dt.timedelta(weeks=2)  # after step 6 was done: our reading of "after step 6"
AMBER, RED = dt.timedelta(weeks=4), dt.timedelta(weeks=8)
TALKS, INTERPRETING, FEEDBACK = 5, 6, 7
# The points of step 7's gate that pay off a part, for a process in which nothing was recorded as sent.
TICKS = {"heard_within_two_weeks": "heard", "done_after_interpreting": "done"}


class Step(Protocol):
    """What the debt needs of a step."""

    @property
    def stored_status(self) -> str: ...
    @property
    def actual_finish(self) -> dt.date | None: ...
    @property
    def gate(self) -> dict[str, bool]: ...


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


def open_debts(
    steps: Sequence[Step], last_held: dt.date | None, planned: int, told: Collection[str], today: dt.date
) -> list[Debt]:
    """The open parts of a process. ``steps``: its ten steps; ``last_held`` and ``planned``: the day of the last talk on
    record and how many are still to come; ``told``: the parts that were recorded as sent.

    Without a record of anything sent, the ticks of step 7 count, and step 7 done. Skipping step 7 pays nothing.
    """
    talks, interpreting, feedback = (steps[step - 1] for step in (TALKS, INTERPRETING, FEEDBACK))
    heard = set(told)
    if not heard:
        done = feedback.stored_status == "done"
        heard = {part for key, part in TICKS.items() if done or feedback.gate.get(key)}
    interpreted = interpreting.actual_finish if interpreting.stored_status == "done" else None
    return debts(last_talk(talks, last_held, planned), interpreted, [{"part": part} for part in heard], today)


def last_talk(talks: Step, last_held: dt.date | None, planned: int) -> dt.date | None:
    """The day of the last talk; None while talks run. On record: once none is still to come. Else: when step 5 ended,
    or as it is overruled with talks that were never held."""
    if last_held is not None and (planned == 0 or talks.stored_status == "done"):
        return last_held
    return talks.actual_finish if talks.stored_status == "done" else None

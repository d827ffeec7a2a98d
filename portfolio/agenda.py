"""What of a process belongs in a calendar: steps, talks, decision meetings and the days on which feedback is due.

Plain facts without words: reports.calendar_file makes the file. No names of people; a talk has the title it was given.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portfolio import meeting_days, talks
from portfolio.feedback_debt import Debt
from portfolio.meeting_days import Calendar
from portfolio.processes import Process
from portfolio.rows import Row
from portfolio.steps import StepProgress

Dates = tuple[dt.date, dt.date]
KINDS = ("step", "talk", "decision", "submission", "feedback")
DECIDING = {1: "budget_route", 9: "outcome_route"}  # step → the part of a scope that says who decides


@dataclass(frozen=True)
class Event:
    """A whole-day event from ``first`` to ``last``, both included. ``uid`` stays the same for the same thing, and
    ``sequence`` grows when its records change.

    ``step``: its number, 0 for none. ``text``: what a user typed (the title of a talk). ``body``: who meets.
    ``state``: planned, expected, done, cancelled; of feedback the part.
    """

    uid: str
    kind: str
    first: dt.date
    last: dt.date
    sequence: int
    process: str
    step: int = 0
    text: str = ""
    body: str = ""
    state: str = ""
    confidential: bool = False
    example: bool = False


@dataclass(frozen=True)
class Known:
    """What is known of a process: its ten steps (rows with status, dates and version), dates planned and expected, its
    talks, what participants wait for, and who decides on money and outcome (``routes``: step → body)."""

    process: Process
    steps: Sequence[StepProgress]
    planned: Mapping[int, Dates]
    expected: Mapping[int, Dates]
    talks: Sequence[Row]
    debts: Sequence[Debt]
    routes: Mapping[int, str]


def events(known: Known, calendar: Calendar, today: dt.date) -> list[Event]:
    """All events of a process, by date. What was skipped or has no dates isn't in it."""
    found = [*_steps(known), *_talks(known), *_feedback(known)]
    if known.process.status == "active":
        found += _decisions(known, calendar, today)
    return sorted(found, key=lambda event: (event.first, event.uid))


def portfolio_events(found: Sequence[Known], calendar: Calendar, today: dt.date) -> tuple[list[Event], int]:
    """The events of all processes that aren't confidential, and how many confidential ones were left out."""
    public = [known for known in found if not known.process.confidential]
    every = [event for known in public for event in events(known, calendar, today)]
    return sorted(every, key=lambda event: (event.first, event.uid)), len(found) - len(public)


def _steps(known: Known) -> list[Event]:
    found = []
    for row in known.steps:
        dates, state = _dates(known, row)
        if dates and row.stored_status != "skipped":
            found.append(_event(known, "step", f"step-{row.step}", dates, _changes(known), step=row.step, state=state))
    return found


def _dates(known: Known, row: StepProgress) -> tuple[Dates | None, str]:
    if row.stored_status == "done" and row.actual_finish:
        return (row.actual_start or row.actual_finish, row.actual_finish), "done"
    planned, expected = known.planned.get(row.step), known.expected.get(row.step)
    if expected and expected != planned:
        return expected, "expected"
    if planned:
        return planned, "planned"
    one = row.planned_finish or row.planned_start
    return ((one, one) if one else None), "planned"


def _talks(known: Known) -> list[Event]:
    found = []
    for talk in talks.in_order(known.talks):
        day = talk["held_on"] or talk["planned_on"]
        if day:
            state = "done" if talk["status"] == "held" else str(talk["status"])
            uid = f"talk-{talk['id']}"
            found.append(
                _event(known, "talk", uid, (day, day), talk["version"], step=5, text=talk["title"], state=state)
            )
    return found


def _feedback(known: Known) -> list[Event]:
    return [
        _event(known, "feedback", f"feedback-{debt.part}", (debt.due, debt.due), _changes(known), 7, state=debt.part)
        for debt in known.debts
        if debt.due
    ]


def _decisions(known: Known, calendar: Calendar, today: dt.date) -> list[Event]:
    """The meeting at which a decision that hasn't been taken is due, and the last day to submit for it."""
    found = []
    for step, body in known.routes.items():
        row = known.steps[step - 1]
        if row.stored_status in ("done", "skipped"):
            continue
        meeting = meeting_of(known, calendar, step, body, today)
        if meeting:
            sequence = _changes(known) + calendar.version
            last = meeting_days.last_submission_day(calendar, meeting)
            for kind, day in (("decision", meeting.day), ("submission", last)):
                found.append(_event(known, kind, f"{kind}-{step}", (day, day), sequence, step, body=body))
    return found


def meeting_of(known: Known, calendar: Calendar, step: int, body: str, today: dt.date) -> meeting_days.Meeting | None:
    """The meeting at which the decision of step 1 or 9 can be taken: the first that what is to be submitted still
    makes, on or after the start of the step as it is expected."""
    dates = known.expected.get(step) or known.planned.get(step)
    before = known.expected.get(step - 1) or known.planned.get(step - 1)
    ready = max(before[1] if before and step > 1 else today, today)
    return meeting_days.in_time(calendar, body, ready, max(dates[0] if dates else ready, ready))


def _changes(known: Known) -> int:
    """Grows with every change of a step or a talk: dates of one step follow from those of others."""
    return sum(row.version for row in known.steps) + sum(int(talk["version"]) for talk in known.talks)


def _event(known: Known, kind: str, name: str, dates: Dates, sequence: int, step: int = 0, **more: str) -> Event:
    process = known.process
    first, last = min(dates), max(dates)
    return Event(
        f"{name}.{process.id}@tienstap",
        kind,
        first,
        last,
        sequence,
        process.name,
        step,
        confidential=process.confidential,
        example=process.example,
        **more,
    )

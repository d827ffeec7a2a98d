"""One process through all ten steps, by the records alone: no tick and no override on the way."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portfolio import (
    bookings,
    feedback,
    findings,
    forms,
    journal,
    processes,
    programme,
    raci,
    requests,
    scenarios,
    steps,
    talks,
    verify,
)
from portfolio.closed import closed
from portfolio.identity import User
from portfolio.store import Store, clock
from tests.store.conftest import FIELDS, FINANCE, SCOPE

OWNERS = {"content_owner": "I. Houd", "process_owner": "P. Roces"}
# Step → first and last day, hours and cents that are booked on it.
TOOK: dict[int, tuple[str, str, list[float], list[int]]] = {
    1: ("2030-01-07", "2030-01-21", [12.5], [0]),
    2: ("2030-01-22", "2030-01-30", [20, 4], []),
    3: ("2030-01-31", "2030-02-20", [60], [25_000]),
    4: ("2030-02-11", "2030-03-15", [48], [90_050]),
    5: ("2030-03-18", "2030-04-26", [70, 35.5], [120_000, -10_000]),
    6: ("2030-04-15", "2030-05-17", [64], []),
    7: ("2030-05-03", "2030-05-24", [40], [1500]),
    8: ("2030-05-20", "2030-06-14", [66], [40_000]),
    9: ("2030-06-17", "2030-07-09", [30], []),
    10: ("2030-07-10", "2030-07-31", [44], []),
}


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


class Walk:
    """The project lead at work: each action on its day."""

    def __init__(self, store: Store, lead: User, id: str) -> None:
        self.store, self.lead, self.id = store, lead, id

    def change(self, step: int, on: str, **changes: Any) -> None:
        version = steps.progress(self.store, self.id)[step - 1].version
        with clock.at(day(on)):
            steps.update(self.store, self.lead, self.id, step, version, changes)

    def book(self, step: int) -> None:
        _first, last, hours, amounts = TOOK[step]
        with clock.at(day(last)):
            for amount in hours:
                bookings.add(self.store, self.lead, self.id, {"step": step, "kind": "hours", "hours": amount})
            for cents in amounts:
                if cents:
                    bookings.add(self.store, self.lead, self.id, {"step": step, "kind": "spent", "cents": cents})

    def step(self, step: int, **gate: bool) -> None:
        first, last, _hours, _amounts = TOOK[step]
        self.change(step, first, status="busy", percent=10)
        self.book(step)
        self.change(step, last, status="done", gate=gate)


def test_a_process_runs_through_all_ten_steps(store: Store, lead: User, client: User) -> None:
    with clock.at(day("2030-01-02")):
        made = processes.create(store, lead, FIELDS | OWNERS | {"group_names": ["bewoners", "winkeliers"]})
        scenarios.save(store, lead, made.id, "Basis", SCOPE)
        forms.save(store, lead, made.id, "approach", 0, {"goal": "Een plein voor iedereen", "about": "De inrichting"})
        asked = requests.submit(store, lead, made.id, FINANCE)
    with clock.at(day("2030-01-21")):
        granted = requests.approve(store, client, asked.id, 1, "Akkoord")
    walk = Walk(store, lead, made.id)
    walk.book(1)
    _organise_and_invite(walk)
    _talk(walk, granted.scope)
    _interpret_and_tell(walk)
    _account_decide_and_close(walk)

    with clock.at(day("2030-08-01")):
        (row,) = processes.listing(store, closed=True)
        assert row.feedback == () and row.process.status == "closed"
    assert all(not one.override_reason for one in steps.progress(store, made.id))
    assert forms.get(store, made.id, "evaluation").content["lessons"] == "Eerder beginnen"
    _learns(store, made.id)
    assert verify.verify(store).faults == []


def _organise_and_invite(walk: Walk) -> None:
    people = {role: {"name": "Naam", "deputy": "Ander", "hours_per_week": 4} for role in raci.roles()}
    forms.save(walk.store, walk.lead, walk.id, "roles", 0, {"people": people})
    walk.step(2)
    forms.save(walk.store, walk.lead, walk.id, "account", 0, {"who": "Bewoners", "about": "Het plein"})
    points = ("question_public", "frames_public", "level_public", "decision_date_public", "use_of_input_public")
    walk.step(3, **dict.fromkeys(points, True))
    walk.step(4, minimum_or_plan_b=True, privacy_basis=True)


def _talk(walk: Walk, scope: dict[str, Any]) -> None:
    walk.change(5, "2030-03-18", status="busy")
    proposed = programme.talks_of(scope, day("2030-03-18"), day("2030-04-19"))
    assert len(proposed) == 4 and all(talk["planned_on"].weekday() < 5 for talk in proposed)
    for talk in proposed:
        values = {"title": f"Tafel {talk['number']}", "form": talk["form"], "planned_on": talk["planned_on"]}
        with clock.at(day("2030-03-18")):
            made = talks.add(walk.store, walk.lead, walk.id, values)
        ran = {"discussion_piece": "Schets", "tasks": "Sanne leidt, Piet schrijft", "report": "Vol", "participants": 8}
        if talk["number"] == 4:
            ran = {"status": "cancelled", "reason": "Te weinig aanmeldingen"}
        else:
            ran |= {"status": "held", "held_on": talk["planned_on"]}
        with clock.at(day("2030-04-26")):
            talks.change(walk.store, walk.lead, made["id"], 1, ran)
    walk.book(5)
    walk.change(5, "2030-04-26", status="done")


def _interpret_and_tell(walk: Walk) -> None:
    last = talks.last_held(talks.listing(walk.store, walk.id))
    assert last is not None
    heard = last + dt.timedelta(days=14)
    told = {"channel": "brief", "audience": "alle deelnemers", "public": True}
    with clock.at(heard):
        feedback.send(walk.store, walk.lead, walk.id, told | {"part": "heard", "sent_on": heard})
        findings.add(walk.store, walk.lead, walk.id, {"theme": "Groen", "answer": "Meer", "basis": "Tafel 1 en 2"})
    answer = {"answered": "yes", "answer": "Groen en rust", "minority": "Twee winkeliers willen parkeren"}
    forms.save(walk.store, walk.lead, walk.id, "interpretation", 0, answer)
    walk.step(6)
    with clock.at(day("2030-05-22")):
        (row,) = processes.listing(walk.store)
        assert [debt.part for debt in row.feedback] == ["done"]
        feedback.send(walk.store, walk.lead, walk.id, told | {"part": "done", "sent_on": "2030-05-22"})
        (row,) = processes.listing(walk.store)
        assert row.feedback == ()
    walk.step(7)


def _account_decide_and_close(walk: Walk) -> None:
    version = forms.get(walk.store, walk.id, "account").version
    report = {"process_followed": "Zo", "deviations": "Eén tafel minder", "input": "Groen", "reaction": "Overgenomen"}
    forms.save(walk.store, walk.lead, walk.id, "account", version, report)
    walk.step(8)
    with clock.at(day("2030-07-09")):
        decided = {"step": 9, "kind": "decision", "text": "College, 2030-0456"}
        journal.add(walk.store, walk.lead, walk.id, decided)
    walk.step(9, decided_or_deferred=True)
    told = {"channel": "website", "audience": "alle deelnemers", "public": True, "sent_on": "2030-07-15"}
    with clock.at(day("2030-07-31")):
        feedback.send(walk.store, walk.lead, walk.id, told | {"part": "decision"})
    lessons = {"lessons": "Eerder beginnen", "evaluated_on": "2030-07-30"}
    forms.save(walk.store, walk.lead, walk.id, "evaluation", 0, lessons)
    walk.step(10)
    with clock.at(day("2030-07-31")):
        version = processes.get(walk.store, walk.id).version
        processes.update(walk.store, walk.lead, walk.id, version, {"status": "closed"})


def _learns(store: Store, id: str) -> None:
    """The record for calibration has the booked totals: 494 hours and € 2,665.50."""
    (one,) = closed(store)
    assert one.process_id == id
    assert one.hours_by_step == {1: 12.5, 2: 24, 3: 60, 4: 48, 5: 105.5, 6: 64, 7: 40, 8: 66, 9: 30, 10: 44}
    assert one.hours == 494.0
    assert one.cash_eur == 2665.5
    assert one.closed_on == day("2030-07-31")

"""What is recorded decides the points of the gates; without a record the ticks count. On both databases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from portfolio import bookings, feedback, findings, forms, processes, raci, requests, steps, talks
from portfolio.identity import User
from portfolio.requests import Request
from portfolio.store import Refused, Store, clock

APPROVED = dt.date(2030, 2, 1)
TODAY = dt.date(2030, 6, 3)


@pytest.fixture
def id(store: Store, client: User, ask: Callable[..., Request]) -> str:
    """A process that was approved on 1 February 2030."""
    with clock.at(dt.date(2029, 12, 3)):
        asked = ask()
    with clock.at(APPROVED):
        return requests.approve(store, client, asked.id, 1, "Akkoord").process_id


def change(store: Store, user: User, id: str, step: int, **changes: Any) -> steps.StepProgress:
    version = steps.progress(store, id)[step - 1].version
    with clock.at(TODAY):
        return steps.update(store, user, id, step, version, changes)


def met(step: int) -> dict[str, bool]:
    return {point.key: True for point in steps.STEPS[step - 1].gates}


def gate(store: Store, id: str, step: int) -> dict[str, bool]:
    with clock.at(TODAY):
        return steps.progress(store, id)[step - 1].derived


def test_without_records_ticks_decide(store: Store, lead: User, id: str) -> None:
    assert all(row.derived == {} for row in steps.progress(store, id))
    assert change(store, lead, id, 5, status="done", gate=met(5)).status == "done"


def test_a_talk_without_a_programme_overrules_the_tick(store: Store, lead: User, id: str) -> None:
    with clock.at(TODAY):
        talk = talks.add(store, lead, id, {"title": "Tafel 1", "form": "dialoogtafel"})
    with pytest.raises(Refused, match="gate not met: 3"):
        change(store, lead, id, 5, status="done", gate=met(5))
    with clock.at(TODAY):
        done = {"discussion_piece": "Schets", "tasks": "Sanne leidt", "status": "held", "held_on": "2030-05-30"}
        talks.change(store, lead, talk["id"], 1, done)
    assert gate(store, id, 5) == {
        "programme_per_talk": True,
        "report_per_talk": False,
        "all_held_or_cancelled": True,
    }
    with pytest.raises(Refused, match="gate not met: 1"):
        change(store, lead, id, 5, status="done")
    overruled = change(store, lead, id, 5, status="done", override_reason="Verslag volgt")
    assert overruled.gate["report_per_talk"] is False and overruled.stored_status == "done"
    with clock.at(TODAY):
        talks.change(store, lead, talk["id"], 2, {"report": "Vol"})
    assert gate(store, id, 5)["report_per_talk"] is True


def test_roles_decide_the_gate_of_step_2(store: Store, lead: User, id: str) -> None:
    people: dict[str, Any] = {role: {"name": "Naam"} for role in raci.roles()}
    people["council_clerk"] = {"not_applicable": True}
    del people["finance"]
    forms.save(store, lead, id, "roles", 0, {"people": people})
    assert gate(store, id, 2) == {"client_named": True, "owners_named": False, "roles_filled": False}
    with pytest.raises(Refused, match="gate not met: 2"):
        change(store, lead, id, 2, status="done", gate=met(2))
    forms.save(store, lead, id, "roles", 1, {"people": people | {"finance": {"name": "F. Inanciën"}}})
    version = processes.get(store, id).version
    processes.update(store, lead, id, version, {"content_owner": "I. Houd", "process_owner": "P. Roces"})
    assert change(store, lead, id, 2, status="done").gate == met(2)


def test_findings_and_the_answer_decide_step_6(store: Store, lead: User, id: str) -> None:
    findings.add(store, lead, id, {"theme": "Groen", "answer": "Meer bomen", "basis": "Tafel 1"})
    wanted = {"question_answered": False, "basis_per_theme_group": True, "minority_named": False}
    assert gate(store, id, 6) == wanted
    forms.save(store, lead, id, "interpretation", 0, {"answered": "partly", "minority": "Twee zagen het anders"})
    assert set(gate(store, id, 6).values()) == {True}
    forms.save(store, lead, id, "interpretation", 1, {"answered": ""})
    assert gate(store, id, 6)["question_answered"] is False


def test_only_sending_meets_the_gate_of_step_7_and_in_time(store: Store, lead: User, id: str) -> None:
    with clock.at(TODAY):
        talks.add(store, lead, id, {"title": "Tafel", "status": "held", "held_on": "2030-05-16"})
        sent = {"channel": "brief", "audience": "alle deelnemers", "public": True}
        late = feedback.send(store, lead, id, sent | {"part": "heard", "sent_on": "2030-05-31"})
        assert gate(store, id, 7)["heard_within_two_weeks"] is False  # fifteen days
        feedback.remove(store, lead, late["id"])
        feedback.send(store, lead, id, sent | {"part": "heard", "sent_on": "2030-05-30"})
        assert gate(store, id, 7) == {
            "heard_within_two_weeks": True,
            "done_after_interpreting": False,
            "sent_to_all": False,
            "published": True,
        }


def test_the_final_report_decides_step_8_once_it_was_begun(store: Store, lead: User, id: str) -> None:
    forms.save(store, lead, id, "account", 0, {"who": "Iedereen"})  # the announcement says nothing about the report
    assert gate(store, id, 8) == {}
    forms.save(store, lead, id, "account", 1, {"process_followed": "Zo ging het", "input": "Veel"})
    assert gate(store, id, 8) == {"process_and_deviations": False, "input": True, "reaction": False}


def test_actuals_are_known_when_every_finished_step_has_its_hours(store: Store, lead: User, id: str) -> None:
    with clock.at(TODAY):
        bookings.add(store, lead, id, {"step": 1, "kind": "hours", "hours": 4})
        change(store, lead, id, 10, status="busy")
        assert gate(store, id, 10) == {"actuals_known": False}  # those of step 10 itself
        bookings.add(store, lead, id, {"step": 10, "kind": "hours", "hours": 4})
        assert gate(store, id, 10) == {"actuals_known": False}  # and not a euro is known
        bookings.add(store, lead, id, {"step": 10, "kind": "spent", "cents": 100})
    assert gate(store, id, 10) == {"actuals_known": True}
    forms.save(store, lead, id, "evaluation", 0, {"quality": "Goed"})
    assert gate(store, id, 10)["lessons_stored"] is False


def test_a_total_that_follows_from_lines_is_not_typed_over(store: Store, lead: User, id: str) -> None:
    with clock.at(TODAY):
        change(store, lead, id, 2, status="busy")
        line = bookings.add(store, lead, id, {"step": 2, "kind": "hours", "hours": 4})
    with pytest.raises(Refused, match="follows from the lines") as problem:
        change(store, lead, id, 2, actual_hours=5)
    assert [fault.field for fault in problem.value.faults] == ["actual_hours"]
    assert change(store, lead, id, 2, actual_hours=4.0, actual_cents=500).actual_cents == 500
    bookings.remove(store, lead, line["id"])
    assert change(store, lead, id, 2, actual_hours=5).actual_hours == 5


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"status": "busy", "percent": 101}, "percent"),
        ({"status": "busy", "percent": -1}, "percent"),
        ({"status": "busy", "percent": 40.5}, "percent"),
        ({"status": "busy", "percent": True}, "percent"),
        ({"percent": 10}, "percent"),  # not begun
        ({"status": "busy", "actual_start": "2030-05-01", "expected_finish": "2030-04-30"}, "expected_finish"),
        ({"expected_finish": "morgen"}, "expected_finish"),
    ],
)
def test_part_done_and_expected_finish_are_checked(
    store: Store, lead: User, id: str, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as problem:
        change(store, lead, id, 2, **changes)
    assert field in [fault.field for fault in problem.value.faults]


def test_part_done_follows_the_status(store: Store, lead: User, id: str) -> None:
    row = change(store, lead, id, 2, status="busy", percent=40, expected_finish="2030-07-01")
    assert (row.percent, row.expected_finish) == (40, dt.date(2030, 7, 1))
    assert change(store, lead, id, 2, status="done", override_reason="klaar").percent == 100
    assert change(store, lead, id, 2, status="open", override_reason="").percent is None


def test_the_portfolio_knows_the_debt_from_the_records(store: Store, lead: User, id: str) -> None:
    def owed(day: str) -> list[tuple[str, int, str]]:
        with clock.at(dt.date.fromisoformat(day)):
            (row,) = processes.listing(store)
            return [(debt.part, debt.days, debt.level) for debt in row.feedback]

    with clock.at(TODAY):
        first = talks.add(store, lead, id, {"title": "Tafel 1", "status": "held", "held_on": "2030-05-01"})
        second = talks.add(store, lead, id, {"title": "Tafel 2", "planned_on": "2030-05-20"})
    assert owed("2030-05-20") == []  # a talk is still to come
    with clock.at(TODAY):
        talks.change(store, lead, second["id"], 1, {"status": "cancelled", "reason": "Te weinig aanmeldingen"})
    assert owed("2030-05-16") == [("heard", 15, "amber"), ("done", 15, "ok")]
    sent = {"channel": "brief", "audience": "alle deelnemers", "public": True, "sent_on": "2030-05-16"}
    with clock.at(TODAY):
        told = feedback.send(store, lead, id, sent | {"part": "heard"})
    assert owed("2030-05-30") == [("done", 29, "amber")]
    assert owed("2030-06-27") == [("done", 57, "red")]
    with clock.at(TODAY):
        feedback.send(store, lead, id, sent | {"part": "done"})
    assert owed("2030-06-27") == []
    with clock.at(TODAY):
        talks.remove(store, lead, first["id"])
        feedback.remove(store, lead, told["id"])
    assert owed("2030-06-27") == []

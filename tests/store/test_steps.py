"""The contract of the ten steps, on both databases: gates, approval first, dates that agree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from portfolio import audit, processes, requests, steps
from portfolio.identity import User
from portfolio.processes import Process
from portfolio.requests import Request
from portfolio.store import Conflict, Refused, Store, clock

TODAY = dt.date(2026, 6, 1)


@pytest.fixture
def approved(store: Store, client: User, ask: Callable[..., Request]) -> str:
    """A process that was approved on 1 May 2026."""
    with clock.at(dt.date(2026, 5, 1)):
        asked = ask()
        requests.approve(store, client, asked.id, 1, "Akkoord")
    return asked.process_id


def change(store: Store, user: User, id: str, step: int, **changes: Any) -> steps.StepProgress:
    version = steps.progress(store, id)[step - 1].version
    with clock.at(TODAY):
        return steps.update(store, user, id, step, version, changes)


def met(step: int) -> dict[str, bool]:
    return {point.key: True for point in steps.STEPS[step - 1].gates}


def test_ten_steps_open_from_the_start(store: Store, make: Callable[..., Process]) -> None:
    found = steps.progress(store, make().id)
    assert [(s.step, s.status, s.version) for s in found] == [(n, "open", 1) for n in range(1, 11)]


def test_nothing_starts_before_time_and_money_are_approved(
    store: Store, lead: User, make: Callable[..., Process]
) -> None:
    id = make().id
    for step in range(2, 11):
        with pytest.raises(Refused, match="aren't approved yet"):
            change(store, lead, id, step, status="busy")
        with pytest.raises(Refused, match="aren't approved yet"):
            change(store, lead, id, step, status="done", gate=met(step))
    planned = change(store, lead, id, 2, planned_start="2026-07-01", planned_finish="2026-07-14")
    assert (planned.status, planned.planned_finish) == ("open", dt.date(2026, 7, 14))


def test_step_one_is_done_by_a_decision_only(
    store: Store, lead: User, make: Callable[..., Process], approved: str
) -> None:
    id = make().id
    for status in ("busy", "done", "skipped"):
        with pytest.raises(Refused, match="Step 1 is done when the decision"):
            change(store, lead, id, 1, status=status, override_reason="haast", gate=met(1))
    with pytest.raises(Refused, match="Step 1 is done when the decision"):
        change(store, lead, approved, 1, status="open")
    assert change(store, lead, id, 1, note="Voorstel in de maak").note == "Voorstel in de maak"


def test_a_step_runs_its_course(store: Store, lead: User, approved: str) -> None:
    busy = change(store, lead, approved, 2, status="busy", content_owner="I. Houd", process_owner="P. Roces")
    assert (busy.status, busy.actual_start, busy.actual_finish) == ("late", TODAY, None) or busy.status == "busy"
    done = change(store, lead, approved, 2, status="done", gate=met(2), actual_start="2026-05-11")
    assert (done.status, done.actual_start, done.actual_finish) == ("done", dt.date(2026, 5, 11), TODAY)
    back = change(store, lead, approved, 2, status="open")
    assert (back.actual_start, back.actual_finish, back.stored_status) == (None, None, "open")


def test_the_gate_is_met_or_overruled_with_a_reason(store: Store, lead: User, approved: str) -> None:
    with pytest.raises(Refused, match="gate not met: 3"):
        change(store, lead, approved, 2, status="done")
    first = steps.STEPS[1].gates[0].key
    with pytest.raises(Refused, match="gate not met: 2"):
        change(store, lead, approved, 2, status="done", gate={first: True})
    change(store, lead, approved, 2, gate={first: True})
    done = change(store, lead, approved, 2, status="done", override_reason="Rollen volgen in week 20")
    assert (done.status, done.gate, done.override_reason) == ("done", {first: True}, "Rollen volgen in week 20")
    assert '"overruled":true' in audit.rows(store)[0]["content"]
    assert "Rollen volgen" not in audit.rows(store)[0]["content"]


def test_skipping_takes_a_reason(store: Store, lead: User, approved: str) -> None:
    with pytest.raises(Refused, match="reason for skipping"):
        change(store, lead, approved, 7, status="skipped")
    skipped = change(store, lead, approved, 7, status="skipped", override_reason="Iedereen sprak al mee")
    assert skipped.status == "skipped"


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        (
            {"planned_start": "2026-07-02", "planned_finish": "2026-07-01"},
            "planned_finish",
            "before the start on 2026-07-02",
        ),
        ({"status": "busy", "actual_start": "2026-04-30"}, "actual_start", "before the approval of time and money"),
        ({"status": "busy", "actual_start": "2026-06-02"}, "actual_start", "has yet to come"),
        (
            {"status": "done", "override_reason": "x", "actual_start": "2026-05-20", "actual_finish": "2026-05-19"},
            "actual_finish",
            "before the start on 2026-05-20",
        ),
        ({"status": "open", "actual_start": "2026-05-20"}, "actual_start", "no real dates"),
        ({"status": "busy", "actual_finish": "2026-05-20"}, "actual_finish", "no finish date yet"),
        ({"status": "done", "override_reason": "x", "actual_start": None}, "actual_start", "also has a start date"),
        ({"status": "ready"}, "status", "not a choice"),
        ({"planned_start": "morgen"}, "planned_start", "not a date"),
        ({"planned_start": "0026-01-01"}, "planned_start", "allowed is a date from 2000-01-01"),
        ({"gate": {"nope": True}}, "gate", "nope is not a point"),
        ({"gate": ["x"]}, "gate", "not a list of gate points"),
        ({"owner": "x"}, "owner", "no field owner"),
        ({"note": "x" * 4001}, "note", "at most 4000"),
        (
            {"status": "busy", "actual_hours": -1},
            "actual_hours",
            "-1 is not a number of hours; allowed is 0 to",
        ),
        ({"status": "busy", "actual_hours": float("nan")}, "actual_hours", "nan is not a number of hours"),
        ({"status": "busy", "actual_hours": "veel"}, "actual_hours", "veel is not a number of hours"),
        ({"status": "busy", "actual_cents": 10.5}, "actual_cents", "10.5 is not an amount"),
        ({"status": "busy", "actual_cents": -100}, "actual_cents", "-1.0 is not an amount; allowed is € 0"),
        ({"actual_hours": 4}, "actual_hours", "belong to a step that is busy or done"),
        ({"status": "skipped", "override_reason": "x", "actual_cents": 0}, "actual_cents", "busy or done"),
    ],
)
def test_a_faulty_step_gets_a_sentence(
    store: Store, lead: User, approved: str, changes: dict[str, Any], field: str, says: str
) -> None:
    before = steps.progress(store, approved)[1]
    with pytest.raises(Refused) as refused:
        change(store, lead, approved, 2, **changes)
    assert [fault.field for fault in refused.value.faults] == [field]
    assert says in refused.value.message
    assert steps.progress(store, approved)[1] == before


def test_hours_and_costs_are_totals_of_a_step_and_unknown_until_said(store: Store, lead: User, approved: str) -> None:
    busy = change(store, lead, approved, 2, status="busy")
    assert (busy.actual_hours, busy.actual_cents) == (None, None)
    booked = change(store, lead, approved, 2, actual_hours=12.5, actual_cents=0)
    assert (booked.actual_hours, booked.actual_cents) == (12.5, 0)
    content = audit.rows(store, f"process/{approved}/step/2")[0]["content"]
    assert '"actual_hours":12.5' in content and '"actual_cents":0' in content
    with pytest.raises(Refused, match="belong to a step that is busy or done"):
        change(store, lead, approved, 2, status="open")
    assert change(store, lead, approved, 2, status="open", actual_hours=None, actual_cents="").actual_hours is None
    first = change(store, lead, approved, 1, actual_hours=20)
    assert (first.status, first.actual_hours) == ("done", 20.0)


def test_there_is_no_step_eleven(store: Store, lead: User, approved: str) -> None:
    with pytest.raises(Refused, match="the steps are 1 to 10"):
        steps.update(store, lead, approved, 11, 1, {"note": "x"})


def test_the_second_editor_of_a_step_is_told(store: Store, lead: User, client: User, approved: str) -> None:
    version = steps.progress(store, approved)[2].version
    steps.update(store, lead, approved, 3, version, {"note": "van de een"})
    with pytest.raises(Conflict) as clash:
        steps.update(store, client, approved, 3, version, {"note": "van de ander"})
    assert (clash.value.theirs.note, clash.value.yours) == ("van de een", {"note": "van de ander"})
    steps.update(store, client, approved, 4, steps.progress(store, approved)[3].version, {"note": "andere stap"})


def test_a_reader_changes_no_step(store: Store, people: dict[str, User], approved: str) -> None:
    with pytest.raises(Refused, match="takes the role bewerker"):
        change(store, people["controller"], approved, 2, note="x")


def test_the_portfolio_shows_what_runs_late_and_who_waits_for_feedback(store: Store, lead: User, approved: str) -> None:
    for step in (2, 3, 4, 5):
        start = dt.date(2026, 5, step)
        change(
            store,
            lead,
            approved,
            step,
            status="done",
            gate=met(step),
            planned_start=start,
            planned_finish=start,
            actual_start=start,
            actual_finish=dt.date(2026, 5, 12),
        )
    change(store, lead, approved, 6, status="busy", planned_start="2026-05-13", planned_finish="2026-05-31")
    with clock.at(TODAY):
        row = processes.listing(store)[0]
    assert (row.phase, row.current_step, row.late_steps) == ("running", 6, (6,))
    assert (row.feedback_due, row.feedback_overdue) == (dt.date(2026, 5, 26), True)
    assert [s.status for s in row.steps] == ["done"] * 5 + ["late"] + ["open"] * 4
    change(store, lead, approved, 7, status="busy", gate={"heard_within_two_weeks": True})
    with clock.at(TODAY):
        row = processes.listing(store)[0]
    assert ([debt.part for debt in row.feedback], row.feedback_due, row.feedback_overdue) == (["done"], None, False)


def test_a_paused_process_is_never_late(store: Store, lead: User, approved: str) -> None:
    change(store, lead, approved, 2, planned_start="2026-05-01", planned_finish="2026-05-02")
    version = processes.get(store, approved).version
    processes.update(store, lead, approved, version, {"status": "paused"})
    with clock.at(TODAY):
        assert processes.listing(store)[0].late_steps == ()
        assert steps.progress(store, approved)[1].status == "open"


def test_a_process_with_ten_finished_steps_can_be_closed(store: Store, lead: User, approved: str) -> None:
    for step in range(2, 11):
        change(store, lead, approved, step, status="done", gate=met(step), actual_start="2026-05-04")
    assert processes.listing(store)[0].phase == "done"
    version = processes.get(store, approved).version
    assert processes.update(store, lead, approved, version, {"status": "closed"}).status == "closed"

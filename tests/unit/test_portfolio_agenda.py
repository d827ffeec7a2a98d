"""What of a process goes into a calendar."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

from portfolio import agenda, meeting_days
from portfolio.agenda import Known
from portfolio.feedback_debt import Debt
from portfolio.settings import Setting

D = dt.date
TODAY = D(2027, 1, 4)
RAAD = meeting_days.of(
    Setting("calendar", meeting_days.checked({"raad_dates": "28-1-2027\n25-2-2027", "raad_lead": 10}), 2)
)


def step(number: int, **values):
    given = {"stored_status": "open", "planned_start": None, "planned_finish": None}
    given |= {"actual_start": None, "actual_finish": None, "version": 1}
    return SimpleNamespace(step=number, **given | values)


def known(**values) -> Known:
    process = SimpleNamespace(
        id=values.pop("id", "p1"),
        name="Speelplekken",
        status="active",
        confidential=values.pop("confidential", False),
        example=False,
    )
    changed = values.pop("steps", {})
    given = {"planned": {}, "expected": {}, "talks": [], "debts": [], "routes": {}}
    return Known(process, [step(k, **changed.get(k, {})) for k in range(1, 11)], **given | values)


def test_a_step_is_where_it_was_or_is_expected_else_planned():
    found = agenda.events(
        known(
            steps={
                2: {"stored_status": "done", "actual_start": D(2026, 11, 2), "actual_finish": D(2026, 11, 20)},
                6: {"stored_status": "skipped"},
                8: {"planned_start": D(2027, 4, 1)},
            },
            planned={3: (D(2027, 1, 4), D(2027, 1, 8)), 4: (D(2027, 1, 11), D(2027, 1, 15)), 6: (TODAY, TODAY)},
            expected={3: (D(2027, 1, 4), D(2027, 1, 8)), 4: (D(2027, 1, 18), D(2027, 1, 22))},
        ),
        RAAD,
        TODAY,
    )
    assert [(one.step, one.first, one.last, one.state) for one in found] == [
        (2, D(2026, 11, 2), D(2026, 11, 20), "done"),
        (3, D(2027, 1, 4), D(2027, 1, 8), "planned"),
        (4, D(2027, 1, 18), D(2027, 1, 22), "expected"),
        (8, D(2027, 4, 1), D(2027, 4, 1), "planned"),
    ]
    assert {one.sequence for one in found} == {10}
    assert found[0].uid == "step-2.p1@tienstap"


def test_talks_by_their_day_and_feedback_by_when_it_is_due():
    base = {"title": "Tafel 1", "planned_on": D(2027, 2, 2), "held_on": None, "status": "cancelled"}
    talks = [base | {"id": "t1", "version": 3}, base | {"id": "t2", "version": 1, "planned_on": None}]
    debt = Debt("heard", D(2026, 12, 28), D(2027, 1, 11), 7, "ok")
    found = agenda.events(known(talks=talks, debts=[debt, Debt("done", TODAY, None, 0, "ok")]), RAAD, TODAY)
    assert [(one.kind, one.first, one.state) for one in found] == [
        ("feedback", D(2027, 1, 11), "heard"),
        ("talk", D(2027, 2, 2), "cancelled"),
    ]
    assert found[1].sequence == 3


def test_the_meeting_that_the_report_still_makes():
    # 10 working days before 28 January 2027 is 14 January, before 25 February it is 11 February.
    early = known(routes={9: "raad"}, planned={8: (TODAY, D(2027, 1, 14)), 9: (D(2027, 1, 15), D(2027, 1, 28))})
    late = known(routes={9: "raad"}, planned={8: (TODAY, D(2027, 1, 15)), 9: (D(2027, 1, 15), D(2027, 1, 28))})
    days = [
        [(one.kind, one.first) for one in agenda.events(process, RAAD, TODAY) if one.kind != "step"]
        for process in (early, late)
    ]
    assert days[0] == [("submission", D(2027, 1, 14)), ("decision", D(2027, 1, 28))]
    assert days[1] == [("submission", D(2027, 2, 11)), ("decision", D(2027, 2, 25))]


def test_a_decision_that_was_taken_has_no_meeting():
    over = known(routes={1: "raad"}, steps={1: {"stored_status": "done", "actual_finish": TODAY}})
    assert [one.kind for one in agenda.events(over, RAAD, TODAY)] == ["step"]


def test_confidential_processes_stay_out_of_the_portfolio():
    planned = {3: (D(2027, 1, 4), D(2027, 1, 8))}
    found, left_out = agenda.portfolio_events(
        [known(id="open", planned=planned), known(id="secret", planned=planned, confidential=True)], RAAD, TODAY
    )
    assert [one.uid for one in found] == ["step-3.open@tienstap"]
    assert left_out == 1

"""Moving the following steps: all in one transaction, each at its version; and the calendar as a setting."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from portfolio import meeting_days, requests, settings, shift, steps
from portfolio.shift import Move, Rules
from portfolio.store import Conflict, Refused, records, tables
from portfolio.verify import verify

D = dt.date


@pytest.fixture
def running(store, ask, client):
    """A process with approved time and money, its planned dates from the request."""
    request = ask()
    requests.approve(store, client, request.id, request.version, "Akkoord")
    return request.process_id


def moved(store, process):
    """Step 3 gets ten weeks longer; the moves that follow from it and the versions they are at."""
    before = steps.progress(store, process)
    plan = {row.step: (row.planned_start, row.planned_finish) for row in before}
    new = plan[3][0], plan[3][1] + dt.timedelta(days=70)
    found = shift.propose(plan, 3, new, Rules(meeting_days.load(store), frozenset({1})))
    return found, {row.step: row.version for row in before}


def test_all_following_steps_move_at_once(store, running, lead):
    moves, versions = moved(store, running)
    assert [move.step for move in moves] == [4, 5, 6, 7, 8, 9, 10]
    shift.apply(store, lead, running, versions, moves, "t1")
    shift.apply(store, lead, running, versions, moves, "t1")  # the second click
    after = steps.progress(store, running)
    assert {move.step: move.new for move in moves} == {
        row.step: (row.planned_start, row.planned_finish) for row in after[3:]
    }
    assert [row.version for row in after] == [versions[row.step] + (row.step > 3) for row in after]
    with store.read() as c:
        rows = [row for row in records.many(c, tables.audit, "number") if row["action"] == "step.shift"]
    assert [row["object"] for row in rows] == [f"process/{running}/step/{k}" for k in range(4, 11)]
    assert json.loads(rows[0]["content"])["planned_finish"] == moves[0].new[1].isoformat()
    assert verify(store).faults == []


def test_nothing_moves_when_somebody_was_first(store, running, lead, people):
    moves, versions = moved(store, running)
    before = steps.progress(store, running)
    steps.update(store, people["secretaris"], running, 7, versions[7], {"note": "Let op de nieuwsbrief"})
    with pytest.raises(Conflict) as caught:
        shift.apply(store, lead, running, versions, moves)
    assert caught.value.params["step"] == 7
    after = steps.progress(store, running)
    assert [(row.planned_start, row.planned_finish) for row in after] == [
        (row.planned_start, row.planned_finish) for row in before
    ]


def test_a_step_that_is_over_does_not_move(store, running, lead):
    row = steps.update(store, lead, running, 4, 2, {"status": "skipped", "override_reason": "Iedereen komt"})
    move = Move(4, (row.planned_start, row.planned_finish), (D(2031, 1, 6), D(2031, 1, 7)), shift.FOLLOWS, 3)
    with pytest.raises(Refused, match="done or skipped"):
        shift.apply(store, lead, running, {4: row.version}, [move])


def test_dates_that_contradict_are_refused(store, running, lead):
    row = steps.progress(store, running)[3]
    move = Move(4, (row.planned_start, row.planned_finish), (D(2031, 1, 8), D(2031, 1, 7)), shift.FOLLOWS, 3)
    with pytest.raises(Refused):
        shift.apply(store, lead, running, {4: row.version}, [move])


def test_who_reads_moves_nothing(store, running, people):
    moves, versions = moved(store, running)
    with pytest.raises(Refused, match="takes the role bewerker"):
        shift.apply(store, people["controller"], running, versions, moves)


def test_an_open_end_stays_open(store, running, lead):
    row = steps.update(store, lead, running, 4, 2, {"planned_finish": None})
    move = Move(4, (row.planned_start, None), (D(2031, 1, 6), None), shift.FOLLOWS, 3)
    shift.apply(store, lead, running, {4: row.version}, [move])
    after = steps.progress(store, running)[3]
    assert (after.planned_start, after.planned_finish) == (D(2031, 1, 6), None)


def test_the_calendar_is_a_setting_of_the_municipality(store, lead):
    assert meeting_days.load(store) == meeting_days.Calendar()
    meeting_days.put(store, lead, 0, {"raad_dates": "28-1-2027", "raad_lead": 10, "region": "noord"}, "t")
    kept = meeting_days.load(store)
    assert (kept.version, kept.region, kept.bodies["raad"].dates) == (1, "noord", (D(2027, 1, 28),))
    with pytest.raises(Conflict):
        meeting_days.put(store, lead, 0, {"region": "zuid"})
    with pytest.raises(Refused):
        meeting_days.put(store, lead, 1, {"raad_dates": "straks"})
    assert settings.get(store, meeting_days.KEY).version == 1

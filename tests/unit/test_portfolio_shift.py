"""Moving a step: what follows keeps its length and its distance, on days on which people work. Dates by hand."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio import meeting_days, shift
from portfolio.meeting_days import Calendar
from portfolio.settings import Setting
from portfolio.shift import Move, Rules
from portfolio.steps import STEPS

D = dt.date
DEPENDS = {about.step: about.depends_on for about in STEPS}

# Monday to Friday blocks in 2027; 27 April is Koningsdag, 6 May Ascension Day, 17 May Whit Monday.
PLAN = {
    1: (D(2027, 2, 1), D(2027, 2, 12)),
    2: (D(2027, 2, 15), D(2027, 2, 19)),
    3: (D(2027, 3, 1), D(2027, 3, 12)),
    4: (D(2027, 3, 8), D(2027, 3, 19)),  # begins five working days before step 3 ends
    5: (D(2027, 3, 30), D(2027, 4, 15)),
    6: (D(2027, 4, 16), D(2027, 4, 22)),
    7: (D(2027, 5, 10), D(2027, 5, 14)),
    8: (D(2027, 5, 18), D(2027, 5, 21)),
    9: (D(2027, 5, 24), D(2027, 6, 24)),
    10: (D(2027, 6, 28), D(2027, 7, 2)),
}


def calendar(**values: object) -> Calendar:
    return meeting_days.of(Setting(meeting_days.KEY, meeting_days.checked({"region": "midden", **values}), 1))


def new_dates(moves: list[Move]) -> dict[int, tuple[D | None, D | None]]:
    return {move.step: move.new for move in moves}


def test_a_later_finish_moves_what_follows_and_keeps_the_overlap():
    moves = shift.propose(PLAN, 3, (D(2027, 3, 1), D(2027, 3, 16)), Rules(calendar()))
    found = new_dates(moves)
    # Two working days later: 12 → 16 March (13 and 14 are a weekend).
    assert found[4] == (D(2027, 3, 10), D(2027, 3, 23))
    # Step 5: Tuesday 30 March + 2 = Thursday 1 April; 13 days of talks (29 March is Easter Monday): until 19 April.
    assert found[5] == (D(2027, 4, 1), D(2027, 4, 19))
    assert found[6] == (D(2027, 4, 20), D(2027, 4, 26))
    assert found[7] == (D(2027, 5, 12), D(2027, 5, 19))  # Whit Monday is no working day
    assert [(move.step, move.cause) for move in moves] == [(4, 3), (5, 4), (6, 5), (7, 6), (8, 6), (9, 8), (10, 9)]


def test_talks_stay_outside_the_school_holidays():
    # Region midden: the May holiday of 2027 is 24 April to 9 May.
    plan = {4: (D(2027, 4, 5), D(2027, 4, 9)), 5: (D(2027, 4, 12), D(2027, 4, 23))}
    found = shift.propose(plan, 4, (D(2027, 4, 5), D(2027, 4, 16)), Rules(calendar()))
    # Ten talk days from Monday 19 April: 19–23 April, then 10–14 May.
    assert [(move.step, move.new) for move in found] == [(5, (D(2027, 4, 19), D(2027, 5, 14)))]
    later = shift.propose(plan, 4, (D(2027, 4, 5), D(2027, 4, 23)), Rules(calendar()))
    assert later[0].new == (D(2027, 5, 10), D(2027, 5, 24))  # 17 May is Whit Monday
    assert later[0].why == shift.AFTER_HOLIDAY


def test_the_decision_keeps_its_meeting_while_the_report_is_in_time():
    rules = Rules(calendar(raad_dates="24-6-2027\n8-7-2027\n23-9-2027", raad_lead=10), body="raad")
    # Ten working days before 24 June is 10 June; the report now ends on 10 June: still in time.
    kept = new_dates(shift.propose(PLAN, 8, (D(2027, 5, 18), D(2027, 6, 10)), rules))
    assert kept[9][1] == D(2027, 6, 24)
    assert 10 not in kept  # the decision is taken on the same day
    late = shift.propose(PLAN, 8, (D(2027, 5, 18), D(2027, 6, 11)), rules)
    assert new_dates(late)[9][1] == D(2027, 7, 8)
    assert next(move for move in late if move.step == 9).why == shift.ON_MEETING
    # Ten working days from 24 June to 8 July, so step 10: Monday 28 June → Monday 12 July.
    assert new_dates(late)[10] == (D(2027, 7, 12), D(2027, 7, 16))


def test_without_meeting_dates_the_decision_just_moves():
    found = new_dates(shift.propose(PLAN, 8, (D(2027, 5, 18), D(2027, 5, 28)), Rules(calendar(), body="raad")))
    assert found[9] == (D(2027, 5, 31), D(2027, 7, 1))


def test_a_step_that_gets_earlier_takes_what_follows_along_but_not_before_the_approval():
    plan = {1: PLAN[1], 2: (D(2027, 2, 22), D(2027, 2, 26)), 3: (D(2027, 3, 1), D(2027, 3, 5))}
    rules = Rules(calendar(), floor=D(2027, 2, 22))
    assert shift.propose(plan, 2, (D(2027, 2, 15), D(2027, 2, 19)), rules)[0].new[0] == D(2027, 2, 22)
    # Three weeks earlier would be before the approval.
    assert shift.propose(plan, 2, (D(2027, 2, 1), D(2027, 2, 5)), rules)[0].new == (D(2027, 2, 22), D(2027, 2, 26))


def test_a_step_that_waits_for_another_does_not_get_earlier():
    # Step 9 waits for 7 and 8; only 7 gets earlier.
    assert shift.propose(PLAN, 7, (D(2027, 5, 3), D(2027, 5, 7)), Rules(calendar())) == []


def test_done_and_skipped_stay_and_of_a_busy_step_only_the_finish_moves():
    new = (PLAN[2][0], D(2027, 2, 23))
    done = shift.propose(PLAN, 2, new, Rules(calendar(), fixed=frozenset({3})))
    assert done == []  # all that follows waits for step 3, and that is over
    busy = new_dates(shift.propose(PLAN, 2, new, Rules(calendar(), begun=frozenset({3}))))
    assert busy[3] == (D(2027, 3, 1), D(2027, 3, 16))


def test_open_ended_steps():
    plan = {2: (D(2027, 2, 15), None), 3: (D(2027, 3, 1), None), 4: (None, D(2027, 3, 19)), 6: (None, None)}
    found = new_dates(shift.propose(plan, 2, (D(2027, 2, 17), None), Rules(calendar())))
    assert found == {3: (D(2027, 3, 3), None), 4: (None, D(2027, 3, 23))}
    assert shift.propose(plan, 2, (None, D(2027, 2, 17)), Rules(calendar())) == []  # nothing to compare with


def test_a_step_without_dates_passes_the_move_on():
    plan = {2: PLAN[2], 4: PLAN[4], 5: PLAN[5]}
    assert 4 in new_dates(shift.propose(plan, 2, (D(2027, 2, 15), D(2027, 2, 22)), Rules(calendar())))


def test_working_days_count_backwards_too():
    assert shift.working_days(D(2026, 4, 8), D(2026, 4, 2)) == -2


# --- what holds for every plan ----------------------------------------------------------------------------------

days = st.dates(D(2026, 1, 1), D(2029, 12, 31))


@st.composite
def plans(draw) -> dict[int, shift.Span]:
    found = {}
    for step in range(1, 11):
        start = draw(days)
        length = draw(st.integers(0, 60))
        keep = draw(st.sampled_from(["both", "both", "both", "start", "finish", "none"]))
        finish = start + dt.timedelta(days=length)
        found[step] = {"both": (start, finish), "start": (start, None), "finish": (None, finish)}.get(
            keep, (None, None)
        )
    return found


@st.composite
def cases(draw):
    plan = draw(plans())
    changed = draw(st.integers(1, 9))
    by = dt.timedelta(days=draw(st.integers(-90, 90)))
    longer = dt.timedelta(days=draw(st.integers(0, 30)))
    start, finish = plan[changed]
    new = (start + by if start else None, finish + by + longer if finish else None)
    status = draw(st.lists(st.sampled_from(["open", "open", "busy", "done"]), min_size=10, max_size=10))
    bodies = {"raad_weekday": 3, "raad_every": 4, "raad_first": "2026-01-08"} if draw(st.booleans()) else {}
    rules = Rules(
        CALENDARS[bool(bodies)],
        frozenset(k for k, one in enumerate(status, 1) if one == "done"),
        frozenset(k for k, one in enumerate(status, 1) if one == "busy"),
        draw(st.one_of(st.none(), days)),
        draw(st.sampled_from(["", "raad", "budgethouder"])),
    )
    return plan, changed, new, rules


CALENDARS = {False: calendar(), True: calendar(raad_weekday=3, raad_every=4, raad_first="2026-01-08")}


def works(step: int, day: dt.date) -> bool:
    free = meeting_days.school_holiday(day, ("midden",)) if step == 5 else None
    return meeting_days.is_working_day(day) and free is None


def length(step: int, span: shift.Span) -> int:
    start, finish = span
    return sum(works(step, start + dt.timedelta(days=k)) for k in range((finish - start).days + 1))


@settings(max_examples=150, deadline=None)
@given(cases())
def test_what_holds_for_every_plan(case):
    plan, changed, new, rules = case
    moves = shift.propose(plan, changed, new, rules)
    after = {**plan, changed: new, **new_dates(moves)}
    last = 1 if plan[changed][1] else 0
    steps = [move.step for move in moves]
    assert steps == sorted(set(steps)) and all(step > changed for step in steps)
    for move in moves:
        assert move.old == plan[move.step] != move.new
        assert move.step not in rules.fixed
        pairs = [(old, now) for old, now in zip(move.old, move.new, strict=True) if old != now]
        # All the same way, never past a free day; open ends stay open.
        assert len({old < now for old, now in pairs}) == 1
        assert all(meeting_days.is_working_day(now) for _, now in pairs)
        assert [day is None for day in move.old] == [day is None for day in move.new]
        start, finish = move.new
        assert start is None or finish is None or start <= finish
        if move.step == 5 and move.step not in rules.begun:
            assert all(works(5, now) for _, now in pairs)
        if move.step in rules.begun:
            assert move.new[0] == move.old[0]
        # Nothing is put before the approval that was not there.
        if start and start != move.old[0] and rules.floor:
            assert start >= min(rules.floor, move.old[0])
        kept = move.step not in rules.begun and move.why != shift.ON_MEETING
        if kept and start and finish:
            assert length(move.step, move.new) == max(length(move.step, move.old), 1)
        # Everything goes the way the changed step went.
        assert (pairs[0][1] < pairs[0][0]) == (new[last] < plan[changed][last])
    # Once the moves are made, the same change asks for nothing more.
    assert shift.propose(after, changed, new, rules) == []


@settings(max_examples=100, deadline=None)
@given(cases())
def test_the_distance_to_the_steps_before_is_kept_or_grows(case):
    plan, changed, new, rules = case
    moves = shift.propose(plan, changed, new, rules)
    after = {**plan, changed: new, **new_dates(moves)}
    for move in moves:
        if move.step in rules.begun or not move.old[0]:
            continue
        for one in DEPENDS[move.step]:
            if plan[one][1] and after[one][1]:
                before = shift.working_days(plan[one][1], move.old[0])
                now = shift.working_days(after[one][1], move.new[0])
                assert now >= before

"""Planning backwards: the forward plan from the answer meets the date, and one working day later it does not.

What is planned back is checked with ``network.forward`` on the calendars of that start, which plan_back doesn't use.
"""

from __future__ import annotations

import datetime as dt
import json
import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estimator import Benchmarks, Scope
from estimator.backwards import limits, meetings, plan_back, task_of
from estimator.durations import timeline_of
from estimator.model import parts, point, simulate
from estimator.network import calendar_of, forward
from estimator.workdays import calendars
from tests.unit.engine.helpers import BASE
from tests.unit.engine.test_properties import scopes

FIGURES = Benchmarks.load()
MEETING = dt.date(2028, 3, 9)
PLACES = {"noord": "GM0193", "midden": "GM0344", "zuid": "GM0855", "none": None}
ROUTES = ("college", "raad")
COUNCIL_MONTHS = [dt.date.fromisoformat(m["date"]) for m in meetings("raad", "2026-12", months=15)][:12]
dates = st.dates(dt.date(2026, 6, 1), dt.date(2031, 12, 31))


def scope_of(region="midden", **changes):
    data = {k: v for k, v in BASE.items() if k != "municipality"}
    place = {"municipality": PLACES[region]} if PLACES[region] else {}
    return Scope.from_dict({**data, **place, **changes})


def day(text):
    return dt.date.fromisoformat(text)


def next_workday(date):
    cal = calendars(date, "midden").work
    return date + dt.timedelta(days=int(cal.days[cal.days > 0][0]))


def drawn(scope, level="likely", less=None, floors=None):
    """Durations by step, some of them shorter."""
    p = parts(scope, FIGURES)
    found = dict((point(p) if level == "likely" else simulate(p)).durations)
    for s, days in (less or {}).items():
        found[s] = np.maximum(found[s] - days, np.minimum(found[s], (floors or {}).get(s, 1)))
    return found


def in_time(scope, start, meeting, durations):
    """The share of draws whose decision falls on or before the meeting, planned forward from a start."""
    ends = timeline_of(replace(scope, start=start), durations).ends[9]
    return float(np.mean(ends <= (meeting - start).days + 1))


# The meeting is met


@pytest.mark.parametrize("level", ["likely", "p80"])
@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("region", PLACES)
def test_each_of_twelve_council_months_is_met_from_the_answer_and_not_a_working_day_later(region, route, level):
    assert len({(m.year, m.month) for m in COUNCIL_MONTHS}) == 12
    scope = scope_of(region, outcome_route=route)
    durations, asked = drawn(scope, level), 1.0 if level == "likely" else 0.8
    for meeting in COUNCIL_MONTHS:
        plan = plan_back(scope, meeting, level=level)
        start = day(plan["start"])
        assert in_time(scope, start, meeting, durations) >= asked
        assert in_time(scope, next_workday(start), meeting, durations) < asked
        assert level == "likely" or plan["probability"] == round(in_time(scope, start, meeting, durations), 4)


@settings(max_examples=40, deadline=None)
@given(scopes, dates, st.sampled_from(list(PLACES)))
def test_any_scope_and_date_is_met_from_the_answer_and_not_a_working_day_later(data, meeting, region):
    scope = Scope.from_dict({**data, "municipality": PLACES[region], "resident_reach": 500})
    plan, durations = plan_back(scope, meeting), drawn(scope)
    start = day(plan["start"])
    assert in_time(scope, start, meeting, durations) == 1
    assert in_time(scope, next_workday(start), meeting, durations) == 0
    assert plan["possible"] and plan["squeezed"] == []


@settings(max_examples=10, deadline=None)
@given(scopes, dates)
def test_any_scope_holds_in_four_of_five_draws_and_less_a_working_day_later(data, meeting):
    scope = Scope.from_dict(data)
    plan, durations = plan_back(scope, meeting, level="p80"), drawn(scope, "p80")
    if plan["start"]:
        start = day(plan["start"])
        assert in_time(scope, start, meeting, durations) >= 0.8
        assert in_time(scope, next_workday(start), meeting, durations) < 0.8


# The inverse of the network


@settings(max_examples=200)
@given(
    st.lists(st.integers(0, 60), min_size=10, max_size=10),
    st.integers(300, 1500),
    st.sampled_from(["noord", "midden", "zuid"]),
    st.sampled_from(["college", "raad", "budgethouder"]),
    st.sampled_from(["college", "raad", "budgethouder"]),
)
def test_a_plan_ends_in_time_exactly_when_no_start_is_past_its_limit(days, end, region, money, outcome):
    scope = scope_of("none", budget_route=money, outcome_route=outcome)
    cal = calendars(dt.date(2025, 1, 1), region)
    durations = {s: np.array([d]) for s, d in enumerate(days, start=1)}
    latest = limits(durations, scope, cal, end)
    last = int(latest.starts[1][0])
    for start in {max(last + k, 0) for k in (-20, -1, 0, 1, 2, 20)}:
        own = calendars(cal.start + dt.timedelta(days=start), region)
        plan = forward(durations, scope, own)
        assert (int(plan.ends[9][0]) + start <= end) == (start <= last)
        if start <= last:
            assert all(plan.starts[s][0] + start <= latest.starts[s][0] for s in range(1, 10))
            assert all(plan.ends[s][0] + start <= latest.ends[s][0] for s in range(1, 10))


# Dates of the steps


@settings(max_examples=40, deadline=None)
@given(scopes, dates, st.sampled_from(["noord", "midden", "zuid"]))
def test_a_plan_from_the_latest_start_stays_before_the_latest_dates_of_every_step(data, meeting, region):
    scope = Scope.from_dict({**data, "municipality": PLACES[region], "resident_reach": 500})
    plan, durations = plan_back(scope, meeting), drawn(scope)
    start = day(plan["start"])
    cal = calendars(start, region)
    line = forward(durations, scope, cal)
    assert [s["step"] for s in plan["steps"]] == list(range(1, 10))
    for one in plan["steps"]:
        s, own = one["step"], calendar_of(one["step"], scope, cal)
        assert day(one["latest_start"]) <= day(one["latest_finish"]) <= meeting
        assert cal.date(int(line.ends[s][0])) <= day(one["latest_finish"])
        assert start + dt.timedelta(days=int(line.starts[s][0])) <= day(one["latest_start"])
        for which in ("latest_start", "latest_finish"):
            assert (day(one[which]) - start).days in own.days, "a day on which the step can be worked on"
        assert one["days"] == int(durations[s][0])


@pytest.mark.parametrize("region", PLACES)
def test_latest_dates_at_80_percent_follow_each_other_and_start_with_the_process(region):
    plan = plan_back(scope_of(region), MEETING, level="p80")
    rows = {s["step"]: s for s in plan["steps"]}
    assert rows[1]["latest_start"] == plan["start"]
    assert all(s["latest_start"] <= s["latest_finish"] for s in plan["steps"])
    for before, after in ((1, 2), (2, 3), (3, 5), (4, 5), (6, 7), (6, 8), (7, 9), (8, 9)):
        assert rows[before]["latest_finish"] < rows[after]["latest_start"]
    likely = {s["step"]: s for s in plan_back(scope_of(region), MEETING)["steps"]}
    assert all(rows[s]["latest_start"] <= likely[s]["latest_start"] for s in rows)


def test_a_step_begun_on_its_latest_date_still_holds_in_four_of_five_draws():
    scope = scope_of(outcome_route="raad")
    rows = {s["step"]: s for s in plan_back(scope, MEETING, level="p80")["steps"]}
    durations = drawn(scope, "p80")[9]
    for begin, enough in ((day(rows[9]["latest_start"]), True), (next_workday(day(rows[9]["latest_start"])), False)):
        end = calendars(begin, "midden").raad.finish(np.zeros_like(durations), durations)
        assert (np.mean(end <= (MEETING - begin).days + 1) >= 0.8) == enough


def test_without_a_municipality_the_earliest_region_counts():
    each = [plan_back(scope_of(r), MEETING)["start"] for r in ("noord", "midden", "zuid")]
    assert plan_back(scope_of("none"), MEETING)["start"] == min(each)


def test_the_process_key_chooses_the_draws():
    one, other = (plan_back(scope_of(), MEETING, level="p80", process_key=k) for k in ("a", "b"))
    again = plan_back(scope_of(), MEETING, level="p80", process_key="a")
    assert one == again
    assert one != other


# Too late to start


def squeezed(plan):
    return {s["step"]: s["days"] for s in plan["squeezed"]}


def test_in_time_nothing_is_squeezed():
    start = day(plan_back(scope_of(), MEETING)["start"])
    plan = plan_back(scope_of(), MEETING, not_before=start)
    assert (plan["short_days"], plan["possible"], plan["squeezed"], plan["alone"]) == (0, True, [], [])
    late = plan_back(scope_of(), MEETING, not_before=next_workday(start))
    assert late["short_days"] == 1 and late["squeezed"]


@settings(max_examples=25, deadline=None)
@given(
    scopes,
    dates,
    st.integers(1, 300),
    st.sampled_from(list(PLACES)),
    st.sampled_from(["likely"] * 4 + ["p80"]),
    st.data(),
)
def test_a_squeezed_plan_just_makes_it(data, meeting, late, region, level, pick):
    scope = Scope.from_dict({**data, "municipality": PLACES[region], "resident_reach": 500})
    answer = plan_back(scope, meeting, level=level)
    if answer["start"] is None:
        return
    first = day(answer["start"]) + dt.timedelta(days=late)
    plan = plan_back(scope, meeting, level=level, not_before=first)
    floors = {s["step"]: s["days"] for s in plan["statutory"]}
    less, asked = squeezed(plan), 1.0 if level == "likely" else 0.8
    assert plan["start"] == answer["start"] and plan["steps"] == answer["steps"]
    share = in_time(scope, first, meeting, drawn(scope, level, less, floors))
    assert (share >= asked) == plan["possible"]
    assert (plan["still_short_days"] > 0) == (not plan["possible"])
    assert all(s["of"] - s["days"] >= floors.get(s["step"], 1) and s["days"] > 0 for s in plan["squeezed"])
    if not plan["possible"]:
        assert plan["squeezed_steps"] == []
        return
    assert less, "a start past the latest one always costs a step"
    back = pick.draw(st.sampled_from(sorted(less)))
    given_back = {**less, back: less[back] - 1}
    assert in_time(scope, first, meeting, drawn(scope, level, given_back, floors)) < asked
    assert all(s["latest_start"] <= s["latest_finish"] for s in plan["squeezed_steps"])
    assert day(plan["squeezed_steps"][0]["latest_start"]) >= first
    for one in plan["alone"]:
        alone = {one["step"]: one["days"]}
        assert in_time(scope, first, meeting, drawn(scope, level, alone, floors)) >= asked
        alone[one["step"]] -= 1
        assert in_time(scope, first, meeting, drawn(scope, level, alone, floors)) < asked


def test_the_longest_step_gives_first():
    scope = scope_of(hours_per_week={"facilitator": 0.5})  # talks that take long
    days = {s["step"]: s["days"] for s in plan_back(scope, MEETING)["steps"]}
    start = day(plan_back(scope, MEETING)["start"])
    assert max(days, key=days.get) == 5
    plan = plan_back(scope, MEETING, not_before=start + dt.timedelta(days=7))
    assert squeezed(plan) == {5: 5} and plan["short_days"] == 5
    assert {"step": 5, "days": 5} in plan["alone"]


def test_equally_long_steps_give_down_to_a_common_length():
    scope = scope_of()
    start = day(plan_back(scope, MEETING)["start"])
    days = {s["step"]: s["days"] for s in plan_back(scope, MEETING)["steps"]}
    plan = plan_back(scope, MEETING, not_before=start + dt.timedelta(days=42))
    left = [s["of"] - s["days"] for s in plan["squeezed"]]
    assert len(left) >= 3 and max(left) - min(left) <= 4  # what is given back is less than a day for each step
    assert max(d for s, d in days.items() if s not in squeezed(plan)) <= max(left) + 1
    assert all(s["of"] == days[s["step"]] for s in plan["squeezed"])


def test_the_statutory_term_is_never_squeezed():
    scope = scope_of(options=["laid_open"])
    plan = plan_back(scope, MEETING, not_before=MEETING - dt.timedelta(days=21))
    assert plan["statutory"] == [{"step": 9, "days": 30, "option": "laid_open"}]
    assert not plan["possible"] and plan["still_short_days"] > 10
    nine = next(s for s in plan["squeezed"] if s["step"] == 9)
    assert nine["of"] - nine["days"] == 30
    assert nine["body"] == "college"
    assert plan_back(scope_of(), MEETING)["statutory"] == []


def test_it_is_possible_as_long_as_a_day_for_every_step_fits():
    scope, durations = scope_of(), {s: np.array([1]) for s in range(1, 11)}
    for days in range(40):
        first = MEETING - dt.timedelta(days=days)
        plan = plan_back(scope, MEETING, not_before=first)
        assert plan["possible"] == (in_time(scope, first, MEETING, durations) == 1)
    assert plan["possible"]


def test_a_meeting_that_has_passed_is_not_possible():
    plan = plan_back(scope_of(), MEETING, not_before=MEETING + dt.timedelta(days=400))
    assert not plan["possible"] and plan["still_short_days"] > 250 and plan["short_days"] > plan["still_short_days"]


def test_a_process_of_more_than_ten_years_has_no_latest_start():
    scope = scope_of(conversations=5000, hours_per_week={"facilitator": 0.5})
    plan = plan_back(scope, MEETING)
    assert plan["start"] is None and not plan["possible"] and plan["steps"][0]["latest_start"] is None
    assert plan["steps"][8]["latest_start"] is not None
    assert plan_back(scope, MEETING, level="p80", not_before=dt.date(2027, 1, 4))["start"] is None


# What goes in and out


def test_the_answer_is_plain_json_and_the_start_of_the_scope_does_not_matter():
    plan = plan_back(scope_of(), MEETING, level="p80", not_before=dt.date(2027, 9, 1))
    assert json.loads(json.dumps(plan)) == plan
    assert plan_back(scope_of(start="2029-05-01"), MEETING) == plan_back(scope_of(), MEETING)
    assert plan["assumed_dates"] and not plan_back(scope_of(), dt.date(2027, 6, 10))["assumed_dates"]


@pytest.mark.parametrize(("meeting", "level"), [(MEETING, "p90"), (dt.date(1979, 1, 1), "p80"), (dt.date.max, "p80")])
def test_an_unknown_level_or_a_far_date_is_refused(meeting, level):
    with pytest.raises(ValueError, match=r"p90|1980"):
        plan_back(scope_of(), meeting, level=level)


def test_quick_enough_for_a_screen():
    scope = scope_of("none", outcome_route="raad", options=["laid_open"], preset="uitgebreid")
    for level, most in (("likely", 0.05), ("p80", 1.5)):
        plan_back(scope, MEETING, level=level, not_before=dt.date(2027, 8, 2))
        spent = []
        for _ in range(3):
            begun = time.process_time()
            plan_back(scope, MEETING, level=level, not_before=dt.date(2027, 8, 2))
            spent.append(time.process_time() - begun)
        assert min(spent) < most


def test_the_task_spans_ten_years_before_the_meeting():
    task = task_of(scope_of(), MEETING, FIGURES, "likely", None)
    assert task.cals[0].start == dt.date(2018, 1, 1)
    assert task.cals[0].date(task.end) == MEETING


# Meetings to choose from


@pytest.mark.parametrize("region", ["noord", "midden", "zuid", None])
def test_the_college_meets_on_tuesdays_and_the_council_once_a_month_outside_recess(region):
    college, council = meetings("college", "2027-01", region), meetings("raad", "2027-01", region)
    assert all(m["assumed"] for m in college + council)
    assert {day(m["date"]).weekday() for m in college} == {1}
    assert {day(m["date"]).weekday() for m in council} == {3}
    assert 40 <= len(college) <= 48
    months = [day(m["date"]).month for m in council]
    assert [m for m in months if m != 8] == [1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12]
    assert (8 in months) == (region == "noord"), "elsewhere all Thursdays of August 2027 fall in the summer holidays"
    assert all(day(m["date"]).day >= 8 for m in council)
    cal = calendars(dt.date(2027, 1, 1), region or "midden")
    assert all((day(m["date"]) - cal.start).days in cal.raad.days for m in council)
    assert all((day(m["date"]) - cal.start).days in cal.college.days for m in college)


def test_a_council_day_that_is_a_holiday_moves_a_week():
    assert meetings("raad", "2029-05", "midden", months=1)[0]["date"] == "2029-05-17"


@pytest.mark.parametrize(("route", "month"), [("budgethouder", "2027-01"), ("raad", "2027-13"), ("raad", "maart")])
def test_a_route_without_meetings_and_a_month_that_is_none_are_refused(route, month):
    with pytest.raises(ValueError):
        meetings(route, month)

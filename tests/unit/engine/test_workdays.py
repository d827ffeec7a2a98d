"""Calendar tables against numpy's business days and against known Dutch dates."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimator.network import forward
from estimator.scope import Scope
from estimator.workdays import HORIZON, _public_holidays, calendars
from tests.unit.engine.helpers import BASE

START = dt.date(2027, 1, 4)


@given(st.integers(0, 400), st.integers(1, 250))
def test_table_equals_busday_offset(offset, duration):
    cal = calendars(START, "midden")
    free = [dt.date.fromordinal(o) for o in _public_holidays(2027, 2039)]
    first = START + dt.timedelta(days=offset)
    expected = np.busday_offset(first, duration - 1, roll="forward", holidays=np.array(free, dtype="datetime64[D]"))
    got = cal.date(int(cal.work.finish(np.array([offset]), np.array([duration]))[0]))
    assert np.datetime64(got) == expected


def test_liberation_day_is_a_working_day_except_every_five_years():
    days = {dt.date.fromordinal(o) for o in _public_holidays(2026, 2031)}
    assert dt.date(2030, 5, 5) in days
    assert dt.date(2027, 5, 5) not in days
    assert dt.date(2027, 3, 26) in days  # Good Friday: municipalities are closed


def test_no_talks_in_the_summer_holidays_and_no_council_in_recess():
    cal = calendars(dt.date(2026, 7, 20), "midden")
    talk = cal.date(int(cal.talks.finish(np.array([0]), np.array([1]))[0]))
    assert talk > dt.date(2026, 8, 20)
    council = cal.date(int(cal.raad.finish(np.array([0]), np.array([1]))[0]))
    assert council > dt.date(2026, 8, 20)


def test_a_very_long_process_ends_at_the_horizon_without_an_error():
    cal = calendars(START, "noord")
    end = cal.work.finish(np.array([10]), np.array([10**6]))[0]
    assert end <= HORIZON


@given(st.lists(st.integers(1, 60), min_size=10, max_size=10), st.integers(1, 10), st.integers(0, 40))
def test_a_longer_step_never_brings_a_date_forward(days, step, more):
    scope = Scope.from_dict(BASE)
    cal = calendars(START, "midden")
    before = {s: np.array([d]) for s, d in enumerate(days, start=1)}
    after = {**before, step: before[step] + more}
    a, b = forward(before, scope, cal), forward(after, scope, cal)
    assert all((b.ends[s] >= a.ends[s]).all() and (b.starts[s] >= a.starts[s]).all() for s in range(1, 11))


def test_merging_never_ends_before_either_branch():
    """E[max] ≥ max E: the decision waits for feedback and for the report."""
    rng = np.random.default_rng(1)
    days = {s: rng.integers(5, 40, 2000) for s in range(1, 11)}
    t = forward(days, Scope.from_dict(BASE), calendars(START, "midden"))
    assert t.starts[9].mean() >= max(t.ends[7].mean(), t.ends[8].mean())


@pytest.mark.parametrize("region", ["noord", "midden", "zuid"])
def test_steps_follow_each_other(region):
    days = {s: np.array([5]) for s in range(1, 11)}
    t = forward(days, Scope.from_dict(BASE), calendars(START, region))
    assert t.starts[2] == t.ends[1]
    assert t.starts[4] < t.ends[3]  # inviting overlaps publicity
    assert t.starts[5] >= t.ends[4]
    assert t.starts[6] < t.ends[5]  # interpreting starts with the first reports
    assert t.starts[10] == t.ends[9]

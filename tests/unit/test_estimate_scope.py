"""What the fields of screen Raming hold becomes a scope, and a stored scope becomes fields again."""

import datetime as dt
import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimator import Scope
from estimator.codes import FORMS, LEVELS, OPTIONS, PRESETS, RECRUITMENTS, ROLES, ROUTES
from ui import estimate_scope
from ui.estimate_scope import default_start, same, scope_dict, spread, values_of

START = dt.date(2027, 1, 4)
small = st.integers(min_value=1, max_value=40)
fields = st.fixed_dictionaries(
    {},
    optional={
        "stakeholder_groups": small,
        "conversations": st.integers(min_value=6, max_value=40),
        "resident_reach": st.integers(min_value=1, max_value=50_000),
        "municipality": st.sampled_from(["GM0193", "GM0405"]),
        "level": st.sampled_from(LEVELS),
        "recruitment": st.sampled_from(RECRUITMENTS),
        "budget_route": st.sampled_from(ROUTES),
        "preset": st.sampled_from(PRESETS),
        "options": st.lists(st.sampled_from(OPTIONS), unique=True).map(lambda found: sorted(found, key=OPTIONS.index)),
        "forms": st.lists(st.sampled_from(FORMS), min_size=1, max_size=3, unique=True),
        "own_staff_share": st.sampled_from([0.0, 0.4, 1.0]),
        "tariffs.average": st.sampled_from([80.0, 97.5]),
        "tariffs.analyst": st.just(70.0),
        "hours_per_week.process_lead": st.sampled_from([8.0, 16.0]),
        "deadline": st.just("2028-03-01"),
        "_version": st.just(3),
    },
)


def test_examples_in_the_docstrings():
    assert doctest.testmod(estimate_scope).failed == 0


@given(values=fields)
def test_a_saved_scope_opens_as_the_same_scope(values):
    saved = Scope.from_dict(scope_dict(values, START, None)).to_dict()
    again = Scope.from_dict(scope_dict(values_of(saved), START, None)).to_dict()
    assert same(saved, again)


@given(values=fields)
def test_untouched_fields_stay_assumptions(values):
    saved = Scope.from_dict(scope_dict(values, START, None)).to_dict()
    assert ("level" in saved["assumed"]) == ("level" not in values)
    assert "start" not in saved["assumed"]


@given(total=st.integers(min_value=0, max_value=500), count=st.integers(min_value=1, max_value=6))
def test_conversations_are_spread_evenly_and_completely(total, count):
    found = spread(total, FORMS[:count], {})
    assert sum(found.values()) == total
    assert max(found.values()) - min(found.values()) <= 1


@pytest.mark.parametrize("typed", ["veel", "", "1,500"])
def test_text_that_is_no_number_never_reaches_the_engine(typed):
    given_values = scope_dict({"conversations": typed, "tariffs.average": typed}, START, None)
    assert given_values["conversations"] == 8 and "tariffs" not in given_values
    assert Scope.from_dict(given_values)


@given(today=st.dates(min_value=dt.date(2026, 1, 1), max_value=dt.date(2044, 1, 1)))
def test_the_start_is_a_monday_that_leaves_time_for_the_request(today):
    start = default_start(today)
    assert start.weekday() == 0 and start.day <= 7
    assert 21 <= (start - today).days <= 66


def test_every_role_has_a_tariff_field():
    assert set(estimate_scope.TABLES["tariffs"]) == {"average", *ROLES}

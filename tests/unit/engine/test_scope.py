"""Scope: what is read, what is refused, and that every fault is named."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from estimator import Scope, ScopeError
from estimator.codes import EVENT_NUMBERS, EVENTS, FORMS, LEVELS, OPTIONS, RECRUITMENTS, ROUTES, WITHOUT_EUROS
from tests.unit.engine.helpers import BASE


def faults(**changes):
    with pytest.raises(ScopeError) as e:
        Scope.from_dict({**BASE, **changes})
    return {f.field: f for f in e.value.faults}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"stakeholder_groups": 0}, "stakeholder_groups"),
        ({"stakeholder_groups": 10**6}, "stakeholder_groups"),
        ({"stakeholder_groups": 10**400}, "stakeholder_groups"),
        ({"conversations": -3}, "conversations"),
        ({"conversations": 2.5}, "conversations"),
        ({"conversations": True}, "conversations"),
        ({"resident_reach": "veel"}, "resident_reach"),
        ({"resident_reach": float("nan")}, "resident_reach"),
        ({"resident_reach": float("inf")}, "resident_reach"),
        ({"resident_reach": 200_000}, "resident_reach"),
        ({"municipality": "GM9999"}, "municipality"),
        ({"municipality": 193}, "municipality"),
        ({"start": "2027-06-01", "deadline": "2027-01-01"}, "deadline"),
        ({"start": "1-6-2027"}, "start"),
        ({"start": "1712-01-01"}, "start"),
        ({"level": "trede 3"}, "level"),
        ({"recruitment": "lot"}, "recruitment"),
        ({"budget_route": "wethouder"}, "budget_route"),
        ({"options": ["goud"]}, "options"),
        ({"options": "platform"}, "options"),
        ({"conversations_by_form": {"dialoogtafel": 3}}, "conversations_by_form"),
        ({"conversations_by_form": {"dialogtafel": 8}}, "conversations_by_form"),
        ({"conversations_by_form": [8]}, "conversations_by_form"),
        ({"meetings": 9}, "meetings"),
        ({"own_staff_share": 1.2}, "own_staff_share"),
        ({"tariffs": {"average": -5}}, "tariffs.average"),
        ({"hours_per_week": {"process_lead": 10**9}}, "hours_per_week.process_lead"),
        ({"events": ["storm"]}, "events"),
        ({"events": {"flood": True}}, "events"),
        ({"events": {"storm": 0.3}}, "events.storm"),
        ({"events": {"storm": None}}, "events.storm"),
        ({"events": {"storm": {"chance": 0.3}}}, "events.storm"),
        ({"events": {"storm": {"probability": 1.4}}}, "events.storm.probability"),
        ({"events": {"storm": {"probability": -0.1}}}, "events.storm.probability"),
        ({"events": {"storm": {"probability": True}}}, "events.storm.probability"),
        ({"events": {"storm": {"probability": float("nan")}}}, "events.storm.probability"),
        ({"events": {"storm": {"hours": "veel"}}}, "events.storm.hours"),
        ({"events": {"storm": {"weeks": 105}}}, "events.storm.weeks"),
        ({"events": {"storm": {"on": 1}}}, "events.storm.on"),
        ({"events": {"storm": {"mitigated": "ja"}}}, "events.storm.mitigated"),
        ({"events": {"storm": {"euros": 500}}}, "events.storm.euros"),
        ({"overrun": "ja"}, "overrun"),
        ({"overrun": 1}, "overrun"),
    ],
)
def test_a_fault_names_its_field_and_says_what_is_allowed(change, field):
    fault = faults(**change)[field]
    assert field.split(".")[0] in fault.message
    assert (
        "allowed" in fault.message.lower()
        or "did you mean" in fault.message
        or "must be" in fault.message
        or "not a" in fault.message
        or "can't be set" in fault.message
    )
    assert "{" not in fault.message


def test_every_fault_is_named_not_only_the_first():
    found = faults(stakeholder_groups=0, conversations="acht", level="x", options=["goud"])
    assert {"stakeholder_groups", "conversations", "level", "options"} <= set(found)


def test_an_unknown_field_suggests_the_nearest():
    assert "stakeholder_groups" in faults(stakholder_groups=4)["stakholder_groups"].message


def test_a_fault_in_an_event_names_field_value_and_what_is_allowed():
    message = faults(events={"storm": {"probability": 1.4}})["events.storm.probability"].message
    assert message == "events.storm.probability: 1.4 is out of range; allowed is 0.0 to 1.0"
    assert "has hours and weeks only" in faults(events={"storm": {"euros": 5}})["events.storm.euros"].message


def test_an_unknown_event_or_setting_suggests_the_nearest():
    assert "did you mean venue_lost?" in faults(events={"venue_loss": True})["events"].message
    assert "did you mean probability?" in faults(events={"storm": {"probabilty": 0.2}})["events.storm"].message


def test_every_fault_of_every_event_is_named():
    found = faults(events={"storm": {"probability": 2, "hours": -1}, "venue_lost": {"weeks": "x"}, "flood": True})
    assert {"events.storm.probability", "events.storm.hours", "events.venue_lost.weeks", "events"} <= set(found)


def test_events_are_read_in_a_fixed_order_and_a_switch_may_stand_alone():
    one = Scope.from_dict({**BASE, "events": {"storm": False, "venue_lost": {"weeks": 2, "probability": 0.5}}})
    two = Scope.from_dict({**BASE, "events": {"venue_lost": {"probability": 0.5, "weeks": 2}, "storm": {"on": False}}})
    assert one == two
    assert json.dumps(one.to_dict()) == json.dumps(two.to_dict())
    assert one.events == {"venue_lost": {"probability": 0.5, "weeks": 2.0}, "storm": {"on": False}}


def test_events_and_overrun_are_assumed_when_not_given():
    scope = Scope.from_dict(BASE)
    assert {"events", "overrun"} <= set(scope.assumed)
    assert (scope.events, scope.overrun) == ({}, False)


@pytest.mark.parametrize("data", [None, [], "x", 3, {}])
def test_not_a_scope(data):
    with pytest.raises(ScopeError):
        Scope.from_dict(data)


def test_a_long_value_is_not_repeated_whole():
    assert len(faults(level="x" * 10_000)["level"].message) < 400


def event_of(key):
    """What may be set of one event."""
    numbers = {n: st.floats(0, top) for n, top in EVENT_NUMBERS.items() if n != "euros" or key not in WITHOUT_EUROS}
    switches = {"on": st.booleans(), "mitigated": st.booleans()}
    return st.booleans() | st.fixed_dictionaries({}, optional={**switches, **numbers})


scopes = st.fixed_dictionaries(
    {
        "stakeholder_groups": st.integers(1, 200),
        "conversations": st.integers(1, 60),
        "resident_reach": st.integers(1, 130_000),
    },
    optional={
        "municipality": st.just("GM0193"),
        "start": st.dates(dt.date(2024, 1, 1), dt.date(2030, 1, 1)).map(dt.date.isoformat),
        "deadline": st.dates(dt.date(2031, 1, 1), dt.date(2034, 1, 1)).map(dt.date.isoformat),
        "level": st.sampled_from(LEVELS),
        "recruitment": st.sampled_from(RECRUITMENTS),
        "budget_route": st.sampled_from(ROUTES),
        "options": st.lists(st.sampled_from(OPTIONS), unique=True),
        "own_staff_share": st.floats(0, 1),
        "preset": st.sampled_from(["minimaal", "sober", "uitgebreid"]),
        "tariffs": st.dictionaries(st.sampled_from(["average", "support"]), st.floats(1, 500)),
        "events": st.fixed_dictionaries({}, optional={key: event_of(key) for key in EVENTS}),
        "overrun": st.booleans(),
    },
)


@given(scopes)
def test_json_out_and_in_gives_the_same_scope(data):
    scope = Scope.from_dict(data)
    assert Scope.from_dict(json.loads(json.dumps(scope.to_dict()))) == scope


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["stakeholder_groups", "conversations", "resident_reach", "level", "start", "events", "x"]),
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats()
        | st.text()
        | st.lists(st.integers())
        | st.dictionaries(st.sampled_from(["storm", "x"]), st.dictionaries(st.text(), st.integers()) | st.none()),
    )
)
def test_anything_is_read_or_refused_never_broken(data):
    try:
        Scope.from_dict(data)
    except ScopeError as e:
        assert all(f.message for f in e.faults)


def test_defaults_follow_the_numbers_when_they_were_assumed():
    first = Scope.from_dict(BASE)
    more = Scope.from_dict({**first.to_dict(), "conversations": 12})
    assert more.conversations_by_form == {"dialoogtafel": 12}


def test_all_forms_have_figures():
    from estimator import deterministic

    for form in FORMS:
        scope = Scope.from_dict({**BASE, "conversations": 3, "conversations_by_form": {form: 3}})
        assert deterministic(scope) > 1000, form

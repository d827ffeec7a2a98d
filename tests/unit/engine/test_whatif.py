"""What if: the same draws, so equal inputs give equal figures and every difference is a real one."""

from __future__ import annotations

import json
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estimator import Scope, ScopeError, estimate
from estimator.model import parts, simulate
from estimator.vary import Axis, occasions, spread, with_conversations
from estimator.whatif import changed_scope, compare, difference, figures, inputs
from tests.unit.engine.helpers import BASE, shipped
from tests.unit.engine.test_properties import scopes

MIXED = {**BASE, "conversations_by_form": {"dialoogtafel": 6, "inloopavond": 2}, "meetings": 4}
by_form = st.dictionaries(
    st.sampled_from(["dialoogtafel", "werkatelier", "keukentafelgesprek", "inloopavond", "enquete"]),
    st.integers(1, 60),
    min_size=1,
)
few = settings(max_examples=10, deadline=None)


# Changing a scope


def test_a_change_replaces_what_it_names_and_keeps_the_rest():
    found = changed_scope({**BASE, "preset": "uitgebreid"}, {"resident_reach": 500, "recruitment": "targeted"})
    assert (found.resident_reach, found.recruitment, found.preset) == (500, "targeted", "uitgebreid")


def test_nothing_changed_is_the_same_scope():
    assert changed_scope(MIXED, {}) == Scope.from_dict(MIXED)
    assert changed_scope(Scope.from_dict(MIXED).to_dict(), {}) == Scope.from_dict(MIXED)


def test_null_takes_a_field_an_event_or_a_number_of_an_event_away():
    base = {**MIXED, "participants": 40, "events": {"storm": {"on": False}, "venue_lost": {"weeks": 3, "euros": 9}}}
    found = changed_scope(base, {"participants": None, "events": {"storm": None, "venue_lost": {"euros": None}}})
    assert found.participants is None and "participants" in found.assumed
    assert found.events == {"venue_lost": {"weeks": 3.0}}
    assert changed_scope(base, {"events": None}).events == {}
    assert changed_scope(base, {"events": {"key_person_away": None}}).events == Scope.from_dict(base).events


def test_events_merge_one_by_one():
    base = {**BASE, "events": {"storm": False, "venue_lost": {"weeks": 3}}}
    found = changed_scope(base, {"events": {"storm": {"mitigated": True}, "key_person_away": False}})
    assert found.events == {
        "key_person_away": {"on": False},
        "venue_lost": {"weeks": 3.0},
        "storm": {"on": False, "mitigated": True},
    }


def test_a_default_that_the_change_sets_is_no_longer_assumed():
    base = Scope.from_dict(BASE).to_dict()
    assert "level" in base["assumed"]
    found = changed_scope(base, {"level": "adviseren"})
    assert found.level == "adviseren" and "level" not in found.assumed
    assert found.conversations_by_form == {"werkatelier": 8}  # the form was assumed, so it follows the level


def test_another_number_of_conversations_takes_forms_and_occasions_along():
    found = changed_scope(MIXED, {"conversations": 4})
    assert found.conversations_by_form == {"dialoogtafel": 3, "inloopavond": 1} and found.meetings == 2
    found = changed_scope(MIXED, {"conversations_by_form": {"werkatelier": 4}})
    assert found.conversations == 4
    assert changed_scope(BASE, {"conversations": 4}).conversations_by_form == {"dialoogtafel": 4}


def test_every_fault_of_a_change_is_named_with_the_nearest_name():
    with pytest.raises(ScopeError) as caught:
        changed_scope(BASE, {"conversatons": None, "level": "adviseer", "events": {"stom": None}})
    text = str(caught.value)
    assert "did you mean conversations" in text and "adviseren" in text and "did you mean storm" in text
    with pytest.raises(ScopeError, match="stakeholder_groups is required"):
        changed_scope(BASE, {"stakeholder_groups": None})


@pytest.mark.parametrize("base, change", [([], {}), (None, {}), (BASE, []), (BASE, 3), (BASE, None)])
def test_what_is_no_table_is_refused(base, change):
    with pytest.raises(ScopeError):
        changed_scope(base, change)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["storm", "on", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)
names = st.sampled_from(
    ["events", "assumed", "conversations", "conversations_by_form", "meetings", "level", "options", "nothing", "start"]
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(names, json_values, max_size=4), st.dictionaries(names, json_values, max_size=4))
def test_any_change_gives_a_scope_or_faults(more, change):
    try:
        found = changed_scope({**BASE, **more}, change)
    except ScopeError as refused:
        assert refused.faults
    else:
        assert Scope.from_dict(found.to_dict()) == found


# Comparing


@settings(max_examples=5, deadline=None)
@given(scopes, st.text(max_size=8) | st.none())
def test_equal_inputs_give_identical_figures_and_resetting_brings_the_first_back(data, key):
    base = Scope.from_dict(data)
    assert compare(base, changed_scope(data, {}), process_key=key)["base"] == figures(estimate(base, process_key=key))
    there = changed_scope(data, {"stakeholder_groups": base.stakeholder_groups + 1})
    back = changed_scope(there.to_dict(), {"stakeholder_groups": base.stakeholder_groups})
    found = compare(base, back, process_key=key)
    assert found["base"] == found["changed"] and found["inputs"] == []
    assert all(one["absolute"] == 0 for one in leaves(found["difference"]))


def leaves(value):
    if isinstance(value, dict) and "absolute" in value:
        return [value]
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [leaf for one in inside for leaf in leaves(one)]


def test_differences_are_those_of_the_figures():
    found = compare(Scope.from_dict(MIXED), changed_scope(MIXED, {"conversations": 16}))
    a, b, moved = found["base"], found["changed"], found["difference"]
    cost = moved["cost_eur"]["p80"]
    assert cost["absolute"] == pytest.approx(b["cost_eur"]["p80"] - a["cost_eur"]["p80"])
    assert cost["relative"] == pytest.approx(cost["absolute"] / a["cost_eur"]["p80"], abs=1e-4)
    assert cost["absolute"] > 0
    assert moved["finish"]["p80"]["absolute"] > 0 and moved["finish"]["p80"]["relative"] is None
    assert moved["joint_confidence"]["relative"] is None
    assert moved["probability_of_deadline"] is None
    assert len(moved["by_step"]) == 10
    assert [i["field"] for i in found["inputs"]] == [
        "conversations",
        "conversations_by_form.dialoogtafel",
        "conversations_by_form.inloopavond",
        "meetings",
    ]
    json.dumps(found, allow_nan=False)


def test_difference_and_inputs_see_what_only_one_has():
    base, other = Scope.from_dict(BASE), Scope.from_dict({**BASE, "deadline": "2027-12-01", "events": {"storm": False}})
    found = difference(figures(estimate(base)), figures(estimate(other)))
    assert found["probability_of_deadline"] is None
    assert {(i["field"], i["base"], i["changed"]) for i in inputs(base, other)} == {
        ("deadline", None, "2027-12-01"),
        ("events.storm.on", None, False),
    }


# One step more


@few
@given(scopes, st.sampled_from(["stakeholder_groups", "conversations", "resident_reach"]))
def test_one_step_more_never_moves_the_curve_the_wrong_way(data, field):
    base = Scope.from_dict(data)
    more = changed_scope(data, {field: data[field] + 1})
    a, b = (simulate(parts(s, shipped())) for s in (base, more))
    assert (b.ordered_cost >= a.ordered_cost - 1e-6).all()
    assert (b.ordered_finish >= a.ordered_finish).all()


def one_more(forms, **more):
    """Draws with the conversations of these forms and with one conversation more."""
    total = sum(forms.values())
    data = {**BASE, "conversations": total, "conversations_by_form": forms, **more}
    return [simulate(parts(changed_scope(data, {"conversations": n}), shipped())) for n in (total, total + 1)]


@few
@given(st.sampled_from(["dialoogtafel", "werkatelier", "inloopavond", "enquete"]), st.integers(1, 60))
def test_nor_with_given_occasions(form, total):
    a, b = one_more({form: total}, meetings=max(1, total // 3))
    assert (b.ordered_cost >= a.ordered_cost - 1e-6).all()
    assert (b.ordered_finish >= a.ordered_finish).all()


@few
@given(by_form)
def test_nor_is_a_mix_of_forms_ever_cheaper(forms):
    a, b = one_more(forms)
    assert (b.ordered_cost >= a.ordered_cost - 1e-6).all()


@pytest.mark.parametrize("forms", [{"dialoogtafel": 2, "enquete": 1}, {"dialoogtafel": 2, "enquete": 2}])
def test_nor_is_a_mix_of_forms_ever_done_sooner(forms):
    a, b = one_more(forms)
    assert (b.ordered_finish >= a.ordered_finish).all()


# Forms that scale along


@given(by_form, st.integers(1, 400))
def test_forms_keep_their_proportion_and_only_ever_get_more(forms, total):
    found, more = spread(total, forms), spread(total + 1, forms)
    assert sum(found.values()) == total
    assert set(found) <= set(forms) and (total < len(forms) or set(found) == set(forms))
    assert spread(sum(forms.values()), forms) == forms
    if total >= len(forms):
        assert all(more[f] >= n for f, n in found.items())
        assert found == one_by_one(total, forms)
        for a, b in permutations(forms, 2):  # one to a form that has less for its share would have come first
            assert found[b] == 1 or (2 * found[a] + 1) * forms[b] >= (2 * found[b] - 1) * forms[a]


def one_by_one(total, forms):
    counts = dict.fromkeys(forms, 1)
    for _ in range(total - len(forms)):
        counts[max(counts, key=lambda f: forms[f] / (2 * counts[f] + 1))] += 1
    return counts


@given(by_form, st.integers(1, 200), st.integers(1, 300))
def test_given_occasions_scale_along_and_never_outnumber_the_talks(forms, meetings, total):
    before = sum(forms.values())
    meetings = min(meetings, before)
    scope = Scope.from_dict(
        {**BASE, "conversations": before, "conversations_by_form": forms, "meetings": meetings, "participants": 30}
    )
    assert occasions(before, scope) == meetings
    found = with_conversations(scope, total)
    assert 1 <= found.meetings <= total and found.participants == 30
    assert Scope.from_dict(found.to_dict()) == found


@given(st.integers(1, 200), st.integers(1, 300), st.integers(1, 90_000), st.data())
def test_along_every_axis_each_number_only_grows(groups, talks, reach, data):
    given_scope = Scope.from_dict(
        {**BASE, "stakeholder_groups": groups, "conversations": talks, "resident_reach": reach}
    )
    for vary in ("conversations", "stakeholder_groups", "resident_reach", "all"):
        axis = Axis(given_scope, vary)
        assert axis.at(axis.now) == given_scope
        k = data.draw(st.integers(axis.low, axis.high - 1)) if axis.high > axis.low else axis.low
        now, then = axis.three(k), axis.three(min(k + 1, axis.high))
        assert all(then[name] >= n >= 1 for name, n in now.items())
        assert Scope.from_dict(axis.at(k).to_dict()) == axis.at(k)
        if k < axis.high:
            after = axis.jump(k)
            assert after > k
            if after <= axis.high and vary in ("all", "conversations"):
                assert axis.three(after)["conversations"] > now["conversations"]
                assert axis.three(after - 1)["conversations"] == now["conversations"]

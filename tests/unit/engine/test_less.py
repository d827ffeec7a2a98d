"""The price of less: what falls away is really what is gone, and every lever says truly whether it is enough."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from estimator import Scope, ScopeError
from estimator.less import EXTRAS, KEPT, falls_away, price_of_less
from estimator.model import parts, simulate
from estimator.promise import Promise, promise
from estimator.vary import Axis
from tests.unit.engine.helpers import BASE, shipped

RICH = Scope.from_dict(
    {
        **BASE,
        "conversations": 12,
        "conversations_by_form": {"dialoogtafel": 9, "inloopavond": 3},
        "preset": "uitgebreid",
        "options": ["interpreter", "child_care", "graphic_recording", "independent_chair", "laid_open"],
    }
)


def sure(scope, budget=None, weeks=None):
    days = None if weeks is None else round(7 * weeks)
    return Promise(budget, days).kept(simulate(parts(Scope.from_dict(scope), shipped()))).joint


@pytest.fixture(scope="module")
def poorer():
    return price_of_less(RICH, budget=150_000)


@pytest.fixture(scope="module")
def shorter():
    scope = Scope.from_dict({**BASE, "conversations": 30, "hours_per_week": {"analyst": 4}})
    return price_of_less(scope, weeks=55)


def test_every_way_is_estimated_as_it_says(poorer, shorter):
    for found, limit in ((poorer, {"budget": 150_000}), (shorter, {"weeks": 55})):
        ways = [*found["order"], found["levers"]["smaller"], found["levers"]["more_people"]]
        for way in [one for one in ways if one]:
            assert way["confidence"] == pytest.approx(sure(way["scope"], **limit), abs=5e-5)
            assert way["feasible"] == (way["confidence"] >= 0.8)
        assert not found["fits"] and found["now"]["confidence"] < 0.8
        json.dumps(found, allow_nan=False)


def test_smaller_says_which_conversations_and_groups_fall_away(poorer):
    smaller = poorer["levers"]["smaller"]
    gone, left = smaller["falls_away"], smaller["scope"]
    assert smaller["feasible"]
    assert gone["conversations"] == 12 - left["conversations"] == sum(gone["conversations_by_form"].values()) > 0
    assert gone["stakeholder_groups"] == 5 - left["stakeholder_groups"] > 0
    assert smaller["figures"]["people"]["seats"] < poorer["now"]["figures"]["people"]["seats"]


def test_less_money_is_not_helped_by_a_later_date(poorer, shorter):
    assert poorer["binding"] == "budget" and poorer["levers"]["later"] is None
    assert shorter["binding"] == "date"


def test_later_is_the_first_date_that_holds(shorter):
    later = shorter["levers"]["later"]
    assert later["feasible"] and later["falls_away"] == {}
    scope = Scope.from_dict(later["scope"])
    assert scope.deadline == dt.date.fromisoformat(later["before"])
    out = simulate(parts(scope, shipped()))
    assert promise(scope, None, scope.deadline).kept(out).holds
    assert not promise(scope, None, scope.deadline - dt.timedelta(days=1)).kept(out).holds


def test_more_people_is_no_more_than_it_takes(shorter):
    way = shorter["levers"]["more_people"]
    assert "analyst" in way["hours_per_week"]
    assert all(h["to"] >= h["from"] for h in way["hours_per_week"].values())
    assert way["figures"]["weeks"]["p80"] < shorter["now"]["figures"]["weeks"]["p80"]


def test_the_order_goes_from_extras_by_a_simpler_way_to_a_smaller_process(poorer):
    cuts = [one["cut"] for one in poorer["order"]]
    places = [(*EXTRAS, "preset", "smaller").index(cut) for cut in cuts]
    assert places == sorted(places) and cuts[0] == "graphic_recording"
    chances = [one["confidence"] for one in poorer["order"]]
    assert chances == sorted(chances)
    assert all(not one["feasible"] for one in poorer["order"][:-1])
    for one in poorer["order"]:
        assert set(one["scope"]["options"]) >= {"interpreter", "child_care", "laid_open"}
        assert not set(one["falls_away"].get("options", [])) & set(KEPT)
    assert poorer["kept"] == ["interpreter", "child_care", "laid_open"]


def test_the_lightest_way_of_working_is_for_small_processes_only():
    small = Scope.from_dict({**BASE, "conversations": 2, "stakeholder_groups": 2})
    order = price_of_less(small, budget=35_000)["order"]
    assert order[0]["falls_away"]["preset"] == {"from": "sober", "to": "minimaal"}
    order = price_of_less(Scope.from_dict(BASE), budget=35_000)["order"]
    assert [one["cut"] for one in order] == ["smaller"]


def test_nothing_goes_when_it_fits():
    found = price_of_less(Scope.from_dict(BASE), budget=1_000_000, weeks=300)
    assert found["fits"] and found["levers"] == {} and found["order"] == [] and found["binding"] is None


def test_what_falls_away():
    assert falls_away(RICH, RICH) == {}
    assert falls_away(Axis(RICH, "all").at(1), RICH) == {}
    other = Scope.from_dict({**BASE, "conversations": 8, "conversations_by_form": {"dialoogtafel": 8}, "options": []})
    assert falls_away(RICH, other) == {
        "conversations": 4,
        "conversations_by_form": {"dialoogtafel": 1, "inloopavond": 3},
        "options": list(RICH.options),
        "preset": {"from": "uitgebreid", "to": "sober"},
    }


@pytest.mark.parametrize("wrong", [{}, {"weeks": 0}, {"weeks": 1e9}, {"budget": -1}, {"budget": 9, "confidence": 0}])
def test_what_is_no_limit_is_refused(wrong):
    with pytest.raises(ScopeError):
        price_of_less(RICH, **wrong)

"""The feasibility map counts what estimates of its cells would say."""

from __future__ import annotations

import datetime as dt
import json

import numpy as np
import pytest

from estimator import Scope, ScopeError
from estimator.feasible import MOST, feasibility_map, round_step
from estimator.model import parts, simulate
from estimator.promise import Promise, promise
from estimator.vary import Axis
from tests.unit.engine.helpers import BASE, shipped

SCOPE = Scope.from_dict({**BASE, "conversations": 11, "conversations_by_form": {"dialoogtafel": 8, "inloopavond": 3}})
BEFORE = dt.date(2027, 12, 1)


def chance(x, k, budget, days):
    return Promise(budget, days).kept(simulate(parts(Axis(SCOPE, x).at(k), shipped()))).joint


@pytest.fixture(scope="module")
def by_weeks():
    return feasibility_map(SCOPE, budget=130_000, before=BEFORE)


@pytest.fixture(scope="module")
def by_budget():
    return feasibility_map(SCOPE, x="resident_reach", y="budget", before=BEFORE, budget=120_000)


def test_cells_are_what_an_estimate_of_them_says(by_weeks, by_budget):
    for i, j in ((0, 0), (5, 3), (9, 12), (14, 6)):
        k, weeks = by_weeks["x"]["values"][i % len(by_weeks["x"]["values"])], by_weeks["y"]["values"][j]
        cell = by_weeks["probability"][j][i % len(by_weeks["x"]["values"])]
        assert cell == pytest.approx(chance("conversations", k, 130_000, round(7 * weeks)), abs=5e-5)
        i %= len(by_budget["x"]["values"])
        k, euros = by_budget["x"]["values"][i], by_budget["y"]["values"][j]
        days = promise(SCOPE, None, BEFORE).days
        assert by_budget["probability"][j][i] == pytest.approx(chance("resident_reach", k, euros, days), abs=5e-5)


@pytest.mark.parametrize("name", ["by_weeks", "by_budget"])
def test_more_room_is_never_less_likely_and_a_larger_process_never_more(name, request):
    found = request.getfixturevalue(name)
    grid = np.array(found["probability"])
    assert (np.diff(grid, axis=0) >= 0).all()
    assert (np.diff(grid, axis=1) <= 0).all()
    assert grid.min() < 0.3 and grid.max() > 0.8
    assert grid.shape == (len(found["y"]["values"]), len(found["x"]["values"]))
    assert max(grid.shape) <= MOST
    json.dumps(found, allow_nan=False)


def test_the_current_point_is_a_cell(by_weeks, by_budget):
    days = promise(SCOPE, None, BEFORE).days
    for found, y in ((by_weeks, days / 7), (by_budget, 120_000)):
        here = found["current"]
        assert here["y"] == pytest.approx(y, abs=0.01)
        i, j = found["x"]["values"].index(here["x"]), found["y"]["values"].index(here["y"])
        assert found["probability"][j][i] == here["probability"]
    assert by_weeks["current"]["probability"] == pytest.approx(chance("conversations", 11, 130_000, days), abs=5e-5)


def test_without_wishes_the_point_stands_at_the_p80():
    found = feasibility_map(SCOPE, xs=[11], y="budget")
    assert found["current"]["probability"] == pytest.approx(0.8, abs=2e-4)
    assert feasibility_map(SCOPE, xs=[11])["current"]["probability"] == pytest.approx(0.8, abs=0.02)


def test_the_deadline_of_the_scope_counts_without_another_date():
    known = Scope.from_dict({**SCOPE.to_dict(), "assumed": [], "deadline": BEFORE.isoformat()})
    one, two = (
        feasibility_map(known, y="budget", xs=[4, 8]),
        feasibility_map(SCOPE, y="budget", xs=[4, 8], before=BEFORE),
    )
    assert one == two


def test_own_axes_are_used_as_they_are():
    found = feasibility_map(SCOPE, xs=[2, 20], ys=[30, 52.5, 60], budget=100_000)
    assert found["x"]["values"] == [2, 20] and found["y"]["values"] == [30, 52.5, 60]


@pytest.mark.parametrize(
    "wrong, fields",
    [
        ({"x": "groups", "y": "euros"}, ["x", "y"]),
        ({"xs": [1, 5]}, ["conversations"]),  # two forms are kept
        ({"xs": list(range(2, 30))}, ["xs"]),
        ({"ys": []}, ["ys"]),
        ({"budget": -5}, ["budget"]),
    ],
)
def test_what_can_not_be_drawn_is_refused(wrong, fields):
    with pytest.raises(ScopeError) as caught:
        feasibility_map(SCOPE, **wrong)
    assert [f.field for f in caught.value.faults] == fields


def test_steps_are_round():
    for size in (0.2, 1, 1.01, 7, 9.9, 23, 480, 12_345):
        step = round_step(size)
        assert step >= max(size, 1) and step <= 2.01 * max(size, 1)
        assert int(str(int(step)).rstrip("0") or 1) in (1, 2, 3, 4, 5, 6, 8)

"""The pictures of an estimate: valid Vega-Lite, with the figures of the estimate in them, in the reader's language."""

from __future__ import annotations

from functools import cache
from typing import Any

import altair as alt
import pytest
import vl_convert
from jsonschema import ValidationError

import estimator
from display import charts, charts_spread, charts_whatif
from display.formats import euro
from display.i18n import language
from estimator import Scope
from estimator.sensitivity import tornado
from tests.unit.engine.helpers import BASE

SCOPES: dict[str, dict[str, Any]] = {
    "plain": BASE,
    "wanted date": BASE | {"deadline": "2028-06-01", "outcome_route": "raad"},
    "hired, sortition": BASE | {"own_staff_share": 0.3, "recruitment": "sortition", "conversations": 40},
}


@pytest.fixture(params=SCOPES, scope="module")
def est(request) -> dict[str, Any]:
    return estimator.estimate(Scope.from_dict(SCOPES[request.param])).to_dict()


def rows_of(part: Any) -> list[dict[str, Any]]:
    """Every row of data in a specification, each set of rows once."""
    found: list[dict[str, Any]] = []
    seen: set[int] = set()

    def look(one: Any) -> None:
        if isinstance(one, list):
            for each in one:
                look(each)
        elif isinstance(one, dict):
            values = one.get("data", {}).get("values") if isinstance(one.get("data"), dict) else None
            if values is not None and id(values) not in seen:
                seen.add(id(values))
                found.extend(values)
            for name, each in one.items():
                if name != "data":
                    look(each)

    look(part)
    return found


@cache
def beside() -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Another estimate, and what moves the first."""
    scope = Scope.from_dict(BASE)
    return estimator.estimate(Scope.from_dict(BASE | {"conversations": 20})).to_dict(), tornado(scope)


def drawings(est: dict[str, Any], dark: bool) -> dict[str, dict[str, Any]]:
    other, bars = beside()
    return {
        **{
            one.__name__: one(est, dark)
            for one in (charts.s_curve, charts.step_timeline, charts.step_money, charts.kind_money)
        },
        "shares": charts_spread.spread_shares(est["driver_groups"], dark),
        "tornado": charts_spread.tornado({"bars": bars, "now": est["cost_eur"]["p80"]}, dark),
        "over": charts_whatif.curve_over(other, est, dark),
        "steps": charts_whatif.steps_over(other, est, dark),
        "curves": charts_whatif.curves([("a", other), ("b", est)], dark),
        "time": charts_whatif.cost_time([("a", other), ("b", est)], dark),
    }


@pytest.mark.parametrize(("code", "dark"), [("nl", False), ("en", True)])
def test_each_can_be_drawn(est, code, dark):
    with language(code):
        for name, spec in drawings(est, dark).items():
            assert "<svg" in vl_convert.vegalite_to_svg(spec | {"width": 500}), name


def test_each_is_valid():
    """By the schema of Vega-Lite; an invalid one would be found."""
    est = estimator.estimate(Scope.from_dict(SCOPES["wanted date"])).to_dict()
    for spec in drawings(est, False).values():
        (alt.LayerChart if "layer" in spec else alt.Chart).from_dict(spec, validate=True)
    wrong = charts.kind_money(est)
    wrong["layer"][0]["layer"][0]["mark"] = {"type": "bars"}
    with pytest.raises(ValidationError):
        alt.LayerChart.from_dict(wrong, validate=True)


def test_the_curve_holds_the_estimate_and_what_is_asked(est):
    with language("nl"):
        rows = rows_of(charts.s_curve(est))
    curve = [row for row in rows if "side" not in row]
    assert [row["euros"] for row in curve] == est["curve"]["cost_eur"]
    assert [row["chance"] for row in curve] == [n / 100 for n in range(1, 100)]
    middle, asked = (row for row in rows if "side" in row)
    assert (middle["euros"], middle["chance"]) == (est["cost_eur"]["p50"], 0.5)
    assert asked["euros"] == min(est["request"]["cost_eur"], curve[-1]["euros"])
    assert euro(est["request"]["cost_eur"]) in asked["text"] and "gevraagd" in asked["text"]


def test_the_timeline_holds_every_step_and_the_wanted_date(est):
    with language("nl"):
        rows = rows_of(charts.step_timeline(est))
    bars = [row for row in rows if "start" in row]
    assert len(bars) == len(est["by_step"])
    for bar, step in zip(bars, est["by_step"], strict=True):
        assert bar["start"][:10] == step["start"]["p50"] and bar["end"][:10] == step["finish"]["p50"]
        assert bar["late"] >= bar["end"]
    wanted = [row["day"][:10] for row in rows if "day" in row]
    assert wanted == ([est["scope"]["deadline"]] if est["scope"].get("deadline") else [])


def test_the_bars_of_the_money_add_up_to_what_is_asked(est):
    with language("nl"):
        rows = rows_of(charts.step_money(est))
    assert len(rows) == 2 * len(est["by_step"])
    assert sum(row["euros"] for row in rows) == pytest.approx(sum(s["cost_eur"] for s in est["request"]["by_step"]))


def test_the_kinds_are_those_that_cost_something(est):
    with language("en"):
        rows = rows_of(charts.kind_money(est))
    cost = [kind["cost_eur"]["p50"] for kind in est["by_kind"] if kind["cost_eur"]["p50"] > 0]
    assert [row["euros"] for row in rows] == cost and len({row["kind"] for row in rows}) == len(rows)


def test_language_and_theme_decide_words_and_colours(est):
    with language("nl"):
        dutch, dark = charts.s_curve(est), charts.s_curve(est, dark=True)
    with language("en"):
        english = charts.s_curve(est)
    assert dutch["config"]["locale"]["number"]["thousands"] == "."
    assert english["config"]["locale"]["number"]["thousands"] == ","
    assert rows_of(dutch)[-1]["text"] != rows_of(english)[-1]["text"]
    assert dutch["layer"][0]["mark"]["color"] != dark["layer"][0]["mark"]["color"]

"""The second opinion: computed without draws, it agrees with the estimate; and a case that can be done by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from estimator import Scope, estimate
from estimator.codes import EVENTS
from estimator.crosscheck import second_opinion
from estimator.crosscheck_network import _marks, _with_overlap
from estimator.crosscheck_shapes import below, cumulants, mixture, nodes, shape_of
from tests.unit.engine.helpers import BASE, certain, item, only, shipped

TOLERANCE = 0.015
TENTHS = 0.2  # weeks; where a process is short a day is more than the tolerance
Z80 = 0.8416212335729143  # Φ⁻¹(0.8)
OFF, MEASURES = {k: {"on": False} for k in EVENTS}, {k: {"mitigated": True} for k in EVENTS}
SCOPES = {
    "base": {},
    "no_municipality": {"municipality": None},
    "one_talk": {"stakeholder_groups": 1, "conversations": 1, "resident_reach": 200},
    "light": {"stakeholder_groups": 2, "conversations": 2, "preset": "minimaal", "budget_route": "budgethouder"},
    "two_paces": {"conversations": 20, "conversations_by_form": {"dialoogtafel": 12, "keukentafelgesprek": 8}},
    "large": {"stakeholder_groups": 40, "conversations": 40, "resident_reach": 50_000, "preset": "uitgebreid"},
    "targeted": {"recruitment": "targeted"},
    "lot": {"recruitment": "sortition", "start": "2027-06-15", "tariffs": {"average": 80}},
    "assembly": {
        "recruitment": "sortition",
        "conversations": 5,
        "conversations_by_form": {"burgerberaad": 5},
        "options": ["expense_fee"],
        "level": "adviseren",
    },
    "council": {"budget_route": "raad", "outcome_route": "raad", "start": "2027-04-01"},
    "evaluation": {"budget_route": "budgethouder", "outcome_route": "budgethouder", "done": "evaluation"},
    "hired": {"own_staff_share": 0.3, "options": ["independent_chair"]},
    "all_hired": {"own_staff_share": 0.0, "preset": "uitgebreid", "level": "coproduceren"},
    "platform": {
        "options": ["platform", "transcription"],
        "conversations": 3,
        "conversations_by_form": {"online_platform": 2, "bewonersavond": 1},
    },
    "first_time": {"options": ["first_time", "note_taker", "graphic_recording"], "preset": "minimaal"},
    "street": {"conversations": 30, "conversations_by_form": {"straatgesprek": 30}},
    "surveys": {"conversations": 6, "conversations_by_form": {"enquete": 2, "inwonerpanel": 2, "focusgroep": 2}},
    "sounding": {"conversations": 4, "conversations_by_form": {"klankbordgroep": 4}, "municipality": "GM0363"},
    "workshops": {"conversations": 10, "conversations_by_form": {"wereldcafe": 4, "werkatelier": 4, "excursie": 2}},
    "forum": {"conversations": 2, "conversations_by_form": {"burgerforum": 2}, "meeting_days": 3},
    "few_hours": {"budget_route": "raad", "hours_per_week": {"process_lead": 4, "support": 2}},
    "no_events": {"events": OFF},
    "likely_events": {
        "events": {"storm": {"probability": 0.6, "hours": 200, "weeks": 10}, "key_person_away": {"probability": 0.5}}
    },
    "measures": {"events": MEASURES, "preset": "uitgebreid"},
    "kitchen_tables": {
        "recruitment": "targeted",
        "stakeholder_groups": 25,
        "conversations": 25,
        "conversations_by_form": {"keukentafelgesprek": 25},
    },
    "hours_decide_the_weeks": {
        "stakeholder_groups": 32,
        "conversations_by_form": {"flitspeiling": 8},
        "resident_reach": 5057,
        "municipality": None,
        "recruitment": "targeted",
        "preset": "minimaal",
        "level": "coproduceren",
        "options": ["note_taker", "child_care", "first_time"],
    },
    "long_talks": {
        "conversations": 40,
        "conversations_by_form": {"wereldcafe": 16, "klankbordgroep": 24},
        "preset": "minimaal",
        "own_staff_share": 0.2,
    },
    "autumn": {
        "conversations": 12,
        "conversations_by_form": {"inloopavond": 4, "wijkschouw": 4, "huisaanhuisgesprek": 4},
        "start": "2026-09-01",
    },
}


@pytest.mark.parametrize("data", SCOPES.values(), ids=SCOPES)
def test_agrees_with_the_estimate(data):
    scope = Scope.from_dict({**BASE, **data})
    real, other = estimate(scope), second_opinion(scope)
    for level in ("p50", "p80"):
        assert other["cost_eur"][level] == pytest.approx(real.cost_eur[level], rel=TOLERANCE), level
        assert other["weeks"][level] == pytest.approx(real.weeks[level], rel=TOLERANCE, abs=TENTHS), level


def test_one_item_is_a_lognormal_done_by_hand():
    """10 hours (5 to 20) at the lead's tariff, nothing else uncertain: P80 = P50 · exp(σ · z80), σ = ln 2 / z90."""
    figures = only(*certain([item()]), flat=True)
    rows = [r for r in figures.rows if r.id != "test"] + [item()]
    found = second_opinion(Scope.from_dict({**BASE, "events": OFF}), figures.from_rows(rows))
    middle = 10 * next(r.likely for r in rows if r.driver == "tariff.process_lead")
    assert found["cost_eur"]["p50"] == pytest.approx(middle, rel=1e-3)
    assert found["cost_eur"]["p80"] == pytest.approx(middle * math.exp(math.log(2) / 1.2815515655 * Z80), rel=1e-3)


@pytest.mark.parametrize("data", [{}, {"conversations": 30}, {"municipality": None, "outcome_route": "raad"}])
def test_without_any_spread_both_give_the_deterministic_figure(data):
    figures, scope = shipped().from_rows(certain(shipped().rows)), Scope.from_dict({**BASE, **data, "events": OFF})
    real, other = estimate(scope, figures), second_opinion(scope, figures)
    for level in ("p50", "p80"):
        assert other["cost_eur"][level] == pytest.approx(real.deterministic_eur, abs=0.01)
        assert other["weeks"][level] == real.deterministic_weeks


def test_beyond_the_horizon_both_end_there():
    figures, scope = shipped().from_rows(certain(shipped().rows)), Scope.from_dict({**BASE, "conversations": 5000})
    assert second_opinion(scope, figures)["weeks"]["p80"] == estimate(scope, figures).weeks["p80"]


def test_what_costs_nothing_costs_nothing():
    next_to_none = only(item(low=5e-9, likely=1e-8, high=2e-8))
    found = second_opinion(Scope.from_dict({**BASE, "events": OFF}), next_to_none)
    assert found["cost_eur"] == {"p50": 0.0, "p80": 0.0}


def test_the_same_scope_gives_the_same_figures():
    scope = Scope.from_dict(BASE)
    assert second_opinion(scope) == second_opinion(scope)


def test_moments_of_a_two_piece_lognormal():
    """Against the integral over z on a fine grid."""
    row = item(low=5.0, likely=10.0, high=40.0)
    z = np.linspace(-9, 9, 200_001)
    weight = np.exp(-(z**2) / 2)
    values = shape_of([row]).value(z)
    both = nodes(0.5, 5.0)
    given = cumulants(shape_of([row]).raw(both.at[:, None], both.at[None, :])[:, 0])
    found = mixture(given, both.weight[:, None] * both.weight, 2)
    expected = cumulants(np.array([(values**k * weight).sum() / weight.sum() for k in (1, 2, 3)]))
    assert found == pytest.approx(expected, rel=2e-3)


def test_a_lognormal_is_itself_the_curve_through_its_moments():
    s = 0.4
    raw = np.array([math.exp(k * k * s * s / 2) for k in (1, 2, 3)])
    assert float(below(np.array(math.exp(s * Z80)), cumulants(raw))) == pytest.approx(0.8, abs=1e-9)


def test_overlap_of_steps_3_and_4():
    """4 starts halfway 3: of 5 days and 4 days the end is max(5, 3 + 4) = 7; of 5 and 1 it is 5."""
    three, four = np.eye(1, 6, 5), np.array([[0.0, 0.25, 0.0, 0.0, 0.75]])
    assert _with_overlap(three, four)[0].round(9).tolist()[4:8] == [0.0, 0.25, 0.0, 0.75]


def test_marks_keep_the_mean():
    numbers = np.arange(400)
    low, high, share = _marks(numbers)
    assert low * (1 - share) + high * share == pytest.approx(numbers)
    assert low[:7].tolist() == numbers[:7].tolist()

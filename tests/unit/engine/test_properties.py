"""What must hold for every scope and every set of figures (the list at the end of reference 4), on the same draws.

Elsewhere: an added row leaves all other columns as they are (test_draws); an added event lowers no draw (test_events).
"""

from __future__ import annotations

import datetime as dt
import json
import random
from collections import Counter
from math import ceil, prod

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from estimator import Benchmarks, Scope, estimate
from estimator.codes import EVENTS
from estimator.draws import unit_draws
from estimator.drivers import counts
from estimator.model import parts, point, scope_calendars, simulate
from estimator.network import calendar_of, forward
from estimator.quantiles import LEVELS, at, four, four_days
from estimator.workdays import Calendar, Calendars, _named, _public_holidays, calendars
from tests.unit.engine.helpers import BASE, QUIET, certain, changed, item, shipped
from tests.unit.engine.test_second_opinion import PRICES

few = settings(max_examples=12, deadline=None)
ROWS = {r.id: r for r in shipped().rows}
event = st.booleans() | st.fixed_dictionaries(
    {}, optional={"mitigated": st.booleans(), "probability": st.floats(0, 1), "hours": st.floats(0, 500)}
)
scopes = st.fixed_dictionaries(
    {
        "stakeholder_groups": st.integers(1, 30),
        "conversations": st.integers(1, 40),
        "resident_reach": st.integers(50, 100_000),
    },
    optional={
        "municipality": st.just("GM0193"),
        "start": st.dates(dt.date(2026, 6, 1), dt.date(2029, 1, 1)).map(dt.date.isoformat),
        "level": st.sampled_from(["informeren", "raadplegen", "adviseren", "coproduceren", "meebeslissen"]),
        "recruitment": st.sampled_from(["open", "targeted", "sortition"]),
        "preset": st.sampled_from(["minimaal", "sober", "uitgebreid"]),
        "own_staff_share": st.floats(0, 1),
        "outcome_route": st.sampled_from(["budgethouder", "college", "raad"]),
        "options": st.lists(st.sampled_from(["interpreter", "laid_open", "platform", "transcription"]), unique=True),
        "events": st.fixed_dictionaries({}, optional=dict.fromkeys(EVENTS, event)),
        "overrun": st.booleans(),
    },
)


def run(data, figures=None, key=None):
    """Draws of a scope."""
    return simulate(parts(Scope.from_dict(data), figures or shipped()), key)


# Raising a figure


RISING = sorted(
    r.id
    for r in ROWS.values()
    if r.column is not None and r.low < r.high and r.kind != "probability" and not r.driver.startswith("response.")
)
RICH = {**BASE, "preset": "uitgebreid", "recruitment": "targeted", "outcome_route": "raad", "own_staff_share": 0.5}


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(RISING), st.floats(1.0, 4.0))
def test_raising_a_p90_lowers_no_draw_of_cost_or_weeks(row, factor):
    """But for more response, which means fewer letters or visits."""
    figures = changed(row, high=min(ROWS[row].high * factor, 1.0) if is_share(row) else ROWS[row].high * factor)
    before, after = run(RICH), run(RICH, figures)
    assert (after.finish >= before.finish).all()
    assert (after.cost >= before.cost - 1e-6).all()


def is_share(row):
    return ROWS[row].driver.startswith("noshow.")


@few
@given(st.sampled_from(RISING), st.floats(1.0, 4.0))
def test_raising_a_p90_lowers_no_draw_of_the_row_and_moves_none_below_the_median(row, factor):
    before = unit_draws(shipped(), None)[row]
    after = unit_draws(changed(row, high=ROWS[row].high * factor), None)[row]
    assert (after >= before).all()
    assert np.array_equal(after[before < 1], before[before < 1])


def test_more_response_lowers_draws_instead():
    """Fewer letters when drawn by lot, so cheaper in every draw; never more."""
    data = {**BASE, "recruitment": "sortition"}
    before, after = run(data), run(data, changed("response_sortition", high=0.5))
    assert (after.cost <= before.cost + 1e-6).all()
    assert (after.cost < before.cost).any()


# Confidence


@few
@given(scopes, st.floats(0.05, 0.99), st.floats(0.05, 0.99))
def test_joint_confidence_lies_between_its_bounds(data, p, q):
    out = run(data)
    n = len(out.cost)
    cheap, early = (out.cost <= at(np.sort(out.cost), p)), (out.weeks <= at(np.sort(out.weeks), q))
    joint = np.mean(cheap & early)
    assert cheap.mean() + early.mean() - 1 - 1e-12 <= joint <= min(cheap.mean(), early.mean())
    assert ceil(round(p * n, 9)) / n <= cheap.mean()
    assert q <= early.mean() + 1e-12


@given(st.lists(st.integers(0, 40), min_size=1, max_size=200), st.floats(0.01, 0.99))
def test_a_percentile_is_a_draw_that_at_least_that_share_keeps(values, p):
    draws = np.array(values, dtype=np.int64)
    found = at(np.sort(draws).astype(float), p)
    assert found in values
    assert np.mean(draws <= found) >= p - 1e-9
    assert np.mean(draws < found) < p
    names = {name: at(np.sort(draws).astype(float), level) for name, level in LEVELS.items()}
    assert four(draws.astype(float)) == names == four_days(draws)


@few
@given(scopes)
def test_percentiles_of_an_estimate_are_draws(data):
    e, out = estimate(Scope.from_dict(data)), run(data)
    cents, weeks = set(np.round(out.cost, 2)), set(np.round(out.weeks, 1))
    for name, p in LEVELS.items():
        assert e.cost_eur[name] in cents
        assert e.weeks[name] in weeks
        assert np.mean(np.round(out.cost, 2) <= e.cost_eur[name]) >= p
    assert e.curve["cost_eur"][79] == e.cost_eur["p80"]
    assert e.curve["finish"][49] == e.finish["p50"]


# Adding up


@few
@given(scopes)
def test_shares_are_one_and_the_split_is_the_p80_to_the_cent(data):
    e = estimate(Scope.from_dict(data))
    assert sum(d["share"] for d in e.drivers) == pytest.approx(1, abs=0.002)
    assert round(sum(s["contingency_eur"] for s in e.by_step), 2) == e.contingency_eur
    split = sum(s["deterministic_eur"] + s["contingency_eur"] for s in e.by_step)
    assert split == pytest.approx(e.cost_eur["p80"], abs=0.055)  # ten deterministic figures in whole cents
    assert e.deterministic_eur + e.contingency_eur == pytest.approx(e.cost_eur["p80"], abs=0.011)


@few
@given(scopes, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(data, shuffle: random.Random):
    mixed = list(shipped().rows)
    shuffle.shuffle(mixed)
    scope = Scope.from_dict(data)
    one, two = estimate(scope), estimate(scope, Benchmarks.from_rows(mixed))
    for name in ("cost_eur", "cash_eur", "hours", "weeks", "joint_confidence", "contingency_eur"):
        assert getattr(two, name) == pytest.approx(getattr(one, name), abs=0.011)
    assert (two.finish, two.request) == (one.finish, one.request)
    assert {i["id"]: i["cost_eur"] for i in two.items} == {i["id"]: i["cost_eur"] for i in one.items}


def amount_by_hand(row, scope, figures, weeks):
    """Hours or euros of a row at its likely value, without the engine's own drivers."""
    number = counts(scope, figures)
    people, seats = scope.resident_reach, number.of("seats")
    come = 1 - figures.value(f"noshow.{scope.recruitment}", scope)
    response = figures.value(f"response.{scope.recruitment}", scope)
    households = people / 2.16
    asked = {
        "open": {"letters": households, "registrations": min(households * response, seats / come), "approaches": 0},
        "targeted": {"letters": households, "approaches": min(seats / come / response, people)},
        "sortition": {"letters": seats * figures.parameters["reserve.sortition"][0].likely / response, "approaches": 0},
    }[scope.recruitment]
    asked.setdefault("registrations", asked["approaches"] * response or asked["letters"] * response)
    forms = [f for f in row.forms or () if not f.startswith("!")] or None
    drawn = {**asked, **weeks}
    return row.likely * (drawn[row.driver] if row.driver in drawn else number.of(row.driver, forms))


def weeks_of_work(out, lead_6):
    """Weeks of work that weekly hours run, from the days of each step: no holidays, no recess."""
    scope, t = out.parts.scope, out.timeline
    (cal,) = scope_calendars(scope)

    def days(step):
        index = calendar_of(step, scope, cal).index
        return int(index[t.ends[step][0]] - index[t.starts[step][0]])

    six = ceil(5 * lead_6)
    three = days(2) + days(3)
    start4 = days(2) + (days(3) + 1) // 2
    start5 = max(three, start4 + days(4))
    end6 = max(start5 + (days(5) + 1) // 2 + six, start5 + days(5) + (six + 1) // 2)
    end10 = end6 + max(days(7), days(8)) + days(9) + days(10)
    return {"weeks": end10 / 5, "weeks_talks": (end6 - start4) / 5}


@pytest.mark.parametrize("recruitment", ["open", "targeted", "sortition"])
@pytest.mark.parametrize("preset", ["minimaal", "sober", "uitgebreid"])
def test_without_uncertainty_and_events_the_amount_is_the_sum_by_hand(recruitment, preset):
    flat = Benchmarks.from_rows(certain(shipped().rows))
    scope = Scope.from_dict({**BASE, **QUIET, "recruitment": recruitment, "preset": preset, "tariffs": {"average": 90}})
    e, p = estimate(scope, flat), parts(scope, flat)
    busy = Counter()
    for one in e.items:
        if one["step"] == 6 and one["kind"] == "hours":
            busy[one["role"]] += one["hours"] / flat.value(f"capacity.{one['role']}", scope)
    weeks = weeks_of_work(point(p), max(flat.value("lead.6", scope), *busy.values()))
    total = 0.0
    for row in flat.items:
        if row.applies(scope) and not row.driver.startswith("event"):
            indexed = prod(1 + PRICES[y] for y in range((row.price_year or 2026) + 1, 2026))
            price = 90.0 if row.kind == "hours" else indexed / (1.21 if row.vat == "incl" else 1)
            total += amount_by_hand(row, scope, flat, weeks) * price
    assert set(e.cost_eur.values()) == {e.deterministic_eur}
    assert e.deterministic_eur == pytest.approx(total, abs=0.02)
    assert e.contingency_eur == 0


# Time


def every_day(start):
    """Calendars without weekends or holidays, in which sums and maxima are exact."""
    days = np.arange(5000, dtype=np.int64)
    one = Calendar(days, np.arange(5001, dtype=np.int64))
    return Calendars(start, one, one, one, one, start)


@given(
    st.lists(st.tuples(st.integers(1, 20), st.floats(0, 1)), min_size=10, max_size=10),
    st.integers(0, 2**32 - 1),
)
def test_the_mean_end_is_never_before_the_end_of_means(steps, seed):
    """E[max] ≥ max E: plans that add up middle durations end too early."""
    rng = np.random.default_rng(seed)
    mean = {s: 2 * m for s, (m, _) in enumerate(steps, start=1)}
    spread = {s: np.floor(share * mean[s] * rng.random(32)).astype(np.int64) for s, (_, share) in enumerate(steps, 1)}
    # every draw and its mirror image: the mean is exactly that of the plan
    signs = {s: rng.permutation(np.concatenate([spread[s], -spread[s]])) for s in mean}
    scope, cal = Scope.from_dict(BASE), every_day(dt.date(2027, 1, 4))
    drawn = forward({s: mean[s] + signs[s] for s in mean}, scope, cal)
    plan = forward({s: np.array([mean[s]]) for s in mean}, scope, cal)
    assert all(drawn.ends[s].mean() >= plan.ends[s][0] - 1e-9 for s in mean)


def test_two_equal_branches_merge_later_than_either():
    """Sharing back and reporting, both 40 days ± 10: the decision starts 10 ÷ √π days later than either."""
    rng, plan = np.random.default_rng(5), np.full(20_000, 10)
    both = {s: np.maximum(np.rint(40 + 10 * rng.standard_normal(20_000)), 1).astype(np.int64) for s in (7, 8)}
    t = forward(dict.fromkeys(range(1, 11), plan) | both, Scope.from_dict(BASE), every_day(dt.date(2027, 1, 4)))
    later = t.starts[9].mean() - t.starts[7].mean()
    assert later == pytest.approx(40 + 10 / np.pi**0.5, abs=0.2)


@settings(max_examples=60, deadline=None)
@given(
    st.dates(dt.date(2024, 1, 1), dt.date(2032, 1, 1)),
    st.integers(0, 600),
    st.integers(1, 300),
    st.sampled_from(["noord", "midden", "zuid"]),
    st.sampled_from(["work", "talks", "raad"]),
)
def test_a_calendar_table_equals_numpy(start, offset, duration, region, kind):
    first, last = start.year, start.year + 12
    free = [dt.date.fromordinal(o) for o in _public_holidays(first, last)]
    shut = {"work": (), "talks": None, "raad": ("zomervakantie", "kerstvakantie")}[kind]
    for name, a, b in _named(region, first, last):
        if shut is None or name in shut:
            free += [a + dt.timedelta(days=k) for k in range((b - a).days + 1)]
    begin = np.datetime64(start) + offset
    expected = np.busday_offset(begin, duration - 1, roll="forward", holidays=np.array(free, dtype="datetime64[D]"))
    cal = calendars(start, region)
    end = getattr(cal, kind).finish(np.array([offset]), np.array([duration]))[0]
    assert np.datetime64(cal.date(int(end))) == expected


# Records


@few
@given(scopes, st.text(max_size=12) | st.none())
def test_an_approval_recomputes_exactly(data, key):
    """The scope as JSON and the figures as CSV are all that is kept; the estimate from them is the same text."""
    scope, figures = Scope.from_dict(data), changed("plan_frames", likely=4.1234567, high=9.87654321)
    kept = json.dumps(scope.to_dict()), figures.to_csv()
    again = estimate(Scope.from_dict(json.loads(kept[0])), Benchmarks.from_csv(kept[1]), process_key=key)
    first = estimate(scope, figures, process_key=key)
    assert json.dumps(again.to_dict(), allow_nan=False) == json.dumps(first.to_dict(), allow_nan=False)


@settings(max_examples=8, deadline=None)
@given(st.text(min_size=1, max_size=20), st.text(min_size=1, max_size=20))
def test_two_processes_never_have_the_same_draws(one, two):
    assume(one != two)
    a, b, loose = (unit_draws(shipped(), key) for key in (one, two, None))
    for other in (b, loose):
        assert [row for row in a if np.array_equal(a[row], other[row])] == []
    assert not np.array_equal(run(BASE, key=one).cost, run(BASE, key=two).cost)
    assert np.array_equal(run(BASE, key=one).cost, run(BASE, key=one).cost)


def test_an_added_item_costs_its_own_amount_and_nothing_else_moves():
    """A purchase of € 1,000 sharp: every draw is € 1,000 × the case-to-case factor dearer."""
    price = {"kind": "euro", "role": "", "vat": "excl", "price_year": None, "column": None}
    extra = item(id="extra", low=1000.0, likely=1000.0, high=1000.0, **price)
    before, after = run(BASE), run(BASE, Benchmarks.from_rows([extra, *shipped().rows]))
    assert after.cost - before.cost == pytest.approx(1000 * before.case_money)
    assert np.array_equal(after.finish, before.finish)

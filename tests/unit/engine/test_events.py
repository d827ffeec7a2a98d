"""What may happen: hand-computed cases, the measure, switches and overrides, and that no other draw is touched."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estimator import Benchmarks, Scope, deterministic, estimate
from estimator.codes import EVENTS, WITHOUT_EUROS
from estimator.draws import column
from estimator.events import events, happens
from estimator.model import parts, simulate
from estimator.own import Own, with_own
from tests.unit.engine.helpers import BASE, QUIET, chance, fixed, only, shipped

few = settings(max_examples=15, deadline=None)
STORM = only(chance("storm", 0.3), chance("storm", 0.1, measure=True), fixed("storm", "euro", 1000.0), flat=True)


def scope(**event):
    """The base scope with this set of the storm."""
    return Scope.from_dict({**BASE, "events": {"storm": event}})


def run(figures, data=None, key=None):
    """Draws of a scope."""
    return simulate(parts(Scope.from_dict({**BASE, **(data or {})}), figures), key)


def raad(**event):
    """A scope in which every event can happen, with this set of each."""
    return Scope.from_dict(
        {**BASE, "budget_route": "raad", "outcome_route": "raad", "events": {k: dict(event) for k in EVENTS}}
    )


# By hand


def test_one_event_of_three_in_ten_and_nothing_else():
    """P50 = 0, P80 = € 1,000, mean = .3 × € 1,000; nothing is expected, so all of it is contingency."""
    e, draws = estimate(scope(), STORM), run(STORM).cost
    assert e.cost_eur == {"p10": 0, "p50": 0, "p80": 1000, "p90": 1000}
    assert draws.mean() == pytest.approx(300, abs=5)
    assert set(draws) == {0.0, 1000.0}
    assert (e.deterministic_eur, e.contingency_eur) == (0, 1000)
    assert e.contingency_parts == {"case": 0, "events": 1000, "items": 0}
    (event,) = e.events
    assert (event["probability"], event["euros"], event["hours"], event["weeks"]) == (0.3, 1000, 0, 0)
    assert event["mean_eur"] == pytest.approx(300, abs=5)
    assert event["p80_eur"] == 1000


def test_hours_cost_the_tariff_of_their_role():
    rows = only(chance("storm", 0.3), fixed("storm", "hours", 10.0), flat=True)
    e = estimate(Scope.from_dict({**BASE, "tariffs": {"average": 80}}), rows)
    assert (e.cost_eur["p50"], e.cost_eur["p80"], e.hours["p80"]) == (0, 800, 10)
    half = {"own_staff_share": 0.5, "tariffs": {"average": 80}, "hired_tariffs": {"average": 120}}
    e = estimate(Scope.from_dict({**BASE, **half}), rows)
    assert (e.own_hours_eur["p80"], e.cash_eur["p80"], e.cash_incl_vat_eur["p80"]) == (400, 600, 726)


def test_euros_per_address():
    """2,160 residents = 1,000 addresses × € 0.50."""
    rows = only(chance("storm", 0.3), replace(fixed("storm", "euro", 0.5), driver="event.storm*households"), flat=True)
    assert estimate(Scope.from_dict({**BASE, "resident_reach": 2160}), rows).cost_eur["p80"] == 500


@pytest.mark.parametrize("step", range(1, 10))
def test_two_weeks_later_only_where_it_happens(step):
    """Ten working days longer in that step; all of it counts, unless a step beside it or overlapping takes longer."""
    figures = only(
        chance("storm", 0.3), fixed("storm", "weeks", 2.0, step=step), fixed("storm", "euro", 1.0), flat=True
    )
    data = {"budget_route": "budgethouder", "outcome_route": "budgethouder"}
    loud, quiet = run(figures, data), run(figures, {**data, **QUIET})
    happened = loud.cost > 0
    assert happened.mean() == pytest.approx(0.3, abs=0.005)
    assert (loud.finish[~happened] == quiet.finish[~happened]).all()
    later = (loud.finish - quiet.finish)[happened]
    assert (later >= (0 if step in (3, 5, 7) else 10)).all()
    longer = took(loud, step) - took(quiet, step)
    assert (longer[~happened] == 0).all()
    assert (longer[happened] >= 10).all()


def took(out, step):
    """Days from start to end of a step."""
    return out.timeline.ends[step] - out.timeline.starts[step]


def test_weeks_come_after_the_longest_of_lead_time_and_hours_and_before_the_case_factor():
    """A step of 4 weeks by its hours, plus 2, times 1.5 = 9 weeks = 45 working days."""
    base = only(
        chance("storm", 1.0), fixed("storm", "weeks", 2.0, step=3), fixed("storm", "hours", 500.0, step=3), flat=True
    )
    rows = [replace(r, low=4, likely=4, high=4) if r.driver == "lead.3" else r for r in base.rows]
    rows = [replace(r, low=1.5, likely=1.5, high=1.5) if r.driver == "case.time" else r for r in rows]
    t = simulate(parts(scope(), Benchmarks.from_rows(rows))).timeline
    days = np.busday_count(
        np.datetime64("2027-01-04") + int(t.starts[3][0]), np.datetime64("2027-01-04") + int(t.ends[3][0])
    )
    assert days == 45 + public_holidays(t.starts[3][0], t.ends[3][0])


def public_holidays(first, last):
    """Weekdays between two offsets that are a public holiday (Good Friday and Easter Monday 2027, and so on)."""
    free = ("2027-03-26", "2027-03-29", "2027-04-27", "2027-05-06", "2027-05-17")
    start = np.datetime64("2027-01-04")
    return sum(start + int(first) <= np.datetime64(d) < start + int(last) for d in free)


# Chance and measure


def test_a_measure_lowers_the_chance_on_the_same_draws():
    without, measured = run(STORM).cost > 0, run(STORM, {"events": {"storm": {"mitigated": True}}}).cost > 0
    assert measured.mean() == pytest.approx(0.1, abs=0.003)
    assert (without | ~measured).all()
    assert estimate(scope(mitigated=True), STORM).cost_eur["p80"] == 0


@pytest.mark.parametrize("key", EVENTS)
def test_every_measure_helps_on_the_same_draws(key):
    p = parts(raad(), shipped())
    before, after = (
        events(Scope.from_dict({**p.scope.to_dict(), "events": {key: {"mitigated": on}}}), shipped())[key]
        for on in (False, True)
    )
    z = column(before.row.column)
    assert after.probability < before.probability
    assert (happens(before.probability, z) >= happens(after.probability, z)).all()
    assert happens(after.probability, z).mean() == pytest.approx(after.probability, abs=0.003)


def test_a_measure_lowers_a_chance_of_the_user_by_as_much():
    """A measure that takes .3 to .1 takes .24 to .08."""
    both = estimate(scope(probability=0.24, mitigated=True), STORM).events[0]
    assert both["probability"] == pytest.approx(0.08)
    assert both["mitigated"]
    assert both["measure_probability"] == pytest.approx(0.08)


def test_chance_0_never_happens_and_chance_1_always():
    assert run(STORM, {"events": {"storm": {"probability": 0}}}).cost.max() == 0
    always = run(STORM, {"events": {"storm": {"probability": 1}}})
    assert always.cost.min() == 1000


def test_the_deterministic_figure_has_no_bad_luck():
    """However likely: what may happen is in the contingency, so its part there is never negative."""
    assert [deterministic(scope(probability=p), STORM) for p in (0.3, 0.51, 1.0)] == [0, 0, 0]
    e = estimate(scope(probability=0.9), STORM)
    assert (e.deterministic_eur, e.contingency_eur) == (0, 1000)
    assert e.contingency_parts == {"case": 0, "events": 1000, "items": 0}
    assert sum(v["p80_eur"] for v in e.events) == e.contingency_parts["events"]


def test_lines_of_events_add_up_to_their_part_of_the_contingency():
    e = estimate(Scope.from_dict(BASE))
    assert sum(v["p80_eur"] for v in e.events) == pytest.approx(e.contingency_parts["events"], abs=0.05)


def test_a_reminder_per_address_is_said_and_can_be_set():
    """926 households × € 0.45 = € 416.70; set to € 800 it costs that in the middle."""
    e = estimate(Scope.from_dict(BASE))
    said = next(v for v in e.events if v["key"] == "second_invitation")
    assert said["euros"] == pytest.approx(2000 / 2.16 * 0.45, abs=0.1)
    p = parts(Scope.from_dict({**BASE, "events": {"second_invitation": {"euros": 800}}}), shipped())
    cards = [a for r, a in zip(p.rows, p.amounts, strict=True) if r.id == "event_second_invitation_cards"]
    assert cards == pytest.approx([800])


def test_a_measure_never_raises_a_chance():
    """A municipality's own chance of 5 % with the shipped measure (12 %) stays 5 %."""
    own = with_own(shipped(), {"event_second_invitation": Own(0.02, 0.05, 0.1)})
    e = estimate(Scope.from_dict({**BASE, "events": {"second_invitation": {"mitigated": True}}}), own)
    assert next(v for v in e.events if v["key"] == "second_invitation")["probability"] == 0.05


@few
@given(st.sampled_from(EVENTS), st.floats(0, 1), st.floats(0, 1))
def test_a_larger_chance_lowers_no_draw(key, p, q):
    small, large = sorted((p, q))
    low, high = (run(shipped(), {"events": {key: {"probability": x}}}) for x in (small, large))
    assert (high.finish >= low.finish).all()
    assert (high.cost >= low.cost - 1e-6).all()


# Switches and overrides


@pytest.mark.parametrize("key", EVENTS)
def test_switched_off_is_as_if_the_rows_are_not_there(key):
    """To the cent, in every figure; only its line in the list of events says that it is off."""
    data = raad().to_dict()
    gone = Benchmarks.from_rows(r for r in shipped().rows if f"{r.driver}*".partition(".")[2].partition("*")[0] != key)
    data["events"] = {}
    without = estimate(Scope.from_dict(data), gone).to_dict()
    off = estimate(Scope.from_dict({**data, "events": {key: False}})).to_dict()
    never = estimate(Scope.from_dict({**data, "events": {key: {"probability": 0}}})).to_dict()
    assert [e["key"] for e in off["events"] if not e["on"]] == [key]
    for other in (off, never):
        assert {e["key"] for e in other["events"]} - {e["key"] for e in without["events"]} == {key}
        other["events"] = [e for e in other["events"] if e["key"] != key]
        for name in ("scope", "benchmarks_sha256"):
            other.pop(name, None)
    for name in ("scope", "benchmarks_sha256"):
        without.pop(name)
    assert off == without
    assert never == without


def test_likely_impacts_can_be_set_and_low_and_high_scale_along():
    """Of an event that always happens: nothing left of what is set to 0, and all of it times 3."""
    (event,) = (e for e in events(raad(), shipped()).values() if e.key == "venue_lost")
    hours, euros = event.likely("hours"), event.likely("euros")
    quiet = run(shipped(), QUIET).cost

    def added(**change):
        one = {"probability": 1.0, "weeks": 0, **change}
        return run(shipped(), {"events": {**QUIET["events"], "venue_lost": one}}).cost - quiet

    usual, no_hours, no_euros = added(), added(hours=0), added(euros=0)
    assert (no_hours > 0).all() and (no_euros > 0).all()
    assert no_hours + no_euros == pytest.approx(usual, rel=1e-6)
    assert added(hours=3 * hours, euros=3 * euros) == pytest.approx(3 * usual, rel=1e-6)
    assert added(hours=0, euros=0) == pytest.approx(np.zeros(len(quiet)), abs=1e-6)


def test_weeks_can_be_set():
    """Three times the weeks: three times the days that a step takes longer, but for rounding up to whole days."""
    figures = only(chance("storm", 1.0), replace(fixed("storm", "weeks", 1.0, step=2), low=0.5, high=3.0, column=481))
    quiet, once, thrice = (
        run(figures, {"events": {"storm": s}}) for s in (False, {"probability": 1}, {"probability": 1, "weeks": 3})
    )
    more = [np.mean(o.timeline.ends[2] - quiet.timeline.ends[2]) for o in (once, thrice)]
    assert more[1] == pytest.approx(3 * more[0], rel=0.05)


@pytest.mark.parametrize("key", EVENTS)
def test_what_was_set_is_what_is_listed(key):
    impacts = {"hours": 77.0, "weeks": 3.5} | ({} if key in WITHOUT_EUROS else {"euros": 4321.0})
    found = {e["key"]: e for e in estimate(raad()).events}[key]
    data = {**raad().to_dict(), "events": {key: {**impacts, "probability": 0.4}}}
    changed = {e["key"]: e for e in estimate(Scope.from_dict(data)).events}[key]
    assert {n: changed[n] for n in impacts} == impacts
    assert (changed["probability"], changed["usual_probability"]) == (0.4, found["probability"])


def test_events_that_cannot_happen_to_a_scope_are_not_listed():
    quick = {"budget_route": "budgethouder", "outcome_route": "budgethouder", "conversations_by_form": {"enquete": 8}}
    keys = [e["key"] for e in estimate(Scope.from_dict({**BASE, **quick})).events]
    assert keys == ["second_invitation", "key_person_away", "storm"]
    assert [e["key"] for e in estimate(raad()).events] == list(EVENTS)


# Nothing else moves


def with_and_without(key, figures):
    """Draws of a scope in which every event can happen, without one of them and with it."""
    data = {"budget_route": "raad", "outcome_route": "raad"}
    return run(figures, {**data, "events": {key: False}}, "p"), run(figures, data, "p")


@pytest.mark.parametrize("key", EVENTS)
def test_an_added_event_lowers_no_draw_and_moves_only_draws_in_which_it_happens(key):
    without, added = with_and_without(key, shipped())
    happened = added.drivers[f"event.{key}"] > 0
    assert 0 < happened.mean() < 0.5
    assert (added.finish >= without.finish).all()
    assert (added.finish == without.finish)[~happened].all()
    assert np.abs(added.cost - without.cost)[~happened].max() < 1e-6
    assert (added.cost > without.cost)[happened].all()


def test_hours_of_an_event_keep_no_role_busy():
    figures = only(chance("storm", 1.0), fixed("storm", "hours", 5000.0, step=3))
    loud, quiet = (run(figures, {"events": {"storm": {"probability": p}}}) for p in (1, 0))
    assert (loud.finish == quiet.finish).all()
    assert loud.cost.min() > 0


def test_adding_the_expected_value_instead_is_wrong_where_it_counts():
    """All events of the base scope: expected € 4,061, but the P80 rises by € 4,936 (reference 2.3: 7.0k and 9.9k)."""
    loud, quiet = run(shipped()), run(shipped(), QUIET)
    expected = float((loud.cost - quiet.cost).mean())
    rise = float(np.quantile(loud.cost, 0.8) - np.quantile(quiet.cost, 0.8))
    assert (expected, rise) == pytest.approx((4061, 4936), rel=0.02)


def test_the_events_of_a_process_are_drawn_for_itself():
    a, b = (run(STORM, key=k).cost > 0 for k in ("a", "b"))
    assert a.sum() == b.sum()
    assert not np.array_equal(a, b)
    assert np.mean(a & b) == pytest.approx(0.09, abs=0.012)  # independent: .3 × .3

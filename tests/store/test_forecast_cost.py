"""The forecast on the store: a process at step 5 that used 140 % of its hours ends above what was approved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from portfolio import bookings, forecast_cost, requests, steps
from portfolio.identity import User
from portfolio.processes import Process
from portfolio.requests import Request
from portfolio.store import Store, clock

APPROVED = dt.date(2030, 2, 1)
TODAY = dt.date(2030, 6, 3)


@pytest.fixture
def approved(store: Store, client: User, ask: Callable[..., Request]) -> Request:
    with clock.at(dt.date(2029, 12, 3)):
        asked = ask()
    with clock.at(APPROVED):
        return requests.approve(store, client, asked.id, 1, "Akkoord")


def walk(store: Store, user: User, asked: Request, share: float) -> dict[int, float]:
    """Steps 2–4 done and 5 busy; hours booked on 1–4: ``share`` of the middle estimate of each. Step → planned."""
    id, plan = asked.process_id, asked.estimate["by_step"]
    scale = asked.estimate["hours"]["p50"] / sum(row["hours"]["p50"] for row in plan)
    planned = {row["step"]: row["hours"]["p50"] * scale for row in plan}
    with clock.at(TODAY):
        for step in (1, 2, 3, 4):
            if step > 1:
                version = steps.progress(store, id)[step - 1].version
                changes = {"status": "done", "override_reason": "klaar", "actual_start": APPROVED}
                steps.update(store, user, id, step, version, changes)
            line = {"step": step, "kind": "hours", "hours": planned[step] * share}
            bookings.add(store, user, id, line)
        version = steps.progress(store, id)[4].version
        steps.update(store, user, id, 5, version, {"status": "busy"})
    return planned


def test_140_percent_of_the_hours_at_step_5_is_above_the_approved_amount_and_says_why(
    store: Store, lead: User, approved: Request
) -> None:
    planned = walk(store, lead, approved, 1.4)
    with clock.at(TODAY):
        found = forecast_cost.of(store, approved.process_id)
    assert found is not None
    estimate = approved.estimate
    first, whole = sum(planned[n] for n in range(1, 5)), estimate["hours"]["p50"]
    pace = 1 + first / (first + 0.1 * whole) * 0.4
    an_hour = estimate["own_hours_eur"]["p50"] / whole
    assert found.hours == pytest.approx(1.4 * first + (whole - first) * pace)
    assert found.cost_eur == pytest.approx(found.hours * an_hour + estimate["cash_eur"]["p50"])
    assert found.approved_eur * 100 == approved.cost_cents
    assert found.cost80_eur > found.approved_eur  # both are to hold with 80 %
    template, params = found.reasons[0]
    assert template == forecast_cost.MORE_HOURS and params["ratio_share"] == pytest.approx(1.4)
    assert (params["step"], params["made"], params["planned"]) == (4, round(1.4 * first), round(first))


@pytest.mark.parametrize("own", [0.0, 0.3, 0.7])
def test_with_hired_people_140_percent_of_the_hours_is_above_it_as_well(
    store: Store, lead: User, client: User, ask: Callable[..., Request], own: float
) -> None:
    with clock.at(dt.date(2029, 12, 3)):
        asked = ask({"own_staff_share": own}, procurement_route="meervoudig onderhands")
    with clock.at(APPROVED):
        approved = requests.approve(store, client, asked.id, 1, "Akkoord")
    walk(store, lead, approved, 1.4)
    with clock.at(TODAY):
        found = forecast_cost.of(store, approved.process_id)
    assert found is not None and found.cost80_eur > found.approved_eur
    assert found.reasons[0][0] == forecast_cost.MORE_HOURS


def test_140_percent_of_what_was_granted_ends_above_it_in_the_middle_too(
    store: Store, lead: User, approved: Request
) -> None:
    """Against the granted hours, which hold the contingency, the middle forecast is above the approved amount."""
    estimate = approved.estimate
    granted = approved.cost_cents / 100 / estimate["cost_eur"]["p50"]
    walk(store, lead, approved, 1.4 * granted)
    with clock.at(TODAY):
        found = forecast_cost.of(store, approved.process_id)
    assert found is not None and found.cost_eur > found.approved_eur


def test_as_planned_stays_within_the_approved_amount(store: Store, lead: User, approved: Request) -> None:
    walk(store, lead, approved, 1.0)
    with clock.at(TODAY):
        found = forecast_cost.of(store, approved.process_id)
    assert found is not None and found.pace == pytest.approx(1.0)
    assert found.cost_eur == pytest.approx(found.planned_eur)
    assert found.cost80_eur < found.approved_eur
    assert not [one for one in found.reasons if one[0] in (forecast_cost.MORE_HOURS, forecast_cost.PACE)]


def test_there_is_no_forecast_before_an_approval(store: Store, make: Callable[..., Process]) -> None:
    assert forecast_cost.of(store, make().id) is None

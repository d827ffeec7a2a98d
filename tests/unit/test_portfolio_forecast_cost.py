"""The forecast of cost by hand: ten steps of 100 hours and € 1,000, an hour at € 80."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from portfolio import forecast_cost
from portfolio.forecast_cost import Forecast, forecast_of

START = dt.date(2027, 1, 4)


def estimate() -> dict[str, Any]:
    """Steps of P50 100 and P80 150 hours, which add up to the whole; money 10,000 and 15,000."""
    numbers = range(1, 11)
    return {
        "by_step": [{"step": n, "hours": {"p50": 100.0, "p80": 150.0}} for n in numbers],
        "hours": {"p50": 1000.0, "p80": 1500.0},
        "own_hours_eur": {"p50": 80_000.0},
        "cash_eur": {"p50": 10_000.0, "p80": 15_000.0},
        "request": {"by_step": [{"step": n, "cost_eur": 13_500, "cash_eur": 1500} for n in numbers]},
        "scope": {"done": "evaluation"},
        "by_kind": [{"kind": kind, "cost_eur": {"p50": eur}} for kind, eur in PAID.items()],
    }


PAID = {"own_hours": 80_000.0, "hired_hours": 0.0, "purchases": 10_000.0}


def step(number: int, **changes: Any) -> SimpleNamespace:
    begin = START + dt.timedelta(days=10 * (number - 1))
    values: dict[str, Any] = {
        "step": number,
        "stored_status": "open",
        "planned_start": begin,
        "planned_finish": begin + dt.timedelta(days=9),
        "actual_start": None,
        "actual_finish": None,
        "actual_hours": None,
        "actual_cents": None,
        "percent": None,
        "expected_finish": None,
    }
    if changes.get("stored_status") == "done":
        values |= {"actual_start": begin, "actual_finish": begin + dt.timedelta(days=9)}
    if changes.get("stored_status") == "busy":
        values |= {"actual_start": begin}
    return SimpleNamespace(**{**values, **changes})


def look(*given: SimpleNamespace, committed: dict[int, int] | None = None, day: int = 40) -> Forecast:
    """The forecast on day 40, when step 5 begins by the plan; steps that aren't given are open."""
    by_number = {row.step: row for row in given}
    end = START + dt.timedelta(days=99)
    baseline = SimpleNamespace(granted_estimate=estimate(), granted_cents=13_500_000, granted_finish=end)
    rows = [by_number.get(n, step(n)) for n in range(1, 11)]
    return forecast_of(baseline, rows, committed or {}, START + dt.timedelta(days=day))  # type: ignore[arg-type]


def done(to: int, **each: Any) -> list[SimpleNamespace]:
    return [step(n, stored_status="done", **each) for n in range(1, to + 1)]


def reasons(found: Forecast) -> list[str]:
    return [template for template, _params in found.reasons]


def test_with_nothing_noted_it_is_the_plan() -> None:
    found = look(*done(4), step(5, stored_status="busy"))
    assert (found.hours, found.cash_eur, found.cost_eur) == (1000, 10_000, 90_000)
    assert found.planned_eur == 90_000 and found.pace == 1.0
    # What isn't noted is as uncertain as it was estimated, also of steps that are over.
    assert (found.hours80, found.cash80_eur, found.cost80_eur) == (1500, 15_000, 135_000)
    assert reasons(found) == [forecast_cost.NOTHING] and not found.known
    assert found.finish == found.approved_finish


def test_140_percent_so_far_is_above_what_was_approved_and_says_why() -> None:
    found = look(*done(4, actual_hours=140.0), step(5, stored_status="busy"))
    # 400 planned weigh 400 ÷ (400 + 100) = 0.8, so the pace is 1 + 0.8 × 0.4 = 1.32
    assert found.pace == pytest.approx(1.32)
    assert found.hours == pytest.approx(560 + 6 * 132)
    assert found.hours80 == pytest.approx(560 + 6 * 198)
    assert found.cost_eur == pytest.approx(1352 * 80 + 10_000)
    assert found.cost80_eur == pytest.approx(1748 * 80 + 15_000)
    assert found.approved_eur == 135_000 and found.over_eur == pytest.approx(19_840)
    assert found.reasons[0] == (
        forecast_cost.MORE_HOURS,
        {"step": 4, "ratio_share": 1.4, "made": 560, "planned": 400},
    )
    assert reasons(found)[1] == forecast_cost.PACE


def test_a_finished_step_without_hours_counts_as_planned_and_is_said() -> None:
    found = look(*done(3, actual_hours=140.0), step(4, stored_status="done"), step(5, stored_status="busy"))
    # known: 300 planned, 420 made; weight 0.75, pace 1.3
    assert found.pace == pytest.approx(1.3)
    assert found.hours == pytest.approx(420 + 100 + 6 * 130)
    assert found.hours80 == pytest.approx(420 + 150 + 6 * 195)
    assert (forecast_cost.UNKNOWN, {"steps": "4"}) in found.reasons


@pytest.mark.parametrize(
    ("busy", "end"),
    [
        ({"actual_hours": 80.0, "percent": 50}, 160.0),  # at its own pace
        ({"actual_hours": 30.0, "percent": 10}, 30 + 0.9 * 100),  # too early for that
        ({"actual_hours": 30.0, "percent": 0}, 130.0),
        ({"actual_hours": 30.0}, 100.0),  # nine of nine days left: 30 + 100 is more than the plan
        ({"percent": 50}, 100.0),
        ({}, 100.0),
    ],
)
def test_a_busy_step_ends_by_its_part_done(busy: dict[str, Any], end: float) -> None:
    found = look(*done(4, actual_hours=100.0), step(5, stored_status="busy", **busy), day=49)
    assert found.steps[4].hours.end == pytest.approx(end)


def test_without_a_part_the_days_that_are_left_count() -> None:
    rows = [*done(4, actual_hours=100.0), step(5, stored_status="busy", actual_hours=90.0)]
    assert look(*rows, day=43).steps[4].hours.end == pytest.approx(90 + 100 * 6 / 9)
    assert look(*rows, day=49).steps[4].hours.end == 100.0


def test_money_follows_its_own_pace_and_never_ends_below_what_is_committed() -> None:
    found = look(*done(2, actual_cents=50_000), committed={7: 400_000}, day=20)
    # 2,000 planned, 1,000 spent; weight 2,000 ÷ (2,000 + 1,000), pace 1 − 2/3 × 0.5 = 2/3
    assert found.cash_eur == pytest.approx(1000 + 7 * 1000 * 2 / 3 + 4000)
    assert found.steps[6].cash.end80 == 4000 and found.steps[6].committed_eur == 4000
    assert (forecast_cost.COMMITTED, {"step": 7, "committed_eur": 4000, "planned_eur": 1000}) in found.reasons
    assert found.steps[7].committed_eur is None


def test_hired_hours_are_paid_for_before_the_bill_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    """60 % of the costs is hired hours. 400 of 1,000 hours took 560: pace 1 + 400 ÷ 500 × 0.4 = 1.32."""
    monkeypatch.setitem(PAID, "hired_hours", 6_000.0)
    monkeypatch.setitem(PAID, "purchases", 4_000.0)
    found = look(*done(4, actual_hours=140.0))
    assert found.cash_eur == pytest.approx(4 * 1000 * (1 + 0.6 * 0.4) + 6 * 1000 * (1 + 0.6 * 0.32))
    assert found.steps[6].cash.planned == 1000
    # once a finished step has its bill, the money has a pace of its own: 4,000 planned and spent
    paid = look(*done(4, actual_hours=140.0, actual_cents=100_000))
    assert paid.cash_eur == pytest.approx(10_000)


def test_a_skipped_step_takes_nothing_more() -> None:
    assert look(step(4, stored_status="skipped")).hours == 900


def test_the_end_moves_with_what_is_late() -> None:
    rows = [*done(4), step(5, stored_status="busy", expected_finish=START + dt.timedelta(days=69))]
    found = look(*rows)
    # 5 ends on day 69, 6 on 78, 7 and 8 beside each other on 87, 9 on 96, 10 on 105
    assert found.finish == START + dt.timedelta(days=105)
    _template, params = next(one for one in found.reasons if one[0] == forecast_cost.LATER)
    assert (params["step"], params["days"]) == (5, 20)

"""Closed processes against what was promised: only what was written down, never a running one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from portfolio import processes, requests, steps
from portfolio.closed import closed
from portfolio.identity import User
from portfolio.requests import Request
from portfolio.store import Store, clock

ASKED, APPROVED = dt.date(2026, 1, 5), dt.date(2026, 1, 19)


@pytest.fixture
def approved(store: Store, client: User, ask: Callable[..., Request]) -> Callable[..., Request]:
    """approved(scope) -> a request that was sent on 5 January 2026 and approved two weeks later."""

    def run(scope: dict[str, Any] | None = None) -> Request:
        with clock.at(ASKED):
            asked = ask(scope)
        with clock.at(APPROVED):
            return requests.approve(store, client, asked.id, 1, "Akkoord")

    return run


def change(store: Store, user: User, id: str, step: int, **changes: Any) -> None:
    version = steps.progress(store, id)[step - 1].version
    with clock.at(dt.date(2026, 12, 1)):
        steps.update(store, user, id, step, version, changes)


def finish(store: Store, user: User, id: str, **figures: Any) -> None:
    """Ten steps of two weeks each, then closed."""
    change(store, user, id, 1, **figures)
    for step in range(2, 11):
        start = APPROVED + dt.timedelta(days=14 * (step - 2))
        dates = {"actual_start": start, "actual_finish": start + dt.timedelta(days=13)}
        change(store, user, id, step, status="done", override_reason="klaar", **dates, **figures)
    version = processes.get(store, id).version
    processes.update(store, user, id, version, {"status": "closed"})


def test_what_really_happened_stands_beside_what_was_promised(
    store: Store, lead: User, approved: Callable[..., Request]
) -> None:
    asked = approved()
    finish(store, lead, asked.process_id, actual_hours=12.5, actual_cents=100_010)
    (one,) = closed(store)
    assert (one.process_id, one.name, one.engine) == (asked.process_id, "Herinrichting Dorpsplein", asked.engine)
    assert (one.approved_on, one.closed_on) == (APPROVED, APPROVED + dt.timedelta(days=14 * 9 - 1))
    assert one.estimate == asked.estimate and len(one.estimate["curve"]["cost_eur"]) == 99
    assert (one.hours, one.cash_eur) == (125.0, 10_001.0)
    assert one.hours_by_step == dict.fromkeys(range(1, 11), 12.5)
    assert one.weeks == pytest.approx(2 + 16, abs=0.01)  # from sending to the end of step 9, the decision
    assert one.weeks_by_step == {1: 2.14, **dict.fromkeys(range(2, 11), 2.0)}
    tariff = asked.estimate["own_hours_eur"]["p50"] / asked.estimate["own_hours"]["p50"]
    assert one.cost_eur == pytest.approx(125 * tariff + 10_001, abs=1)
    assert one.forms == ("dialoogtafel",)


def test_the_evaluation_counts_where_the_request_says_so(
    store: Store, lead: User, approved: Callable[..., Request]
) -> None:
    finish(store, lead, approved({"done": "evaluation"}).process_id)
    assert closed(store)[0].weeks == pytest.approx(2 + 18, abs=0.01)


def test_what_was_not_written_down_is_unknown(store: Store, lead: User, approved: Callable[..., Request]) -> None:
    id = approved().process_id
    finish(store, lead, id)
    (one,) = closed(store)
    assert (one.hours, one.cash_eur, one.cost_eur, one.hours_by_step) == (None, None, None, {})
    assert one.weeks is not None
    for step in range(1, 10):
        change(store, lead, id, step, actual_hours=0, actual_cents=0)
    (one,) = closed(store)
    assert one.hours is None and one.hours_by_step == dict.fromkeys(range(1, 10), 0.0)
    change(store, lead, id, 10, actual_hours=3)
    assert closed(store)[0].hours == 3.0


def test_a_skipped_step_needs_no_hours(store: Store, lead: User, approved: Callable[..., Request]) -> None:
    id = approved().process_id
    finish(store, lead, id, actual_hours=1, actual_cents=0)
    change(store, lead, id, 7, status="skipped", override_reason="x", actual_hours=None, actual_cents=None)
    (one,) = closed(store)
    assert (one.hours, one.cash_eur, 7 in one.weeks_by_step) == (9.0, 0.0, False)


def test_running_stopped_and_example_processes_never_count(
    store: Store, lead: User, approved: Callable[..., Request]
) -> None:
    running, stopped = approved().process_id, approved().process_id
    change(store, lead, running, 2, status="busy", actual_hours=4)
    processes.update(store, lead, stopped, 1, {"status": "stopped"})
    assert closed(store) == [] == closed(store, example=True)


def test_the_first_approved_request_is_the_promise_and_the_last_says_what_was_done(
    store: Store, lead: User, client: User, approved: Callable[..., Request]
) -> None:
    first = approved()
    with clock.at(dt.date(2026, 2, 2)):
        second = requests.submit(store, lead, first.process_id, first.finance)
        requests.approve(store, client, second.id, 1, "Akkoord")
        requests.submit(store, lead, first.process_id, first.finance)
    finish(store, lead, first.process_id)
    (one,) = closed(store)
    assert one.approved_on == dt.date(2026, 2, 2)
    assert one.promised == first.estimate
    assert one.estimate == second.estimate
    assert one.weeks_by_step[1] == 2.14  # the process began when its first request was sent


def test_weeks_count_from_the_planned_start_when_the_request_was_sent_before_it(
    store: Store, lead: User, client: User, ask: Callable[..., Request]
) -> None:
    """Sent on 1 December for a start on 5 January, decided on 19 January: step 1 took two weeks, not seven."""
    with clock.at(dt.date(2025, 12, 1)):
        asked = ask({"start": "2026-01-05"})
    with clock.at(APPROVED):
        requests.approve(store, client, asked.id, 1, "Akkoord")
    finish(store, lead, asked.process_id)
    (one,) = closed(store)
    assert one.weeks_by_step[1] == 2.14
    assert one.weeks == pytest.approx(2 + 16, abs=0.01)

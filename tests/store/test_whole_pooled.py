"""What all processes together cost: less room than one by one, and what is noted is certain."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from portfolio import bookings, processes, requests, scenarios, steps
from portfolio.identity import User
from portfolio.processes import Process
from portfolio.requests import Request
from portfolio.store import Store, records, tables_meetings
from portfolio.store.codec import cents
from portfolio.whole import drawn, pooled, standing

pytestmark = pytest.mark.own_draws
Make = Callable[..., Process]


def fresh(store: Store) -> pooled.Pooled:
    """As a server that just started adds it up."""
    pooled._kept.cache_clear()
    return pooled.of(store, standing.of_all(store))


def test_together_they_need_less_than_one_by_one(
    store: Store, lead: User, client: User, ask: Callable[..., Request], make: Make
) -> None:
    make(name="A")
    alone = fresh(store)
    estimated = standing.of_all(store)[0].row.estimate
    assert estimated is not None
    assert alone.p80_cents == alone.sum_p80_cents
    assert alone.p80_cents == pytest.approx(cents(estimated["cost_eur"]["p80"]), abs=1)  # draws have seven digits
    assert (alone.freed_cents, alone.counted, alone.left_out) == (0, 1, ())
    for name in "BC":
        make(name=name)
    asked = ask()
    requests.approve(store, client, asked.id, 1, "Akkoord")
    processes.create(store, lead, {"name": "Zonder raming"})
    stopped = make(name="Gestopt")
    processes.update(store, lead, stopped.id, stopped.version, {"status": "stopped"})
    found = fresh(store)
    assert (found.counted, found.left_out) == (4, ("Zonder raming",))
    assert found.p50_cents < found.p80_cents < found.sum_p80_cents
    assert found.freed_cents == found.sum_p80_cents - found.p80_cents
    forecast = next(one.forecast for one in standing.of_all(store) if one.forecast)
    rest = sum(cents(one.row.estimate["cost_eur"]["p80"]) for one in standing.of_all(store)
               if one.row.estimate and not one.forecast and one.row.phase == "draft")  # fmt: skip
    # the draws of a total are stored as 32-bit numbers: of this size they are 3 cents apart
    assert found.sum_p80_cents == pytest.approx(rest + cents(forecast.cost80_eur), abs=2, rel=2**-22)


def test_what_was_noted_is_certain_and_the_running_sum_is_the_sum(
    store: Store, lead: User, client: User, ask: Callable[..., Request], make: Make
) -> None:
    asked = ask()
    requests.approve(store, client, asked.id, 1, "Akkoord")
    for name in "ABC":
        make(name=name)
    before = fresh(store)
    id = asked.process_id
    for number in range(2, 11):
        now = steps.progress(store, id)[number - 1]
        done = {"status": "done", "override_reason": "Klaar", "actual_hours": 100.0, "actual_cents": 10_000_00}
        steps.update(store, lead, id, number, now.version, done)
    one = next(one for one in standing.of_all(store) if one.id == id)
    assert one.forecast is not None and one.estimate is not None
    row_draws = np.linspace(1, 2, 50).astype(np.float32)
    term = pooled.Term("k", one.forecast.cost_eur, one.forecast.cost_eur, pooled.certain(one.forecast))
    assert np.ptp(pooled._moved(term, row_draws, 1.5, 1.8)[0]) == 0.0
    followed = pooled.of(store, standing.of_all(store))
    anew = fresh(store)
    assert followed.p80_cents == pytest.approx(anew.p80_cents, abs=1)
    assert followed.sum_p80_cents != before.sum_p80_cents
    assert pooled.of(store, standing.of_all(store)) == anew


def test_missing_draws_are_computed_once_and_kept(store: Store, lead: User, make: Make) -> None:
    process = make(name="A")
    source = standing.of_all(store)[0].estimate
    assert source is not None
    whole = fresh(store)
    with store.write() as c:
        assert records.delete(c, tables_meetings.total_draws, process_id=process.id) == 1
    assert fresh(store) == whole  # computed when it was needed
    assert drawn.fill(store, [source.source]) == 0
    base = scenarios.base(store, process.id)
    assert base is not None
    scenarios.save(store, lead, process.id, "Basis", base.scope, base.version)
    with store.read() as c:
        assert len(records.many(c, tables_meetings.total_draws, process_id=process.id)) == 1
    with store.write() as c:
        records.delete(c, tables_meetings.total_draws, process_id=process.id)
    other = drawn.Source(process.id, source.source.scope, "0" * 64, source.source.engine)
    assert drawn.fill(store, [other]) == 1  # rests on figures that aren't here


def test_money_noted_lowers_the_room(store: Store, lead: User, client: User, ask: Callable[..., Request]) -> None:
    asked = ask()
    requests.approve(store, client, asked.id, 1, "Akkoord")
    bookings.add(store, lead, asked.process_id, {"step": 1, "kind": "hours", "hours": 40.0})
    one = standing.of_all(store)[0]
    assert one.forecast is not None
    assert pooled.certain(one.forecast) == pytest.approx(40.0 * one.forecast.an_hour)

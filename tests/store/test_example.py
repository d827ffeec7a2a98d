"""The example portfolio: loads by the ordinary rules, says that it is one, and goes without touching anything real."""

from __future__ import annotations

import datetime as dt
import math
import statistics
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from portfolio import example, pitfalls, processes, requests, steps, verify
from portfolio.closed import closed
from portfolio.identity import User
from portfolio.meeting import snapshots, trend
from portfolio.requests import Request
from portfolio.store import Refused, Store, clock, exchange, open_store

TODAY = dt.date(2026, 11, 24)
own_draws = pytest.mark.own_draws


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('example') / 'tienstap.db'}")
    user = User("local", "beheerder", "Beheerder", frozenset({"beheerder"}))
    assert example.load(store, user, TODAY) == 24
    return store


@pytest.fixture
def rows(loaded: Store) -> dict[str, processes.ProcessRow]:
    with clock.at(TODAY):
        return {row.name: row for row in processes.listing(loaded, closed=True)}


@own_draws
def test_every_phase_is_there(rows: dict[str, processes.ProcessRow]) -> None:
    assert {row.phase for row in rows.values()} >= {
        "draft",
        "requested",
        "returned",
        "refused",
        "running",
        "paused",
        "closed",
    }
    assert {row.request_status for row in rows.values()} >= {None, "submitted", "approved", "recorded", "refused"}
    statuses = {state.status for row in rows.values() for state in row.steps}
    assert statuses == {"open", "busy", "done", "late", "skipped"}
    assert {row.current_step for row in rows.values() if row.phase == "running"} == {2, 4, 5, 6, 7, 8, 9}
    assert rows["Woningbouw De Weide"].feedback_overdue
    assert not rows["Warmteplan Molenwijk"].feedback_overdue


@own_draws
def test_everything_says_that_it_is_an_example(loaded: Store, rows: dict[str, processes.ProcessRow]) -> None:
    assert all(row.process.example for row in rows.values())
    for row in rows.values():
        for asked in requests.history(loaded, row.id):
            assert asked.example and asked.process["example"]


@own_draws
def test_amounts_and_dates_are_the_estimators_own(loaded: Store) -> None:
    report = verify.verify(loaded)
    assert report.faults == []
    assert report.recomputed == 20


@own_draws
def test_twelve_closed_processes_have_what_they_took(loaded: Store) -> None:
    found = closed(loaded, example=True)
    assert len(found) == 12 and closed(loaded) == []
    pairs = {
        "hours": [(one.hours, one.estimate["hours"]["p50"]) for one in found],
        "cash": [(one.cash_eur, one.estimate["cash_eur"]["p50"]) for one in found],
        "weeks": [(one.weeks, one.estimate["weeks"]["p50"]) for one in found],
        "cost": [(one.cost_eur, one.estimate["cost_eur"]["p50"]) for one in found],
    }
    ratios = {name: [math.log(real / planned) for real, planned in found] for name, found in pairs.items()}
    assert math.exp(statistics.mean(ratios["hours"])) == pytest.approx(1.12, abs=0.04)
    assert statistics.stdev(ratios["hours"]) == pytest.approx(0.3, abs=0.03)
    assert all(0.1 < statistics.stdev(of) < 0.35 for of in ratios.values())
    dearer = [real > planned for real, planned in pairs["cost"]]
    slower = [real > planned for real, planned in pairs["weeks"]]
    assert 3 <= sum(dearer) <= 9 and 3 <= sum(slower) <= 10
    assert all(one.closed_on and one.closed_on < TODAY and one.closed_on.weekday() < 5 for one in found)


@pytest.mark.parametrize("day", [dt.date(2026, 2, 28), dt.date(2027, 8, 2)])
def test_it_loads_on_any_day(sqlite_url: str, lead: User, day: dt.date) -> None:
    store = open_store(sqlite_url)
    example.load(store, lead, day)
    with clock.at(day):
        found = {row.name: row for row in processes.listing(store, closed=True)}
    assert found["Schoolzone West veilig"].late_steps == (6,)
    assert found["Warmteplan Molenwijk"].late_steps == ()
    assert found["Woningbouw De Weide"].feedback_overdue
    with clock.at(day):
        assert_pitfalls(store)
    for row in found.values():
        for state in row.steps:
            dates = [d for d in (state.actual_start, state.actual_finish) if d]
            assert dates == sorted(dates) and all(d <= day for d in dates)
            if row.approved_on and state.step > 1 and state.actual_start:
                assert state.actual_start >= row.approved_on
    store.close()


def assert_pitfalls(store: Store) -> None:
    """At least ten different ones, and still most processes without a red one."""
    every = pitfalls.all_of(store)
    assert len({one.rule for found in every.values() for one in found if one.counts}) >= 10
    assert [one.rule for found in every.values() for one in found if not one.counts] == ["P14"]
    red = [id for id, found in every.items() if any(one.counts and one.severity == "red" for one in found)]
    assert 3 <= len(red) < len(every) / 2


@own_draws
def test_at_least_ten_different_pitfalls_are_in_it(loaded: Store) -> None:
    with clock.at(TODAY):
        assert_pitfalls(loaded)


@own_draws
def test_records_of_all_kinds_are_in_it(loaded: Store, rows: dict[str, processes.ProcessRow]) -> None:
    with loaded.read() as c:
        count = exchange.tally(c)
    kinds = ("talk", "finding", "booking", "feedback", "journal", "acceptance", "process_form")
    assert all(count[kind][0] for kind in kinds)
    assert rows["Fietsstraat Kanaalweg"].approved_cost_cents < rows["Fietsstraat Kanaalweg"].cost_cents  # type: ignore[operator]
    for row in rows.values():
        for step in steps.progress(loaded, row.id)[1:]:
            if step.stored_status == "done" and not step.override_reason:
                assert steps.unmet(step.step, step.gate) == [], (row.name, step.step)


@own_draws
def test_the_meetings_of_then_know_nothing_of_later(loaded: Store) -> None:
    left = snapshots.recent(loaded, True, 9)[::-1]
    assert len(left) == 4
    for one in left:
        day, found = one.content["day"], one.content["processes"]
        live = [process for process in found if process["phase"] not in ("stopped", "closed")]
        for name in ("granted", "asked", "expected80"):
            amounts = [process["money"][name] for process in live if process["money"][name] is not None]
            assert one.content["totals"][name] == (sum(amounts) if amounts else None)
        for process in found:
            assert all(step["end"] <= day for step in process["steps"] if step["status"] == "done")
            unsure = [step for step in process["steps"] if step["status"] in ("open", "busy") and step["end"]]
            assert all(step["end"] >= day for step in unsure)
            assert (process["money"]["granted"] is None) == (process["phase"] in ("draft", "requested"))
            for reason in process["attention"]:
                if reason["kind"] == "planning":
                    late = process["steps"][reason["params"]["step"] - 1]
                    passed = dt.date.fromisoformat(day) - dt.date.fromisoformat(late["planned"])
                    assert reason["params"]["n"] == passed.days > 0 and late["status"] != "done"
                if reason["kind"] == "money":
                    assert reason["params"]["day"] <= day
    lines = [line for line in trend.of(loaded, True) if len(line.points) == 4]
    assert any(line.slip > 14 for line in lines) and any(line.slip == 0 for line in lines)


@own_draws
def test_loading_again_changes_nothing(loaded: Store, lead: User) -> None:
    with loaded.read() as c:
        before = exchange.tally(c)
    assert example.load(loaded, lead, TODAY + dt.timedelta(days=30)) == 24
    with loaded.read() as c:
        assert exchange.tally(c) == before


@own_draws
def test_a_load_that_broke_off_goes_on(sqlite_url: str, lead: User, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(sqlite_url)
    monkeypatch.setattr(example, "CASES", example.CASES[:4])
    real = steps.update
    calls = []

    def breaks(*arguments: object, **named: object) -> steps.StepProgress:
        calls.append(1)
        if len(calls) == 5:
            raise KeyboardInterrupt
        return real(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(steps, "update", breaks)
    with pytest.raises(KeyboardInterrupt):
        example.load(store, lead, TODAY)
    assert example.load(store, lead, TODAY) == 4
    assert len(processes.listing(store, closed=True)) == 4
    assert verify.verify(store).faults == []
    store.close()


@own_draws
def test_a_reader_loads_nothing(sqlite_url: str, people: dict[str, User]) -> None:
    store = open_store(sqlite_url)
    with pytest.raises(Refused):
        example.load(store, people["controller"], TODAY)
    assert processes.listing(store, closed=True) == []
    store.close()


@own_draws
def test_removing_takes_the_example_and_leaves_the_rest(
    store: Store, lead: User, client: User, ask: Callable[..., Request], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(example, "CASES", tuple(c for c in example.CASES if c.end == "approved")[:2])
    asked = ask()
    requests.approve(store, client, asked.id, 1, "Akkoord")
    mine = processes.listing(store)
    example.load(store, lead, TODAY)
    assert len(processes.listing(store, closed=True)) == 3
    for table in ("request", "verdict", "request_maker", "scenario_version"):
        with pytest.raises(sa.exc.IntegrityError, match="only be deleted"), store.write() as c:
            c.exec_driver_sql(f"delete from {table} where example = 0")
    assert example.remove(store, lead, "token") == 2
    assert example.remove(store, lead) == 0
    assert processes.listing(store, closed=True) == mine
    assert requests.get(store, asked.id).status == "approved"
    assert verify.verify(store).faults == []
    assert example.load(store, lead, TODAY) == 2
    assert verify.verify(store).faults == []

"""The figures in use: shipped, then learned, then own; and an approval that recomputes whatever changes after it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable

import pytest

from estimator import Benchmarks
from estimator.learning import learn, record
from portfolio import estimates, example, figures, learned, own_figures, requests, scenarios, verify
from portfolio.closed import closed
from portfolio.identity import User
from portfolio.processes import Process
from portfolio.requests import Request
from portfolio.store import NotFound, Store, open_store, triggers

from .conftest import SCOPE

LEAD = "tariff_process_lead"


def row(found: Benchmarks, id: str):
    return next(row for row in found.rows if row.id == id)


def with_other_figure(shipped: Benchmarks, id: str, likely: float) -> Benchmarks:
    """The benchmark file of a later version."""
    return Benchmarks.from_rows(
        dataclasses.replace(r, low=likely, likely=likely, high=likely) if r.id == id else r for r in shipped.rows
    )


def reopened(store: Store) -> Store:
    """The same database after a restart: nothing is remembered."""
    figures._sets.clear()
    figures._known.clear()
    return open_store(store.engine.url.render_as_string(hide_password=False))


def test_without_own_figures_the_shipped_ones_are_used(store: Store) -> None:
    assert figures.current(store) == estimates.shipped()
    assert figures.by_sha(store, estimates.shipped().sha256) == estimates.shipped()


def test_an_own_figure_counts_at_once_and_goes_when_restored(
    store: Store, lead: User, make: Callable[..., Process]
) -> None:
    id = make().id
    before = scenarios.base(store, id)
    own_figures.set_(store, lead, LEAD, None, 180, None, "Kostprijsmodel")
    used = figures.current(store)
    assert (row(used, LEAD).likely, row(used, LEAD).trust) == (180, "nl")
    assert row(used, "tariff_finance") == row(estimates.shipped(), "tariff_finance")
    dearer = scenarios.save(store, lead, id, "Basis", SCOPE, 1)
    assert before and dearer.result["cost_eur"]["p50"] > before.result["cost_eur"]["p50"]
    assert dearer.result["benchmarks_sha256"] == used.sha256
    assert figures.by_sha(store, used.sha256) is used
    own_figures.restore(store, lead, LEAD)
    assert figures.current(store) == estimates.shipped()
    assert scenarios.save(store, lead, id, "Basis", SCOPE, 2).result == before.result


def test_one_average_sets_every_tariff_without_a_figure_of_its_own(store: Store, lead: User) -> None:
    own_figures.set_(store, lead, "tariff_average", None, 99.5, None, "Gemiddelde kostprijs")
    own_figures.set_(store, lead, LEAD, None, 120, None, "Eigen functie")
    used = figures.current(store)
    tariffs = {r.id: r.likely for r in used.rows if r.driver.startswith("tariff.")}
    assert tariffs.pop(LEAD) == 120 and set(tariffs.values()) == {99.5}
    assert {r.id: r.likely for r in used.rows if r.driver.startswith("hired.")} == {
        r.id: r.likely for r in estimates.shipped().rows if r.driver.startswith("hired.")
    }


@pytest.mark.own_draws
def test_what_was_learned_counts_until_it_is_stopped_and_own_figures_go_before_it(
    sqlite_url: str, lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(sqlite_url)
    monkeypatch.setattr(example, "CASES", example.CLOSED[:5])
    example.load(store, lead, dt.date(2026, 11, 24))
    actual = ("hours", "cash_eur", "weeks", "hours_by_step", "weeks_by_step")
    found = learn(
        record(one.process_id, one.estimate, {name: getattr(one, name) for name in actual})
        for one in closed(store, example=True)
    )
    assert len(found.ids) == 5 and found.classes["hours"].n == 5
    own_figures.set_(store, lead, "lead_2", None, 2.5, None, "Onze ervaring")
    learned.adopt(store, lead, found.to_dict())
    used, shipped = figures.current(store), estimates.shipped()
    changed = {r.id for r, before in zip(used.rows, shipped.rows, strict=True) if r != before}
    assert len(changed) > 100 and row(used, "lead_2").likely == 2.5
    assert row(used, "lead_3").likely != row(shipped, "lead_3").likely
    assert Benchmarks.from_csv(used.to_csv()).rows == used.rows
    learned.stop(store, lead)
    own_figures.restore(store, lead, "lead_2")
    assert figures.current(store) == shipped
    assert verify.verify(store).faults == []
    store.close()


def test_the_set_is_made_once_as_long_as_nothing_changes(
    store: Store, lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_figures.set_(store, lead, LEAD, None, 120, None, "reden")
    made = figures.current(store)
    monkeypatch.setattr(figures, "_composed", lambda *_: pytest.fail("made again"))
    assert figures.current(store) is made


def test_a_set_is_used_as_it_is_stored(store: Store, lead: User) -> None:
    own_figures.set_(store, lead, "lead_2", None, 7 / 3, None, 'Zegt "wij"\r\n; y, é \u2028 =1+1')
    used = figures.current(store)
    again = Benchmarks.from_csv(used.to_csv())
    assert (again, again.rows) == (used, used.rows)


def test_a_set_of_before_a_restart_comes_from_the_database(
    store: Store, lead: User, ask: Callable[..., Request]
) -> None:
    own_figures.set_(store, lead, LEAD, None, 120, None, "reden")
    asked = ask()
    again = reopened(store)
    assert row(figures.by_sha(again, asked.benchmarks_sha256), LEAD).likely == 120
    with pytest.raises(NotFound):
        figures.by_sha(again, "0" * 64)
    again.close()


def test_a_figure_of_a_row_that_a_later_version_dropped_is_not_used(
    store: Store, lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_figures.set_(store, lead, LEAD, None, 120, None, "reden")
    fewer = Benchmarks.from_rows(r for r in estimates.shipped().rows if r.id != LEAD)
    monkeypatch.setattr(estimates, "shipped", lambda: fewer)
    assert figures.current(store) == fewer
    assert LEAD in own_figures.current(store)


@pytest.fixture
def approved(store: Store, lead: User, client: User, ask: Callable[..., Request]) -> Request:
    """Approved with own figures in use."""
    own_figures.set_(store, lead, LEAD, None, 131.25, None, "Kostprijsmodel")
    own_figures.set_(store, lead, "lead_2", 1, 2.5, 4, "Onze eigen ervaring")
    asked = ask()
    return requests.approve(store, client, asked.id, 1, "Akkoord")


@pytest.mark.own_draws
def test_an_approval_recomputes_to_the_cent_whatever_changes_after_it(
    store: Store, lead: User, approved: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert approved.benchmarks_sha256 != estimates.shipped().sha256
    own_figures.set_(store, lead, LEAD, None, 90, None, "Nieuwe loonronde")
    own_figures.restore(store, lead, "lead_2")
    later = with_other_figure(estimates.shipped(), "tariff_finance", 140.0)
    monkeypatch.setattr(estimates, "shipped", lambda: later)
    again = reopened(store)
    assert row(figures.current(again), "tariff_finance").likely == 140
    report = verify.verify(again)
    assert (report.faults, report.recomputed, report.not_recomputed) == ([], 1, [])
    assert requests.get(again, approved.id) == approved
    fresh = requests.submit(again, lead, approved.process_id, approved.finance)
    assert fresh.cost_cents != approved.cost_cents
    again.close()


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("update own_figure set likely = 140, high = 140 where audit_number = 1", "own figure tariff_process_lead"),
        ("delete from own_figure where key = 'lead_2'", "An own figure lead_2 is in the audit chain"),
        ("update benchmark_set set csv = replace(csv, '131.25', '130.25')", "benchmark figures"),
    ],
)
def test_tampering_with_what_an_approval_rests_on_is_found(
    store: Store, approved: Request, statement: str, says: str
) -> None:
    with store.write() as c:
        triggers.drop_all(c)
        c.exec_driver_sql(statement)
        triggers.create_all(c)
    again = reopened(store)
    assert any(says in fault.message for fault in verify.verify(again).faults)
    again.close()

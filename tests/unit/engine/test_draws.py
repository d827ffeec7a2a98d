"""Permanent columns, two-piece lognormal, two-level dependence. Specification: docs/method, sections on draws."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimator import Benchmarks, Scope, estimate
from estimator.draws import Z90, Factors, N, base, column, two_piece, uncertain, unit_draws
from tests.unit.engine.helpers import BASE, chance, item, only, shipped


def test_columns_are_permanent():
    """These numbers may never change: approved estimates recompute from them."""
    b = base()
    assert b.shape == (512, 8192)
    assert [round(float(x), 4) for x in (b[0, 0], b[11, 1], b[287, 8191], b[511, 4096])] == PERMANENT
    assert abs(float(b.mean())) < 1e-3
    assert float(b.std()) == pytest.approx(1, abs=2e-3)


PERMANENT = [0.3904, -0.6764, 1.2288, 0.246]


@given(st.floats(0.1, 100), st.floats(1.0, 10), st.floats(1.0, 10))
def test_three_points_are_hit_exactly(likely, down, up):
    low, high = likely / down, likely * up
    got = two_piece(np.array([-Z90, 0.0, Z90]), low, likely, high)
    assert got == pytest.approx([low, likely, high])


@given(st.floats(1.0, 5), st.floats(0, 5))
def test_raising_the_high_figure_lowers_no_draw_and_moves_only_the_upper_half(up, more):
    z = column(40)
    before, after = two_piece(z, 0.5, 1.0, 1.0 + up), two_piece(z, 0.5, 1.0, 1.0 + up + more)
    assert (after >= before - 1e-12).all()
    assert (after[z < 0] == before[z < 0]).all()


def test_p10_p50_p90_of_a_row_within_sampling_error():
    draws = 12 * unit_draws(only(item(low=8.0, likely=12.0, high=25.0)), None)["test"]
    assert np.quantile(draws, [0.1, 0.5, 0.9]) == pytest.approx([8, 12, 25], rel=0.03)


@pytest.mark.parametrize("key", [None, "p-1"])
@pytest.mark.parametrize(
    "added",
    [
        item(id="extra", column=286),
        item(id="extra", column=286, driver="event.storm"),
        item(id="extra", column=415, kind="weeks", driver="lead_extra", role=""),
        replace(chance("storm", 0.5), id="extra", column=490),
    ],
    ids=["item", "impact of an event", "lead time", "chance of an event"],
)
def test_adding_a_row_leaves_every_other_column_bit_equal(added, key):
    before = unit_draws(shipped(), key)
    after = unit_draws(Benchmarks.from_rows([added, *shipped().rows]), key)
    assert set(after) == set(before) | {"extra"}
    assert all(np.array_equal(after[k], v) for k, v in before.items())


def test_draws_are_shared_and_read_only():
    draws, fresh = unit_draws(shipped(), "p-shared"), Factors("p-shared")
    for row in shipped().rows:
        assert not draws.of(row).flags.writeable
        assert np.array_equal(draws.of(row), fresh.draws(row) if uncertain(row) else np.ones(N))
        assert draws.of(row) is draws.of(row)


def test_only_the_rows_that_a_scope_reads_are_drawn(monkeypatch):
    """A scope reads half of the rows; in what order, and what else was read before, changes no number."""
    key, drawn = "p-some-rows", []
    usual = Factors.draws
    monkeypatch.setattr(Factors, "draws", lambda self, row: drawn.append(row.id) or usual(self, row))
    found = estimate(Scope.from_dict(BASE), shipped(), process_key=key)
    assert len(drawn) == len(set(drawn)) < 0.6 * len(shipped().rows)
    unit_draws.cache_clear()
    everything = unit_draws(shipped(), key)
    for id in reversed(list(everything)):
        assert everything[id].shape == (N,)
    assert estimate(Scope.from_dict(BASE), shipped(), process_key=key) == found


def test_draws_by_cases_and_at_once_are_the_same_numbers():
    """``two_piece`` takes both sides together; by cases it is the definition."""
    z = np.concatenate([base()[40].astype(np.float64), [0.0, -0.0, -9.0, 9.0]])
    for low, likely, high in ((8.0, 12.0, 25.0), (1.0, 1.0, 3.0), (0.5, 1.0, 1.0), (2.0, 2.0, 2.0)):
        below, above = np.log(likely / low) / Z90, np.log(high / likely) / Z90
        assert np.array_equal(two_piece(z, low, likely, high), likely * np.exp(np.where(z < 0, below, above) * z))


def test_events_move_with_nothing_else():
    """Chance and impact of an event are independent of each other, of its other rows and of the items of its step."""
    draws = unit_draws(shipped(), None)
    names = ["event_storm", "event_storm_lead", "event_storm_comm", "event_storm_weeks", "event_venue_lost"]
    item_of_step = next(r.id for r in shipped().items if r.step == 8 and r.id in draws and "event" not in r.driver)
    found = np.corrcoef([np.log(draws[n]) if draws[n].min() > 0 else draws[n] for n in [*names, item_of_step]])
    assert np.abs(found - np.eye(len(found))).max() < 0.04


def test_two_level_dependence():
    """ρ within a step .4, between steps .2 (docs/method)."""
    rows = [
        item(id=f"a{s}{k}", step=s, low=1 / 1.5, likely=1.0, high=1.5, column=32 + 10 * s + k)
        for s in (3, 6)
        for k in range(4)
    ]
    logs = {k: np.log(v) for k, v in unit_draws(only(*rows), None).items() if k.startswith("a")}
    within = np.mean([np.corrcoef(logs["a30"], logs[f"a3{k}"])[0, 1] for k in (1, 2, 3)])
    between = np.mean([np.corrcoef(logs[f"a3{k}"], logs[f"a6{k}"])[0, 1] for k in range(4)])
    assert within == pytest.approx(0.4, abs=0.02)
    assert between == pytest.approx(0.2, abs=0.02)


def test_processes_share_only_the_programme_factor():
    assert (column(0, "a") == column(0, "b")).all()
    assert (
        not (column(50, "a") == column(50, "b")).any()
        or abs(np.corrcoef(column(50, "a"), column(50, "b"))[0, 1]) < 0.05
    )
    assert sorted(column(50, "a")) == sorted(column(50))
    assert len(column(50, "a")) == N


def test_a_fixed_price_has_no_draws():
    assert "test" not in unit_draws(only(item(low=10.0, high=10.0)), None)


def test_the_hash_covers_every_figure():
    rows = list(shipped().rows)
    rows[3] = replace(rows[3], likely=rows[3].likely * 1.0001, high=rows[3].high * 2)
    assert Benchmarks.from_rows(rows).sha256 != shipped().sha256
    assert Benchmarks.from_csv(shipped().to_csv()) == shipped()

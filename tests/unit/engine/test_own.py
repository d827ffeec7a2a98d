"""Own figures in the place of benchmarks: what changes, what stays, and what is refused."""

from __future__ import annotations

import pytest

from estimator import BenchmarkError, Benchmarks, Scope, estimate
from estimator.benchmarks import OWN
from estimator.own import SOURCE, Own, with_own
from estimator.sensitivity import tornado
from tests.unit.engine.helpers import BASE, shipped


def test_an_own_figure_keeps_everything_but_the_number_and_its_origin():
    before = {r.id: r for r in shipped().rows}
    found = with_own(shipped(), {"plan_script": Own(8, 16, 30, "Gemeten bij drie processen", "2026")})
    after = {r.id: r for r in found.rows}
    row, was = after.pop("plan_script"), before.pop("plan_script")
    assert after == before
    assert (row.low, row.likely, row.high, row.grade, row.source) == (8, 16, 30, OWN, SOURCE)
    assert (row.id, row.column, row.step, row.driver, row.unit) == (was.id, was.column, was.step, was.driver, was.unit)
    assert row.trust == "nl" and was.trust == "assumed"
    assert Benchmarks.from_csv(found.to_csv()).sha256 == found.sha256


def test_one_average_tariff_counts_for_every_role_without_its_own():
    own = {"tariff_average": Own(97.5, 97.5, 97.5), "tariff_analyst": Own(80, 80, 80)}
    rows = {r.id: r for r in with_own(shipped(), own).rows}
    assert rows["tariff_process_lead"].likely == 97.5
    assert rows["tariff_analyst"].likely == 80
    assert rows["hired_analyst"].likely == 105


def test_nothing_own_and_a_restored_figure_are_the_shipped_set_again():
    assert with_own(shipped(), {}) is shipped()
    changed = with_own(shipped(), {"tariff_average": Own(97.5, 97.5, 97.5)})
    assert changed.sha256 != shipped().sha256


def test_a_row_without_a_column_stays_certain():
    row = next(r for r in with_own(shipped(), {"tariff_finance": Own(50, 90, 130)}).rows if r.id == "tariff_finance")
    assert (row.low, row.likely, row.high) == (90, 90, 90)


def test_an_own_price_is_of_the_year_it_was_set():
    rows = {r.id: r for r in with_own(shipped(), {"room_large": Own(90, 110, 180, "", "2026")}).rows}
    assert rows["room_large"].price_year == 2026
    hours = {r.id: r for r in with_own(shipped(), {"plan_script": Own(8, 16, 30, "", "2026")}).rows}
    assert hours["plan_script"].price_year is None


def test_an_unknown_figure_is_refused_by_name():
    with pytest.raises(BenchmarkError, match="goud: there is no benchmark"):
        with_own(shipped(), {"goud": Own(1, 2, 3)})


def test_trust_and_total_follow_own_tariffs_and_return():
    scope = Scope.from_dict(BASE)
    own = with_own(shipped(), {"tariff_average": Own(80, 80, 80)})
    a, b = estimate(scope), estimate(scope, own)
    assert b.cost_eur["p50"] < a.cost_eur["p50"]
    assert b.trust["assumed"] < a.trust["assumed"]
    assert b.trust_hours["assumed"] == pytest.approx(a.trust_hours["assumed"], abs=0.01)  # hours need no tariff
    assert estimate(scope, with_own(own, {})).cost_eur == b.cost_eur


def test_the_draws_of_other_figures_do_not_move():
    scope = Scope.from_dict(BASE)
    own = with_own(shipped(), {"plan_script": Own(8, 16, 30)})
    same = [b["key"] for b in tornado(scope, own)]
    assert same[:3] == [b["key"] for b in tornado(scope)][:3]

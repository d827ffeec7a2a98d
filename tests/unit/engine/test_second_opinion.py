"""A second engine, written apart: plain Monte Carlo with fresh draws and row-by-row loops. Both must agree.

It shares only the benchmark rows and the quantities with the real one: distributions, dependence, the case-to-case
factor, prices and percentiles are written again from docs/method.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from estimator import Benchmarks, Scope, estimate
from estimator.drivers import UNCERTAIN, counts
from tests.unit.engine.helpers import BASE, shipped

N = 200_000
SCOPES = [
    {**BASE},
    {**BASE, "conversations": 5, "conversations_by_form": {"burgerberaad": 5}, "options": ["expense_fee"]},
    {**BASE, "preset": "uitgebreid", "own_staff_share": 0.4, "level": "adviseren"},
]


def certain_drivers() -> Benchmarks:
    """The shipped rows without those whose quantity is itself uncertain."""
    return Benchmarks.from_rows(r for r in shipped().rows if not r.is_item or r.driver not in UNCERTAIN)


def by_hand(scope: Scope, figures: Benchmarks) -> np.ndarray:
    """Cost of every draw."""
    rng = np.random.default_rng(20261123)
    number = counts(scope, figures)
    programme = rng.standard_normal(N)
    steps = {s: rng.standard_normal(N) for s in range(11)}
    total = np.zeros(N)
    for row in figures.rows:
        if not row.is_item or not row.applies(scope):
            continue
        forms = [f for f in row.forms or () if not f.startswith("!")]
        quantity = number.of(row.driver, forms or None)
        z = math.sqrt(0.2) * programme + math.sqrt(0.2) * steps[row.step] + math.sqrt(0.6) * rng.standard_normal(N)
        if not row.step:
            z = math.sqrt(0.4) * programme + math.sqrt(0.6) * rng.standard_normal(N)
        down, up = (math.log(row.likely / row.low) / 1.2815516, math.log(row.high / row.likely) / 1.2815516)
        value = row.likely * np.exp(z * np.where(z < 0, down, up))
        total += value * quantity * price(row, scope, figures)
    factor = np.exp(math.log(1.378) / 1.2815516 * rng.standard_normal(N))
    return total * factor


def price(row, scope: Scope, figures: Benchmarks) -> float:
    """Euros for one unit of a row."""
    if row.kind != "hours":
        per_year = {2023: 0.038, 2024: 0.033, 2025: 0.033, 2022: 0.10, 2021: 0.027, 2020: 0.013, 2019: 0.026}
        years = range((row.price_year or 2026) + 1, 2027)
        indexed = math.prod(1 + per_year.get(y, 0.0) for y in years)
        return indexed / (1.21 if row.vat == "incl" else 1)
    uplift = sum(
        u.likely for u in figures.rows if u.driver == "uplift" and u.applies(scope) and u.step in (0, row.step)
    )
    hireable = row.role in ("process_lead", "facilitator", "communication", "analyst", "support")
    share = scope.own_staff_share if hireable else 1.0
    tariff = {r.driver: r.likely for r in figures.rows if r.driver.startswith(("tariff.", "hired."))}
    hired = tariff.get(f"hired.{row.role}", 0.0)
    return (1 + uplift) * (share * tariff[f"tariff.{row.role}"] + (1 - share) * hired)


@pytest.mark.parametrize("data", SCOPES)
def test_both_engines_agree(data):
    scope, figures = Scope.from_dict(data), certain_drivers()
    real, other = estimate(scope, figures), by_hand(scope, figures)
    for name, p in (("p10", 0.1), ("p50", 0.5), ("p80", 0.8), ("p90", 0.9)):
        assert real.cost_eur[name] == pytest.approx(float(np.quantile(other, p)), rel=0.012), name

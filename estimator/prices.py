"""What an hour and a euro cost: tariffs by role, own and hired, price level and VAT."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache, cached_property

from estimator.benchmarks import Benchmarks, Row
from estimator.codes import HIREABLE, ROLES
from estimator.places import DATA
from estimator.scope import Scope

VAT_RATE = 0.21  # general Dutch rate


@cache
def consumer_prices() -> dict[int, float]:
    """Yearly change of Dutch consumer prices (CBS), as a fraction by year (data/price_index.csv)."""
    with open(DATA / "price_index.csv", encoding="utf-8", newline="") as f:
        return {int(r["year"]): float(r["cpi_change_pct"]) / 100 for r in csv.DictReader(f)}


def index_factor(price_year: int | None, target: int) -> float:
    """From one price level to another with the known consumer prices; undated figures and unknown years stay as is.

    >>> round(index_factor(2022, 2024), 4)
    1.0723
    >>> index_factor(None, 2026)
    1.0
    """
    if price_year is None:
        return 1.0
    known = consumer_prices()
    first, last = sorted((price_year, target))
    factor = 1.0
    for year in range(first + 1, last + 1):
        factor *= 1 + known.get(year, 0.0)
    return factor if target >= price_year else 1 / factor


def vat_factor(vat: str) -> float:
    """By what a price must be divided to exclude VAT. Unknown counts as excluding, so that a total isn't too low."""
    return 1 + VAT_RATE if vat == "incl" else 1.0


@dataclass(frozen=True)
class Rates:
    """Euros an hour by role and the share of hours that own staff does."""

    own: dict[str, float]
    hired: dict[str, float]
    own_share: dict[str, float]
    given: frozenset[str]  # roles whose own tariff the user gave
    rows: dict[str, Row]  # the benchmark behind an own tariff
    hired_given: frozenset[str]  # roles whose hired tariff the user gave
    hired_rows: dict[str, Row]  # the benchmark behind a hired tariff

    def split(self, role: str) -> tuple[float, float]:
        """(own, cash) euros for one hour of a role."""
        return self._split[role]

    @cached_property
    def _split(self) -> dict[str, tuple[float, float]]:
        share = self.own_share
        return {r: (share[r] * own, (1 - share[r]) * self.hired.get(r, 0.0)) for r, own in self.own.items()}

    def trust(self, role: str) -> list[str]:
        """Where the tariffs that an hour of this role is paid with come from; the user's own need no source."""
        share, behind = self.own_share[role], []
        if share > 0 and role not in self.given:
            behind.append(self.rows.get(role))
        if share < 1 and role not in self.hired_given:
            behind.append(self.hired_rows.get(role))
        return [row.trust if row else "assumed" for row in behind]


def rates(scope: Scope, benchmarks: Benchmarks) -> Rates:
    """The user's tariff per role, else the user's average, else the benchmark at the scope's price level."""

    def tariff(given: dict[str, float], name: str, role: str) -> float:
        if role in given:
            return given[role]
        if "average" in given:
            return given["average"]
        row = benchmarks.parameter(f"{name}.{role}", scope)
        return row.likely * index_factor(row.price_year, scope.price_year) if row else 0.0

    share = scope.own_staff_share
    return Rates(
        {r: tariff(scope.tariffs, "tariff", r) for r in ROLES},
        {r: tariff(scope.hired_tariffs, "hired", r) for r in ROLES if r in HIREABLE},
        {r: (share if r in HIREABLE else 1.0) for r in ROLES},
        frozenset(r for r in ROLES if r in scope.tariffs or "average" in scope.tariffs),
        {r: row for r in ROLES if (row := benchmarks.parameter(f"tariff.{r}", scope))},
        frozenset(r for r in HIREABLE if r in scope.hired_tariffs or "average" in scope.hired_tariffs),
        {r: row for r in ROLES if r in HIREABLE and (row := benchmarks.parameter(f"hired.{r}", scope))},
    )

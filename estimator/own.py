"""Own figures: a municipality's own number in the place of a shipped benchmark, with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from estimator.benchmarks import OWN, BenchmarkError, Benchmarks, Row

SOURCE = "eigen cijfer"
# An own figure is at most this, by kind of its row.
HIGHEST = {
    "hours": 10_000.0,
    "euro": 10_000_000.0,
    "euro_per_week": 1_000_000.0,
    "weeks": 520.0,
    "probability": 1.0,
    "fraction": 10.0,
    "rate": 400.0,
    "count": 1_000_000.0,
}
TARIFF = (1.0, 500.0)  # euros an hour
AVERAGES = {"tariff_average": "tariff.", "hired_average": "hired."}


@dataclass(frozen=True)
class Own:
    """An own figure in the unit of its row; ``year`` is that of the price level, empty when it has none."""

    low: float
    likely: float
    high: float
    reason: str = ""
    year: str = ""


def with_own(benchmarks: Benchmarks, figures: Mapping[str, Own]) -> Benchmarks:
    """The benchmarks with own figures in place: row id → figure, or an average for every tariff without its own.

    Such a row has grade ``own`` and counts as documented in the Netherlands; id, column, step, driver, unit and
    conditions stay. A row without a draw column stays certain: then only ``likely`` counts. Raises BenchmarkError for
    an id that no row has. No figures: the same set, with the same hash.
    """
    known = {r.id for r in benchmarks.rows} | set(AVERAGES)
    unknown = [key for key in figures if key not in known]
    if unknown:
        raise BenchmarkError(f"{unknown[0]}: there is no benchmark with this id")
    if not figures:
        return benchmarks
    return Benchmarks.from_rows(_placed(row, figures) for row in benchmarks.rows)


def _placed(row: Row, figures: Mapping[str, Own]) -> Row:
    found = figures.get(row.id)
    if found is None:
        key = next((name for name, prefix in AVERAGES.items() if row.driver.startswith(prefix)), None)
        found = figures.get(key) if key else None
    return row if found is None else own_row(row, found)


def own_row(row: Row, figure: Own) -> Row:
    """One row with an own figure in its place; own prices exclude VAT and are of the year they were set."""
    certain, priced = row.column is None, row.kind in ("euro", "euro_per_week")
    low, high = (figure.likely, figure.likely) if certain else (figure.low, figure.high)
    return replace(
        row,
        low=low,
        likely=figure.likely,
        high=high,
        p_low=0.1,
        p_high=0.9,
        grade=OWN,
        source=SOURCE,
        publisher="eigen gemeente",
        source_year=figure.year,
        url="",
        country="NL",
        note=figure.reason,
        note_en=figure.reason,
        vat="excl" if priced and row.vat != "none" else row.vat,
        price_year=int(figure.year) if priced and figure.year.isdigit() else None,
    )

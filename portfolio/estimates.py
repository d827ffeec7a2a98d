"""The one place where records meet the estimator: compute, and compute again later from what was stored."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import estimator
from estimator.places import place
from portfolio.store.codec import canonical, cents

FIGURES = ("cost_eur", "cash_eur", "own_hours_eur", "estimate_eur", "contingency_eur", "finish", "by_year", "by_step")


@dataclass(frozen=True)
class Computed:
    """An estimate with all it rests on: enough to compute it again to the cent with the same engine."""

    scope: dict[str, Any]
    estimate: dict[str, Any]
    benchmarks_csv: str
    benchmarks_sha256: str
    benchmarks_rows: int
    engine: str
    process_key: str
    figures: Any = field(default=None, compare=False, repr=False)  # the benchmarks, as they were used

    @property
    def cost_cents(self) -> int:
        """All that is asked, in cents."""
        return cents(self.estimate["request"]["cost_eur"])

    @property
    def cash_cents(self) -> int:
        """The part that is paid out, in cents."""
        return cents(self.estimate["request"]["cash_eur"])

    @property
    def own_cents(self) -> int:
        """The part that is own hours, in cents."""
        return cents(self.estimate["request"]["own_hours_eur"])

    @property
    def finish(self) -> dt.date:
        """The date that is asked."""
        return dt.date.fromisoformat(self.estimate["request"]["finish"])

    def summary(self) -> dict[str, Any]:
        """What lists show of a scenario: figures without the items behind them."""
        kept = ("cost_eur", "cash_eur", "own_hours_eur", "own_hours", "weeks", "finish", "joint80", "request", "trust")
        return {name: self.estimate.get(name) for name in (*kept, "probability_of_deadline", "warnings")} | {
            "engine": self.engine,
            "benchmarks_sha256": self.benchmarks_sha256,
        }


@functools.cache
def shipped() -> Any:
    """The benchmarks that come with this version."""
    return estimator.Benchmarks.load()


def compute(scope: Mapping[str, Any], process_key: str, benchmarks: Any = None) -> Computed:
    """Estimate a scope for a process. Raises estimator.ScopeError that names every faulty field."""
    used = benchmarks if benchmarks is not None else shipped()
    read = estimator.Scope.from_dict(dict(scope))
    found = estimator.estimate(read, used, process_key=process_key)
    return Computed(
        scope=read.to_dict(),
        estimate=found.to_dict(),
        benchmarks_csv=used.to_csv(),
        benchmarks_sha256=used.sha256,
        benchmarks_rows=len(used.rows),
        engine=str(estimator.ENGINE),
        process_key=process_key,
        figures=used,
    )


def again(content: Mapping[str, Any], benchmarks_csv: str) -> bool | None:
    """Whether a stored request still comes out to the cent; None when another engine made it ("niet herrekend")."""
    if content["engine"] != str(estimator.ENGINE):
        return None
    fresh = compute(content["scope"], content["process_key"], estimator.Benchmarks.from_csv(benchmarks_csv))
    asked, now = content["estimate"]["request"], fresh.estimate["request"]
    return all(canonical(asked.get(name)) == canonical(now.get(name)) for name in FIGURES)


def is_municipality(code: str) -> bool:
    """True for the code of a Dutch municipality."""
    return place(code) is not None

"""The usual overrun: how much more public processes took than planned, as a line of its own beside the estimate.

The rows ``overrun.money`` and ``overrun.time`` hold the factor actual ÷ planned (P10, middle, P90), computed from the
overrun columns of data/reference_cases.csv: normal-inverse-gamma on ln(actual ÷ planned) with four imaginary processes
without an overrun (m₀ = 0, κ₀ = 4, ν₀ = 6, s₀ = .25; reference 2.8). Few cases, leaning high: never part of the
contingency, and off unless the user switches it on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from estimator.benchmarks import Row
from estimator.model import Parts


@dataclass(frozen=True)
class Overrun:
    """Factors on the middle estimate (1 = as planned) and whether they count in what is asked."""

    on: bool
    money: float
    time: float
    rows: dict[str, Row]

    def to_dict(self, eur: float, weeks: float) -> dict[str, Any]:
        """What it adds (or would add) in euros and to these middle weeks, with spread and source of both factors."""
        found: dict[str, Any] = {
            "on": self.on,
            "eur": eur,
            "weeks": round((self.time - 1) * weeks, 1),
        }
        for name, row in self.rows.items():
            kept = ("low", "likely", "high", "grade", "source", "note", "note_en")
            found[name] = {key: getattr(row, key) for key in kept}
        return found


def overrun(p: Parts) -> Overrun:
    """The usual overrun of a scope; nothing where the benchmarks have no row for it, and never an underrun."""
    rows = {}
    for name in ("money", "time"):
        row = p.benchmarks.parameter(f"overrun.{name}", p.scope)
        if row is not None:
            rows[name] = row
    money, time = (max(rows[name].likely, 1.0) if name in rows else 1.0 for name in ("money", "time"))
    return Overrun(p.scope.overrun, money, time, rows)

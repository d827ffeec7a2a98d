"""The deterministic figure as a sum that can be written out: count × part × benchmark × factor × tariff, row by row.

Everything at its likely value and unrounded, so that the lines add up to ``deterministic_eur`` to the cent.
"""

from __future__ import annotations

from dataclasses import dataclass

from estimator.benchmarks import Benchmarks
from estimator.model import Parts, parts, point
from estimator.prices import Rates
from estimator.scope import Scope


@dataclass(frozen=True)
class Line:
    """One row: euros = count × part × likely × factor × the tariff of its role (1 for a purchase).

    ``count``: how many there are of the driver in all; ``part``: the share of them that this row is for;
    ``factor``: price level and VAT of a purchase, or what hours take more (first time, a draft laid open).
    """

    id: str
    role: str  # empty for purchases
    driver: str
    count: float
    part: float
    likely: float
    factor: float


@dataclass(frozen=True)
class Calculation:
    """Every line and the tariffs behind them: euros an hour by role (own, hired) and the share of own staff."""

    lines: tuple[Line, ...]
    rates: Rates

    @property
    def total(self) -> float:
        """What the lines add up to, in euros.

        >>> from estimator import Benchmarks, Scope, estimate
        >>> scope = Scope.from_dict({"stakeholder_groups": 3, "conversations": 8, "resident_reach": 2000})
        >>> figures = Benchmarks.load()
        >>> round(calculation(scope, figures).total, 2) == estimate(scope, figures).deterministic_eur
        True
        """
        return sum(self.amount(line) for line in self.lines)

    def amount(self, line: Line) -> float:
        """Euros of one line."""
        tariff = sum(self.rates.split(line.role)) if line.role else 1.0
        return line.count * line.part * line.likely * line.factor * tariff


def calculation(scope: Scope, benchmarks: Benchmarks) -> Calculation:
    """The lines of a scope; what only costs something when an event happens is no part of it."""
    p = parts(scope, benchmarks)
    det = point(p)
    case = float(det.case_money[0])
    found = []
    for i, row in enumerate(p.rows):
        group = p.groups[p.group_of[i]]
        if group.event:
            continue
        drawn = float(det.drivers[group.driver][0]) if group.driver else 1.0
        quantity = float(p.quantities[i])
        count = drawn if group.driver else p.number.of(row.driver)
        part = quantity * drawn / count if count else 0.0
        factor = float(p.amounts[i]) / (quantity * row.likely) * case if row.likely else 0.0
        found.append(Line(row.id, _role(p, i), row.driver, count, part, row.likely, factor))
    return Calculation(tuple(found), p.rates)


def _role(p: Parts, at: int) -> str:
    row = p.rows[at]
    return row.role if row.kind == "hours" else ""

"""A slider on fixed items: new percentiles in a fraction of a millisecond, on the draws that are there already.

For changes that only make rows cheaper or dearer (an amount, a tariff, a price). The network of steps is kept: when
more hours should also take more weeks, ``estimate`` is the answer.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from estimator.benchmarks import Benchmarks
from estimator.draws import unit_draws
from estimator.model import parts, simulate
from estimator.quantiles import place
from estimator.scope import Scope

Array = NDArray[np.float64]


class Quick:
    """The draws of one estimate, ready for sliders. Make it with ``Quick.of``; it never changes.

    >>> quick = Quick.of(Scope.from_dict({"stakeholder_groups": 5, "conversations": 8, "resident_reach": 2000}))
    >>> quick.figures({})["cost_p80"] < quick.figures({"weekly_process_lead_sober": 2.0})["cost_p80"]
    True
    """

    def __init__(self, cost: Array, weeks: Array, by_row: dict[str, Array]) -> None:
        self._cost, self._by_row = cost, by_row
        self._weeks_p80 = float(np.partition(weeks, place(len(weeks), 0.8))[place(len(weeks), 0.8)])
        self._in_time = weeks <= self._weeks_p80

    @classmethod
    def of(cls, scope: Scope, benchmarks: Benchmarks | None = None, process_key: str | None = None) -> Quick:
        """The draws of a scope: cost (n,), weeks (n,) and the cost of every row (n,)."""
        figures = benchmarks or Benchmarks.load()
        p = parts(scope, figures)
        out = simulate(p, process_key)
        drawn = unit_draws(figures, process_key)
        by_row = {}
        for i, row in enumerate(p.rows):
            driver = p.groups[p.group_of[i]].driver
            euros = drawn.of(row) * (p.amounts[i] * sum(p.rate(row))) * out.case_money
            by_row[row.id] = euros * out.drivers[driver] if driver else euros
        return cls(out.cost, out.weeks, by_row)

    def figures(self, scale: Mapping[str, float]) -> dict[str, float]:
        """P50 and P80 of cost (euros), P80 of weeks and how often both P80s hold, with some amounts multiplied.

        ``scale``: row id → factor. Raises KeyError for a row that isn't in the estimate.
        """
        cost = self._cost
        for id, factor in scale.items():
            cost = cost + (factor - 1) * self._by_row[id]
        n = len(cost)
        found = np.partition(cost, (place(n, 0.5), place(n, 0.8)))
        p80 = float(found[place(n, 0.8)])
        return {
            "cost_p50": float(found[place(n, 0.5)]),
            "cost_p80": p80,
            "weeks_p80": self._weeks_p80,
            "joint_confidence": float(np.count_nonzero((cost <= p80) & self._in_time)) / n,
        }

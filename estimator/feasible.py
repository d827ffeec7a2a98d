"""Feasibility map: how likely budget and date hold, over the size of a process and the weeks or money it gets.

One run of the model for each size; all weeks or budgets are then counted on those draws.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from math import floor, log10
from typing import Any

import numpy as np
from numpy.typing import NDArray

from estimator.benchmarks import Benchmarks
from estimator.codes import N_, Fault, ScopeError
from estimator.model import Outcome, parts, simulate
from estimator.promise import CONFIDENCE, Promise, promise
from estimator.quantiles import four_days, quantile
from estimator.scope import Scope
from estimator.vary import Axis
from estimator.workdays import COMPUTED

MOST = 15
X, Y = ("conversations", "resident_reach"), ("weeks", "budget")
ROUND = (1, 2, 3, 4, 5, 6, 8, 10)
_RANGE = N_("{field}: {value} is out of range; allowed is {low} to {high}")
_CHOICE = N_("{field}: {value} is not known; allowed is {allowed}")
Array = NDArray[np.float64]


def feasibility_map(
    scope: Scope,
    benchmarks: Benchmarks | None = None,
    *,
    x: str = "conversations",
    y: str = "weeks",
    budget: float | None = None,
    before: dt.date | None = None,
    xs: Sequence[int] | None = None,
    ys: Sequence[float] | None = None,
    process_key: str | None = None,
) -> dict[str, Any]:
    """The chance (0–1) that budget and date both hold, for sizes ``xs`` (conversations or residents) and ``ys`` (weeks
    from the start, or euros); at most 15 of each, round ones with the current point among them when not given.

    With weeks up, ``budget`` is the money that there is (None: not asked) and ``before`` marks the current point; with
    budget up the other way round. Without ``before`` the deadline of the scope counts, if any. Without a current value
    the point stands at the P80.

    ``x`` and ``y``: ``name`` and ``values``; ``probability``: a row per y, a value per x; ``current``: x, y and
    probability of the scope as it is. Raises ScopeError naming every faulty field.
    """
    figures, axis = benchmarks or Benchmarks.load(), _axis(scope, x, y, xs, ys)
    end = before or scope.deadline
    wanted = Promise(None, None) if budget is None and end is None else promise(scope, budget, end)
    sizes = list(xs) if xs is not None else around(axis)
    outcomes = {k: simulate(parts(axis.at(k), figures), process_key) for k in sorted({*sizes, axis.now})}
    edges = (outcomes[min(sizes)], outcomes[max(sizes)])
    here = _here(outcomes[axis.now], wanted, y)
    values = list(ys) if ys is not None else sorted({here, *_values(edges, y)})
    columns = [chances(outcomes[k], wanted, y, values) for k in sizes]
    return {
        "x": {"name": x, "values": sizes},
        "y": {"name": y, "values": values},
        "probability": [[round(column[i], 4) for column in columns] for i in range(len(values))],
        "current": {
            "x": axis.now,
            "y": here,
            "probability": round(chances(outcomes[axis.now], wanted, y, [here])[0], 4),
        },
        "budget": budget if y == "weeks" else None,
        "before": end.isoformat() if end and y == "budget" else None,
    }


def chances(out: Outcome, wanted: Promise, y: str, values: Sequence[float]) -> list[float]:
    """Share of the draws that hold at each number of weeks (with the wanted budget) or each budget (with the wanted
    date)."""
    n = len(out.cost)
    if y == "weeks":
        ends = np.sort(out.finish[wanted.money(out)])
        asked = np.array([min(round(7 * v), COMPUTED) for v in values])
    else:
        ends, asked = np.sort(out.cost[wanted.time(out)]), np.array(values)
    return [float(c) / n for c in np.searchsorted(ends, asked, side="right")]


def around(axis: Axis) -> list[int]:
    """At most 15 round numbers from small to some half more than now, with now among them."""
    step = int(round_step(axis.now / 10))
    first = max(1, -(-axis.low // step))
    numbers = {k * step for k in range(first, first + MOST - 1)}
    return sorted(k for k in {axis.now, *numbers} if axis.low <= k <= axis.high)


def round_step(at_least: float) -> float:
    """The smallest round step that is at least this, and at least 1.

    >>> round_step(0.8), round_step(3.4), round_step(286)
    (1.0, 4.0, 300.0)
    """
    scale = 10.0 ** max(0, floor(log10(max(at_least, 1.0))))
    return float(next(r * scale for r in ROUND if r * scale >= at_least))


def _values(edges: tuple[Outcome, Outcome], y: str) -> list[float]:
    """14 round weeks or euros, from where the smallest size can hardly hold to where the largest nearly always does."""
    draws = [out.weeks if y == "weeks" else out.cost for out in edges]
    low, high = quantile(draws[0], 0.05), quantile(draws[1], 0.95)
    step = round_step((high - low) / (MOST - 3))
    first = floor(low / step)
    return [float((first + i) * step) for i in range(MOST - 1)]


def _here(out: Outcome, wanted: Promise, y: str) -> float:
    """Weeks or euros of the current point."""
    if y == "weeks":
        days = wanted.days if wanted.days is not None else four_days(out.finish)["p80"]
        return round(days / 7, 2)
    return wanted.budget if wanted.budget is not None else round(quantile(out.cost, CONFIDENCE), 2)


def _axis(scope: Scope, x: str, y: str, xs: Sequence[int] | None, ys: Sequence[float] | None) -> Axis:
    faults = [
        Fault(name, value, _CHOICE, {"allowed": ", ".join(allowed)})
        for name, value, allowed in (("x", x, X), ("y", y, Y))
        if value not in allowed
    ]
    for name, values in (("xs", xs), ("ys", ys)):
        if values is not None and not 1 <= len(values) <= MOST:
            faults.append(Fault(name, len(values), _RANGE, {"low": 1, "high": MOST}))
    if faults:
        raise ScopeError(faults)
    axis = Axis(scope, x)
    wrong = [k for k in xs or () if not axis.low <= k <= axis.high]
    if wrong:
        raise ScopeError([Fault(x, k, _RANGE, {"low": axis.low, "high": axis.high}) for k in wrong])
    return axis

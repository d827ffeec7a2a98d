"""The largest process that asks no more than an amount: what is left of a scope when less money is granted.

In the order of the price of less: first what only makes the work nicer, then a simpler way of working, then a smaller
process in proportion. What is asked is the amount of the estimate's own pair, so what comes out holds as surely as what
was asked before.
"""

from __future__ import annotations

from typing import Any

from estimator.advice import SMALL
from estimator.benchmarks import Benchmarks
from estimator.cheapest import applied
from estimator.codes import PRESETS
from estimator.engine import estimate
from estimator.less import trims
from estimator.scope import Scope
from estimator.search import least
from estimator.vary import Axis

GROUPS = "stakeholder_groups"


def within(
    scope: Scope, limit_eur: float, benchmarks: Benchmarks | None = None, *, process_key: str | None = None
) -> tuple[Scope | None, float]:
    """The scope that asks at most ``limit_eur`` (all cost, excluding VAT), and the least that this process can ask.

    None when even the smallest process asks more. The second is in euros; it is 0.0 when it wasn't needed.

    >>> scope = Scope.from_dict({"stakeholder_groups": 4, "conversations": 8, "resident_reach": 2000})
    >>> asked = _asks(scope, Benchmarks.load(), None)
    >>> within(scope, asked)[0] == scope
    True
    >>> left, _ = within(scope, asked * 0.8)
    >>> _asks(left, Benchmarks.load(), None) <= asked * 0.8, left.conversations < 8
    (True, True)
    >>> within(scope, 500)[0] is None, within(scope, 500)[1] > 500
    (True, True)
    """
    figures = benchmarks or Benchmarks.load()
    left, asks = scope, _asks(scope, figures, process_key)
    for _cut, change in trims(scope):
        if asks <= limit_eur:
            break
        trimmed = applied(left, change(left))
        if (now := _asks(trimmed, figures, process_key)) < asks:
            left, asks = trimmed, now
    if asks <= limit_eur:
        return left, 0.0
    found, least_eur = _smaller(left, limit_eur, figures, process_key)
    if found is None and left.preset != PRESETS[0]:  # the lightest way of working, which only goes with a small process
        light = _small(applied(left, {"preset": PRESETS[0], "options": list(left.options)}))
        found, least_eur = _smaller(light, limit_eur, figures, process_key)
    return found, 0.0 if found else least_eur


def _smaller(scope: Scope, limit_eur: float, figures: Benchmarks, key: str | None) -> tuple[Scope | None, float]:
    """The largest in proportion that fits, and what the smallest asks."""
    axis = Axis(scope, "all")
    smallest = _asks(axis.at(axis.low), figures, key)
    if smallest > limit_eur:
        return None, smallest
    # The first number at which it is too much; one below it fits.
    too_much = least(axis.low, axis.now, lambda k: _asks(axis.at(k), figures, key) > limit_eur)
    return axis.at(axis.now if too_much is None else too_much - 1), smallest


def _small(scope: Scope) -> Scope:
    """The scope brought back in proportion to at most so many conversations and groups that light working fits."""
    axis = Axis(scope, "all")
    most = least(axis.low, axis.now, lambda k: max(axis.three(k)["conversations"], axis.three(k)[GROUPS]) > SMALL)
    return scope if most is None else axis.at(max(most - 1, axis.low))


def _asks(scope: Scope, figures: Benchmarks, process_key: str | None) -> float:
    asked: dict[str, Any] = estimate(scope, figures, process_key=process_key).to_dict()["request"]
    return float(asked["cost_eur"])

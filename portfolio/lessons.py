"""Closed processes meet the mathematics: what they teach, and how good what was promised turned out to be.

Learning compares with what the figures without any lesson would say of the same scope, so that a lesson in use isn't
learned again; the calibration record compares with what was promised at the first approval.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable
from typing import Any

import estimator
from estimator import Benchmarks, Scope
from estimator.calibration import Past, calibration
from estimator.learning import Learned, learn, record
from portfolio.closed import Closed

ACTUAL = {"cost": ("cost_eur", "cost_eur"), "hours": ("hours", "hours"), "weeks": ("weeks", "weeks")}


def learned(closed: Iterable[Closed], figures: Benchmarks) -> Learned:
    """What closed processes teach, beside ``figures``: the benchmarks without anything learned."""
    return learn(record(one.process_id, _again(one, figures), _actual(one)) for one in closed if _known(one))


def _known(one: Closed) -> bool:
    return any(value for value in (one.hours, one.cash_eur, one.weeks))


def _actual(one: Closed) -> dict[str, Any]:
    names = ("hours", "cash_eur", "weeks", "hours_by_step", "weeks_by_step")
    return {name: getattr(one, name) for name in names}


def _again(one: Closed, figures: Benchmarks) -> dict[str, Any]:
    """The estimate of what was approved, with figures that hold no lesson."""
    return _estimate(json.dumps(one.estimate["scope"], sort_keys=True), figures, one.process_id)


@functools.lru_cache(maxsize=400)
def _estimate(scope_json: str, figures: Benchmarks, process_key: str) -> dict[str, Any]:
    scope = Scope.from_dict(json.loads(scope_json))
    found = estimator.estimate(scope, figures, process_key=process_key).to_dict()
    return {name: found[name] for name in ("hours", "cash_eur", "weeks", "by_step")}


def record_of_accuracy(closed: Iterable[Closed]) -> dict[str, Any]:
    """The calibration record by kind (cost, hours, weeks) of what was promised at approval."""
    kept = list(closed)
    return {
        kind: calibration(_past(one, kind) for one in kept if getattr(one, names[0])) for kind, names in ACTUAL.items()
    }


def _past(one: Closed, kind: str) -> Past:
    actual, frozen = ACTUAL[kind]
    day = one.closed_on.isoformat() if one.closed_on else ""
    curve = one.promised.get("curve", {}).get(frozen, ())
    return Past(one.process_id, one.name, day, one.promised[frozen], float(getattr(one, actual)), tuple(curve))

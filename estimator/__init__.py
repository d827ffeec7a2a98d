"""Scope of a participation process → time and budget, from benchmark figures. Pure: no clock, no state, no screen."""

from estimator.assumptions import assumptions
from estimator.benchmarks import BenchmarkError, Benchmarks, Row
from estimator.codes import Fault, ScopeError
from estimator.engine import estimate
from estimator.model import parts, point
from estimator.result import ENGINE, Estimate
from estimator.scope import Scope


def deterministic(scope: Scope, benchmarks: Benchmarks | None = None) -> float:
    """Cost in euros with every benchmark at its likely value; a millisecond, no draws."""
    return float(point(parts(scope, benchmarks or Benchmarks.load())).cost[0])


__all__ = [
    "ENGINE",
    "BenchmarkError",
    "Benchmarks",
    "Estimate",
    "Fault",
    "Row",
    "Scope",
    "ScopeError",
    "assumptions",
    "deterministic",
    "estimate",
]

"""How good earlier estimates were: what was said at approval beside what happened (reference 2.9).

Coverage is judged one-sided on the P80, with the binomial distribution: fewer hits than one in twenty would give by
chance means that bands are too narrow. Below ten closed processes that has little power (37 % against a true 60 %), so
it says "too few" whatever the figures are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import comb, exp, log
from statistics import mean
from typing import Any

import numpy as np

FEWEST = 10
SIGNIFICANCE = 0.05
NOMINAL = 0.8
LEVELS = {"p10": 0.1, "p50": 0.5, "p80": 0.8, "p90": 0.9}
KINDS = ("cost", "hours", "weeks")
ENDS = (0.005, 0.995)  # PIT below P1 and above P99


@dataclass(frozen=True)
class Past:
    """One closed process in one kind (cost in euros, hours, weeks): the frozen P10, P50, P80 and P90, the 99 points
    P1…P99 where they were kept, and what it really was."""

    id: str
    name: str
    closed_on: str
    four: Mapping[str, float]
    actual: float
    curve: Sequence[float] = ()


def calibration(past: Iterable[Past]) -> dict[str, Any]:
    """The record of one kind, JSON types.

    ``n``, ``hits`` (how often P50, P80, P90 was enough), ``coverage80`` (within P10–P90), ``bias`` (geometric mean of
    actual ÷ P50), ``pinball`` by level on the log ratio, ``verdict`` (too_few, too_narrow, fits or too_wide) and
    ``cases`` by date of closing, each with its ``pit``. Figures are None without cases.
    """
    cases = sorted((p for p in past if p.actual > 0 and p.four["p10"] > 0), key=lambda p: (p.closed_on, p.id))
    n = len(cases)
    hits = {k: sum(p.actual <= p.four[k] for p in cases) for k in ("p50", "p80", "p90")}
    return {
        "n": n,
        "hits": hits,
        "coverage80": round(mean(_inside(p) for p in cases), 4) if n else None,
        "bias": round(exp(mean(log(p.actual / p.four["p50"]) for p in cases)), 4) if n else None,
        "pinball": {k: round(mean(_pinball(p, k) for p in cases), 4) for k in LEVELS} if n else {},
        "verdict": verdict(hits["p80"], n),
        "cases": [_case(p) for p in cases],
    }


def verdict(hits: int, n: int) -> str:
    """What ``hits`` of ``n`` within a nominal P80 mean.

    >>> verdict(5, 9), verdict(5, 10), verdict(6, 10), verdict(12, 20), verdict(19, 30), verdict(20, 20)
    ('too_few', 'too_narrow', 'fits', 'too_narrow', 'too_narrow', 'too_wide')
    """
    if n < FEWEST:
        return "too_few"
    if at_most(hits, n) < SIGNIFICANCE:
        return "too_narrow"
    return "too_wide" if 1 - at_most(hits - 1, n) < SIGNIFICANCE else "fits"


def at_most(hits: int, n: int, p: float = NOMINAL) -> float:
    """P(X ≤ hits) of the binomial distribution.

    >>> round(at_most(5, 10), 4), round(at_most(5, 10, 0.6), 2)
    (0.0328, 0.37)
    """
    return sum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(hits + 1))


def _inside(p: Past) -> bool:
    return p.four["p10"] <= p.actual <= p.four["p90"]


def _pinball(p: Past, level: str) -> float:
    q, e = LEVELS[level], log(p.actual / p.four[level])
    return max(q * e, (q - 1) * e)


def _case(p: Past) -> dict[str, Any]:
    return {
        "id": p.id,
        "name": p.name,
        "closed_on": p.closed_on,
        **{k: float(p.four[k]) for k in LEVELS},
        "actual": float(p.actual),
        "inside": _inside(p),
        "pit": round(pit(p), 4),
    }


def pit(p: Past) -> float:
    """Which share of the frozen distribution lies below what happened, between .005 and .995.

    >>> pit(Past("a", "", "", {"p10": 1, "p50": 2, "p80": 4, "p90": 8}, 2.0))
    0.5
    """
    if len(p.curve) == 99:
        points, shares = np.log(np.maximum(p.curve, 1e-9)), np.arange(1, 100) / 100
    else:
        points, shares = np.log([p.four[k] for k in LEVELS]), np.array(list(LEVELS.values()))
    found = float(np.interp(log(p.actual), points, shares, left=ENDS[0], right=ENDS[1]))
    return min(max(found, ENDS[0]), ENDS[1])

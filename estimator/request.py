"""What is asked for: the pair of amount and date that holds jointly, rounded once, adding up everywhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from estimator.model import STEPS, Outcome
from estimator.overrun import Overrun
from estimator.quantiles import at
from estimator.workdays import Calendars

Array = NDArray[np.float64]
BAND = 0.02


def unit(amount: float) -> int:
    """Amounts are rounded to what the confidence allows: € 500, below € 10,000 to € 100."""
    return 100 if amount < 10_000 else 500


def round_up(amount: float) -> int:
    """Up to the rounding unit, so that the confidence is never less than said.

    >>> round_up(9_950), round_up(38_201), round_up(0)
    (10000, 38500, 0)
    """
    return ceil(amount / unit(amount) - 1e-9) * unit(amount)


def divide(total: int, weights: Array) -> list[int]:
    """Whole euros in proportion to weights that add up to the total (largest remainders).

    >>> divide(100, np.array([1.0, 1.0, 1.0]))
    [34, 33, 33]
    """
    if total == 0 or weights.sum() <= 0:
        return [total, *[0] * (len(weights) - 1)]
    exact = weights / weights.sum() * total
    parts = np.floor(exact).astype(int)
    for i in np.argsort(-(exact - parts), kind="stable")[: total - int(parts.sum())]:
        parts[i] += 1
    return [int(x) for x in parts]


def asked(
    out: Outcome,
    steps: list[dict[str, Any]],
    own_hours: Array,
    vat: Array,
    level: float,
    cals: tuple[Calendars, ...],
    usual: Overrun,
) -> dict[str, Any]:
    """The request at the joint percentile. Cash and own hours are their means over the draws whose cost lies within
    two points of that percentile, each rounded up; steps and years follow the same draws in whole euros.

    With the usual overrun switched on, its part of the middle estimate comes on top, as ``overrun_eur`` and
    ``overrun_weeks``: estimate + contingency + overrun = cost.
    """
    near = out.near(max(level - BAND, 0.0), min(level + BAND, 1.0))
    target = at(out.ordered_cost, level)
    scale = target / float(out.cost[near].mean()) if target else 1.0
    cash = round_up(float(out.cash[near].mean()) * scale)
    own = round_up(float(out.own[near].mean()) * scale)
    middle = at(out.ordered_cost, 0.5)
    estimate_eur = min(round(middle / unit(cash + own)) * unit(cash + own), cash + own)
    share_over = (usual.money - 1) * estimate_eur / (cash + own) if cash + own else 0.0
    usual_eur = round_up(cash * share_over) + round_up(own * share_over)
    cash_over, own_over = (round_up(cash * share_over), round_up(own * share_over)) if usual.on else (0, 0)
    before = {"cash_eur": cash, "own_hours": _ten_up(float(own_hours[near].mean()) * scale)}
    cash, own = cash + cash_over, own + own_over
    cost, overrun_eur = cash + own, cash_over + own_over
    own_by_step, cash_by_step = (m[:, near].mean(axis=1) for m in (out.own_by_step, out.cash_by_step))
    own_parts, cash_parts = divide(own, own_by_step), divide(cash, cash_by_step)
    finish = at(out.ordered_finish, level)
    later = (usual.time - 1) * at(out.ordered_finish, 0.5) / 7 if usual.on else 0.0
    end = max(c.date(finish) if not later else c.start_date(finish + round(7 * later) - 1) for c in cals)
    share = float(vat[near].sum() / out.cash[near].sum()) if out.cash[near].sum() else 0.0
    years = _year_weights(steps, usual.time if usual.on else 1.0)
    return {
        "cost_eur": cost,
        "cash_eur": cash,
        "own_hours_eur": own,
        "own_hours": _ten_up(float(own_hours[near].mean()) * scale * (1 + (share_over if usual.on else 0.0))),
        "estimate_eur": estimate_eur,
        "contingency_eur": cost - overrun_eur - estimate_eur,
        "overrun_eur": overrun_eur,
        "overrun_weeks": round(later, 1),
        "usual_overrun_eur": usual_eur,
        "before_overrun": before,
        "vat_eur": round(cash * share),
        "cash_incl_vat_eur": cash + round(cash * share),
        "finish": end.isoformat(),
        "weeks": round(finish / 7 + later, 1),
        "by_step": [
            {"step": s, "cost_eur": o + c, "cash_eur": c, "own_hours_eur": o}
            for s, o, c in zip(STEPS, own_parts, cash_parts, strict=True)
        ],
        "by_year": _by_year(years, [o + c for o, c in zip(own_parts, cash_parts, strict=True)]),
        "cash_by_year": _by_year(years, cash_parts),
    }


def _ten_up(hours: float) -> int:
    return ceil(hours / 10 - 1e-9) * 10


def joint_pair(
    out: Outcome, own_hours: Array, level: float, asked: dict[str, Any], date: Callable[[float], str]
) -> dict[str, Any]:
    """The unrounded pair, with how sure it is, and how sure the rounded cash and own hours are each by themselves."""
    cost = at(out.ordered_cost, level)
    finish = at(out.ordered_finish, level)
    share = float(out.cash.sum() / out.cost.sum()) if out.cost.sum() else 0.0
    near = out.near(max(level - BAND, 0.0), min(level + BAND, 1.0))
    if out.cost[near].sum():
        share = float(out.cash[near].sum() / out.cost[near].sum())
    return {
        "cost_eur": round(cost, 2),
        "cash_eur": round(cost * share, 2),
        "own_hours_eur": round(round(cost, 2) - round(cost * share, 2), 2),
        "own_hours": round(float(own_hours[near].mean()), 1),
        "finish": date(finish),
        "weeks": round(finish / 7, 1),
        "percentile": round(level, 4),
        "confidence": round(float(np.mean((out.cost <= cost) & (out.finish <= finish))), 4),
        "cash_confidence": round(float(np.mean(out.cash <= asked["before_overrun"]["cash_eur"])), 4),
        "own_hours_confidence": round(float(np.mean(own_hours <= asked["before_overrun"]["own_hours"])), 4),
    }


def _year_weights(steps: list[dict[str, Any]], stretch: float) -> list[dict[int, float]]:
    """Per step, the share of its days that falls in each year (middle estimate, its days stretched by the overrun)."""
    found = []
    begin = dt.date.fromisoformat(steps[0]["start"]["p50"])
    for step in steps:
        ends = (dt.date.fromisoformat(step[k]["p50"]) for k in ("start", "finish"))
        first, last = (begin + dt.timedelta(days=round((day - begin).days * stretch)) for day in ends)
        last = max(first, last)
        days = (last - first).days + 1
        shares = {}
        for year in range(first.year, last.year + 1):
            a, b = max(first, dt.date(year, 1, 1)), min(last, dt.date(year, 12, 31))
            shares[year] = ((b - a).days + 1) / days
        found.append(shares)
    return found


def _by_year(shares: list[dict[int, float]], amounts: list[int]) -> dict[str, int]:
    years = sorted({y for s in shares for y in s})
    weights = np.array([sum(a * s.get(y, 0.0) for a, s in zip(amounts, shares, strict=True)) for y in years])
    return {str(y): a for y, a in zip(years, divide(sum(amounts), weights), strict=True)}

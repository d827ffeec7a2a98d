"""Scope in, estimate out."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from estimator import breakdown, request
from estimator.advice import warnings
from estimator.benchmarks import Benchmarks
from estimator.codes import ROLES
from estimator.model import parts, point, scope_calendars, simulate
from estimator.overrun import overrun
from estimator.prices import VAT_RATE
from estimator.quantiles import LEVELS, at, four, four_days, four_of, joint_level, place
from estimator.result import ENGINE, Estimate
from estimator.scope import Scope
from estimator.workdays import COMPUTED

Array = NDArray[np.float64]
CONFIDENCE = 0.8


def estimate(scope: Scope, benchmarks: Benchmarks | None = None, *, process_key: str | None = None) -> Estimate:
    """The estimate of a scope. Pure: the same scope, benchmarks and key give the same figures, to the cent.

    ``process_key`` names the process whose draws are used; without it the draws of a loose estimate.
    """
    figures = benchmarks or Benchmarks.load()
    p = parts(scope, figures)
    out, det = simulate(p, process_key), point(p)
    cost, weeks = out.cost, out.weeks
    cost_four, days_four = money(four_of(out.ordered_cost)), four_days(out.finish)
    cals = scope_calendars(scope)

    def date(offset: float) -> str:
        return max(c.date(offset) for c in cals).isoformat()

    hours = out.hours_by_role
    own_share = p.rates.own_share
    own_hours = breakdown.own_hours(out)
    hired_hours = sum((1 - own_share[r]) * h for r, h in hours.items())
    all_hours = own_hours + hired_hours
    vat = breakdown.vat_base(out) * VAT_RATE
    level = joint_level(cost, weeks, CONFIDENCE)
    ordered_cost, ordered_finish = out.ordered_cost, out.ordered_finish
    deterministic = float(det.cost[0])
    days = (scope.deadline - scope.start).days + 1 if scope.deadline else None
    deadline = round(float(np.mean(out.finish <= min(days, COMPUTED))), 4) if days is not None else None
    steps = breakdown.by_step(out, det, cost_four["p80"], days, cals)
    usual = overrun(p)
    asked = request.asked(out, steps, own_hours, vat, level, cals, usual)
    contingency = cost_four["p80"] - deterministic
    joint = request.joint_pair(out, own_hours, level, asked, date)
    seats, shares = breakdown.seats(out), breakdown.drivers(out)
    people = four(np.broadcast_to(out.chain.present, cost.shape))
    labels = breakdown.labels(p)
    trust, trust_hours = breakdown.trust(out, out.near(0.48, 0.52), labels)
    return Estimate(
        cost_eur=cost_four,
        cash_eur=money(four(out.cash)),
        own_hours_eur=money(four(out.own)),
        cash_incl_vat_eur=money(four(out.cash + vat)),
        hours=tenths(four(all_hours)),
        own_hours=tenths(four(own_hours)),
        hired_hours=tenths(four(np.asarray(hired_hours))) if scope.hired else dict.fromkeys(LEVELS, 0.0),
        weeks=tenths({k: d / 7 for k, d in days_four.items()}),
        finish={k: date(v) for k, v in days_four.items()},
        hours_by_role=[
            {"role": r, "p50": tenth(q["p50"]), "p80": tenth(q["p80"])}
            for r, q in ((r, four(hours[r])) for r in ROLES if r in hours)
        ],
        deterministic_eur=cents(deterministic),
        deterministic_weeks=tenth(float(det.weeks[0])),
        probability_of_deterministic=round(float(np.mean(cost <= deterministic)), 4),
        contingency_eur=cents(contingency),
        contingency_parts=breakdown.contingency_parts(out, contingency),
        probability_of_deadline=deadline,
        earliest80=date(at(ordered_finish, CONFIDENCE)),
        joint_confidence=round(
            float(np.mean((cost <= at(ordered_cost, 0.8)) & (out.finish <= at(ordered_finish, 0.8)))), 4
        ),
        joint80=joint,
        request=asked,
        overrun=usual.to_dict(asked["usual_overrun_eur"], days_four["p50"] / 7),
        events=breakdown.event_list(out),
        seats=seats,
        expected_participants=tenths(people),
        eur_per_participant=cents(cost_four["p50"] / max(people["p50"], 1.0)),
        by_step=steps,
        by_kind=breakdown.by_kind(out),
        by_year=asked["by_year"],
        trust=trust,
        trust_hours=trust_hours,
        drivers=shares,
        driver_groups=breakdown.driver_groups(shares),
        items=breakdown.items(det, labels),
        curve=_curve(ordered_cost, ordered_finish, date),
        warnings=warnings(out, det, deadline, days, steps, date(at(ordered_finish, CONFIDENCE))),
        assumed_dates=any(c.date(at(ordered_finish, 0.9)) > c.known_until for c in cals),
        scope=scope.to_dict(),
        benchmarks_sha256=figures.sha256,
        engine=ENGINE,
    )


def _curve(cost: Array, finish: Array, date: Any) -> dict[str, list[Any]]:
    """P1…P99 of cost, weeks and finish."""
    places = [place(len(cost), k / 100) for k in range(1, 100)]
    ends = finish[places].tolist()
    dates = {end: date(end) for end in set(ends)}
    return {
        "cost_eur": [cents(c) for c in cost[places]],
        "weeks": [tenth(e / 7) for e in ends],
        "finish": [dates[e] for e in ends],
    }


def cents(value: float) -> float:
    """Euros rounded to cents."""
    return round(float(value), 2)


def tenth(value: float) -> float:
    """Rounded to one decimal."""
    return round(float(value), 1)


def money(values: dict[str, float]) -> dict[str, float]:
    """Cents of each."""
    return {k: cents(v) for k, v in values.items()}


def tenths(values: dict[str, float]) -> dict[str, float]:
    """Tenths of each."""
    return {k: tenth(v) for k, v in values.items()}

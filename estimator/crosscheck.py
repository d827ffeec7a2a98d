"""The second opinion: the same estimate computed another way, with formulas and without any draw.

Everything is conditioned on a grid of two things that touch all: the programme factor F and the case-to-case factor of
time. Per node the weeks are whole distributions pushed through the calendars (crosscheck_steps, crosscheck_network) and
the money is the first three cumulants (crosscheck_money) as a shifted lognormal; the case-to-case factor of money is
integrated as a third axis. A percentile is where the mixture over the nodes reaches it. It shares rows, quantities,
prices and calendars with the estimate, not the draws and not the network.

Approximate, apart from what those files say: a total is as its first three moments (coarse where all but an event is
certain); weekly costs vary with the weeks by product moments, and move with other costs by covariance only; without a
municipality the dates of the three regions move together.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from estimator.benchmarks import Benchmarks
from estimator.crosscheck_money import (
    chain_drivers,
    covariance,
    event_cumulants,
    parameter,
    step_cumulants,
    weekly_rates,
)
from estimator.crosscheck_network import Reading, push
from estimator.crosscheck_shapes import Array, below, cumulants, expected, nodes, shape_of
from estimator.crosscheck_steps import StepWeeks, happens, step_weeks
from estimator.drivers import WEEKLY
from estimator.model import STEPS, Parts, parts, scope_calendars
from estimator.network import LAST_STEP
from estimator.scope import Scope
from estimator.workdays import HORIZON, Days, plain

PROGRAMME, GROUP, TIME, MONEY = nodes(0.8, 3.2), nodes(0.6, 3.6), nodes(0.7, 3.5), nodes(0.4, 4.0)
LEVELS = {"p50": 0.5, "p80": 0.8}
WEIGHT = (PROGRAMME.weight[:, None] * TIME.weight).ravel()
SELDOM = 1e-3
LEFT_OUT = 1e-5  # chance of longer steps that aren't followed


def second_opinion(scope: Scope, benchmarks: Benchmarks | None = None) -> dict[str, Any]:
    """P50 and P80 of cost (euros excluding VAT, cents) and of weeks (tenths), and how many nodes they rest on.

    Raises BenchmarkError when a parameter has no row that applies.
    """
    p = parts(scope, benchmarks or Benchmarks.load())
    weeks = lead_time(p)
    cost = _cost_percentiles(p, money(p, weeks))
    return {
        "cost_eur": {name: round(v, 2) for name, v in cost.items()},
        "weeks": {name: round(v, 1) for name, v in weeks.percentiles.items()},
        "nodes": len(PROGRAMME) * len(TIME),
    }


@dataclass(frozen=True)
class Weeks:
    """The weeks of a scope: percentiles of the whole, what weekly work needs, and how costs feel a longer step."""

    percentiles: dict[str, float]
    moments: dict[str, Array]  # mean, variance and third central moment (3, F, T) of the weeks of a weekly driver
    steps: dict[int, StepWeeks]
    pace: Array  # (T,): the case-to-case factor of time
    counts: dict[int, float]  # per step, the share of a longer duration that the end feels


def lead_time(p: Parts) -> Weeks:
    """The weeks of a scope. An event that lengthens steps 5 and 6 is followed happening and not; one that lengthens
    other steps together is taken as independent in each."""
    row = parameter(p, "case.time")
    pace = row.likely * shape_of([row]).value(TIME.at)
    both = [k for k, e in p.events.items() if {5, 6} <= {r.step for r in e.weeks}]
    steps = {s: step_weeks(p, s, PROGRAMME, GROUP, {}) for s in STEPS}
    chances = {s: days_of(steps[s], pace) for s in STEPS}
    readings = []
    for happened in product((True, False), repeat=len(both)):
        given = dict(zip(both, happened, strict=True))
        odds = [happens(p.events[k]) if on else 1 - happens(p.events[k]) for k, on in given.items()]
        if chance := float(np.prod(odds)):
            five, six = (days_of(step_weeks(p, s, PROGRAMME, GROUP, given), pace) for s in (5, 6))
            readings.append(Reading(chance, five, six))
    cals = scope_calendars(p.scope)
    size = _days_needed(chances, [c.raad.days for c in cals])
    last = [push(p.scope, c, chances, readings, size)[f"end{LAST_STEP[p.scope.done]}"] for c in cals]
    # regions move together: the latest is late where each of them is
    finish = WEIGHT @ np.min([c.cumsum(1) for c in last], axis=0)
    found = {name: float(np.searchsorted(finish, level - 1e-12)) / 7 for name, level in LEVELS.items()}
    worked = push(p.scope, plain(), chances, readings, _days_needed(chances, [plain().work.days]))
    moments = {"weeks": _between(worked["end1"], worked["end10"])}
    moments["weeks_talks"] = _between(worked["start4"], worked["end6"])
    return Weeks(found, moments, steps, pace, _counts(chances))


def days_of(step: StepWeeks, pace: Array) -> Array:
    """Chance of every number of working days, (F·T, days): weeks × 5 × the case-to-case factor, rounded up. A last
    few longer ones, together less likely than LEFT_OUT, count as the longest that is followed."""
    longest = int(np.ceil(step.below.shape[1] * step.width * 5 * pace.max()))
    days = np.arange(min(longest, HORIZON) + 1)
    at = np.minimum((days / (5 * pace[:, None]) + 1e-9) / step.width, step.below.shape[1] - 1.0)
    low = np.minimum(at.astype(np.int64), step.below.shape[1] - 2)
    share = step.below[:, low] * (1 - (at - low)) + step.below[:, low + 1] * (at - low)
    share = np.clip(share, 0.0, 1.0).reshape(-1, len(days))
    share = share[:, : int(np.searchsorted(WEIGHT @ share, 1 - LEFT_OUT)) + 1]
    share[:, -1] = 1.0
    chances: Array = np.diff(share, axis=1, prepend=0.0)
    return chances


def _days_needed(chances: dict[int, Array], slowest: list[Days]) -> int:
    """Days within which nearly every process is done, the horizon at most."""
    days = np.arange(max(c.shape[1] for c in chances.values()))
    mean = sum(c @ days[: c.shape[1]] for c in chances.values())
    variance = sum(c @ days[: c.shape[1]] ** 2 - (c @ days[: c.shape[1]]) ** 2 for c in chances.values())
    reach = int((mean + 5 * np.sqrt(variance)).max() * 1.1) + 60
    return int(min(HORIZON + 1, max(d[min(reach, len(d) - 1)] for d in slowest) + 2))


def _between(start: Array, end: Array) -> Array:
    """Mean, variance and third central moment (3, F, T) of the weeks between two days of work, given their chances;
    what lies between is independent of the start (of step 3 nearly so)."""
    days = np.arange(end.shape[1])
    first, last = (cumulants(np.array([chances @ days**k for k in (1, 2, 3)])) for chances in (start, end))
    found = np.array([last[0] - first[0], np.maximum(last[1] - first[1], 0.0), last[2] - first[2]])
    weeks: Array = found / np.array([5, 25, 125])[:, None]
    return weeks.reshape(3, len(PROGRAMME), len(TIME))


def _counts(chances: dict[int, Array]) -> dict[int, float]:
    """How much of a longer step the end of step 10 feels: overlap halves it, the shorter of 7 and 8 counts not."""

    def longer(one: int, other: int) -> float:
        share = chances[other].cumsum(1)
        size = min(share.shape[1], chances[one].shape[1])
        later = (chances[one][:, :size] * share[:, :size]).sum(1) + chances[one][:, size:].sum(1)
        return float(later.mean())

    six, seven = longer(6, 5), longer(7, 8)
    counts = {1: 0.0, 2: 1.0, 3: 0.5, 4: 1.0, 5: 1 - six / 2, 6: 0.5 + six / 2, 7: seven, 8: 1 - seven}
    return {**counts, 9: 1.0, 10: 1.0}


def money(p: Parts, weeks: Weeks) -> Array:
    """Cumulants (3, F, T, response) of the cost before the case-to-case factor."""
    euros = np.array([a * sum(p.rate(r)) for a, r in zip(p.amounts, p.rows, strict=True)])
    total, together = np.zeros((3, 1, 1, 1)), np.zeros((len(PROGRAMME), len(TIME)))
    rates = weekly_rates(p, euros, PROGRAMME, GROUP)
    mean_weeks = {name: m[0] for name, m in weeks.moments.items()}
    for s in (0, *STEPS):
        cost, given = step_cumulants(p, s, euros, PROGRAMME, GROUP, mean_weeks)
        total = total + cost
        if s:
            together = together + weeks.counts[s] * _with_duration(p, s, euros, weeks.steps[s], given)[:, None]
    for key, event in p.events.items():
        chance = happens(event)
        cost, when = event_cumulants(p, euros, key, chance)
        total = total + cost[:, None, None, None]
        added = sum(weeks.counts[r.step] * expected(r) * event.scale["weeks"] for r in event.weeks)
        together = together + chance * (1 - chance) * when * added
    return _with_weeks(total, rates, weeks, together * weeks.pace)


def _with_duration(p: Parts, step: int, euros: Array, weeks: StepWeeks, given: Array) -> Array:
    """Covariance (F,) of what a step costs and how long it takes: through G_step, and because the hours of the role
    that decides how long it takes are also paid (covariance × the chance that this role decides)."""
    weight = GROUP.weight
    found: Array = (weeks.mean * given) @ weight - (weeks.mean @ weight) * (given @ weight)
    groups = [p.groups[g] for g in p.group_of]
    paid = np.where([g.step == step and not g.event and g.driver not in WEEKLY for g in groups], euros, 0.0)
    for hours, chance in weeks.busy:
        if chance.max() > SELDOM:
            found = found + (chance * covariance(p, paid, hours, PROGRAMME, GROUP)) @ weight
    return found


def _with_weeks(total: Array, rates: dict[str, Array], weeks: Weeks, together: Array) -> Array:
    """What the spread of the weeks adds to weekly costs: their mean weeks are in the total already.

    With rate W and deviation of weeks δ: Var += E[W²]·Var δ; third += E[W³]·κ₃(δ) + 3·Cov(W·weeks, W²)·Var δ; the weeks
    of talks lie within all weeks, so both deviations share Var δ_talks. What moves with other costs keeps the skew.
    """
    mean, variance, third = total
    for name, (one, two, three) in ((n, r[:, :, None, None]) for n, r in rates.items()):
        length, spread, lean = weeks.moments[name][..., None]
        variance = variance + two * spread
        third = third + three * lean + 3 * length * (three - one * two) * spread
    both = sum((2 * r[0][:, None] * together for r in rates.values()), np.zeros_like(together))
    if len(rates) == 2:
        one, other = (r[0][:, None] for r in rates.values())
        both = both + 2 * one * other * weeks.moments["weeks_talks"][1]
    grown = np.maximum(variance + both[..., None], 0.0)
    third = third * (grown / np.maximum(variance, 1e-9)) ** 1.5
    return np.array(np.broadcast_arrays(mean, grown, third))


def _cost_percentiles(p: Parts, found: Array) -> dict[str, float]:
    """Where the mixture over F, T, response and the case-to-case factor of money reaches each level."""
    from scipy.optimize import brentq

    row = parameter(p, "case.money")
    case = row.likely * shape_of([row]).value(MONEY.at)
    response = chain_drivers(p).response if found.shape[-1] > 1 else np.ones(1)
    weight = WEIGHT.reshape(len(PROGRAMME), -1)[..., None, None] * response[:, None] * MONEY.weight
    cumulants = found[..., None]

    def share(value: float) -> float:
        return float((weight * below(value / case, cumulants)).sum())

    high = float(found[0].max() * case.max()) * 4 + 1
    return {
        name: float(brentq(lambda v, k=level: share(v) - k, -1.0, high, xtol=0.0005)) for name, level in LEVELS.items()
    }

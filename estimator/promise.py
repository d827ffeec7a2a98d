"""A promise of money and time, and in which share of the draws a scope keeps it.

Money is the whole cost excluding VAT, own hours included; a date is kept when the process ends on it or before. The
usual overrun is not in the draws: it stays a line of its own, also when it is switched on.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from estimator import breakdown
from estimator.codes import FIRST_DATE, LAST_DATE, N_, Fault, ScopeError
from estimator.model import Outcome, scope_calendars
from estimator.quantiles import at, four, four_days, joint_level, quantile
from estimator.scope import Scope
from estimator.workdays import COMPUTED

CONFIDENCE = 0.8
MOST_EUROS = 1e9
CONFIDENCES = (0.01, 0.99)
_RANGE = N_("{field}: {value} is out of range; allowed is {low} to {high}")
_DATE = N_("{field}: {value} is not a date; allowed is year-month-day between {low} and {high}")
_ORDER = N_("{field}: {value} is not after the start; allowed is a date after {low}")
_MISSING = N_("{field} is required: {allowed}")
_EITHER = N_("an amount in euros, or a date in its place")


@dataclass(frozen=True)
class Promise:
    """At most ``budget`` euros and done within ``days`` days from the start, with this confidence (0–1). None: free."""

    budget: float | None
    days: int | None
    confidence: float = CONFIDENCE

    def money(self, out: Outcome) -> NDArray[np.bool_]:
        """In which draws the budget holds, shape (n,)."""
        return np.ones(len(out.cost), dtype=bool) if self.budget is None else out.cost <= self.budget

    def time(self, out: Outcome) -> NDArray[np.bool_]:
        """In which draws the date holds, shape (n,)."""
        return np.ones(len(out.cost), dtype=bool) if self.days is None else out.finish <= min(self.days, COMPUTED)

    def both(self, out: Outcome) -> NDArray[np.bool_]:
        """In which draws both hold, shape (n,)."""
        return self.money(out) & self.time(out)

    def kept(self, out: Outcome) -> Kept:
        """How often both hold, and each by itself."""
        money, time = self.money(out), self.time(out)
        n = len(money)
        joint, cheap, early = (int(np.count_nonzero(x)) / n for x in (money & time, money, time))
        return Kept(joint, cheap, early, self.confidence)

    def budget_for(self, out: Outcome) -> float | None:
        """The smallest budget (euros, rounded up to cents) at which the promise is kept with this date; None when the
        date alone isn't."""
        if self.kept(out).time < self.confidence:
            return None
        return _cents_up(quantile(np.where(self.time(out), out.cost, np.inf), self.confidence))

    def days_for(self, out: Outcome) -> int | None:
        """The fewest days at which the promise is kept with this budget; None when the budget alone isn't."""
        if self.kept(out).money < self.confidence:
            return None
        days = int(quantile(np.where(self.money(out), out.finish, np.inf), self.confidence))
        return days if days <= COMPUTED else None

    def pair_for(self, out: Outcome) -> tuple[float, int]:
        """Budget (euros) and days that hold together, both percentiles raised equally."""
        level = joint_level(out.cost, out.weeks, self.confidence)
        return _cents_up(at(out.ordered_cost, level)), int(at(out.ordered_finish, level))


@dataclass(frozen=True)
class Kept:
    """Shares of the draws (0–1) in which both hold, the budget holds and the date holds."""

    joint: float
    money: float
    time: float
    asked: float

    @property
    def holds(self) -> bool:
        """True when both hold as often as asked."""
        return self.joint >= self.asked

    @property
    def binding(self) -> str:
        """What stands in the way: the budget, the date, or both (also when each holds but not together)."""
        money, time = self.money < self.asked, self.time < self.asked
        return "budget" if money and not time else "date" if time and not money else "both"


def _cents_up(euros: float) -> float:
    rounded = round(euros, 2)
    return rounded if rounded >= euros else round(rounded + 0.01, 2)


def promise(scope: Scope, budget: float | None, before: dt.date | None, confidence: float = CONFIDENCE) -> Promise:
    """A promise for a scope. Raises ScopeError naming every faulty field: budget 0 to a billion euros, a date after
    the start, confidence 0.01 to 0.99, and at least a budget or a date."""
    faults = []
    if budget is None and before is None:
        faults.append(Fault("budget", None, _MISSING, {"allowed": _EITHER}))
    if budget is not None and (isinstance(budget, bool) or not 0 <= budget <= MOST_EUROS):
        faults.append(Fault("budget", budget, _RANGE, {"low": 0, "high": int(MOST_EUROS)}))
    if before is not None and not FIRST_DATE <= before <= LAST_DATE:
        bounds = {"low": FIRST_DATE.isoformat(), "high": LAST_DATE.isoformat()}
        faults.append(Fault("before", before.isoformat(), _DATE, bounds))
    elif before is not None and before <= scope.start:
        faults.append(Fault("before", before.isoformat(), _ORDER, {"low": scope.start.isoformat()}))
    low, high = CONFIDENCES
    if not low <= confidence <= high:
        faults.append(Fault("confidence", confidence, _RANGE, {"low": low, "high": high}))
    if faults:
        raise ScopeError(faults)
    return Promise(budget, None if before is None else (before - scope.start).days + 1, confidence)


def date_of(scope: Scope, days: float) -> dt.date:
    """The date on which a process ends that takes so many days."""
    return max(c.date(days) for c in scope_calendars(scope))


def brief(out: Outcome) -> dict[str, Any]:
    """The main figures of draws, each P10, P50, P80, P90: euros, own hours, weeks, dates; and people (middle)."""
    days = four_days(out.finish)
    return {
        "cost_eur": _rounded(four(out.cost), 2),
        "cash_eur": _rounded(four(out.cash), 2),
        "own_hours": _rounded(four(np.asarray(breakdown.own_hours(out))), 1),
        "weeks": {name: round(d / 7, 1) for name, d in days.items()},
        "finish": {name: date_of(out.parts.scope, d).isoformat() for name, d in days.items()},
        "people": people(out),
    }


def people(out: Outcome) -> dict[str, float]:
    """Seats, and the middle of who gets a letter or a visit, registers and comes; to tenths."""
    chain = {"letters": out.chain.letters, "approaches": out.chain.approaches}
    chain |= {"registered": out.chain.registered, "present": out.chain.present}
    middle = {name: round(quantile(np.atleast_1d(draws), 0.5), 1) for name, draws in chain.items()}
    return {"seats": round(out.parts.number.seats, 1), **middle}


def _rounded(values: dict[str, float], digits: int) -> dict[str, float]:
    return {name: round(value, digits) for name, value in values.items()}

"""Goal seek: the largest scope within a budget and before a date, with the confidence that is asked.

Every scope is judged on the same draws, so the answer, estimated again, holds the confidence, and one step more does
not. ``cheapest`` asks the other way round: what it takes to reach a date.
"""

from __future__ import annotations

import datetime as dt
import difflib
from typing import Any

from estimator.benchmarks import Benchmarks
from estimator.cheapest import cheapest
from estimator.codes import N_, Fault, ScopeError
from estimator.model import Outcome
from estimator.promise import CONFIDENCE, Promise, brief, date_of, promise
from estimator.scope import Scope
from estimator.search import Search
from estimator.vary import VARY, Axis

__all__ = ["cheapest", "solve"]

_CHOICE = N_("{field}: {value} is not known; allowed is {allowed}")
_CHOICE_NEAR = N_("{field}: {value} is not known; did you mean {suggestion}? Allowed is {allowed}")


def solve(
    scope: Scope,
    benchmarks: Benchmarks | None = None,
    *,
    budget: float | None,
    before: dt.date | None,
    confidence: float = CONFIDENCE,
    vary: str = "conversations",
    process_key: str | None = None,
) -> dict[str, Any]:
    """The largest scope with P(cost ≤ budget and finish ≤ before) ≥ confidence, in whole numbers.

    ``vary``: conversations, stakeholder_groups, resident_reach, or all three in proportion (rounded down, at least 1;
    a step is then one of the largest number). ``budget``: euros for everything, own hours included, excluding VAT.

    ``feasible``; ``scope`` as JSON and its ``confidence`` (when not feasible: of the smallest scope); ``value``, the
    number or all three; ``binding``: what forbids one step more: budget, date, both, or scope when nothing does;
    ``next``: that step with its confidence, or None; ``figures`` of the scope; ``stays``: given numbers that don't
    scale along; ``nearest`` when not feasible, else None.

    Raises ScopeError naming every faulty field.
    """
    wanted, axis = _asked(scope, budget, before, confidence, vary)
    search = Search(axis, wanted, benchmarks or Benchmarks.load(), process_key)
    found = search.largest()
    k = axis.low if found is None else found
    blocked = axis.low if found is None else k + 1
    out = search.outcome(k)
    following = blocked if blocked <= axis.high and found is not None else None
    return {
        "feasible": found is not None,
        "scope": axis.at(k).to_dict(),
        "confidence": round(search.kept(k).joint, 4),
        "binding": search.kept(blocked).binding if blocked <= axis.high else "scope",
        "vary": vary,
        "value": axis.value(k),
        "now": axis.value(axis.now),
        "next": following and {"value": axis.value(following), "confidence": round(search.kept(following).joint, 4)},
        "figures": brief(out),
        "stays": [name for name in ("participants",) if getattr(scope, name) is not None],
        "asked": {
            "budget": budget,
            "before": before.isoformat() if before else None,
            "confidence": confidence,
        },
        "nearest": None if found is not None else nearest(out, wanted),
    }


def nearest(out: Outcome, wanted: Promise) -> dict[str, Any]:
    """What would do for a scope that doesn't hold: the budget with this date, the date with this budget (None when no
    such thing helps), and the pair of both that holds, at the asked confidence."""
    scope = out.parts.scope
    budget, days = wanted.budget_for(out), wanted.days_for(out)
    pair_budget, pair_days = wanted.pair_for(out)
    return {
        "scope": scope.to_dict(),
        "confidence": round(wanted.kept(out).joint, 4),
        "budget": budget,
        "before": None if days is None else date_of(scope, days).isoformat(),
        "pair": {"budget": pair_budget, "before": date_of(scope, pair_days).isoformat()},
    }


def _asked(
    scope: Scope, budget: float | None, before: dt.date | None, confidence: float, vary: str
) -> tuple[Promise, Axis]:
    faults: list[Fault] = []
    wanted = Promise(budget, None, confidence)
    try:
        wanted = promise(scope, budget, before, confidence)
    except ScopeError as e:
        faults += e.faults
    if vary not in VARY:
        near = difflib.get_close_matches(str(vary), VARY, 1)
        params = {"allowed": ", ".join(VARY)} | ({"suggestion": near[0]} if near else {})
        faults.append(Fault("vary", vary, _CHOICE_NEAR if near else _CHOICE, params))
    if faults:
        raise ScopeError(faults)
    return wanted, Axis(scope, vary)

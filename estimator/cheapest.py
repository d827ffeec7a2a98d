"""The cheapest way to reach a date: each lever by itself, what it does to money, and how sure it makes the date.

Levers: fewer conversations, more hours a week for the busiest role, a lighter route for the money or for the decision,
measures against events, and everything but fewer conversations together. An earlier start is no lever.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from math import floor
from typing import Any

import numpy as np

from estimator.benchmarks import Benchmarks
from estimator.codes import ROLES, ROUTES
from estimator.events import events
from estimator.model import capacity, parts, simulate
from estimator.promise import CONFIDENCE, Promise, brief, promise
from estimator.quantiles import quantile
from estimator.scope import Scope
from estimator.search import Search, few_draws, least
from estimator.vary import Axis

MOST_HOURS = 400  # hours a week that a scope can hold: some eleven people
SHORT = 0.5  # days that a role without limit must bring the end forward to count as short of hours
HELPS = 0.005  # confidence that more hours must still add to count as help
Change = dict[str, Any]  # fields of a scope, as JSON types


def cheapest(
    scope: Scope,
    benchmarks: Benchmarks | None = None,
    *,
    before: dt.date,
    confidence: float = CONFIDENCE,
    process_key: str | None = None,
) -> dict[str, Any]:
    """The levers that reach a date, cheapest first; then those that don't, the surest first.

    ``confidence`` of the date as it is now, ``feasible`` when nothing is needed, ``cost_eur`` at the asked confidence,
    and ``levers``: each with ``lever`` (conversations, hours_per_week, budget_route, outcome_route, measures,
    together), ``change`` (fields of the scope), ``scope``, ``feasible``, ``confidence``, ``cost_eur``,
    ``difference_eur`` with now, and ``figures``. Raises ScopeError naming every faulty field.
    """
    figures = benchmarks or Benchmarks.load()
    wanted = promise(scope, None, before, confidence)
    now = weighed(scope, wanted, figures, process_key)
    found = [_lever("conversations", _fewer(scope, wanted, figures, process_key))]
    changes = [*_routes(scope), ("measures", _measures(scope, figures))]
    found += [_lever(name, change) for name, change in changes if change]
    loose = _merged(scope, [one["change"] for one in found[1:]])
    found.append(_lever("hours_per_week", more_hours(scope, wanted, figures, process_key)))
    both = more_hours(applied(scope, loose), wanted, figures, process_key)
    found.append(_lever("together", {**loose, **both}))
    levers = []
    for one in found:
        if one["change"]:
            then = weighed(applied(scope, one["change"]), wanted, figures, process_key)
            levers.append({**one, **then, "difference_eur": round(then["cost_eur"] - now["cost_eur"], 2)})
    levers.sort(key=lambda one: (not one["feasible"], one["cost_eur"] if one["feasible"] else -one["confidence"]))
    return {**now, "before": before.isoformat(), "asked": confidence, "levers": levers}


def applied(scope: Scope, change: Change) -> Scope:
    """The scope with some fields set."""
    known = scope.to_dict()
    return Scope.from_dict({**known, **change, "assumed": [a for a in known["assumed"] if a not in change]})


def more_hours(scope: Scope, wanted: Promise, figures: Benchmarks, key: str | None) -> Change:
    """More hours a week for the busiest role: as few whole hours as keep the promise, else as many as still help.
    Empty when no role decides how long a step takes."""
    role = busiest(scope, figures, key)
    if role is None:
        return {}

    def at(hours: int) -> Scope:
        return replace(scope, hours_per_week={**scope.hours_per_week, role: float(hours)})

    return _hours(at, floor(capacity(parts(scope, figures), role)) + 1, wanted, figures, key)


def _hours(at: Callable[[int], Scope], low: int, wanted: Promise, figures: Benchmarks, key: str | None) -> Change:
    def kept(hours: int) -> float:
        return wanted.kept(simulate(parts(at(hours), figures), key)).joint

    def roughly(hours: int) -> float:
        return wanted.kept(few_draws(at(hours), figures, key)).joint

    best, about = kept(MOST_HOURS), roughly(MOST_HOURS)
    reached = best >= wanted.confidence
    goal = wanted.confidence if reached else best - HELPS
    guess = least(low, MOST_HOURS, lambda h: roughly(h) >= (min(goal, about) if reached else about - HELPS))
    hours = least(low, MOST_HOURS, lambda h: kept(h) >= goal, guess)
    return {} if hours is None else {"hours_per_week": at(hours).hours_per_week}


def busiest(scope: Scope, figures: Benchmarks, key: str | None = None) -> str | None:
    """The role that would bring the end forward most if it had all hours it could use; None when none would."""
    found = short_of_hours(scope, figures, key)
    return max(found, key=lambda role: found[role], default=None)


def short_of_hours(scope: Scope, figures: Benchmarks, key: str | None = None) -> dict[str, float]:
    """Days that the end would come forward on average, by role that often decides how long a step takes."""

    def end(given: Scope) -> float:
        return float(np.mean(few_draws(given, figures, key).finish))

    now = end(scope)
    roles = {g.role for g in parts(scope, figures).groups}
    found = {}
    for role in (r for r in ROLES if r in roles):
        more = {**scope.hours_per_week, role: float(MOST_HOURS)}
        found[role] = now - end(replace(scope, hours_per_week=more))
    return {role: days for role, days in found.items() if days >= SHORT}


def _lever(name: str, change: Change) -> dict[str, Any]:
    return {"lever": name, "change": change}


def weighed(scope: Scope, wanted: Promise, figures: Benchmarks, key: str | None) -> dict[str, Any]:
    """A scope with how sure it keeps the promise, its cost (euros) at the asked confidence, and its main figures."""
    out = simulate(parts(scope, figures), key)
    kept = wanted.kept(out)
    return {
        "scope": scope.to_dict(),
        "feasible": kept.holds,
        "confidence": round(kept.joint, 4),
        "cost_eur": round(quantile(out.cost, wanted.confidence), 2),
        "figures": brief(out),
    }


def _fewer(scope: Scope, wanted: Promise, figures: Benchmarks, key: str | None) -> Change:
    """As many conversations as still reach the date; the fewest when none do, nothing when more would too."""
    axis = Axis(scope, "conversations")
    found = Search(axis, wanted, figures, key).largest()
    k = axis.low if found is None else found
    if k >= axis.now:
        return {}
    given = axis.at(k).to_dict()
    names = [n for n in ("conversations_by_form", "meetings") if n not in scope.assumed and given[n] is not None]
    return {"conversations": k, **{name: given[name] for name in names}}


def _routes(scope: Scope) -> list[tuple[str, Change]]:
    """Every lighter route: who decides on the money, and on the outcome."""
    return [
        (field, {field: route})
        for field in ("budget_route", "outcome_route")
        for route in ROUTES[: ROUTES.index(getattr(scope, field))]
    ]


def _measures(scope: Scope, figures: Benchmarks) -> Change:
    """Every measure against an event that can happen and isn't taken yet."""
    found = {k: dict(v) for k, v in scope.events.items()}
    more = [k for k, e in events(scope, figures).items() if e.on and e.measure is not None and not e.mitigated]
    for key in more:
        found[key] = {**found.get(key, {}), "mitigated": True}
    return {"events": found} if more else {}


def _merged(scope: Scope, changes: list[Change]) -> Change:
    """All changes at once; of two routes the lightest."""
    found: Change = {}
    for change in changes:
        for field, value in change.items():
            if field not in found or field not in ("budget_route", "outcome_route"):
                found[field] = value
    return found

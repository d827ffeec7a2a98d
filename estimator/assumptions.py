""" "Wij gaan uit van…": every default and every big assumed figure in words, ranked by the euros it moves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from estimator.benchmarks import Benchmarks
from estimator.breakdown import items, labels
from estimator.codes import LEVELS, N_, ROUTES, ScopeError
from estimator.model import Parts, parts, point
from estimator.overrun import overrun
from estimator.scope import Scope

Alternative = Callable[[Scope, Parts], dict[str, Any]]


def _other(values: tuple[str, ...], value: str) -> str:
    """The next value of a list; for the last one the one before."""
    at = values.index(value)
    return values[at + 1] if at + 1 < len(values) else values[at - 1]


# field → (sentence, what its parameters are, the change that shows what it moves)
DEFAULTS: dict[str, tuple[str, Callable[[Scope, Any], dict[str, Any]], Alternative]] = {
    "level": (
        N_("participation level: {level}"),
        lambda s, p: {"level": s.level},
        lambda s, p: {"level": _other(LEVELS, s.level)},
    ),
    "conversations_by_form": (
        N_("all conversations are held as: {form}"),
        lambda s, p: {"form": next(iter(s.conversations_by_form))},
        lambda s, p: {"conversations_by_form": {_other_form(s): s.conversations}},
    ),
    "meetings": (
        N_("{conversations} conversations share {meetings} occasions"),
        lambda s, p: {"conversations": s.conversations, "meetings": round(p.number.of("meetings"))},
        lambda s, p: {"meetings": s.conversations},
    ),
    "participants": (
        N_("{seats} seats over all conversations"),
        lambda s, p: {"seats": round(p.number.seats)},
        lambda s, p: {"participants": max(1, round(1.25 * p.number.seats))},
    ),
    "recruitment": (
        N_("recruitment: {recruitment}"),
        lambda s, p: {"recruitment": s.recruitment},
        lambda s, p: {"recruitment": "targeted" if s.recruitment != "targeted" else "open"},
    ),
    "budget_route": (
        N_("who decides on the money: {route}"),
        lambda s, p: {"route": s.budget_route},
        lambda s, p: {"budget_route": _other(ROUTES, s.budget_route)},
    ),
    "outcome_route": (
        N_("who decides on the outcome: {route}"),
        lambda s, p: {"route": s.outcome_route},
        lambda s, p: {"outcome_route": _other(ROUTES, s.outcome_route)},
    ),
    "own_staff_share": (
        N_("{percent} % of the hours that could be hired is done by own staff"),
        lambda s, p: {"percent": round(100 * s.own_staff_share)},
        lambda s, p: {"own_staff_share": s.own_staff_share - 0.2 if s.own_staff_share >= 0.2 else 0.2},
    ),
    "tariffs": (
        N_("own staff costs {low} to {high} euros an hour (assumed tariffs; your own are better)"),
        lambda s, p: {"low": round(min(p.rates.own.values())), "high": round(max(p.rates.own.values()))},
        lambda s, p: {"tariffs": {role: 1.1 * tariff for role, tariff in p.rates.own.items()}},
    ),
    "options": (
        N_("no extra provisions such as interpreters, child care or an expense fee"),
        lambda s, p: {},
        lambda s, p: {"options": ["interpreter", "child_care", "expense_fee"]},
    ),
    "meeting_days": (
        N_("every occasion takes one part of a day"),
        lambda s, p: {},
        lambda s, p: {"meeting_days": 2},
    ),
    "hours_per_week": (
        N_("the team has the usual hours a week, the process lead {hours}"),
        lambda s, p: {"hours": round(p.benchmarks.value("capacity.process_lead", s), 1)},
        lambda s, p: {"hours_per_week": {"process_lead": 8.0}},
    ),
    "preset": (
        N_("way of working: {preset}"),
        lambda s, p: {"preset": s.preset},
        lambda s, p: {"preset": "uitgebreid" if s.preset != "uitgebreid" else "sober"},
    ),
}
# Defaults that follow another field stay as they are when that field is varied: each line moves one thing.
FOLLOWS = {"level": ("conversations_by_form",), "preset": ("options",)}
ONE_OCCASION = N_("all conversations share one occasion")
EVENTS = N_("{events} things that may happen are counted, with chances of our own judgement")
NO_OVERRUN = N_("the usual overrun of public processes, {percent} %, is not counted")
ROW = N_("{name}: {likely} {unit}, between {low} and {high}; no source found")
MOST_ROWS = 8


def _other_form(scope: Scope) -> str:
    return "werkatelier" if "werkatelier" not in scope.conversations_by_form else "dialoogtafel"


def _beside(p: Parts, base: float) -> list[dict[str, Any]]:
    """What is assumed beside fields and figures: the events (their expected euros) and that nothing overruns."""
    found = []
    if "events" in p.scope.assumed and p.events:
        expected = sum(
            p.events[g.event].probability * amount * sum(p.rate(row))
            for row, amount, g in ((r, a, p.groups[k]) for r, a, k in zip(p.rows, p.amounts, p.group_of, strict=True))
            if g.event
        )
        params: dict[str, Any] = {"events": len(p.events)}
        found.append({"key": "events", "template": EVENTS, "params": params, "euros": round(float(expected))})
    usual = overrun(p)
    if not usual.on and usual.money > 1:
        params = {"percent": round(100 * (usual.money - 1))}
        euros = round((usual.money - 1) * base)
        found.append({"key": "overrun", "template": NO_OVERRUN, "params": params, "euros": euros})
    return found


def assumptions(scope: Scope, benchmarks: Benchmarks | None = None) -> list[dict[str, Any]]:
    """Assumptions of a scope, largest first: ``key``, ``template``, ``params``, ``euros``.

    For a default, ``euros`` is how much the deterministic cost moves when it is replaced by a near alternative (the
    next level or route, a quarter more seats, a tenth more tariff). For an assumed benchmark it is the swing of its
    part of the cost between its low and high figure. Only the eight largest benchmarks are listed.
    """
    figures = benchmarks or Benchmarks.load()
    p = parts(scope, figures)
    det = point(p)
    base = float(det.cost[0])
    found = []
    for name in scope.assumed:
        if name not in DEFAULTS:
            continue
        if (name == "options" and scope.options) or (
            name == "meeting_days" and "burgerberaad" in scope.conversations_by_form
        ):
            continue  # nothing was assumed: the preset brought options, an assembly counts in days
        if name == "tariffs" and all(p.rates.rows[r].trust == "nl" for r in p.rates.rows):
            continue  # the municipality's own tariffs are no assumption
        template, params, change = DEFAULTS[name]
        given = {k: v for k, v in scope.to_dict().items() if k not in ("assumed", name)}
        pinned = {name, *FOLLOWS.get(name, ())}
        kept = {**given, **change(scope, p), "assumed": [a for a in scope.assumed if a not in pinned]}
        try:
            other = float(point(parts(Scope.from_dict(kept), figures)).cost[0])
        except ScopeError:
            other = base
        filled = params(scope, p)
        if filled.get("meetings") == 1:
            template, filled = ONE_OCCASION, {}
        found.append({"key": name, "template": template, "params": filled, "euros": round(abs(other - base))})
    found += _beside(p, base)
    rows = sorted((r for r in items(det, labels(p)) if r["grade"] == "D"), key=lambda r: r["low_eur"] - r["high_eur"])
    for r in rows[:MOST_ROWS]:
        params_row = {
            "name": {"name_nl": r["name_nl"], "name_en": r["name_en"]},
            "likely": r["likely"],
            "low": r["low"],
            "high": r["high"],
            "unit": r["unit"],
        }
        swing = round(r["high_eur"] - r["low_eur"])
        found.append({"key": f"row:{r['id']}", "template": ROW, "params": params_row, "euros": swing})
    return sorted(found, key=lambda a: (-a["euros"], a["key"]))

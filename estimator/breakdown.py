"""How an estimate divides: over steps, kinds, roles, documented and assumed figures, and what drives its spread."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from estimator.benchmarks import Row
from estimator.draws import unit_draws
from estimator.drivers import WEEKLY
from estimator.events import Count, Event, event_of
from estimator.model import STEPS, Outcome, Parts
from estimator.quantiles import four, four_days, quantile
from estimator.stepnames import step_name
from estimator.workdays import Calendars

Array = NDArray[np.float64]
Draws = NDArray[np.int64]


def own_hours(out: Outcome) -> Array:
    """Hours of own staff, shape (n,)."""
    share = out.parts.rates.own_share
    return sum((share[r] * h for r, h in out.hours_by_role.items()), start=np.zeros(len(out.cost)))


def vat_base(out: Outcome) -> Array:
    """Cash euros on which VAT is paid: purchases that bear it and hired hours."""
    weight = np.array([c if g.vat or g.role else 0.0 for g, c in zip(out.parts.groups, out.cash_rate, strict=True)])
    return weight @ out.natives


def by_step(
    out: Outcome, det: Outcome, p80: float, deadline_days: int | None, cals: tuple[Calendars, ...]
) -> list[dict[str, Any]]:
    """Ten steps with cost, hours, weeks and dates. Contingencies add up to P80 − deterministic.

    The split is E[step | cost within P78–P82] − deterministic step; the small rest that the band leaves is divided
    in proportion to the steps' deterministic cost.
    """
    cost = out.own_by_step + out.cash_by_step
    det_cost = (det.own_by_step + det.cash_by_step)[:, 0]
    hours = out.over_steps(np.array([1.0 if g.role else 0.0 for g in out.parts.groups]))
    near = out.near(0.78, 0.82)
    split = cost[:, near].mean(axis=1) - det_cost
    rest = (p80 - det_cost.sum()) - split.sum()
    split += rest * (det_cost / det_cost.sum() if det_cost.sum() else 0.1)
    contingency = _cents_adding_up(split, round(p80 - float(det_cost.sum()), 2))
    needed = float(np.median(out.ordered_finish))
    squeeze = deadline_days / needed if deadline_days is not None and deadline_days < needed else None
    found = []
    for k, s in enumerate(STEPS):
        start, end = out.timeline.starts[s], out.timeline.ends[s]
        floor = quantile(out.lead_bound[s], 0.1)
        step_weeks = {name: round(v / 7, 1) for name, v in four_days(end - start).items()}
        found.append(
            {
                "step": s,
                **step_name(s),
                "cost_eur": _cents(four(cost[k])),
                "hours": {name: round(v, 1) for name, v in four(hours[k]).items()},
                "weeks": step_weeks,
                "deterministic_eur": round(float(det_cost[k]), 2),
                "contingency_eur": contingency[k],
                "start": {n: max(c.start_date(v) for c in cals).isoformat() for n, v in four_days(start).items()},
                "finish": {n: max(c.date(v) for c in cals).isoformat() for n, v in four_days(end).items()},
                "minimum_weeks": round(floor, 1),
                "squeezed": bool(squeeze is not None and step_weeks["p50"] * squeeze < floor),
            }
        )
    return found


def _cents(values: dict[str, float]) -> dict[str, float]:
    return {k: round(v, 2) for k, v in values.items()}


def _cents_adding_up(values: Array, total: float) -> list[float]:
    """Rounded to cents so that they add up to the total; the last cent goes to the largest."""
    rounded = [round(float(v), 2) for v in values]
    largest = int(np.argmax(values))
    rounded[largest] = round(rounded[largest] + total - sum(rounded), 2)
    return rounded


def by_kind(out: Outcome) -> list[dict[str, Any]]:
    """Own hours, hired hours and purchases, in euros excluding VAT."""
    is_role = np.array([1.0 if g.role else 0.0 for g in out.parts.groups])
    kinds = {
        "own_hours": out.own,
        "hired_hours": (out.cash_rate * is_role) @ out.natives if out.parts.scope.hired else np.zeros(1),
        "purchases": (out.cash_rate * (1 - is_role)) @ out.natives,
    }
    return [{"kind": k, "cost_eur": _cents(four(v))} for k, v in kinds.items()]


def contingency_parts(out: Outcome, contingency: float) -> dict[str, float]:
    """What the contingency (P80 − deterministic, euros) consists of, by the draws within P78–P82; adds up to it.

    ``case``: what the case-to-case factor adds, E[cost − cost ÷ factor]; ``events``: what events cost, without
    the weeks that they add; ``items``: the rest, the spread of the items themselves
    and of the time that they run.
    """
    near = out.near(0.78, 0.82)
    case = round(float(np.mean(out.cost[near] - out.cost[near] / out.case_money[near])), 2)
    # the case-to-case factor's part of the events stands under ``case``
    happening = {k: round(float((v[near] / out.case_money[near]).mean()), 2) for k, v in out.event_costs.items()}
    total = round(sum(happening.values()), 2)
    return {"case": case, "events": total, "items": round(round(contingency, 2) - case - total, 2)}


def event_list(out: Outcome) -> list[dict[str, Any]]:
    """Every event that can happen to the scope: chance, likely impact when it happens, its measure, and what it adds.

    ``mean_eur`` is its expected cost, ``p80_eur`` its part of the P80 (mean over P78–P82; together they are the events'
    part of the contingency), both without the cost of the weeks it adds; 0 for an event that is switched off.
    """
    near, none = out.near(0.78, 0.82), np.zeros(len(out.cost))
    costs = {key: cost / out.case_money for key, cost in out.event_costs.items()}
    count = out.parts.number.of
    return [_event(e, costs.get(key, none), near, count) for key, e in out.parts.possible.items()]


def _event(e: Event, cost: Array, near: Draws, count: Count) -> dict[str, Any]:
    measure = e.measure
    return {
        "key": e.key,
        "id": e.row.id,
        "name_nl": e.row.name_nl,
        "name_en": e.row.name_en,
        "on": e.on,
        "mitigated": e.mitigated,
        "probability": e.probability,
        "usual_probability": e.row.likely,
        "measure_nl": measure.name_nl if measure else None,
        "measure_en": measure.name_en if measure else None,
        "measure_probability": e.chance * e.lowered if measure else None,
        "steps": sorted({r.step for r in e.items + e.weeks}),
        **{impact: round(e.likely(impact, count), 1) for impact in e.scale},
        "mean_eur": round(float(cost.mean()), 2),
        "p80_eur": round(float(cost[near].mean()), 2),
        "grade": e.row.grade,
        "note": e.row.note,
        "note_en": e.row.note_en,
    }


def item_costs(out: Outcome, near: Draws) -> Array:
    """Mean euros per row over some draws; shape (rows,). Sums to the mean cost of those draws."""
    return _weighted(out, np.full(len(near), 1 / len(near)), near)


def _weighted(out: Outcome, weights: Array, draws: Draws | slice) -> Array:
    """Σ over some draws of weight × euros of each row; one weight for each of those draws."""
    p = out.parts
    drawn = unit_draws(p.benchmarks, out.process_key)
    weights = weights * out.case_money[draws]
    by_driver = {g.driver: weights * out.drivers[g.driver][draws] if g.driver else weights for g in p.groups}
    rows = zip(p.rows, p.group_of, strict=True)
    sums = np.array([drawn.of(row)[draws] @ by_driver[p.groups[g].driver] for row, g in rows])
    weighted: Array = sums * p.amounts * p.prices
    return weighted


def row_trust(p: Parts, row: Row, hours_only: bool = False) -> str:
    """nl, elsewhere or assumed, by the weakest factor: the row, its uncertain driver's figure, and its tariff."""
    labels = [row.trust]
    event, _ = event_of(row.driver)
    if event:
        labels.append(p.events[event].row.trust)
    responding = row.driver in ("letters", "registrations", "approaches")
    if responding and not (row.driver == "letters" and p.scope.recruitment != "sortition"):
        found = p.benchmarks.parameter(f"response.{p.scope.recruitment}", p.scope)
        labels.append(found.trust if found else "assumed")
    if row.driver in WEEKLY:
        labels.append("assumed")  # weeks rest on lead times, most of them assumed
    if row.kind == "hours" and not hours_only:
        labels += p.rates.trust(row.role)
    return next(label for label in ("assumed", "elsewhere", "nl") if label in labels)


def labels(p: Parts) -> list[str]:
    """``row_trust`` of every row."""
    return [row_trust(p, row) for row in p.rows]


def trust(out: Outcome, near: Draws, by_row: list[str]) -> tuple[dict[str, float], dict[str, float]]:
    """Share of the middle amount (draws within P48–P52), and of its hours, by where the figures come from.

    Hours by themselves don't rest on a tariff, so they are often better documented than their euros.
    """
    p = out.parts
    euros = item_costs(out, near)
    money, hours = (dict.fromkeys(("nl", "elsewhere", "assumed"), 0.0) for _ in range(2))
    for row, amount, label, price in zip(p.rows, euros.tolist(), by_row, p.prices.tolist(), strict=True):
        money[label] += amount
        if row.kind == "hours":
            hours[row_trust(p, row, hours_only=True)] += amount / (price or 1.0)
    return _shares(money), _shares(hours)


def _shares(total: dict[str, float]) -> dict[str, float]:
    whole = sum(total.values()) or 1.0
    shares = {k: round(v / whole, 4) for k, v in total.items()}
    shares["assumed"] = round(1 - shares["nl"] - shares["elsewhere"], 4)
    return shares


FAMILIES = {
    "groups": ("groups",),
    "reach": ("reach", "households", "letters", "registrations", "approaches", "languages"),
    "weeks": WEEKLY,
    "process": ("process",),
}


def family(driver: str) -> str:
    """What a row's cost grows with: groups, reach, weeks, process (once), event, case, or else conversations.

    >>> family("meeting_hours"), family("letters"), family("event.storm")
    ('conversations', 'reach', 'event')
    """
    if driver.startswith(("event", "case.")):
        return "event" if driver.startswith("event") else "case"
    return next((name for name, names in FAMILIES.items() if driver in names), "conversations")


def driver_groups(shares: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The shares of ``drivers`` added up by what the cost grows with, largest first; they sum to 1."""
    total: dict[str, float] = {}
    for one in shares:
        total[one["family"]] = total.get(one["family"], 0.0) + one["share"]
    whole = sum(total.values())
    shares_by = {k: round(v / whole, 4) for k, v in sorted(total.items(), key=lambda one: -one[1])}
    if shares_by:
        largest = next(iter(shares_by))
        shares_by[largest] = round(1 - sum(v for k, v in shares_by.items() if k != largest), 4)
    return [{"family": k, "share": v} for k, v in shares_by.items()]


def drivers(out: Outcome) -> list[dict[str, Any]]:
    """What the spread of the cost comes from: Cov(row, cost) ÷ Var(cost), largest first; sums to 1 with the
    case-to-case factor, whose part is Cov(cost − cost ÷ factor, cost)."""
    p = out.parts
    centred = out.cost - out.cost.mean()
    variance = float(centred @ centred)
    if variance <= 0:
        return []
    case_row = p.benchmarks.parameter("case.money", p.scope)
    shares = _weighted(out, centred / variance / out.case_money, slice(None))
    found: list[dict[str, Any]] = [
        {
            "key": r.id,
            "name_nl": r.name_nl,
            "name_en": r.name_en,
            "step": r.step,
            "family": family(r.driver),
            "share": round(float(v), 4),
        }
        for r, v in zip(p.rows, shares, strict=True)
    ]
    if case_row:
        case = float((out.cost - out.cost / out.case_money) @ centred / variance)
        names = {"name_nl": case_row.name_nl, "name_en": case_row.name_en}
        found.append({"key": case_row.id, **names, "step": 0, "family": "case", "share": round(case, 4)})
    return sorted(found, key=lambda d: -d["share"])


def items(det: Outcome, by_row: list[str]) -> list[dict[str, Any]]:
    """Why: each row as driver × benchmark × tariff at likely values, with its source; events stand apart."""
    p = det.parts
    result = []
    for i, row in enumerate(p.rows):
        group = p.groups[p.group_of[i]]
        if group.event:
            continue
        drawn = float(det.drivers[group.driver][0]) if group.driver else 1.0
        native = float(p.amounts[i]) * drawn
        own, cash = p.rate(row)
        euros = native * (own + cash)
        tariff = p.rates.rows.get(row.role) if row.kind == "hours" else None
        given = row.role in p.rates.given
        result.append(
            {
                "id": row.id,
                "step": row.step,
                "kind": row.kind,
                "role": row.role,
                "driver": row.driver,
                "quantity": round(float(p.quantities[i]) * drawn, 2),
                "unit": row.unit,
                "low": row.low,
                "likely": row.likely,
                "high": row.high,
                "rate": round(own + cash, 2) if row.kind == "hours" else None,
                "hours": round(native, 1) if row.kind == "hours" else None,
                "cost_eur": round(euros, 2),
                "low_eur": round(euros * row.low / row.likely, 2),
                "high_eur": round(euros * row.high / row.likely, 2),
                "grade": row.grade,
                "trust": by_row[i],
                "source": row.source,
                "publisher": row.publisher,
                "source_year": row.source_year,
                "price_year": row.price_year,
                "url": row.url,
                "note": row.note,
                "note_en": row.note_en,
                "name_nl": row.name_nl,
                "name_en": row.name_en,
                "rate_grade": ("own" if given else (tariff.grade if tariff else "D")) if row.kind == "hours" else None,
                "rate_source": None if given or tariff is None else tariff.source,
            }
        )
    return sorted(result, key=lambda r: (r["step"], -r["cost_eur"]))


def seats(out: Outcome) -> dict[str, Any]:
    """The chain invited → registered → present → seats, in people and letters."""
    n = len(out.cost)

    def q(values: Array) -> dict[str, float]:
        return {k: round(v, 1) for k, v in four(np.broadcast_to(values, (n,))).items()}

    c = out.chain
    return {
        "letters": q(c.letters),
        "invited": q(c.invited),
        "registered": q(c.registered),
        "present": q(c.present),
        "seats": round(out.parts.number.seats, 1),
    }

"""What moves the answer: the tornado, and how the contingency depends on how much items move together.

Both are for the controller and are computed on demand; the shares of the spread (``breakdown.drivers``) are in every
estimate.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from estimator.benchmarks import Benchmarks, Row
from estimator.draws import Changed, Factors, N, uncertain, unit_draws
from estimator.model import Outcome, Parts, natives_of, parts, point, role_weeks, run, simulate, summed
from estimator.quantiles import at, place
from estimator.scope import Scope

Array = NDArray[np.float64]
RHOS = (0.0, 0.1, 0.2, 0.3, 0.5)
CONFIDENCE = 0.8
ROOM = 1.5  # a role that comes this close to the lead time of its step counts as short of hours


def tornado(
    scope: Scope, benchmarks: Benchmarks | None = None, *, process_key: str | None = None, most: int = 12
) -> list[dict[str, Any]]:
    """P80 of cost (euros) and of weeks with one row at its own P10 and P90, all other draws kept; widest first.

    Rows that only cost are set in the total; what also moves time (response, no-show, lead times, pace, the
    case-to-case factors, events, and hours of a role that is short of hours) goes through the whole model. An event
    is set to "doesn't happen" and "happens".
    """
    p = parts(scope, benchmarks or Benchmarks.load())
    out = simulate(p, process_key)
    weeks = _p80(out.weeks)
    short = _short_of_hours(out)
    found = []
    for i, row in enumerate(p.rows):
        if _uncertain_item(p, i, row):
            ends = (
                _rerun_item(p, i, process_key)
                if (row.step, row.role) in short
                else (*_linear(out, i, row), weeks, weeks)
            )
            found.append(_bar(row, *ends))
    found += [_bar(row, *_rerun(p, row, process_key)) for row in _parameters(p)]
    wide = sorted(found, key=lambda b: (-abs(b["high_eur"] - b["low_eur"]), b["key"]))
    return [b for b in wide if b["high_eur"] != b["low_eur"] or b["high_weeks"] != b["low_weeks"]][:most]


def _p80(draws: Array) -> float:
    k = place(len(draws), CONFIDENCE)
    return float(np.partition(draws, k)[k])


def _bar(row: Row, low: float, high: float, low_weeks: float, high_weeks: float) -> dict[str, Any]:
    names = {"key": row.id, "name_nl": row.name_nl, "name_en": row.name_en, "step": row.step}
    euros = {"low_eur": round(low, 2), "high_eur": round(high, 2)}
    return {**names, **euros, "low_weeks": round(low_weeks, 1), "high_weeks": round(high_weeks, 1)}


def _uncertain_item(p: Parts, i: int, row: Row) -> bool:
    return row.low < row.high and not p.groups[p.group_of[i]].event


def _short_of_hours(out: Outcome) -> set[tuple[int, str]]:
    """(step, role) whose hours decide how long the step takes in some draws, or might with a row at its high end."""
    weeks = role_weeks(out.parts, out.natives / out.case_money)
    return {key for key, needed in weeks.items() if np.any(ROOM * needed > out.lead_bound[key[0]])}


def _rerun_item(p: Parts, i: int, process_key: str | None) -> tuple[float, float, float, float]:
    """P80 of cost and weeks with an item row at its low and its high figure in every draw, its hours in the network."""
    row, group, draws = p.rows[i], p.group_of[i], unit_draws(p.benchmarks, process_key)
    usual, ends = natives_of(p, process_key), []
    for value in (row.low, row.high):
        natives = usual.copy()
        natives[group] += p.amounts[i] * (value / row.likely - draws[row.id])
        out = run(p, natives, draws)
        ends.append((_p80(out.cost), _p80(out.weeks)))
    return ends[0][0], ends[1][0], ends[0][1], ends[1][1]


def _linear(out: Outcome, i: int, row: Row) -> tuple[float, float]:
    """P80 of cost with an item row at its low and its high figure."""
    p = out.parts
    driver = p.groups[p.group_of[i]].driver
    scale = p.amounts[i] * sum(p.rate(row)) * out.case_money * (out.drivers[driver] if driver else 1.0)
    rest = out.cost - scale * unit_draws(p.benchmarks, out.process_key)[row.id]
    return _p80(rest + scale * row.low / row.likely), _p80(rest + scale * row.high / row.likely)


def _parameters(p: Parts) -> list[Row]:
    """The uncertain rows that aren't items, with the chances of events, as far as this scope reads them."""
    found = []
    for name in p.benchmarks.parameters:
        if name.startswith("event_"):
            continue
        for row in p.benchmarks.parameters[name]:
            counts = row.kind == "probability" or (row.column is not None and row.low < row.high)
            if counts and row.applies(p.scope) and _in_use(p, name):
                found.append(row)
    return found


def _in_use(p: Parts, name: str) -> bool:
    kind, _, what = name.partition(".")
    if kind == "event":
        return what in p.events
    if kind in ("response", "noshow", "reserve"):
        return what == p.scope.recruitment
    return kind in ("lead", "lead_extra", "pace", "case") and (
        kind != "pace" or what in ("", *p.scope.conversations_by_form)
    )


def _rerun(p: Parts, row: Row, process_key: str | None) -> tuple[float, float, float, float]:
    """P80 of cost and weeks with a parameter at its low and high figure in every draw."""
    usual, natives, ends = unit_draws(p.benchmarks, process_key), natives_of(p, process_key), []
    for value in (row.low, row.high):
        out = run(p, natives, Changed(usual, _set(row, value)))
        ends.append((_p80(out.cost), _p80(out.weeks)))
    return ends[0][0], ends[1][0], ends[0][1], ends[1][1]


def _set(row: Row, value: float) -> Callable[[str, Array], Array]:
    """Draws with one row at a value in every draw; an event at its low chance never happens, at its high one always."""
    chance = np.inf if value == row.low else -np.inf
    fixed = np.full(N, chance if row.kind == "probability" else value / row.likely)
    return lambda id, values: fixed if id == row.id else values


def rho_band(
    scope: Scope, benchmarks: Benchmarks | None = None, *, process_key: str | None = None
) -> list[dict[str, float]]:
    """P80 and contingency (euros) when all items move together with ρ = 0, .1, .2, .3 and .5 instead of .2 and .4."""
    p = parts(scope, benchmarks or Benchmarks.load())
    deterministic = float(point(p).cost[0])
    rows = [r for r in p.benchmarks.rows if r.applies(p.scope)]
    found = []
    for rho in RHOS:
        factors = Factors(process_key, rho, rho)
        draws = {row.id: factors.draws(row) for row in rows if uncertain(row)}
        out = run(p, summed(p, draws), draws)
        p80 = at(np.sort(out.cost), CONFIDENCE)
        found.append({"rho": rho, "p80": round(p80, 2), "contingency_eur": round(p80 - deterministic, 2)})
    return found

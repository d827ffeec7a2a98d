"""The outside view: what comparable public processes really cost and how long they took, beside the calculated figure.

Never mixed into the estimate. A case is comparable when it is local or regional, read one by one (tier 1), held in a
form of this scope, and no more than three times larger or smaller in people and in meeting days where both are known.
Its costs are in euros at the price level of the scope; cases that leave own staff out stand beside the cash, the
others beside all costs (the rules of the back-test).
"""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Any

from estimator.backtest import FORM_OF, PHASES, cost_counts, euros, staff_out, whole
from estimator.benchmarks import Benchmarks
from estimator.drivers import SERIES, counts
from estimator.places import DATA
from estimator.prices import index_factor
from estimator.scope import Scope

FACTOR = 3.0
MARGIN = 0.1  # a tenth outside a band of a few cases is no disagreement
# Dialogue programmes of many meetings say nothing about a handful of tables: they need this many.
LEAST_MEETINGS = 10


@dataclass(frozen=True)
class Case:
    """A comparable case: euros at the scope's price level (None without counted cost) and weeks by phase.

    ``staff``: whether own staff is in its costs (in, partly, out, unknown); ``price_year``: the level it was
    published at.
    """

    id: str
    name: str
    place: str
    year: int
    form: str
    scale: str
    participants: int | None
    days: int | None
    cost_eur: float | None
    cash_only: bool
    staff: str
    status: str
    price_year: int | None
    weeks: dict[str, float]
    source: str
    url: str
    grade: str


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with open(DATA / "reference_cases.csv", encoding="utf-8", newline="") as f:
        return tuple(csv.DictReader(f))


def comparable(scope: Scope, benchmarks: Benchmarks | None = None) -> list[Case]:
    """The comparable cases of a scope, newest first."""
    number = counts(scope, benchmarks or Benchmarks.load())
    found = [
        _case(row, scope)
        for row in _rows()
        if row["class"] in ("local", "regional")
        and row["tier"] == "1"
        and row["form"] in FORM_OF
        and _alike(row, scope, number.per_form["seats"])
    ]
    return sorted((c for c in found if c.cost_eur or c.weeks), key=lambda c: (-c.year, c.id))


def _alike(row: dict[str, str], scope: Scope, seats: dict[str, float]) -> bool:
    form = FORM_OF[row["form"]][0]
    if form not in seats:
        return False
    people, days = whole(row["participants"]), whole(row["meeting_days"]) or whole(row["meetings"])
    here = scope.conversations_by_form[form]
    if form == "dialoogtafel" and here < LEAST_MEETINGS:
        return False
    near_people = people is None or _near(people, seats[form])
    near_days = form not in SERIES or days is None or _near(days, here * scope.meeting_days)
    return near_people and near_days and not (people is None and days is None)


def _near(a: float, b: float) -> bool:
    return max(a, b) <= FACTOR * min(a, b)


def _case(row: dict[str, str], scope: Scope) -> Case:
    cost = None
    if row["total_cost"] and cost_counts(row):
        year = whole(row["price_year"]) or whole(row["year"]) or scope.price_year
        cost = euros(float(row["total_cost"]), row["currency"], year) * index_factor(year, scope.price_year)
    return Case(
        row["id"],
        row["name"],
        row["place"],
        whole(row["year"]) or 0,
        FORM_OF[row["form"]][0],
        row["class"],
        whole(row["participants"]),
        whole(row["meeting_days"]) or whole(row["meetings"]),
        cost,
        staff_out(row),
        _staff(row),
        row["cost_status"] if cost else "",
        (whole(row["price_year"]) or whole(row["year"])) if cost else None,
        {k: float(row[k]) for k in PHASES if row[k]},
        row["source_title"],
        row["url"].split(" ; ")[0],
        row["grade"],
    )


def _staff(row: dict[str, str]) -> str:
    said = row["staff_time_in"]
    if staff_out(row):
        return "out"
    return "in" if said.startswith("in") else "partly" if said.startswith(("partly", "mostly")) else "unknown"


def outside_view(scope: Scope, estimate: dict[str, Any], benchmarks: Benchmarks | None = None) -> dict[str, Any]:
    """Bands of comparable cases beside the estimate (its ``to_dict``).

    Returns ``cases`` (as dicts), ``cost`` and ``cash`` (n, low, high in whole hundreds of euros, and ``position``:
    below, within or above, where the middle estimate lies), and ``phases``: the same in weeks for every phase that
    cases have figures of. A band with n = 0 has no figures.
    """
    cases = comparable(scope, benchmarks)
    calculated = phase_weeks(estimate)
    return {
        "cases": [vars(c) | {} for c in cases],
        "cost": _band([c.cost_eur for c in cases if c.cost_eur and not c.cash_only], estimate["cost_eur"]["p50"], 100),
        "cash": _band([c.cost_eur for c in cases if c.cost_eur and c.cash_only], estimate["cash_eur"]["p50"], 100),
        "phases": {k: _band([c.weeks[k] for c in cases if k in c.weeks], calculated[k], 1) for k in PHASES},
    }


def phase_weeks(estimate: dict[str, Any]) -> dict[str, float]:
    """Weeks of each phase between the middle dates of the estimate, by the names of the back-test."""
    steps = {s["step"]: s for s in estimate["by_step"]}
    ends = {
        "wk_decision_to_first": ((1, "finish"), (5, "start")),
        "wk_invite_to_first": ((4, "start"), (5, "start")),
        "wk_first_to_last": ((5, "start"), (5, "finish")),
        "wk_last_to_report": ((5, "finish"), (8, "finish")),
    }

    def day(step: int, which: str) -> dt.date:
        return dt.date.fromisoformat(steps[step][which]["p50"])

    return {name: max((day(*to) - day(*since)).days / 7, 0.0) for name, (since, to) in ends.items()}


def _band(values: list[float], middle: float | None, unit: int) -> dict[str, Any]:
    if not values or middle is None:
        return {"n": 0}
    low, high = min(values), max(values)
    position = "below" if middle < low * (1 - MARGIN) else "above" if middle > high * (1 + MARGIN) else "within"
    found = {"n": len(values), "low": round(low / unit) * unit, "high": round(high / unit) * unit}
    return {**found, "calculated": round(middle / unit) * unit, "position": position}

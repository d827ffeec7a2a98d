"""Closed processes: what was promised when time and money were approved, and what it really took.

Running processes never count: they lean to the quick ones. What wasn't written down is unknown, never zero.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from estimator.network import LAST_STEP
from portfolio.store import closed_rows
from portfolio.store.database import Store

Steps = Mapping[int, Mapping[str, Any]]


@dataclass(frozen=True)
class Closed:
    """One closed process. ``estimate``: as frozen in its last approved request, with that ``engine``;
    ``promised``: the estimate of its first approved one.

    ``hours`` (everybody's, hired people too), ``cash_eur`` (paid out, without VAT) and ``weeks`` are what it really
    took, None where a figure that is needed is missing. ``hours_by_step`` and ``weeks_by_step`` hold the steps that are
    known. ``forms``: the working forms, by name. Dates of ``closed_on``: the last finish of a step.
    """

    process_id: str
    name: str
    closed_on: dt.date | None
    approved_on: dt.date | None
    engine: str
    estimate: dict[str, Any]
    promised: dict[str, Any]
    hours: float | None
    hours_by_step: dict[int, float]
    cash_eur: float | None
    weeks: float | None
    weeks_by_step: dict[int, float]
    forms: tuple[str, ...]

    @property
    def cost_eur(self) -> float | None:
        """What it really cost: the hours at what an hour of this request costs in own tariffs, and what was paid.

        An hour costs own_hours_eur ÷ hours (P50, frozen): the mean own tariff times the part of the hours that own
        people make. So hired hours are counted once, among what was paid.
        """
        if self.hours is None or self.cash_eur is None:
            return None
        planned = self.estimate["hours"]["p50"]
        an_hour = self.estimate["own_hours_eur"]["p50"] / planned if planned else 0.0
        return round(self.hours * an_hour + self.cash_eur, 2)


def closed(store: Store, example: bool = False) -> list[Closed]:
    """Every closed process that was approved, by date of closing; only those of the example, or only real ones."""
    with store.read() as c:
        rows = closed_rows.closed(c, example)
    found = [_closed(row) for row in rows]
    return sorted(found, key=lambda one: (one.closed_on or dt.date.max, one.process_id))


def _closed(row: Mapping[str, Any]) -> Closed:
    content = json.loads(row["content"]) | _granted(row["lower"])
    steps: Steps = row["steps"]
    estimate, scope = content["estimate"], content["scope"]
    start = _start(steps[1], row["asked_at"], dt.date.fromisoformat(scope["start"]))
    finishes = [step["actual_finish"] for step in steps.values() if step["actual_finish"]]
    return Closed(
        process_id=row["id"],
        name=row["name"],
        closed_on=max(finishes, default=None),
        approved_on=row["approved_on"],
        engine=content["engine"],
        estimate=estimate,
        promised=(json.loads(row["promised"]) | _granted(row["promised_lower"]))["estimate"],
        hours=_sum(steps, "actual_hours", _with(estimate, "hours")),
        hours_by_step={n: s["actual_hours"] for n, s in steps.items() if s["actual_hours"] is not None},
        cash_eur=_euros(_sum(steps, "actual_cents", _with_costs(estimate))),
        weeks=_weeks(start, steps[LAST_STEP[scope["done"]]]["actual_finish"]),
        weeks_by_step=_weeks_by_step(steps, start),
        forms=tuple(sorted(scope["conversations_by_form"])),
    )


def _granted(lower: str | None) -> dict[str, Any]:
    """What a lower grant puts in the place of what was asked."""
    found = json.loads(lower) if lower else {}
    return {name: found[name] for name in ("scope", "estimate", "engine") if name in found}


def _start(first: Mapping[str, Any], asked_at: str, planned: dt.date) -> dt.date | None:
    """When step 1 began: when the first request was sent, since a decision by itself takes a day, or as noted if that
    was earlier. Sent weeks before the planned start and decided after it, the weeks count from the planned start, as
    those of the estimate do."""
    begun: dt.date | None = first["actual_start"]
    if begun is None:
        return None
    asked = dt.date.fromisoformat(asked_at[:10])
    decided: dt.date = first["actual_finish"] or begun
    return min(begun, max(asked, planned)) if decided >= planned else min(begun, asked)


def _with(estimate: Mapping[str, Any], name: str) -> set[int]:
    """The steps to which the estimate gives any of this."""
    return {int(step["step"]) for step in estimate["by_step"] if step[name]["p50"] > 0}


def _with_costs(estimate: Mapping[str, Any]) -> set[int]:
    """The steps for which something was to be paid out."""
    return {int(step["step"]) for step in estimate["request"]["by_step"] if step["cash_eur"] > 0}


def _sum(steps: Steps, name: str, needed: set[int]) -> float | None:
    """The total of the steps, or None when a finished step that should have a figure has none."""
    known = {n: step[name] for n, step in steps.items() if step[name] is not None}
    lacking = {n for n in needed if steps[n]["status"] == "done"} - known.keys()
    return None if lacking or not known else float(sum(known.values()))


def _euros(cents: float | None) -> float | None:
    return None if cents is None else cents / 100


def _weeks(start: dt.date | None, finish: dt.date | None) -> float | None:
    """Weeks from the first day up to and including the last one, as the estimate counts them."""
    return round(((finish - start).days + 1) / 7, 2) if start and finish and finish >= start else None


def _weeks_by_step(steps: Steps, start: dt.date | None) -> dict[int, float]:
    found = {n: _weeks(start if n == 1 else step["actual_start"], step["actual_finish"]) for n, step in steps.items()}
    return {n: weeks for n, weeks in found.items() if weeks is not None}

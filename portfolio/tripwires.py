"""Tripwires: what was approved is watched, and crossing it means asking again with the difference.

Watched are the numbers on which the approval rests: groups, conversations by working form, residents, the end date, and
the amount, each with a tolerance that stands in the request (finance fields; the usual ones are ours, grade D). At
exactly the tolerance nothing is crossed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from portfolio import forecast_cost, requests, scenarios
from portfolio.granted import Granted
from portfolio.readiness import TOLERANCES
from portfolio.requests import Request
from portfolio.store import Store
from portfolio.store.codec import cents

SCOPE = ("stakeholder_groups", "conversations", "resident_reach")


class Base(Protocol):
    """Scope and figures of the base scenario."""

    @property
    def scope(self) -> dict[str, Any]: ...
    @property
    def result(self) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Wire:
    """One wire that was crossed. ``key``: stakeholder_groups, conversations, conversations.FORM, resident_reach, finish
    (dates), cost_cents, or expected_cents (the forecast). ``limit``: the most that was allowed; ``tolerance``: the
    percentage or weeks that it comes from."""

    key: str
    approved: Any
    now: Any
    limit: Any
    tolerance: float


def of(store: Store, process_id: str) -> list[Wire]:
    """The wires that are crossed now, by stored figures and what was noted at the steps; empty without an approval."""
    baseline = approved(requests.history(store, process_id))
    base = scenarios.base(store, process_id)
    if not baseline or not base:
        return []
    ends = forecast_cost.of(store, process_id)
    if ends is None or not ends.known:
        return crossed(baseline, base)
    return crossed(baseline, base, cents(ends.cost80_eur), ends.finish)


def approved(history: list[Request]) -> Request | None:
    """The request that counts: the last that was approved."""
    return next((one for one in history if one.approved), None)


def crossed(
    baseline: Request | Granted,
    base: Base,
    expected_cents: int | None = None,
    expected_finish: dt.date | None = None,
) -> list[Wire]:
    """What of the base scenario, or of the forecast, is more than was approved allows."""
    allowed = tolerances(baseline.finance)
    found = _scope(baseline.granted_scope, base.scope, allowed["tolerance_scope_pct"])
    asked = base.result.get("request") or {}
    costs = [("cost_cents", cents(asked["cost_eur"]) if asked else None), ("expected_cents", expected_cents)]
    share = allowed["tolerance_money_pct"]
    limit = round(baseline.granted_cents * (1 + share / 100))
    found += [Wire(k, baseline.granted_cents, now, limit, share) for k, now in costs if now and now > limit]
    weeks = allowed["tolerance_weeks"]
    last = baseline.granted_finish + dt.timedelta(days=round(7 * weeks))
    days = [dt.date.fromisoformat(asked["finish"])] if asked.get("finish") else []
    days += [expected_finish] if expected_finish else []
    if days and max(days) > last:
        found.append(Wire("finish", baseline.granted_finish, max(days), last, weeks))
    return found


def tolerances(finance: Mapping[str, Any]) -> dict[str, float]:
    """The tolerances of a request: as given, else the usual ones.

    >>> tolerances({"tolerance_weeks": 0})["tolerance_weeks"], tolerances({})["tolerance_money_pct"]
    (0.0, 10.0)
    """
    return {name: float(usual if finance.get(name) is None else finance[name]) for name, usual in TOLERANCES.items()}


def _scope(before: Mapping[str, Any], now: Mapping[str, Any], share: float) -> list[Wire]:
    pairs = [(name, before[name], now[name]) for name in SCOPE]
    forms = {**before["conversations_by_form"], **now["conversations_by_form"]}
    for form in forms:
        pairs.append((f"conversations.{form}", *(one["conversations_by_form"].get(form, 0) for one in (before, now))))
    found = []
    for key, was, is_now in pairs:
        limit = was * (1 + share / 100)
        if is_now > limit + 1e-9:
            found.append(Wire(key, was, is_now, limit, share))
    # With one working form its own wire says the same as the total.
    return [wire for wire in found if not (wire.key == "conversations" and len(forms) == 1)]

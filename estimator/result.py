"""The answer: one frozen record with every figure of an estimate, and its JSON form."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

ENGINE = "2.0.0"  # raise it when the same scope and benchmarks give other numbers
Four = dict[str, float]


@dataclass(frozen=True)
class Estimate:
    """Figures of one scope. Money in euros (excluding VAT unless said), rounded to cents; weeks to tenths; dates as
    ISO text. ``Four`` is P10, P50, P80, P90. ``request`` holds the rounded amounts that are asked for: there
    middle estimate + contingency (+ usual overrun) = cost = cash + own hours = sum over steps = sum over years."""

    cost_eur: Four
    cash_eur: Four
    own_hours_eur: Four
    cash_incl_vat_eur: Four
    hours: Four
    own_hours: Four
    hired_hours: Four
    weeks: Four
    finish: dict[str, str]
    hours_by_role: list[dict[str, Any]]
    deterministic_eur: float
    deterministic_weeks: float
    probability_of_deterministic: float
    contingency_eur: float
    contingency_parts: dict[str, float]
    probability_of_deadline: float | None
    earliest80: str
    joint_confidence: float
    joint80: dict[str, Any]
    request: dict[str, Any]
    overrun: dict[str, Any]
    events: list[dict[str, Any]]
    seats: dict[str, Any]
    expected_participants: Four
    eur_per_participant: float
    by_step: list[dict[str, Any]]
    by_kind: list[dict[str, Any]]
    by_year: dict[str, float]
    trust: dict[str, float]
    trust_hours: dict[str, float]
    drivers: list[dict[str, Any]]
    driver_groups: list[dict[str, Any]]
    items: list[dict[str, Any]]
    curve: dict[str, list[Any]]
    warnings: list[dict[str, Any]]
    assumed_dates: bool
    scope: dict[str, Any]
    benchmarks_sha256: str
    engine: str

    def to_dict(self) -> dict[str, Any]:
        """JSON types, in a fixed order."""
        return {f.name: getattr(self, f.name) for f in fields(self)}

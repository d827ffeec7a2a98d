"""What a rule found, and what data/pitfalls.csv says about the rule."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parents[2] / "data" / "pitfalls.csv"
RED, AMBER = "red", "amber"


@dataclass(frozen=True)
class Finding:
    """A pitfall that was found. ``step``: where it bites.

    ``template`` with ``params`` says what was found; ``found`` and ``limit`` are the two numbers or dates that were
    compared, in ``unit`` (both None: the rule compares no numbers). ``grade`` is that of the threshold: sourced, ours
    or none (no number). ``accepted``: None, or the reason, until when, and the id of the acceptance.
    """

    rule: str
    severity: str
    step: int
    template: str
    params: Mapping[str, Any] = field(default_factory=dict)
    found: Any = None
    limit: Any = None
    unit: str = ""
    grade: str = "none"
    accepted: Mapping[str, Any] | None = None

    @property
    def counts(self) -> bool:
        """True while nobody accepted it."""
        return self.accepted is None

    @property
    def message(self) -> str:
        """The sentence in English."""
        return self.template.format(**{name: _said(name, value) for name, value in self.params.items()})


def _said(name: str, value: Any) -> str:
    if name.endswith("_share"):
        return f"{value:.0%}"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


@cache
def rules() -> Mapping[str, Mapping[str, str]]:
    """Rule id → its row in data/pitfalls.csv."""
    with open(FILE, encoding="utf-8", newline="") as f:
        return {row["id"]: row for row in csv.DictReader(f)}


def make(
    rule: str,
    severity: str,
    step: int,
    template: str,
    params: Mapping[str, Any] | None = None,
    compared: tuple[Any, Any, str] | None = None,
    grade: str = "",
) -> Finding:
    """A finding. ``compared``: what it is, the limit, and their unit. ``grade``: else that of the file, in which
    ``sourced|ours`` is the red and the amber threshold."""
    grades = rules()[rule]["threshold_grade"].split("|")
    shown = grade or (grades[-1] if severity == AMBER else grades[0])
    found, limit, unit = compared or (None, None, "")
    return Finding(rule, severity, step, template, dict(params or {}), found, limit, unit, shown)

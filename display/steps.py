"""The ten steps as screens and documents name them (data/steps.csv, in the reader's language)."""

from __future__ import annotations

import csv
from functools import cache
from typing import Any

from display.i18n import column
from estimator.places import DATA


@cache
def steps() -> tuple[dict[str, Any], ...]:
    """The rows of data/steps.csv in order."""
    with open(DATA / "steps.csv", encoding="utf-8", newline="") as file:
        return tuple(sorted(csv.DictReader(file), key=lambda row: int(row["step"])))


def step_row(step: int) -> dict[str, Any]:
    """The row of one step, 1 to 10."""
    return steps()[step - 1]


def numbered(step: int, short: bool = True) -> str:
    """`5 Gesprekken`: number and (short) name, for lists and charts."""
    return f"{step} {column(step_row(step), 'short' if short else 'name')}"

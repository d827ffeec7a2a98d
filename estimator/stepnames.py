"""Names and minimum durations of the ten steps (data/steps.csv)."""

from __future__ import annotations

import csv
from functools import cache

from estimator.places import DATA


@cache
def _steps() -> dict[int, dict[str, str]]:
    with open(DATA / "steps.csv", encoding="utf-8", newline="") as f:
        return {int(r["step"]): r for r in csv.DictReader(f)}


def step_name(step: int) -> dict[str, str]:
    """Key and names of a step in both languages; ``name`` is the Dutch one.

    >>> step_name(1)["name_nl"]
    'Goedkeuring tijd en geld'
    """
    row = _steps()[step]
    return {"key": row["key"], "name": row["name_nl"], "name_nl": row["name_nl"], "name_en": row["name_en"]}

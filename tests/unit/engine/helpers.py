"""Small benchmark sets for tests: the shipped parameters with chosen items."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from estimator import Benchmarks, Row

BASE = {"stakeholder_groups": 5, "conversations": 8, "resident_reach": 2000, "municipality": "GM0193"}


def shipped() -> Benchmarks:
    return Benchmarks.load()


def certain(rows: Iterable[Row]) -> list[Row]:
    """Every figure at its likely value."""
    return [replace(r, low=r.likely, high=r.likely) for r in rows]


def item(**changes: Any) -> Row:
    """An hours row of step 3 by the process lead, once per process; change what the test needs."""
    like = next(r for r in shipped().rows if r.kind == "hours" and r.driver == "process")
    usual = {
        "id": "test",
        "step": 3,
        "role": "process_lead",
        "driver": "process",
        "low": 5.0,
        "likely": 10.0,
        "high": 20.0,
        "grade": "D",
        "applies_when": "",
        "column": 287,
    }
    return replace(like, **{**usual, **changes})


def only(*items: Row, flat: bool = False) -> Benchmarks:
    """The shipped parameters with just these items; ``flat`` takes all uncertainty away."""
    rows = [r for r in shipped().rows if not r.is_item] + list(items)
    return Benchmarks.from_rows(certain(rows) if flat else rows)

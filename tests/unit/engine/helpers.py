"""Small benchmark sets for tests: the shipped parameters with chosen items, with or without events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from estimator import Benchmarks, Row
from estimator.codes import EVENTS

BASE = {"stakeholder_groups": 5, "conversations": 8, "resident_reach": 2000, "municipality": "GM0193"}
QUIET = {"events": dict.fromkeys(EVENTS, False)}  # every event switched off


def shipped() -> Benchmarks:
    return Benchmarks.load()


def certain(rows: Iterable[Row]) -> list[Row]:
    """Every figure at its likely value; events still happen or don't."""
    return [replace(r, low=r.likely, high=r.likely) for r in rows]


def changed(row_id: str, figures: Benchmarks | None = None, **changes: Any) -> Benchmarks:
    """The shipped figures (or others) with one row changed."""
    rows = (figures or shipped()).rows
    return Benchmarks.from_rows(replace(r, **changes) if r.id == row_id else r for r in rows)


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


def chance(key: str, likely: float, measure: bool = False) -> Row:
    """The chance of an event, in every scope; after its measure when asked."""
    like = next(r for r in shipped().rows if r.driver == f"event.{key}")
    name, column = ("event_mitigated", None) if measure else ("event", 480)
    return replace(
        like,
        id=f"{name}_{key}",
        driver=f"{name}.{key}",
        likely=likely,
        column=column,
        applies_when="",
        low=0.01,
        high=1.0,
    )


def fixed(key: str, kind: str, amount: float, step: int = 3) -> Row:
    """A certain impact of an event in euros, hours of the process lead, or weeks of a step."""
    driver = f"event_weeks.{key}" if kind == "weeks" else f"event.{key}"
    role = "process_lead" if kind == "hours" else ""
    return item(
        id=f"{kind}_{key}",
        kind=kind,
        role=role,
        driver=driver,
        step=step,
        low=amount,
        likely=amount,
        high=amount,
        column=None,
        vat="excl",
        price_year=None,
    )


def only(*items: Row, flat: bool = False) -> Benchmarks:
    """The shipped parameters without events, with just these rows; ``flat`` takes all uncertainty away."""
    kept = [r for r in shipped().rows if not r.is_item and not r.driver.startswith("event")]
    rows = [*kept, *items]
    return Benchmarks.from_rows(certain(rows) if flat else rows)

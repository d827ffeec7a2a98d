"""Municipalities: code, name, residents and holiday region (data/municipalities.csv)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"
REGIONS = ("noord", "midden", "zuid")


@dataclass(frozen=True)
class Place:
    """A municipality; ``region`` is its school-holiday region (noord, midden or zuid)."""

    code: str
    name: str
    residents: int
    region: str


@cache
def places() -> dict[str, Place]:
    """All municipalities by their CBS code.

    >>> places()["GM0193"].name
    'Zwolle'
    """
    with open(DATA / "municipalities.csv", encoding="utf-8", newline="") as f:
        return {
            r["code"]: Place(r["code"], r["name"], int(r["residents"]), r.get("holiday_region") or "")
            for r in csv.DictReader(f)
        }


def place(code: str) -> Place | None:
    """The municipality with this code, or None."""
    return places().get(code)

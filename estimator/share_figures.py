"""Own figures and learned factors in a share link: written as JSON types, and read back with every number checked."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from estimator.benchmarks import Benchmarks, Row
from estimator.codes import N_, WHOLE_BOUNDS, Fault, shown
from estimator.learning import CLASSES, LEVELS, Learned, Lesson, with_learned
from estimator.own import AVERAGES, HIGHEST, TARIFF, Own, with_own

SMALLEST = 1e-6
WIDEST = 100.0  # low and high lie at most this factor from the figure itself; shipped ones at most 4.4
LONGEST_REASON = 400
LESSON = {
    "n": (0, 100_000),
    "factor": (0.001, 1_000.0),
    "weight": (0.0, 1.0),
    "mean_ratio": (0.0, 10_000.0),
    "sigma": (0.0, 10.0),
    "model_sigma": (0.0, 10.0),
}
PREDICTIVE = (0.0, 1_000_000.0)

RANGE = N_("{field}: {value} is out of range; allowed is {low} to {high}")
WHOLE = N_("{field}: {value} is not a whole number")
TEXT = N_("{field}: {value} is not a text of at most {high} characters")
UNKNOWN = N_("{field}: there is no field with this name")
TABLE = N_("{field}: {value} is not a table of names and numbers")
YEAR = N_("{field}: {value} is not a year; allowed is {low} to {high}, or nothing")

_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def clean(text: str) -> str:
    """A user's text without control characters, half characters and marks that turn the reading direction."""
    return _CONTROLS.sub("", text)


def own_content(figures: Mapping[str, Own]) -> dict[str, Any]:
    """Own figures as JSON types; empty reasons and years are left out."""
    rows = {key: {**asdict(one), "reason": clean(one.reason)} for key, one in figures.items()}
    return {key: {k: v for k, v in row.items() if v != ""} for key, row in rows.items()}


def learned_content(learned: Learned) -> dict[str, Any]:
    """Learned factors as JSON types, without the ids of the processes they rest on: a link names no other process."""
    found = learned.to_dict()
    return {"classes": found["classes"], "steps": found["steps"]}


def used(shipped: Benchmarks, own: Mapping[str, Own], learned: Learned | None) -> Benchmarks:
    """The figures to estimate with: shipped, then learned, then own, to the digits that a stored set has."""
    return _used(shipped, tuple(own.items()), json.dumps(learned.to_dict()) if learned else "")


@lru_cache(maxsize=32)
def _used(shipped: Benchmarks, own: tuple[tuple[str, Own], ...], learned: str) -> Benchmarks:
    figures = with_learned(shipped, Learned.from_dict(json.loads(learned))) if learned else shipped
    figures = with_own(figures, dict(own))
    return shipped if figures is shipped else Benchmarks.from_csv(figures.to_csv())


class Figures:
    """Reads both and collects the faults; what comes out counts only when there are none."""

    def __init__(self, shipped: Benchmarks) -> None:
        self.rows = {row.id: row for row in shipped.rows}
        self.faults: list[Fault] = []

    def fault(self, field: str, value: object, template: str, **params: Any) -> None:
        self.faults.append(Fault(shown(field), value, template, params))

    def own(self, data: object) -> tuple[dict[str, Own], list[str]]:
        """Own figures by id, and the ids that no row has, which are left out."""
        found: dict[str, Own] = {}
        unknown: list[str] = []
        for key, value in self.table("own", data).items():
            if key in self.rows or key in AVERAGES:
                found[key] = self.own_figure(key, value)
            else:
                unknown.append(shown(clean(key)))
        return found, unknown

    def own_figure(self, key: str, value: object) -> Own:
        field, given = f"own.{key}", self.table(f"own.{key}", value)
        self.only(field, given, ("low", "likely", "high", "reason", "year"))
        low, high = limits(self.rows.get(key))
        likely = self.number(f"{field}.likely", given.get("likely"), low, high)
        return Own(
            self.number(f"{field}.low", given.get("low"), max(likely / WIDEST, SMALLEST), likely),
            likely,
            self.number(f"{field}.high", given.get("high"), likely, min(likely * WIDEST, high)),
            self.text(f"{field}.reason", given.get("reason", ""), LONGEST_REASON),
            self.year(f"{field}.year", given.get("year", "")),
        )

    def learned(self, data: object) -> Learned:
        """Learned factors; ``ids`` stays empty."""
        given = self.table("learned", data)
        self.only("learned", given, ("classes", "steps"))
        classes = self.table("learned.classes", given.get("classes", {}))
        self.only("learned.classes", classes, CLASSES)
        steps = self.table("learned.steps", given.get("steps", {}))
        self.only("learned.steps", steps, ("hours", "weeks"))
        by_class = {k: self.lesson(f"learned.classes.{k}", v) for k, v in classes.items()}
        return Learned((), by_class, {k: self.by_step(f"learned.steps.{k}", v) for k, v in steps.items()})

    def by_step(self, field: str, data: object) -> dict[int, Lesson]:
        given = self.table(field, data)
        allowed = tuple(str(step) for step in range(11))
        self.only(field, given, allowed)
        return {int(k): self.lesson(f"{field}.{k}", given[k]) for k in allowed if k in given}

    def lesson(self, field: str, data: object) -> Lesson:
        given = self.table(field, data)
        self.only(field, given, (*LESSON, "predictive"))
        values = {k: self.number(f"{field}.{k}", given.get(k, 0.0), *ends) for k, ends in LESSON.items()}
        levels = self.table(f"{field}.predictive", given.get("predictive", {}))
        self.only(f"{field}.predictive", levels, tuple(LEVELS))
        predictive = {k: self.number(f"{field}.predictive.{k}", v, *PREDICTIVE) for k, v in levels.items()}
        n = int(values.pop("n"))
        if n != given.get("n"):
            self.fault(f"{field}.n", given.get("n"), WHOLE)
        return Lesson(n, **values, predictive=predictive)

    def table(self, field: str, value: object) -> Mapping[str, Any]:
        if isinstance(value, Mapping):
            return value
        self.fault(field, value, TABLE)
        return {}

    def only(self, field: str, given: Mapping[str, Any], allowed: tuple[str, ...]) -> None:
        for key in given:
            if key not in allowed:
                self.fault(f"{field}.{key}", given[key], UNKNOWN)

    def number(self, field: str, value: object, low: float, high: float) -> float:
        """A finite number within its limits; a faulty one becomes the lower limit, so that reading goes on."""
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            self.fault(field, value, RANGE, low=low, high=high)
            return float(low)
        return float(value)

    def text(self, field: str, value: object, most: int) -> str:
        if isinstance(value, str) and len(value) <= most:
            return clean(value)
        self.fault(field, value, TEXT, high=most)
        return ""

    def year(self, field: str, value: object) -> str:
        low, high = WHOLE_BOUNDS["price_year"]
        if value == "" or (isinstance(value, str) and re.fullmatch("[0-9]{4}", value) and low <= int(value) <= high):
            return str(value)
        self.fault(field, value, YEAR, low=str(low), high=str(high))
        return ""


def limits(row: Row | None) -> tuple[float, float]:
    """The least and the most that an own figure of this row may be; None is one of the average tariffs."""
    if row is None or row.driver.startswith(("tariff.", "hired.")):
        return TARIFF
    if row.kind == "fraction" and row.high <= 1:
        return SMALLEST, 1.0
    return SMALLEST, HIGHEST[row.kind]

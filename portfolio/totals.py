"""What a step took so far: hours made and costs paid, as totals that are typed over; unknown is never zero."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portfolio.checks import Faults, shown
from portfolio.messages import N_

TOTALS = ("actual_hours", "actual_cents")
MOST_HOURS, MOST_CENTS = 1_000_000, 100_000_000_000

NOT_HOURS = N_("{value} is not a number of hours; allowed is 0 to {high}, or nothing while it isn't known.")
NOT_CENTS = N_("{value} is not an amount; allowed is € 0 to € {high}, or nothing while it isn't known.")
NOT_PERCENT = N_("{value} is not a part that is done; allowed is 0 to 100 as a whole number, or nothing.")
NO_PART_YET = N_("A part that is done belongs to a step that is busy or done; choose busy or done, or empty it.")
FROM_LINES = N_("This total follows from the lines that were booked; add a line or take one back.")
NOT_BEGUN = N_("Hours and costs belong to a step that is busy or done; choose busy or done, or empty them.")


def total(faults: Faults, field: str, value: Any) -> float | int | None:
    """Hours, or whole cents; nothing stays nothing."""
    if value is None or value == "":
        return None
    hours = field == "actual_hours"
    high = MOST_HOURS if hours else MOST_CENTS
    known = isinstance(value, int | float if hours else int) and not isinstance(value, bool)
    if not known or not 0 <= value <= high:
        written = value if hours or not known else value / 100
        sentence, most = (NOT_HOURS, high) if hours else (NOT_CENTS, high // 100)
        faults.add(field, sentence, value=shown(written), high=most)
        return None
    return float(value) if hours else int(value)


def percent(faults: Faults, field: str, value: Any) -> int | None:
    """How much of a step is done, 0 to 100; nothing is unknown."""
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 100:
        faults.add(field, NOT_PERCENT, value=shown(value))
        return None
    return value


def only_when_begun(faults: Faults, values: Mapping[str, Any]) -> None:
    """Nothing was made or paid for a step that is open or skipped."""
    for name in TOTALS:
        if values[name] is not None and values["status"] not in ("busy", "done"):
            faults.add(name, NOT_BEGUN)
    if values["percent"] is not None and values["status"] not in ("busy", "done"):
        faults.add("percent", NO_PART_YET)

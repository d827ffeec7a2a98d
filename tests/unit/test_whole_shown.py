"""Which lights of a process are shown: as reported, else as calculated; and where the two differ."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from portfolio.whole.lights import Light
from portfolio.whole.standing import Money, Standing

NAMES = ("planning", "budget", "risk")


def standing(calculated: str, reported: str = "") -> Standing:
    """Colours by their first letter, - for none: planning, budget, risk."""
    words = {"g": "green", "a": "amber", "r": "red", "-": ""}
    told: Any = None
    if reported:
        told = SimpleNamespace(lights={name: words[sign] for name, sign in zip(NAMES, reported, strict=True)})
    lights = {name: Light(words[sign], "why") for name, sign in zip(NAMES, calculated, strict=True)}
    row: Any = SimpleNamespace()
    return Standing(row, Money(), None, dt.date(2026, 1, 1), "", (), lights, told, None, {}, ())


@pytest.mark.parametrize(
    ("calculated", "reported", "worst", "differing", "brighter"),
    [
        ("ggg", "", "green", [], False),
        ("--a", "", "amber", [], False),
        ("---", "", "", [], False),
        ("gga", "ggg", "green", ["risk"], True),
        ("ggg", "rgg", "red", ["planning"], False),
        ("--g", "gag", "amber", [], False),  # nothing to hold the report against
        ("rag", "gar", "red", ["planning", "risk"], True),
    ],
)
def test_what_is_shown(calculated: str, reported: str, worst: str, differing: list[str], brighter: bool) -> None:
    one = standing(calculated, reported)
    assert one.worst == worst
    assert list(one.differing) == differing
    assert one.brighter is brighter
    assert one.shown == (one.report.lights if one.report else {n: light.colour for n, light in one.calculated.items()})

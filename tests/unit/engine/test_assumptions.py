""" "We assume…": each line moves one thing, and the largest comes first."""

from __future__ import annotations

from estimator import Benchmarks, Scope, assumptions, deterministic
from tests.unit.engine.helpers import BASE, certain, shipped


def test_largest_first_and_only_what_was_assumed():
    found = assumptions(Scope.from_dict({**BASE, "level": "raadplegen"}))
    euros = [a["euros"] for a in found]
    assert euros == sorted(euros, reverse=True)
    keys = [a["key"] for a in found]
    assert "level" not in keys
    assert "conversations_by_form" in keys
    assert len(keys) == len(set(keys))
    assert sum(k.startswith("row:") for k in keys) == 8


def test_the_euros_of_a_default_are_the_difference_with_its_alternative():
    scope = Scope.from_dict(BASE)
    flat = Benchmarks.from_rows(certain(shipped().rows))
    line = next(a for a in assumptions(scope, flat) if a["key"] == "outcome_route")
    other = Scope.from_dict({**BASE, "outcome_route": "raad"})
    assert line["euros"] == round(abs(deterministic(other, flat) - deterministic(scope, flat)))


def test_another_level_does_not_silently_change_the_form():
    scope = Scope.from_dict(BASE)
    line = next(a for a in assumptions(scope) if a["key"] == "level")
    pinned = Scope.from_dict({**BASE, "level": "adviseren", "conversations_by_form": {"dialoogtafel": 8}})
    assert line["euros"] == round(abs(deterministic(pinned) - deterministic(scope)))


def test_every_template_can_be_filled_in():
    for data in (BASE, {**BASE, "recruitment": "targeted", "preset": "uitgebreid", "own_staff_share": 0.1}):
        for a in assumptions(Scope.from_dict(data)):
            named = {k: v["name_en"] if isinstance(v, dict) else v for k, v in a["params"].items()}
            assert "{" not in a["template"].format(**named)


def test_one_occasion_is_said_as_one():
    found = assumptions(Scope.from_dict({**BASE, "conversations": 4}))
    line = next(a for a in found if a["key"] == "meetings")
    assert (line["template"], line["params"]) == ("all conversations share one occasion", {})

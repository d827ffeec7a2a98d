"""`benchmarks check` must catch every way in which the file can go wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from estimator import BenchmarkError, Benchmarks
from estimator.check import LEAST_SOURCED, check
from tests.unit.engine.helpers import changed, shipped


def test_the_shipped_figures_pass():
    report = check(shipped())
    assert report.faults == []
    assert report.sourced_used >= LEAST_SOURCED
    assert all(report.steps[s] for s in range(1, 11))


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"low": 50.0}, "rising"),
        ({"low": 0.0}, "positive"),
        ({"kind": "uren"}, "kind"),
        ({"role": "wethouder"}, "role"),
        ({"driver": "talks"}, "driver"),
        ({"step": 11}, "step"),
        ({"p_high": 0.4}, "p_high"),
        ({"grade": "E"}, "grade"),
        ({"grade": "B"}, "sourced row needs"),
        ({"source": "een handboek"}, "aanname"),
        ({"note": "zomaar"}, "reasoning"),
        ({"note_en": ""}, "note_en"),
        ({"unit": ""}, "unit"),
        ({"applies_when": "form=tafel"}, "applies_when"),
        ({"applies_when": "vorm=dialoogtafel"}, "applies_when"),
        ({"column": None}, "permanent column"),
        ({"column": 300}, "not in 32"),
        ({"column": 11}, "not in 32"),
    ],
)
def test_a_faulty_row_is_named(changes, word):
    faults = check(changed("plan_frames", **changes)).faults
    assert any("plan_frames" in f and word in f for f in faults), faults


@pytest.mark.parametrize(
    ("row_id", "changes", "word"),
    [
        ("event_storm", {"high": 1.4}, "more than certain"),
        ("event_storm", {"kind": "fraction"}, "doesn't go with kind"),
        ("event_storm", {"column": 300}, "not in 416"),
        ("event_storm", {"column": None}, "permanent column"),
        ("event_storm", {"driver": "event.flood"}, "'event.flood'"),
        ("event_storm_lead", {"column": 287}, "not in 416"),
        ("event_storm_lead", {"driver": "event.flood"}, "'event.flood'"),
        ("event_storm_lead", {"driver": "event.storm*letters"}, "'event.storm*letters'"),
        ("event_storm_weeks", {"driver": "event_weeks.flood"}, "'event_weeks.flood'"),
        ("event_storm_weeks", {"column": None}, "permanent column"),
        ("overrun_money", {"driver": "overrun.quality"}, "'overrun.quality'"),
    ],
)
def test_a_faulty_row_of_an_event_or_overrun_is_named(row_id, changes, word):
    faults = check(changed(row_id, **changes)).faults
    assert any(row_id in f and word in f for f in faults), faults


def test_a_column_never_changes_hands():
    taken = next(r for r in shipped().rows if r.id == "plan_client").column
    faults = check(changed("plan_frames", column=taken)).faults
    assert any("for ever" in f for f in faults)
    assert any("given to 2 rows" in f for f in faults)
    fresh = check(changed("plan_frames", column=287)).faults
    assert any("is new; add it" in f for f in fresh)


def test_a_row_that_no_scope_uses_is_a_fault():
    faults = check(changed("plan_frames", applies_when="form=dialoogtafel;option=platform;form=enquete")).faults
    assert any("plan_frames" in f and "no scope uses" in f for f in faults)


def test_a_step_without_hours_is_a_fault():
    rows = [r for r in shipped().rows if not (r.step == 7 and r.kind == "hours")]
    assert "step 7 has no row with hours" in check(Benchmarks.from_rows(rows)).faults


def test_two_parameter_rows_at_once_is_an_error_not_a_guess():
    from estimator import Scope, estimate

    row = next(r for r in shipped().rows if r.driver == "lead.3")
    twice = Benchmarks.from_rows([*shipped().rows, replace(row, id="again", column=415)])
    with pytest.raises(BenchmarkError, match="at the same time"):
        estimate(Scope.from_dict({"stakeholder_groups": 2, "conversations": 2, "resident_reach": 300}), twice)


@pytest.mark.parametrize(("text", "word"), [("", "missing"), ("id,step\na,1\n", "missing")])
def test_another_file_is_refused(text, word):
    with pytest.raises(BenchmarkError, match=word):
        Benchmarks.from_csv(text)


def test_a_number_that_is_none_is_named_with_its_line():
    lines = shipped().to_csv().splitlines()
    row = next(n for n, line in enumerate(lines) if line.startswith("plan_frames,"))
    lines[row] = lines[row].replace(",process,3,", ",process,drie,", 1)
    with pytest.raises(BenchmarkError, match=f"line {row + 1}: low: 'drie' is not a number"):
        Benchmarks.from_csv("\n".join(lines))

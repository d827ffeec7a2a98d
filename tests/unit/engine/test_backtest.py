"""The back-test: runs on every usable case, counts honestly, and the method page states what it measured."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from estimator.backtest import backtest, euros, scope_of

ROOT = Path(__file__).resolve().parents[3]
CASES = ROOT / "data" / "reference_cases.csv"


@pytest.fixture(scope="module")
def result():
    return backtest(CASES)


def test_every_row_is_used_or_skipped_with_a_reason(result):
    with open(CASES, encoding="utf-8", newline="") as f:
        ids = [r["id"] for r in csv.DictReader(f)]
    used, skipped = {r["id"] for r in result["rows"]}, {s["id"] for s in result["skipped"]}
    assert used | skipped == set(ids)
    assert all(s["reason"] for s in result["skipped"])


def test_counts_and_coverage_follow_from_the_rows(result):
    local = [r for r in result["rows"] if not r["national"]]
    for name, rows in (
        ("cost", [r for r in local if r["what"] == "cost"]),
        ("weeks", [r for r in local if r["what"] != "cost"]),
    ):
        assert result[name]["n"] == len(rows)
        assert result[name]["coverage80"] == pytest.approx(sum(r["inside"] for r in rows) / len(rows), abs=1e-3)
    assert result["cost_national"]["n"] == sum(r["national"] and r["what"] == "cost" for r in result["rows"])


def test_the_case_to_case_factor_widens_and_never_shifts(result):
    for name in ("cost", "weeks"):
        assert result[name]["coverage80"] >= result["without_case_factor"][name]["coverage80"]
        assert result[name]["bias"] == pytest.approx(result["without_case_factor"][name]["bias"], rel=0.1)


def test_partial_amounts_do_not_count(result):
    assert not [r for r in result["rows"] if r["id"] == "UK10" and r["what"] == "cost"]
    assert any(s["id"] == "UK10" and "partial" in s["reason"] for s in result["skipped"])


def test_one_case_by_hand():
    """XX21: 6 days, 43 people, 6,500 invited, AUD 150,000 of 2014 at .679."""
    with open(CASES, encoding="utf-8", newline="") as f:
        case = next(r for r in csv.DictReader(f) if r["id"] == "XX21")
    scope = scope_of(case)
    assert scope.conversations_by_form == {"burgerforum": 6}
    assert (scope.participants, scope.resident_reach, scope.own_staff_share) == (43, 6500, 0.0)
    assert euros(150_000, "AUD", 2014) == pytest.approx(101_850)


@pytest.mark.parametrize(("page", "point"), [("method.md", "."), ("methode.md", ",")])
def test_the_method_pages_state_what_was_measured(result, page, point):
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    for s in (
        result["cost"],
        result["weeks"],
        result["without_case_factor"]["cost"],
        result["without_case_factor"]["weeks"],
    ):
        row = f"| {s['n']} | {100 * s['coverage80']:.0f} % | {s['bias']:.2f} |".replace(".", point)
        assert row in text, row

"""Shape and integrity of every data file, read as a spreadsheet user would: without the estimator."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
FILES = sorted(p.name for p in DATA.glob("*.csv"))
EXPECTED = {
    "backtest_misses.csv",
    "benchmark_columns.csv",
    "benchmarks.csv",
    "columns.csv",
    "exchange_rates.csv",
    "municipalities.csv",
    "pitfalls.csv",
    "price_index.csv",
    "raci.csv",
    "raci_routes.csv",
    "reference_cases.csv",
    "roles.csv",
    "school_holidays.csv",
    "steps.csv",
    "working_forms.csv",
}
LEVELS = {"informeren", "raadplegen", "adviseren", "coproduceren", "meebeslissen"}
REGIONS = ("noord", "midden", "zuid")
# Written in two parts so that this file does not hold the mark itself.
MARK = re.compile("relevant" + r"[\s_.®-]*" + "gesprek", re.IGNORECASE)
TEXT = {
    ".csv",
    ".md",
    ".py",
    ".toml",
    ".txt",
    ".po",
    ".pot",
    ".html",
    ".css",
    ".js",
    ".json",
    ".yml",
    ".yaml",
    ".svg",
    ".sh",
    ".cfg",
}
FORBIDDEN = re.compile(r"\b(doelgroep\w*|tred(e|en)|reserve|reservering\w*|toegekend|geboekt)\b", re.IGNORECASE)


def table(name: str) -> list[dict[str, str]]:
    """Rows of a data file."""
    with open(DATA / name, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def test_every_file_is_there_and_described() -> None:
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    assert set(FILES) == EXPECTED
    assert [n for n in FILES if f"`{n}`" not in readme] == []


@pytest.mark.parametrize("name", FILES)
def test_rows_are_as_wide_as_the_header(name: str) -> None:
    with open(DATA / name, encoding="utf-8", newline="") as f:
        header, *rows = csv.reader(f)
    assert len(set(header)) == len(header)
    assert rows
    assert [n for n, row in enumerate(rows, start=2) if len(row) != len(header)] == []


@pytest.mark.parametrize("name", FILES)
def test_both_languages_are_filled(name: str) -> None:
    rows = table(name)
    pairs = [(c, c[:-3] + "_en") for c in rows[0] if c.endswith("_nl")]
    if name == "benchmarks.csv":
        pairs.append(("note", "note_en"))
    for dutch, english in pairs:
        assert english in rows[0]
        assert [n for n, r in enumerate(rows, start=2) if not (r[dutch].strip() and r[english].strip())] == []
        same = [r[dutch] for r in rows if len(r[dutch].split()) > 4 and r[dutch] == r[english]]
        assert same == [], f"{name}: not translated"


@pytest.mark.parametrize("name", FILES)
def test_words_of_the_screen(name: str) -> None:
    for row in table(name):
        dutch = " ".join(v for c, v in row.items() if c.endswith("_nl") or (c == "note" and name == "benchmarks.csv"))
        assert not FORBIDDEN.search(dutch), dutch


def test_no_registered_mark_in_any_text_file() -> None:
    skip = {".git", "var", "build", "dist", "node_modules", "__pycache__"}
    found = []
    for path in ROOT.rglob("*"):
        parts = path.relative_to(ROOT).parts
        if any(p in skip or p.startswith((".venv", ".mypy", ".pytest", ".ruff")) for p in parts) or not path.is_file():
            continue
        if path.suffix in TEXT or path.suffix == "":
            text = path.read_text(encoding="utf-8", errors="replace")
            if MARK.search(text) or MARK.search(path.name):
                found.append(str(path.relative_to(ROOT)))
    assert found == []


def test_municipalities() -> None:
    rows = table("municipalities.csv")
    assert len(rows) == 342
    assert sum(int(r["residents"]) for r in rows) == 18_129_929
    assert len({r["code"] for r in rows}) == len({r["name"] for r in rows}) == 342
    assert all(re.fullmatch(r"GM\d{4}", r["code"]) for r in rows)
    assert len({r["province"] for r in rows}) == 12
    assert {r["holiday_region"] for r in rows} == set(REGIONS)
    assert all(float(r["area_km2"]) > 0 and int(r["council_seats"]) >= 9 and r["source"] for r in rows)


def test_holiday_regions_say_how_they_were_set() -> None:
    rows = table("municipalities.csv")
    assert {r["region_basis"] for r in rows} == {"province", "exception", "assumption"}
    assert [r["name"] for r in rows if r["region_basis"] != "assumption" and not r["region_source"]] == []
    assert [r["name"] for r in rows if r["region_basis"] == "assumption" and r["region_source"]] == []
    split = {r["name"] for r in rows if r["province"] == "GD" and r["region_basis"] == "province"}
    assert split == set(), "Gelderland is split over the regions: no municipality there follows its province"
    region = {r["name"]: r["holiday_region"] for r in rows}
    known = {
        "Hattem": "noord",
        "Eemnes": "noord",
        "Zwolle": "noord",
        "Tiel": "midden",
        "Arnhem": "zuid",
        "Goes": "zuid",
    }
    assert {n: region[n] for n in known} == known


def test_school_holidays_parse_and_do_not_overlap() -> None:
    rows = table("school_holidays.csv")
    assert {r["region"] for r in rows} == set(REGIONS)
    assert all(r["grade"] in "BC" and r["source"] for r in rows)
    for region in REGIONS:
        spans = sorted(
            (dt.date.fromisoformat(r["start"]), dt.date.fromisoformat(r["end"])) for r in rows if r["region"] == region
        )
        assert all(dt.timedelta(4) <= b - a <= dt.timedelta(50) for a, b in spans)
        assert all(before[1] < after[0] for before, after in pairwise(spans)), region


def test_reference_cases() -> None:
    rows = table("reference_cases.csv")
    assert len(rows) == 177
    assert len({r["id"] for r in rows}) == 177
    assert {r["class"] for r in rows} <= {"local", "regional", "national", "out"}
    assert {r["tier"] for r in rows} == {"1", "2"}
    assert [r["id"] for r in rows if r["total_cost"] and not (r["currency"] and r["url"] and r["grade"])] == []
    known = {r["currency"] for r in table("exchange_rates.csv")} | {"EUR"}
    assert {r["currency"] for r in rows if r["total_cost"]} <= known


def test_price_index_is_a_chain_of_years() -> None:
    rows = table("price_index.csv")
    assert [int(r["year"]) for r in rows] == list(range(2015, 2026))
    index = 100.0
    for r in rows[1:]:
        index *= 1 + float(r["cpi_change_pct"]) / 100
        assert r["url"] and r["publisher"] and r["grade"] == "A"
    assert index == pytest.approx(134.5, abs=0.1)


def test_exchange_rates() -> None:
    rows = table("exchange_rates.csv")
    assert max(Counter((r["currency"], r["year"]) for r in rows).values()) == 1
    assert all(0.3 < float(r["eur_per_unit"]) < 1.5 and r["note"] for r in rows)
    assert all(bool(r["url"]) != (r["grade"] == "D") for r in rows if r["currency"] != "NLG")
    rate = {(r["currency"], r["year"]): float(r["eur_per_unit"]) for r in rows}
    assert rate["USD", "2015"] == pytest.approx(0.9012, abs=1e-4)
    assert rate["NLG", "1999"] == pytest.approx(1 / 2.20371, abs=1e-5)


def test_ten_steps() -> None:
    rows = table("steps.csv")
    assert [int(r["step"]) for r in rows] == list(range(1, 11))
    assert len({r["key"] for r in rows}) == 10
    assert [int(r["step"]) for r in rows if r["named"] == "yes"] == [1, 2, 5, 6]
    assert {r["named"] for r in rows} == {"yes", "proposed"}
    assert {r["lead_role"] for r in rows} <= {r["role"] for r in table("roles.csv")}
    for r in rows:
        before = [int(s) for s in r["depends_on"].split()]
        assert all(b < int(r["step"]) for b in before) and bool(before) == (r["step"] != "1")
        assert 0 < float(r["weeks_low"]) <= float(r["weeks_likely"]) <= float(r["weeks_high"])
        assert r["source"] and r["grade"] == "D"


def test_gate_points_have_stable_keys_and_both_texts() -> None:
    for r in table("steps.csv"):
        keys, dutch, english = (r[c].split("|") for c in ("gate_keys", "gate_nl", "gate_en"))
        assert len(keys) == len(dutch) == len(english) == len(set(keys))
        assert all(re.fullmatch(r"[a-z0-9_]+", k) for k in keys)
        assert all(t.strip() for t in dutch + english)


def accountable(rows: list[dict[str, str]]) -> dict[tuple[str, str], list[str]]:
    """Who carries the A, by step and route."""
    found: dict[tuple[str, str], list[str]] = {}
    for r in rows:
        found.setdefault((r["step"], r["route"]), [])
        if "A" in r["code"].split("/"):
            found[r["step"], r["route"]].append(r["abbreviation"])
    return found


def test_raci_has_one_accountable_per_step() -> None:
    rows, routes = table("raci.csv"), table("raci_routes.csv")
    assert {r["step"] for r in rows} == {str(n) for n in range(1, 11)}
    assert {r["code"] for r in rows + routes} == {"R", "A", "C", "I", "A/R"}
    answers = accountable(rows) | accountable(routes)
    assert all(len(roles) == 1 for roles in answers.values()), answers
    by_route = {route: answers["1", route] for route in ("budgethouder", "college", "raad")}
    assert by_route == {"budgethouder": ["AO"], "college": ["BO"], "raad": ["GR"]}
    assert all(answers["9", route] == who for route, who in by_route.items())
    assert all(r["grade"] == "D" and r["source_en"] == "our proposal" for r in rows + routes)
    names = {r["role"]: (r["abbreviation"], r["name_nl"]) for r in table("roles.csv")}
    assert all(names[r["role"]] == (r["abbreviation"], r["name_nl"]) for r in rows + routes)


def test_raci_has_somebody_who_does_the_work() -> None:
    for step in range(1, 11):
        codes = {r["code"] for r in table("raci.csv") if r["step"] == str(step)}
        assert codes & {"R", "A/R"}, step


def test_working_forms() -> None:
    rows = table("working_forms.csv")
    assert len(rows) == len({r["form"] for r in rows}) == 20
    assert {r["level"] for r in rows} == LEVELS
    assert {r["level_basis"] for r in rows} == {"sourced", "ours"}
    assert all(r["source"].startswith("http") for r in rows)


def test_pitfalls() -> None:
    rows = table("pitfalls.csv")
    assert [r["id"] for r in rows] == [f"P{n:02d}" for n in range(1, 30)]
    assert {r["severity"] for r in rows} == {"red", "amber", "red|amber"}
    assert {r["threshold_grade"] for r in rows} == {"sourced", "ours", "sourced|ours", "none"}
    assert {r["detectable"] for r in rows} == {"yes", "partly"}
    assert {r["level"] for r in rows} == {"process", "portfolio"}
    for r in rows:
        assert r["source"] and all(s.startswith(("http", "publieke methode")) for s in r["source"].split(" ; "))
        if r["threshold_grade"] == "sourced":
            assert "http" in r["source"] or r["id"] == "P08"

"""The command line: exit codes, one clear line, the JSON contract."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from estimator.cli import main
from estimator.places import DATA
from tests.unit.engine.helpers import BASE

ROOT = Path(__file__).resolve().parents[3]


def run(tmp_path, raw, *more):
    path = tmp_path / "scope.json"
    path.write_bytes(raw if isinstance(raw, bytes) else json.dumps(raw).encode())
    return main(["estimate", str(path), *more])


def test_json_contract(tmp_path, capsys):
    assert run(tmp_path, BASE, "--json") == 0
    e = json.loads(capsys.readouterr().out)
    for key in ("cost_eur", "cash_eur", "own_hours_eur", "hours", "weeks", "finish"):
        assert set(e[key]) == {"p10", "p50", "p80", "p90"}
    assert [s["step"] for s in e["by_step"]] == list(range(1, 11))
    assert {"cost_eur", "finish"} <= set(e["joint80"])
    assert e["probability_of_deadline"] is None


def test_words(tmp_path, capsys):
    assert run(tmp_path, BASE) == 0
    out = capsys.readouterr().out
    assert "Asked:" in out
    assert "10 " in out
    assert "{" not in out


@pytest.mark.parametrize("raw", [b"", b"[]", b"{", b"\xff\xfe{", b'{"stakeholder_groups": NaN}', b"[" * 100_000])
def test_what_is_not_json_gives_one_line_and_exit_2(tmp_path, capsys, raw):
    assert run(tmp_path, raw) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "Traceback" not in err


def test_every_fault_has_its_line(tmp_path, capsys):
    assert run(tmp_path, {**BASE, "stakeholder_groups": 0, "level": "x"}) == 2
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_a_missing_file(tmp_path, capsys):
    assert main(["estimate", str(tmp_path / "none.json")]) == 2
    assert "No such file" in capsys.readouterr().err


def test_other_files_than_expected_give_one_line_and_exit_2(tmp_path, capsys):
    latin = tmp_path / "latin.csv"
    latin.write_bytes(b"id;naam\n1;caf\xe9\n")
    cases = tmp_path / "cases.csv"
    text = (DATA / "reference_cases.csv").read_text(encoding="utf-8-sig")
    with open(cases, "w", encoding="utf-8", newline="") as f:
        found = list(csv.DictReader(io.StringIO(text)))
        found = [{**r, "wk_first_to_last": "x"} for r in found if r["tier"] == "1" and r["wk_first_to_last"]][:3]
        writer = csv.DictWriter(f, list(found[0]))
        writer.writeheader()
        writer.writerows(found)
    for arguments in (["benchmarks", "check", str(latin)], ["backtest", str(latin)], ["backtest", str(cases)]):
        assert main(arguments) == 2
        assert capsys.readouterr().err.count("\n") == 1


def test_check_and_its_exit_code(tmp_path, capsys):
    assert main(["benchmarks", "check"]) == 0
    assert "used rows rest on a source" in capsys.readouterr().out
    text = (ROOT / "data" / "benchmarks.csv").read_text(encoding="utf-8").replace("aanname", "gevoel", 1)
    broken = tmp_path / "b.csv"
    broken.write_text(text, encoding="utf-8")
    assert main(["benchmarks", "check", str(broken)]) == 1


def test_as_a_module(tmp_path):
    path = tmp_path / "scope.json"
    path.write_text(json.dumps(BASE))
    done = subprocess.run(
        [sys.executable, "-m", "estimator", "estimate", str(path), "--json"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0
    assert json.loads(done.stdout)["engine"]


# What if and goal seek


def written(tmp_path, name, data):
    path = tmp_path / name
    path.write_text(json.dumps(data))
    return str(path)


def test_whatif_prints_base_changed_and_difference(tmp_path, capsys):
    base = written(tmp_path, "base.json", {**BASE, "preset": "minimaal"})
    change = written(tmp_path, "change.json", {"conversations": 4, "events": {"storm": {"on": False}}})
    assert main(["whatif", base, change, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found) == {"base", "changed", "difference", "inputs"}
    p80 = [found[side]["cost_eur"]["p80"] for side in ("base", "changed")]
    assert found["difference"]["cost_eur"]["p80"]["absolute"] == pytest.approx(p80[1] - p80[0], abs=0.001)
    assert main(["estimate", base, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["cost_eur"] == found["base"]["cost_eur"]
    assert main(["whatif", base, change]) == 0
    out = capsys.readouterr().out
    assert "difference" in out and "conversations: 8 -> 4" in out and "days" in out


def test_solve_prints_what_fits_and_also_what_does_not(tmp_path, capsys):
    scope = written(tmp_path, "scope.json", {**BASE, "preset": "minimaal"})
    assert main(["solve", scope, "--budget", "70000", "--before", "2028-06-01", "--confidence", "0.8", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"feasible", "scope", "confidence", "binding"} <= set(found)
    assert found["feasible"] and found["binding"] == "budget" and found["confidence"] >= 0.8
    assert run(tmp_path, found["scope"], "--json") == 0  # what it prints is a scope
    capsys.readouterr()
    for limits in (["--budget", "1000"], ["--before", "2027-02-01", "--vary", "all"], ["--budget", "70000"]):
        assert main(["solve", scope, *limits]) == 0
        out = capsys.readouterr().out
        assert "feasible: " in out and "confidence: " in out and "binding: " in out


@pytest.mark.parametrize(
    "arguments, words",
    [
        ([], ["budget", "date"]),
        (["--budget", "veel"], ["budget", "veel", "number"]),
        (["--budget", "nan"], ["budget", "nan", "0 to"]),
        (["--budget", "-1"], ["budget", "-1", "0 to"]),
        (["--before", "31-12-2027"], ["before", "31-12-2027", "year-month-day"]),
        (["--before", "2020-01-01"], ["before", "2020-01-01", "after"]),
        (["--budget", "9", "--confidence", "80"], ["confidence", "80", "0.99"]),
        (["--budget", "9", "--vary", "groups"], ["vary", "groups", "stakeholder_groups"]),
    ],
)
def test_a_faulty_wish_gives_one_line_and_exit_2(tmp_path, capsys, arguments, words):
    assert main(["solve", written(tmp_path, "scope.json", BASE), *arguments]) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1 and all(word in err for word in words)


def test_a_faulty_change_gives_a_line_per_fault_and_exit_2(tmp_path, capsys):
    base = written(tmp_path, "base.json", BASE)
    change = written(tmp_path, "change.json", {"conversatons": 4, "level": "x"})
    assert main(["whatif", base, change]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2 and "did you mean conversations" in lines[0]
    for faulty in ([], 3, {"stakeholder_groups": None}):
        assert main(["whatif", base, written(tmp_path, "change.json", faulty)]) == 2
        assert capsys.readouterr().err.count("\n") == 1

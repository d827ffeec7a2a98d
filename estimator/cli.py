"""The command line: ``python -m estimator estimate | whatif | solve | backtest | benchmarks check``.

Exit 0, 1 (a check fails), 2 (a call that can't be carried out, in one line per fault).
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from estimator.backtest import backtest
from estimator.benchmarks import BenchmarkError, Benchmarks
from estimator.check import check
from estimator.cli_files import UsageError, read_json
from estimator.cli_whatif import add_commands
from estimator.codes import ScopeError
from estimator.engine import estimate
from estimator.result import Estimate
from estimator.scope import Scope


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    args = _parser().parse_args(arguments)
    try:
        return int(args.run(args))
    except ScopeError as e:
        for fault in e.faults:
            print(fault.message, file=sys.stderr)
    except (UsageError, BenchmarkError) as e:
        print(e, file=sys.stderr)
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m estimator", description=__doc__)
    commands = parser.add_subparsers(required=True)
    one = commands.add_parser("estimate", help="the estimate of a scope")
    one.add_argument("scope", type=Path, help="a scope as JSON")
    one.add_argument("--json", action="store_true", help="everything, as JSON")
    one.set_defaults(run=_estimate)
    add_commands(commands)
    test = commands.add_parser("backtest", help="the estimator against public cases")
    test.add_argument("cases", type=Path, help="cases as CSV")
    test.add_argument("--json", action="store_true", help="everything, as JSON")
    test.set_defaults(run=_backtest)
    figures = commands.add_parser("benchmarks", help="the benchmark figures")
    figures.add_argument("action", choices=["check"])
    figures.add_argument("file", type=Path, nargs="?", help="another file than the shipped one")
    figures.set_defaults(run=_check)
    return parser


def _estimate(args: argparse.Namespace) -> int:
    result = estimate(Scope.from_dict(read_json(args.scope)))
    if args.json:
        print(json.dumps(result.to_dict(), ensure_ascii=False, indent=1, sort_keys=False, allow_nan=False))
    else:
        print(_words(result))
    return 0


def _words(e: Estimate) -> str:
    asked = e.request
    lines = [
        f"Asked: € {asked['cash_eur']:,} cash and {asked['own_hours']:,} own hours (€ {asked['own_hours_eur']:,}),",
        f"       together € {asked['cost_eur']:,}, by {asked['finish']}; holds with {e.joint80['confidence']:.0%}.",
        f"Middle estimate € {asked['estimate_eur']:,} + contingency € {asked['contingency_eur']:,}; "
        f"{e.weeks['p50']:.0f} weeks (80 %: {e.weeks['p80']:.0f}).",
        "",
        f"{'step':<34}{'P50 €':>10}{'P80 €':>10}{'hours':>8}{'weeks':>7}",
    ]
    for s in e.by_step:
        name = f"{s['step']} {s['name_en']}"
        cost = s["cost_eur"]
        row = f"{cost['p50']:>10,.0f}{cost['p80']:>10,.0f}{s['hours']['p50']:>8.0f}{s['weeks']['p50']:>7.1f}"
        lines.append(f"{name:<34.34}{row}")
    t = e.trust
    lines += [
        "",
        f"Rests on: {t['nl']:.0%} Dutch sources, {t['elsewhere']:.0%} sources elsewhere, {t['assumed']:.0%} assumed.",
    ]
    lines += [f"{w['severity']}: {_warning(w)}" for w in e.warnings]
    return "\n".join(lines)


def _warning(w: dict[str, Any]) -> str:
    params = {k: v["name_en"] if isinstance(v, dict) else v for k, v in w["params"].items()}
    return str(w["template"]).format(**params)


def _backtest(args: argparse.Namespace) -> int:
    try:
        result = backtest(args.cases)
    except OSError as e:
        raise UsageError(f"{args.cases}: {e.strerror}") from None
    except (KeyError, ValueError) as e:
        raise UsageError(f"{args.cases}: not a file of reference cases ({e})") from None
    if args.json:
        print(json.dumps(result, ensure_ascii=False, indent=1, allow_nan=False))
        return 0
    for row in result["rows"]:
        mark = "in " if row["inside"] else "OUT"
        numbers = "".join(f"{row[k]:>12,}" for k in ("p10", "p50", "p90"))
        print(f"{mark} {row['id']:<6}{row['what']:<22}{numbers}  was {row['actual']:,}")
    print()
    for name, s in (
        ("cost", result["cost"]),
        ("cost without the case-to-case factor", result["without_case_factor"]["cost"]),
        ("cost, national (for information)", result["cost_national"]),
        ("weeks", result["weeks"]),
        ("weeks without the case-to-case factor", result["without_case_factor"]["weeks"]),
    ):
        print(f"{name}: n = {s['n']}, 80 % band holds {s['coverage80']}, actual ÷ P50 = {s['bias']}")
    print(f"fitted σ: money {result['sigma']['cost']}, time {result['sigma']['weeks']}")
    print(f"{len(result['skipped'])} rows or figures skipped; --json names each with its reason")
    return 0


def _check(args: argparse.Namespace) -> int:
    try:
        report = check(Benchmarks.load(args.file))
    except OSError as e:
        raise UsageError(f"{e.filename or args.file}: {e.strerror}") from None
    except UnicodeDecodeError as e:
        raise UsageError(f"{args.file}: not text in UTF-8 ({e.reason})") from None
    for fault in report.faults:
        print(fault)
    grades = ", ".join(f"{g}: {report.grades[g]}" for g in "ABCD")
    print(f"{report.rows} rows; grade {grades}")
    print("per step " + ", ".join(f"{s}: {report.steps[s]}" for s in sorted(report.steps)))
    print(f"{report.sourced_used} used rows rest on a source")
    return 1 if report.faults else 0

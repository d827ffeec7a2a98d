"""On the command line: ``whatif`` compares a scope with a change of it, ``solve`` finds the largest that fits."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from pathlib import Path
from typing import Any

from estimator.cli_files import UsageError, read_json
from estimator.scope import Scope
from estimator.solve import solve
from estimator.vary import VARY
from estimator.whatif import changed_scope, compare

LINES = (  # title, figure, percentile or field of it
    ("cost, P50", "cost_eur", "p50"),
    ("cost, P80", "cost_eur", "p80"),
    ("cash, P80", "cash_eur", "p80"),
    ("own hours, P80", "own_hours", "p80"),
    ("weeks, P80", "weeks", "p80"),
    ("done, P80", "finish", "p80"),
    ("asked, cost", "request", "cost_eur"),
    ("asked, done", "request", "finish"),
    ("participants, P50", "expected_participants", "p50"),
)
BINDING = {
    "budget": "one step more breaks the budget",
    "date": "one step more breaks the date",
    "both": "one step more breaks budget and date together",
    "scope": "nothing stands in the way up to the largest scope",
}


def add_commands(commands: Any) -> None:
    """Add both commands to those of a parser."""
    other = commands.add_parser("whatif", help="a scope beside a change of it, on the same draws")
    other.add_argument("base", type=Path, help="a scope as JSON")
    other.add_argument("change", type=Path, help="the part of the scope that changes, as JSON; null takes a field away")
    other.add_argument("--json", action="store_true", help="everything, as JSON")
    other.set_defaults(run=_whatif)
    seek = commands.add_parser("solve", help="the largest scope within a budget and before a date")
    seek.add_argument("scope", type=Path, help="a scope as JSON")
    seek.add_argument("--budget", help="euros for everything, own hours included, excluding VAT")
    seek.add_argument("--before", help="the last date, year-month-day")
    seek.add_argument("--confidence", default="0.8", help="how sure both hold, 0.01 to 0.99")
    seek.add_argument("--vary", default="conversations", help=", ".join(VARY))
    seek.add_argument("--json", action="store_true", help="everything, as JSON")
    seek.set_defaults(run=_solve)


def _whatif(args: argparse.Namespace) -> int:
    data = read_json(args.base)
    found = compare(Scope.from_dict(data), changed_scope(data, read_json(args.change)))
    if args.json:
        _print(found)
        return 0
    print(f"{'':<20}{'base':>14}{'changed':>14}{'difference':>14}")
    for title, figure, part in LINES:
        base, changed = found["base"][figure][part], found["changed"][figure][part]
        print(f"{title:<20}{_text(base):>14}{_text(changed):>14}{_moved(base, found['difference'][figure][part]):>14}")
    print()
    for one in found["inputs"]:
        print(f"{one['field']}: {json.dumps(one['base'])} -> {json.dumps(one['changed'])}")
    return 0


def _text(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:,.1f}"


def _moved(base: float | str, difference: dict[str, Any]) -> str:
    absolute, relative = difference["absolute"], difference["relative"]
    if isinstance(base, str):
        return f"{absolute:+} days"
    return f"{absolute:+,.1f}" if relative is None else f"{relative:+.1%}"


def _solve(args: argparse.Namespace) -> int:
    scope = Scope.from_dict(read_json(args.scope))
    found = solve(
        scope,
        budget=None if args.budget is None else _number("budget", args.budget),
        before=None if args.before is None else _date("before", args.before),
        confidence=_number("confidence", args.confidence),
        vary=args.vary,
    )
    if args.json:
        _print(found)
        return 0
    print(f"feasible: {'yes' if found['feasible'] else 'no'}")
    print(f"scope: {_sizes(found['scope'])} (now {_sizes(scope.to_dict())})")
    print(f"confidence: {found['confidence']:.1%} of {args.confidence} asked")
    if found["feasible"]:
        print(f"binding: {found['binding']} ({BINDING[found['binding']]})")
        return 0
    near = found["nearest"]
    print(f"binding: {found['binding']} (this is the smallest scope)")
    if near["budget"] is not None:
        print(f"it would hold with a budget of € {near['budget']:,.2f}")
    if near["before"] is not None:
        print(f"it would hold by {near['before']}")
    print(f"both together hold with € {near['pair']['budget']:,.2f} and {near['pair']['before']}")
    return 0


def _sizes(scope: dict[str, Any]) -> str:
    return (
        f"{scope['stakeholder_groups']} stakeholder groups, {scope['conversations']} conversations, "
        f"{scope['resident_reach']} residents"
    )


def _number(field: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise UsageError(f"{field}: {text[:60]!r} is not a number; allowed is a number like 0.8 or 50000") from None


def _date(field: str, text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{field}: {text[:60]!r} is not a date; allowed is year-month-day like 2027-06-01") from None


def _print(found: dict[str, Any]) -> None:
    print(json.dumps(found, ensure_ascii=False, indent=1, allow_nan=False))

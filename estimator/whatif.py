"""What if: the same process with something changed, on the same draws, so that every difference is a real one.

A change is a part of a scope: its fields replace those of the base, None takes a field away so that its default counts
again, and events are changed one by one. Another number of conversations takes the forms and occasions along.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from estimator.benchmarks import Benchmarks
from estimator.codes import EVENTS, FIELDS, N_, Fault, ScopeError
from estimator.engine import estimate
from estimator.result import Estimate
from estimator.scope import Scope
from estimator.vary import with_conversations

_MAP = N_("{field}: {value} is not a table of names and numbers")

FOURS = (
    "cost_eur",
    "cash_eur",
    "own_hours_eur",
    "cash_incl_vat_eur",
    "hours",
    "own_hours",
    "hired_hours",
    "weeks",
    "finish",
    "expected_participants",
)
SINGLES = (
    "deterministic_eur",
    "deterministic_weeks",
    "contingency_eur",
    "probability_of_deterministic",
    "probability_of_deadline",
    "joint_confidence",
    "eur_per_participant",
)
TABLES = ("joint80", "seats", "trust", "trust_hours")
ASKED = ("cost_eur", "cash_eur", "own_hours_eur", "own_hours", "contingency_eur", "overrun_eur", "weeks", "finish")
SHARES = ("probability", "confidence", "percentile", "trust")  # no share of a share: it would be read as points
Figures = dict[str, Any]


def compare(
    base: Scope, changed: Scope, benchmarks: Benchmarks | None = None, process_key: str | None = None
) -> dict[str, Any]:
    """Two scopes on the same draws.

    ``base`` and ``changed``: the figures of each; ``difference``: per figure ``absolute`` (changed − base, days for
    dates) and ``relative`` (a fraction of the base; None where the base is 0, and for dates, shares and chances);
    ``inputs``: which fields differ, each with its value in both.
    """
    first, second = (figures(estimate(s, benchmarks, process_key=process_key)) for s in (base, changed))
    return {
        "base": first,
        "changed": second,
        "difference": difference(first, second),
        "inputs": inputs(base, changed),
    }


def figures(e: Estimate) -> Figures:
    """The figures of an estimate that scenarios are compared by, as JSON types."""
    found: Figures = {name: getattr(e, name) for name in (*FOURS, *SINGLES, *TABLES)}
    found["request"] = {name: e.request[name] for name in ASKED}
    steps = [{k: s[k] for k in ("step", "name_nl", "name_en", "cost_eur", "hours", "weeks")} for s in e.by_step]
    return {
        **found,
        "by_step": steps,
        "curve": e.curve,
        "warnings": e.warnings,
        "scope": e.scope,
        "benchmarks_sha256": e.benchmarks_sha256,
        "engine": e.engine,
    }


def difference(base: Figures, changed: Figures) -> dict[str, Any]:
    """Every figure of ``figures`` with its absolute and relative difference, in the same shape.

    A figure that one of the two doesn't have (the chance of a deadline) is None.
    """
    names = (*FOURS, *SINGLES, *TABLES, "request")
    found = {name: _difference(base[name], changed[name], name) for name in names}
    pairs = zip(base["by_step"], changed["by_step"], strict=True)
    found["by_step"] = [
        {"step": a["step"], **{k: _difference(a[k], b[k], k) for k in ("cost_eur", "hours", "weeks")}} for a, b in pairs
    ]
    return found


def _difference(a: Any, b: Any, name: str) -> Any:
    if isinstance(a, dict) and isinstance(b, dict):
        inside = name if name.startswith("trust") else ""
        found = {k: _difference(a[k], b[k], inside or k) for k in a if k in b}
        return {k: v for k, v in found.items() if v is not None}
    if isinstance(a, str) and isinstance(b, str):
        days = _days(a, b)
        return None if days is None else {"absolute": days, "relative": None}
    if not _is_number(a) or not _is_number(b):
        return None
    share = any(word in name for word in SHARES)
    return {"absolute": round(b - a, 4), "relative": None if share or not a else round((b - a) / a, 4)}


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _days(a: str, b: str) -> int | None:
    try:
        return (dt.date.fromisoformat(b) - dt.date.fromisoformat(a)).days
    except ValueError:
        return None


def inputs(base: Scope, changed: Scope) -> list[dict[str, Any]]:
    """The fields that differ, by name (``events.storm.on``), with the value in both; None where one has none.

    >>> a, b = (Scope.from_dict({"stakeholder_groups": 5, "conversations": n, "resident_reach": 9}) for n in (8, 4))
    >>> [(i["field"], i["base"], i["changed"]) for i in inputs(a, b)]
    [('conversations', 8, 4), ('conversations_by_form.dialoogtafel', 8, 4)]
    """
    a, b = (_flat({k: v for k, v in s.to_dict().items() if k != "assumed"}) for s in (base, changed))
    names = dict.fromkeys((*a, *b))
    found = [{"field": n, "base": a.get(n), "changed": b.get(n)} for n in names if a.get(n) != b.get(n)]
    order = {name: i for i, name in enumerate(FIELDS)}
    return sorted(found, key=lambda i: order[str(i["field"]).partition(".")[0]])


def _flat(values: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in values.items():
        found |= _flat(value, f"{before}{name}.") if isinstance(value, dict) else {before + name: value}
    return found


def changed_scope(base: object, change: object) -> Scope:
    """A base (a scope as JSON types) with a change (a part of a scope).

    None removes a field or one event; events merge per event. A changed number of conversations scales the given forms
    and occasions along, unless the change gives those too; given forms without a number set the number. Fields that the
    change names in ``assumed`` are left alone. Raises ScopeError with every missing, unknown or faulty field.
    """
    if not isinstance(base, Mapping):
        return Scope.from_dict(base)  # says what a scope is
    if not isinstance(change, Mapping):
        raise ScopeError([Fault("change", change, _MAP)])
    wanted = {k: v for k, v in change.items() if k != "assumed" and k not in _names(change.get("assumed"))}
    data = dict(base) | _talks(base, wanted) | wanted
    if isinstance(wanted.get("events"), Mapping):
        known = None if "events" in _names(base.get("assumed")) else base.get("events")
        data["events"] = _events(known, wanted["events"])
    data["assumed"] = [name for name in _names(base.get("assumed")) if name not in wanted]
    return Scope.from_dict(data)


def _names(value: object) -> list[str]:
    return [v for v in value if isinstance(v, str)] if isinstance(value, list | tuple) else []


def _talks(base: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Conversations, forms and occasions that follow from what the change says of one of them."""
    total, forms = wanted.get("conversations"), wanted.get("conversations_by_form")
    if isinstance(forms, Mapping) and total is None and all(type(n) is int for n in forms.values()):
        return {"conversations": sum(forms.values())}
    if type(total) is not int or total < 1 or forms is not None:
        return {}
    try:
        known = Scope.from_dict(base)
    except ScopeError:
        return {}  # the base is faulty by itself, which reading it will tell
    scaled = with_conversations(known, total)
    follows = {"conversations_by_form": scaled.conversations_by_form, "meetings": scaled.meetings}
    return {name: value for name, value in follows.items() if name not in (*wanted, *known.assumed)}


def _events(base: object, change: Mapping[str, Any]) -> dict[str, Any]:
    """Events of the base with those of the change laid over them, each number by itself."""
    found = dict(base) if isinstance(base, Mapping) else {}
    for key, value in change.items():
        if value is None and key in EVENTS:
            found.pop(key, None)
            continue
        given, known = ({"on": v} if isinstance(v, bool) else v for v in (value, found.get(key)))
        if isinstance(given, Mapping) and isinstance(known, Mapping):
            given = {**known, **given}
        if isinstance(given, Mapping):
            given = {name: number for name, number in given.items() if number is not None}
        found[key] = given
    return found

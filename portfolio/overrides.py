"""What a variant changes of its base, as plain data: the scope it comes to, and what differs between two scopes.

Overrides are a partial scope. A field that isn't in them follows the base; a field that is None goes back to what the
estimator fills in. Events are merged one by one. Conversations and their forms go together, so that a variant with
fewer conversations keeps the mix of its base.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from estimator import Scope
from estimator.codes import FIELDS
from portfolio.store.codec import canonical

EVENTS = "events"
TOTAL, FORMS, MEETINGS = "conversations", "conversations_by_form", "meetings"

# The overrides of the three variants that one click makes; their options are those of the way of working.
PRESETS: dict[str, dict[str, Any]] = {
    "Minimaal": {"preset": "minimaal", "options": None},
    "Sober": {"preset": "sober", "options": None},
    "Uitgebreid": {"preset": "uitgebreid", "options": None},
}


def given(scope: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a scope that somebody gave, without those that were filled in.

    >>> given({"conversations": 8, "preset": "sober", "deadline": None, "assumed": ["preset"]})
    {'conversations': 8}
    """
    return _without_none(_said(scope))


def effective(base: Mapping[str, Any], overrides: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that a variant comes to on this base: what Scope.from_dict reads, not yet validated.

    >>> base = {"conversations": 8, "conversations_by_form": {"dialoogtafel": 6, "enquete": 2}, "meetings": 6}
    >>> effective(base, {"conversations": 4})
    {'conversations': 4, 'conversations_by_form': {'dialoogtafel': 3, 'enquete': 1}, 'meetings': 4}
    >>> effective({"preset": "sober", "events": {"storm": {"on": True}}}, {"preset": None, "events": {"storm": None}})
    {'events': {}}
    """
    of_base = given(base)
    found = of_base | dict(overrides)
    if isinstance(overrides.get(EVENTS), Mapping):
        found[EVENTS] = _without_none({**of_base.get(EVENTS, {}), **overrides[EVENTS]})
    found = _without_none(found)
    total = overrides.get(TOTAL)
    if isinstance(total, int | float) and total > 0 and total % 1 == 0:
        if FORMS in of_base and FORMS not in overrides:
            found[FORMS] = in_proportion(of_base[FORMS], int(total))
        if MEETINGS in of_base and MEETINGS not in overrides:
            found[MEETINGS] = min(of_base[MEETINGS], int(total))
    return found


def in_proportion(parts: Mapping[str, int], total: int) -> dict[str, int]:
    """The same mix for another total; the largest remainders are rounded up, the first of equals first.

    >>> in_proportion({"dialoogtafel": 5, "enquete": 2, "straatgesprek": 1}, 4)
    {'dialoogtafel': 3, 'enquete': 1}
    """
    before = sum(parts.values())
    if before <= 0:
        return dict(parts)
    whole = {name: number * total // before for name, number in parts.items()}
    left = sorted(parts, key=lambda name: -(parts[name] * total % before))
    for name in left[: total - sum(whole.values())]:
        whole[name] += 1
    return {name: number for name, number in whole.items() if number}


def checked(base: Mapping[str, Any], overrides: Mapping[str, Any]) -> dict[str, Any]:
    """The overrides as they are kept: validated on this base, in the estimator's own types, forms with their total.

    Raises estimator.ScopeError that names every faulty field.
    """
    if not isinstance(overrides, Mapping):
        Scope.from_dict(overrides)  # says what a scope is
    kept = _said(overrides)
    read = Scope.from_dict(effective(base, kept)).to_dict()
    found = {name: None if value is None else read[name] for name, value in kept.items()}
    if kept.get(EVENTS) is not None:
        found[EVENTS] = {key: read[EVENTS].get(key) for key in kept[EVENTS]}
    if found.get(FORMS) is not None:
        found[TOTAL] = read[TOTAL]
    return found


def difference(base: Mapping[str, Any], scope: Mapping[str, Any]) -> dict[str, Any]:
    """The overrides that make this scope of that base; both as Scope.to_dict gives them.

    >>> difference({"conversations": 8, "meetings": 6}, {"conversations": 4, "start": "2030-01-07"})
    {'conversations': 4, 'start': '2030-01-07', 'meetings': None}
    """
    before, after = given(base), given(scope)
    found = {name: after.get(name) for name in FIELDS if not _same(before.get(name), after.get(name))}
    if EVENTS in before and found.get(EVENTS) is not None:
        one, other = before[EVENTS], after[EVENTS]
        found[EVENTS] = {key: other.get(key) for key in {**one, **other} if not _same(one.get(key), other.get(key))}
    if found.get(FORMS) is not None:
        found[TOTAL] = after[TOTAL]
    return found


def rebased(before: Mapping[str, Any], after: Mapping[str, Any], overrides: Mapping[str, Any]) -> dict[str, Any]:
    """The overrides that come to the same on the base ``after`` as these did on the base ``before``."""
    return difference(after, effective(before, overrides))


def overridden(overrides: Mapping[str, Any]) -> list[str]:
    """The fields that don't follow the base, in the order of a scope; of events each one, as ``events.storm``.

    >>> overridden({"events": {"storm": {"on": False}}, "conversations": 4})
    ['conversations', 'events.storm']
    """
    found: list[str] = []
    for name in (name for name in FIELDS if name in overrides):
        events = overrides[name] if name == EVENTS else None
        found += [f"{EVENTS}.{key}" for key in events] if events is not None else [name]
    return found


def _said(scope: Mapping[str, Any]) -> dict[str, Any]:
    """The fields without those that ``assumed`` names."""
    assumed = scope.get("assumed")
    skip = ["assumed", *(assumed if isinstance(assumed, list | tuple) else ())]
    return {name: value for name, value in scope.items() if name not in skip}


def _without_none(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _same(one: Any, other: Any) -> bool:
    return canonical(one) == canonical(other)

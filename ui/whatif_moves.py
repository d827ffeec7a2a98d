"""What stands on the sliders of screen What if, as plain data: the value of each, and what moving or resetting it does
to the overrides of the scenario. No widgets.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from estimator import Benchmarks, Scope
from estimator.events import events
from portfolio import overrides

Values = dict[str, Any]
Overrides = dict[str, Any]

PLAIN = (
    "stakeholder_groups",
    "resident_reach",
    "recruitment",
    "budget_route",
    "outcome_route",
    "preset",
)
TOTAL, FORMS, HOURS, SHARE = "conversations", "conversations_by_form", "hours_per_week", "own_staff_share"
LEAD = "process_lead"


def values(scope: Scope, figures: Benchmarks) -> Values:
    """What each slider shows for a scope: name → value as its widget holds it."""
    found: Values = {name: getattr(scope, name) for name in PLAIN}
    found |= {TOTAL: scope.conversations, "forms": list(scope.conversations_by_form)}
    found |= {f"form.{form}": count for form, count in scope.conversations_by_form.items()}
    found |= {SHARE: round(scope.own_staff_share * 20) * 5, "options": list(scope.options), "deadline": scope.deadline}
    hours = scope.hours_per_week.get(LEAD) or figures.value(f"capacity.{LEAD}", scope)
    found[HOURS] = round(hours)
    for key, event in events(scope, figures).items():
        if event.measure:
            found[f"events.{key}"] = event.mitigated
    return found


def moved(changed: Mapping[str, Any], moves: Mapping[str, Any], scope: Scope) -> Overrides:
    """The overrides after sliders were moved: name → what its widget holds now. `scope` is what stood there before."""
    found = dict(changed)
    for name, value in moves.items():
        if name == TOTAL:
            found = {field: one for field, one in found.items() if field not in (FORMS, TOTAL)} | {TOTAL: value}
        elif name == SHARE:
            found[SHARE] = value / 100
        elif name == HOURS:
            found[HOURS] = {**scope.hours_per_week, LEAD: float(value)}
        elif name == "deadline":
            found[name] = value.isoformat() if isinstance(value, dt.date) else None
        elif name.startswith("events."):
            found["events"] = _event(found.get("events") or {}, name.partition(".")[2], value, scope)
        elif not name.startswith("form"):
            found[name] = value
    return found | _forms(moves, scope)


def _forms(moves: Mapping[str, Any], scope: Scope) -> Overrides:
    """Conversations by form after forms were added, taken away or counted anew; each has at least one."""
    counted = {name.partition(".")[2]: count for name, count in moves.items() if name.startswith("form.")}
    if "forms" not in moves and not counted:
        return {}
    before = scope.conversations_by_form
    chosen = list(moves.get("forms") or before)
    parts = {form: counted.get(form) or before.get(form) or 1 for form in chosen}
    return {TOTAL: sum(parts.values()), FORMS: parts}


def _event(changed: Mapping[str, Any], key: str, taken: bool, scope: Scope) -> Overrides:
    return {**changed, key: {**scope.events.get(key, {}), "mitigated": taken}}


def tidy(changed: Mapping[str, Any], base: Scope, figures: Benchmarks) -> Overrides:
    """The overrides without those that came back to the base, which is followed again there.

    Raises ScopeError when base and overrides together are no scope.
    """
    found = dict(changed)
    scope = Scope.from_dict(overrides.effective(base.to_dict(), found))
    now, before = values(scope, figures), values(base, figures)
    if scope.conversations_by_form == base.conversations_by_form:
        found = reset(found, TOTAL, base)
    for name in before:
        if now.get(name) == before[name] and not of_conversations(name):
            found = reset(found, name, base)
    return found


def of_conversations(name: str) -> bool:
    """Whether a slider is about the conversations and their forms, which come back to the base together."""
    return name in (TOTAL, "forms") or name.startswith("form.")


def reset(changed: Mapping[str, Any], name: str, base: Scope) -> Overrides:
    """The overrides with one slider back at the base."""
    found = dict(changed)
    if name == HOURS:
        return _reset_hours(found, base)
    if name.startswith("events."):
        return _reset_event(found, name.partition(".")[2], base)
    gone = (TOTAL, FORMS) if of_conversations(name) else (name,)
    return {field: one for field, one in found.items() if field not in gone}


def _reset_hours(found: Overrides, base: Scope) -> Overrides:
    table = {role: hours for role, hours in (found.pop(HOURS, None) or {}).items() if role != LEAD}
    if LEAD in base.hours_per_week:
        table[LEAD] = base.hours_per_week[LEAD]
    return found | ({HOURS: table} if table and table != base.hours_per_week else {})


def _reset_event(found: Overrides, key: str, base: Scope) -> Overrides:
    events_now = dict(found.pop("events", None) or {})
    one = {name: value for name, value in (events_now.pop(key, None) or {}).items() if name != "mitigated"}
    before = base.events.get(key, {})
    if "mitigated" in before:
        one["mitigated"] = before["mitigated"]
    if one and one != before:
        events_now[key] = one
    return found | ({"events": events_now} if events_now else {})


def differing(scope: Scope, base: Scope, figures: Benchmarks) -> list[str]:
    """The sliders that don't stand where the base has them; those of the conversations as one."""
    before, now = values(base, figures), values(scope, figures)
    found = [name for name in now if name not in before or now[name] != before[name]]
    names = dict.fromkeys(TOTAL if of_conversations(name) else name for name in found)
    return list(names)

"""The scope of screen Estimate: what the fields hold → the dict that `Scope.from_dict` reads, and back. No widgets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from estimator.codes import (
    DEFAULT_FORM,
    EVENT_NUMBERS,
    EVENT_SWITCHES,
    EVENTS,
    FORMS,
    HIREABLE,
    PRESET_OPTIONS,
    REQUIRED,
    ROLES,
)

# Numbers to start from, so that the first screen shows an answer; they are called examples until one is changed.
EXAMPLE = {"stakeholder_groups": 5, "conversations": 8, "resident_reach": 2000}
PLAIN = (
    *REQUIRED,
    "municipality",
    "start",
    "deadline",
    "level",
    "recruitment",
    "budget_route",
    "outcome_route",
    "done",
    "meetings",
    "participants",
    "meeting_days",
    "options",
    "preset",
    "own_staff_share",
    "price_year",
    "overrun",
)
TABLES = {"tariffs": ("average", *ROLES), "hired_tariffs": ("average", *sorted(HIREABLE)), "hours_per_week": ROLES}


def default_start(today: dt.date) -> dt.date:
    """The first Monday of the month that follows three weeks from today: time to get the approval of step 1.

    >>> default_start(dt.date(2026, 11, 23)).isoformat()
    '2027-01-04'
    """
    day = today + dt.timedelta(days=21)
    first = dt.date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return first + dt.timedelta(days=-first.weekday() % 7)


def spread(total: int, forms: Sequence[str], given: Mapping[str, int | None]) -> dict[str, int]:
    """Divide conversations over working forms: what was typed stays, the rest is shared evenly, first forms first.

    >>> spread(8, ["dialoogtafel", "inloopavond", "werkatelier"], {"inloopavond": 1})
    {'dialoogtafel': 4, 'inloopavond': 1, 'werkatelier': 3}
    """
    open_forms = [form for form in forms if given.get(form) is None]
    rest = max(total - sum(given.get(form) or 0 for form in forms), 0)
    each, more = divmod(rest, len(open_forms)) if open_forms else (0, 0)
    shares = {form: each + (position < more) for position, form in enumerate(open_forms)}
    return {form: given[form] if given.get(form) is not None else shares[form] for form in forms}  # type: ignore[misc]


def scope_dict(values: Mapping[str, Any], start: dt.date, municipality: str | None) -> dict[str, Any]:
    """What was set in the fields as a dict for `Scope.from_dict`: untouched fields stay out, so that the engine can
    name them as assumptions; start and municipality are always in. Text that is no number stays out as well."""
    numbers_only = {*REQUIRED, "meetings", "participants", "meeting_days", "own_staff_share", "price_year"}
    given: dict[str, Any] = {**EXAMPLE, "start": start.isoformat(), "municipality": municipality}
    for name in PLAIN:
        if name in values and not (name in numbers_only and isinstance(values[name], str)):
            given[name] = values[name]
    for name, keys in TABLES.items():
        table = {key: values[f"{name}.{key}"] for key in keys if _is_number(values.get(f"{name}.{key}"))}
        if table:
            given[name] = table
    events = events_dict(values)
    if events:
        given["events"] = events
    forms = _forms(values, given)
    if forms:
        given["conversations_by_form"] = forms
    return {name: value for name, value in given.items() if value is not None}


def events_dict(values: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What was set of the events; chances are typed in percent.

    >>> events_dict({"events.storm.on": False, "events.storm.probability": 12.0, "events.storm.hours": "x"})
    {'storm': {'on': False, 'probability': 0.12}}
    """
    found: dict[str, dict[str, Any]] = {}
    for key in EVENTS:
        one = {name: values[f"events.{key}.{name}"] for name in EVENT_SWITCHES if f"events.{key}.{name}" in values}
        for name in EVENT_NUMBERS:
            value = values.get(f"events.{key}.{name}")
            if _is_number(value):
                one[name] = value / 100 if name == "probability" else value
        if one:
            found[key] = one
    return found


def chosen_forms(values: Mapping[str, Any]) -> list[str]:
    """The working forms in use: those chosen, else the usual one of the participation level."""
    chosen = [form for form in values.get("forms") or [] if form in FORMS]
    return chosen or [DEFAULT_FORM.get(values.get("level", ""), "dialoogtafel")]


def default_options(values: Mapping[str, Any]) -> list[str]:
    """The extra provisions that the chosen way of working brings."""
    return list(PRESET_OPTIONS.get(values.get("preset", "sober"), ()))


def values_of(scope: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a stored scope: the reverse of `scope_dict`."""
    assumed = set(scope.get("assumed") or ())
    values = {name: scope[name] for name in PLAIN if name in scope and (name not in assumed or name == "start")}
    for name in TABLES:
        values |= {f"{name}.{key}": number for key, number in (scope.get(name) or {}).items()}
    for key, one in (scope.get("events") or {}).items():
        for name, value in one.items():
            values[f"events.{key}.{name}"] = round(100 * value, 4) if name == "probability" else value
    if "conversations_by_form" not in assumed and scope.get("conversations_by_form"):
        by_form = scope["conversations_by_form"]
        values["forms"] = list(by_form)
        if by_form != spread(scope["conversations"], list(by_form), {}):  # the first form takes what the others leave
            values |= {f"form.{form}": count for form, count in list(by_form.items())[1:]}
    return values


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two stored scopes ask the same, whatever of it was filled in by default."""
    return {**one, "assumed": None} == {**other, "assumed": None}


def is_example(values: Mapping[str, Any]) -> bool:
    """True while none of the three numbers was set."""
    return not any(name in values for name in REQUIRED)


def _forms(values: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, int] | None:
    """Conversations per form, or None when the forms were left to the default of the level."""
    if not values.get("forms"):
        return None
    forms, total = chosen_forms(values), given.get("conversations")
    if not isinstance(total, int):
        return None
    typed = {form: values.get(f"form.{form}") for form in forms}
    return spread(total, forms, {form: count if _is_number(count) else None for form, count in typed.items()})


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)

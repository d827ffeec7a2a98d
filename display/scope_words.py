"""A scope in words: field label → value as a reader says it, for comparing two versions and for summaries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from display import words
from display.formats import date_text, euro, number, percent
from display.i18n import _
from display.words import field_label, label
from estimator.places import place

CODES = {
    "level": words.LEVEL,
    "recruitment": words.RECRUITMENT,
    "budget_route": words.ROUTE,
    "outcome_route": words.ROUTE,
    "done": words.DONE,
    "preset": words.PRESET,
}


def scope_in_words(scope: Mapping[str, Any]) -> dict[str, str]:
    """Field label → value in words, for every field of a scope dict that holds something."""
    return {
        field_label(name): value_in_words(name, value)
        for name, value in scope.items()
        if name != "assumed" and value not in (None, [], {})
    }


def value_in_words(name: str, value: Any) -> str:
    """One field's value as a reader says it."""
    if name in CODES:
        return label(CODES[name], value)
    if name in ("start", "deadline"):
        return date_text(value)
    if name == "municipality":
        found = place(value)
        return found.name if found else str(value)
    if name == "own_staff_share":
        return percent(value)
    if name == "options":
        return ", ".join(label(words.OPTION, one) for one in value)
    if name == "conversations_by_form":
        return ", ".join(f"{number(count)} × {label(words.FORM, form)}" for form, count in value.items())
    if name == "overrun":
        return _("yes") if value else _("no")
    if name == "events":
        return "; ".join(_event(key, one) for key, one in value.items())
    if isinstance(value, Mapping):
        money = name != "hours_per_week"
        return ", ".join(f"{_role(role)} {euro(one) if money else number(one)}" for role, one in value.items())
    return str(value) if name == "price_year" else number(value)


def _event(key: str, one: Mapping[str, Any]) -> str:
    parts = [_event_part(field, value) for field, value in one.items()]
    return f"{label(words.EVENT, key)}: {', '.join(parts)}"


def _event_part(field: str, value: Any) -> str:
    if isinstance(value, bool):
        shown = _("yes") if value else _("no")
    elif field == "probability":
        shown = percent(value)
    else:
        shown = euro(value) if field == "euros" else number(value)
    return f"{label(words.EVENT_FIELD, field)} {shown}"


def _role(role: str) -> str:
    return _("average") if role == "average" else label(words.ROLE, role)

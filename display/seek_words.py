"""Sizes of a process and ways to reach a date, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from display import words
from display.formats import euro, number
from display.i18n import N_, _, ngettext
from display.words import label

VARY = {
    "conversations": N_("conversations"),
    "stakeholder_groups": N_("audience groups"),
    "resident_reach": N_("residents we invite or inform"),
    "all": N_("all three in proportion"),
}


def size_text(vary: str, value: int | Mapping[str, int]) -> str:
    """What is varied, counted: one number, or all three.

    >>> from display.i18n import language
    >>> with language("en"): size_text("conversations", 1), size_text("resident_reach", 1200)
    ('1 conversation', '1,200 residents')
    """
    if isinstance(value, Mapping):
        parts = [counted(name, count) for name, count in value.items()]
        return listed(parts)
    return counted(vary, value)


def counted(name: str, n: int) -> str:
    """A number of conversations, groups or residents."""
    if name == "conversations":
        return ngettext("{n} conversation", "{n} conversations", n, n=number(n))
    if name == "stakeholder_groups":
        return ngettext("{n} audience group", "{n} audience groups", n, n=number(n))
    return ngettext("{n} resident", "{n} residents", n, n=number(n))


def lever_text(lever: str, change: Mapping[str, Any], scope: Mapping[str, Any]) -> str:
    """A way to reach a date, as what to do. ``scope`` is how it is now."""
    if lever == "conversations":
        return _(
            "fewer conversations, {n} instead of {now}",
            n=number(change["conversations"]),
            now=number(scope["conversations"]),
        )
    if lever == "hours_per_week":
        return _("more hours a week: {hours}", hours=hours_text(change["hours_per_week"], scope))
    if lever == "budget_route":
        return _("decided on the money by the {body}", body=label(words.ROUTE, change[lever]))
    if lever == "outcome_route":
        return _("decided on the outcome by the {body}", body=label(words.ROUTE, change[lever]))
    if lever == "measures":
        return _("every measure against what may happen")
    hours = change.get("hours_per_week")
    if lever == "together" and hours:
        return _("everything but fewer conversations, with {hours}", hours=hours_text(hours, scope))
    return _("everything but fewer conversations")


def hours_text(hours: Mapping[str, float], scope: Mapping[str, Any]) -> str:
    """Hours a week of the roles whose hours change."""
    before = scope.get("hours_per_week") or {}
    changed = [role for role, n in hours.items() if before.get(role) != n]
    return ", ".join(
        _("{role} {n} hours a week", role=label(words.ROLE, role), n=number(hours[role])) for role in changed
    )


def difference_text(euros: float) -> str:
    """A difference in euros as people say it, in whole hundreds.

    >>> from display.i18n import language
    >>> with language("en"): difference_text(-1234.0), difference_text(20.0)
    ('€1,200 cheaper', 'about as dear')
    """
    rounded = round(euros, -2)
    if rounded == 0:
        return _("about as dear")
    amount = euro(abs(rounded))
    return _("{amount} cheaper", amount=amount) if rounded < 0 else _("{amount} dearer", amount=amount)


def listed(parts: Sequence[str]) -> str:
    """Parts as a list in a sentence."""
    if len(parts) < 2:
        return "".join(parts)
    return _("{first} and {last}", first=", ".join(parts[:-1]), last=parts[-1])

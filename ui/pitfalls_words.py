"""Findings of pitfalls in words: sign, severity, name, sentence, what was compared, and where the limit comes from.

All texts are safe as markdown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from display.formats import fill
from portfolio.pitfalls import ADVICE, AMBER, RED, Finding, rules
from ui.formats import date_text, number, percent, weeks_text
from ui.i18n import N_, _, column, ngettext
from ui.text import esc

SIGNS = {RED: "■", AMBER: "▲"}
SEVERITY = {RED: N_("red"), AMBER: N_("amber")}
COLOUR = {RED: "red", AMBER: "orange"}
WORDS = ("what", "who", "missing")  # parameters that are words of ours, in English
# unit of what was compared → the number with its word
COUNTED: dict[str, Callable[[float, str], str]] = {
    "days": lambda n, shown: ngettext("{n} day", "{n} days", n, n=shown),
    "words": lambda n, shown: ngettext("{n} word", "{n} words", n, n=shown),
    "marks": lambda n, shown: ngettext("{n} question mark", "{n} question marks", n, n=shown),
    "hours": lambda n, shown: ngettext("{n} hour", "{n} hours", n, n=shown),
    "hours a week": lambda n, shown: ngettext("{n} hour a week", "{n} hours a week", n, n=shown),
    "persons": lambda n, shown: ngettext("{n} person", "{n} persons", n, n=shown),
    "roles": lambda n, shown: ngettext("{n} role", "{n} roles", n, n=shown),
    "groups": lambda n, shown: ngettext("{n} group", "{n} groups", n, n=shown),
    "talks": lambda n, shown: ngettext("{n} talk", "{n} talks", n, n=shown),
    "forms": lambda n, shown: ngettext("{n} working form", "{n} working forms", n, n=shown),
    "kinds": lambda n, shown: ngettext("{n} kind of place and time", "{n} kinds of place and time", n, n=shown),
    "processes": lambda n, shown: ngettext("{n} process", "{n} processes", n, n=shown),
    "choices": lambda n, shown: ngettext("{n} open choice", "{n} open choices", n, n=shown),
    "missing": lambda n, shown: ngettext("{n} is missing", "{n} are missing", n, n=shown),
}


def sign(finding: Finding) -> str:
    """Its sign and severity, in colour and in words."""
    colour = COLOUR[finding.severity]
    return f":{colour}[{SIGNS[finding.severity]} **{_(SEVERITY[finding.severity])}**]"


def title(finding: Finding) -> str:
    """The name of the pitfall."""
    return esc(column(rules()[finding.rule], "title"))


def sentence(finding: Finding) -> str:
    """What was found."""
    return plain(finding, esc)


def plain(finding: Finding, escape: Any = str) -> str:
    """What was found, as plain text: escape it where it is shown."""
    return fill(finding.template, {name: _word(name, value) for name, value in finding.params.items()}, escape)


def _word(name: str, value: Any) -> Any:
    if name not in WORDS:
        return value
    return tuple(_(one) for one in value) if isinstance(value, tuple) else _(value)


def advice(finding: Finding) -> str:
    """What to do."""
    return _(ADVICE[finding.rule])


def compared(finding: Finding) -> str:
    """The two numbers or dates beside each other; empty when the rule compares none."""
    if finding.found is None or finding.limit is None:
        return ""
    found, limit = (_amount(value, finding.unit) for value in (finding.found, finding.limit))
    return _("found {found}, limit {limit}", found=found, limit=limit)


def _amount(value: Any, unit: str) -> str:
    if isinstance(value, dt.date):
        return date_text(value)
    if unit == "share":
        return percent(value)
    if unit == "weeks":
        return weeks_text(value)
    return COUNTED[unit](value, number(value))


def source(finding: Finding) -> str:
    """Where the limit comes from: its source, our assumption, or that the rule itself has one."""
    row = rules()[finding.rule]
    if finding.grade == "ours":
        return _("limit: our assumption")
    named = [_address(part) for part in row["source"].split(" ; ")]
    return _("source: {source}", source=", ".join(dict.fromkeys(named)))


def _address(text: str) -> str:
    if not text.startswith("http"):
        return _("public description of the method")
    host = text.split("://", 1)[1].split("/", 1)[0].removeprefix("www.")
    return f"[{esc(host)}]({text})"


def counts(findings: Iterable[Finding]) -> tuple[int, int]:
    """How many red and amber ones count (accepted ones don't)."""
    live = [one for one in findings if one.counts]
    red = sum(one.severity == RED for one in live)
    return red, len(live) - red


def counted(findings: Iterable[Finding]) -> str:
    """Signs and words of how many there are, or an empty text."""
    red, amber = counts(findings)
    parts = [f"{SIGNS[RED]} {_('{n} red', n=red)}"] if red else []
    parts += [f"{SIGNS[AMBER]} {_('{n} amber', n=amber)}"] if amber else []
    return ", ".join(parts)

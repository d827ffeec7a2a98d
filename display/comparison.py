"""Scenarios beside each other as words and numbers, the same on the screen, in Excel and on paper.

A difference says its direction with a sign and a word, so that nobody needs a colour for it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from display.formats import date_text, euro, fill, hours_text, number, percent, weeks_text
from display.i18n import N_, _, ngettext

Estimate = dict[str, Any]
LESS, MORE, SAME = "▼", "▲", "="
MOST = 6  # scenarios beside each other


@dataclass(frozen=True)
class Figure:
    """One figure of every scenario: numbers (euros, hours, weeks, shares; dates as ISO text, None where there is none),
    their texts, and the differences to the first scenario in words ("" for the first itself)."""

    key: str
    label: str
    values: tuple[float | str | None, ...]
    texts: tuple[str, ...]
    differences: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """Up to six scenarios, the base first: names, figures, what differs in the inputs (label → a text per scenario)
    and the warnings of each. Names and inputs hold users' text as it was typed."""

    names: tuple[str, ...]
    figures: tuple[Figure, ...]
    inputs: dict[str, tuple[str, ...]]
    warnings: tuple[tuple[str, ...], ...]


def compare(names: Sequence[str], estimates: Sequence[Estimate], inputs: Sequence[Mapping[str, str]]) -> Comparison:
    """Put scenarios beside each other; `inputs` holds each scope in words. ValueError for none or more than six."""
    if not 0 < len(names) <= MOST or not len(names) == len(estimates) == len(inputs):
        raise ValueError(f"1 to {MOST} scenarios with an estimate and inputs each, not {len(names)}")
    fields = dict.fromkeys(field for one in inputs for field in one)
    rows = {field: tuple(one.get(field, "–") for one in inputs) for field in fields}
    return Comparison(
        tuple(names),
        tuple(_figure(key, estimates) for key in FIGURES),
        {field: texts for field, texts in rows.items() if len(set(texts)) > 1},
        tuple(tuple(fill(one["template"], one["params"]) for one in est["warnings"]) for est in estimates),
    )


def euros_difference(now: float, before: float) -> str:
    """How much more or less money, absolute and relative.

    >>> from display.i18n import language
    >>> with language("en"): euros_difference(9000, 12000), euros_difference(5, 5)
    ('▼ €3,000 less (−25%)', '= the same')
    """
    return _amount(now, before, euro(abs(now - before)), N_("{amount} less"), N_("{amount} more"))


def hours_difference(now: float, before: float) -> str:
    """How many more or fewer hours."""
    return _amount(now, before, hours_text(abs(now - before)), N_("{amount} fewer"), N_("{amount} more"))


def weeks_difference(now: float, before: float) -> str:
    """How much shorter or longer, to a tenth of a week."""
    text = _weeks(abs(round(now - before, 1)))
    return _amount(round(now, 1), round(before, 1), text, N_("{amount} shorter"), N_("{amount} longer"))


def _weeks(weeks: float) -> str:
    return ngettext("{n} week", "{n} weeks", weeks, n=number(weeks, 1 if weeks % 1 else 0))


def date_difference(now: str, before: str) -> str:
    """How much earlier or later, in days.

    >>> from display.i18n import language
    >>> with language("en"): date_difference("2027-03-01", "2027-03-08")
    '▼ 7 days earlier'
    """
    days = (dt.date.fromisoformat(now) - dt.date.fromisoformat(before)).days
    if not days:
        return f"{SAME} {_('the same')}"
    text = ngettext("{n} day", "{n} days", abs(days), n=number(abs(days), 0))
    return f"{LESS} {_('{amount} earlier', amount=text)}" if days < 0 else f"{MORE} {_('{amount} later', amount=text)}"


def share_difference(now: float | None, before: float | None) -> str:
    """How much more or less sure, in points of a hundred."""
    if now is None or before is None:
        return ""
    points = round(100 * now) - round(100 * before)
    if not points:
        return f"{SAME} {_('as sure')}"
    text = ngettext("{n} point", "{n} points", abs(points), n=number(abs(points), 0))
    return (
        f"{LESS} {_('{amount} less sure', amount=text)}" if points < 0 else f"{MORE} {_('{amount} surer', amount=text)}"
    )


def _amount(now: float, before: float, text: str, less: str, more: str) -> str:
    if now == before:
        return f"{SAME} {_('the same')}"
    words = _(less if now < before else more, amount=text)
    if not before:
        return f"{LESS if now < before else MORE} {words}"
    share = percent(abs(now / before - 1))
    if share.startswith("<"):
        return f"{LESS if now < before else MORE} {words} ({share})"
    return f"{LESS} {words} (−{share})" if now < before else f"{MORE} {words} (+{share})"


def said(confidence: float) -> float:
    """A confidence as it is said: 80 % when it is 80 % and a bit."""
    return 0.8 if 0.8 <= confidence < 0.82 else confidence


def _figure(key: str, estimates: Sequence[Estimate]) -> Figure:
    label, value, text, difference = FIGURES[key]
    found = [value(est) for est in estimates]
    differences = ["", *(difference(one, found[0]) for one in found[1:])]
    texts = ["–" if one is None else text(one) for one in found]
    return Figure(key, _(label), tuple(found), tuple(texts), tuple(differences))


def _request(name: str) -> Callable[[Estimate], Any]:
    return lambda est: est["request"][name]


# key → label, the figure of an estimate, its text, its difference
FIGURES: dict[str, tuple[str, Callable[[Estimate], Any], Callable[[Any], str], Callable[[Any, Any], str]]] = {
    "cash": (N_("Costs asked"), _request("cash_eur"), euro, euros_difference),
    "own_hours": (N_("Own hours asked"), _request("own_hours"), hours_text, hours_difference),
    "cost": (N_("Costs and own hours together"), _request("cost_eur"), euro, euros_difference),
    "middle": (N_("Middle estimate"), _request("estimate_eur"), euro, euros_difference),
    "weeks": (N_("Lead time"), _request("weeks"), weeks_text, weeks_difference),
    "finish": (N_("Done by"), _request("finish"), date_text, date_difference),
    "confidence": (
        N_("Amount and date together"),
        lambda est: said(est["joint80"]["confidence"]),
        percent,
        share_difference,
    ),
    "deadline": (
        N_("Chance of the wanted date"),
        lambda est: est["probability_of_deadline"],
        percent,
        share_difference,
    ),
    "participants": (
        N_("Participants expected"),
        lambda est: round(est["expected_participants"]["p50"]),
        lambda value: number(value, 0),
        lambda now, before: _amount(
            now, before, number(abs(now - before), 0), N_("{amount} fewer"), N_("{amount} more")
        ),
    ),
}


def in_a_sentence(base: Estimate, est: Estimate) -> str:
    """What a scenario does to money and date, as one sentence: the answer of screen What if (markdown)."""
    now, before = est["request"], base["request"]
    money = _than(now["cash_eur"], before["cash_eur"], euro, N_("**{n} less** in costs"), N_("**{n} more** in costs"),
                  N_("the same costs"))  # fmt: skip
    hours = _than(now["own_hours"], before["own_hours"], hours_text, N_("**{n} fewer** of your own"),
                  N_("**{n} more** of your own"), N_("as many own hours"))  # fmt: skip
    days = (dt.date.fromisoformat(now["finish"]) - dt.date.fromisoformat(before["finish"])).days
    date = _than(days, 0, _days, N_("it is done **{n} earlier**"), N_("it is done **{n} later**"),
                 N_("it is done on the same day"))  # fmt: skip
    return _("Compared with the base this asks {money} and {hours}, and {date}.", money=money, hours=hours, date=date)


def _days(days: float) -> str:
    if days >= 28:
        return weeks_text(days / 7)
    return ngettext("{n} day", "{n} days", days, n=number(days, 0))


def _than(now: float, before: float, text: Callable[[float], str], less: str, more: str, same: str) -> str:
    if now == before:
        return _(same)
    return _(less if now < before else more, n=text(abs(now - before)))

"""How a benchmark figure is written: its numbers with their unit, its source and how old that is, where it counts."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlparse

from display import words
from display.steps import numbered
from display.units import unit_text
from display.words import PARAMETERS, label
from estimator import Row
from estimator.own import SOURCE
from portfolio.own_figures import AVERAGES, OwnFigure
from ui.formats import euro, number, percent
from ui.i18n import N_, _, column
from ui.text import esc

OLD = 5  # years: an older source says how old it is
OWN = "own"
GRADES = {
    "A": N_("official body or official statistic"),
    "B": N_("documented case, handbook or published price"),
    "C": N_("rule of thumb or a single quote"),
    "D": N_("our own assumption, no source found"),
    OWN: N_("your own figure"),
}
AVERAGE = {"tariff_average": N_("Average own tariff"), "hired_average": N_("Average hired tariff")}
CONDITION = {
    "form": N_("working form"),
    "level": N_("participation level"),
    "recruitment": N_("recruitment"),
    "budget_route": N_("decision on the money"),
    "outcome_route": N_("decision on the outcome"),
    "preset": N_("way of working"),
    "option": N_("extra provision"),
    "hired": N_("hired people"),
}
YES_NO = {"yes": N_("yes"), "no": N_("no")}


def name_of(key: str, row: Row | None) -> str:
    """The name of a figure or of one of the two average tariffs."""
    return label(AVERAGE, key) if key in AVERAGES or row is None else column(vars(row), "name")


def is_tariff(key: str, row: Row | None) -> bool:
    """True for what an hour costs."""
    return key in AVERAGES or (row is not None and row.driver.startswith(("tariff.", "hired.")))


def is_share(row: Row | None) -> bool:
    """True for chances and fractions: written as percentages."""
    return row is not None and row.unit.split(" ")[0] in ("fractie", "kans")


def one(value: float, key: str, row: Row | None) -> str:
    """One number of a figure."""
    if is_share(row):
        return percent(value) if value >= 0.1 else percent(value, 1)
    if is_tariff(key, row) or (row is not None and row.unit.startswith("euro")):
        return euro(value)
    return number(value)


def unit(key: str, row: Row | None) -> str:
    """What a number counts, in words; empty for a share of all."""
    if key in AVERAGES or row is None:
        return _("per hour")
    if is_share(row):
        return _("of the hours") if row.unit.endswith("uren") else ""
    text = unit_text(row.unit)
    first, _space, rest = text.partition(" ")
    return rest if first in ("euro", "euros") else text


def figure(low: float, likely: float, high: float, key: str, row: Row | None) -> str:
    """Low, likely and high with the unit, or the one number where there is no range."""
    numbers = one(likely, key, row)
    if low != high:
        numbers = " – ".join(one(value, key, row) for value in (low, likely, high))
    return f"{numbers} {unit(key, row)}".strip()


def figure_of(row: Row) -> str:
    """The figure of a row."""
    return figure(row.low, row.likely, row.high, row.id, row)


def grade(row: Row) -> str:
    """`grade B`, or that it is one's own."""
    return _("own figure") if row.grade == OWN else _("grade {grade}", grade=row.grade)


def age(row: Row, today: dt.date) -> str:
    """What there is to say about the year of the source: that there is none, or that it is long ago; else nothing."""
    if row.grade in ("D", OWN):
        return ""
    year = row.source_year[:4]
    if not year.isdigit():
        return _("source without a year")
    old = today.year - int(year)
    return _("source of {year}: {n} years old", year=year, n=old) if old > OLD else ""


def source(row: Row, today: dt.date) -> str:
    """Grade, source with its link, publisher, year and age, as markdown."""
    parts = [grade(row), *origin(row)]
    if row.grade not in ("D", OWN) and row.source_year[:4].isdigit() and not age(row, today):
        parts.append(row.source_year)
    if said := age(row, today):
        parts.append(f"**{said}**")
    return " · ".join(parts)


def origin(row: Row) -> list[str]:
    """The source and its publisher as markdown, linked where there is an address."""
    if row.grade == "D":
        return [label(GRADES, "D")]
    if row.grade == OWN:
        learned = row.source != SOURCE
        return [_("what we learned ourselves") if learned else esc(row.note) or label(GRADES, OWN)]
    title = ", ".join(esc(text) for text in dict.fromkeys((row.source, row.publisher)) if text)
    where = address(row.url)
    return [f"[{title}]({where})" if where else title]


def address(url: str) -> str:
    """A web address that can stand in a markdown link, or nothing."""
    text = url.split(" ")[0]
    return text.replace("(", "%28").replace(")", "%29") if urlparse(text).scheme in ("http", "https") else ""


def role_of(row: Row) -> str:
    """The role that a row is about, or nothing."""
    kind, _dot, rest = row.driver.partition(".")
    return rest if kind in ("tariff", "hired", "capacity") else row.role


def step_name(step: int) -> str:
    """A step by number and name; step 0 runs over all."""
    return numbered(step, short=False) if step else _("over all steps")


def counts_for(row: Row) -> str:
    """When the figure counts, in words; "always" without a condition."""
    found = []
    for key, values in row.conditions:
        known = YES_NO if key == "hired" else PARAMETERS.get(key, {})
        said = [label(known, value.removeprefix("!")) for value in values]
        which = _("not {what}", what=", ".join(said)) if values[0].startswith("!") else ", ".join(said)
        found.append(f"{label(CONDITION, key)}: {which}")
    return "; ".join(found) or _("always")


def person(figure: OwnFigure) -> str:
    """Who set a figure, markdown-safe; the people without sign-in have a name in every language."""
    return esc(_(figure.who))


def role_name(role: str) -> str:
    """A role in words."""
    return label(words.ROLE, role)

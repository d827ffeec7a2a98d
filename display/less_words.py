"""The price of less in words: what falls away, what returns, and the three levers; for screens and documents."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from typing import Any

from display import words
from display.formats import date_text, euro, fill, number, percent, weeks_text
from display.i18n import N_, _, column
from display.seek_words import counted, difference_text, listed
from display.words import label
from estimator.places import DATA

Found = dict[str, Any]
Estimate = dict[str, Any]
Warnings = list[dict[str, Any]]

# several of a working form
FORMS = {
    "dialoogtafel": N_("dialogue tables"),
    "keukentafelgesprek": N_("kitchen-table talks"),
    "straatgesprek": N_("street talks"),
    "huisaanhuisgesprek": N_("door-to-door talks"),
    "inloopavond": N_("drop-in evenings"),
    "bewonersavond": N_("residents' evenings"),
    "werkatelier": N_("workshops"),
    "klankbordgroep": N_("sounding-board groups"),
    "focusgroep": N_("focus groups"),
    "wereldcafe": N_("world cafés"),
    "enquete": N_("surveys"),
    "flitspeiling": N_("flash polls"),
    "inwonerpanel": N_("residents' panels"),
    "pwe": N_("participatory value evaluations"),
    "online_platform": N_("online platforms"),
    "burgerforum": N_("citizens' forums"),
    "burgerberaad": N_("days of a citizens' assembly"),
    "excursie": N_("excursions"),
    "wijkschouw": N_("neighbourhood walks"),
    "burgerbegroting": N_("participatory budgets"),
}
PEOPLE = ("seats", "registered", "present")
# code of a warning → pitfall of data/pitfalls.csv
PITFALL = {
    "one_form": "P20",
    "informing": "P09",
    "deadline_impossible": "P01",
    "deadline_unlikely": "P01",
    "reason_everyone": "P11",
    "long": "P18",
}
UNLIKELY = 0.5  # a chance below which a wish is warned for
FULL_TIME = 26  # productive hours a week of one person (pitfall P18)
QUIET = ("light", "assumed_dates", "reason_step", "reason_total")  # nothing that less brings back


def less_section(found: Found, now: Estimate, after: Estimate) -> list[str]:
    """The price of less as sentences: whether it fits, what falls away, what that does to people, what returns.

    ``found`` as from ``price_of_less``; ``now`` and ``after`` are the estimates of the scope as it is and of what is
    left of it. Plain text; usable on a screen and in a document.
    """
    if found["fits"]:
        return [fits_text(found)]
    left = found["order"][-1]
    lines = [falls_text(found, after), _anyway(found)]
    if left["feasible"]:
        lines.append(people_text(found["now"]["figures"]["people"], left["figures"]["people"]))
        lines += returns(now["warnings"], after["warnings"])
    if found["kept"]:
        options = listed([label(words.OPTION, option) for option in found["kept"]])
        lines.append(_("Not taken away: {options}.", options=options))
    return [line for line in lines if line]


def _anyway(found: Found) -> str:
    """What comes of keeping everything in fewer weeks."""
    chance = found["now"]["confidence"]
    if found["asked"]["weeks"] is None or chance >= UNLIKELY:
        return ""
    return _(
        "Keep everything anyway, and the pitfall “{name}” returns: the chance is {chance}.",
        name=pitfall("deadline_unlikely"),
        chance=percent(chance),
    )


def limits_text(budget: float | None, weeks: float | None) -> str:
    """The limits: an amount, a number of weeks, or both."""
    if budget is not None and weeks is not None:
        return _("{amount} and {weeks}", amount=euro(budget), weeks=weeks_text(weeks))
    return euro(budget) if budget is not None else weeks_text(weeks or 0.0)


def fits_text(found: Found) -> str:
    """Everything can stay."""
    return _(
        "With {limits} everything can stay: that holds with {confidence}.",
        limits=limits_text(found["asked"]["budget"], found["asked"]["weeks"]),
        confidence=percent(found["now"]["confidence"]),
    )


def falls_text(found: Found, after: Estimate) -> str:
    """What falls away in all, and how sure what is left is."""
    lost = fallen(found["now"]["scope"], after["scope"])
    limits = limits_text(found["asked"]["budget"], found["asked"]["weeks"])
    left = found["order"][-1]
    if left["feasible"]:
        return _(
            "With {limits} this falls away: {lost}. What is left holds with {confidence}.",
            limits=limits,
            lost=listed(lost),
            confidence=percent(left["confidence"]),
        )
    return _(
        "{limits} is not enough: even when this falls away, {lost}, the chance is {confidence}.",
        limits=limits[0].upper() + limits[1:],
        lost=listed(lost) or _("nothing can"),
        confidence=percent(left["confidence"]),
    )


def fallen(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """What one scope has less than another, each in words: conversations by form, groups, residents, options, way of
    working."""
    forms, left = before["conversations_by_form"], after["conversations_by_form"]
    found = [_forms(form, n - left.get(form, 0)) for form, n in forms.items() if n > left.get(form, 0)]
    for name in ("stakeholder_groups", "resident_reach"):
        if before[name] > after[name]:
            found.append(counted(name, before[name] - after[name]))
    found += [label(words.OPTION, option) for option in before["options"] if option not in after["options"]]
    if before["preset"] != after["preset"]:
        found.append(
            _(
                "way of working {now} instead of {before}",
                now=label(words.PRESET, after["preset"]),
                before=label(words.PRESET, before["preset"]),
            )
        )
    return found


def _forms(form: str, n: int) -> str:
    return f"{number(n)} {label(words.FORM if n == 1 else FORMS, form)}"


def people_text(now: Mapping[str, float], after: Mapping[str, float]) -> str:
    """What less does to seats, registrations and who comes; "" when nothing."""
    seats, registered, present = ((round(now[name]), round(after[name])) for name in PEOPLE)
    if seats[0] == seats[1] and present[0] == present[1]:
        return ""
    return _(
        "Seats go from {seats} to {seats_left}, registrations from {registered} to {registered_left}, and about "
        "{present_left} people take part instead of {present} (middle estimate).",
        seats=number(seats[0]),
        seats_left=number(seats[1]),
        registered=number(registered[0]),
        registered_left=number(registered[1]),
        present=number(present[0]),
        present_left=number(present[1]),
    )


def returns(now: Warnings, after: Warnings) -> list[str]:
    """Warnings that come with less, each under the name of its pitfall when it has one."""
    known = {one["code"] for one in now}
    found = []
    for one in after:
        if one["code"] in known or one["code"] in QUIET:
            continue
        said = fill(one["template"], one["params"])
        name = pitfall(one["code"])
        found.append(_("The pitfall “{name}” returns: {said}", name=name, said=said) if name else said)
    return found


def pitfall(code: str) -> str:
    """The name of the pitfall that a warning belongs to; "" when it has none."""
    return column(_pitfalls()[PITFALL[code]], "title") if code in PITFALL else ""


@cache
def _pitfalls() -> dict[str, dict[str, str]]:
    with open(DATA / "pitfalls.csv", encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def later_text(one: Found | None) -> str:
    """The lever later, or why it doesn't help."""
    if one is None:
        return _("Later doesn't help: it is the money that isn't enough.")
    return _(
        "Done by {date}, {weeks} after the start; nothing falls away. That holds with {confidence}.",
        date=date_text(one["before"]),
        weeks=weeks_text(one["weeks"]),
        confidence=percent(one["confidence"]),
    )


def smaller_text(one: Found | None, now: Found) -> str:
    """The lever smaller, everything in proportion."""
    if one is None:
        return _("Smaller doesn't help.")
    if not one["feasible"]:
        return _(
            "Even the smallest process isn't enough; the chance is {confidence}.", confidence=percent(one["confidence"])
        )
    return _(
        "{lost} less, everything in proportion. That holds with {confidence} and is {difference}.",
        lost=listed(fallen(now["scope"], one["scope"])),
        confidence=percent(one["confidence"]),
        difference=difference_text(one["cost_eur"] - now["cost_eur"]),
    )


def more_people_text(one: Found | None, now: Found) -> str:
    """The lever more people: hours a week of the roles that decide how long it takes."""
    if one is None:
        return _("More people doesn't help: no role decides how long it takes.")
    if not one["feasible"]:
        return _(
            "Even with four times the hours a week of every role that counts, the chance is {confidence}.",
            confidence=percent(one["confidence"]),
        )
    hours = ", ".join(
        _(
            "{role} {n} instead of {before} hours a week",
            role=label(words.ROLE, role),
            n=number(change["to"]),
            before=number(change["from"]),
        )
        for role, change in one["hours_per_week"].items()
    )
    told = _(
        "That holds with {confidence} and is {difference}.",
        confidence=percent(one["confidence"]),
        difference=difference_text(one["cost_eur"] - now["cost_eur"]),
    )
    most = max(change["to"] for change in one["hours_per_week"].values())
    more = " " + _("Above {n} hours a week a role needs more than one person.", n=FULL_TIME) if most > FULL_TIME else ""
    return f"{hours[0].upper()}{hours[1:]}. {told}{more}"

"""Warnings: what a scope runs into, as English message ids with parameters; the screens translate them.

Severity ``no`` answers a wish that can't come true, ``warning`` asks for a choice, ``info`` explains.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from estimator.breakdown import own_hours
from estimator.codes import N_
from estimator.model import Outcome, parts, point, scope_calendars
from estimator.quantiles import at, four
from estimator.scope import Scope
from estimator.workdays import COMPUTED

NO_CHANCE, SMALL_CHANCE = 0.01, 0.5
SMALL = 3  # conversations and groups up to which the light way of working is offered

DEADLINE_NO = N_(
    "No: by {deadline} this process can't be done. The chance is less than 1 in 100; "
    "with 80 % certainty it is done by {earliest}."
)
DEADLINE_UNLIKELY = N_(
    "The chance of being done by {deadline} is {percent} %; with 80 % certainty it is done by {earliest}."
)
REASON_STEP = N_("{step} alone takes about {weeks} weeks, at least {minimum}.")
REASON_TOTAL = N_("The steps need about {needed} weeks together; the wish leaves {available}.")
REASON_EVERYONE = N_(
    "Reaching {reach} people is informing; talking with them all would take {talks} conversations instead of {planned}."
)
SEATS_SHORT = N_("{letters} letters are expected to fill {low} to {high} of {seats} seats.")
APPROACHES_SHORT = N_("{reach} residents to approach are expected to fill {low} to {high} of {seats} seats.")
LOT_POOL = N_(
    "Drawing lots for {seats} seats takes {low} to {high} letters, more than the {households} households to be reached."
)
LOT_TOO_BIG = N_(
    "Drawing lots for {seats} seats takes {low} to {high} letters; {place} has about {households} households."
)
INFORMING = N_("Level informing with {conversations} conversations: residents will expect that their input counts.")
ASSUMED_DATES = N_("School holidays after {until} aren't known yet; the usual weeks are assumed.")
ONE_FORM = N_("All conversations have the same form; people who don't come to it aren't heard.")
LIGHT = N_(
    "A process this small can go the light way ({preset}): "
    "about {hours} own hours instead of {now} in the middle estimate."
)
HORIZON = N_(
    "Part of this lies beyond the twelve years that are computed, so amounts and dates are too low. "
    "Make it smaller, or give the team more hours a week."
)
LONG = N_(
    "This takes more than three years in the middle estimate; check the hours a week and the number of conversations."
)


def warnings(
    out: Outcome,
    det: Outcome,
    deadline: float | None,
    days: int | None,
    steps: list[dict[str, Any]],
    earliest: str,
) -> list[dict[str, Any]]:
    """The warnings of one outcome, the heaviest first."""
    found = _deadline(out, deadline, days, steps, earliest) + _seats(out) + _scope(out)
    order = {"no": 0, "warning": 1, "info": 2}
    return sorted(found, key=lambda w: order[w["severity"]])


def _item(code: str, severity: str, template: str, **params: Any) -> dict[str, Any]:
    return {"code": code, "severity": severity, "template": template, "params": params}


def _deadline(
    out: Outcome, chance: float | None, days: int | None, steps: list[dict[str, Any]], earliest: str
) -> list[dict[str, Any]]:
    scope = out.parts.scope
    if chance is None or days is None or chance >= 0.8 or scope.deadline is None:
        return []
    common = {"deadline": scope.deadline.isoformat(), "earliest": earliest}
    if chance >= NO_CHANCE:
        severity = "warning" if chance < SMALL_CHANCE else "info"
        return [_item("deadline_unlikely", severity, DEADLINE_UNLIKELY, percent=max(round(chance * 100), 1), **common)]
    needed = round(float(np.median(out.ordered_finish / 7)))
    found = [
        _item("deadline_impossible", "no", DEADLINE_NO, **common),
        _item("reason_total", "no", REASON_TOTAL, needed=needed, available=round(days / 7, 1)),
    ]
    longest = sorted((s for s in steps if s["step"] < 10), key=lambda s: -s["weeks"]["p50"])[:3]
    for s in sorted(longest, key=lambda s: s["step"]):
        found.append(
            _item(
                "reason_step",
                "no",
                REASON_STEP,
                step={"step": s["step"], "name_nl": s["name_nl"], "name_en": s["name_en"]},
                weeks=s["weeks"]["p50"],
                minimum=s["minimum_weeks"],
            )
        )
    place = scope.place
    if place and scope.resident_reach >= 0.5 * place.residents:
        per_talk = out.parts.number.seats / scope.conversations
        talks = round(scope.resident_reach / per_talk)
        found.append(
            _item(
                "reason_everyone",
                "no",
                REASON_EVERYONE,
                reach=scope.resident_reach,
                talks=talks,
                planned=scope.conversations,
            )
        )
    return found


def _seats(out: Outcome) -> list[dict[str, Any]]:
    scope, number = out.parts.scope, out.parts.number
    n = len(out.cost)
    if scope.recruitment == "sortition":
        letters = four(np.broadcast_to(out.chain.letters, (n,)))
        low, high = round(letters["p10"]), round(letters["p90"])
        place, households = scope.place, number.of("households")
        in_place = place.residents * households / scope.resident_reach if place else None
        if in_place is not None and letters["p50"] > in_place:
            return [
                _item(
                    "lot_too_big",
                    "warning",
                    LOT_TOO_BIG,
                    seats=round(number.seats),
                    low=low,
                    high=high,
                    place=place.name if place else "",
                    households=round(in_place),
                )
            ]
        if letters["p50"] > households:
            return [
                _item(
                    "lot_pool",
                    "info",
                    LOT_POOL,
                    seats=round(number.seats),
                    low=low,
                    high=high,
                    households=round(households),
                )
            ]
        return []
    present = four(np.broadcast_to(out.chain.present, (n,)))
    if round(present["p50"]) >= round(number.seats):
        return []
    params = {"low": round(present["p10"]), "high": round(present["p90"]), "seats": round(number.seats)}
    if scope.recruitment == "open":
        return [_item("seats_short", "warning", SEATS_SHORT, letters=round(number.of("households")), **params)]
    return [_item("approaches_short", "warning", APPROACHES_SHORT, reach=scope.resident_reach, **params)]


def _scope(out: Outcome) -> list[dict[str, Any]]:
    scope = out.parts.scope
    found = []
    if scope.level == "informeren" and "conversations" not in scope.assumed:
        found.append(_item("informing", "info", INFORMING, conversations=scope.conversations))
    if len(scope.conversations_by_form) == 1 and scope.conversations > 3 and scope.stakeholder_groups > 3:
        found.append(_item("one_form", "info", ONE_FORM))
    if scope.preset != "minimaal" and scope.conversations <= SMALL and scope.stakeholder_groups <= SMALL:
        found.append(_light(out))
    finish = at(out.ordered_finish, 0.9)
    cal = min(scope_calendars(scope), key=lambda c: c.known_until)
    if cal.date(finish) > cal.known_until:
        found.append(_item("assumed_dates", "info", ASSUMED_DATES, until=cal.known_until.isoformat()))
    if finish > COMPUTED:
        found.append(_item("horizon", "warning", HORIZON))
    elif float(np.median(out.ordered_finish / 7)) > 156:
        found.append(_item("long", "warning", LONG))
    return found


def _light(out: Outcome) -> dict[str, Any]:
    """What the light way of working would take, by its deterministic hours scaled to this scope's middle."""
    scope = out.parts.scope
    assumed = [a for a in scope.assumed if a not in ("preset", "options")]
    lighter = Scope.from_dict({**scope.to_dict(), "preset": "minimaal", "assumed": assumed})
    now, then = (float(own_hours(point(p))[0]) for p in (out.parts, parts(lighter, out.parts.benchmarks)))
    middle = float(np.median(own_hours(out)))
    return _item(
        "light", "info", LIGHT, preset="minimaal", hours=_ten(middle * then / now if now else 0.0), now=_ten(middle)
    )


def _ten(hours: float) -> int:
    return round(hours / 10) * 10

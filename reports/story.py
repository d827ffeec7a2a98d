"""What is proposed and why: decision asked, introduction, aim, arguments, caveats."""

from __future__ import annotations

from typing import Any

from display import words
from display.charts import chance_of_amount
from display.formats import NBSP, as_date, chance, date_text, euro, fill, number, percent
from display.i18n import N_, _, column, ngettext
from display.words import label
from portfolio.request_record import Request
from reports.head import decider
from reports.money import amounts
from reports.plain import capital, line, lines, listed, short

Point = dict[str, str]

# code of a warning → what it comes down to, before its own sentence
LEADS = {
    "deadline_unlikely": N_("The wanted date is not certain."),
    "seats_short": N_("Fewer people may come than there are seats."),
    "approaches_short": N_("Fewer people may come than there are seats."),
    "lot_too_big": N_("Drawing lots asks for more letters than there are addresses."),
    "lot_pool": N_("Drawing lots asks for more letters than planned."),
    "informing": N_("Talking raises expectations."),
    "one_form": N_("One working form doesn't reach everybody."),
    "assumed_dates": N_("Part of the calendar isn't known yet."),
    "long": N_("The process takes very long."),
    "light": N_("It can be done in a lighter way."),
}

AIMS = {
    "informeren": N_("Residents know what will happen, why and when, and where they can ask questions."),
    "raadplegen": N_("The decider knows what the audience groups experience and want, before deciding."),
    "adviseren": N_("The audience groups give advice; the decision says what is done with it, and why."),
    "coproduceren": N_("The audience groups and the municipality make the plan together; the decision builds on it."),
    "meebeslissen": N_("The audience groups decide along, within frames that are set beforehand."),
}
MOST_EVENTS = 3
MOST_QUESTION = 240  # characters of the question, where there is little room


def story(request: Request) -> dict[str, Any]:
    """The paragraphs of the proposal; arguments and caveats are {lead, text}."""
    return {
        "subject": _("Time and money for the participation process “{name}”", name=line(request.process["name"])),
        "decisions": decisions(request),
        "introduction": _introduction(request),
        "aim": _aim(request),
        "arguments": _arguments(request),
        "caveats": _caveats(request),
        "question": short(request.process["question"], MOST_QUESTION),
        "rests": "{lead} {text}".format(**_trust(request.estimate)),
    }


def decisions(request: Request) -> list[str]:
    """What the decider is asked to decide, one point a string."""
    figures, scope, finance = amounts(request), request.scope, request.finance
    points = [
        _(
            "To start the participation process on {start}, at the level {level}.",
            start=figures["start"],
            level=label(words.LEVEL, scope["level"]),
        )
    ]
    if request.cash_cents:
        points.append(_money_point(request, figures))
    if finance.get("within_budget") is False:
        points.append(_("To change the budget for it."))
    if request.own_cents:
        points.append(_("To use {own_hours} own hours for it.", own_hours=figures["own_hours"]))
    points.append(
        _(
            "To settle who decides on the outcome, by {date} at the latest: {decider}.",
            decider=decider(finance, "decider_outcome", scope["outcome_route"]),
            date=_by(request, 9, "decision"),
        )
    )
    points.append(
        _(
            "To tell the participants by {date} at the latest what was done with their input.",
            date=date_text(request.estimate["by_step"][6]["finish"]["p80"]),
        )
    )
    return points


def _money_point(request: Request, figures: dict[str, str]) -> str:
    """The amount that weighs on the budget: including VAT when that can't be reclaimed."""
    finance, centre = request.finance, line(request.finance.get("cost_centre"))
    if finance.get("vat_compensable") is False:
        amount = _(
            "{cash} excluding VAT, which is {incl} including VAT", cash=figures["cash"], incl=figures["cash_incl_vat"]
        )
    else:
        amount = _("{cash} excluding VAT", cash=figures["cash"])
    if centre:
        return _("To make {amount} available, at the charge of {cost_centre}.", amount=amount, cost_centre=centre)
    return _("To make {amount} available.", amount=amount)


def _by(request: Request, step: int, done: str) -> str:
    """The asked date when the process ends with this step, else the step's own date that holds with 80 %."""
    if request.scope["done"] == done:
        return date_text(request.finish)
    return date_text(request.estimate["by_step"][step - 1]["finish"]["p80"])


def forms_text(scope: dict[str, Any]) -> str:
    """`6 × dialoogtafel en 2 × inloopavond`."""
    counted = [
        f"{number(n)}{NBSP}×{NBSP}{label(words.FORM, form)}" for form, n in scope["conversations_by_form"].items() if n
    ]
    return listed(counted, _("and"))


def _introduction(request: Request) -> list[str]:
    scope, question = request.scope, lines(request.process["question"])
    found = [_("The question to the participants is: “{question}”", question=question)] if question else []
    found.append(
        _(
            "We hold {conversations} with {groups} and invite or inform {residents}.",
            conversations=ngettext(
                "{n} conversation", "{n} conversations", scope["conversations"], n=number(scope["conversations"])
            ),
            groups=ngettext(
                "{n} audience group",
                "{n} audience groups",
                scope["stakeholder_groups"],
                n=number(scope["stakeholder_groups"]),
            ),
            residents=ngettext(
                "{n} resident", "{n} residents", scope["resident_reach"], n=number(scope["resident_reach"])
            ),
        )
        + " "
        + _("This proposal is the first of ten steps: approval of time and money. No later step starts before it.")
    )
    return found


def _aim(request: Request) -> list[str]:
    present = request.estimate["expected_participants"]
    expected = _("We expect {people} participants.", people=span(present["p10"], present["p90"]))
    return [label(AIMS, request.scope["level"]) + " " + expected]


def span(low: float, high: float) -> str:
    """`20 tot 56`, or one number when both are the same.

    >>> from display.i18n import language
    >>> with language("en"): span(19.6, 56.2), span(3, 3)
    ('20 to 56', '3')
    """
    first, last = number(round(low), 0), number(round(high), 0)
    return first if first == last else _("{low} to {high}", low=first, high=last)


def _arguments(request: Request) -> list[Point]:
    estimate, figures = request.estimate, amounts(request)
    after = sum(row["cost_eur"] for row in estimate["request"]["by_step"] if row["step"] in (6, 7, 8))
    found = [
        (
            _("The amount is built up step by step"),
            _(
                "Every euro follows from a number, a benchmark and a tariff. The middle estimate, {estimate}, is "
                "enough in half of the cases; what is asked, {cost}, is enough in {chance}.",
                estimate=figures["estimate"],
                cost=figures["cost"],
                chance=percent(chance_of_amount(estimate, request.cost_cents / 100)),
            ),
        ),
        (
            _("The date leaves room for what always comes in between"),
            _(
                "In the middle estimate we are done on {middle}; we ask until {finish}. Minimum lead times, holidays, "
                "recess and the hours a week that people have are counted.",
                middle=date_text(estimate["finish"]["p50"]),
                finish=figures["finish"],
            ),
        ),
        (
            _("Participants hear what was done with their input"),
            _(
                "About {amount} of what is asked is for interpreting, feedback and the final report (steps 6 to 8). "
                "Results that never come back to participants are one of the known pitfalls.",
                amount=euro(round(after, -2)),
            ),
        ),
    ]
    if estimate["eur_per_participant"]:
        text = _(
            "That is the middle estimate divided by the {people} participants we expect.",
            people=number(estimate["expected_participants"]["p50"], 0),
        )
        found.append((_("A participant costs about {amount}", amount=figures["per_participant"]), text))
    return [{"lead": lead + ".", "text": text} for lead, text in found]


def _caveats(request: Request) -> list[Point]:
    estimate = request.estimate
    found = [*_warnings(estimate), *_events(estimate), _trust(estimate)]
    half = round(request.cost_cents / 200, -2)
    if half >= 100:
        text = _(
            "With half of it, {half}, the chance that it is enough is {chance}.",
            half=euro(half),
            chance=_chance(chance_of_amount(estimate, half)),
        )
        found.append({"lead": _("Less money means a smaller process."), "text": text})
    if estimate["drivers"]:
        names = [f"{column(one, 'name')} ({percent(one['share'])})" for one in estimate["drivers"][:3]]
        text = _("Largest first: {names}.", names="; ".join(names))
        found.append({"lead": _("This is where the uncertainty comes from."), "text": text})
    return found


def _events(estimate: dict[str, Any]) -> list[Point]:
    """What may happen and weighs most, with what is done about it; requests of earlier versions have none."""
    counting = sorted((e for e in estimate.get("events", ()) if e["on"]), key=lambda e: -e["p80_eur"])
    if not counting:
        return []
    named = [f"{label(words.EVENT, e['key'])} ({percent(e['probability'])})" for e in counting[:MOST_EVENTS]]
    text = _("By our own judgement of the chances: {names}.", names="; ".join(named))
    measures = [_measure(e) for e in counting if e["mitigated"]]
    if measures:
        text += " " + _("Measures: {names}.", names="; ".join(measures))
    return [{"lead": _("The contingency also counts what may come in between."), "text": text}]


def _measure(event: dict[str, Any]) -> str:
    """A measure without the word that names it as one."""
    return column({"measure_nl": event["measure_nl"], "measure_en": event["measure_en"]}, "measure").split(": ", 1)[-1]


def _chance(share: float) -> str:
    return _("less than 1 in 100") if share < 0.01 else chance(share)


def _warnings(estimate: dict[str, Any]) -> list[Point]:
    """A wish that can't come true is one point with its reasons; every other warning is one of its own."""
    noes = [_sentence(one) for one in estimate["warnings"] if one["severity"] == "no"]
    found = [{"lead": noes[0], "text": " ".join(noes[1:])}] if noes else []
    found += [
        {"lead": label(LEADS, one["code"]) if one["code"] in LEADS else "", "text": _sentence(one)}
        for one in estimate["warnings"]
        if one["severity"] != "no"
    ]
    if not noes and estimate["scope"].get("deadline") and not _about_deadline(estimate):
        found.append(_wanted(estimate))
    return found


def _about_deadline(estimate: dict[str, Any]) -> bool:
    return any(one["code"].startswith("deadline") for one in estimate["warnings"])


def _wanted(estimate: dict[str, Any]) -> Point:
    text = _(
        "The chance of being done by then is {chance}.",
        chance=percent(estimate["probability_of_deadline"]),
    )
    return {
        "lead": _("The wanted date is {date}.", date=date_text(as_date(estimate["scope"]["deadline"]))),
        "text": text,
    }


def _sentence(warning: dict[str, Any]) -> str:
    return capital(fill(warning["template"], warning["params"]))


def _trust(estimate: dict[str, Any]) -> Point:
    """How much rests on sources, counted by the weakest part of every amount."""
    trust, hours = estimate["trust"], estimate["trust_hours"]
    parts = listed([f"{percent(trust[key])} {_(name)}" for key, name in words.TRUST.items()], _("and"))
    return {
        "lead": _("The middle estimate rests on assumptions almost entirely.")
        if trust["assumed"] > 0.95
        else _("{share} of the middle estimate rests on assumptions.", share=percent(trust["assumed"])),
        "text": _(
            "{parts}. An amount counts as an assumption when its number, its benchmark or its tariff is one; of the "
            "hours alone {hours} is documented. Own tariffs and own figures make it firmer.",
            parts=capital(parts),
            hours=percent(1 - hours["assumed"]),
        ),
    }

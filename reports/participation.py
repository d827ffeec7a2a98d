"""Who takes part, in what form, how many come, and what residents see and when."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from display import words
from display.formats import date_text, number
from display.i18n import N_, _, ngettext
from display.words import label
from portfolio.request_record import Request
from reports.plain import capital, line, listed, short
from reports.story import forms_text, span

Row = dict[str, str]

# step → what residents notice of it
VISIBLE = {
    3: N_("The question, the frames, the level and the date of the decision are public"),
    4: N_("The invitations arrive"),
    5: N_("The conversations"),
    7: N_("Feedback: what we heard and what we do with it"),
    8: N_("The final report is public"),
    9: N_("The decision"),
    10: N_("Message on the decision, and the evaluation"),
}


def participation(request: Request) -> dict[str, Any]:
    """Paragraphs on groups, forms and seats, and rows {what, when}."""
    return {
        "participation": _paragraphs(request),
        "visible_rows": visible(request),
        "groups": _groups(request, lambda name: short(name, _most(len(request.process["group_names"])))),
        "seats_text": seats(request.estimate, request.scope["recruitment"]),
    }


def _most(groups: int) -> int:
    """How many characters of each name fit where there is little room.

    >>> _most(3), _most(12)
    (70, 40)
    """
    return max(40, min(70, 480 // max(groups, 1)))


def _paragraphs(request: Request) -> list[str]:
    scope = request.scope
    found = [_groups(request), _("Working forms: {forms}.", forms=forms_text(scope)) + _occasions(scope)]
    if scope["options"]:
        options = listed([label(words.OPTION, one) for one in scope["options"]], _("and"))
        found.append(_("Extra provisions: {options}.", options=options))
    found.append(seats(request.estimate, scope["recruitment"]))
    return found


def _groups(request: Request, cut: Callable[[str], str] = line) -> str:
    named = [cut(name) for name in request.process["group_names"]]
    wanted = request.scope["stakeholder_groups"]
    if not named:
        return ngettext(
            "{n} audience group, not named yet.", "{n} audience groups, not named yet.", wanted, n=number(wanted)
        )
    text = _("Audience groups: {names}.", names="; ".join(named))
    missing = wanted - len(named)
    if missing > 0:
        text += " " + ngettext("{n} group isn't named yet.", "{n} groups aren't named yet.", missing, n=number(missing))
    return text


def _occasions(scope: dict[str, Any]) -> str:
    if not scope["meetings"]:
        return ""
    return " " + ngettext(
        "They share {n} occasion.", "They share {n} occasions.", scope["meetings"], n=number(scope["meetings"])
    )


def seats(estimate: dict[str, Any], recruitment: str) -> str:
    """The chain from invitation to seat in one sentence, in the words of how people are recruited."""
    chain = estimate["seats"]
    said = {
        name: span(chain[name]["p10"], chain[name]["p90"]) for name in ("letters", "invited", "registered", "present")
    }
    said["seats"] = number(round(chain["seats"]), 0)
    if recruitment == "sortition":
        return _(
            "By lot: {letters} letters for {registered} registrations; {present} participants are expected on {seats} "
            "seats.",
            **said,
        )
    if recruitment == "targeted":
        return _(
            "We approach {invited} residents in person; {registered} register, and {present} participants are expected "
            "on {seats} seats.",
            **said,
        )
    return _(
        "{invited} residents are invited with {letters} letters; {registered} register, and {present} participants are "
        "expected on {seats} seats.",
        **said,
    )


def visible(request: Request) -> list[Row]:
    """What residents notice, with dates that hold with 80 %; the conversations with their first and last day."""
    rows = []
    for step, text in VISIBLE.items():
        planned = request.estimate["by_step"][step - 1]
        last = date_text(planned["finish"]["p80"])
        when = _("by {date} at the latest", date=last)
        if step == 4:
            when = _("from {date}", date=date_text(planned["start"]["p80"]))
        if step == 5:
            when = _("from {date} to {last}", date=date_text(planned["start"]["p80"]), last=last)
        rows.append({"what": _(text), "when": capital(when)})
    return rows

"""The municipality's calendar in words: fields of the settings, bodies, and why a day is no good day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from display.words import label
from portfolio.meeting_days import ASSUMED_LEAD, BODIES, Calendar, Meeting, Reason, last_submission_day
from ui.formats import date_text
from ui.i18n import N_, _, lang, ngettext

BODY = {"college": N_("college of mayor and aldermen"), "commissie": N_("council committee"), "raad": N_("council")}
PART = {
    "dates": N_("Meeting dates, one on a line"),
    "weekday": N_("Or a rhythm: on"),
    "every": N_("Every how many weeks"),
    "first": N_("First meeting of the rhythm"),
    "lead": N_("Hand in: working days before the meeting"),
}
OTHER = {"recess": N_("Recess, one period on a line"), "region": N_("Region of the school holidays")}
REGION = {"": N_("not chosen: all three count"), "noord": N_("North"), "midden": N_("Centre"), "zuid": N_("South")}
WEEKDAY = (N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"))


def field_words(name: str, value: Any) -> tuple[str, str]:
    """Label and value of a field of the settings, for comparing two texts."""
    body, _sign, part = name.partition("_")
    title = f"{label(BODY, body)}: {label(PART, part)}" if body in BODIES else label(OTHER, name)
    if part == "weekday":
        return title, weekday(value)
    if part == "first":
        return title, date_text(value) if value else ""
    if name == "region":
        return title, label(REGION, value or "")
    return title, ", ".join(str("" if value is None else value).splitlines())


def heading(body: str) -> str:
    """A body as it begins a line."""
    name = label(BODY, body)
    return name[:1].upper() + name[1:]


def weekday(value: int | None) -> str:
    """A weekday, or that there is no rhythm."""
    return _("no rhythm") if value is None else _(WEEKDAY[value])


def assumed_lead(body: str) -> str:
    """Our assumption of the working days before a meeting of this body."""
    return _("{n} (our assumption)", n=ASSUMED_LEAD[body])


def meeting(calendar: Calendar, found: Meeting) -> str:
    """A meeting with the last day to submit for it, and how sure both are."""
    last = date_text(last_submission_day(calendar, found), year=False)
    text = _("{date}; hand in by {last}", date=date_text(found.day), last=last)
    marks = [] if found.sure else [_("by the rhythm")]
    if calendar.bodies[found.body].lead is None:
        marks.append(_("time to hand in is our assumption"))
    return f"{text} ({', '.join(marks)})" if marks else text


def reason(day: dt.date, why: Reason) -> str:
    """Why a day is no good day, in a sentence."""
    date = date_text(day, weekday=True)
    if why.kind == "weekend":
        return _("{date}: that is in the weekend.", date=date)
    if why.kind == "public":
        return _("{date}: that is {holiday}.", date=date, holiday=why.nl if lang() == "nl" else why.en)
    if why.kind == "recess":
        said = _("{date}: that is in the recess.", date=date)
        return f"{said} {_('The recess is our assumption.')}" if why.assumed else said
    names = ", ".join(label(REGION, region).lower() for region in why.regions)
    holiday = why.nl if lang() == "nl" else why.en
    said = ngettext(
        "{date}: that is in the {holiday} (region {regions}).",
        "{date}: that is in the {holiday} (regions {regions}).",
        len(why.regions),
        date=date,
        holiday=holiday,
        regions=names,
    )
    return f"{said} {_('The dates of that year are our assumption.')}" if why.assumed else said

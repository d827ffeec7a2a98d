"""An iCalendar file (RFC 5545) of a process or of the portfolio: whole days only, so that no time zone is needed.

The same thing keeps its UID, so a calendar that reads a newer file replaces what it had.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from icalendar import Calendar, Event

from display.formats import date_text
from display.i18n import N_, _, language
from display.steps import numbered
from display.words import ROUTE, label
from portfolio import agenda
from reports.plain import line

CATEGORY = {
    "step": N_("Step"),
    "talk": N_("Talk"),
    "decision": N_("Decision"),
    "submission": N_("Submission"),
    "feedback": N_("Feedback"),
}
FEEDBACK = {"heard": N_("what we heard"), "done": N_("what we do with it")}
# A whole day in the calendar, in which one can still be asked for something else.
FREE = "TRANSPARENT"


def build(events: Sequence[agenda.Event], title: str, stamp: str, language_code: str) -> bytes:
    """The file. ``title``: name of the calendar; ``stamp``: the moment it is made, ISO in UTC."""
    made = dt.datetime.fromisoformat(stamp.replace("Z", "+00:00"))
    with language(language_code):
        file = Calendar()
        file.add("prodid", f"-//Tienstap//{language_code.upper()}")
        file.add("version", "2.0")
        file.add("calscale", "GREGORIAN")
        file.add("method", "PUBLISH")
        file.add("x-wr-calname", line(title))
        for event in events:
            file.add_component(_event(event, made))
        return file.to_ical()


def _event(event: agenda.Event, made: dt.datetime) -> Event:
    found = Event()
    found.add("uid", event.uid)
    found.add("dtstamp", made)
    found.add("sequence", event.sequence)
    found.add("dtstart", event.first)
    found.add("dtend", event.last + dt.timedelta(days=1))  # the morning after the last day
    found.add("summary", _summary(event))
    found.add("description", _description(event))
    found.add("categories", [_(CATEGORY[event.kind])])
    found.add("status", "CANCELLED" if event.state == "cancelled" else "CONFIRMED" if _certain(event) else "TENTATIVE")
    found.add("transp", FREE)
    if event.confidential:
        found.add("class", "CONFIDENTIAL")
    return found


def _certain(event: agenda.Event) -> bool:
    return event.state != "expected" and event.kind not in ("decision", "submission")


def _summary(event: agenda.Event) -> str:
    what = _what(event)
    marked = _("Example: {process}", process=line(event.process)) if event.example else line(event.process)
    return f"{what} · {marked}"


def _what(event: agenda.Event) -> str:
    if event.kind == "talk":
        return _("Talk: {title}", title=line(event.text))
    if event.kind == "decision":
        return _("Decision: {body} (step {step})", body=label(ROUTE, event.body), step=event.step)
    if event.kind == "submission":
        return _("Last day to submit: {body} (step {step})", body=label(ROUTE, event.body), step=event.step)
    if event.kind == "feedback":
        return _("Feedback to participants: {part}", part=_(FEEDBACK[event.state]))
    found = _("Step {step}", step=numbered(event.step))
    return _("{what} (expected)", what=found) if event.state == "expected" else found


def _description(event: agenda.Event) -> str:
    if event.kind == "step" and event.state == "done" and event.first == event.last:
        return _("Done on {date}.", date=date_text(event.first))
    if event.kind == "step" and event.state == "done":
        return _("Really done: {first} to {last}.", first=date_text(event.first), last=date_text(event.last))
    if event.kind == "step" and event.state == "expected":
        return _("As expected today; the planned dates stand in Tienstap.")
    if event.kind == "decision":
        return _("The first meeting that can still be met, as things stand today.")
    if event.kind == "submission":
        return _("The last working day to hand in the proposal for this meeting.")
    if event.kind == "feedback":
        return _("By this day participants should have heard.")
    return _("As planned in Tienstap.")

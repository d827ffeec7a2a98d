"""An iCalendar file of the meeting: the days before which a decision is asked, and the actions that aren't done yet.

Whole days, as in ``calendar_file``. The same thing keeps its UID; what is confidential is left out unless asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from icalendar import Calendar, Event

from display import attention as words
from display.i18n import _, language
from portfolio.meeting.entries import Entry
from portfolio.whole import attention
from portfolio.whole.attention import Item
from portfolio.whole.standing import Standing
from reports.calendar_file import FREE
from reports.plain import line


def build(
    found: Sequence[Standing],
    actions: Sequence[Entry],
    today: dt.date,
    title: str,
    stamp: str,
    language_code: str,
    confidential: bool = False,
) -> bytes:
    """The file. ``actions``: of the log; ``title``: name of the calendar; ``stamp``: when it is made, ISO in UTC."""
    made = dt.datetime.fromisoformat(stamp.replace("Z", "+00:00"))
    shown = {one.id: one for one in found if confidential or not one.row.process.confidential}
    with language(language_code):
        file = Calendar()
        file.add("prodid", f"-//Tienstap//{language_code.upper()}")
        file.add("version", "2.0")
        file.add("calscale", "GREGORIAN")
        file.add("method", "PUBLISH")
        file.add("x-wr-calname", line(title))
        for item in attention.items(tuple(shown.values()), today):
            if item.reason.decision and item.reason.before:
                file.add_component(_decision(item, item.reason.before, made))
        for action in actions:
            if action.due and not action.done_on and (action.process_id is None or action.process_id in shown):
                file.add_component(_action(action, action.due, shown.get(action.process_id or ""), made))
        return file.to_ical()


def _decision(item: Item, day: dt.date, made: dt.datetime) -> Event:
    reason = item.reason
    uid = f"decide-{reason.kind}.{item.standing.id}@tienstap"
    said = f"{line(words.text(reason))} ({line(words.who(reason))})"
    return _event(uid, day, f"{words.kind(reason)} · {_name(item.standing)}", said, item.standing, made)


def _action(action: Entry, day: dt.date, about: Standing | None, made: dt.datetime) -> Event:
    said = _name(about) if about else ""
    return _event(f"action-{action.id}@tienstap", day, f"{line(action.owner)}: {line(action.text)}", said, about, made)


def _event(uid: str, day: dt.date, summary: str, said: str, about: Standing | None, made: dt.datetime) -> Event:
    found = Event()
    found.add("uid", uid)
    found.add("dtstamp", made)
    found.add("dtstart", day)
    found.add("dtend", day + dt.timedelta(days=1))
    found.add("summary", summary)
    if said:
        found.add("description", said)
    found.add("transp", FREE)
    if about and about.row.process.confidential:
        found.add("class", "CONFIDENTIAL")
    return found


def _name(one: Standing) -> str:
    name = line(one.name)
    return _("Example: {process}", process=name) if one.row.process.example else name

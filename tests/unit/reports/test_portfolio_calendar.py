"""The iCalendar file of the meeting, read back with the library."""

from __future__ import annotations

import datetime as dt

import icalendar

from portfolio.meeting.entries import Entry
from reports import portfolio_calendar

D = dt.date


def action(**values) -> Entry:
    given = {
        "id": "a1",
        "meeting_id": "m1",
        "process_id": None,
        "kind": "action",
        "text": "Bel de wijkraad\r\nBEGIN:VALARM; \\",
        "owner": "Noor",
        "due": D(2027, 2, 1),
        "done_on": None,
        "version": 1,
        "made_by": "x",
        "at": "2027-01-04T09:30:00Z",
    }
    return Entry(**given | values)


def read(*actions: Entry):
    made = portfolio_calendar.build((), actions, D(2027, 1, 4), "Overleg", "2027-01-04T09:30:00Z", "nl")
    return icalendar.Calendar.from_ical(made)


def test_an_action_is_a_whole_day_and_its_text_inert():
    (found,) = read(action()).walk("VEVENT")
    assert (found.decoded("dtstart"), found.decoded("dtend")) == (D(2027, 2, 1), D(2027, 2, 2))
    assert str(found["summary"]) == "Noor: Bel de wijkraad BEGIN:VALARM; \\"
    assert not read(action()).walk("VALARM")


def test_done_undated_and_of_a_process_that_is_not_shown_are_left_out():
    assert not read(action(done_on=D(2027, 1, 3)), action(due=None), action(process_id="secret")).walk("VEVENT")

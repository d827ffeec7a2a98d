"""The iCalendar file: read back with the library, and its lines by hand."""

from __future__ import annotations

import datetime as dt

import icalendar

from portfolio.agenda import Event
from reports import calendar_file

D = dt.date
STAMP = "2027-01-04T09:30:00Z"


def event(**values) -> Event:
    given = {
        "uid": "step-5.p1@tienstap",
        "kind": "step",
        "first": D(2027, 3, 1),
        "last": D(2027, 3, 5),
        "sequence": 12,
        "process": "Groen; in de Vogelwijk, 2e ronde",
        "step": 5,
        "state": "planned",
    }
    return Event(**given | values)


def lines(*events: Event, language: str = "nl") -> list[str]:
    return calendar_file.build(events, "Groen", STAMP, language).decode().split("\r\n")


def test_the_lines_of_a_step():
    found = lines(event())
    assert found[:6] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Tienstap//NL",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:Groen",
    ]
    assert "UID:step-5.p1@tienstap" in found
    assert "DTSTAMP:20270104T093000Z" in found
    assert "SEQUENCE:12" in found
    assert "DTSTART;VALUE=DATE:20270301" in found
    assert "DTEND;VALUE=DATE:20270306" in found  # the day after Friday the 5th
    assert "CATEGORIES:Stap" in found
    assert "SUMMARY:Stap 5 Gesprekken · Groen\\; in de Vogelwijk\\, 2e ronde" in found
    assert found[-2:] == ["END:VCALENDAR", ""]
    assert not any("TZID" in line or "VTIMEZONE" in line for line in found)


def test_lines_end_in_crlf_and_have_at_most_75_octets():
    made = calendar_file.build([event(process="Ĳburg – één groot plein " * 12)], "Groen", STAMP, "nl")
    assert b"\n" not in made.replace(b"\r\n", b"")
    parts = made.split(b"\r\n")
    assert all(len(part) <= 75 for part in parts)
    assert any(part.startswith(b" ") for part in parts)
    for part in parts:
        part.decode()  # no character is cut in two


def test_read_back_it_is_what_went_in():
    hostile = "Plein\nATTENDEE:mailto:x@example.org\r\nBEGIN:VALARM; \\, “aan­halen”"
    given = [
        event(),
        event(uid="talk-1.p1@tienstap", kind="talk", text=hostile, first=D(2028, 2, 29), last=D(2028, 2, 29)),
    ]
    file = icalendar.Calendar.from_ical(calendar_file.build(given, "Groen", STAMP, "nl"))
    found = file.walk("VEVENT")
    assert [str(one["uid"]) for one in found] == ["step-5.p1@tienstap", "talk-1.p1@tienstap"]
    assert (found[1].decoded("dtstart"), found[1].decoded("dtend")) == (D(2028, 2, 29), D(2028, 3, 1))
    assert str(found[1]["summary"]).startswith("Gesprek: Plein ATTENDEE:mailto:x@example.org BEGIN:VALARM; \\, “aan")
    assert not found[1].get("attendee") and not file.walk("VALARM")
    assert int(found[0]["sequence"]) == 12


def test_states_and_languages():
    assert "STATUS:CANCELLED" in lines(event(kind="talk", text="Tafel 1", state="cancelled"))
    expected = lines(event(state="expected"), language="en")
    assert "STATUS:TENTATIVE" in expected and "CATEGORIES:Step" in expected
    assert any(line.startswith("SUMMARY:Step 5 Talks (expected)") for line in expected)
    assert "CLASS:CONFIDENTIAL" in lines(event(confidential=True))
    raad = lines(event(kind="decision", step=9, body="raad"))
    assert any(line.startswith("SUMMARY:Besluit: gemeenteraad (stap 9) · Groen") for line in raad)


def test_an_empty_calendar_is_still_a_calendar():
    assert icalendar.Calendar.from_ical(calendar_file.build([], "Groen", STAMP, "nl")).walk("VEVENT") == []

"""The municipality's calendar: meetings, last days to submit, days on which nobody works. Dates checked by hand."""

from __future__ import annotations

import datetime as dt

import pytest

from portfolio import meeting_days
from portfolio.meeting_days import Calendar, Meeting
from portfolio.settings import Setting
from portfolio.store import Refused

D = dt.date


def calendar(**values: object) -> Calendar:
    return meeting_days.of(Setting(meeting_days.KEY, meeting_days.checked(values), 3))


def refused(**values: object) -> dict[str, str]:
    with pytest.raises(Refused) as caught:
        meeting_days.checked(values)
    return {fault.field: fault.message for fault in caught.value.faults}


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (D(2025, 4, 26), False),  # Koningsdag a day early: the 27th is a Sunday
        (D(2025, 4, 28), True),  # and so the Monday after is an ordinary one
        (D(2026, 4, 27), False),
        (D(2026, 5, 5), True),  # Liberation Day is free every five years
        (D(2025, 5, 5), False),
        (D(2026, 5, 14), False),  # Ascension Day: 39 days after Easter, 5 April 2026
        (D(2026, 5, 15), True),
        (D(2026, 5, 25), False),  # Whit Monday
        (D(2027, 1, 1), False),
        (D(2026, 12, 31), True),
        (D(2028, 2, 29), True),  # a Tuesday
        (D(2026, 4, 3), False),  # Good Friday
        (D(2026, 8, 15), False),  # a Saturday
    ],
)
def test_working_days(day, works):
    assert meeting_days.is_working_day(day) is works


def test_why_not_names_the_public_holiday():
    assert meeting_days.why_not(Calendar(), D(2025, 4, 26)) == meeting_days.Reason("public", "Koningsdag", "King's Day")
    assert meeting_days.why_not(Calendar(), D(2026, 5, 25)).nl == "Tweede pinksterdag"
    assert meeting_days.why_not(Calendar(), D(2026, 5, 17)).kind == "weekend"
    assert meeting_days.why_not(Calendar(), D(2026, 6, 16)) is None


def test_school_holidays_are_those_of_the_region():
    monday = D(2026, 2, 16)  # the week of midden and zuid; noord has it a week later
    assert meeting_days.why_not(calendar(region="midden"), monday).nl == "voorjaarsvakantie"
    assert meeting_days.why_not(calendar(region="noord"), monday) is None
    assert meeting_days.why_not(Calendar(), monday).regions == ("midden", "zuid")
    # Groningen lies in noord, whatever the default says.
    assert meeting_days.why_not(calendar(region="midden"), monday, "GM0014") is None


def test_a_holiday_of_a_year_that_no_file_knows_is_assumed():
    assert meeting_days.why_not(calendar(region="midden"), D(2026, 2, 16)).assumed is False
    far = meeting_days.why_not(calendar(region="midden"), D(2034, 7, 25))
    assert (far.nl, far.assumed) == ("zomervakantie", True)


def test_the_first_days_of_january_belong_to_the_christmas_holiday_of_the_year_before():
    assert meeting_days.why_not(calendar(region="noord"), D(2026, 1, 2)).nl == "kerstvakantie"


def test_recess_is_the_municipalitys_own_or_assumed():
    own = calendar(region="noord", recess="26-6-2026 t/m 3-7-2026")
    assert meeting_days.why_not(own, D(2026, 6, 29)) == meeting_days.Reason("recess")
    assert meeting_days.why_not(own, D(2026, 6, 25)) is None
    assumed = meeting_days.recess_on(calendar(region="noord"), D(2026, 7, 20), "raad")
    assert assumed == meeting_days.Reason("recess", assumed=True)
    # The college still meets in the first week of the summer holiday (4 July 2026 in noord), the council doesn't.
    assert meeting_days.recess_on(calendar(region="noord"), D(2026, 7, 8), "college") is None
    assert meeting_days.recess_on(calendar(region="noord"), D(2026, 7, 8), "raad") is not None


# --- meetings -------------------------------------------------------------------------------------------------


RAAD = "28-1-2027\n25-2-2027\n25-3-2027"


def test_the_next_meeting_of_a_list():
    c = calendar(raad_dates=RAAD)
    assert meeting_days.next_meeting(c, "raad", D(2027, 1, 28)) == Meeting("raad", D(2027, 1, 28), True)
    assert meeting_days.next_meeting(c, "raad", D(2027, 1, 29)).day == D(2027, 2, 25)
    assert meeting_days.next_meeting(c, "raad", D(2027, 3, 26)) is None
    assert meeting_days.next_meeting(c, "college", D(2027, 1, 1)) is None


def test_the_last_day_to_submit_counts_working_days_over_new_year():
    meeting = Meeting("raad", D(2027, 1, 14), True)
    # 10 working days before Thursday 14 January: 13 12 11 | 8 7 6 5 4 | 31 30 December (1 January is free).
    assert meeting_days.last_submission_day(calendar(raad_lead=10), meeting) == D(2026, 12, 30)
    # Our assumption for the council, 15: on through 29 28 December; Christmas is Friday the 25th; 24 23 22.
    assert meeting_days.last_submission_day(Calendar(), meeting) == D(2026, 12, 22)
    assert meeting_days.last_submission_day(calendar(raad_lead=0), meeting) == D(2027, 1, 14)


def test_what_is_ready_too_late_goes_to_the_meeting_after():
    c = calendar(raad_dates=RAAD, raad_lead=10)
    # 10 working days before 28 January 2027 is 14 January.
    assert meeting_days.in_time(c, "raad", D(2027, 1, 14), D(2027, 1, 1)).day == D(2027, 1, 28)
    assert meeting_days.in_time(c, "raad", D(2027, 1, 15), D(2027, 1, 1)).day == D(2027, 2, 25)
    assert meeting_days.in_time(c, "raad", D(2027, 3, 24), D(2027, 1, 1)) is None


def test_a_rhythm_of_weeks_over_a_leap_day():
    c = calendar(region="noord", raad_weekday=1, raad_every=4, raad_first="2028-02-01", recess="1-8-2028 - 2-8-2028")
    found = meeting_days.meetings(c, "raad", D(2028, 2, 2))
    assert [next(found).day for _ in range(2)] == [D(2028, 2, 29), D(2028, 3, 28)]


def test_a_weekly_college_skips_holidays_and_recess():
    c = calendar(region="noord", college_weekday=0)
    found = meeting_days.meetings(c, "college", D(2026, 4, 1))
    # Mondays: 6 April is Easter Monday, 27 April is Koningsdag.
    assert [next(found).day for _ in range(3)] == [D(2026, 4, 13), D(2026, 4, 20), D(2026, 5, 4)]
    # In noord the summer of 2026 begins on 4 July; the college rests from 11 July to 7 August.
    assert meeting_days.next_meeting(c, "college", D(2026, 7, 7)).day == D(2026, 8, 10)


def test_after_the_list_the_rhythm_goes_on():
    c = calendar(raad_dates="28-1-2027", raad_weekday=3, raad_every=4, raad_first="2027-01-07")
    found = [meeting_days.next_meeting(c, "raad", day) for day in (D(2027, 1, 1), D(2027, 1, 29))]
    assert [(one.day, one.sure) for one in found] == [(D(2027, 1, 28), True), (D(2027, 2, 4), False)]


# --- what is typed ----------------------------------------------------------------------------------------------


def test_dates_as_people_write_them():
    c = calendar(raad_dates="Datum;Wat\r\n2027-02-25;raad\r\n28/1/2027\r\n\r\n28-1-2027, 19.30 uur\r\n")
    assert c.bodies["raad"].dates == (D(2027, 1, 28), D(2027, 2, 25))


def test_dates_of_a_calendar_file_but_not_of_its_time_zone():
    text = (
        "BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nBEGIN:DAYLIGHT\r\nDTSTART:20070325T020000\r\nEND:DAYLIGHT\r\n"
        "END:VTIMEZONE\r\nBEGIN:VEVENT\r\nDTSTART;TZID=Europe/Amster\r\n dam:20270128T193000\r\nEND:VEVENT\r\n"
        "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20270225\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    assert calendar(raad_dates=text).bodies["raad"].dates == (D(2027, 1, 28), D(2027, 2, 25))
    assert refused(raad_dates="BEGIN:VCALENDAR\nEND:VCALENDAR")["raad_dates"] == "There is no date in this file."


def test_every_bad_line_has_its_sentence():
    with pytest.raises(Refused) as caught:
        meeting_days.checked({"raad_dates": "28-1-2027\n31-2-2027\nmorgen", "recess": "22-8-2027 t/m 10-7-2027\nzomer"})
    assert [(fault.field, fault.message) for fault in caught.value.faults] == [
        ("raad_dates", "Line 2: 31-2-2027 is not a date. Write for example 28-1-2027 or 2027-01-28."),
        ("raad_dates", "Line 3: morgen is not a date. Write for example 28-1-2027 or 2027-01-28."),
        ("recess", "Line 1: 22-8-2027 t/m 10-7-2027 ends before it begins."),
        ("recess", "Line 2: zomer is not a period. Write for example 10-7-2027 t/m 22-8-2027."),
    ]


def test_a_rhythm_must_be_whole():
    assert "weekday" in refused(college_every=2)["college_weekday"]
    assert "steps of 4 weeks" in refused(raad_weekday=3, raad_every=4)["raad_first"]
    assert "another weekday" in refused(raad_weekday=3, raad_first="2027-01-06")["raad_first"]
    assert "allowed is 0 to 60" in refused(raad_lead=61)["raad_lead"]
    assert "allowed is 0 to 60" in refused(raad_lead="tien")["raad_lead"]
    assert "region" in refused(region="oost")
    assert refused(college_datums="x")["college_datums"] == "There is no field college_datums."


def test_what_is_kept_comes_back_in_the_form():
    given = {
        "raad_dates": RAAD,
        "college_weekday": 1,
        "college_every": 2,
        "college_first": "2027-01-05",
        "college_lead": 4,
        "recess": "10-7-2027 t/m 22-8-2027",
        "region": "zuid",
    }
    back = meeting_days.typed(calendar(**given))
    assert {name: back[name] for name in given} == given
    assert meeting_days.checked(back) == meeting_days.checked(given)

"""Screen Beheer and what the municipality's calendar does on screen Proces, under AppTest."""

from __future__ import annotations

import datetime as dt

import icalendar
from streamlit.testing.v1 import AppTest

from portfolio import drafts, meeting_days, processes, scenarios, settings, steps, talks
from portfolio.store import Store, clock
from tests.pages.screens import LEAD, SCOPE, approved, errors, make, press, texts, visit
from ui import calendar_meetings
from ui.i18n import language
from ui.process_plan import Plan

D = dt.date
FORM = "instelling:calendar"
RAAD = "28-1-2032\n25-2-2032\n25-3-2032"


def field(at: AppTest, kind: str, name: str):
    return next(one for one in at.get(kind) if (one.key or "").startswith(f"{FORM}.{name}"))


def calendar(store: Store, **values: object) -> None:
    meeting_days.put(store, LEAD, meeting_days.load(store).version, values)


# --- the settings ---------------------------------------------------------------------------------------------


def test_the_page_is_in_the_menu_and_says_what_is_assumed(store):
    at = visit("data")
    shown = texts(at)
    assert at.title[0].value == "Wat geldt voor al uw processen?"
    assert "Gemeenteraad: geen vergadering bekend" in shown.replace("**", "")
    assert "onze aannamen" in shown and "klasse D" in shown
    assert field(at, "text_input", "raad_lead").placeholder == "15 (onze aanname)"
    assert "Er is nog geen back-up" in shown and "Uw rol leest hier; een beheerder" in shown
    assert "nog niet gemaakt" not in shown


def test_dates_are_saved_and_the_next_meeting_is_said(store):
    with clock.at(D(2032, 1, 5)):
        at = visit("data")
        field(at, "text_area", "raad_dates").set_value(RAAD).run()
        field(at, "text_input", "raad_lead").set_value("10").run()
        press(at, f"{FORM}.save")
        # Ten working days before Wednesday 28 January 2032 is 14 January.
        assert "28 januari 2032; indienen tot en met 14 januari" in texts(at)
    kept = meeting_days.load(store)
    assert kept.bodies["raad"].dates == (D(2032, 1, 28), D(2032, 2, 25), D(2032, 3, 25))
    assert settings.get(store, "calendar").version == 1


def test_a_bad_line_stands_by_its_field_and_nothing_is_lost(store):
    at = visit("data")
    field(at, "text_area", "raad_dates").set_value("28-1-2032\nvolgende week").run()
    press(at, f"{FORM}.save")
    assert "Regel 2: volgende week is geen datum" in errors(at)
    assert settings.get(store, "calendar").version == 0
    assert field(visit("data"), "text_area", "raad_dates").value == "28-1-2032\nvolgende week"


def test_who_only_reads_sees_no_save(store):
    at = visit("data", person="controller")
    assert not [one for one in at.button if one.key == f"{FORM}.save"]
    at = visit("data", person="beheerder")
    field(at, "selectbox", "region").set_value("zuid").run()
    press(at, f"{FORM}.save")
    assert meeting_days.load(store).region == "zuid"


def test_english_is_complete(store):
    assert "Council committee: no meeting known" in texts(visit("data", language="en")).replace("**", "")


# --- moving the following steps ---------------------------------------------------------------------------------


def later(store: Store, process: processes.Process, step: int, by: int) -> tuple[AppTest, D]:
    """The page after the planned finish of a step was moved by some days and saved."""
    row = steps.progress(store, process.id)[step - 1]
    at = visit("process", process.id)
    at.session_state[f"step_{step}:{process.id}"] = True
    at.run()
    place = next(one for one in at.date_input if one.key.startswith(f"stap:{process.id}:{step}.planned_finish"))
    day = row.planned_finish + dt.timedelta(days=by)
    place.set_value(day).run()
    press(at, f"stap:{process.id}:{step}.save")
    return at, day


def test_moving_a_step_offers_to_move_the_following_and_never_does_it_by_itself(store):
    process = approved(store)
    before = steps.progress(store, process.id)
    at, _ = later(store, process, 2, 70)
    assert "kunnen meeschuiven" in texts(at)
    after = steps.progress(store, process.id)
    assert [(r.planned_start, r.planned_finish) for r in after[2:]] == [
        (r.planned_start, r.planned_finish) for r in before[2:]
    ]
    again = visit("process", process.id)  # another visit, after a restart
    press(again, f"shift.{process.id}")
    moved = steps.progress(store, process.id)
    assert all(now.planned_start > was.planned_start for now, was in zip(moved[2:], before[2:], strict=True))
    assert "kunnen meeschuiven" not in texts(again)
    assert drafts.get(store, LEAD, f"verschuif:{process.id}") is None


def test_the_offer_can_be_declined(store):
    process = approved(store)
    at, _ = later(store, process, 2, 70)
    press(at, f"shift_not.{process.id}")
    assert "kunnen meeschuiven" not in texts(at)


def test_a_date_on_a_free_day_is_warned_about_and_kept(store):
    process = approved(store)  # Zwolle: region noord
    row = steps.progress(store, process.id)[1]
    changes = {"planned_start": D(2032, 4, 27), "planned_finish": D(2032, 5, 9)}
    steps.update(store, LEAD, process.id, 2, row.version, changes)
    talks.add(store, LEAD, process.id, {"title": "Tafel 1", "planned_on": D(2032, 5, 6)})
    at = visit("process", process.id)
    at.session_state[f"step_2:{process.id}"] = True
    at.run()
    shown = texts(at)
    assert "dinsdag 27 april 2032: dat is Koningsdag." in shown
    assert "zondag 9 mei 2032: dat is in het weekend." in shown


# --- meetings at the steps in which is decided ------------------------------------------------------------------


def test_step_9_names_the_meeting_or_the_next_when_the_report_is_late():
    found = meeting_days.of(
        settings.Setting("calendar", meeting_days.checked({"raad_dates": RAAD, "raad_lead": 10}), 1)
    )
    planned = {8: (D(2032, 1, 5), D(2032, 1, 14)), 9: (D(2032, 1, 15), D(2032, 1, 28))}
    with language("nl"):
        in_time = calendar_meetings.lines(found, "raad", 9, Plan(planned, planned, ""), D(2032, 1, 5))
        assert "28 januari 2032; indienen tot en met 14 januari" in in_time[0]
        late = planned | {8: (D(2032, 1, 5), D(2032, 1, 15))}
        said = calendar_meetings.lines(found, "raad", 9, Plan(planned, late, ""), D(2032, 1, 5))[0]
        assert "Haalt de vergadering van 28 januari niet" in said and "15 januari 2032 klaar" in said
        assert "Dan wordt het 25 februari 2032; indienen tot en met 11 februari" in said
        over = calendar_meetings.lines(found, "raad", 9, Plan({}, {}, ""), D(2032, 4, 1))
        assert over == ["Geen vergadering bekend na 1 april 2032: gemeenteraad."]


def test_step_1_says_until_when_to_hand_in_or_where_to_fill_in_the_dates(store):
    process = make(store)
    scenarios.save(store, LEAD, process.id, "Basis", SCOPE | {"budget_route": "raad"})
    assert "Nog geen vergaderdata bekend: gemeenteraad." in texts(visit("process", process.id))
    calendar(store, raad_weekday=3, raad_lead=10, region="noord")
    assert "Vergadering gemeenteraad" in texts(visit("process", process.id))


# --- the calendar file --------------------------------------------------------------------------------------------


def test_the_file_of_a_process_and_of_the_portfolio(store):
    process = approved(store)
    secret = make(store, name="Geheim", confidential=True)
    at = visit("process", process.id)
    assert [one for one in at.get("download_button") if one.proto.label == "Naar mijn agenda"]
    at = visit("portfolio")
    assert "1 vertrouwelijk proces staat niet in dit bestand." in texts(at)
    from portfolio import agenda
    from reports import calendar_file
    from ui import calendar_data

    known = [calendar_data.stored(store, one) for one in (process, secret)]
    found, left_out = agenda.portfolio_events(known, meeting_days.load(store), clock.today())
    file = icalendar.Calendar.from_ical(calendar_file.build(found, "Alles", clock.now(), "nl"))
    names = {str(one["summary"]) for one in file.walk("VEVENT")}
    assert left_out == 1 and any("Speelplekken Noord" in name for name in names)
    assert "Geheim" not in str(names) and "Samira" not in file.to_ical().decode()


def test_dates_come_from_a_file_into_the_list_to_be_looked_at(store):
    at = visit("data")
    at.session_state["calendar_file"] = True
    at.run()
    at.selectbox(key="calendar_file.body").set_value("raad").run()
    file = "Datum;Vergadering\r\n28-1-2032;raad\r\n30-2-2032;raad\r\n25-2-2032;raad\r\n".encode("cp1252")
    at.file_uploader(key="calendar_file.file").set_value(("raad.csv", file, "text/csv")).run()
    shown = texts(at)
    assert "Gelezen: 2 data, van 28 januari 2032 tot 25 februari 2032." in shown
    assert "Regel 3: 30-2-2032;raad is geen datum" in errors(at)
    press(at, "calendar_file.take")
    assert field(at, "text_area", "raad_dates").value == "28-1-2032\n25-2-2032"
    assert settings.get(store, "calendar").version == 0  # nothing is stored until it is saved
    press(at, f"{FORM}.save")
    assert meeting_days.load(store).bodies["raad"].dates == (D(2032, 1, 28), D(2032, 2, 25))

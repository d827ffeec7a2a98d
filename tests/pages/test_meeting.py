"""Screen Overleg under AppTest: preparing, what stays hidden, two people at once, a reader, and a closed meeting."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from portfolio import processes
from portfolio.meeting import agenda, entries, meetings, snapshots, trend
from portfolio.meeting.meetings import Meeting
from portfolio.store import Store, clock
from portfolio.whole import standing
from tests.pages.screens import LEAD, SECRETARY, SHELL, approved, make, press, raw, texts, visit


def opened(store: Store, minutes: int = 60) -> Meeting:
    items = agenda.filled(standing.of_all(store), clock.today(), None)
    return meetings.open_(store, SECRETARY, clock.today(), items, minutes=minutes)


def shown(person: str = "secretaris", **params: str) -> AppTest:
    """The screen at an address."""
    at = AppTest.from_file(SHELL, default_timeout=30)
    at.query_params["as"] = person
    at.run()
    at.switch_page("../pages/meeting.py")
    for name, value in params.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception, at.exception
    return at


def keys(at: AppTest) -> set[str]:
    return {button.key for button in at.button if button.key}


def test_without_processes_it_says_how_to_begin(store):
    assert "Begin met een raming" in texts(visit("meeting"))


def test_the_agenda_is_put_in_order_and_warns_when_it_is_too_long(store):
    make(store, name="Eerste")
    approved(store, name="Tweede")
    opened(store, minutes=30)
    at = shown()
    at.text_input(key=f"agenda_free.{meetings.current(store).version}").set_value("Rond*vraag*").run()
    press(at, "agenda_add_free")
    now = meetings.current(store)
    free = now.agenda[-1]
    assert (free.kind, free.title) == ("free", "Rond*vraag*")
    assert "te lang" not in texts(at)
    at.selectbox(key=f"minutes.{free.id}.{now.version}").set_value(60).run()
    assert "te lang" in texts(at)
    press(at, f"up.{free.id}")
    assert meetings.current(store).agenda[-2].id == free.id
    press(at, f"off.{free.id}")
    assert free.id not in [item.id for item in meetings.current(store).agenda]


def test_a_change_that_crosses_another_is_said_and_theirs_stays(store, monkeypatch):
    approved(store, name="Tweede")
    opened(store)
    at = shown()
    first = meetings.current(store)
    real = meetings.change

    def crossed(s, user, id, version, changes, token=None):
        real(s, SECRETARY, id, version, {"minutes": 90})
        return real(s, user, id, version, changes, token)

    monkeypatch.setattr(meetings, "change", crossed)
    press(at, f"off.{first.agenda[0].id}")
    assert "Iemand anders" in texts(at)
    now = meetings.current(store)
    assert now.minutes == 90 and now.agenda == first.agenda


def test_confidential_processes_stay_off_the_shared_screen(store):
    secret = approved(store, name="Geheim terrein", confidential=True)
    approved(store, name="Open plein")
    meeting = opened(store)
    meetings.change(
        store, SECRETARY, meeting.id, meeting.version, {"agenda": (*meeting.agenda, agenda.process_item(secret.id))}
    )
    items = meetings.current(store).agenda
    for number in range(1, len(items) + 1):
        at = shown(present="1", item=str(number))
        assert "Geheim" not in texts(at) + raw(at)
    assert "vertrouwelijk" in texts(at)
    at.toggle(key="meeting_confidential").set_value(True).run()
    at.query_params["item"] = str(len(items))
    at.run()
    assert "Geheim terrein" in raw(at)


def test_a_reader_sees_it_and_changes_nothing(store):
    approved(store, name="Tweede")
    opened(store)
    at = shown("controller")
    assert "Uw rol" in texts(at)
    assert not {key for key in keys(at) if key.split(".")[0] in ("up", "down", "off", "agenda_add_free")}
    assert "meeting_close_yes" not in keys(at)
    at = shown("controller", present="1", item="1")
    assert not at.text_input and "meeting_close_yes" not in keys(at)


@pytest.mark.parametrize("asked", ["0", "99", "x", "-1"])
def test_an_item_that_is_not_there_is_the_nearest(store, asked):
    approved(store, name="Tweede")
    opened(store)
    assert "Onderwerp" in texts(shown(present="1", item=asked))


def test_a_closed_meeting_shows_what_stood_then(store):
    process = approved(store, name="Oude naam")
    meeting = opened(store)
    entries.add(store, SECRETARY, meeting.id, {"kind": "decision", "text": "Ja <i>hoor</i>", "process_id": process.id})
    snapshots.close(store, SECRETARY, meeting.id, meeting.version)
    processes.update(store, LEAD, process.id, processes.get(store, process.id).version, {"name": "Nieuwe naam"})
    at = shown(meeting=meeting.id)
    assert "Oude naam" in raw(at) and "Nieuwe naam" not in raw(at)
    assert "Ja &lt;i&gt;hoor" in raw(at)
    left = snapshots.get(store, meeting.id)
    assert left.sha256 in "\n".join(code.value for code in at.code)
    at.text_area[0].set_value("Het was dinsdag").run()
    press(at, f"addition:{meeting.id}.add")
    assert "Het was dinsdag" in texts(at)
    assert snapshots.get(store, meeting.id).text == left.text


def test_a_meeting_that_is_not_there_is_said(store):
    assert "nietdaar" in shown(meeting="nietdaar").title[0].value


def test_a_closed_meeting_names_nothing_confidential_until_asked(store):
    process = approved(store, name="Geheim plan")
    processes.update(store, LEAD, process.id, process.version, {"confidential": True})
    meeting = opened(store)
    entries.add(store, SECRETARY, meeting.id, {"kind": "decision", "text": "Sluiten", "process_id": process.id})
    snapshots.close(store, SECRETARY, meeting.id, meeting.version)
    at = shown(meeting=meeting.id)
    assert "Geheim plan" not in raw(at) and "Sluiten" not in raw(at)
    at.toggle(key="meeting_confidential").set_value(True).run()
    assert "Geheim plan" in raw(at) and "Sluiten" in raw(at)


def test_an_item_number_that_is_no_number_shows_the_first(store):
    approved(store)
    opened(store)
    assert not shown(present="1", item="\u00b2").exception


def test_a_cause_is_written_and_taken_back_twice(store):
    process = approved(store)
    for _turn in range(2):
        meeting = opened(store)
        snapshots.close(store, SECRETARY, meeting.id, meeting.version)
    for _turn in range(2):
        trend.add_note(store, SECRETARY, process.id, 10, meeting.id, "Zieke *trekker*")
        at = shown()
        assert "Zieke *trekker*" in raw(at)
        press(at, f"trend_off.{process.id}.10.{meeting.id}")
        assert "Zieke *trekker*" not in raw(at)

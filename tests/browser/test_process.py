"""Proces in Chromium: two browsers at one step, and a server that is killed while somebody types."""

from __future__ import annotations

import datetime as dt

from playwright.sync_api import Page, expect

from portfolio import drafts, feedback, journal, steps, talks
from portfolio.store import clock, open_store
from tests.pages.screens import LEAD, approved
from tests.support.app import AppServer
from tests.support.browser import done, faults_of


def process_of(server: AppServer) -> str:
    store = open_store(server.database_url)
    process = approved(store)
    steps.update(store, LEAD, process.id, 2, steps.progress(store, process.id)[1].version, {"status": "busy"})
    store.close()
    return process.id


def note(page: Page, text: str) -> None:
    page.get_by_label("Notitie", exact=True).fill(text)
    page.keyboard.press("Tab")
    done(page)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()
    done(page)


def test_two_browsers_at_one_step_lose_no_text(app_server: AppServer, new_page) -> None:
    process = process_of(app_server)
    mine = new_page(app_server, f"/proces?process={process}")
    theirs = new_page(app_server, f"/proces?process={process}&as=secretaris")
    note(mine, "Tekst van de projectleider")
    note(theirs, "Tekst van de secretaris")
    press(theirs, "Opslaan")
    press(mine, "Opslaan")

    both = mine.locator('[data-testid="stTable"]').last
    expect(both).to_contain_text("Tekst van de secretaris")
    expect(both).to_contain_text("Tekst van de projectleider")
    assert not faults_of(mine)

    press(mine, "De versie van de ander houden")
    expect(mine.get_by_text("Tekst van de projectleider")).to_be_visible()  # set aside
    expect(mine.get_by_label("Notitie", exact=True)).to_have_value("Tekst van de secretaris")
    press(mine, "In het formulier zetten")
    expect(mine.get_by_label("Notitie", exact=True)).to_have_value("Tekst van de projectleider")
    press(mine, "Opslaan")
    store = open_store(app_server.database_url)
    assert steps.progress(store, process)[1].note == "Tekst van de projectleider"
    store.close()


def test_a_killed_server_loses_nothing_that_was_typed(start_app, new_page) -> None:
    server = start_app()
    process = process_of(server)
    page = new_page(server, f"/proces?process={process}")
    note(page, "Nog niet opgeslagen tekst")
    server.kill()
    store = open_store(server.database_url)
    assert drafts.get(store, LEAD, f"stap:{process}:2")["note"] == "Nog niet opgeslagen tekst"
    store.close()
    server.start()
    again = new_page(server, f"/proces?process={process}")
    expect(again.get_by_label("Notitie", exact=True)).to_have_value("Nog niet opgeslagen tekst")


def talking(server: AppServer) -> str:
    """A process at step 5, its earlier steps done."""
    store = open_store(server.database_url)
    process = approved(store, name="Loopt tot stap 5")
    for step in range(2, 6):
        version = steps.progress(store, process.id)[step - 1].version
        changes = {"status": "done", "override_reason": "klaar"} if step < 5 else {"status": "busy"}
        steps.update(store, LEAD, process.id, step, version, changes)
    store.close()
    return process.id


def fill(page: Page, label: str, text: str) -> None:
    page.get_by_label(label, exact=True).first.fill(text)
    page.keyboard.press("Tab")
    done(page)


def choose(page: Page, role: str, name: str) -> None:
    page.get_by_role(role, name=name).first.click()
    done(page)


def unfold(page: Page, start: str) -> None:
    page.locator("summary").filter(has_text=start).first.click()
    done(page)


def test_the_update_of_two_minutes_then_a_talk_then_feedback(app_server: AppServer, new_page) -> None:
    process = talking(app_server)
    page = new_page(app_server, f"/proces?process={process}")
    unfold(page, "Bijwerken in twee minuten")
    fill(page, "Deel klaar, in %", "40")
    fill(page, "Uren sinds de vorige keer", "7,5")
    fill(page, "Wat moeten anderen weten? Eén regel", "De zaal is geregeld")
    press(page, "Bijwerken en opslaan")
    expect(page.get_by_text("Opgeslagen: uren, stand van de stap, notitie.")).to_be_visible()

    choose(page, "radio", "Gesprekken")
    unfold(page, "Een gesprek toevoegen")
    fill(page, "Naam van het gesprek", "Tafel in het buurthuis")
    fill(page, "Praatstuk: wat ligt er op tafel", "De schets")
    fill(page, "Taakverdeling: wie doet wat", "Sanne leidt")
    press(page, "Dit gesprek toevoegen")
    expect(page.get_by_text("mist: werkvorm")).to_be_visible()
    store = open_store(app_server.database_url)
    (talk,) = talks.listing(store, process)
    row = steps.progress(store, process)[4]
    assert (row.percent, row.actual_hours) == (40, 7.5)
    assert [note["text"] for note in journal.listing(store, process)] == ["De zaal is geregeld"]

    held = clock.today() - dt.timedelta(days=20)
    talks.change(store, LEAD, talk["id"], 1, {"form": "dialoogtafel", "status": "held", "held_on": held})
    page.reload()
    done(page)
    expect(page.get_by_text("nog niet gehoord").first).to_be_visible()
    choose(page, "radio", "Gesprekken")
    unfold(page, "Tafel in het buurthuis")
    fill(page, "Verslag", "Iedereen wil meer groen")
    press_last(page, "Opslaan")
    expect(page.get_by_text("programma compleet")).to_be_visible()
    assert set(steps.progress(store, process)[4].derived.values()) == {True}

    unfold(page, "7 Terugkoppelen aan deelnemers")
    choose(page, "radio", "Terugkoppeling")
    fill(page, "Kanaal", "brief")
    fill(page, "Aan wie", "iedereen die meedeed")
    press(page, "Vastleggen dat het verstuurd is")
    expect(page.get_by_text("“dit hoorden we” nog niet gehoord")).to_have_count(0)
    fill(page, "Kanaal", "website")
    fill(page, "Aan wie", "iedereen die meedeed")
    press(page, "Vastleggen dat het verstuurd is")
    expect(page.get_by_text("nog niet gehoord")).to_have_count(0)
    assert {row["part"] for row in feedback.listing(store, process)} == {"heard", "done"}
    store.close()


def press_last(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).last.click()
    done(page)

"""Proces in Chromium: two browsers at one step, and a server that is killed while somebody types."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from portfolio import drafts, steps
from portfolio.store import open_store
from tests.browser.test_pages import faults_of
from tests.pages.screens import LEAD, approved
from tests.support.app import AppServer
from tests.support.browser import settle


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


def done(page: Page) -> None:
    page.wait_for_timeout(300)
    settle(page)


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

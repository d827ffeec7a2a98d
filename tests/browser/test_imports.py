"""Importing in Chromium: a file goes in, the report is read, the import is done and taken back; nothing is markup."""

from __future__ import annotations

from playwright.sync_api import expect

from portfolio import processes
from portfolio.store import open_store
from tests.support.browser import faults_of, settle, unroll

NAME = "<img src=x onerror=alert(1)> **vet** [klik](http://voorbeeld.example)"


def test_a_list_goes_in_and_out_again(app_server, new_page) -> None:
    store = open_store(app_server.database_url)
    before = {row.name for row in processes.listing(store)}
    page = new_page(app_server, "/beheer")
    content = f"Naam;Vertrouwelijk\n{NAME};nee\nLaan van de import;misschien\n".encode("cp1252")
    box = page.locator(".st-key-import-file-0 input[type=file]")
    box.set_input_files({"name": "<b>lijst</b>.csv", "mimeType": "text/csv", "buffer": content})
    expect(page.get_by_text("1 nieuw, 1 fout. Er is nog niets opgeslagen.")).to_be_visible()
    expect(page.get_by_text("misschien is geen ja of nee.")).to_be_visible()
    unroll(page)
    assert faults_of(page) == []
    page.get_by_text("1 foute rij weglaten en de andere importeren").click()
    settle(page)
    page.get_by_role("button", name="1 rij importeren").click()
    expect(page.get_by_text("Geïmporteerd uit <b>lijst</b>.csv: 1 nieuw, 1 fout.")).to_be_visible()
    assert {row.name for row in processes.listing(store)} - before == {NAME}
    assert page.locator("main a[href*='voorbeeld.example'], img[src='x']").count() == 0
    settle(page)
    page.locator(".st-key-import-past summary").click()
    settle(page)
    page.get_by_role("button", name="Import terugdraaien").first.click()
    expect(page.get_by_text("De import van <b>lijst</b>.csv is teruggedraaid.")).to_be_visible()
    assert {row.name for row in processes.listing(store)} == before
    store.close()

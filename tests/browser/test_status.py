"""Status in Chromium, in both languages: red is refused at its fields, kept, and saved once by two quick clicks."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from portfolio import status_reports
from portfolio.store import clock, open_store
from tests.pages.screens import approved
from tests.support.app import AppServer
from tests.support.browser import done, faults_of, settle

WORDS = {
    "nl": {
        "form": "Status melden",
        "red": "rood: vraagt besluit",
        "save": "Melding opslaan",
        "refused": "Rood heeft dit nodig",
        "reasons": ("Oorzaak: wat er gebeurde", "Gevolg: wat het doet", "Bijsturing: wat u eraan doet"),
        "asked": ("Gevraagd besluit", "Wie het neemt"),
        "differs": "gemeld: vraagt een besluit, berekend: ",
    },
    "en": {
        "form": "Report the status",
        "red": "red: asks for a decision",
        "save": "Save the report",
        "refused": "Red needs this",
        "reasons": ("Cause: what happened", "Consequence: what it does", "Steering: what you do about it"),
        "asked": ("Decision asked", "Who takes it"),
        "differs": "reported: asks for a decision, calculated: ",
    },
}


def fill(page: Page, label: str, text: str) -> None:
    page.get_by_label(label).first.fill(text)
    page.keyboard.press("Tab")
    done(page)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_red_needs_its_decision_and_is_saved_once(app_server: AppServer, new_page, language: str) -> None:
    store, words = open_store(app_server.database_url), WORDS[language]
    process = approved(store, name=f"Status in {language}")
    page = new_page(
        app_server, f"/proces?process={process.id}&lang={language}", width=390 if language == "en" else 1440
    )
    page.locator("summary").filter(has_text=words["form"]).click()
    done(page)
    page.get_by_role("radio", name=words["red"]).first.click()
    done(page)
    fill(page, words["reasons"][0], "De zaal viel weg")
    page.get_by_role("button", name=words["save"]).click()
    done(page)
    expect(page.get_by_text(words["refused"])).to_have_count(3)  # what, who and before when, each at its field
    assert status_reports.listing(store, process.id) == []
    assert not faults_of(page)

    page.reload()
    settle(page)
    expect(page.get_by_label(words["reasons"][0]).first).to_have_value("De zaal viel weg")
    for label in (*words["reasons"][1:], *words["asked"]):
        fill(page, label, "Een zin")
    today = clock.today()
    page.get_by_role("spinbutton").first.click()
    page.keyboard.type(today.strftime("%d%m%Y"))
    page.keyboard.press("Tab")
    done(page)
    page.get_by_role("button", name=words["save"]).dblclick()
    done(page)
    expect(page.locator(".st").get_by_text(words["differs"]).first).to_be_visible()
    (report,) = status_reports.listing(store, process.id)
    assert (report.planning, report.cause, report.decide_before) == ("red", "De zaal viel weg", today)
    assert not faults_of(page)
    store.close()

"""Screen Raming in Chromium: numbers in both languages and browsers, a killed server, a clash, and who looks badly."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from portfolio import drafts, processes, scenarios
from portfolio.identity import LOCAL_USERS
from portfolio.store import open_store
from tests.support.browser import done, faults_in_light_and_dark, settle, unroll

NEW = "raming:new"
WORDS = {
    "nl": {"groups": "Publieksgroepen", "talks": "Gesprekken", "team": "Team en tarieven", "save": "Opslaan",
           "tariff": "Gemiddeld eigen tarief (€ per uur)", "name": "Naam van het proces"},
    "en": {"groups": "Audience groups", "talks": "Conversations", "team": "Team and tariffs", "save": "Save",
           "tariff": "Average own tariff (€ per hour)", "name": "Name of the process"},
}  # fmt: skip


def type_in(page: Page, label: str, text: str) -> None:
    """Type as a person does, and leave the field."""
    box = page.get_by_label(label, exact=True)
    box.fill(text)
    box.press("Tab")
    done(page)


def draft_of(url: str, person: str) -> dict:
    store = open_store(url)
    try:
        return drafts.get(store, next(one for one in LOCAL_USERS if one.subject == person), NEW) or {}
    finally:
        store.close()


@pytest.mark.parametrize("browser_language", ["nl-NL", "en-US"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_comma_and_point_mean_the_same_in_every_browser(app_server, new_page, language, browser_language):
    words, url = WORDS[language], app_server.database_url
    person = {"nl": "projectleider", "en": "secretaris"}[language]
    page = new_page(app_server, f"/raming?lang={language}&as={person}", locale=browser_language)
    page.get_by_text(words["team"], exact=True).click()
    for typed in ("97,5", "97.5"):
        type_in(page, words["tariff"], typed)
        assert draft_of(url, person)["tariffs.average"] == 97.5
    thousands = "1.500" if language == "nl" else "1,500"
    type_in(page, words["talks"], thousands)
    assert draft_of(url, person)["conversations"] == 1500
    type_in(page, words["talks"], "1,500" if language == "nl" else "1.500")
    expect(page.get_by_text("1500 of 1,5" if language == "nl" else "1500 or 1.5").first).to_be_visible()


def test_a_killed_server_and_a_closed_browser_lose_nothing_that_was_committed(start_app, new_page):
    server = start_app()
    page = new_page(server, "/raming")
    type_in(page, "Publieksgroepen", "11")
    type_in(page, "Gesprekken", "veel")
    server.kill()
    server.start()
    page.wait_for_timeout(3000)
    expect(page.get_by_label("Publieksgroepen", exact=True)).to_have_value("11")
    again = new_page(server, "/raming")
    expect(again.get_by_label("Publieksgroepen", exact=True)).to_have_value("11")
    expect(again.get_by_label("Gesprekken", exact=True)).to_have_value("veel")
    expect(again.get_by_text("Nog niet opgeslagen").first).to_be_visible()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_saving_impatiently_makes_one_process_with_the_figures_that_were_shown(app_server, new_page, language):
    words, name = WORDS[language], f"Omgevingsvisie <b>Binnenstad</b> {language}"
    page = new_page(app_server, f"/raming?lang={language}&as=opdrachtgever")
    type_in(page, words["groups"], "6")
    before = page.locator('[data-testid="stMetricValue"]').all_inner_texts()
    page.get_by_role("button", name=words["save"]).click()
    type_in(page, words["name"], name)
    save = page.get_by_test_id("stDialog").get_by_role("button", name=words["save"])
    save.dblclick()
    expect(page.get_by_test_id("stDialog")).to_have_count(0)
    settle(page)
    store = open_store(app_server.database_url)
    rows = [row for row in processes.listing(store) if row.name == name]
    assert len(rows) == 1
    assert scenarios.base(store, rows[0].id).scope["stakeholder_groups"] == 6
    store.close()
    expect(page.get_by_text(name).first).to_be_visible()
    assert page.locator('[data-testid="stMetricValue"]').all_inner_texts() == before
    assert f"process={rows[0].id}" in page.url


def test_two_browsers_on_one_process_the_second_sees_both_texts(app_server, new_page):
    store = open_store(app_server.database_url)
    process = processes.create(store, LOCAL_USERS[0], {"name": "Sportnota"})
    scope = {"stakeholder_groups": 4, "conversations": 6, "resident_reach": 900}
    scenarios.save(store, LOCAL_USERS[0], process.id, "Basis", scope)
    first = new_page(app_server, f"/raming?process={process.id}&as=projectleider")
    second = new_page(app_server, f"/raming?process={process.id}&as=opdrachtgever")
    type_in(first, "Gesprekken", "7")
    type_in(second, "Gesprekken", "9")
    first.get_by_role("button", name="Opslaan").click()
    expect(first.get_by_role("button", name="Opgeslagen", exact=True)).to_be_visible()
    second.get_by_role("button", name="Opslaan").click()
    dialog = second.get_by_test_id("stDialog")
    expect(dialog.get_by_role("cell", name="7", exact=True)).to_be_visible()
    expect(dialog.get_by_role("cell", name="9", exact=True)).to_be_visible()
    dialog.get_by_role("button", name="Die van mij eroverheen opslaan").click()
    expect(second.get_by_role("button", name="Opgeslagen", exact=True)).to_be_visible()
    assert scenarios.base(store, process.id).scope["conversations"] == 9
    store.close()


def test_language_person_and_process_stay_through_menu_and_language_switch(app_server, new_page):
    store = open_store(app_server.database_url)
    process = processes.create(store, LOCAL_USERS[0], {"name": "Cultuurnota"})
    store.close()
    page = new_page(app_server, f"/raming?process={process.id}&as=secretaris")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What does this cost, and when is it done?")
    assert page.get_attribute("html", "lang") == "en"
    page.get_by_role("link", name="Request").first.click()
    page.wait_for_url("**/aanvraag?**")
    settle(page)
    for kept in ("lang=en", f"process={process.id}", "as=secretaris"):
        assert kept in page.url
    expect(page.get_by_text("Cultuurnota").first).to_be_visible()


def test_axe_finds_nothing_in_faults_and_reasons(app_server, new_page):
    page = new_page(app_server, "/raming?as=controller")
    assert not axe(page)
    page.get_by_text("Waarom: elke euro, tot op de bron").click()
    page.get_by_text("Voor de controller").click()
    for group in ("Werkvormen en werving", "Team en tarieven", "Extra voorzieningen"):
        page.get_by_text(group, exact=True).first.click()
    settle(page)
    assert not axe(page)
    type_in(page, "Publieksgroepen", "0")
    assert not axe(page)


def axe(page: Page) -> list[str]:
    """What axe finds at level A and AA on the whole page, light and dark."""
    unroll(page)
    return faults_in_light_and_dark(page)

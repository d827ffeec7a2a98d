"""Screen Ervaringscijfers in Chromium: from the amount to the source of a euro, an own tariff, back, and the record."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from portfolio import own_figures, processes
from portfolio.identity import LOCAL_USERS
from portfolio.store import open_store
from tests.support.app import AppServer
from tests.support.browser import done, faults_in_light_and_dark, unroll
from tests.support.example import put

FOLDS = ("Per rol, en inhuur", "Wat leren onze afgesloten processen?", "Hoe goed waren onze eerdere ramingen?",
         "Hoe goed voorspelt dit openbare processen?", "Wie veranderde welk cijfer?")  # fmt: skip


@pytest.fixture(scope="module")
def process(app_server: AppServer, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The example portfolio; the id of a process of it."""
    store = open_store(app_server.database_url)
    put(store, tmp_path_factory)
    found = processes.listing(store)[0].id
    store.close()
    return found


def type_in(page: Page, label: str, text: str) -> None:
    """Type as a person does, and leave the field."""
    box = page.get_by_label(label, exact=True).first
    box.fill(text)
    box.press("Tab")
    done(page)


def metrics(page: Page) -> list[str]:
    return page.locator('[data-testid="stMetricValue"]').all_inner_texts()


def axe(page: Page) -> list[str]:
    unroll(page, 14_000)
    return faults_in_light_and_dark(page)


def test_three_clicks_from_the_amount_to_the_source_of_a_euro(app_server, process, new_page) -> None:
    page = new_page(app_server, f"/raming?process={process}&as=controller")
    expect(page.locator('[data-testid="stMetricValue"]').first).to_be_visible()
    page.get_by_text("Waarom: elke euro, tot op de bron").click()  # one
    done(page)
    box = page.get_by_label("Stap", exact=True)
    option = page.get_by_role("option").filter(has_text="5 Gesprekken").first
    for _ in range(5):  # two; a chart that grows above it may close the list again
        box.click()
        page.wait_for_timeout(1000)
        if option.is_visible():
            break
    option.click()  # three
    done(page)
    part = page.get_by_test_id("stExpander").filter(has_text="Waarom: elke euro")
    sources = [link.get_attribute("href") or "" for link in part.get_by_role("link").all()]
    outside = [href for href in sources if href.startswith(("https://", "http://")) and "127.0.0.1" not in href]
    assert outside, sources


@pytest.mark.parametrize("browser_language", ["nl-NL", "en-US"])
def test_an_own_tariff_moves_total_and_trust_is_restored_and_recorded(
    app_server, process, new_page, browser_language
) -> None:
    page = new_page(app_server, f"/raming?process={process}&as=beheerder", locale=browser_language)
    page.get_by_text("Waarom: elke euro, tot op de bron").click()
    done(page)
    page.get_by_role("link", name="Vul hier uw eigen cijfer in").first.click()
    page.wait_for_url("**/ervaringscijfers?**")
    done(page)
    assert "row=" in page.url and f"process={process}" in page.url
    expect(page.get_by_role("button", name="Sluiten")).to_be_visible()
    before = metrics(page)

    type_in(page, "Gemiddeld eigen tarief (€ per uur)", "97,5")
    card = page.locator(".st-key-tariff_average_card")
    expect(card.get_by_text("Gelezen als € 97,50 per uur")).to_be_visible()
    reason = card.get_by_label("Reden, of waar het cijfer vandaan komt", exact=True)
    reason.fill("kostprijs 2027")
    reason.press("Tab")
    done(page)
    card.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("Laatste wijziging in dit bezoek")).to_be_visible()
    done(page)
    after = metrics(page)
    assert after[0] != before[0] and after[3] != before[3]
    store = open_store(app_server.database_url)
    assert own_figures.current(store)["tariff_average"].likely == 97.5
    store.close()

    card.get_by_role("button", name="Terug naar het kengetal").click()
    expect(card.get_by_role("button", name="Terug naar het kengetal")).to_have_count(0)
    done(page)
    assert metrics(page) == before
    page.get_by_text("Wie veranderde welk cijfer?").click()
    done(page)
    record = page.get_by_test_id("stExpander").filter(has_text="Wie veranderde welk cijfer?")
    expect(record.get_by_text("Beheerder").first).to_be_visible()
    expect(record.get_by_text("kostprijs 2027").first).to_be_visible()
    expect(record.get_by_text("logboeknummer").first).to_be_visible()


def test_an_opened_row_stays_through_menu_and_language(app_server, process, new_page) -> None:
    page = new_page(app_server, f"/ervaringscijfers?process={process}&row=plan_script&as=beheerder")
    expect(page.get_by_role("heading", name="Draaiboek en kalender")).to_be_visible()
    type_in(page, "Eigen cijfer (uur per proces)", "1,5 of 2")
    page.get_by_role("link", name="Portfolio").first.click()
    done(page)
    page.get_by_role("link", name="Ervaringscijfers").first.click()
    done(page)
    expect(page.get_by_role("heading", name="Draaiboek en kalender")).to_be_visible()
    page.get_by_role("link", name="English").click()
    done(page)
    assert "row=plan_script" in page.url
    expect(page.get_by_label("Own figure (hours per process)", exact=True)).to_have_value("1,5 of 2")


def test_axe_finds_nothing_folded_and_open(app_server, process, new_page) -> None:
    store = open_store(app_server.database_url)
    own_figures.set_(store, LOCAL_USERS[0], "plan_script", None, 14.0, None, "gemeten bij drie processen")
    store.close()
    page = new_page(app_server, f"/ervaringscijfers?process={process}")
    assert not axe(page)
    for fold in FOLDS:
        page.get_by_text(fold, exact=True).first.click()
        done(page)
    expect(page.get_by_text("buiten hun band").first).to_be_visible()
    page.get_by_text("buiten hun band").first.click()
    page.get_by_role("button", name="Proces-tot-procesfactor geld").first.click()
    done(page)
    assert not axe(page)

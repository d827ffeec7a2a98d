"""Screen Wat als in Chromium: sliders by keyboard, variants, comparing wide and on a phone, the documents, axe."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portfolio import processes, scenarios, variants
from portfolio.identity import LOCAL_USERS
from portfolio.store import open_store
from tests.browser.test_estimate import axe
from tests.support.app import AppServer
from tests.support.browser import settle

SCOPE = {"stakeholder_groups": 4, "conversations": 6, "resident_reach": 900, "start": "2032-01-12"}
WORDS = {
    "nl": {"talks": "Gesprekken", "differs": "1 ding is anders", "back": "In de basis: 6. Terugzetten",
           "new": "Nieuwe variant", "name": "Naam van de variant", "save": "Bewaren als variant", "less": "minder"},
    "en": {"talks": "Conversations", "differs": "1 thing differs", "back": "In the base: 6. Put back",
           "new": "New variant", "name": "Name of the variant", "save": "Save as a variant", "less": "less"},
}  # fmt: skip


def process(server: AppServer, name: str, *changes: dict[str, object]) -> str:
    """A process with a base and a variant for each change."""
    store = open_store(server.database_url)
    made = processes.create(store, LOCAL_USERS[0], {"name": name})
    scenarios.save(store, LOCAL_USERS[0], made.id, "Basis", SCOPE)
    for number, change in enumerate(changes, start=1):
        variants.add_variant(store, LOCAL_USERS[0], made.id, f"Variant {number}", change)
    store.close()
    return made.id


def press(page: Page, slider: str, key: str, times: int = 1) -> None:
    handle = page.get_by_role("slider", name=slider)
    handle.focus()
    for _ in range(times):  # quick, as a person does: the second meets the answer to the first
        handle.press(key)
    settle(page, 400)


def cards(page: Page) -> list[str]:
    expect(page.locator(".wi-cards > div")).to_have_count(5)
    return page.locator(".wi-cards > div").all_inner_texts()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_slider_moves_the_answer_resets_exactly_and_becomes_a_variant(app_server, new_page, language):
    words, name = WORDS[language], f"Kleiner <b>{language}</b>"
    where = process(app_server, f"Sportnota {language}")
    page = new_page(app_server, f"/wat-als?process={where}&lang={language}")
    first = cards(page)
    assert len(first) == 5
    press(page, words["talks"], "ArrowLeft", 2)
    expect(page.get_by_text(words["differs"]).first).to_be_visible()
    assert cards(page) != first and words["less"] in " ".join(cards(page))
    page.get_by_role("button", name=words["back"]).click()
    expect(page.get_by_text(words["differs"])).to_have_count(0)
    settle(page)
    assert cards(page) == first
    press(page, words["talks"], "ArrowLeft", 2)
    moved = cards(page)
    page.get_by_role("button", name=words["new"]).click()
    box = page.get_by_label(words["name"], exact=True)
    box.fill(name)
    box.press("Tab")
    page.get_by_role("button", name=words["save"]).dblclick()
    expect(page.get_by_role("columnheader", name=name)).to_be_visible()
    settle(page)
    assert cards(page) == moved
    page.reload()
    settle(page)
    expect(page.get_by_role("columnheader", name=name)).to_be_visible()
    store = open_store(app_server.database_url)
    assert [one.overrides for one in scenarios.list_for(store, where)[1:]] == [{"conversations": 4}]
    store.close()


SIX = ({"conversations": 3}, {"preset": "minimaal"}, {"preset": "uitgebreid"}, {"budget_route": "raad"},
       {"own_staff_share": 0.5})  # fmt: skip


@pytest.mark.parametrize("width", [1440, 390])
def test_six_scenarios_fit_and_the_documents_have_the_same_numbers(app_server, new_page, width):
    page = new_page(app_server, f"/wat-als?process={process(app_server, f'Zes {width}', *SIX)}", width=width)
    table = page.get_by_role("table").first
    expect(table).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = table.bounding_box()
    assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= width
    assert table.evaluate("table => table.scrollWidth <= table.clientWidth + 1")
    if width == 390:
        return
    row = page.get_by_role("row").filter(has_text="Kosten en eigen uren samen").first
    shown = [int(re.sub(r"\D", "", text)) for text in row.locator("td b").all_inner_texts()]
    assert len(shown) == 6
    for label, start in (("Excel", b"PK"), ("Eén pagina (PDF)", b"%PDF")):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=label).click()
        content = Path(waiting.value.path()).read_bytes()
        assert content.startswith(start)
        if start == b"PK":
            with zipfile.ZipFile(io.BytesIO(content)) as book:
                sheet = book.read("xl/worksheets/sheet1.xml").decode()
            assert all(f"<v>{amount}</v>" in sheet for amount in shown)


def test_axe_finds_nothing(app_server, new_page):
    where = process(app_server, "Toegankelijk", *SIX)
    page = new_page(app_server, f"/wat-als?process={where}")
    press(page, "Gesprekken", "ArrowLeft", 2)
    for group in ("Team en manier van werken", "Werkvormen en werving", "Maatregelen tegen wat er kan gebeuren"):
        page.get_by_text(group, exact=True).first.click()
    settle(page)
    assert not axe(page)


def test_quick_moves_over_values_seen_before_never_leave_the_page_waiting(app_server, new_page):
    """Streamlit's browser side forgets a message that the server still refers to, and then waits for it for ever: see
    `minCachedMessageSize` in config.toml. Without it about one round in five fails."""
    page = new_page(app_server, f"/wat-als?process={process(app_server, 'Snelle stappen')}")
    for _ in range(8):
        press(page, "Gesprekken", "ArrowLeft", 2)
        page.get_by_role("button", name=WORDS["nl"]["back"]).click()
        expect(page.get_by_text(WORDS["nl"]["differs"])).to_have_count(0)
        settle(page)
        press(page, "Gesprekken", "ArrowLeft", 2)
        expect(page.get_by_role("slider", name="Gesprekken")).to_have_value("4")
        page.get_by_role("button", name=WORDS["nl"]["back"]).click()
        expect(page.get_by_text(WORDS["nl"]["differs"])).to_have_count(0)
        settle(page)


def test_menu_and_language_keep_the_process(app_server, new_page):
    where = process(app_server, "Cultuurnota")
    page = new_page(app_server, f"/raming?process={where}")
    page.get_by_role("link", name="Wat als").first.click()
    page.wait_for_url("**/wat-als**")
    settle(page)
    expect(page.get_by_text("Cultuurnota").first).to_be_visible()
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What if we do it differently?")

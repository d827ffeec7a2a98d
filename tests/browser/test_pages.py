"""Every page by its own address: it passes the shell, speaks the language asked, and has no accessibility fault."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from portfolio import example, processes
from portfolio.identity import COMMAND_LINE
from portfolio.store import open_store
from tests.support.app import ALIVE, AppServer
from tests.support.browser import settle, unroll

PATHS = ["portfolio", "raming", "aanvraag", "proces", "wat-als", "overleg", "ervaringscijfers", "beheer"]
IN_MENU = PATHS[:4]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture(scope="module")
def example_process(app_server: AppServer) -> str:
    """The example portfolio in the shared server's database; the id of one of its processes."""
    store = open_store(app_server.database_url)
    example.load(store, COMMAND_LINE)
    rows = processes.listing(store)
    store.close()
    return rows[0].id


def faults_of(page: Page) -> list[str]:
    """What axe finds at level A and AA, one line for each element."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{fault['id']}: {node['target']} {node['html'][:120]} {[c['message'] for c in node['any']][:1]}"
        for fault in found
        for node in fault["nodes"]
    ]


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS)
def test_the_first_visitor_of_a_fresh_server_passes_the_shell(start_app, new_page, tmp_path, path: str) -> None:
    """Streamlit can run a file of pages/ by itself when it is the first one asked for. With a database that can't be
    opened the shell shows only why; a page that went around the shell would show more."""
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(b"this is no database" * 1000)
    server = start_app(f"sqlite:///{damaged.as_posix()}", wait=ALIVE)
    page = new_page(server, f"/{path}")
    assert page.locator("h1").all_inner_texts() == ["Tienstap kan zijn gegevens niet openen"]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_every_page_opens_by_its_address(
    app_server: AppServer, example_process: str, new_page, path: str, language: str
) -> None:
    page = new_page(app_server, f"/{path}?process={example_process}&lang={language}")
    assert page.locator("h1").count() == 1
    assert page.locator("h1").inner_text().strip()
    assert page.get_attribute("html", "lang") == language
    assert page.title().endswith("Tienstap")
    assert page.locator('[data-testid="stException"]').count() == 0
    assert "Page not found" not in page.inner_text("body")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing(app_server: AppServer, example_process: str, new_page, path: str, dark: bool) -> None:
    page = new_page(app_server, f"/{path}?process={example_process}", dark=dark)
    unroll(page)
    faults = faults_of(page)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("path", IN_MENU)
def test_on_a_phone_the_page_does_not_scroll_sideways(
    app_server: AppServer, example_process: str, new_page, path: str
) -> None:
    page = new_page(app_server, f"/{path}?process={example_process}", width=390, height=800)
    settle(page)
    main = page.locator('[data-testid="stMain"]')
    assert main.evaluate("box => box.scrollWidth - box.clientWidth") <= 1

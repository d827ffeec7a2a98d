"""Every page by its own address: it passes the shell, speaks the language asked, and has no accessibility fault."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from portfolio import processes
from portfolio.store import open_store
from tests.support.app import ALIVE, AppServer
from tests.support.browser import TALL, faults_of, settle, unroll
from tests.support.example import put

PATHS = ["portfolio", "raming", "aanvraag", "proces", "wat-als", "overleg", "ervaringscijfers", "beheer"]


@pytest.fixture(scope="module")
def example_process(app_server: AppServer, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The example portfolio in the shared server's database; the id of one of its processes."""
    store = open_store(app_server.database_url)
    put(store, tmp_path_factory)
    rows = processes.listing(store)
    store.close()
    return rows[0].id


@pytest.fixture(scope="module")
def closed_server(tmp_path_factory) -> Iterator[AppServer]:
    """A fresh server whose database can't be opened."""
    folder = tmp_path_factory.mktemp("closed")
    (folder / "tienstap.db").write_bytes(b"this is no database" * 1000)
    server = AppServer(folder)
    try:
        server.start(ALIVE)
        yield server
    finally:
        server.stop()


@pytest.mark.parametrize("path", ["raming", *(path for path in PATHS if path != "raming")])
def test_no_address_goes_around_the_shell(closed_server: AppServer, new_page, path: str) -> None:
    """Streamlit can run a file of pages/ by itself, above all for the first visitor of a fresh server. With a database
    that can't be opened the shell shows only why; a page that went around the shell would show more."""
    page = new_page(closed_server, f"/{path}")
    assert page.locator("h1").all_inner_texts() == ["Tienstap kan zijn gegevens niet openen"]
    assert page.locator('[data-testid="stMain"]').locator("button, input").count() == 0
    assert str(closed_server.folder / "tienstap.db") in page.inner_text("body")


def test_why_the_pages_are_closed_is_said_in_english_too(closed_server: AppServer, new_page) -> None:
    page = new_page(closed_server, "/?lang=en")
    assert page.locator("h1").all_inner_texts() == ["Tienstap can't open its records"]
    assert "is damaged" in page.inner_text("body")


VIEWS = ["portfolio?view=stappen", "portfolio?view=tijdlijn", "portfolio?view=bord", "portfolio?view=geld"]
VIEWS += ["portfolio?view=capaciteit", "portfolio?view=druk"]


@pytest.mark.parametrize(("language", "dark"), [("nl", False), ("en", True)], ids=["nl-light", "en-dark"])
@pytest.mark.parametrize("path", [*PATHS, *VIEWS])
def test_a_page(app_server: AppServer, example_process: str, new_page, path: str, language: str, dark: bool) -> None:
    """One visit: the address works, the language is right, axe finds nothing, and a phone need not scroll sideways."""
    locale = {"nl": "nl-NL", "en": "en-US"}[language]
    more = "&" if "?" in path else "?"
    address = f"/{path}{more}process={example_process}&lang={language}"
    page = new_page(app_server, address, locale=locale, dark=dark, height=TALL)
    assert page.locator("h1").count() == 1
    assert page.locator("h1").inner_text().strip()
    assert page.get_attribute("html", "lang") == language
    assert page.title().endswith("Tienstap")
    assert page.locator('[data-testid="stException"]').count() == 0
    assert "Page not found" not in page.inner_text("body")

    unroll(page)
    faults = faults_of(page)
    assert not faults, "\n".join(faults)

    page.set_viewport_size({"width": 390, "height": 800})
    settle(page)
    page.wait_for_timeout(500)
    main = page.locator('[data-testid="stMain"]')
    assert main.evaluate("box => box.scrollWidth - box.clientWidth") <= 1

"""Screen Wat als, asked further, in Chromium: a goal to the sliders, a link in another browser, nothing for axe."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from portfolio import processes
from portfolio.store import open_store
from tests.support.app import AppServer
from tests.support.browser import done, faults_of, unroll
from tests.support.example import put

BOXES = ("seek", "map", "back", "less", "share")


@pytest.fixture(scope="module")
def process(app_server: AppServer, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The example portfolio; the id of a process that isn't approved yet."""
    store = open_store(app_server.database_url)
    put(store, tmp_path_factory)
    found = next(row.id for row in processes.listing(store) if row.phase == "draft")
    store.close()
    return found


def unfold(page: Page, *boxes: str) -> None:
    for box in boxes:
        page.locator(f".st-key-whatif_{box} summary").click()
        done(page)


def type_in(page: Page, label: str, text: str) -> None:
    field = page.get_by_label(label, exact=True).first
    field.fill(text)
    field.press("Tab")
    done(page)


def first_sentence(page: Page) -> str:
    return page.get_by_role("heading", level=3).filter(has_text="€").first.inner_text()


@pytest.mark.parametrize(
    ("code", "label", "amount", "answer", "button", "moved"),
    [
        ("nl", "Budget, kosten en eigen uren samen (€, exclusief btw)", "150.000", r"Ten hoogste (\d+) gesprekken",
         "Neem over op de schuiven", "Vergeleken met de basis"),
        ("en", "Budget, costs and own hours together (€, excluding VAT)", "120,000", r"At most (\d+) conversations",
         "Put this on the sliders", "Compared with the base"),
    ],
)  # fmt: skip
def test_a_goal_is_sought_and_put_on_the_sliders(app_server, process, new_page, code, label, amount, answer, button,
                                                 moved) -> None:  # fmt: skip
    page = new_page(app_server, f"/wat-als?process={process}&lang={code}")
    done(page)
    unfold(page, "seek")
    type_in(page, label, amount)
    box = page.locator(".st-key-whatif_seek")
    expect(box.get_by_text(re.compile(answer))).to_be_visible()
    box.get_by_role("button", name=button).first.click()
    done(page)
    expect(page.get_by_text(moved).first).to_be_visible()


def test_a_link_opens_in_another_browser_and_a_broken_one_is_refused(app_server, process, new_page) -> None:
    page = new_page(app_server, f"/wat-als?process={process}&as=controller")
    done(page)
    unfold(page, "share")
    link = page.locator(".st-key-whatif_share code").inner_text().replace("\n", "")
    said = first_sentence(page)
    assert link.startswith(app_server.url)
    other = new_page(app_server, link.removeprefix(app_server.url))
    done(other)
    expect(other.get_by_text("geopend met een link")).to_be_visible()
    assert first_sentence(other) == said
    broken = new_page(app_server, link.removeprefix(app_server.url)[:-20] + "A" * 20)
    done(broken)
    expect(broken.get_by_text("beschadigd").first).to_be_visible()
    expect(broken.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("width", [1440, 390])
def test_every_box_open_has_nothing_for_axe_and_no_sideways_scroll(app_server, process, new_page, width) -> None:
    page = new_page(app_server, f"/wat-als?process={process}", width=width)
    done(page)
    unfold(page, *BOXES)
    type_in(page, "Budget, kosten en eigen uren samen (€, exclusief btw)", "150.000")
    type_in(page, "Of een aantal weken", "30")
    meeting = page.locator(".st-key-whatif_back input[role=combobox]")
    meeting.click()
    meeting.type("juli")
    meeting.press("Enter")
    done(page)
    unroll(page, 14_000)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert faults_of(page) == []

"""The main job, from an empty database to an approved estimate, by clicks, in both languages and both browsers.

Describe a process with three numbers, see the answer, save it, ask, be stopped as the requester, decide as somebody
else, read the Word proposal, and find the process in the portfolio with its first step done.
"""

from __future__ import annotations

import io
import re
from pathlib import Path

import docx
import pytest
from playwright.sync_api import expect

from display.words import FIELD
from portfolio import processes, requests, steps
from portfolio.store import open_store
from portfolio.verify import verify
from tests.support.app import AppServer
from tests.support.visitor import Visitor

# The harder pairs: the browser's own language differs from the screen's. The easy ones are in test_estimate.
CASES = [("nl", "en-US"), ("en", "nl-NL")]


def asked_amounts(visitor: Visitor) -> list[str]:
    return visitor.page.locator('[data-testid="stMetricValue"]').all_inner_texts()


def describe(visitor: Visitor) -> None:
    """Three numbers, the municipality and one own tariff with a decimal comma."""
    visitor.press("New estimate")
    expect(visitor.page.get_by_role("heading", level=1)).to_be_visible()
    visitor.type(FIELD["stakeholder_groups"], "3")
    visitor.type(FIELD["conversations"], "4")
    visitor.type(FIELD["resident_reach"], "1.200" if visitor.language == "nl" else "1,200")
    visitor.page.get_by_label(visitor.word(FIELD["municipality"]), exact=True).click()
    visitor.page.keyboard.type("Zwolle")
    visitor.page.keyboard.press("Enter")
    visitor.done()
    visitor.page.get_by_text(visitor.word("Team and tariffs"), exact=True).click()
    visitor.type("Average own tariff (€ per hour)", "97,5" if visitor.language == "nl" else "97.5")


def save_and_ask(visitor: Visitor) -> None:
    visitor.press("Make a request")
    dialog = visitor.page.get_by_test_id("stDialog")
    visitor.type("Name of the process", "Speelplekken Noord", dialog)
    visitor.press("Save", dialog)
    visitor.page.wait_for_url("**/aanvraag?**")
    visitor.done()


def name_the_client(visitor: Visitor) -> None:
    visitor.go("To the details of the process")
    details = visitor.page.get_by_text(visitor.word("Details of the process"), exact=True)
    if not visitor.page.get_by_label(visitor.word("Official client"), exact=True).is_visible():
        details.click()
        visitor.done()
    visitor.type("Question to the participants", "Waar willen kinderen in Noord spelen?")
    visitor.type("Official client", "J. de Vries")
    visitor.press("Save")
    visitor.page.goto(visitor.page.url.replace("/proces", "/aanvraag"))
    visitor.done()


def answer_finance(visitor: Visitor) -> None:
    visitor.type("Cover", "Programma 6, post participatie")
    visitor.type("Cost centre or programme", "6.210")
    for answer in ("it fits", "incidental", "compensable", "they fit"):
        visitor.pick(answer)


def opened(server: AppServer):
    store = open_store(server.database_url)
    rows = processes.listing(store)
    assert len(rows) == 1
    return store, rows[0]


@pytest.mark.slow
@pytest.mark.parametrize(("language", "browser_language"), CASES)
def test_from_three_numbers_to_an_approved_estimate(start_app, new_page, language: str, browser_language: str) -> None:
    server = start_app()
    visitor = Visitor(new_page(server, f"/?lang={language}", locale=browser_language), language)
    describe(visitor)
    before = asked_amounts(visitor)
    save_and_ask(visitor)
    name_the_client(visitor)
    answer_finance(visitor)
    visitor.page.get_by_role("button", name=visitor.text("Send as version {number}")).click()
    visitor.done()

    store, row = opened(server)
    asked = requests.latest(store, row.id)
    assert asked is not None
    assert asked.scope["tariffs"] == {"average": 97.5}
    assert asked.scope["resident_reach"] == 1200
    assert asked.scope["municipality"] == "GM0193"
    figure = re.sub(r"\D", "", before[0])
    assert int(figure) == asked.cost_cents // 100  # what was shown before saving is what was asked

    # four eyes: whoever asked can neither decide nor register
    expect(visitor.page.get_by_role("button", name=visitor.word("Approve"), exact=True)).to_have_count(0)
    expect(visitor.page.get_by_role("button", name=visitor.word("Record the decision"), exact=True)).to_have_count(0)

    # college decides on paper; the secretary records it
    visitor.becomes("Secretary (records decisions)")
    visitor.type("Decision or case number", "B&W 2026-1187")
    day = visitor.page.get_by_label(visitor.word("Date of the decision"), exact=False).first
    day.click()
    visitor.page.keyboard.type("23112026")
    visitor.page.keyboard.press("Tab")
    visitor.done()
    visitor.page.locator('input[type="file"]').first.set_input_files(
        {"name": "besluit.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 besluit"}
    )
    visitor.done()
    visitor.press("Record the decision")

    decided = requests.latest(store, row.id)
    assert decided.status == "recorded"
    assert decided.decision["number"] == "B&W 2026-1187"
    assert decided.decision["document"]["name"] == "besluit.pdf"
    assert decided.cost_cents == asked.cost_cents
    assert next(s for s in steps.progress(store, row.id) if s.step == 1).status == "done"

    # the Word proposal opens and its amount is the approved amount
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("button", name=visitor.word("Proposal (Word)")).first.click()
    text = words_of(download.value.path())
    assert amount(decided.cost_cents, language) in text
    assert amount(decided.cash_cents, language) in text
    assert decided.audit_hash[:12] in text
    assert "{{" not in text

    # in the portfolio, with its ten steps
    visitor.go("Portfolio")
    expect(visitor.page.get_by_text("Speelplekken Noord").first).to_be_visible()
    expect(visitor.page.get_by_text(amount(decided.cost_cents, language)).first).to_be_visible()
    assert not verify(store).faults
    store.close()


def words_of(path) -> str:
    found = docx.Document(io.BytesIO(Path(path).read_bytes()))
    cells = [cell.text for table in found.tables for row in table.rows for cell in row.cells]
    heads = [p.text for s in found.sections for p in (*s.header.paragraphs, *s.footer.paragraphs)]
    return "\n".join([*(p.text for p in found.paragraphs), *cells, *heads])


def amount(cents: int, language: str) -> str:
    """The digits of an amount as they are written: thousands with a point or a comma."""
    text = f"{cents // 100:,}"
    return text.replace(",", ".") if language == "nl" else text

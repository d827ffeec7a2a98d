"""Two people, two browsers: asked, returned, sent again, granted for less, then more talks, and asked again.

What is asked by the one is decided on by the other; the figures on the screen are those in the store.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from portfolio import requests, scenarios, tripwires
from portfolio.store import open_store
from portfolio.verify import verify
from tests.pages.screens import FINANCE, LEAD, estimated
from tests.support.visitor import Visitor

SCOPE = {"stakeholder_groups": 3, "conversations": 8, "resident_reach": 1200}


class Person(Visitor):
    """Somebody in a browser of their own, on the request of one process."""

    def again(self) -> None:
        self.page.reload()
        self.done()

    def button(self, msgid: str):
        return self.page.get_by_role("button", name=self.word(msgid), exact=True)

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()


@pytest.mark.slow
@pytest.mark.parametrize("language", ["nl", "en"])
def test_from_request_to_asking_again_with_two_users(start_app, new_page, language: str) -> None:
    server = start_app()
    store = open_store(server.database_url)
    process = estimated(store, SCOPE)
    requests.submit(store, LEAD, process.id, FINANCE)
    address = f"/aanvraag?lang={language}&process={process.id}&as="
    maker = Person(new_page(server, address + "projectleider", width=1200), language)
    decider = Person(new_page(server, address + "opdrachtgever", width=1200), language)

    # the maker has no button that decides
    for msgid in ("Approve", "Grant this", "Return", "Refuse", "Record the decision"):
        expect(maker.button(msgid)).to_have_count(0)

    # returned with a question, and sent again as the next version
    decider.pick("return with questions")
    decider.type("Questions to the requester", "Waarom acht gesprekken?")
    decider.press("Return")
    maker.again()
    maker.sees("Waarom acht gesprekken?")
    _send(maker, 2)
    assert [one.number for one in requests.history(store, process.id)] == [2, 1]

    # granted for less: what falls away is shown before it is decided
    asked = requests.latest(store, process.id)
    decider.again()
    decider.pick("grant less")
    limit = asked.cost_cents * 8 // 1000
    decider.type("Grant at most, in euros (excluding VAT)", str(limit))
    expect(decider.button("Grant this")).to_be_visible()
    decider.page.get_by_text(decider.word("This is what I agree with")).first.click()
    decider.done()
    decider.press("Grant this")
    granted = requests.latest(store, process.id)
    assert granted.approved and granted.lower and granted.granted_cents <= 100 * limit < asked.cost_cents
    assert granted.granted_scope["conversations"] < 8

    # the maker takes the granted scope over, and later plans more talks than were approved
    maker.again()
    maker.press("Take the granted scope over")
    assert tripwires.of(store, process.id) == []
    base = scenarios.base(store, process.id)
    talks = base.scope["conversations"] + 3
    more = base.scope | {"conversations": talks, "conversations_by_form": {"dialoogtafel": talks}}
    scenarios.save(store, LEAD, process.id, base.name, more, version=base.version)
    maker.again()
    maker.sees(maker.word("**More than was approved: ask again.**").strip("*"))

    # asked again: only what differs stands above the new version
    maker.page.get_by_text(maker.word("Ask again, as a new version")).first.click()
    maker.done()
    title = maker.word("Beside what was approved (version {number})").format(number=2)
    expect(maker.page.get_by_text(title).first).to_be_visible()
    rows = maker.page.locator("table").filter(has_text=maker.word("becomes")).first.locator("tbody tr")
    shown = [row.inner_text() for row in rows.all()]
    assert any(str(talks) in row and str(base.scope["conversations"]) in row for row in shown)
    assert not any(maker.word("Cover") in row for row in shown)
    _send(maker, 3)
    decider.again()
    decider.sees(title)
    assert requests.latest(store, process.id).number == 3
    assert verify(store).faults == []
    store.close()


def _send(maker: Person, number: int) -> None:
    name = maker.word("Send as version {number}").format(number=number)
    maker.page.get_by_role("button", name=name).first.click()
    maker.done()
    expect(maker.page.get_by_role("button", name=name)).to_have_count(0)

"""An address may hold anything: a page ignores it or says a sentence, and what stands in it is text. So is what a
passing message repeats."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from estimator import Scope
from estimator.share import pack
from portfolio import drafts, processes
from portfolio.meeting import agenda, meetings, snapshots
from portfolio.store import Store, clock
from tests.pages.screens import FINANCE, LEAD, SCOPE, SHELL, approved, estimated, press, raw, visit
from tests.support.payloads import Said
from ui.portfolio_filter import NAMES
from ui.text import esc, plain

PAGES = ("portfolio", "estimate", "whatif", "approval", "process", "meeting", "benchmarks", "data")
PARAMETERS = ("process", "view", "as", "q", "step", "item", "meeting", "present", "row", "s", *NAMES)
_PAYLOAD = Said()
ODD = {
    "payload": _PAYLOAD.text("address", 4000),
    "markup": "**vet** :material/skull: [klik](javascript:x)",
    "html": "<img src=x onerror=alert(1)>",
    "digits": "9" * 5000,
    "other digits": "٣²",
    "long": "é" * 20_000,
    "not text": "\x00\u202e\ufffd\r\nSet-Cookie: a=b",
    "path": "../../etc/**passwd**",
}


@pytest.fixture
def filled(store: Store) -> Store:
    """A process that was granted, a meeting that was closed and one that is open."""
    process = approved(store)
    for _ in range(2):
        opened = meetings.open_(
            store, LEAD, clock.today(), [agenda.process_item(process.id), agenda.item("free", "Rondvraag")]
        )
        if not snapshots.last(store, False):
            snapshots.close(store, LEAD, opened.id, opened.version)
    return store


def opened(page: str, **params: str) -> AppTest:
    """A page with these parameters in its address, in a new session; no run of it fails."""
    at = AppTest.from_file(SHELL, default_timeout=60)
    at.run()
    at.switch_page(f"../pages/{page}.py")
    for name, value in params.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception, (page, params, at.exception)
    return at


def written(at: AppTest) -> list[str]:
    """Everything on the page that is read as markdown."""
    kinds = (at.title, at.header, at.subheader, at.markdown, at.caption, at.error, at.warning, at.info, at.success)
    return [*(part.value for kind in kinds for part in kind), *(box.label for box in at.expander)]


@pytest.mark.parametrize("page", PAGES)
def test_odd_addresses_leave_a_page_whole(filled: Store, page: str) -> None:
    """Every parameter at once, and those that choose what is shown beside good ones."""
    process = processes.listing(filled)[0].id
    for value in ODD.values():
        odd = dict.fromkeys(PARAMETERS, value) | {"lang": value}
        for good in ({}, {"process": process, "lang": "en", "as": "projectleider", "meeting": "", "s": ""}):
            at = opened(page, **odd | good)
            assert at.title or "<h1>" in raw(at)
            for text in written(at):
                assert len(value) < 5 or value not in text, (page, text[:200])
            assert "<" not in value or value not in raw(at)


def test_a_shared_scenario_has_a_name_that_is_text(filled: Store) -> None:
    name = "**vet** <b>x</b> :skull:"
    at = opened(
        "whatif", s=pack(Scope.from_dict(SCOPE), name=name, benchmarks_sha256="0" * 64, engine="1.0.0", process_key="p")
    )
    assert any(plain(text).find(name) >= 0 for text in written(at))
    assert not any(name in text for text in written(at))


def test_a_message_that_passes_repeats_text(store: Store) -> None:
    who = "**vet** [klik](javascript:x)"
    process = estimated(store)
    drafts.put(store, LEAD, f"aanvraag:{process.id}", FINANCE | {"decider_money": who})
    at = press(visit("approval", process.id), "send")
    assert [one.value for one in at.toast] == [f"Verstuurd naar {esc(who)}."] and esc(who) != who

"""What the tests of Portfolio, Aanvraag and Proces share: people, records to look at, and a visit to a page."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from portfolio import processes, requests, scenarios
from portfolio.identity import LOCAL_USERS
from portfolio.processes import Process
from portfolio.requests import Request
from portfolio.store import Store

SHELL = str(Path(__file__).resolve().parents[2] / "ui" / "shell.py")
PEOPLE = {user.subject: user for user in LOCAL_USERS}
LEAD, CLIENT, SECRETARY = PEOPLE["projectleider"], PEOPLE["opdrachtgever"], PEOPLE["secretaris"]

SCOPE = {
    "stakeholder_groups": 2,
    "conversations": 2,
    "resident_reach": 300,
    "municipality": "GM0193",
    "start": "2032-01-12",
    "budget_route": "budgethouder",
}
FINANCE = {
    "decider_money": "Anneke Visser",
    "decider_outcome": "college van B en W",
    "within_budget": True,
    "incidental": True,
    "vat_compensable": True,
    "within_formation": True,
    "cost_centre": "6.210",
    "coverage": "Participatiebudget",
}
FIELDS = {
    "name": "Speelplekken Noord",
    "question": "Waar willen kinderen spelen?",
    "municipality": "GM0193",
    "client_name": "Anneke Visser",
    "content_owner": "Bram de Wit",
    "process_owner": "Samira El Idrissi",
}


def make(store: Store, **fields: Any) -> Process:
    """A process without an estimate."""
    return processes.create(store, LEAD, FIELDS | fields)


def estimated(store: Store, scope: dict[str, Any] | None = None, **fields: Any) -> Process:
    """A process with an estimate as its base."""
    process = make(store, **fields)
    scenarios.save(store, LEAD, process.id, "Basis", SCOPE | (scope or {}))
    return process


def asked(store: Store, scope: dict[str, Any] | None = None, **fields: Any) -> tuple[Process, Request]:
    """A process that asked for time and money."""
    process = estimated(store, scope, **fields)
    return process, requests.submit(store, LEAD, process.id, FINANCE)


def approved(store: Store, **fields: Any) -> Process:
    """A process whose time and money were granted, so that its steps may begin."""
    process, request = asked(store, **fields)
    requests.approve(store, CLIENT, request.id, request.version, "Akkoord")
    return process


_known: dict[str, Any] = {}  # an AppTest finds a page by its file only after a first run: one is enough for all


def visit(page: str, process: str | None = None, language: str | None = None, person: str = "projectleider") -> AppTest:
    """A page in a new session."""
    at = AppTest.from_file(SHELL, default_timeout=30)
    given = {"as": person, "lang": language, "process": process}
    for name, value in given.items():
        if value:
            at.query_params[name] = value
    if page != "portfolio":
        if not _known:
            _known.update(AppTest.from_file(SHELL, default_timeout=30).run()._registered_pages)
        at._registered_pages = _known
        at.switch_page(f"../pages/{page}.py")
    at.run()
    assert not at.exception, at.exception
    return at


def press(at: AppTest, key: str) -> AppTest:
    at.button(key=key).click().run()
    assert not at.exception, at.exception
    return at


def texts(at: AppTest) -> str:
    """Everything that is written on the page, without the escapes of markdown and the marks of HTML."""
    kinds = (at.title, at.header, at.subheader, at.markdown, at.caption, at.error, at.warning, at.info, at.metric)
    lines = [f"{getattr(part, 'label', '') or ''} {part.value}" for kind in kinds for part in kind]
    lines += [box.label for box in at.expander]
    return "\n".join([*lines, spoken(at)]).replace("\\", "").replace("\u00a0", " ").replace("\u202f", " ")


def spoken(at: AppTest) -> str:
    """The text of the page's own HTML, as a screen reader gets it."""
    return html.unescape(re.sub(r"<[^>]+>", " ", raw(at)))


def raw(at: AppTest) -> str:
    """The page's own HTML."""
    return "\n".join(element.proto.body for element in at.get("html"))


def errors(at: AppTest) -> str:
    """The sentences about faults: those at the top and those by the fields."""
    by_field = [part.value for part in at.markdown if ":material/error:" in part.value]
    return "\n".join([*(part.value for part in at.error), *by_field]).replace("\\", "")

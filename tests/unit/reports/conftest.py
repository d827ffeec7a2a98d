"""Requests to write proposals of: drafts of three sizes, and the same as sent and decided."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from portfolio.processes import Process
from portfolio.request_record import Request
from reports import proposal
from reports.draft import draft_request

HEAD = (57, "3f" * 32)
PROCESS = Process(
    id="p1",
    name="Herinrichting Marktplein",
    municipality="GM0193",
    question="Hoe ziet het Marktplein er straks uit?",
    theme="Openbare ruimte",
    area="Centrum",
    confidential=False,
    client_name="M. de Boer",
    content_owner="S. Yılmaz",
    process_owner="J. Jansen",
    portfolio_holder="Wethouder Van Dijk",
    group_names=("Omwonenden", "Ondernemers", "Jongeren"),
    status="active",
    example=False,
    version=1,
    created_by="u",
    created_at="2026-10-01T10:00:00Z",
    updated_by="u",
    updated_at="2026-10-01T10:00:00Z",
)
FINANCE = {
    "decider_money": "College van B en W",
    "decider_outcome": "Gemeenteraad",
    "within_budget": True,
    "incidental": True,
    "vat_compensable": True,
    "within_formation": True,
    "cost_centre": "6.12 Openbare ruimte",
    "coverage": "Budget participatie",
}
FORMS = (
    *("dialoogtafel", "keukentafelgesprek", "straatgesprek", "huisaanhuisgesprek", "inloopavond", "bewonersavond"),
    *("werkatelier", "klankbordgroep", "focusgroep", "wereldcafe", "excursie", "wijkschouw"),
)
SCOPES: dict[str, dict[str, Any]] = {
    "small": {
        "stakeholder_groups": 2,
        "conversations": 2,
        "resident_reach": 300,
        "start": "2030-01-07",
        "budget_route": "budgethouder",
    },
    "medium": {
        "stakeholder_groups": 3,
        "conversations": 8,
        "resident_reach": 2000,
        "start": "2030-01-07",
        "deadline": "2030-03-01",
        "municipality": "GM0193",
        "conversations_by_form": {"dialoogtafel": 6, "inloopavond": 2},
        "meetings": 4,
        "own_staff_share": 0.8,
        "options": ["child_care"],
    },
    "large": {
        "stakeholder_groups": 12,
        "conversations": 24,
        "resident_reach": 30000,
        "start": "2030-01-07",
        "municipality": "GM0344",
        "level": "adviseren",
        "recruitment": "sortition",
        "budget_route": "raad",
        "outcome_route": "raad",
        "own_staff_share": 0.5,
        "done": "evaluation",
        "conversations_by_form": dict.fromkeys(FORMS, 2),
    },
}
DECISION: dict[str, Any] = {
    "kind": "approved",
    "outcome": "approved",
    "who": {"id": "b", "name": "P. Beslisser"},
    "role": "goedkeurder",
    "at": "2029-11-20T12:00:00Z",
    "signed_in": False,
    "statement": "Akkoord met bedrag en datum.",
    "reason": "",
    "body": "",
    "recomputed": True,
    "date": "2029-11-20",
    "number": "",
    "document": None,
    "audit_number": 9,
    "audit_hash": "ab" * 32,
}


@cache
def draft(size: str) -> Request:
    """A draft request of one of the three sizes."""
    return draft_request(PROCESS, SCOPES[size], FINANCE)


@pytest.fixture
def asked() -> Callable[..., Request]:
    """asked(size="medium", **changes): a draft request with other fields."""
    return lambda size="medium", **changes: dataclasses.replace(draft(size), **changes)


@pytest.fixture
def sent(asked: Callable[..., Request]) -> Callable[..., Request]:
    """sent(**changes): a request as it was sent."""
    base: dict[str, Any] = {
        "status": "submitted",
        "number": 2,
        "submitted_at": "2029-11-12T12:00:00Z",
        "sha256": "5a" * 32,
        "audit_number": 8,
        "audit_hash": "cd" * 32,
    }
    return lambda **changes: asked(**{**base, **changes})


@pytest.fixture
def word() -> Callable[..., Any]:
    """word(request, language="nl", process=..., template=None): the proposal, opened."""

    def build(request: Request, language: str = "nl", process: Process = PROCESS, template: bytes | None = None) -> Any:
        return Document(io.BytesIO(proposal.build(request, process, HEAD, language, template)))

    return build


def text_of(doc: Any) -> str:
    """Everything a reader sees, headers and tables included, a paragraph a line."""
    parts = [doc.element.body, *(part._element for s in doc.sections for part in (s.header, s.footer))]
    lines = []
    for part in parts:
        for paragraph in part.iter(qn("w:p")):
            lines.append("".join(_run_text(node) for node in paragraph.iter(qn("w:t"), qn("w:br"), qn("w:tab"))))
    return "\n".join(lines)


def _run_text(node: Any) -> str:
    return (node.text or "") if node.tag == qn("w:t") else " "

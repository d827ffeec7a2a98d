"""One tagged page for the decider, whatever the process: the figures of the proposal, the marks, the code."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import pytest

from portfolio.request_record import Request
from reports import onepager
from reports.context import proposal_context
from tests.unit.reports.conftest import DECISION, HEAD, PROCESS, draft
from tests.unit.reports.test_compare import _unfolded

LINK = "https://tienstap.voorbeeld.nl/wat-als?s=" + "aB3x" * 150
LONG = "Herinrichting van het Marktplein en de omliggende straten, met alle wensen van de buurt " * 2


def crowded() -> Request:
    """Everything as long as the records allow."""
    names = [f"Publieksgroep {n} met een naam die maar doorgaat, tot voorbij de kantlijn" for n in range(12)]
    process = draft("large").process | {
        "name": LONG[:200],
        "question": "Wat vindt u van het plein? " * 140,
        "group_names": names,
        "confidential": True,
    }
    refused = DECISION | {"outcome": "deferred", "kind": "recorded", "body": "x" * 200, "number": "y" * 200}
    refused |= {"reason": "Eerst de dekking. " * 200, "statement": ""}
    return dataclasses.replace(
        draft("large"),
        process=process,
        example=True,
        status="approved",
        number=3,
        submitted_at="2029-11-12T12:00:00Z",
        sha256="5a" * 32,
        audit_number=8,
        audit_hash="cd" * 32,
        decision=DECISION | {"statement": "Akkoord met bedrag en datum. " * 130},
        deferrals=(refused, refused, refused),
    )


def objects(pdf: bytes) -> bytes:
    return pdf + b"".join(_unfolded(pdf))


@pytest.mark.parametrize("code", ["nl", "en"])
@pytest.mark.parametrize("size", ["small", "crowded"])
def test_it_is_one_tagged_page_in_the_language_asked(size: str, code: str) -> None:
    request = crowded() if size == "crowded" else draft(size)
    found = objects(onepager.build(request, PROCESS, HEAD, code, LINK))
    assert len(re.findall(rb"/Type\s*/Page\b", found)) == 1
    assert b"/StructTreeRoot" in found and b"pdfuaid" in found
    assert f"/Lang({code}".encode() in found.replace(b" ", b"")
    assert found.count(b"/Alt") >= 2  # the curve and the code
    assert b"/URI" in found


def test_without_an_address_or_with_one_too_long_there_is_no_code() -> None:
    context = proposal_context(draft("small"), PROCESS, HEAD, "nl")
    for link in (None, "https://tienstap.voorbeeld.nl/" + "x" * 4000):
        assert b"/URI" not in objects(onepager.page(context, draft("small"), "nl", link))


@pytest.mark.parametrize("code", ["nl", "en"])
def test_every_text_on_it_is_that_of_the_proposal(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[dict[str, Any]] = []
    monkeypatch.setattr(onepager.typst, "compile", lambda page, sys_inputs, **rest: shown.append(sys_inputs) or b"")
    request = crowded()
    context = proposal_context(request, PROCESS, HEAD, code)
    onepager.page(context, request, code, LINK)
    data = onepager.json.loads(shown[0]["data"])
    assert data["asked"] == context["asked"] and data["stamp"] == context["stamp"]
    assert [one["value"] for one in data["figures"]] == [
        context[name] for name in ("cash", "own_hours", "cost", "finish")
    ]
    assert data["verification"] == context["verification"]
    assert any(HEAD[1] in one["value"] for one in data["verification"])
    assert {one["lead"] for one in data["marks"]} >= (
        {"Voorbeeld.", "Vertrouwelijk."} if code == "nl" else {"Example."}
    )
    assert data["people"][0].count(";") == 11  # twelve groups
    assert any(context["per_participant"] in text for text in data["people"])

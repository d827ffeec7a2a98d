"""What was granted when it was less, and what a new version changes, in the proposal and on the page."""

from __future__ import annotations

import dataclasses
from functools import cache

from display.i18n import language
from portfolio.request_record import Request
from reports import onepager, proposal
from reports.context import proposal_context
from reports.draft import draft_request
from reports.money import finance_facts
from tests.unit.reports.conftest import DECISION, FINANCE, HEAD, PROCESS, SCOPES, draft
from tests.unit.reports.test_compare import _unfolded


@cache
def lowered() -> Request:
    """The medium request, granted without its drop-in evenings."""
    forms = {"dialoogtafel": 6}
    less = draft_request(PROCESS, SCOPES["medium"] | {"conversations": 6, "conversations_by_form": forms}, FINANCE)
    granted = {"scope": less.scope, "estimate": less.estimate, "cost_cents": less.cost_cents}
    return dataclasses.replace(
        draft("medium"),
        status="approved",
        number=1,
        submitted_at="2029-11-12T12:00:00Z",
        decision=DECISION | {"granted": granted, "granted_cents": less.cost_cents},
    )


def euros(cents: int) -> str:
    return "€ " + f"{round(cents / 100):,}".replace(",", ".")


def test_what_was_granted_stands_beside_what_was_asked() -> None:
    request = lowered()
    found = proposal_context(request, PROCESS, HEAD, "nl")
    text = found["granted"].replace("\xa0", " ")
    assert text.startswith(f"Beschikbaar gesteld: {euros(request.granted_cents)}, ")
    assert f"{euros(request.cost_cents - request.granted_cents)} minder dan gevraagd" in text
    assert "2 inloopavonden" in text
    assert found["cost"].replace("\xa0", " ") == euros(request.cost_cents)  # what was asked stays what was asked
    assert found["difference"] == "" and found["difference_rows"] == []
    for untouched in (draft("medium"), dataclasses.replace(request, decision=DECISION)):
        assert proposal_context(untouched, PROCESS, HEAD, "nl")["granted"] == ""


def test_a_new_version_shows_only_what_differs_from_what_was_granted() -> None:
    before = lowered()
    scope = SCOPES["medium"] | {"conversations": 7, "conversations_by_form": {"dialoogtafel": 7}}
    after = dataclasses.replace(draft_request(PROCESS, scope, FINANCE), number=2)
    found = proposal_context(after, PROCESS, HEAD, "nl", before=before)
    rows = {row["what"]: (row["was"], row["becomes"]) for row in found["difference_rows"]}
    assert rows["Gesprekken"] == ("6", "7")
    amount = next(pair for what, pair in rows.items() if what.startswith("Bedrag"))
    assert [one.replace("\xa0", " ") for one in amount] == [euros(before.granted_cents), euros(after.cost_cents)]
    assert "Publieksgroepen" not in rows and "Dekking" not in rows
    assert found["difference"].startswith("Anders dan versie 1, die is goedgekeurd: Bedrag")
    words = proposal.build(after, PROCESS, HEAD, "nl", before=before)
    pdf = onepager.page(found, after, "nl")
    assert words and (pdf + b"".join(_unfolded(pdf))).count(b"/Type/Page/") <= 1


def test_the_finance_of_the_request_is_printed_when_it_was_filled_in() -> None:
    more = {
        "budget_amendment": "Tweede begrotingswijziging 2030",
        "procurement_weeks": 6.0,
        "tolerance_money_pct": 10.0,
        "tolerance_weeks": 2.0,
        "tolerance_scope_pct": 0.0,
    }
    with language("nl"):
        plain = {row["label"] for row in finance_facts(draft("medium"))}
        full = finance_facts(dataclasses.replace(draft("medium"), finance=FINANCE | more))
    values = {
        row["label"]: row["value"].replace("\xa0", " ").replace("\u202f", " ")
        for row in full
        if row["label"] not in plain
    }
    assert list(values.values())[1] == "Tweede begrotingswijziging 2030"
    assert values["Doorlooptijd van de inkoop"] == "6 weken"
    tolerances = values["Mag afwijken zonder opnieuw te vragen"]
    assert tolerances == "het bedrag 10 %; de datum 2 weken; groepen, gesprekken en inwoners 0 %"

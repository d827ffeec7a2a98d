"""The contract of asking and deciding, on both databases: four eyes, frozen amounts, append-only."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

import estimator
from portfolio import audit, estimates, processes, requests, scenarios, steps, verify
from portfolio.identity import User
from portfolio.processes import Process
from portfolio.requests import Request
from portfolio.store import Conflict, NotFound, Refused, Store, clock, tables

from .conftest import FINANCE, SCOPE

Ask = Callable[..., Request]
SAID = "Ik keur tijd en geld goed zoals hier gevraagd."


@pytest.mark.own_draws
def test_a_request_freezes_what_the_estimator_says(store: Store, ask: Ask) -> None:
    asked = ask()
    fresh = estimates.compute(SCOPE, asked.process_id).estimate
    assert asked.estimate == fresh
    assert asked.cost_cents == round(fresh["request"]["cost_eur"] * 100)
    assert asked.cost_cents == asked.cash_cents + asked.own_cents
    assert asked.finish.isoformat() == fresh["request"]["finish"]
    assert (asked.number, asked.status, asked.version, asked.engine) == (1, "submitted", 1, estimator.ENGINE)
    assert (asked.audit_number, asked.audit_hash) == audit.head(store)
    assert requests.latest(store, asked.process_id) == asked
    assert verify.verify(store).faults == []


def test_four_clicks_make_one_request(store: Store, lead: User, make: Callable[..., Process]) -> None:
    made = make()
    ids = {requests.submit(store, lead, made.id, FINANCE, "click").id for _ in range(4)}
    assert len(ids) == 1
    assert len(requests.history(store, made.id)) == 1


def test_later_changes_leave_the_request_alone(store: Store, lead: User, ask: Ask) -> None:
    asked = ask()
    scenarios.save(store, lead, asked.process_id, "Basis", SCOPE | {"conversations": 40}, version=1)
    processes.update(store, lead, asked.process_id, 1, {"name": "Andere naam"})
    again = requests.get(store, asked.id)
    assert again == asked
    assert again.process["name"] == "Herinrichting Dorpsplein"


def test_what_finance_would_ask_back_stops_the_request(store: Store, lead: User, make: Callable[..., Process]) -> None:
    made = make()
    with pytest.raises(Refused) as refused:
        requests.submit(store, lead, made.id, {"within_budget": False, "coverage": "x"})
    fields = {fault.field for fault in refused.value.faults}
    assert {"finance.decider_money", "finance.cost_centre", "finance.incidental", "scope.budget_route"} <= fields
    assert "finance.coverage" not in fields
    assert requests.latest(store, made.id) is None


@pytest.mark.parametrize(
    ("finance", "field"),
    [
        ({"within_budget": "ja"}, "finance.within_budget"),
        ({"coverage": 7}, "finance.coverage"),
        ({"color": 1}, "color"),
    ],
)
def test_a_faulty_finance_field_is_named(
    store: Store, lead: User, make: Callable[..., Process], finance: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        requests.submit(store, lead, make().id, FINANCE | finance)
    assert [fault.field for fault in refused.value.faults] == [field]


def test_without_an_estimate_nothing_is_asked(store: Store, lead: User) -> None:
    made = processes.create(store, lead, {"name": "Leeg"})
    with pytest.raises(Refused, match="save an estimate"):
        requests.submit(store, lead, made.id, FINANCE)
    with pytest.raises(NotFound):
        requests.submit(store, lead, "nope", FINANCE)


def test_an_estimate_that_changed_meanwhile_is_not_sent(store: Store, lead: User, make: Callable[..., Process]) -> None:
    made = make()
    scenarios.save(store, lead, made.id, "Basis", SCOPE | {"conversations": 9}, version=1)
    with pytest.raises(Conflict):
        requests.submit(store, lead, made.id, FINANCE, scenario_version=1)
    assert requests.submit(store, lead, made.id, FINANCE, scenario_version=2).number == 1


def test_a_process_that_changed_meanwhile_is_not_sent(
    store: Store, lead: User, client: User, make: Callable[..., Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    made, real = make(), estimates.compute

    def while_computing(*arguments: Any) -> estimates.Computed:
        if processes.get(store, made.id).version == 1:
            processes.update(store, client, made.id, 1, {"question": "Een andere vraag?"})
        return real(*arguments)

    monkeypatch.setattr(estimates, "compute", while_computing)
    with pytest.raises(Conflict, match="process was changed"):
        requests.submit(store, lead, made.id, FINANCE)
    assert requests.submit(store, lead, made.id, FINANCE).process["question"] == "Een andere vraag?"


def test_who_edits_between_sending_and_approving_is_a_maker_of_the_next_request(
    store: Store, lead: User, people: dict[str, User], client: User, ask: Ask
) -> None:
    first = ask()
    scenarios.save(store, client, first.process_id, "Basis", SCOPE | {"conversations": 9}, version=1)
    requests.approve(store, client, first.id, 1, SAID)
    second = requests.submit(store, people["secretaris"], first.process_id, FINANCE)
    assert {maker["name"] for maker in second.makers} == {client.name, people["secretaris"].name}
    with pytest.raises(Refused, match="somebody else decides"):
        requests.approve(store, client, second.id, 1, SAID)


@pytest.mark.own_draws
def test_approving_freezes_the_baseline_and_finishes_step_one(store: Store, client: User, ask: Ask) -> None:
    asked = ask()
    done = requests.approve(store, client, asked.id, 1, SAID, "token")
    assert (done.status, done.version, done.cost_cents) == ("approved", 2, asked.cost_cents)
    assert done.decision is not None
    assert (done.decision["statement"], done.decision["signed_in"], done.decision["recomputed"]) == (SAID, False, True)
    assert done.decision["who"]["name"] == client.name
    assert (done.audit_number, done.audit_hash) == audit.head(store)
    first, second = steps.progress(store, asked.process_id)[:2]
    assert (first.status, first.actual_finish, all(first.gate.values())) == ("done", dt.date.today(), True)
    promised = dt.date.fromisoformat(asked.estimate["by_step"][1]["finish"]["p80"])
    assert second.planned_finish == promised - dt.timedelta(days=max(0, promised.weekday() - 4))
    row = processes.listing(store)[0]
    assert (row.phase, row.approved_cost_cents, row.approved_on) == ("approved", asked.cost_cents, dt.date.today())
    assert requests.approve(store, client, asked.id, 1, SAID, "token") == done
    assert verify.verify(store).recomputed == 1


def test_the_requester_decides_nothing(store: Store, people: dict[str, User], lead: User, ask: Ask) -> None:
    asked = ask()
    both = User(lead.issuer, lead.subject, lead.name, frozenset({"bewerker", "goedkeurder"}))
    attempts: list[Callable[[], Request]] = [
        lambda: requests.approve(store, both, asked.id, 1, SAID),
        lambda: requests.return_(store, both, asked.id, 1, "Waarom?"),
        lambda: requests.refuse(store, both, asked.id, 1, "Nee"),
        lambda: requests.record_decision(store, lead, asked.id, 1, "College", "2026-01-05", "B1"),
    ]
    for attempt in attempts:
        with pytest.raises(Refused, match="You worked on this request yourself"):
            attempt()
    assert requests.get(store, asked.id).status == "submitted"
    assert [row["result"] for row in audit.rows(store, f"request/{asked.id}")] == ["refused"] * 4 + ["done"]


def test_whoever_edited_that_version_doesnt_decide(
    store: Store, lead: User, client: User, people: dict[str, User], make: Callable[..., Process]
) -> None:
    made = make()
    scenarios.save(store, client, made.id, "Basis", SCOPE | {"conversations": 5}, version=1)
    processes.update(store, people["secretaris"], made.id, 1, {"theme": "Wonen"})
    asked = requests.submit(store, lead, made.id, FINANCE)
    assert {maker["name"] for maker in asked.makers} == {lead.name, client.name, people["secretaris"].name}
    with pytest.raises(Refused, match="yourself"):
        requests.approve(store, client, asked.id, 1, SAID)
    with pytest.raises(Refused, match="yourself"):
        requests.record_decision(store, people["secretaris"], asked.id, 1, "College", "2026-01-05", "B1")


def test_an_editor_of_an_approved_version_may_decide_on_the_next(
    store: Store, lead: User, client: User, make: Callable[..., Process]
) -> None:
    other = User("local", "tweede", "Tweede", frozenset({"bewerker", "goedkeurder"}))
    made = make()
    scenarios.save(store, client, made.id, "Basis", SCOPE | {"conversations": 5}, version=1)
    first = requests.submit(store, lead, made.id, FINANCE)
    requests.approve(store, other, first.id, 1, SAID)
    scenarios.save(store, lead, made.id, "Basis", SCOPE | {"conversations": 6}, version=2)
    second = requests.submit(store, lead, made.id, FINANCE)
    assert requests.approve(store, client, second.id, 1, SAID).status == "approved"


def test_four_eyes_hold_against_raw_sql(
    store: Store, people: dict[str, User], lead: User, client: User, ask: Ask
) -> None:
    asked = ask()
    maker = asked.submitted_by["id"]
    for claimed in (maker, "someone-else"):
        with pytest.raises(sa.exc.IntegrityError), store.write() as c:
            if claimed != maker:
                # A lie about who the maker is: the trigger still knows.
                c.execute(
                    tables.users.insert().values(
                        id=claimed, issuer="x", subject="x", name="", roles=[], created_at=clock.now()
                    )
                )
            c.execute(_raw_verdict(asked, who=maker, maker=claimed))
    with store.read() as c:
        assert c.execute(sa.select(sa.func.count()).select_from(tables.verdict)).scalar_one() == 0


def _raw_verdict(asked: Request, who: str, maker: str) -> sa.Insert:
    return tables.verdict.insert().values(
        id="raw",
        request_id=asked.id,
        kind="approved",
        outcome="approved",
        maker=maker,
        who=who,
        role="goedkeurder",
        signed_in=False,
        request_sha256=asked.sha256,
        recomputed=True,
        at=clock.now(),
        audit_number=1,
        audit_hash="x",
        example=False,
    )


@pytest.mark.parametrize("subject", ["controller", "beheerder", "secretaris"])
def test_only_an_approver_approves(store: Store, people: dict[str, User], ask: Ask, subject: str) -> None:
    asked = ask()
    with pytest.raises(Refused, match="takes the role goedkeurder"):
        requests.approve(store, people[subject], asked.id, 1, SAID)


@pytest.mark.parametrize(("route", "within"), [("college", True), ("raad", True), ("raad", False)])
def test_college_and_council_never_click_a_button(
    store: Store, client: User, ask: Ask, route: str, within: bool
) -> None:
    asked = ask({"budget_route": route}, within_budget=within, budget_amendment="" if within else "BW 2026-3")
    for attempt in (requests.approve, requests.refuse):
        with pytest.raises(Refused, match="record its decision"):
            attempt(store, client, asked.id, 1, SAID)


def test_a_decision_is_recorded_with_its_document(store: Store, people: dict[str, User], ask: Ask) -> None:
    asked = ask({"budget_route": "raad"})
    paper = b"%PDF-1.7 besluit\x00\xff"
    done = requests.record_decision(
        store, people["secretaris"], asked.id, 1, "Gemeenteraad", "2026-03-05", "RB-12", "C:\\map\\besluit.pdf", paper
    )
    assert (done.status, done.version) == ("recorded", 2)
    decision = done.decision
    assert decision is not None
    assert (decision["body"], decision["date"], decision["number"]) == ("Gemeenteraad", dt.date(2026, 3, 5), "RB-12")
    assert decision["document"]["name"] == "besluit.pdf"
    assert requests.document(store, decision["document"]["id"]) == ("besluit.pdf", paper)
    assert steps.progress(store, asked.process_id)[0].actual_finish == dt.date(2026, 3, 5)
    assert processes.listing(store)[0].request_status == "recorded"
    assert verify.verify(store).faults == []


def test_after_a_deferral_the_request_is_still_open(store: Store, people: dict[str, User], ask: Ask) -> None:
    asked = ask({"budget_route": "college"})
    secretary = people["secretaris"]
    held = requests.record_decision(store, secretary, asked.id, 1, "College", "2026-03-05", "C-1", outcome="deferred")
    assert (held.status, held.version, held.decision) == ("submitted", 2, None)
    assert [d["number"] for d in held.deferrals] == ["C-1"]
    no = requests.record_decision(store, secretary, asked.id, 2, "College", "2026-03-12", "C-2", outcome="refused")
    assert (no.status, no.version) == ("refused", 3)
    assert steps.progress(store, asked.process_id)[0].status == "open"
    with pytest.raises(Conflict):
        requests.record_decision(store, secretary, asked.id, 3, "College", "2026-03-19", "C-3")


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"body": ""}, "body", "can't be empty"),
        ({"number": " "}, "number", "can't be empty"),
        ({"date": ""}, "date", "can't be empty"),
        ({"date": "5 maart"}, "date", "not a date"),
        ({"date": "2050-01-01"}, "date", "has yet to come"),
        ({"outcome": "misschien"}, "outcome", "not a choice"),
        ({"document_name": "a.pdf", "document_bytes": b""}, "document", "is empty"),
        ({"document_name": "a.pdf", "document_bytes": b"x" * (10 * 1024 * 1024 + 1)}, "document", "11 MB; at most 10"),
        ({"document_name": "", "document_bytes": b"x"}, "document", "has no name"),
    ],
)
def test_a_faulty_decision_gets_a_sentence(
    store: Store, people: dict[str, User], ask: Ask, change: dict[str, Any], field: str, says: str
) -> None:
    given: dict[str, Any] = {"body": "College", "date": "2026-03-05", "number": "C-1"}
    with pytest.raises(Refused) as refused:
        requests.record_decision(store, people["secretaris"], ask().id, 1, **given | change)
    assert [fault.field for fault in refused.value.faults] == [field]
    assert says in refused.value.message


def test_a_returned_request_comes_back_as_a_new_version(store: Store, lead: User, client: User, ask: Ask) -> None:
    asked = ask()
    back = requests.return_(store, client, asked.id, 1, "Waar staat de dekking?")
    assert (back.status, back.decision and back.decision["reason"]) == ("returned", "Waar staat de dekking?")
    second = requests.submit(store, lead, asked.process_id, FINANCE)
    assert (second.number, second.status) == (2, "submitted")
    assert [r.status for r in requests.history(store, asked.process_id)] == ["submitted", "returned"]
    assert requests.approve(store, client, second.id, 1, SAID).status == "approved"


def test_an_older_version_is_not_decided_on(store: Store, lead: User, client: User, ask: Ask) -> None:
    asked = ask()
    requests.submit(store, lead, asked.process_id, FINANCE)
    assert requests.get(store, asked.id).status == "superseded"
    with pytest.raises(Refused, match="newer version"):
        requests.approve(store, client, asked.id, 1, SAID)


def test_two_deciders_at_once_make_one_decision(store: Store, client: User, ask: Ask) -> None:
    asked = ask()
    other = User("local", "tweede", "Tweede", frozenset({"goedkeurder"}))
    ends: list[object] = []

    def decide(user: User) -> None:
        try:
            ends.append(requests.approve(store, user, asked.id, 1, SAID).status)
        except Conflict as clash:
            ends.append(clash)

    threads = [threading.Thread(target=decide, args=(user,)) for user in (client, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(end).__name__ for end in ends) == ["Conflict", "str"]
    assert requests.get(store, asked.id).version == 2


def test_an_empty_statement_or_question_is_refused(store: Store, client: User, ask: Ask) -> None:
    asked = ask()
    for attempt in (requests.approve, requests.return_, requests.refuse):
        with pytest.raises(Refused, match="can't be empty"):
            attempt(store, client, asked.id, 1, "  ")


def test_amounts_that_no_longer_come_out_are_not_approved(
    store: Store, client: User, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ask()
    real = estimates.compute

    def a_cent_more(*arguments: Any) -> estimates.Computed:
        found = real(*arguments)
        found.estimate["request"]["cost_eur"] += 0.01
        return found

    monkeypatch.setattr(estimates, "compute", a_cent_more)
    with pytest.raises(Refused, match="no longer come out to the cent"):
        requests.approve(store, client, asked.id, 1, SAID)
    assert requests.get(store, asked.id).status == "submitted"


def test_another_engine_counts_as_not_recomputed(
    store: Store, client: User, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ask()
    monkeypatch.setattr(estimator, "ENGINE", "9.9.9")
    done = requests.approve(store, client, asked.id, 1, SAID)
    assert done.decision is not None and done.decision["recomputed"] is False
    report = verify.verify(store)
    assert (report.faults, report.not_recomputed, report.recomputed) == ([], [asked.id], 0)

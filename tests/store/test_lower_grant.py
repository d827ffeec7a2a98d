"""Granting less: a smaller process, frozen with the decision, to the cent; on both databases, with its own draws."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from display.difference import Side, rows
from display.i18n import language
from portfolio import bookings, forecast_cost, processes, requests, scenarios, steps, tripwires, verify
from portfolio.identity import User
from portfolio.requests import Request
from portfolio.store import Refused, Store, commit, records, tables, triggers

pytestmark = pytest.mark.own_draws
SAID = "Akkoord met minder"


@pytest.fixture
def asked(ask: Callable[..., Request]) -> Request:
    return ask({"stakeholder_groups": 4, "conversations": 8, "resident_reach": 2000})


@pytest.fixture
def lower(store: Store, client: User, asked: Request) -> Request:
    return requests.approve_lower(store, client, asked.id, 1, asked.cost_cents * 8 // 10, SAID, "Meer is er niet", "t")


def test_what_is_granted_is_a_smaller_process_that_asks_no_more(store: Store, asked: Request, lower: Request) -> None:
    assert (lower.status, lower.approved, lower.cost_cents) == ("approved", True, asked.cost_cents)
    assert 0 < lower.granted_cents <= asked.cost_cents * 8 // 10
    assert lower.granted_cash_cents + lower.granted_own_cents == lower.granted_cents
    assert lower.scope == asked.scope
    assert lower.granted_scope["conversations"] < 8
    found = lower.lower
    assert found is not None
    assert found["falls_away"]["conversations"] == 8 - lower.granted_scope["conversations"]
    assert lower.decision is not None
    assert (lower.decision["granted_cents"], lower.decision["reason"]) == (lower.granted_cents, "Meer is er niet")
    row = processes.listing(store)[0]
    assert (row.cost_cents, row.approved_cost_cents) == (asked.cost_cents, lower.granted_cents)
    assert (row.approved_finish, row.phase) == (lower.granted_finish, "approved")
    for one, step in zip(lower.granted_estimate["by_step"], steps.progress(store, asked.process_id), strict=True):
        assert step.planned_start is not None and step.planned_finish is not None
        days = (dt.date.fromisoformat(one["finish"]["p80"]) - step.planned_finish).days
        assert 0 <= days <= 2 and step.planned_finish.weekday() < 5 and step.planned_start.weekday() < 5


def test_it_comes_out_again_to_the_cent_and_is_held_by_the_chain(store: Store, lower: Request) -> None:
    report = verify.verify(store)
    assert (report.faults, report.recomputed) == ([], 1)
    with store.read() as c:
        row = records.one(c, tables.verdict, request_id=lower.id)
    assert row is not None
    changed = json.loads(row["granted"]) | {"limit_cents": 1}
    for values in ({"granted": json.dumps(changed)}, {"granted_cents": row["granted_cents"] + 1}):
        with store.write() as c:
            triggers.drop_all(c)
            records.change(c, tables.verdict, {"id": row["id"]}, values)
            triggers.create_all(c)
        assert verify.verify(store).faults != []
        with store.write() as c:
            triggers.drop_all(c)
            records.change(c, tables.verdict, {"id": row["id"]}, {k: row[k] for k in values})
            triggers.create_all(c)
    assert verify.verify(store).faults == []


def test_an_engine_that_asks_otherwise_is_found(store: Store, lower: Request, monkeypatch: pytest.MonkeyPatch) -> None:
    """The request still comes out, but what was granted doesn't."""
    from portfolio import estimates

    real = estimates.again
    monkeypatch.setattr(estimates, "again", lambda content, csv: real(content, csv) and "falls_away" not in content)
    assert [fault.template for fault in verify.verify(store).faults] == [verify.NOT_THE_SAME]


def test_clicked_four_times_it_is_granted_once(store: Store, client: User, asked: Request, lower: Request) -> None:
    again = requests.approve_lower(store, client, asked.id, 1, asked.cost_cents * 8 // 10, SAID, "Meer is er niet", "t")
    assert again == lower


@pytest.mark.parametrize(("part", "template"), [(1.0, "NOT_LESS"), (1.5, "NOT_LESS"), (0.01, "TOO_LITTLE")])
def test_as_much_as_asked_or_far_too_little_is_refused(
    store: Store, client: User, asked: Request, part: float, template: str
) -> None:
    from portfolio import grants

    with pytest.raises(Refused) as problem:
        requests.approve_lower(store, client, asked.id, 1, round(asked.cost_cents * part), SAID)
    fault = problem.value.faults[0]
    assert (fault.field, fault.template) == ("amount", getattr(grants, template))
    assert requests.get(store, asked.id).status == "submitted"
    with pytest.raises(Refused):
        requests.approve_lower(store, client, asked.id, 1, 0, SAID)


def test_the_maker_grants_nothing_in_no_way(store: Store, lead: User, people: dict[str, User], asked: Request) -> None:
    maker = User(lead.issuer, lead.subject, lead.name, frozenset({"bewerker", "goedkeurder"}))
    for attempt in (
        lambda: requests.approve(store, maker, asked.id, 1, SAID),
        lambda: requests.approve_lower(store, maker, asked.id, 1, asked.cost_cents // 2, SAID),
    ):
        with pytest.raises(Refused, match="somebody else decides"):
            attempt()
    with store.write() as c:
        me, other = asked.makers[0]["id"], commit.person(c, people["opdrachtgever"])
        number, digest = records.many(c, tables.audit, "-number")[0]["number"], "0" * 64
    row: dict[str, Any] = {
        "id": "raw", "request_id": asked.id, "kind": "approved", "outcome": "approved", "maker": other, "who": me,
        "role": "goedkeurder", "signed_in": 0, "statement": "ja", "request_sha256": asked.sha256, "recomputed": 1,
        "at": asked.submitted_at, "audit_number": number, "audit_hash": digest, "example": 0,
    }  # fmt: skip
    for maker_column in (me, other):  # who <> maker is a check; that a maker decides under another name is a trigger
        with pytest.raises(sa.exc.IntegrityError, match=r"four.eyes"), store.write() as c:
            c.execute(sa.table("verdict", *(sa.column(n) for n in row)).insert(), [row | {"maker": maker_column}])
    assert requests.get(store, asked.id).status == "submitted"


def test_a_council_may_grant_less_on_paper(store: Store, people: dict[str, User], ask: Callable[..., Request]) -> None:
    asked = ask({"budget_route": "raad", "stakeholder_groups": 4, "conversations": 8, "resident_reach": 2000})
    limit = asked.cost_cents * 7 // 10
    done = requests.record_decision(
        store, people["secretaris"], asked.id, 1, "Gemeenteraad", "2026-03-05", "RB-12", limit_cents=limit
    )
    assert (done.status, done.granted_cents <= limit, done.granted_cents > 0) == ("recorded", True, True)
    assert verify.verify(store).faults == []


def test_adding_talks_crosses_a_wire_and_the_new_version_says_only_what_differs(
    store: Store, lead: User, asked: Request, lower: Request
) -> None:
    id = asked.process_id
    crossed = {wire.key for wire in tripwires.of(store, id)}
    assert "conversations.dialoogtafel" in crossed and "cost_cents" in crossed  # the base still is what was asked
    base = scenarios.base(store, id)
    assert base is not None
    scenarios.save(store, lead, id, base.name, lower.granted_scope, version=base.version)
    assert tripwires.of(store, id) == []
    base = scenarios.base(store, id)
    assert base is not None
    granted = lower.granted_scope
    more = {
        "conversations": granted["conversations"] + 2,
        "conversations_by_form": {"dialoogtafel": granted["conversations"] + 2},
    }
    scenarios.save(store, lead, id, base.name, granted | more, version=base.version)
    wires = {wire.key: wire for wire in tripwires.of(store, id)}
    assert wires["conversations.dialoogtafel"].approved == granted["conversations"]
    again = requests.submit(store, lead, id, asked.finance)
    sides = []
    for one in (lower, again):
        amounts = (one.granted_cents, one.granted_cash_cents, one.granted_own_cents)
        sides.append(Side(amounts, one.granted_finish, one.granted_scope, {}))
    with language("en"):
        told = rows(*sides)
    assert told["Conversations"] == (str(granted["conversations"]), str(granted["conversations"] + 2))
    assert {"Working forms", "Amount, excluding VAT"} <= set(told)
    assert "Residents we invite or inform" not in told and "Audience groups" not in told


def wired(**changes: Any) -> list[str]:
    before = {"stakeholder_groups": 5, "conversations": 10, "resident_reach": 1000, "conversations_by_form": {"a": 10}}
    return [wire.key for wire in tripwires._scope(before, before | changes, 10.0)]


def test_at_the_tolerance_nothing_is_crossed_and_one_more_is() -> None:
    assert wired(conversations=11, conversations_by_form={"a": 11}) == []
    assert wired(conversations=12, conversations_by_form={"a": 12}) == ["conversations.a"]
    assert wired(resident_reach=1100) == []
    assert wired(resident_reach=1101) == ["resident_reach"]
    assert wired(stakeholder_groups=6) == ["stakeholder_groups"]
    assert wired(conversations=10, conversations_by_form={"a": 9, "b": 1}) == ["conversations.b"]


def test_amount_and_date_have_their_own_tolerance(store: Store, client: User, asked: Request) -> None:
    done = requests.approve(store, client, asked.id, 1, SAID)
    base = scenarios.base(store, asked.process_id)
    assert base is not None
    limit, last = round(done.cost_cents * 1.1), done.finish + dt.timedelta(days=14)
    assert tripwires.crossed(done, base, limit, last) == []
    found = tripwires.crossed(done, base, limit + 1, last + dt.timedelta(days=1))
    assert [(wire.key, wire.limit) for wire in found] == [("expected_cents", limit), ("finish", last)]


def test_what_was_noted_at_the_steps_crosses_a_wire_too(store: Store, lead: User, client: User, asked: Request) -> None:
    done = requests.approve(store, client, asked.id, 1, SAID)
    assert tripwires.of(store, asked.process_id) == []
    hours = 3 * asked.estimate["hours"]["p50"]
    bookings.add(store, lead, asked.process_id, {"step": 1, "kind": "hours", "hours": hours})
    ends = forecast_cost.of(store, asked.process_id)
    assert ends is not None
    wires = {wire.key: wire for wire in tripwires.of(store, asked.process_id)}
    assert wires["expected_cents"].now == round(100 * ends.cost80_eur)
    assert wires["expected_cents"].limit == round(done.cost_cents * 1.1) < wires["expected_cents"].now
    assert "cost_cents" not in wires

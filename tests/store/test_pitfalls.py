"""The facts of many processes in a constant number of questions, and accepting what was found until a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from portfolio import acceptances, feedback, forms, journal, pitfalls, processes, requests, steps, talks
from portfolio.identity import User
from portfolio.pitfalls import frozen, gather
from portfolio.processes import Process
from portfolio.requests import Request
from portfolio.store import Refused, Store, clock
from tests.store.conftest import FINANCE

TODAY = dt.date(2026, 11, 24)


@pytest.fixture(autouse=True)
def at_today() -> Iterator[None]:
    with clock.at(TODAY):
        yield


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    """The statements that go to the database."""
    said: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().lower().startswith(("select", "with")):
            said.append(statement)

    sa.event.listen(store.engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        sa.event.remove(store.engine, "before_cursor_execute", note)


def fresh(store: Store) -> gather.Found:
    """As a server that just started reads it."""
    frozen._known.clear()
    gather._kept.cache_clear()
    return pitfalls.all_of(store)


def test_the_facts_are_those_of_the_records(
    store: Store, lead: User, client: User, ask: Callable[..., Request], make: Callable[..., Process]
) -> None:
    asked = ask({"municipality": "GM0193"})
    id = asked.process_id
    requests.approve(store, client, asked.id, 1, "Akkoord")
    forms.save(store, lead, id, "approach", 0, {"goal": "Doel", "college_on": "2026-12-01"})
    forms.save(store, lead, id, "roles", 0, {"people": {"facilitator": {"name": "Gijs Voorbeeld"}}})
    talks.add(store, lead, id, {"title": "A", "planned_on": "2026-12-10", "invited_on": "2026-11-24"})
    talks.add(store, lead, id, {"title": "B", "status": "cancelled", "reason": "Storm"})
    gone = talks.add(store, lead, id, {"title": "C", "planned_on": "2026-12-11"})
    talks.remove(store, lead, gone["id"])
    for day in ("2026-11-20", "2026-11-10"):
        feedback.send(store, lead, id, {"part": "heard", "sent_on": day, "channel": "brief", "audience": "allen"})
    journal.add(store, lead, id, {"kind": "public", "text": "Nieuws", "day": "2026-11-03"})
    journal.add(store, lead, id, {"kind": "note", "text": "Intern"})
    other = make(name="Ander")

    with store.read() as c:
        every, accepted = gather.facts(c, TODAY)
    found = every[id]
    assert accepted == {}
    assert found.approved_on == TODAY
    assert found.approved == found.asked and found.asked is not None
    assert found.asked.finance == asked.finance and found.asked.cost_cents == asked.cost_cents
    assert found.asked.scope["conversations"] == 4 and found.asked.hours_by_step[5] > 0
    assert found.asked.hours_by_step[6] == asked.estimate["by_step"][5]["hours"]["p50"]
    assert found.approach["college_on"] == dt.date(2026, 12, 1) and found.approach["goal"] == "Doel"
    assert found.people["facilitator"]["name"] == "Gijs Voorbeeld"
    assert [(talk.planned_on, talk.invited_on) for talk in found.talks] == [(dt.date(2026, 12, 10), TODAY)]
    assert found.told == {"heard": dt.date(2026, 11, 10)}
    assert found.public == (dt.date(2026, 11, 3),)
    assert found.residents and found.residents > 100_000
    assert (dt.date(2026, 12, 19), dt.date(2027, 1, 3)) in found.holidays
    assert found.steps[1].status == "done" and found.steps[5].planned_finish
    assert every[other.id].asked is None and every[other.id].approved is None


def test_what_was_granted_lower_is_what_counts(
    store: Store, lead: User, client: User, ask: Callable[..., Request]
) -> None:
    asked = ask({"conversations": 8})
    lower = requests.approve_lower(store, client, asked.id, 1, round(asked.cost_cents * 0.8), "Minder", "Krap")
    with store.read() as c:
        found = gather.facts(c, TODAY)[0][asked.process_id]
    assert found.asked and found.asked.scope["conversations"] == 8
    assert found.approved and found.approved.cost_cents == lower.granted_cents < asked.cost_cents
    assert found.approved.scope["conversations"] == lower.granted_scope["conversations"]
    assert found.approved.hours_by_step[5] == lower.granted_estimate["by_step"][4]["hours"]["p50"]


def test_however_many_processes_as_many_questions(store: Store, lead: User, ask: Callable[..., Request]) -> None:
    def process(number: int) -> str:
        id = ask().process_id
        talks.add(store, lead, id, {"title": f"Gesprek {number}", "planned_on": "2026-12-10"})
        return id

    process(1)
    with counted(store) as one:
        fresh(store)
    for number in range(2, 7):
        process(number)
    with counted(store) as six:
        found = fresh(store)
    assert len(found) == 6
    assert len(six) == len(one) <= 12
    with counted(store) as again:
        assert pitfalls.all_of(store) is found
    assert len(again) == 1  # only whether something changed


def test_what_changed_is_seen(store: Store, lead: User, ask: Callable[..., Request]) -> None:
    id = ask().process_id
    assert "P24" in {one.rule for one in pitfalls.of(store, id)}
    forms.save(store, lead, id, "approach", 0, {"goal": "De omgevingsvisie"})
    assert "P24" not in {one.rule for one in pitfalls.of(store, id)}


def test_an_accepted_pitfall_counts_again_the_day_after(store: Store, lead: User, ask: Callable[..., Request]) -> None:
    id = ask().process_id
    until = TODAY + dt.timedelta(days=30)
    made = acceptances.accept(store, lead, id, {"rule": "P24", "reason": "Komt met de visie", "until": until})

    def goal(day: dt.date) -> pitfalls.Finding:
        with clock.at(day):
            return next(one for one in pitfalls.of(store, id) if one.rule == "P24")

    assert not goal(TODAY).counts and goal(TODAY).accepted
    assert goal(TODAY).accepted["reason"] == "Komt met de visie"  # type: ignore[index]
    assert not goal(until).counts
    assert goal(until + dt.timedelta(days=1)).counts
    acceptances.end(store, lead, made["id"])
    assert goal(TODAY).counts


def test_an_example_and_a_real_process_never_meet(store: Store, lead: User, make: Callable[..., Process]) -> None:
    real = make(name="Echt", area="Zuid")
    example = processes.create(store, lead, {"name": "Voorbeeld", "area": "Zuid"}, example_id="voorbeeld-99")
    for one in (real, example):
        talks.add(store, lead, one.id, {"title": "Gesprek", "planned_on": "2026-12-10"})
    assert "P28" not in {one.rule for one in pitfalls.of(store, real.id)}
    beside = make(name="Ook echt", area="zuid")
    talks.add(store, lead, beside.id, {"title": "Gesprek", "planned_on": "2026-12-10"})
    found = next(one for one in pitfalls.of(store, real.id) if one.rule == "P28")
    assert found.params["name"] == "Ook echt"


def test_a_step_that_was_done_reaches_the_rules(
    store: Store, lead: User, client: User, make: Callable[..., Process]
) -> None:
    process = make(client_name="", question="Wat wilt u?")
    with pytest.raises(Refused):  # no client: the request itself is stopped
        requests.submit(store, lead, process.id, FINANCE)
    process = make(content_owner="Bo Voorbeeld", process_owner="Bo Voorbeeld")
    asked = requests.submit(store, lead, process.id, FINANCE)
    requests.approve(store, client, asked.id, 1, "Akkoord")
    assert "P22" not in {one.rule for one in pitfalls.of(store, process.id)}
    gate = {point.key: True for point in steps.STEPS[1].gates}
    steps.update(store, lead, process.id, 2, 2, {"status": "done", "gate": gate})
    assert {"P06", "P20"} <= {one.rule for one in pitfalls.of(store, process.id)}

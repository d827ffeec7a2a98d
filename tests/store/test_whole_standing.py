"""Where every process stands: kept in memory, and yet what the records say; as many questions for six as for one."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from portfolio import (
    acceptances,
    bookings,
    feedback,
    following,
    forms,
    journal,
    processes,
    requests,
    scenarios,
    settings,
    status_reports,
    steps,
    talks,
)
from portfolio.identity import User
from portfolio.pitfalls import frozen, gather
from portfolio.processes import Process
from portfolio.requests import Request
from portfolio.store import Store, chain, clock, open_store
from portfolio.store.errors import Told
from portfolio.whole import standing
from tests.store.conftest import FINANCE, SCOPE

Make = Callable[..., Process]
CHANGES = (
    "field", "step", "book", "talk", "tell", "note", "form", "report", "base", "ask", "decide", "accept"
)  # fmt: skip
GREEN = dict.fromkeys(status_reports.LIGHTS, "green")


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    """The questions that are asked of the database meanwhile."""
    said: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    sa.event.listen(store.engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        sa.event.remove(store.engine, "before_cursor_execute", note)


def forget() -> None:
    """As a server that just started."""
    frozen._known.clear()
    processes._followed.forget()
    gather._kept.cache_clear()
    standing._kept.cache_clear()


def test_as_many_questions_however_many_processes(
    store: Store, lead: User, client: User, ask: Callable[..., Request]
) -> None:
    def process(number: int) -> str:
        asked = ask()
        requests.approve(store, client, asked.id, 1, "Akkoord")
        talks.add(store, lead, asked.process_id, {"title": f"Gesprek {number}", "planned_on": "2030-12-10"})
        return asked.process_id

    first = process(1)
    forget()
    with counted(store) as one:
        standing.of_all(store)
    for number in range(2, 6):
        process(number)
    forget()
    with counted(store) as five:
        found = standing.of_all(store)
    assert len(found) == 5
    assert len(five) == len(one) < 45
    with counted(store) as again:
        assert standing.of_all(store) is found
    assert len(again) <= 3  # only whether something changed
    talks.add(store, lead, first, {"title": "Nog een", "planned_on": "2030-12-11"})
    with counted(store) as after:
        later = standing.of_all(store)
    assert len(after) <= len(one)
    kept = {now.id for now, was in zip(later, found, strict=True) if now is was}
    assert first not in kept and len(kept) == 4


def _change(store: Store, lead: User, client: User, ids: list[str], rng: random.Random) -> None:
    """One change of one process, as somebody could make it."""
    id = rng.choice(ids)
    process = processes.get(store, id)
    name = rng.choice(CHANGES)
    if name == "field":
        changes = rng.choice(
            ({"area": rng.choice(("Oost", "West"))}, {"status": rng.choice(("active", "paused", "stopped"))},
             {"process_owner": rng.choice(("Sanne", "Joost"))}, {"group_names": ["Ondernemers"]})
        )  # fmt: skip
        processes.update(store, lead, id, process.version, changes)
    elif name == "step":
        step = rng.randrange(2, 11)
        now = steps.progress(store, id)[step - 1]
        status = rng.choice(("busy", "done", "skipped"))
        steps.update(store, lead, id, step, now.version, {"status": status, "override_reason": "Zo is het"})
    elif name == "book":
        step = rng.randrange(1, 4)
        kind = rng.choice(("hours", "committed", "spent"))
        amount = {"hours": 12.0} if kind == "hours" else {"cents": 50_000}
        bookings.add(store, lead, id, {"step": step, "kind": kind, **amount})
    elif name == "talk":
        day = rng.choice(("2026-12-01", "2027-02-01"))
        talks.add(store, lead, id, {"title": "Gesprek", "planned_on": day, "audience": ["Ondernemers"]})
    elif name == "tell":
        feedback.send(store, lead, id, {"part": "heard", "channel": "brief", "audience": "allen"})
    elif name == "note":
        journal.add(store, lead, id, {"kind": "public", "text": "Nieuws"})
    elif name == "form":
        now_form = forms.get(store, id, "approach")
        forms.save(store, lead, id, "approach", now_form.version, {"goal": str(rng.random())})
    elif name == "report":
        status_reports.add(store, lead, id, GREEN)
    elif name == "base":
        base = scenarios.base(store, id)
        scope = SCOPE | {"stakeholder_groups": rng.choice((3, 4, 5))}
        scenarios.save(store, lead, id, "Basis", scope, base.version if base else None)
    elif name == "ask":
        requests.submit(store, lead, id, FINANCE | {"decider_money": rng.choice(("A", "B"))})
    elif name == "decide":
        asked = requests.latest(store, id)
        if asked and asked.status == "submitted":
            answer = rng.choice((requests.approve, requests.refuse, requests.return_))
            answer(store, client, asked.id, asked.version, "Omdat")
    else:
        acceptances.accept(store, lead, id, {"rule": "P07", "reason": "Zo gekozen", "until": "2027-12-31"})


@pytest.mark.parametrize("seed", range(2))
def test_following_the_chain_gives_what_reading_all_gives(
    store: Store, lead: User, client: User, make: Make, seed: int
) -> None:
    rng = random.Random(seed)
    ids = [make(name=f"Proces {n}", area="Oost", group_names=["Ondernemers"]).id for n in range(4)]
    for id in ids[:3]:
        asked = requests.submit(store, lead, id, FINANCE)
        requests.approve(store, client, asked.id, 1, "Akkoord")
    done = 0
    for turn in range(25):
        try:
            _change(store, lead, client, ids, rng)
            done += 1
        except Told:
            continue  # what may not be done changes nothing
        if turn % 3 == 0:
            followed = standing.of_all(store)
            forget()
            assert followed == standing.of_all(store)
    assert done >= 10


def test_a_slow_reader_and_another_database(store: Store, lead: User, make: Make) -> None:
    process = make(name="Eerste")
    today = clock.today()
    standing.of_all(store)
    with store.read() as c:
        number, hash = chain.head(c)
    seen = following.Seen(number, hash, today)
    talks.add(store, lead, process.id, {"title": "Gesprek"})
    with store.read() as c:
        ids, later = following.since(c, seen, today)
        assert ids == {process.id} and later.number == number + 1
        ahead = following.Seen(number + 5, "f" * 64, today, (later.hash,))
        assert following.since(c, ahead, today) == (set(), ahead)  # looks at a moment that is past
        other = following.Seen(number + 5, "f" * 64, today, ("e" * 64,))
        assert following.since(c, other, today) == (None, following.Seen(later.number, later.hash, today))
        assert following.since(c, later, today + dt.timedelta(days=1))[0] is None
    settings.put(store, lead, "anything", 0, {"x": 1})
    with store.read() as c:
        assert following.since(c, later, today)[0] is None  # what isn't known touches all


def test_many_readers_while_it_is_changed(store: Store, lead: User, make: Make) -> None:
    ids = [make(name=f"Proces {n}").id for n in range(3)]
    with ThreadPoolExecutor(4) as pool:
        reads = []
        for n in range(8):
            reads += [pool.submit(standing.of_all, store) for _ in range(3)]
            talks.add(store, lead, ids[n % 3], {"title": f"Gesprek {n}", "planned_on": "2030-12-10"})
        assert all(len(read.result()) == 3 for read in reads)
    followed = standing.of_all(store)
    assert sum(len(one.talks) for one in followed) == 8
    forget()
    assert followed == standing.of_all(store)


def test_another_server_sees_it_too(store: Store, lead: User, make: Make) -> None:
    id = make(name="Proces").id
    other = open_store(store.engine.url.render_as_string(hide_password=False))
    try:
        assert standing.of_all(other) == standing.of_all(store)
        talks.add(store, lead, id, {"title": "Gesprek", "planned_on": "2030-12-10"})
        processes.update(store, lead, id, 1, {"area": "Oost"})
        (seen,) = standing.of_all(other)
        assert len(seen.talks) == 1 and seen.row.process.area == "Oost"
        assert [row.process.area for row in processes.listing(other)] == ["Oost"]
        assert (seen,) == standing.of_all(store)
    finally:
        other.close()

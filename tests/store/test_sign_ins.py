"""A sign-in holds in the store too: not too old, not ended, and fresh for approving; on both databases."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from portfolio import audit, drafts, people, processes, requests
from portfolio.identity import User
from portfolio.requests import Request
from portfolio.store import NotFresh, Refused, SignedOut, Store, clock, sign_ins
from portfolio.store.sign_ins import Limits
from portfolio.verify import verify

ISSUER = "https://aanmelden.example"


def somebody(subject: str, *roles: str, age: float = 60, proved: float | None = 60) -> User:
    """Signed in `age` seconds ago, having shown who they are `proved` seconds ago."""
    now = time.time()
    told = None if proved is None else int(now - proved)
    return User(ISSUER, subject, subject.title(), frozenset(roles), int(now - age), told)


@pytest.fixture(autouse=True)
def usual_limits() -> Iterator[None]:
    yield
    sign_ins.set_limits(Limits())


def rows(store: Store) -> int:
    return audit.head(store)[0]


@pytest.mark.parametrize(("age", "holds"), [(0, True), (8 * 3600 - 30, True), (8 * 3600 + 5, False), (-3600, False)])
def test_a_sign_in_holds_for_a_working_day(store: Store, age: float, holds: bool) -> None:
    user, before = somebody("bram", "bewerker", age=age), rows(store)
    if holds:
        assert processes.create(store, user, {"name": "Plein"}).name == "Plein"
        return
    with pytest.raises(SignedOut):
        processes.create(store, user, {"name": "Plein"})
    with pytest.raises(SignedOut):
        drafts.put(store, user, "raming:new", {"a": 1})
    assert (processes.listing(store), people.listing(store), rows(store)) == ([], [], before)


def test_a_sign_in_without_a_time_does_not_hold(store: Store) -> None:
    with pytest.raises(SignedOut):
        processes.create(store, User(ISSUER, "bram", "Bram", frozenset({"bewerker"})), {"name": "Plein"})


def test_the_limit_is_the_configured_one(store: Store) -> None:
    sign_ins.set_limits(Limits(session=30))
    with pytest.raises(SignedOut) as told:
        processes.create(store, somebody("bram", "bewerker", age=40), {"name": "Plein"})
    assert "0.00833333 hours" in told.value.message


def test_signing_out_ends_what_was_given_out_until_then(store: Store) -> None:
    """On every device: the cookie on the other one is of an earlier moment. A later sign-in works."""
    here, there = somebody("bram", "bewerker", age=60), somebody("bram", "bewerker", age=600)
    other, later = somebody("lotte", "bewerker", age=600), somebody("bram", "bewerker", age=0)
    people.sign_out(store, here)
    for ended in (here, there):
        with pytest.raises(SignedOut):
            processes.create(store, ended, {"name": "Plein"})
        with pytest.raises(SignedOut):
            people.holds(store, ended)
    for working in (other, later):
        people.holds(store, working)
        processes.create(store, working, {"name": f"Plein van {working.subject}"})
    people.sign_out(store, there)  # an earlier one cannot take back a later end
    with pytest.raises(SignedOut):
        people.holds(store, here)


def test_an_administrator_signs_somebody_out(store: Store) -> None:
    user, boss = somebody("bram", "bewerker"), somebody("ada", "beheerder")
    processes.create(store, user, {"name": "Plein"})
    known = next(row for row in people.listing(store) if row["subject"] == "bram")
    for nobody in (user, somebody("lotte", "lezer"), somebody("gijs", "goedkeurder")):
        with pytest.raises(Refused):
            people.end_sign_ins(store, nobody, known["id"])
    people.end_sign_ins(store, boss, known["id"])
    with pytest.raises(SignedOut):
        processes.create(store, user, {"name": "Nog een plein"})
    newest = audit.rows(store)[0]
    assert (newest["action"], newest["object"], newest["result"]) == ("user.sign_out", f"user/{known['id']}", "done")
    assert verify(store).faults == []


def test_erasing_a_person_ends_the_sign_in_and_leaves_no_name(store: Store) -> None:
    user, boss = somebody("bram", "bewerker"), somebody("ada", "beheerder")
    processes.create(store, user, {"name": "Plein"})
    known = next(row for row in people.listing(store) if row["subject"] == "bram")
    people.erase(store, boss, known["id"])
    with pytest.raises(SignedOut):
        processes.create(store, user, {"name": "Nog een plein"})
    left = people.listing(store)
    assert not [row for row in left if "bram" in (row["subject"] + row["name"]).lower()]
    with store.read() as c:
        kept = list(c.exec_driver_sql("select * from ended_sign_in"))
    assert len(kept) == 1 and "bram" not in str(kept)


@pytest.mark.parametrize(("proved", "fresh"), [(10, True), (240, True), (310, False), (None, False), (-3600, False)])
def test_approving_takes_a_fresh_sign_in(
    store: Store, ask: Callable[..., Request], proved: float | None, fresh: bool
) -> None:
    asked = ask()
    user = somebody("gijs", "goedkeurder", age=30, proved=proved)
    if fresh:
        granted = requests.approve(store, user, asked.id, asked.version, "Akkoord")
        assert granted.approved and granted.decision["signed_in"]
        assert audit.rows(store)[0]["origin"] == ISSUER
        return
    with pytest.raises(NotFresh):
        requests.approve(store, user, asked.id, asked.version, "Akkoord")
    assert not requests.get(store, asked.id).approved
    # everything else goes on with the same sign-in
    assert requests.return_(store, user, asked.id, asked.version, "Waarom acht gesprekken?")


def test_one_person_is_one_issuer_and_subject(store: Store, ask: Callable[..., Request]) -> None:
    """The same subject at another service is somebody else, and the same one under a new name is the same maker."""
    mine = somebody("gijs", "goedkeurder", "bewerker")
    one = processes.create(store, mine, {"name": "Plein"})
    there = User("https://elders.example", "gijs", "Gijs", mine.roles, mine.signed_at, mine.proved_at)
    processes.create(store, there, {"name": "Park"})
    renamed = User(ISSUER, "gijs", "Gijs van Dam", mine.roles, mine.signed_at, mine.proved_at)
    processes.update(store, renamed, one.id, one.version, {"area": "Zuid"})
    found = {(row["issuer"], row["subject"]): row["name"] for row in people.listing(store)}
    assert found[ISSUER, "gijs"] == "Gijs van Dam"
    assert len([key for key in found if key[1] == "gijs"]) == 2


def test_what_no_cookie_outlives_is_forgotten(store: Store) -> None:
    with store.write() as c:
        sign_ins.end(c, ISSUER, "oud", int(time.time()) - sign_ins.COOKIE_SECONDS - 10)
    people.sign_out(store, somebody("bram", "bewerker"))
    with store.read() as c:
        assert len(list(c.exec_driver_sql("select person from ended_sign_in"))) == 1


def test_who_only_reads_is_known_for_the_yearly_check(store: Store) -> None:
    reader, before = somebody("lotte", "lezer"), rows(store)
    people.seen(store, reader)
    people.seen(store, reader)
    found = people.listing(store)
    assert [(row["subject"], row["roles"], row["seen_on"]) for row in found] == [("lotte", ["lezer"], clock.today())]
    assert rows(store) == before
    people.sign_out(store, reader)
    with pytest.raises(SignedOut):
        people.seen(store, reader)

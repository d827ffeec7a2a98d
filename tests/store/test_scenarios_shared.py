"""Scenarios that several people work on: applying one, another base, four eyes, clashes, kills and tampering."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from portfolio import audit, processes, requests, scenario_record, scenarios, verify
from portfolio.identity import User
from portfolio.processes import Process
from portfolio.scenarios import Scenario
from portfolio.store import Conflict, Refused, Store, chain, open_store, triggers

from .conftest import FIELDS, FINANCE, SCOPE
from .variants import base_of, change_base, names

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def process(make: Callable[..., Process]) -> Process:
    return make({"conversations": 8, "meetings": 6, "deadline": "2031-06-02"})


# --- applying, another base, and who made what is asked -----------------------------------------------------------


def test_a_variant_is_applied_and_the_others_follow(store: Store, lead: User, process: Process) -> None:
    made = scenarios.add_variant(store, lead, process.id, "Kleiner", {"conversations": 4})
    other = scenarios.add_variant(store, lead, process.id, "Bereik", {"resident_reach": 900})
    done = scenarios.apply(store, lead, made.id, 1)
    assert (done.base.name, done.base.is_base, done.base.version, done.approved) == ("Basis", True, 2, False)
    assert (done.base.scope, done.base.result) == (made.scope, made.result)
    assert scenarios.get(store, other.id).scope["conversations"] == 4
    assert scenarios.get(store, made.id) == made
    assert verify.verify(store).faults == []


def test_applying_after_an_approval_leaves_it_standing_and_says_so(
    store: Store, lead: User, client: User, process: Process
) -> None:
    asked = requests.submit(store, lead, process.id, FINANCE)
    made = scenarios.add_variant(store, lead, process.id, "Kleiner", {"conversations": 4})
    assert not scenarios.apply(store, lead, made.id, 1).approved
    granted = requests.approve(store, client, asked.id, 1, "Akkoord")
    assert scenarios.apply(store, lead, made.id, 1).approved
    assert requests.get(store, asked.id) == granted
    assert requests.submit(store, lead, process.id, FINANCE).cost_cents < granted.cost_cents
    assert verify.verify(store).faults == []


def test_another_base_changes_no_scope(store: Store, lead: User, process: Process) -> None:
    small = scenarios.add_variant(store, lead, process.id, "Kleiner", {"conversations": 4})
    later = scenarios.add_variant(store, lead, process.id, "Later", {"start": "2031-01-06"})
    gone = scenarios.add_variant(store, lead, process.id, "Weg", {"resident_reach": 900})
    scenarios.delete(store, lead, gone.id, 1)
    before = {one.id: (one.scope, one.result) for one in scenarios.list_for(store, process.id)}
    made = scenarios.make_base(store, lead, small.id, 1)
    after = {one.id: (one.scope, one.result) for one in scenarios.list_for(store, process.id)}
    assert after == before and made.is_base and made.overrides == {}
    assert scenarios.get(store, later.id).overrides == {"conversations": 8, "meetings": 6, "start": "2031-01-06"}
    assert scenarios.undo_delete(store, lead, gone.id).scope == gone.scope
    change_base(store, lead, process, stakeholder_groups=7)
    assert {one.scope["stakeholder_groups"] for one in scenarios.list_for(store, process.id)} == {7}
    assert scenarios.make_base(store, lead, small.id, 3).version == 3  # it is the base already
    assert verify.verify(store).faults == []


def editors(people: dict[str, User]) -> tuple[User, User, User]:
    return tuple(User("local", f"bewerker-{n}", f"Bewerker {n}", frozenset({"bewerker"})) for n in range(3))  # type: ignore[return-value]


@pytest.mark.parametrize("how", ["apply", "make_base", "apply after make_base"])
def test_whoever_made_the_variant_that_is_asked_is_a_maker(
    store: Store, lead: User, client: User, people: dict[str, User], process: Process, how: str
) -> None:
    first, second, third = editors(people)
    tried = scenarios.add_variant(store, client, process.id, "Geprobeerd", {"conversations": 2})
    original = scenarios.add_variant(store, first, process.id, "Kleiner", {"conversations": 4})
    granted = requests.approve(store, client, requests.submit(store, lead, process.id, FINANCE).id, 1, "Akkoord")
    copied = scenarios.copy(store, second, original.id, "Kopie")
    if how == "apply after make_base":
        scenarios.apply(store, third, copied.id, 1)
        scenarios.make_base(store, third, scenarios.copy(store, third, base_of(store, process).id, "Nieuw").id, 1)
    else:
        getattr(scenarios, how)(store, third, copied.id, 1)
    asked = requests.submit(store, third, process.id, FINANCE)
    made_by = {maker["name"] for maker in asked.makers}
    assert made_by == {first.name, second.name, third.name}
    assert granted.makers[0]["name"] == lead.name and scenarios.get(store, tried.id).version >= 1


# --- two editors, double clicks, a kill ---------------------------------------------------------------------------


def test_the_second_editor_is_told_and_neither_change_is_lost(
    store: Store, lead: User, client: User, process: Process
) -> None:
    made = scenarios.add_variant(store, lead, process.id, "Kleiner", {"conversations": 4})
    theirs = scenarios.change_variant(store, lead, made.id, 1, {"conversations": 5})
    for attempt in (
        lambda: scenarios.change_variant(store, client, made.id, 1, {"conversations": 6}),
        lambda: scenarios.rename(store, client, made.id, 1, "Anders"),
        lambda: scenarios.delete(store, client, made.id, 1),
        lambda: scenarios.apply(store, client, made.id, 1),
        lambda: scenarios.make_base(store, client, made.id, 1),
        lambda: scenarios.change_variant(store, client, made.id, 9, {"conversations": 6}),
    ):
        with pytest.raises(Conflict, match="Somebody else changed the scenario Kleiner") as clash:
            attempt()
        assert clash.value.theirs == theirs
    assert scenarios.get(store, made.id) == theirs


def test_a_change_of_the_base_is_no_clash_but_what_is_applied_is_what_was_seen(
    store: Store, lead: User, client: User, process: Process
) -> None:
    made = scenarios.add_variant(store, lead, process.id, "Kleiner", {"conversations": 4})
    change_base(store, client, process, resident_reach=5000)
    with pytest.raises(Conflict):
        scenarios.apply(store, lead, made.id, 1)
    changed = scenarios.change_variant(store, lead, made.id, 1, {"conversations": 3})
    assert (changed.version, changed.scope["resident_reach"]) == (3, 5000)
    assert scenarios.apply(store, lead, made.id, 3).base.scope == changed.scope


def test_four_clicks_do_it_once(store: Store, lead: User, process: Process) -> None:
    for _ in range(4):
        made = scenarios.add_variant(store, lead, process.id, "Kleiner", {"conversations": 4}, "add")
        scenarios.change_variant(store, lead, made.id, 1, {"conversations": 5}, "change")
        scenarios.rename(store, lead, made.id, 2, "Klein", "rename")
        copied = scenarios.copy(store, lead, made.id, "Kopie", "copy")
        scenarios.delete(store, lead, copied.id, 1, "delete")
        scenarios.undo_delete(store, lead, copied.id, "undo")
        scenarios.presets(store, lead, process.id, "presets")
        assert scenarios.apply(store, lead, made.id, 3, "apply").base.version == 2
    assert names(store, process) == ["Basis", "Klein", "Kopie", "Minimaal", "Sober", "Uitgebreid"]
    with pytest.raises(Refused, match="already used"):
        scenarios.delete(store, lead, made.id, 3, "rename")
    assert verify.verify(store).faults == []


def test_clicks_at_the_same_time_make_one_variant(store: Store, lead: User, process: Process) -> None:
    made: list[object] = []

    def click() -> None:
        made.append(scenarios.add_variant(store, lead, process.id, "Kleiner", {"conversations": 4}, "t").id)
        made.extend(one.id for one in scenarios.presets(store, lead, process.id))

    threads = [threading.Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(made), len(set(made)), len(names(store, process))) == (16, 4, 5)


def test_editors_of_base_and_variants_lose_nothing(store: Store, lead: User, process: Process) -> None:
    variants = [scenarios.add_variant(store, lead, process.id, f"V{n}", {"conversations": 4}) for n in range(3)]

    def edit_base() -> None:
        for reach in (1000, 1100, 1200):
            change_base(store, lead, process, resident_reach=reach)

    def edit(made: Scenario) -> None:
        for conversations in (5, 6, 7):
            now = scenarios.get(store, made.id)
            scenarios.change_variant(store, lead, made.id, now.version, {"conversations": conversations})

    threads = [threading.Thread(target=edit_base)] + [threading.Thread(target=edit, args=(one,)) for one in variants]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    end = scenarios.list_for(store, process.id)
    assert [one.scope["conversations"] for one in end] == [8, 7, 7, 7]
    assert {one.scope["resident_reach"] for one in end} == {1200}
    assert verify.verify(store).faults == []


WRITER = """
import sys
from portfolio import overrides, scenarios
from portfolio.identity import LOCAL_USERS
from portfolio.store import open_store
store = open_store(sys.argv[1])
print("ready", flush=True)
number = 0
while True:
    base = scenarios.base(store, sys.argv[2])
    scope = overrides.given(base.scope) | {"resident_reach": 1000 + (base.version % 5)}
    scenarios.save(store, LOCAL_USERS[0], sys.argv[2], "Basis", scope, base.version, f"{sys.argv[3]}-{number}")
    number += 1
    print(number, flush=True)
"""


def test_a_kill_between_leaves_base_and_variants_together(store_url: str, lead: User) -> None:
    store = open_store(store_url)
    process = processes.create(store, lead, FIELDS)
    scenarios.save(store, lead, process.id, "Basis", SCOPE)
    for number in range(4):
        scenarios.add_variant(store, lead, process.id, f"V{number}", {"conversations": 2 + number})
    told = 0
    for attempt in range(3):
        call = [sys.executable, "-c", WRITER, store_url, process.id, str(attempt)]
        writer = subprocess.Popen(call, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        assert writer.stdout.readline().strip() == "ready"
        writer.stdout.readline()
        time.sleep(random.Random(attempt).uniform(0, 0.4))
        os.kill(writer.pid, signal.SIGKILL)
        told += 1 + sum(line.endswith("\n") for line in writer.stdout)
        writer.wait()
        end = scenarios.list_for(store, process.id)
        assert len({one.scope["resident_reach"] for one in end}) == 1
    assert told <= base_of(store, process).version - 1 <= told + 3
    assert verify.verify(store).faults == []
    store.close()


def test_half_a_change_is_no_change(
    store: Store, lead: User, process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenarios.add_variant(store, lead, process.id, "Kleiner", {"conversations": 4})
    before = scenarios.list_for(store, process.id)
    with monkeypatch.context() as patch, pytest.raises(ZeroDivisionError):
        patch.setattr(scenario_record, "follow_one", lambda *_: 1 / 0)
        change_base(store, lead, process, resident_reach=5000)
    assert scenarios.list_for(store, process.id) == before


# --- the chain and what it finds ------------------------------------------------------------------------------------


def test_the_chain_names_nobody(store: Store, lead: User, process: Process) -> None:
    made = scenarios.add_variant(store, lead, process.id, "Voor Wilhelmina Achternaam", {"conversations": 4})
    scenarios.rename(store, lead, made.id, 1, "Voor Achternaam")
    scenarios.delete(store, lead, made.id, 2)
    with store.read() as c:
        text = str(list(chain.rows(c)))
    assert "Achternaam" not in text and lead.name not in text


TAMPERING = {
    "what a variant changes": (
        "update scenario set overrides = '{}' where is_base = 0",
        "differs from its last version",
    ),
    "its scope": ("update scenario set scope = replace(scope, '800', '80') where is_base = 0", "differs from its last"),
    "its result": ("update scenario set result = '{}' where is_base = 0", "differs from its last version"),
    "its name": ("update scenario set name = 'Anders' where is_base = 0", "differs from its last version"),
    "a version's changes": ("update scenario_version set overrides = '{}' where overrides is not null", "Version 1 of"),
    "a version's result": ("update scenario_version set result = '{}'", "was changed after it was saved"),
    "a version removed": ("delete from scenario_version where version = 2", "no longer in the database"),
    "one deleted": ("update scenario set deleted_at = '2026-01-01' where name = 'Kleiner'", "was deleted differs"),
    "one put back": ("update scenario set deleted_at = null", "was deleted differs from the audit chain"),
    "another base": (
        "update scenario set is_base = 0, overrides = '{}' where is_base = 1; "
        "update scenario set is_base = 1, overrides = null where name = 'Kleiner'",
        "says that another one is",
    ),
}


@pytest.mark.parametrize("what", TAMPERING)
def test_tampering_is_found(store: Store, lead: User, process: Process, what: str) -> None:
    made = scenarios.add_variant(store, lead, process.id, "Kleiner", {"conversations": 4})
    scenarios.change_variant(store, lead, made.id, 1, {"conversations": 3})
    gone = scenarios.add_variant(store, lead, process.id, "Weg", {"conversations": 5})
    scenarios.delete(store, lead, gone.id, 1)
    assert audit.verify(store) == []
    statements, says = TAMPERING[what]
    with store.write() as c:
        triggers.drop_all(c)
        for statement in statements.split("; "):
            c.exec_driver_sql(statement)
        triggers.create_all(c)
    assert any(says in fault for fault in audit.verify(store)), audit.verify(store)

"""The contract of processes, scenarios and drafts, on both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

import estimator
from portfolio import audit, drafts, processes, scenarios
from portfolio.identity import User
from portfolio.processes import Process
from portfolio.store import Conflict, NotFound, Refused, Store, open_store

from .conftest import FIELDS, SCOPE


def test_a_process_comes_back_as_it_was_made(store: Store, lead: User) -> None:
    made = processes.create(store, lead, FIELDS | {"group_names": ["Ouderen", "Jongeren", "Ouderen"]})
    assert processes.get(store, made.id) == made
    assert (made.name, made.version, made.status, made.example) == (FIELDS["name"], 1, "active", False)
    assert made.group_names == ("Ouderen", "Jongeren")


def test_four_clicks_make_one_process(store: Store, lead: User) -> None:
    made = {processes.create(store, lead, FIELDS, token="click").id for _ in range(4)}
    assert len(made) == 1
    assert len(processes.listing(store)) == 1


def test_four_clicks_at_the_same_time_make_one_process(store: Store, lead: User) -> None:
    made: list[str] = []
    threads = [
        threading.Thread(target=lambda: made.append(processes.create(store, lead, FIELDS, token="t").id))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    assert len(set(made)) == 1


def test_a_token_of_another_action_is_refused(store: Store, lead: User) -> None:
    made = processes.create(store, lead, FIELDS, token="same")
    with pytest.raises(Refused, match="already used"):
        processes.update(store, lead, made.id, 1, {"name": "Anders"}, token="same")


def test_a_token_of_another_object_is_refused(store: Store, lead: User) -> None:
    one, other = (processes.create(store, lead, FIELDS) for _ in range(2))
    assert processes.update(store, lead, one.id, 1, {"theme": "Wonen"}, token="same").version == 2
    with pytest.raises(Refused, match="already used"):
        processes.update(store, lead, other.id, 1, {"theme": "Wonen"}, token="same")
    assert processes.update(store, lead, one.id, 1, {"theme": "Wonen"}, token="same").version == 2


def test_the_second_editor_is_told_and_neither_text_is_lost(store: Store, lead: User, client: User) -> None:
    made = processes.create(store, lead, FIELDS)
    processes.update(store, lead, made.id, 1, {"question": "De vraag van de een"})
    with pytest.raises(Conflict) as clash:
        processes.update(store, client, made.id, 1, {"question": "De vraag van de ander"})
    assert clash.value.theirs.question == "De vraag van de een"
    assert clash.value.yours == {"question": "De vraag van de ander"}
    assert processes.get(store, made.id).version == 2


def test_eight_editors_lose_no_update(store: Store, lead: User) -> None:
    made = processes.create(store, lead, FIELDS | {"theme": ""})
    conflicts = []

    def add(word: str) -> None:
        while True:
            now = processes.get(store, made.id)
            try:
                processes.update(store, lead, made.id, now.version, {"theme": f"{now.theme} {word}".strip()})
                return
            except Conflict as clash:
                conflicts.append(clash)

    threads = [threading.Thread(target=add, args=(f"w{i}",)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    end = processes.get(store, made.id)
    assert sorted(end.theme.split()) == [f"w{i}" for i in range(8)]
    assert end.version == 9


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("name", "", "can't be empty"),
        ("name", "   ", "can't be empty"),
        ("name", "x" * 201, "201 characters; at most 200"),
        ("name", 5, "not text"),
        ("municipality", "GM9999", "GM9999 is not a municipality"),
        ("confidential", "ja", "not yes or no"),
        ("group_names", "Ouderen", "not a list"),
        ("status", "weg", "not a choice"),
        ("colour", "blue", "no field colour"),
    ],
)
def test_a_faulty_field_gets_a_sentence(store: Store, lead: User, field: str, value: object, says: str) -> None:
    made = processes.create(store, lead, FIELDS)
    with pytest.raises(Refused) as refused:
        processes.update(store, lead, made.id, 1, {field: value})
    assert [fault.field for fault in refused.value.faults] == [field]
    assert says in refused.value.message
    assert processes.get(store, made.id) == made


def test_every_faulty_field_is_named(store: Store, lead: User) -> None:
    with pytest.raises(Refused) as refused:
        processes.create(store, lead, {"name": "", "municipality": "Zwolle", "confidential": 1})
    assert {fault.field for fault in refused.value.faults} == {"name", "municipality", "confidential"}


def test_nul_characters_and_half_surrogates_are_dropped(store: Store, lead: User) -> None:
    made = processes.create(store, lead, {"name": "Dorps\x00plein \ud83d", "group_names": ["Oude\x00ren"]})
    assert (made.name, made.group_names) == ("Dorpsplein ", ("Ouderen",))


def test_unicode_and_quotes_come_back(store: Store, lead: User) -> None:
    name = "Één 'plein' \"voor\" 100% 🌳; drop table process;--"
    assert processes.create(store, lead, {"name": name}).name == name


@pytest.mark.parametrize("subject", ["controller", "beheerder"])
def test_only_an_editor_makes_a_process_and_the_attempt_is_logged(
    store: Store, people: dict[str, User], subject: str
) -> None:
    with pytest.raises(Refused, match="takes the role bewerker"):
        processes.create(store, people[subject], FIELDS)
    assert processes.listing(store) == []
    last = audit.rows(store)[0]
    assert (last["action"], last["result"]) == ("process.create", "refused")


def test_an_unknown_role_is_nothing(store: Store) -> None:
    stranger = User("local", "1", "Vreemd", frozenset({"admin", "root"}))
    with pytest.raises(Refused):
        processes.create(store, stranger, FIELDS)
    with pytest.raises(Refused):
        drafts.put(store, stranger, "k", 1)


def test_what_is_not_there_is_not_found(store: Store, lead: User) -> None:
    for attempt in (
        lambda: processes.get(store, "nope"),
        lambda: processes.update(store, lead, "nope", 1, {"name": "x"}),
        lambda: scenarios.get(store, "nope"),
        lambda: scenarios.save(store, lead, "nope", "Basis", SCOPE),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_closing_waits_for_open_steps(store: Store, lead: User) -> None:
    made = processes.create(store, lead, FIELDS)
    with pytest.raises(Refused, match="step 1 is still open"):
        processes.update(store, lead, made.id, 1, {"status": "closed"})
    assert processes.get(store, made.id).status == "active"
    processes.update(store, lead, made.id, 1, {"status": "stopped"})
    assert processes.listing(store) == []
    assert [row.phase for row in processes.listing(store, closed=True)] == ["stopped"]


def test_the_first_scenario_is_the_base_and_every_version_is_kept(
    store: Store, lead: User, make: Callable[..., Process]
) -> None:
    made = make()
    base = scenarios.base(store, made.id)
    assert base is not None and base.is_base and base.version == 1
    assert estimator.Scope.from_dict(base.scope).to_dict() == base.scope
    changed = scenarios.save(store, lead, made.id, "Basis", SCOPE | {"conversations": 9}, version=1)
    assert (changed.id, changed.version, changed.scope["conversations"]) == (base.id, 2, 9)
    assert changed.result["cost_eur"]["p80"] > base.result["cost_eur"]["p80"]
    small = scenarios.save(store, lead, made.id, "Kleiner", SCOPE | {"conversations": 2})
    assert not small.is_base
    scenarios.make_base(store, lead, small.id, 1)
    assert [(s.name, s.is_base) for s in scenarios.list_for(store, made.id)] == [("Kleiner", True), ("Basis", False)]


def test_a_scenario_clash_keeps_both(store: Store, lead: User, client: User, make: Callable[..., Process]) -> None:
    made = make()
    scenarios.save(store, lead, made.id, "Basis", SCOPE | {"conversations": 6}, version=1)
    yours = SCOPE | {"conversations": 7}
    with pytest.raises(Conflict) as clash:
        scenarios.save(store, client, made.id, "Basis", yours, version=1)
    assert (clash.value.theirs.scope["conversations"], clash.value.yours) == (6, yours)
    with pytest.raises(Conflict, match="a scenario Basis already"):
        scenarios.save(store, client, made.id, "Basis", yours)


def test_a_faulty_scope_saves_nothing(store: Store, lead: User) -> None:
    made = processes.create(store, lead, FIELDS)
    with pytest.raises(estimator.ScopeError):
        scenarios.save(store, lead, made.id, "Basis", SCOPE | {"conversations": 0})
    assert scenarios.base(store, made.id) is None


def test_the_listing_shows_a_draft_with_its_estimate(store: Store, make: Callable[..., Process]) -> None:
    make(name="Zuid")
    make(name="élan")
    rows = processes.listing(store)
    assert [row.name for row in rows] == ["Zuid", "élan"]
    first = rows[0]
    assert (first.phase, first.request_id, first.cost_cents, first.current_step) == ("draft", None, None, 1)
    assert first.estimate is not None and first.estimate["request"]["cost_eur"] > 0
    assert [state.status for state in first.steps] == ["open"] * 10


def test_a_draft_survives_a_restart_and_is_private(store_url: str, lead: User, client: User) -> None:
    typed = {"conversations": "acht", "nested": [1, {"a": None}]}
    first = open_store(store_url)
    drafts.put(first, lead, "raming:new", {"half": 1})
    drafts.put(first, lead, "raming:new", typed)
    first.close()
    second = open_store(store_url)
    assert drafts.get(second, lead, "raming:new") == typed
    assert drafts.get(second, client, "raming:new") is None
    drafts.drop(second, lead, "raming:new")
    assert drafts.get(second, lead, "raming:new") is None
    second.close()


def test_a_huge_draft_is_refused_with_its_size(store: Store, lead: User) -> None:
    with pytest.raises(Refused, match="at most 262144"):
        drafts.put(store, lead, "k", "x" * 300_000)


def test_an_id_that_was_chosen_beforehand_is_used_once(store: Store, lead: User) -> None:
    made = processes.create(store, lead, FIELDS, id="00ff00ff00ff00ff")
    assert made.id == "00ff00ff00ff00ff"
    with pytest.raises(Conflict, match="saved already") as clash:
        processes.create(store, lead, FIELDS | {"name": "Anders"}, id=made.id)
    assert clash.value.theirs == made

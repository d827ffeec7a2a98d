"""What the database itself holds: append-only, examples apart, one chain; and what verify finds when it was forced."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from portfolio import audit, benchmark_sets, learned, own_figures, people, processes, requests, verify
from portfolio.identity import User
from portfolio.requests import Request
from portfolio.store import Refused, Store, chain, commit, records, tables, triggers

KEPT = (
    *("audit", "benchmark_set", "scenario_version", "request", "request_maker", "verdict", "document"),
    *("own_figure", "learned"),
)


@pytest.fixture
def decided(store: Store, people: dict[str, User], ask: Callable[..., Request]) -> Request:
    asked = ask({"budget_route": "college"})
    own_figures.set_(store, people["beheerder"], "tariff_average", None, 99.5, None, "Kostprijsmodel")
    with store.write() as c:  # without ten finished steps
        tx = commit.Tx(c, people["beheerder"], commit.person(c, people["beheerder"]), "learned.adopt", "2026-03-01")
        number, digest = tx.log("learned", learned.facts("{}"))
        about = {"adopted_by": tx.actor, "at": tx.now, "audit_number": number, "audit_hash": digest}
        records.insert(c, tables.learned, id="1", content="{}", **about)
    return requests.record_decision(
        store, people["secretaris"], asked.id, 1, "College", "2026-03-05", "C-1", "b.pdf", b"besluit"
    )


def raw(store: Store, statement: str) -> None:
    with store.write() as c:
        c.exec_driver_sql(statement)


def without_triggers(store: Store, *statements: str) -> None:
    """What somebody with the rights of an administrator can do."""
    with store.write() as c:
        triggers.drop_all(c)
        for statement in statements:
            c.exec_driver_sql(statement)
        triggers.create_all(c)


def test_all_triggers_are_there(store: Store) -> None:
    with store.read() as c:
        assert set(triggers.present(c)) == set(triggers.expected(c))


@pytest.mark.parametrize("table", KEPT)
def test_what_must_stay_cant_be_changed_or_deleted_by_raw_sql(store: Store, decided: Request, table: str) -> None:
    column = next(iter(tables.metadata.tables[table].c)).name
    for statement in (
        f"update {table} set {column} = {column}",
        f"delete from {table}",
        f"delete from {table} where 1 = 1",
    ):
        with pytest.raises(sa.exc.IntegrityError, match=r"append-only|only be deleted"):
            raw(store, statement)
    assert verify.verify(store).faults == []


def test_tables_cant_be_emptied_or_replaced_into(store: Store, decided: Request) -> None:
    if store.kind == "postgresql":
        for table in KEPT:
            with pytest.raises(sa.exc.IntegrityError, match="append-only"):
                raw(store, f"truncate {table} cascade")
    else:
        for table in KEPT:
            with pytest.raises(sa.exc.IntegrityError):
                raw(store, f"insert or replace into {table} select * from {table}")
        with pytest.raises(sa.exc.IntegrityError):
            raw(
                store,
                "insert or replace into verdict select 'other', request_id, kind, outcome, maker, who, role, "
                "signed_in, statement, reason, body, reference, decided_on, document_id, request_sha256, recomputed, "
                "at, audit_number, audit_hash, example, granted_cents, granted from verdict",
            )
    assert verify.verify(store).faults == []


def test_a_real_process_cant_become_an_example_and_go(store: Store, lead: User, decided: Request) -> None:
    with pytest.raises(sa.exc.IntegrityError, match="example flag is fixed"):
        raw(store, "update process set example = 1")
    with pytest.raises(sa.exc.IntegrityError):
        raw(store, "delete from process")
    assert processes.remove_example(store, lead) == 0
    assert requests.get(store, decided.id) == decided


def test_the_chain_takes_only_its_next_row(store: Store, decided: Request) -> None:
    number, digest = audit.head(store)
    for wrong, previous in ((number + 2, digest), (number, digest), (number + 1, "0" * 64)):
        with pytest.raises(sa.exc.IntegrityError):
            raw(
                store,
                "insert into audit (number, at, actor, action, object, result, origin, app_version, content, "
                f"previous, hash) values ({wrong}, 't', 'a', 'a', 'o', 'done', '', '', '{{}}', '{previous}', 'h')",
            )


def test_the_chain_names_nobody(store: Store, lead: User, decided: Request) -> None:
    processes.update(store, lead, decided.process_id, 1, {"client_name": "Wilhelmina Achternaam", "theme": "Wonen"})
    with store.read() as c:
        text = str(list(chain.rows(c)))
    for name in ("Achternaam", "A. Opdrachtgever", lead.name, lead.subject, "College"):
        assert name not in text


def test_a_name_can_be_erased_and_the_chain_still_holds(
    store: Store, people_: dict[str, User], decided: Request
) -> None:
    maker = decided.submitted_by["id"]
    with pytest.raises(Refused):
        people.erase(store, people_["projectleider"], maker)
    people.erase(store, people_["beheerder"], maker)
    assert requests.get(store, decided.id).submitted_by == {"id": maker, "name": ""}
    assert verify.verify(store).faults == []
    fresh = processes.create(store, people_["projectleider"], {"name": "Later"})
    assert fresh.created_by != maker


@pytest.fixture
def people_(people: dict[str, User]) -> dict[str, User]:
    return people


TAMPERING = {
    "a row changed": ("update audit set actor = 'iemand' where number = 2", "row 2 was changed"),
    "a row's content changed": ("update audit set content = '{}' where number = 3", "row 3 was changed"),
    "a row removed": ("delete from audit where number = 2", "row 3 is out of order"),
    "the first row removed": ("delete from audit where number = 1", "row 2 is out of order"),
    "an amount in a request": (
        "update request set cost_cents = cost_cents + 100, cash_cents = cash_cents + 100",
        "amounts",
    ),
    "the content of a request": (
        "update request set content = replace(content, '\"conversations\":4', '\"conversations\":5')",
        "was changed after it was sent",
    ),
    "a decision's audit row": ("update audit set content = 'x' where number = 4", "row 4 was changed"),
    "a scenario version that is no JSON": ("update scenario_version set scope = 'x'", "can't be read"),
    "a request removed": (
        "delete from verdict; delete from request_maker; delete from request",
        "no longer in the database",
    ),
    "a decision turned round": ("update verdict set outcome = 'refused'", "doesn't match its row"),
    "a decision's words": ("update verdict set reference = 'C-2'", "doesn't match its row"),
    "a decision's date": ("update verdict set decided_on = '2026-03-06'", "doesn't match its row"),
    "a decision removed": ("delete from verdict", "A decision on request"),
    "a maker removed": ("delete from request_maker", "doesn't match its row"),
    "a document": ("update document set content = cast(name as blob)", "document b.pdf was changed"),
    "the benchmarks": ("update benchmark_set set csv = replace(csv, ',D,', ',A,')", "benchmark figures"),
    "an own figure": ("update own_figure set likely = 99, low = 99", "own figure tariff_average doesn't match its row"),
    "whose own figure it is": ("update own_figure set key = 'hired_average'", "hired_average doesn't match its row"),
    "an own figure's reason": ("update own_figure set reason = 'zomaar'", "doesn't match its row"),
    "an own figure removed": ("delete from own_figure", "An own figure tariff_average is in the audit chain"),
    "an own figure moved": ("update own_figure set audit_number = 1", "doesn't match its row"),
    "what was learned": ("update learned set content = '{\"x\":1}'", "What was learned from closed processes doesn't"),
    "what was learned stopped": ("update learned set content = null", "What was learned from closed processes doesn't"),
    "what was learned removed": ("delete from learned", "What was learned from closed processes is in the audit"),
    "a scenario version": ("update scenario_version set scope = replace(scope, '800', '80')", "Version 1 of scenario"),
}


@pytest.mark.parametrize("what", TAMPERING)
def test_tampering_is_found(store: Store, decided: Request, what: str) -> None:
    statements, says = TAMPERING[what]
    if store.kind == "postgresql":
        statements = statements.replace("as blob", "as bytea")
    without_triggers(store, *statements.split("; "))
    assert any(says in fault for fault in audit.verify(store)), audit.verify(store)


def test_a_missing_trigger_is_found(store: Store) -> None:
    drop = "drop trigger audit_no_update" + (" on audit" if store.kind == "postgresql" else "")
    raw(store, drop)
    assert audit.verify(store) == [
        "The trigger audit_no_update that guards the records is missing. Migrate again or restore."
    ]


def test_a_chain_that_was_cut_or_rewritten_is_found_by_its_anchor_only(store: Store, lead: User) -> None:
    processes.create(store, lead, {"name": "Een"})
    kept = processes.create(store, lead, {"name": "Twee"})
    anchor = audit.head(store)
    assert verify.verify(store, anchor).faults == []
    processes.update(store, lead, kept.id, 1, {"name": "Drie"})
    assert verify.verify(store, anchor).faults == []
    without_triggers(store, f"delete from audit where number >= {anchor[0]}")
    assert verify.verify(store).faults == []
    assert "Rows were removed" in verify.verify(store, anchor).faults[0].message
    processes.create(store, lead, {"name": "Iets anders"})
    assert "The chain was rewritten" in verify.verify(store, anchor).faults[0].message


def test_a_benchmark_set_comes_back_whole(store: Store, decided: Request) -> None:
    from estimator import Benchmarks

    text = benchmark_sets.csv_text(store, decided.benchmarks_sha256)
    assert Benchmarks.from_csv(text).sha256 == decided.benchmarks_sha256

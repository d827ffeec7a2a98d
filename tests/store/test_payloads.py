"""The database of payloads has one in every column that holds what people type; the list follows from the schema."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portfolio import forms, readiness
from portfolio.processes import TEXT_FIELDS
from portfolio.store import Store, records, tables
from portfolio.store.codec import canonical
from portfolio.store.columns import Json, Words
from tests.support.payload_records import fill
from tests.support.payloads import SIGN, TURNS, Said

# What nobody types: the reason, and the columns (of every table, or of one). A new column belongs in none of them until
# somebody put it here.
NOT_TYPED = {
    "ids, beside those that the schema says are keys": (
        "id key token.token ended_sign_in.person users.issuer users.subject audit.actor audit.object audit.origin "
        "token.object verdict.maker verdict.who closed_by"
    ),
    "hashes": "sha256 hash previous audit_hash request_sha256 benchmarks_sha256",
    "moments": "at created_at updated_at deleted_at erased_at submitted_at closed_at added_at",
    "words of our own": (
        "kind status outcome role action result app_version engine part rule planning budget risk form roles "
        "audit.action token.action"
    ),
    "codes and numbers that the estimator checked": (
        "scope overrides scenario.result scenario_version.result verdict.granted benchmark_set.csv learned.content "
        "step_progress.gate process.municipality"
    ),
    "the chain has no words of people": "audit.content",
}
EXCEPT = {"booking.role"}  # named as one of our own, but it is typed


@pytest.fixture
def filled(store: Store) -> tuple[Store, Said]:
    return store, fill(store)


def texts(store: Store) -> dict[str, str]:
    """Column → all that is in it, for every column that holds text; keys that point at another table are left out."""
    found: dict[str, str] = {}
    with store.read() as c:
        for table in tables.ALL:
            rows = records.many(c, table)
            for column in table.columns:
                if column.foreign_keys or not (isinstance(column.type, Words | Json) or type(column.type) is sa.Text):
                    continue
                values = (row[column.name] for row in rows if row[column.name] is not None)
                found[f"{table.name}.{column.name}"] = "\n".join(
                    one if isinstance(one, str) else canonical(one) for one in values
                )
    return found


def test_every_column_that_is_typed_holds_a_payload(filled: tuple[Store, Said]) -> None:
    store, said = filled
    names = {name for part in NOT_TYPED.values() for name in part.split()}
    held = texts(store)
    not_typed = {name for name in held if {name, name.split(".")[1]} & names} - EXCEPT
    assert {name for name, text in held.items() if not SIGN.search(text)} == not_typed, "see NOT_TYPED"
    whole = "\n".join(held.values())
    kept = set(SIGN.findall(whole))
    lost = {field for sign, field in said.fields.items() if sign not in kept}
    assert lost <= {"journal.url"}  # only a link has an address
    loose = ("draft.payload", "setting.content")  # not kept yet, and beside what comes in by files: cleaned there
    assert not [name for name, text in held.items() if TURNS.search(text) and name not in loose]


def test_every_field_inside_a_column_of_json_is_typed_too(filled: tuple[Store, Said]) -> None:
    fields = set(filled[1].fields.values())
    for kind in forms.KINDS:
        for name in (*forms.LONGS[kind], *forms.SHORTS.get(kind, ())):
            assert f"form.{kind}.{name}" in fields or name in ("document_id", "document_name"), (kind, name)
    assert {f"request.{name}" for name in readiness.TEXTS} <= fields
    assert {f"process.{name}" for name in ("name", "question", "group_names", *TEXT_FIELDS)} <= fields

"""Shared by the store's tests: an open store on either database, the people, and a process ready to ask for money."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from portfolio import processes, requests, scenarios
from portfolio.identity import LOCAL_USERS, User
from portfolio.processes import Process
from portfolio.store import Store, migrate, open_store

SCOPE = {
    "stakeholder_groups": 3,
    "conversations": 4,
    "resident_reach": 800,
    "start": "2030-01-07",
    "budget_route": "budgethouder",
}
FINANCE = {
    "decider_money": "Afdelingshoofd Ruimte",
    "decider_outcome": "College van B en W",
    "within_budget": True,
    "incidental": True,
    "vat_compensable": True,
    "within_formation": True,
    "cost_centre": "6.2 Wijken",
    "coverage": "Programma 6, budget participatie",
}
FIELDS = {
    "name": "Herinrichting Dorpsplein",
    "question": "Wat maakt het plein een plek waar u graag komt?",
    "client_name": "A. Opdrachtgever",
}


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    opened = open_store(store_url)
    yield opened
    opened.close()


@pytest.fixture
def people() -> dict[str, User]:
    return {user.subject: user for user in LOCAL_USERS}


@pytest.fixture
def lead(people: dict[str, User]) -> User:
    return people["projectleider"]


@pytest.fixture
def client(people: dict[str, User]) -> User:
    return people["opdrachtgever"]


@pytest.fixture
def make(store: Store, lead: User) -> Callable[..., Process]:
    """make(name=…, scope={…}) -> a process with a base scenario."""

    def run(scope: dict[str, Any] | None = None, **fields: Any) -> Process:
        made = processes.create(store, lead, FIELDS | fields)
        scenarios.save(store, lead, made.id, "Basis", SCOPE | (scope or {}))
        return made

    return run


@pytest.fixture
def ask(store: Store, lead: User, make: Callable[..., Process]) -> Callable[..., requests.Request]:
    """ask(scope={…}) -> a submitted request."""

    def run(scope: dict[str, Any] | None = None, **finance: Any) -> requests.Request:
        return requests.submit(store, lead, make(scope).id, FINANCE | finance)

    return run


MIGRATION = '''"""A migration of the tests: a column that needs the table to be rebuilt."""

import sqlalchemy as sa
from alembic import op

revision = "0999"
down_revision = "{before}"


def upgrade() -> None:
    how = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("process", recreate=how) as batch:
        batch.add_column(sa.Column("extra", sa.Text(), nullable=False, server_default="nieuw"))
    with op.batch_alter_table("request", recreate=how) as batch:
        batch.alter_column("engine", type_=sa.Text(), nullable=False)
'''


@pytest.fixture
def one_more_migration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Make this version of the app one migration newer; returns its revision."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "0999_test.py").write_text(MIGRATION.format(before=migrate.head()))
    monkeypatch.setattr(migrate, "FOLDER", folder)
    return "0999"

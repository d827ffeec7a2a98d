"""Shared by the store's tests: an open store on either database, the people, and a process ready to ask for money."""

from __future__ import annotations

import copy
import dataclasses
import shutil
import uuid
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import estimator
from portfolio import estimates, processes, requests, scenarios
from portfolio.identity import LOCAL_USERS, User
from portfolio.processes import Process
from portfolio.store import Store, kept_open, migrate, open_store
from portfolio.store.codec import canonical
from portfolio.whole import drawn
from tests.support.opened import opened_before
from tests.support.postgres import Server

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


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: Server) -> str:
    """The name of an empty PostgreSQL database with all tables."""
    postgres_server.create("migrated")
    open_store(postgres_server.url("migrated")).close()
    return "migrated"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An open, empty store, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "tienstap.db")
        opened = opened_before(f"sqlite:///{tmp_path / 'tienstap.db'}")
        with kept_open():  # as in a page
            yield opened
        opened.close()
        return
    server: Server = request.getfixturevalue("postgres_server")
    name = f"t{uuid.uuid4().hex}"
    server.create(name, request.getfixturevalue("migrated_postgres"))
    opened = opened_before(server.url(name))
    yield opened
    opened.close()
    server.drop(name)


@pytest.fixture(autouse=True)
def one_estimate_per_scope(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The estimator's answers are kept per scope, whatever the process: these tests are about the records.

    Tests marked ``own_draws`` get the draws of their own process, as in the app.
    """
    if request.node.get_closest_marker("own_draws"):
        return
    real = estimates.compute

    def remembered(scope: Mapping[str, Any], process_key: str, benchmarks: Any = None) -> estimates.Computed:
        key = canonical(scope) + (benchmarks.sha256 if benchmarks else "") + estimator.ENGINE
        if key not in _known:
            _known[key] = real(scope, "the same draws for all", benchmarks)
        found = _known[key]
        return dataclasses.replace(found, process_key=process_key, estimate=copy.deepcopy(found.estimate))

    monkeypatch.setattr(estimates, "compute", remembered)
    monkeypatch.setattr(drawn, "total_draws", lambda *_: np.full(8, 1000.0, np.float32))


_known: dict[str, estimates.Computed] = {}


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

"""Brings a database to this version's schema, once, however many processes start together.

Runs under the write lock with foreign keys off (SQLite rebuilds tables, which would cascade into children), recreates
all triggers from their list, checks foreign keys, and keeps a copy of a non-empty SQLite file from before.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from portfolio.messages import N_
from portfolio.store import triggers
from portfolio.store.backup import backup_before_migration
from portfolio.store.engine import MIGRATION_BUSY_SECONDS
from portfolio.store.errors import StoreProblem

ADVISORY_LOCK = 7_410_010  # any number, the same in every process of the app
FOLDER = Path(__file__).resolve().parent / "migrations"


def _config(folder: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    return config


def script() -> ScriptDirectory:
    """The migrations of this version."""
    return _read(FOLDER)


@functools.cache
def _read(folder: Path) -> ScriptDirectory:
    return ScriptDirectory.from_config(_config(folder))  # each is a file to compile, so once


def head() -> str:
    """The revision this version of the app works with."""
    found = script().get_current_head()
    if found is None:
        raise LookupError("there are no migrations")
    return found


def revision(c: sa.Connection) -> str | None:
    """The revision a database is at, or None when nothing was ever migrated."""
    return MigrationContext.configure(c).get_current_revision()


def known(found: str) -> bool:
    """True when this version of the app has the migration ``found``; False means the database is newer."""
    return found in {step.revision for step in script().walk_revisions()}


def migrate(engine: sa.Engine, to: str = "head", with_triggers: bool = True) -> bool:
    """Migrate to ``to``. Returns True when there was something to do. StoreProblem when the result has loose ends."""
    target = head() if to == "head" else to
    with _locked(engine) as c:
        before = revision(c)
        if before == target:
            return False
        if before and engine.dialect.name == "sqlite":
            backup_before_migration(engine, before)
        triggers.drop_all(c)
        _run(c, target)
        if with_triggers:
            triggers.create_all(c)
        _no_loose_ends(c)
    return True


def _run(c: sa.Connection, target: str) -> None:
    config = _config(FOLDER)
    config.attributes["connection"] = c
    command.upgrade(config, target)


@contextlib.contextmanager
def _locked(engine: sa.Engine) -> Iterator[sa.Connection]:
    with engine.connect().execution_options(tienstap_write=True) as c:
        if engine.dialect.name == "sqlite":
            raw = c.connection.driver_connection
            if raw is None:
                raise LookupError("no connection")
            # Both only work outside a transaction, so before it begins.
            raw.execute(f"pragma busy_timeout={MIGRATION_BUSY_SECONDS * 1000}")
            raw.execute("pragma foreign_keys=off")
        with c.begin():
            if engine.dialect.name == "postgresql":
                c.exec_driver_sql(f"set local lock_timeout = {MIGRATION_BUSY_SECONDS * 1000}")
                c.exec_driver_sql(f"select pg_advisory_xact_lock({ADVISORY_LOCK})")
            yield c


def _no_loose_ends(c: sa.Connection) -> None:
    if c.dialect.name != "sqlite":
        return
    loose = c.exec_driver_sql("pragma foreign_key_check").fetchall()
    if loose:
        raise StoreProblem(
            N_(
                "The database was not upgraded: {count} rows refer to a record that doesn't exist, the first in table "
                "{table}. Nothing was changed; the copy in the folder backups is from before."
            ),
            count=len(loose),
            table=loose[0][0],
        )

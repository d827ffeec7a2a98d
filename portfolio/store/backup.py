"""Copies of a SQLite database: always one consistent snapshot, never a copy of the file itself."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import sqlalchemy as sa

from portfolio.messages import N_
from portfolio.store.engine import make_engine, sqlite_module
from portfolio.store.errors import StoreProblem

KEEP = 3


def database_file(engine: sa.Engine) -> Path:
    """The file of a SQLite engine."""
    return Path(engine.url.database or "")


def vacuum_into(engine: sa.Engine, target: Path) -> Path:
    """Write a snapshot of the database to a new file. Works while others write. Refuses an existing file."""
    if target.exists():
        raise StoreProblem(N_("The file {path} exists already; choose another name."), path=str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as c:
        raw = c.connection.driver_connection
        if raw is None:
            raise LookupError("no connection")
        raw.execute("vacuum into ?", (str(target),))
    return target


def backup_before_migration(engine: sa.Engine, revision: str) -> Path:
    """Keep a copy from before a migration in the folder ``backups`` beside the file; the newest three stay."""
    source = database_file(engine)
    folder = source.parent / "backups"
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S%fZ")
    made = vacuum_into(engine, folder / f"auto-{source.stem}-{stamp}-{revision}.db")
    for old in sorted(folder.glob(f"auto-{source.stem}-*.db"))[:-KEEP]:
        old.unlink(missing_ok=True)
    return made


def is_backup(path: Path) -> bool:
    """True for a whole Tienstap database in SQLite; False for an archive and anything else."""
    engine = make_engine(sa.URL.create("sqlite", database=str(path)), "ro")
    try:
        with engine.connect() as c:
            names = set(c.exec_driver_sql("select name from sqlite_master where type = 'table'").scalars())
    except sa.exc.DBAPIError:
        return False
    finally:
        engine.dispose()
    return "alembic_version" in names and "manifest" not in names


def copied(source: Path, target: Path) -> None:
    """A snapshot of a database that stays as it is."""
    engine = make_engine(sa.URL.create("sqlite", database=str(source)), "ro")
    try:
        vacuum_into(engine, target)
    finally:
        engine.dispose()


def in_one_file(engine: sa.Engine) -> bool:
    """Bring all of a SQLite database into its one file, so that it may be moved; False when somebody holds it."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as c:
        raw = c.connection.driver_connection
        if raw is None:
            raise LookupError("no connection")
        raw.execute("pragma busy_timeout=1000")
        try:
            busy = raw.execute("pragma wal_checkpoint(truncate)").fetchone()[0]
            mode = raw.execute("pragma journal_mode=delete").fetchone()[0]
            raw.execute("begin exclusive")
            raw.execute("rollback")
        except sqlite_module().OperationalError:
            return False
    return not busy and mode == "delete"

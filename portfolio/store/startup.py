"""What is checked before the first page: every way in which a database can be unusable gets its own sentence."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

import sqlalchemy as sa

from portfolio.messages import N_
from portfolio.store import migrate, problems
from portfolio.store.backup import database_file
from portfolio.store.engine import database_url, journal_mode, make_engine
from portfolio.store.errors import StoreProblem

LEAST_FREE_BYTES = 20 * 1024 * 1024

EMPTY = N_(
    "The database file {path} is empty (0 bytes). Put back a backup under this name, or delete the empty file to start "
    "with a new database."
)
NO_FOLDER = N_("The folder {path} can't be made or written. Give the app write access, or choose another database.")
LITTLE_SPACE = N_("The disk of {path} has {free_mb} MB left; at least {least_mb} MB is needed. Free some space first.")
NEWER = N_(
    "The database {where} was made by a newer version of Tienstap (schema {revision}). Install that version or newer, "
    "or use another database."
)
FOREIGN = N_("The database {where} holds other tables and isn't a Tienstap database. Choose another one.")
NOT_UTF8 = N_("The database {where} has encoding {encoding}; make it with encoding UTF8.")
NO_URL = N_(
    "TIENSTAP_DATABASE_URL is no address of a database; write sqlite:///folder/file.db or "
    "postgresql://user:password@server/database."
)
OTHER_KIND = N_("{kind} databases aren't supported; use SQLite or PostgreSQL.")


def checked_url(given: str | None) -> sa.URL:
    """The database URL, or StoreProblem when it is none or of another kind than SQLite (a file) or PostgreSQL."""
    try:
        url = database_url(given)
    except sa.exc.ArgumentError as error:
        raise StoreProblem(NO_URL) from error
    if url.drivername not in ("sqlite", "postgresql+psycopg"):
        raise StoreProblem(OTHER_KIND, kind=url.drivername)
    if url.drivername == "sqlite" and url.database in (None, "", ":memory:"):
        raise StoreProblem(NO_URL)
    return url


def check(engine: sa.Engine) -> None:
    """Raise StoreProblem unless the database can be used or made. Leaves an existing database unchanged."""
    kind = engine.dialect.name
    if kind == "sqlite":
        _check_file(engine)
    try:
        with engine.connect() as c:
            if kind == "sqlite":
                _check_content(engine, c)
            else:
                _check_encoding(engine, c)
            _check_schema(engine, c)
    except sa.exc.DBAPIError as error:
        found = problems.problem(engine, error)
        if found is None:
            raise
        raise found from error


def _check_file(engine: sa.Engine) -> None:
    path = database_file(engine)
    folder = path.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise StoreProblem(NO_FOLDER, path=str(folder)) from error
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE_BYTES:
        mb = 1024 * 1024
        raise StoreProblem(LITTLE_SPACE, path=str(folder), free_mb=free // mb, least_mb=LEAST_FREE_BYTES // mb)
    if not path.exists():
        _make_file(engine, path)
    elif path.stat().st_size == 0:
        raise StoreProblem(EMPTY, path=str(path))
    elif not os.access(path, os.W_OK):
        raise StoreProblem(problems.READ_ONLY, where=str(path))


def _make_file(engine: sa.Engine, path: Path) -> None:
    """Make the new database under another name and put it in place at once: nobody ever meets a half-made file."""
    fresh = path.with_name(f"{path.name}.new-{os.getpid()}-{os.urandom(4).hex()}")
    maker = make_engine(engine.url.set(database=str(fresh)), "rwc")
    try:
        migrate.migrate(maker)
        maker.dispose()
        _put_in_place(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)


def _put_in_place(fresh: Path, path: Path) -> None:
    with contextlib.suppress(FileExistsError):  # another process was first: its file is as good as ours
        try:
            os.link(fresh, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            if not path.exists():
                fresh.rename(path)


def _check_content(engine: sa.Engine, c: sa.Connection) -> None:
    found = c.exec_driver_sql("pragma quick_check(1)").scalar_one()
    if found != "ok":
        raise StoreProblem(problems.CORRUPT, where=problems.where(engine), detail=str(found)[:200])


def _check_encoding(engine: sa.Engine, c: sa.Connection) -> None:
    encoding = c.exec_driver_sql("show server_encoding").scalar_one()
    if encoding != "UTF8":
        raise StoreProblem(NOT_UTF8, where=problems.where(engine), encoding=encoding)


def _check_schema(engine: sa.Engine, c: sa.Connection) -> None:
    names = set(sa.inspect(c).get_table_names())
    if names and "alembic_version" not in names:
        raise StoreProblem(FOREIGN, where=problems.where(engine))
    revision = migrate.revision(c)
    if revision and not migrate.known(revision):
        raise StoreProblem(NEWER, where=problems.where(engine), revision=revision)


def set_journal(engine: sa.Engine) -> None:
    """Put a SQLite file in the journal mode that is safe with this SQLite. The mode stays in the file."""
    if engine.dialect.name != "sqlite":
        return
    wanted = journal_mode()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as c:
        raw = c.connection.driver_connection
        if raw is not None and raw.execute("pragma journal_mode").fetchone()[0] != wanted:
            raw.execute(f"pragma journal_mode={wanted}")

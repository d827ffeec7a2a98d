"""Makes the engine for a database URL and says how SQLite keeps its journal."""

from __future__ import annotations

import os
from pathlib import Path
from types import ModuleType
from typing import Any

import sqlalchemy as sa

BUSY_SECONDS = 5
MIGRATION_BUSY_SECONDS = 60
DEFAULT_FILE = Path(__file__).resolve().parents[2] / "var" / "tienstap.db"


def sqlite_module() -> ModuleType:
    """The SQLite of this process: ``pysqlite3`` when installed. One library only, never two on one file."""
    try:
        import pysqlite3.dbapi2 as module
    except ImportError:
        import sqlite3.dbapi2 as module
    return module  # type: ignore[no-any-return]


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """False for the SQLite versions in which resetting the write-ahead log can corrupt the file.

    >>> wal_is_safe((3, 40, 1)), wal_is_safe((3, 44, 6)), wal_is_safe((3, 50, 7)), wal_is_safe((3, 51, 2))
    (False, True, True, False)
    >>> wal_is_safe((3, 53, 4)), wal_is_safe((3, 45, 0))
    (True, False)
    """
    if version >= (3, 51, 3):
        return True
    return any(version[:2] == fixed[:2] and version >= fixed for fixed in ((3, 44, 6), (3, 50, 7)))


def journal_mode() -> str:
    """``wal`` on a SQLite where it is safe, else ``delete``."""
    return "wal" if wal_is_safe(sqlite_module().sqlite_version_info) else "delete"


def database_url(given: str | None = None) -> sa.URL:
    """The database URL: the given one, TIENSTAP_DATABASE_URL, or the SQLite file under var/.

    >>> database_url("postgres://u@h/d").drivername, database_url("sqlite:////tmp/x.db").database
    ('postgresql+psycopg', '/tmp/x.db')
    """
    text = given or os.environ.get("TIENSTAP_DATABASE_URL") or f"sqlite:///{DEFAULT_FILE.as_posix()}"
    url = sa.make_url(text)
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    return url


def make_engine(url: sa.URL, mode: str = "rw") -> sa.Engine:
    """An engine whose connections are opened per use (SQLite) or pooled (PostgreSQL). Opens nothing yet.

    ``mode`` of a SQLite file: ``ro`` reads only, ``rw`` wants the file to exist, ``rwc`` makes it when it doesn't. A
    running app never makes one: when its file is taken away, an empty one in its place would hide that.
    """
    if url.get_backend_name() == "sqlite":
        return _sqlite_engine(url, mode)
    return sa.create_engine(
        url,
        pool_size=5,
        max_overflow=5,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": BUSY_SECONDS,
            "options": f"-c lock_timeout={BUSY_SECONDS * 1000} -c timezone=UTC",
            "client_encoding": "utf8",
        },
    )


def _sqlite_engine(url: sa.URL, mode: str) -> sa.Engine:
    engine = sa.create_engine(
        url, module=sqlite_module(), poolclass=sa.pool.NullPool, connect_args={"timeout": BUSY_SECONDS}
    )

    @sa.event.listens_for(engine, "do_connect")
    def _open(_dialect: Any, _record: Any, arguments: list[Any], named: dict[str, Any]) -> None:
        arguments[0] = f"{Path(arguments[0]).absolute().as_uri()}?mode={mode}"
        named["uri"] = True

    @sa.event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions begin where we say so
        for pragma in ("foreign_keys=on", "synchronous=full", "recursive_triggers=on"):
            connection.execute(f"pragma {pragma}")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("tienstap_write", False)
        connection.exec_driver_sql("begin immediate" if writes else "begin")

    return engine

"""Opening the database, reading from it, writing to it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

import sqlalchemy as sa

from portfolio.store import migrate, problems, startup
from portfolio.store.engine import make_engine
from portfolio.store.errors import StoreProblem

T = TypeVar("T")
Connection = sa.Connection  # for rules, which name the type but speak no SQL


class _Kept(threading.local):
    connections: dict[sa.Engine, sa.Connection] | None = None


_kept = _Kept()


@contextlib.contextmanager
def kept_open() -> Iterator[None]:
    """In this block a thread reads a SQLite database through one connection, instead of opening one for each read: that
    reads the schema anew, and took a sixth of the time of a page. Every read still sees the database as it is then."""
    if _kept.connections is not None:
        yield
        return
    kept = _kept.connections = {}
    try:
        yield
    finally:
        _kept.connections = None
        for c in kept.values():
            c.close()


@dataclass(frozen=True)
class Store:
    """One municipality's database. Threads may share it: none uses the connection of another."""

    engine: sa.Engine

    @property
    def kind(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self.engine.dialect.name

    @property
    def where(self) -> str:
        """The database as it may be shown: a file, or a URL without password."""
        return problems.where(self.engine)

    @contextlib.contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A connection that sees one moment of the database, however many questions are asked."""
        with self._told(), self._connected() as c:
            if self.kind == "postgresql":
                c.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with c.begin():
                yield c

    @contextlib.contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """A transaction that holds the write lock from its first moment; all of it is saved, or nothing.

        Reading and then writing under a lock taken late would fail, or overwrite what another just wrote.
        """
        with self._told(), self.engine.connect().execution_options(tienstap_write=True) as c, c.begin():
            if self.kind == "postgresql":
                c.exec_driver_sql(f"select pg_advisory_xact_lock({migrate.ADVISORY_LOCK})")
            yield c

    def transact(self, work: Callable[[sa.Connection], T]) -> T:
        """Run ``work`` in ``write()``; once more when the database was busy or two transactions collided."""
        try:
            with self.write() as c:
                return work(c)
        except StoreProblem as error:
            if error.template != problems.BUSY:
                raise
        with self.write() as c:
            return work(c)

    @contextlib.contextmanager
    def _connected(self) -> Iterator[sa.Connection]:
        """A connection to read with: the one that is kept open, unless it is in use; after a fault it is closed."""
        kept = _kept.connections
        if kept is None or self.kind != "sqlite":
            with self.engine.connect() as c:
                yield c
            return
        c = kept.pop(self.engine) if self.engine in kept else self.engine.connect()
        try:
            yield c
        except BaseException:
            c.close()
            raise
        if self.engine in kept:
            c.close()
        else:
            kept[self.engine] = c

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sa.exc.DBAPIError as error:
            found = problems.problem(self.engine, error)
            if found is None:
                raise
            raise found from error

    def close(self) -> None:
        """Close pooled connections, and the one that this thread keeps open."""
        kept = (_kept.connections or {}).pop(self.engine, None)
        if kept:
            kept.close()
        self.engine.dispose()


def open_store(url: str | None = None) -> Store:
    """Open the database, making or upgrading it when needed.

    ``url``: a database URL; without it TIENSTAP_DATABASE_URL, else the SQLite file var/tienstap.db of the project.
    Raises StoreProblem with a sentence when the file is empty, damaged, newer than this version or can't be written,
    when the server can't be reached, or when the disk is nearly full.
    """
    engine = make_engine(startup.checked_url(url))
    startup.check(engine)
    store = Store(engine)
    with store._told():
        startup.set_journal(engine)
        migrate.migrate(engine)
    return store

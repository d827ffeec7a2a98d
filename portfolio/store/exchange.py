"""The archive: every table in one portable SQLite file that opens in any SQLite tool, with views and full-text search.

It is the way to export, to keep, and to move between SQLite and PostgreSQL. A manifest holds per table the number of
rows and a hash over their content, so that putting an archive back is checked to the last character. The table
``readme`` says in words what every table and column is.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import sqlite_utils

from portfolio import APP_VERSION
from portfolio.messages import N_
from portfolio.store import chain, clock, described, migrate
from portfolio.store.archive_views import SEARCH, VIEWS
from portfolio.store.codec import canonical
from portfolio.store.database import Store
from portfolio.store.engine import make_engine
from portfolio.store.errors import StoreProblem
from portfolio.store.tables import ALL

FORMAT = "tienstap-archive-1"
_BATCH = 200
# Rows must come back in the order in which they were written where a trigger looks at what came before.
_ORDER = {"verdict": "audit_number"}

EXISTS = N_("The file {path} exists already; choose another name.")
NOT_ARCHIVE = N_("The file {path} is no Tienstap archive. Make one with: python -m portfolio archive FILE.")
DAMAGED = N_("The archive {path} is damaged: table {table} doesn't match its manifest. Nothing was restored.")
NEWER = N_(
    "The archive {path} was made by a newer version of Tienstap (schema {revision}). Install that version first."
)
NOT_EMPTY = N_("The database {where} isn't empty: table {table} has rows. Restore into a new, empty database.")
NO_FILE = N_("There is no file {path}.")


@dataclass(frozen=True)
class Manifest:
    """What an archive says about itself. ``tables``: name to (number of rows, SHA-256 over the rows in any order)."""

    revision: str
    app_version: str
    made_at: str
    audit_number: int
    audit_hash: str
    tables: dict[str, tuple[int, str]]


def _plain(table: sa.Table) -> sa.TableClause:
    """The table without types: values as they are stored."""
    return sa.table(table.name, *(sa.column(column.name) for column in table.c))


def _rows(c: sa.Connection, table: sa.Table) -> Iterator[dict[str, Any]]:
    order = _ORDER.get(table.name)
    columns: list[sa.ColumnClause[Any]] = (
        [sa.column(order)] if order else [sa.column(column.name) for column in table.primary_key]
    )
    question = sa.select(_plain(table)).order_by(*columns)
    for row in c.execution_options(yield_per=_BATCH).execute(question).mappings():
        yield {k: bytes(v) if isinstance(v, memoryview) else v for k, v in row.items()}


def _readable(c: sa.Connection, table: sa.Table, path: Path) -> Iterator[dict[str, Any]]:
    """The rows of an archive; what can't be read is the archive's fault, not that of the database it goes to."""
    try:
        yield from _rows(c, table)
    except sa.exc.DBAPIError as error:
        raise StoreProblem(DAMAGED, path=str(path), table=table.name) from error


class _Tally:
    """Counts rows and hashes them independent of their order, which differs between databases."""

    def __init__(self) -> None:
        self.digests: list[bytes] = []

    def seen(self, rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for row in rows:
            plain = {k: hashlib.sha256(v).hexdigest() if isinstance(v, bytes) else v for k, v in row.items()}
            self.digests.append(hashlib.sha256(canonical(plain).encode()).digest())
            yield row

    def result(self) -> tuple[int, str]:
        return len(self.digests), hashlib.sha256(b"".join(sorted(self.digests))).hexdigest()


def tally(c: sa.Connection) -> dict[str, tuple[int, str]]:
    """Per table the number of rows and the hash over them."""
    out = {}
    for table in ALL:
        counted = _Tally()
        for _ in counted.seen(_rows(c, table)):
            pass
        out[table.name] = counted.result()
    return out


def write(store: Store, target: Path) -> Manifest:
    """Write the archive of one moment to a new file. StoreProblem when the file exists."""
    if target.exists():
        raise StoreProblem(EXISTS, path=str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f"{target.name}.new-{os.getpid()}")
    try:
        db = sqlite_utils.Database(str(fresh))
        with store.read() as c:
            number, digest = chain.head(c)
            # sqlite-utils looks at exact types, and SQLAlchemy's names are a kind of text of their own.
            tables = {f"{table.name}": _copy_out(c, table, db) for table in ALL}
        manifest = Manifest(migrate.head(), APP_VERSION, clock.wall(), number, digest, tables)
        _write_manifest(db, manifest)
        _add_comfort(db)
        _add_readme(db)
        db.close()
        os.replace(fresh, target)
    finally:
        fresh.unlink(missing_ok=True)
    return manifest


def _python_type(column: sa.Column[Any]) -> type:
    kind = column.type.impl if isinstance(column.type, sa.types.TypeDecorator) else column.type
    if isinstance(kind, sa.Integer):
        return int
    if isinstance(kind, sa.Double):
        return float
    return bytes if isinstance(kind, sa.LargeBinary) else str


def _copy_out(c: sa.Connection, table: sa.Table, db: Any) -> tuple[int, str]:
    keys = [str(column.name) for column in table.primary_key]
    columns = {str(column.name): _python_type(column) for column in table.c}
    links = [(str(key.parent.name), str(key.column.table.name), str(key.column.name)) for key in table.foreign_keys]
    needed = {str(column.name) for column in table.c if not column.nullable}
    db[table.name].create(
        columns, pk=keys[0] if len(keys) == 1 else tuple(keys), foreign_keys=links, not_null=needed - set(keys)
    )
    counted = _Tally()
    db[table.name].insert_all(counted.seen(_rows(c, table)), batch_size=_BATCH)
    return counted.result()


def _write_manifest(db: Any, manifest: Manifest) -> None:
    facts = {
        "format": FORMAT,
        "revision": manifest.revision,
        "app_version": manifest.app_version,
        "made_at": manifest.made_at,
        "audit_number": str(manifest.audit_number),
        "audit_hash": manifest.audit_hash,
    }
    db["manifest"].insert_all([{"key": k, "value": v} for k, v in facts.items()], pk="key")
    rows = [{"name": name, "row_count": n, "sha256": digest} for name, (n, digest) in manifest.tables.items()]
    db["manifest_table"].insert_all(rows, pk="name")


def _add_comfort(db: Any) -> None:
    """Views and full-text search for whoever opens the file in another tool."""
    for name, statement in VIEWS.items():
        db.create_view(name, statement)
    for name, columns in SEARCH.items():
        db[name].enable_fts(columns, tokenize="unicode61 remove_diacritics 2")


def _add_readme(db: Any) -> None:
    """The table ``readme``: what every table, view and column is. It is no record, so no part of the manifest."""
    named = ["readme", "manifest", "manifest_table", *(table.name for table in ALL), *VIEWS]
    db["readme"].create(dict.fromkeys(described.HEADS, str), pk=("table_name", "column_name"))
    columns = [(str(name), [column.name for column in db[name].columns]) for name in named]
    db["readme"].insert_all(described.readme(columns))


def read_manifest(path: Path) -> Manifest:
    """The manifest of an archive file, or StoreProblem when it is none."""
    if not path.is_file():
        raise StoreProblem(NO_FILE, path=str(path))
    engine = _opened(path)
    try:
        with engine.connect() as c:
            facts = {str(k): str(v) for k, v in c.exec_driver_sql("select key, value from manifest")}
            tables = {n: (int(k), str(h)) for n, k, h in c.exec_driver_sql("select * from manifest_table")}
    except sa.exc.DBAPIError as error:
        raise StoreProblem(NOT_ARCHIVE, path=str(path)) from error
    finally:
        engine.dispose()
    named = ("revision", "app_version", "made_at", "audit_number", "audit_hash")
    if facts.get("format") != FORMAT or not facts.keys() >= set(named) or not facts["audit_number"].isdigit():
        raise StoreProblem(NOT_ARCHIVE, path=str(path))
    revision, app_version, made_at, number, digest = (facts[name] for name in named)
    return Manifest(revision, app_version, made_at, int(number), digest, tables)


def _opened(path: Path, mode: str = "ro") -> sa.Engine:
    return make_engine(sa.URL.create("sqlite", database=str(path)), mode)


def restore(store: Store, path: Path) -> Manifest:
    """Put an archive into an empty database, in one transaction that is checked before it is saved.

    An archive of an older schema is upgraded in a scratch file first. StoreProblem when the target has rows, when the
    archive is newer, and when a table doesn't match the manifest.
    """
    manifest = read_manifest(path)
    if not migrate.known(manifest.revision):
        raise StoreProblem(NEWER, path=str(path), revision=manifest.revision)
    with tempfile.TemporaryDirectory() as folder:
        source = _opened(path)
        wanted = manifest.tables
        if manifest.revision != migrate.head():
            source, wanted = _upgraded(source, manifest, path, Path(folder)), {}
        try:
            with source.connect() as old, store.write() as c:
                _fill(old, c, store, wanted, path)
        finally:
            source.dispose()
    return manifest


def _fill(old: sa.Connection, c: sa.Connection, store: Store, wanted: dict[str, tuple[int, str]], path: Path) -> None:
    for table in ALL:
        if c.execute(sa.select(sa.func.count()).select_from(_plain(table))).scalar_one():
            raise StoreProblem(NOT_EMPTY, where=store.where, table=table.name)
    for table in ALL:
        _copy_in(_readable(old, table, path), c, table)
    found = tally(c)
    for name, expected in wanted.items():
        if found.get(name) != expected:
            raise StoreProblem(DAMAGED, path=str(path), table=name)


def _copy_in(rows: Iterator[dict[str, Any]], c: sa.Connection, table: sa.Table) -> None:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            c.execute(_plain(table).insert(), batch)
            batch = []
    if batch:
        c.execute(_plain(table).insert(), batch)


def _upgraded(source: sa.Engine, manifest: Manifest, path: Path, folder: Path) -> sa.Engine:
    """The archive's rows in a scratch database that was migrated to this version's schema."""
    scratch = _opened(folder / "upgraded.db", "rwc")
    migrate.migrate(scratch, manifest.revision, with_triggers=False)
    then = sa.MetaData()
    then.reflect(scratch, only=list(manifest.tables))
    with source.connect() as old, scratch.connect().execution_options(tienstap_write=True) as c, c.begin():
        for table in then.sorted_tables:
            counted = _Tally()
            _copy_in(counted.seen(_rows(old, table)), c, table)
            if counted.result() != manifest.tables[table.name]:
                raise StoreProblem(DAMAGED, path=str(path), table=table.name)
    source.dispose()
    migrate.migrate(scratch)
    return scratch

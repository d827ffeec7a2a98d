"""Puts a backup or an archive back in the place of a SQLite database: made ready beside it, checked, then switched.

    1  what is put back is written to a new file beside the database, and upgraded when it is older
    2  that file is checked: its structure, references, audit chain, frozen requests and decisions, and an archive's own
       manifest (rows and hash per table, head of the chain)
    3  the database that was there is kept in the folder of backups
    4  the new file takes its place

Until the last moment nothing changes. Do it with the app stopped: what is written meanwhile would be lost, so it is
refused while somebody holds the database.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
from dataclasses import dataclass
from pathlib import Path

from portfolio import archive, audit, verify
from portfolio.messages import N_
from portfolio.store import backup as _backup
from portfolio.store import exchange, problems, startup
from portfolio.store.database import Store, open_store
from portfolio.store.engine import make_engine
from portfolio.store.errors import StoreProblem

log = logging.getLogger("tienstap.archive")

ONLY_SQLITE = N_(
    "Only a SQLite database is put back so; for PostgreSQL restore the archive into a new, empty database."
)
NOT_WHOLE = N_("{path} wasn't put back: {fault} Nothing was changed.")
OTHER_HEAD = N_("{path} wasn't put back: its audit chain ends at {found}, its manifest says {wanted}.")
IN_USE = N_("The database {where} is in use. Stop the app and try again; nothing was changed.")


@dataclass(frozen=True)
class PutBack:
    """What was put back: rows and head of its audit chain, and where the database that was there is kept (None: there
    was none)."""

    rows: int
    head: str
    kept: Path | None


def put_back(url: str | None, source: Path) -> PutBack:
    """Put ``source`` (a backup, or an archive) in the place of the SQLite database at ``url``.

    StoreProblem when it isn't whole, isn't Tienstap's, or when the database is in use; then nothing was changed.
    """
    address = startup.checked_url(url)
    if address.drivername != "sqlite":
        raise StoreProblem(ONLY_SQLITE)
    place = Path(str(address.database))
    place.parent.mkdir(parents=True, exist_ok=True)
    fresh = place.with_name(f"{place.name}.back-{os.getpid()}")
    try:
        rows, digest = _ready(source, fresh)
        kept = _switched(place, fresh)
    finally:
        for leftover in (fresh, *(fresh.with_name(fresh.name + end) for end in ("-wal", "-shm", "-journal"))):
            leftover.unlink(missing_ok=True)
    log.info("put back %s, audit row %d %s", source, rows, digest)
    return PutBack(rows, digest, kept)


def _ready(source: Path, fresh: Path) -> tuple[int, str]:
    """The new file, checked; returns the head of its chain."""
    manifest = None
    if _backup.is_backup(source):
        _backup.copied(source, fresh)
        store = open_store(f"sqlite:///{fresh}")
    else:
        exchange.read_manifest(source)  # a sentence when it is neither
        store = open_store(f"sqlite:///{fresh}")
        manifest = archive.restore(store, source)
    try:
        report = verify.verify(store)
        if report.faults:
            raise StoreProblem(NOT_WHOLE, path=str(source), fault=report.faults[0].message)
        number, digest = audit.head(store)
        if manifest and (number, digest) != (manifest.audit_number, manifest.audit_hash):
            wanted = f"{manifest.audit_number} {manifest.audit_hash}"
            raise StoreProblem(OTHER_HEAD, path=str(source), found=f"{number} {digest}", wanted=wanted)
        _backup.in_one_file(store.engine)
    finally:
        store.close()
    return number, digest


def _switched(place: Path, fresh: Path) -> Path | None:
    """Put the new file in place; returns where the old one is kept."""
    kept = None
    if place.exists() and place.stat().st_size:
        store = Store(make_engine(startup.checked_url(f"sqlite:///{place}")))
        stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S%fZ")
        kept = archive.backup_folder(store) / f"before-{stamp}.db"
        try:
            with store._told():
                _backup.vacuum_into(store.engine, kept)
                if not _backup.in_one_file(store.engine):
                    raise StoreProblem(IN_USE, where=str(place))
        except StoreProblem as problem:
            if problem.template != problems.CORRUPT:
                raise
            _aside(place, kept)
        finally:
            store.close()
    os.replace(fresh, place)
    return kept


def _aside(place: Path, kept: Path) -> None:
    """A file that can't be read any more is kept as it is, with what stands beside it."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    for end in ("", "-wal", "-shm", "-journal"):
        file = place.with_name(place.name + end)
        if file.exists():
            os.replace(file, kept.with_name(kept.name + end))

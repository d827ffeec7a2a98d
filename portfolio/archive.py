"""Taking all records out into one portable file, putting them back, and making a backup.

These write no audit rows: an archive that is put back has exactly the chain it was taken with. What was done stands in
the manifest inside the file and in the server's log.
"""

from __future__ import annotations

import datetime as dt
import logging
from pathlib import Path

from portfolio.store import backup as _backup
from portfolio.store import exchange
from portfolio.store.database import Store
from portfolio.store.engine import DEFAULT_FILE
from portfolio.store.exchange import Manifest

log = logging.getLogger("tienstap.archive")


def archive(store: Store, target: Path) -> Manifest:
    """Write everything to a new SQLite file, of one moment, while others go on working."""
    manifest = exchange.write(store, target)
    log.info("archive %s, audit row %d %s", target, manifest.audit_number, manifest.audit_hash)
    return manifest


def restore(store: Store, source: Path) -> Manifest:
    """Put an archive into an empty database; StoreProblem when there are rows in it or the archive isn't whole."""
    manifest = exchange.restore(store, source)
    log.info("restored %s, audit row %d %s", source, manifest.audit_number, manifest.audit_hash)
    return manifest


def backup(store: Store, target: Path | None = None) -> Path:
    """Make a backup: a snapshot of a SQLite file, an archive of a PostgreSQL database. Returns the new file."""
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S%fZ")
    made = target or backup_folder(store) / f"backup-{stamp}.db"
    if store.kind == "sqlite":
        _backup.vacuum_into(store.engine, made)
        log.info("backup %s", made)
    else:
        archive(store, made)
    return made


def backup_folder(store: Store) -> Path:
    """Where backups are kept: beside a SQLite file, else under var/."""
    return (_backup.database_file(store.engine) if store.kind == "sqlite" else DEFAULT_FILE).parent / "backups"

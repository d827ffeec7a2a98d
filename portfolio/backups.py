"""Backup and archive for who manages the app: who may, what there is, and a trace of who took everything along.

Making a backup or an archive is told in the audit chain before it is made, so that the copy holds that row too. Putting
one back is done on the command line, with the app stopped (docs/operations.md).
"""

from __future__ import annotations

import datetime as dt
import tempfile
from dataclasses import dataclass
from pathlib import Path

from portfolio import archive
from portfolio.identity import User
from portfolio.store.commit import Tx, commit
from portfolio.store.database import Store


@dataclass(frozen=True)
class Backup:
    """A file in the folder of backups. ``automatic``: made before an upgrade; ``size``: bytes; ``made_at`` in UTC."""

    path: Path
    made_at: dt.datetime
    size: int
    automatic: bool


def listing(store: Store) -> list[Backup]:
    """The backups beside the database, the newest first."""
    folder = archive.backup_folder(store)
    return sorted(
        (_backup(file) for file in folder.glob("*.db") if file.is_file()),
        key=lambda one: (one.made_at, one.path.name),
        reverse=True,
    )


def _backup(file: Path) -> Backup:
    found = file.stat()
    made = dt.datetime.fromtimestamp(found.st_mtime, dt.UTC)
    return Backup(file, made, found.st_size, file.name.startswith("auto-"))


def make(store: Store, user: User, token: str | None = None) -> Backup:
    """Make a backup now. Role: beheerder."""
    _told(store, user, "backup.make", token)
    return _backup(archive.backup(store))


def everything(store: Store, user: User) -> bytes:
    """The archive of this moment: one SQLite file with all records, in memory. Role: beheerder."""
    _told(store, user, "archive.make", None)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "archive.db"
        archive.archive(store, file)
        return file.read_bytes()


def _told(store: Store, user: User, action: str, token: str | None) -> None:
    def work(tx: Tx) -> str:
        tx.log("database")
        return "database"

    commit(store, user, action, work, token, "database")

"""Translates what a database driver raises into a sentence that says what to do."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from portfolio.messages import N_
from portfolio.store.errors import StoreProblem

BUSY = N_("The database is busy with other work. Nothing was saved; try again in a moment.")
FULL = N_("The disk is full. Nothing was saved; free some space and try again.")
GONE = N_(
    "The database file {where} is gone. Put it back or restore a backup under this name; when the app starts without "
    "it, it begins with a new, empty database."
)
READ_ONLY = N_("The database {where} can't be written. Give the app write access to the file and its folder.")
CORRUPT = N_(
    "The database {where} is damaged ({detail}). Stop the app, keep the file, and put back a backup "
    "(folder backups beside the file, or: python -m portfolio restore)."
)
DISK = N_("Reading or writing the database {where} failed ({detail}). Check the disk; nothing was saved.")
UNREACHABLE = N_(
    "The database server {where} can't be reached ({detail}). Check that it runs and that "
    "TIENSTAP_DATABASE_URL is right."
)


def where(engine: sa.Engine) -> str:
    """The database as it may be shown: without password."""
    if engine.dialect.name == "sqlite":
        return str(engine.url.database)
    return engine.url.render_as_string(hide_password=True)


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [""])[0][:200]


def is_passing(error: sa.exc.DBAPIError) -> bool:
    """True for a lock or serialisation failure: the same work may succeed when tried again."""
    state = getattr(error.orig, "sqlstate", None)
    if state is not None:
        return state in ("40001", "40P01", "55P03")
    return _sqlite_code(error) in ("SQLITE_BUSY", "SQLITE_LOCKED") or "database is locked" in str(error.orig)


def _sqlite_code(error: sa.exc.DBAPIError) -> str:
    name = str(getattr(error.orig, "sqlite_errorname", ""))
    return "_".join(name.split("_")[:2])  # the extended codes add a third word


def problem(engine: sa.Engine, error: sa.exc.DBAPIError) -> StoreProblem | None:
    """The sentence for a fault of the database itself, or None for a fault of the program."""
    place, detail = where(engine), _first_line(error.orig or error)
    if is_passing(error):
        return StoreProblem(BUSY)
    if engine.dialect.name == "sqlite":
        return _sqlite_problem(_sqlite_code(error), str(error.orig), place, detail)
    state = getattr(error.orig, "sqlstate", None)
    if state is None or state[:2] in ("08", "57", "28", "3D"):
        return StoreProblem(UNREACHABLE, where=place, detail=detail)
    if state[:2] == "53":
        return StoreProblem(FULL if state == "53100" else BUSY)
    if state == "25006":
        return StoreProblem(READ_ONLY, where=place)
    return None


def _sqlite_problem(code: str, text: str, place: str, detail: str) -> StoreProblem | None:
    if code == "SQLITE_FULL" or "disk is full" in text:
        return StoreProblem(FULL)
    if (code == "SQLITE_CANTOPEN" or "unable to open" in text) and not Path(place).exists():
        return StoreProblem(GONE, where=place)
    if (
        code == "SQLITE_READONLY"
        or "readonly database" in text
        or code == "SQLITE_CANTOPEN"
        or "unable to open" in text
    ):
        return StoreProblem(READ_ONLY, where=place)
    if code in ("SQLITE_CORRUPT", "SQLITE_NOTADB") or "malformed" in text or "not a database" in text:
        return StoreProblem(CORRUPT, where=place, detail=detail)
    if code == "SQLITE_IOERR" or "disk I/O" in text:
        return StoreProblem(DISK, where=place, detail=detail)
    return None

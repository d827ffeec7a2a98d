"""Making an export: who may, of one moment, to a file or to bytes.

As with an archive, what was made stands in the file itself and in the server's log, and not in the audit chain.
"""

from __future__ import annotations

import logging
import os
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from exports import csv_zip, excel, json_file, rows, sheets
from exports.choice import CSV, FORMATS, JSON, Choice
from exports.readme import About
from portfolio import APP_VERSION, rights
from portfolio.identity import User
from portfolio.messages import N_
from portfolio.store import Refused, Store, StoreProblem, clock, export_rows, sign_ins
from portfolio.store.commit import NO_ROLE
from portfolio.store.exchange import EXISTS

log = logging.getLogger("tienstap.export")

NO_FORMAT = N_("{value} is not a kind of file for an export; allowed is {allowed}.")


@dataclass(frozen=True)
class Made:
    """What an export holds: the number of rows of each sheet, and how many processes were left out."""

    rows: dict[str, int]
    confidential_out: int
    example_out: int

    @property
    def total(self) -> int:
        """All rows together."""
        return sum(self.rows.values())


def allowed(user: User, choice: Choice) -> bool:
    """True when this user may have this export."""
    return not _lacking(user, choice)


def left_out(store: Store, example: bool = False) -> tuple[int, int]:
    """How many confidential processes, and how many of the example, an export leaves out unless asked for.

    ``example``: count as when the example goes along.
    """
    with store.read() as c:
        taken = rows.take(c, False, example)
    return taken.confidential_out, taken.example_out


def to_file(store: Store, user: User, choice: Choice, target: Path) -> Made:
    """Write an export to a new file. Raises Refused without the role, SignedOut, StoreProblem when the file exists."""
    if target.exists():
        raise StoreProblem(EXISTS, path=str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f"{target.name}.new-{os.getpid()}")
    try:
        with open(fresh, "wb") as file:
            made = _write(store, user, choice, file)
        os.replace(fresh, target)
    finally:
        fresh.unlink(missing_ok=True)
    return made


def content(store: Store, user: User, choice: Choice) -> tuple[bytes, Made]:
    """An export as bytes. Raises Refused without the role."""
    with tempfile.TemporaryFile() as file:
        made = _write(store, user, choice, file)
        file.seek(0)
        return file.read(), made


def _write(store: Store, user: User, choice: Choice, file: BinaryIO) -> Made:
    lacking = _lacking(user, choice)
    if lacking:
        raise Refused(NO_ROLE, security=True, allowed=" / ".join(lacking))
    if choice.format not in FORMATS:
        raise Refused(NO_FORMAT, value=choice.format, allowed=", ".join(FORMATS))
    with store.read() as c:
        sign_ins.check(c, user)
        taken = rows.take(c, choice.confidential, choice.example)
        about = About(
            choice,
            sheets.chosen(choice.names),
            clock.wall(),
            APP_VERSION,
            export_rows.head(c),
            taken.confidential_out,
            taken.example_out,
        )
        write = {CSV: csv_zip.write, JSON: json_file.write}.get(choice.format, excel.write)
        counts = write(file, about, partial(rows.of, taken=taken))
    made = Made(counts, taken.confidential_out, taken.example_out)
    with_ = ", ".join(name for name in ("names", "confidential", "example") if getattr(choice, name)) or "nothing more"
    log.info("export as %s with %s, %d rows, audit row %d %s", choice.format, with_, made.total, *about.head)
    return made


def _lacking(user: User, choice: Choice) -> tuple[str, ...]:
    """The roles of which the user has none though this export takes one; empty when it is allowed."""
    asked = ["export"] + ["export.names"] * choice.names + ["export.confidential"] * choice.confidential
    return next((rights.roles_for(one) for one in asked if not user.may(one)), ())

"""From the bytes of a file to rows that can be imported: what the screen and the command line share."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from imports import check, files
from imports.files import Sheet
from imports.kinds import Kind
from portfolio.import_write import Line
from portfolio.store import Fault


@dataclass(frozen=True)
class Incoming:
    """A file that was read: its sheet, and the hash that names its content."""

    name: str
    sha256: str
    sheet: Sheet


def read(name: str, content: bytes, kind: Kind | None = None) -> Incoming:
    """Read a file; of several sheets the one with the columns of ``kind``, if there is one. Raises Refused."""
    suits = partial(check.suits, kind) if kind else None
    return Incoming(name, hashlib.sha256(content).hexdigest(), files.read(content, suits))


def lines(kind: Kind, sheet: Sheet, mapping: Mapping[str, str]) -> list[Line]:
    """The rows with their values, or the faults of each by column. Raises Refused on a mapping that can't be."""
    return [
        Line(row.number, row.values, tuple(Fault(one.column, one.template, dict(one.params)) for one in row.wrong))
        for row in check.check(kind, sheet, mapping)
    ]

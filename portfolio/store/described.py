"""What every table and every column is, in words and with its unit: data/columns.csv, in Dutch and in English.

A column that means the same everywhere (``id``, ``updated_at``) is described once, under the table ``*``. A view takes
the words of the tables it is made of, and those under ``view`` for what it computes.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from portfolio.store.archive_views import VIEWS
from portfolio.store.tables import metadata

FILE = Path(__file__).resolve().parents[2] / "data" / "columns.csv"
EVERYWHERE, OF_VIEWS = "*", "view"
HEADS = ("table_name", "column_name", "unit_nl", "unit_en", "about_nl", "about_en")

# Unit → what a cell holds in the archive, in Dutch and in English.
UNITS = {
    "": ("", ""),
    "blob": ("bestand", "file"),
    "bytes": ("bytes", "bytes"),
    "cents": ("hele eurocenten", "whole euro cents"),
    "code": ("code", "code"),
    "count": ("aantal", "number"),
    "day": ("datum, jjjj-mm-dd", "date, yyyy-mm-dd"),
    "euro": ("euro", "euros"),
    "hash": ("SHA-256, hexadecimaal", "SHA-256, hexadecimal"),
    "hours": ("uren", "hours"),
    "id": ("kenmerk", "id"),
    "json": ("JSON", "JSON"),
    "list": ("lijst in JSON", "list in JSON"),
    "minutes": ("minuten", "minutes"),
    "moment": ("tijdstip in UTC", "time in UTC"),
    "name": ("naam van een persoon", "name of a person"),
    "number": ("getal", "number"),
    "percent": ("procent, 0 tot 100", "per cent, 0 to 100"),
    "person": ("pseudoniem", "pseudonym"),
    "step": ("stap, 1 tot 10", "step, 1 to 10"),
    "text": ("tekst", "text"),
    "yes_no": ("1 is ja, 0 is nee", "1 is yes, 0 is no"),
}


@dataclass(frozen=True)
class Words:
    """A table or a column: its heading and what it is, in Dutch and in English; ``unit`` is a key of UNITS."""

    unit: str
    name: tuple[str, str]
    about: tuple[str, str]


@cache
def all_words() -> dict[tuple[str, str], Words]:
    """(table, column) → its words; the column is empty for the table itself."""
    with open(FILE, encoding="utf-8", newline="") as file:
        return {
            (row["table"], row["column"]): Words(
                row["unit"], (row["name_nl"], row["name_en"]), (row["about_nl"], row["about_en"])
            )
            for row in csv.DictReader(file)
        }


def of(column: str, *tables: str) -> Words:
    """The words of a column in the first of these tables that has them. LookupError when none has.

    >>> of("cents", "booking").unit, of("updated_at", "booking").name[1]
    ('cents', 'Changed at')
    """
    known = all_words()
    for table in (*tables, EVERYWHERE):
        if (table, column) in known:
            return known[table, column]
    raise LookupError(f"{FILE.name} doesn't describe {tables[0]}.{column}")


def table(name: str) -> Words:
    """The words of a table or a view. LookupError when there are none."""
    try:
        return all_words()[name, ""]
    except KeyError:
        raise LookupError(f"{FILE.name} doesn't describe {name}") from None


def of_view(column: str, view: str) -> Words:
    """The words of a column of a view: its own, or those of the first of its tables that has such a column.

    >>> of_view("eur", "v_bookings").unit, of_view("note", "v_bookings") == of("note", "booking")
    ('euro', True)
    """
    if (OF_VIEWS, column) in all_words():
        return all_words()[OF_VIEWS, column]
    named = re.findall(r"\b(?:from|join)\s+(\w+)", VIEWS[view])
    return of(column, next((name for name in named if column in metadata.tables[name].c), view))


def readme(columns: Iterable[tuple[str, Sequence[str]]]) -> list[dict[str, str]]:
    """A row about every table and view and about each of its columns. ``columns``: name and columns of each.

    Keys: HEADS; an empty ``column_name`` is the table itself. LookupError when something isn't described.
    """
    found = []
    for name, inside in columns:
        look = of_view if name in VIEWS else of
        for column in ("", *inside):
            words = look(column, name) if column else table(name)
            unit, about = UNITS[words.unit], words.about
            found.append(dict(zip(HEADS, (name, column, *unit, *about), strict=True)))
    return found

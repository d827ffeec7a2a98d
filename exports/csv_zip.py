"""CSV: one zip with a file a table and the readme. Dutch for Excel as municipalities have it, or international."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from exports import readme
from exports.cells import csv_text
from exports.choice import Choice
from exports.readme import About
from exports.sheets import Sheet

Rows = Callable[[Sheet], Iterator[dict[str, Any]]]
README = "README.md"


def write(file: BinaryIO, about: About, rows: Rows) -> dict[str, int]:
    """Write the zip, row by row; returns the number of rows a sheet."""
    counts: dict[str, int] = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        for sheet in about.sheets:
            with out.open(file_name(sheet, about.choice), "w", force_zip64=True) as raw:
                counts[sheet.key] = _table(raw, sheet, about.choice, rows(sheet))
        names = {sheet.key: file_name(sheet, about.choice) for sheet in about.sheets}
        out.writestr(README, readme.as_markdown(about, counts, names))
    return counts


def file_name(sheet: Sheet, choice: Choice) -> str:
    """The name of the file of a sheet, in the language of the export.

    >>> from exports.sheets import ALL
    >>> file_name(ALL[2], Choice("csv")), file_name(ALL[2], Choice("csv", "en"))
    ('uren-en-kosten.csv', 'hours-and-costs.csv')
    """
    words = "".join(c if c.isalnum() else " " for c in sheet.title[choice.place].casefold())
    return "-".join(words.split()) + ".csv"


def _table(raw: Any, sheet: Sheet, choice: Choice, rows: Iterator[dict[str, Any]]) -> int:
    dutch = choice.language == "nl"
    text = io.TextIOWrapper(raw, encoding="utf-8-sig" if dutch else "utf-8", newline="")
    out = csv.writer(text, delimiter=";" if dutch else ",", quoting=csv.QUOTE_MINIMAL)
    out.writerow([one.header[choice.place] for one in sheet.columns])
    count = 0
    for row in rows:
        out.writerow([csv_text(one, row.get(one.name), choice.language) for one in sheet.columns])
        count += 1
    text.flush()
    text.detach()
    return count

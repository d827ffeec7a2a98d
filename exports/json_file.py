"""JSON: one document, UTF-8. The same records give the same text, but for the moment at which it was made."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from exports import readme
from exports.cells import plain
from exports.readme import About
from exports.sheets import Sheet

Rows = Callable[[Sheet], Iterator[dict[str, Any]]]
FORMAT = "tienstap-export-1"


def write(file: BinaryIO, about: About, rows: Rows) -> dict[str, int]:
    """Write ``{"format", "made_at", …, "readme": …, "tables": {sheet: [row, …]}, "rows": {sheet: number}}``, row by
    row; returns the number of rows a sheet."""
    out = io.TextIOWrapper(file, encoding="utf-8", newline="\n", write_through=False)
    number, digest = about.head
    head = {
        "format": FORMAT,
        "made_at": about.made_at,
        "app_version": about.version,
        "audit_number": number,
        "audit_hash": digest,
        "confidential_left_out": about.confidential_out,
        "example_left_out": about.example_out,
        "readme": readme.as_data(about),
    }
    out.write(_text(head)[:-1] + ',"tables":{')
    counts: dict[str, int] = {}
    for place, sheet in enumerate(about.sheets):
        out.write(("," if place else "") + f"\n{_text(sheet.key)}:[")
        counts[sheet.key] = 0
        for row in rows(sheet):
            cells = {one.name: plain(row.get(one.name)) for one in sheet.columns}
            out.write(("," if counts[sheet.key] else "") + "\n" + _text(cells))
            counts[sheet.key] += 1
        out.write("]")
    out.write('},\n"rows":' + _text(counts) + "}\n")
    out.flush()
    out.detach()
    return counts


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)

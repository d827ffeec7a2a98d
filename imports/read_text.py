"""CSV as municipalities have it: Excel's semicolons and cp1252, UTF-8 and UTF-16 of other programs, quoted texts."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from imports.files import (
    MOST_COLUMNS,
    MOST_ROWS,
    NO_HEADERS,
    NOT_SHEET,
    SHORT_ROW,
    TOO_MANY_COLUMNS,
    TOO_MANY_ROWS,
    Line,
    Sheet,
    sheet,
)
from portfolio.checks import unturned
from portfolio.messages import N_
from portfolio.store import Fault, Refused

DELIMITERS = {";": N_("semicolon"), ",": N_("comma"), "\t": N_("tab"), "|": N_("vertical bar")}
LOOKED_AT = 30  # rows, to find the delimiter

READ_AS = N_("Read as CSV: {encoding}, separated by {delimiter}.")
WRONG_BYTE = N_("Row {row}: there is a character that can't be read as {encoding}; save the file as CSV UTF-8.")
OPEN_QUOTE = N_("Row {row}: a quotation mark isn't closed, or stands in the middle of a text.")

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def read(content: bytes) -> Sheet:
    """The sheet in a text file. Raises Refused with one sentence."""
    text, encoding = _decoded(content)
    found = _CONTROL.search(text)
    if found:
        raise Refused(NOT_SHEET)
    text, delimiter = _delimiter(unturned(text))
    rows = _rows(text, delimiter)
    number, headers = next(((n, row) for n, row in rows if any(cell.strip() for cell in row)), (0, []))
    if not number:
        raise Refused(NO_HEADERS)
    while headers and not headers[-1].strip():
        headers.pop()
    if len(headers) > MOST_COLUMNS:
        raise Refused(TOO_MANY_COLUMNS, row=number, high=MOST_COLUMNS)
    lines: list[Line] = []
    width = len(headers)
    for n, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        if len(lines) == MOST_ROWS:
            raise Refused(TOO_MANY_ROWS, high=MOST_ROWS)
        if len(row) > MOST_COLUMNS:
            raise Refused(TOO_MANY_COLUMNS, row=n, high=MOST_COLUMNS)
        fault = Fault("", SHORT_ROW, {"count": len(row), "high": width}) if len(row) < width else None
        lines.append(Line(n, tuple(cell.strip() or None for cell in row), fault))
    note = Fault("", READ_AS, {"encoding": encoding, "delimiter": DELIMITERS[delimiter]})
    return sheet(number, headers, lines, [note])


def _decoded(content: bytes) -> tuple[str, str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strict(content, "utf-16", "UTF-16")
    if b"\x00" in content:
        raise Refused(NOT_SHEET)
    try:
        return content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        return _strict(content, "cp1252", "Windows-1252")


def _strict(content: bytes, codec: str, name: str) -> tuple[str, str]:
    try:
        return content.decode(codec), name
    except UnicodeDecodeError as error:
        before = content[: error.start].decode(codec, "ignore")
        raise Refused(WRONG_BYTE, row=before.count("\n") + 1, encoding=name) from error


def _delimiter(text: str) -> tuple[str, str]:
    """The text without Excel's line ``sep=``, and the delimiter that gives the most rows as wide as the headers."""
    first, _, rest = text.partition("\n")
    said = first.strip().strip('"').lower()
    if said.startswith("sep=") and said[4:] in DELIMITERS:
        return "\n" + rest, said[4:]  # the numbers of the rows stay

    def fit(delimiter: str) -> tuple[float, int]:
        rows = []
        try:
            for _number, row in _rows(text, delimiter):
                if any(row):
                    rows.append(len(row))
                if len(rows) > LOOKED_AT:
                    break
        except Refused:
            return (0.0, 0)
        width = rows[0] if rows else 0
        return (sum(n == width for n in rows) / len(rows), width) if width > 1 else (0.0, 0)

    best = max(DELIMITERS, key=fit)
    return text, best


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """(number of its first line, cells) of every row; text between quotes may run over several lines."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    before = 0
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Refused(OPEN_QUOTE, row=before + 1) from error
        yield before + 1, row
        before = reader.line_num

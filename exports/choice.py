"""What somebody asked of an export: the kind of file, the writing of numbers and dates, and what goes along."""

from __future__ import annotations

from dataclasses import dataclass

XLSX, CSV, JSON = "xlsx", "csv", "json"
FORMATS = (XLSX, CSV, JSON)
ENDING = {XLSX: "xlsx", CSV: "zip", JSON: "json"}  # CSV is one zip with a file a table
MIME = {
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    CSV: "application/zip",
    JSON: "application/json",
}


@dataclass(frozen=True)
class Choice:
    """``language``: nl writes ``1500,50`` and ``31-12-2026`` with Dutch headings, en writes ``1500.50`` and
    ``2026-12-31`` with English ones; JSON is the same in both. ``names``, ``confidential``, ``example``: whether names
    of people, confidential processes and the example portfolio go along.
    """

    format: str = XLSX
    language: str = "nl"
    names: bool = False
    confidential: bool = False
    example: bool = False

    @property
    def place(self) -> int:
        """Where the words of this language stand in a pair."""
        return 0 if self.language == "nl" else 1

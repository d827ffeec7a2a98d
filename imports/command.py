"""``python -m portfolio import``: a line for every row that is wrong, then what was or would be done."""

from __future__ import annotations

from pathlib import Path

from imports import check, incoming, kinds
from portfolio import import_write
from portfolio.identity import User
from portfolio.import_write import Report
from portfolio.store import Store

MOST_SAID = 50  # rows that are wrong


def run(
    store: Store, user: User, file: Path, kind: str, dry_run: bool = False, only_good: bool = False
) -> tuple[int, str]:
    """Exit code and text: 0 imported or nothing wrong, 1 when a row is wrong and nothing was written."""
    of = kinds.BY_KEY[kind]
    found = incoming.read(file.name, file.read_bytes(), of)
    headers = found.sheet.headers
    mapping = check.propose(of, headers, import_write.mapping(store, kind, headers))
    rows = incoming.lines(of, found.sheet, mapping)
    seen = import_write.preview(store, user, kind, rows)
    said = _wrong(seen)
    blocked = bool(seen.wrong) and not only_good
    if dry_run or blocked or not seen.writes:
        return int(blocked), "\n".join([*said, f"nothing was written; {_counts(seen)}"])
    done = import_write.write(
        store,
        user,
        kind,
        rows,
        file=file.name,
        sha256=found.sha256,
        only_good=only_good,
        expected=seen.counts,
    )
    return 0, "\n".join([*said, f"imported: {_counts(done)}; record {done.id}"])


def _wrong(seen: Report) -> list[str]:
    found = [
        f"row {row.number}, {fault.field or 'whole row'}: {fault.message}" for row in seen.rows for fault in row.faults
    ]
    more = len(found) - MOST_SAID
    return found[:MOST_SAID] + ([f"and {more} more"] if more > 0 else [])


def _counts(seen: Report) -> str:
    return ", ".join(f"{count} {name}" for name, count in seen.counts.items())

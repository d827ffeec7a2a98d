"""An import as one change: every row by the ordinary rules, all saved or nothing, recorded so that it can be undone.

A preview runs the same change and takes it back, so what it says is what would happen.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from portfolio import import_platform, import_rows, settings
from portfolio.checks import shown
from portfolio.identity import User
from portfolio.import_rows import CHANGED, NEW, SAME, WRONG, Made, Seen
from portfolio.import_within import Within
from portfolio.messages import N_
from portfolio.store import Conflict, Fault, NotFound, Refused, Store, records, tables
from portfolio.store.codec import canonical, new_id
from portfolio.store.codec import sha256 as digest_of
from portfolio.store.commit import Tx, commit

RECORD, MAPPINGS = "import/", "import_mappings"
MOST = 500  # rows of one import: while it runs, others wait with their changes, and they wait five seconds
MOST_OF = {"steps": 150}  # a step looks at more than the others
KEPT_MAPPINGS = 50

TOO_MANY = N_("This file has {count} rows; at most {high} can be imported at once. Split it.")
NO_KIND = N_("{value} is not something that can be imported.")
SOME_WRONG = N_("Nothing was imported: {count} rows are wrong. Correct them, or import only the good rows.")
NONE_GOOD = N_("Nothing was imported: there is no row that would change anything.")
OUT_OF_DATE = N_("The records were changed since you looked at this import. Look at the report again, then import.")


@dataclass(frozen=True)
class Line:
    """A row to import: its number in the file, its values, and the faults found while reading (``field``: column)."""

    number: int
    values: Mapping[str, Any]
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Told:
    """What an import does with a row: new, changed, same or wrong, with a fault per reason."""

    number: int
    done: str
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Report:
    """What an import did or would do. ``id`` is that of its record; empty for a preview."""

    kind: str
    rows: tuple[Told, ...]
    id: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def wrong(self) -> int:
        """How many rows are wrong."""
        return self.counts.get(WRONG, 0)

    @property
    def writes(self) -> int:
        """How many rows change anything."""
        return self.counts.get(NEW, 0) + self.counts.get(CHANGED, 0)


WRITERS: dict[str, import_rows.Write] = {**import_rows.KINDS, "platform": import_platform.process}


class _Preview(Exception):
    """Takes everything back that a preview wrote."""


def preview(store: Store, user: User, kind: str, lines: Sequence[Line]) -> Report:
    """What an import would do, row by row. Writes nothing. Role: bewerker."""
    _checked(kind, lines)
    found: list[Report] = []

    def work(tx: Tx) -> str:
        found[:] = [_run(tx, store, kind, lines)[0]]
        raise _Preview

    with contextlib.suppress(_Preview):
        commit(store, user, "import.preview", work)
    return found[0]


def write(
    store: Store,
    user: User,
    kind: str,
    lines: Sequence[Line],
    *,
    file: str,
    sha256: str,
    only_good: bool = False,
    expected: Mapping[str, int] | None = None,
    token: str | None = None,
) -> Report:
    """Import: all rows, or with ``only_good`` those that aren't wrong. Role: bewerker.

    ``expected`` are the counts of the preview the user saw: when the records give others now, nothing is written.
    Raises Refused when a row is wrong and ``only_good`` isn't chosen, or when nothing would change.
    """
    _checked(kind, lines)
    done: list[Report] = []

    def work(tx: Tx) -> str:
        report, made = _run(tx, store, kind, lines)
        if expected is not None and dict(expected) != dict(report.counts):
            raise Refused(OUT_OF_DATE)
        if report.wrong and not only_good:
            raise Refused(SOME_WRONG, count=report.wrong)
        if not report.writes:
            raise Refused(NONE_GOOD)
        id = new_id()
        content = {"kind": kind, "file": shown(file), "sha256": sha256, "counts": dict(report.counts), "made": made}
        stamp = {"version": 1, "updated_by": tx.actor, "updated_at": tx.now}
        records.insert(tx.c, tables.setting, key=RECORD + id, content=content, **stamp)
        tx.log(RECORD + id, {"kind": kind, "sha256": sha256, "counts": dict(report.counts)})
        done[:] = [Report(kind, report.rows, id, report.counts)]
        return id

    id = commit(store, user, "import.write", work, token)
    return done[0] if done else Report(kind, (), id, get(store, id).content["counts"])


def get(store: Store, id: str) -> settings.Setting:
    """The record of an import, or NotFound."""
    found = settings.get(store, RECORD + id)
    if not found.version:
        raise NotFound(N_("There is no such import."))
    return found


def listing(store: Store) -> list[settings.Setting]:
    """The records of all imports, the last one first. ``content``: kind, file, sha256, counts, made, undone_at."""
    with store.read() as c:
        rows = records.many(c, tables.setting, "-updated_at")
    return [settings.Setting(**row) for row in rows if row["key"].startswith(RECORD)]


def mapping(store: Store, kind: str, headers: Sequence[str]) -> dict[str, str]:
    """Field → header as it was chosen last for these headers; empty when it never was."""
    found = settings.get(store, MAPPINGS).content.get(_headers(kind, headers))
    return dict(found) if found else {}


def remember(store: Store, user: User, kind: str, headers: Sequence[str], chosen: Mapping[str, str]) -> None:
    """Keep which column is which for these headers, for the next file that has them. Role: bewerker."""
    for _again in range(2):
        now = settings.get(store, MAPPINGS)
        kept = {key: value for key, value in now.content.items() if key != _headers(kind, headers)}
        kept = dict(list(kept.items())[-(KEPT_MAPPINGS - 1) :]) | {_headers(kind, headers): dict(chosen)}
        if kept == now.content:
            return
        try:
            settings.put(store, user, MAPPINGS, now.version, kept)
            return
        except Conflict:
            continue  # somebody else kept theirs in the meantime


def _headers(kind: str, headers: Sequence[str]) -> str:
    return f"{kind}-{digest_of(canonical(list(headers)))[:16]}"


def _checked(kind: str, lines: Sequence[Line]) -> None:
    if kind not in WRITERS:
        raise Refused(NO_KIND, value=shown(kind))
    high = MOST_OF.get(kind, MOST)
    if len(lines) > high:
        raise Refused(TOO_MANY, count=len(lines), high=high)


def _run(tx: Tx, store: Store, kind: str, lines: Sequence[Line]) -> tuple[Report, list[Made]]:
    """Every row by its rules; one that is refused leaves nothing behind."""
    seen = Seen(Within(store.engine, tx.c), tx.user)
    told: list[Told] = []
    made: dict[tuple[str, str], Made] = {}
    for line in lines:
        seen.number = line.number
        if line.faults:
            told.append(Told(line.number, WRONG, line.faults))
            continue
        try:
            with tx.c.begin_nested():
                done, one = WRITERS[kind](seen, line.values)
        except (Refused, Conflict, NotFound) as problem:
            faults = getattr(problem, "faults", None) or [Fault("", problem.template, problem.params)]
            told.append(Told(line.number, WRONG, tuple(faults)))
            continue
        tx.logged += 1
        for each in one if isinstance(one, list) else [one]:
            if each is not None:
                _joined(made, each)
        told.append(Told(line.number, done))
    counts = Counter(one.done for one in told)
    kept = {name: counts[name] for name in (NEW, CHANGED, SAME, WRONG)}
    return Report(kind, tuple(told), "", kept), list(made.values())


def _joined(made: dict[tuple[str, str], Made], one: Made) -> None:
    """Two rows about one record are undone together: the values before the first and after the last."""
    key = (one["what"], one["id"])
    first = made.get(key)
    if first is None:
        made[key] = one
        return
    first["after"] = {**first["after"], **one["after"]}
    if first.get("before") is not None:
        first["before"] = {**(one.get("before") or {}), **first["before"]}

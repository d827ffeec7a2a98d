"""A hundred random changes behind the app's back: one byte of a frozen approval or of the chain, or a tail cut off.

The database is a copy of one file each time; the triggers are dropped first, as an administrator can. The draw is
seeded, so that a failure names the same change again.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
import string
from collections.abc import Callable
from pathlib import Path

import pytest

from portfolio import audit, requests, status_reports, verify
from portfolio.identity import User
from portfolio.meeting import entries, meetings, snapshots
from portfolio.requests import Request
from portfolio.store import Store, StoreProblem, clock, open_store, triggers

# The file is changed byte by byte; what verify reads is the same on both databases.
pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)

TAMPERINGS = 100
# Every column of what an approval froze and of the chain; a document's name and date are no part of the approval.
FROZEN = {
    "audit": None,
    "request": None,
    "request_maker": None,
    "verdict": None,
    "benchmark_set": ("sha256", "csv"),
    "document": ("sha256", "content"),
    "snapshot": None,
    "meeting": ("title", "held_on", "minutes", "status", "agenda"),
    "meeting_entry": ("meeting_id", "kind", "text", "owner", "due", "made_by", "at"),
    "meeting_addition": None,
    "status_report": None,
}


@pytest.fixture
def frozen(
    store: Store, tmp_path: Path, people: dict[str, User], client: User, ask: Callable[..., Request]
) -> tuple[Path, tuple[int, str]]:
    """A file with three approvals, one recorded with a document and one for less, and a return; and its anchor."""
    requests.approve(store, client, ask().id, 1, "Akkoord")
    asked = ask({"budget_route": "college", "conversations": 6})
    secretary = people["secretaris"]
    requests.record_decision(store, secretary, asked.id, 1, "College", "2026-03-05", "C-1", "b.pdf", b"besluit")
    returned = ask({"stakeholder_groups": 2})
    requests.return_(store, client, returned.id, 1, "Welke dekking?")
    less = ask({"stakeholder_groups": 4, "conversations": 8, "resident_reach": 2000})
    requests.approve_lower(store, client, less.id, 1, less.cost_cents * 3 // 4, "Akkoord met minder")
    ask({"conversations": 5})
    red = {"planning": "red", "budget": "amber", "risk": "green", "cause": "Ziekte", "consequence": "Later"}
    red |= {"steering": "Vervanging", "decision_asked": "Uitstel?", "decider": "College", "achieved": "Stap 1"}
    status_reports.add(store, secretary, asked.process_id, red | {"decide_before": clock.today()})
    item = meetings.AgendaItem("a", "process", asked.process_id, "", 8)
    meeting = meetings.open_(store, secretary, clock.today(), [item], title="Overleg")
    entries.add(store, secretary, meeting.id, {"kind": "decision", "text": "Uitstel akkoord"})
    action = {"kind": "action", "text": "Brief", "owner": "Noor", "due": clock.today()}
    entries.add(store, secretary, meeting.id, action)
    snapshots.close(store, secretary, meeting.id, meeting.version)
    snapshots.add_to(store, secretary, meeting.id, "Het was twee weken, geen drie")
    anchor = audit.head(store)
    store.close()
    return tmp_path / "tienstap.db", anchor


def without_triggers(file: Path) -> None:
    """What somebody with the rights of an administrator does first, and puts back afterwards."""
    store = open_store(f"sqlite:///{file}")
    with store.write() as c:
        triggers.drop_all(c)
    store.close()


def with_triggers(file: Path) -> Store:
    store = open_store(f"sqlite:///{file}")
    with store.write() as c:
        triggers.drop_all(c)
        triggers.create_all(c)
    return store


def one_byte(draw: random.Random, db: sqlite3.Connection) -> str | None:
    """Change one byte of one value; says which, or None when the draw hit an empty value or a taken key."""
    table = draw.choice(list(FROZEN))
    columns = FROZEN[table] or tuple(row[1] for row in db.execute(f"pragma table_info({table})"))
    column = draw.choice(columns)
    rows = db.execute(f"select rowid, {column} from {table}").fetchall()
    rowid, value = draw.choice(rows)
    if value is None or value == "" or value == b"":
        return None
    db.execute("pragma ignore_check_constraints = 1")
    try:
        db.execute(f"update {table} set {column} = ? where rowid = ?", (_other(draw, value), rowid))
    except sqlite3.IntegrityError:  # a key that is taken
        return None
    return f"{table}.{column} of row {rowid}"


def _other(draw: random.Random, value: str | bytes | int | float) -> str | bytes | int | float:
    if isinstance(value, int | float):
        return 1 - value if value in (0, 1) else value + draw.choice((-1, 1))
    place = draw.randrange(len(value))
    if isinstance(value, bytes):
        return value[:place] + bytes([value[place] ^ (1 << draw.randrange(8))]) + value[place + 1 :]
    signs = [sign for sign in string.ascii_letters + string.digits if sign != value[place]]
    return value[:place] + draw.choice(signs) + value[place + 1 :]


def found(file: Path, anchor: tuple[int, str]) -> bool:
    """Whether it is seen: by verify, or already when the file is opened, where a table's own rules no longer hold."""
    try:
        store = with_triggers(file)
    except StoreProblem:
        return True
    faults = verify.verify(store, anchor).faults
    store.close()
    return bool(faults)


def test_a_hundred_random_changes_are_all_found(frozen: tuple[Path, tuple[int, str]], tmp_path: Path) -> None:
    file, anchor = frozen
    without_triggers(file)
    draw, done, hit, missed = random.Random(20261127), 0, set(), []
    while done < TAMPERINGS:
        copy = tmp_path / "copy.db"
        shutil.copy(file, copy)
        with sqlite3.connect(copy) as db:
            if done % 10 == 9:
                cut = draw.randint(1, 5)
                db.execute("delete from audit where number > ?", (anchor[0] - cut,))
                what: str | None = f"the last {cut} rows of the chain"
            else:
                what = one_byte(draw, db)
        db.close()
        if what is None:
            continue
        done += 1
        hit.add(what.split(".")[0])
        if not found(copy, anchor):
            missed.append(what)
        copy.unlink()
    assert not missed, "\n".join(missed)
    assert set(FROZEN) < hit  # and a tail


def test_without_the_anchor_a_cut_off_tail_can_look_whole(frozen: tuple[Path, tuple[int, str]]) -> None:
    """Why the head is kept outside: the last row was only a refused attempt, and nothing else refers to it."""
    file, (number, digest) = frozen
    store = open_store(f"sqlite:///{file}")
    assert verify.verify(store).faults == []
    assert verify.verify(store, (number, digest)).faults == []
    assert verify.verify(store, (number + 1, "0" * 64)).faults != []
    store.close()


def test_untouched_it_comes_out_whole_and_recomputed(frozen: tuple[Path, tuple[int, str]]) -> None:
    store = open_store(f"sqlite:///{frozen[0]}")
    report = verify.verify(store, frozen[1])
    assert (report.faults, report.requests, report.verdicts, report.recomputed) == ([], 5, 4, 3)
    store.close()

"""Writing while things go wrong: locks, a file that is gone, threads. Kills and failing disks: tests/faults."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from portfolio import processes, verify
from portfolio.identity import User
from portfolio.store import Store, StoreProblem, engine, open_store, problems

from .conftest import FIELDS


def test_a_busy_database_is_waited_for(store: Store, lead: User) -> None:
    held = threading.Event()

    def hold() -> None:
        with store.write():
            held.set()
            time.sleep(1)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait()
    assert processes.create(store, lead, FIELDS).version == 1
    holder.join()


def test_a_lock_that_stays_becomes_a_sentence_and_reading_goes_on(
    store_url: str, lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 1)
    store = open_store(store_url)
    made = processes.create(store, lead, FIELDS)
    blocker = open_store(store_url)
    with blocker.write():
        assert processes.get(store, made.id) == made
        with pytest.raises(StoreProblem) as problem:
            processes.create(store, lead, FIELDS)
        assert problem.value.template == problems.BUSY
    processes.create(store, lead, FIELDS)
    blocker.close()
    store.close()


def test_a_database_that_is_taken_away_is_told_and_not_replaced(sqlite_url: str, lead: User, tmp_path: Path) -> None:
    store = open_store(sqlite_url)
    processes.create(store, lead, FIELDS)
    (tmp_path / "tienstap.db").rename(tmp_path / "elsewhere.db")
    for attempt in (lambda: processes.listing(store), lambda: processes.create(store, lead, FIELDS)):
        with pytest.raises(StoreProblem, match="is gone"):
            attempt()
    assert not (tmp_path / "tienstap.db").exists()
    (tmp_path / "elsewhere.db").rename(tmp_path / "tienstap.db")
    assert len(processes.listing(store)) == 1
    store.close()


def test_a_lock_that_passes_is_tried_again(store: Store) -> None:
    calls = []

    def work(c: sa.Connection) -> str:
        calls.append(1)
        if len(calls) == 1:
            raise StoreProblem(problems.BUSY)
        return "done"

    assert (store.transact(work), len(calls)) == ("done", 2)


def test_half_a_change_is_no_change(store: Store, lead: User, monkeypatch: pytest.MonkeyPatch) -> None:
    from portfolio.store.commit import Tx

    def breaks(*_: object, **__: object) -> tuple[int, str]:
        raise ZeroDivisionError

    with monkeypatch.context() as patch, pytest.raises(ZeroDivisionError):
        patch.setattr(Tx, "log", breaks)
        processes.create(store, lead, FIELDS, token="once")
    assert processes.listing(store) == []
    assert processes.create(store, lead, FIELDS, token="once").version == 1


def test_what_the_drivers_say_becomes_a_sentence(sqlite_url: str) -> None:
    open_store(sqlite_url).close()
    made = engine.make_engine(engine.database_url(sqlite_url))
    for text, template in {
        "database or disk is full": problems.FULL,
        "attempt to write a readonly database": problems.READ_ONLY,
        "unable to open database file": problems.READ_ONLY,
        "database disk image is malformed": problems.CORRUPT,
        "file is not a database": problems.CORRUPT,
        "disk I/O error": problems.DISK,
        "database is locked": problems.BUSY,
    }.items():
        error = sa.exc.OperationalError("statement", {}, sqlite3.OperationalError(text))
        found = problems.problem(made, error)
        assert found is not None and found.template == template
    assert problems.problem(made, sa.exc.OperationalError("s", {}, sqlite3.OperationalError("no such table"))) is None


def test_a_backup_is_made_while_others_write(store: Store, lead: User, tmp_path: Path) -> None:
    from portfolio import archive

    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            processes.create(store, lead, FIELDS)

    writer = threading.Thread(target=work)
    writer.start()
    try:
        made = [archive.backup(store, tmp_path / f"{number}.db") for number in range(3)]
    finally:
        stop.set()
        writer.join()
    for file in made:
        with contextlib.closing(sqlite3.connect(file)) as db:
            assert db.execute("pragma integrity_check").fetchone() == ("ok",)
            processes_there, rows = (
                db.execute(f"select count(*) from {table}").fetchone()[0] for table in ("process", "audit")
            )
            assert processes_there == rows


def test_a_store_can_be_shared_by_threads(store: Store, lead: User) -> None:
    faults: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(5):
                processes.create(store, lead, FIELDS)
                processes.listing(store)
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(processes.listing(store)) == 40
    assert verify.verify(store).faults == []

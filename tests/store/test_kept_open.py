"""Within a block a thread reads a SQLite database through one connection; PostgreSQL has its pool."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from portfolio import processes
from portfolio.store import Store, StoreProblem, kept_open, open_store
from tests.pages.screens import FIELDS, LEAD


@pytest.fixture
def file(sqlite_url: str) -> Iterator[Store]:
    opened = open_store(sqlite_url)
    yield opened
    opened.close()


@pytest.fixture
def opened(file: Store) -> Iterator[list[int]]:
    """One number for each connection that is opened."""
    seen: list[int] = []

    def count(raw: object, _record: object) -> None:
        seen.append(id(raw))

    sa.event.listen(file.engine, "connect", count)
    yield seen
    sa.event.remove(file.engine, "connect", count)


def names(store: Store) -> list[str]:
    return [one.name for one in processes.listing(store)]


def test_reads_share_one_and_each_sees_what_was_written_before_it(store: Store) -> None:
    with kept_open():
        assert names(store) == []
        processes.create(store, LEAD, FIELDS)
        other = threading.Thread(target=processes.create, args=(store, LEAD, FIELDS | {"name": "Nota Sport"}))
        other.start()
        other.join()
        assert sorted(names(store)) == sorted([FIELDS["name"], "Nota Sport"])


def test_how_many_are_opened(file: Store, opened: list[int]) -> None:
    for _ in range(3):
        names(file)
    assert len(opened) == 3
    opened.clear()
    with kept_open(), kept_open():
        for _ in range(3):
            names(file)
    assert len(opened) == 1
    names(file)
    assert len(opened) == 2, "it was closed with the block"


def test_a_read_within_a_read_has_its_own(file: Store, opened: list[int]) -> None:
    with kept_open():
        for _ in range(2):
            with file.read() as outer, file.read() as inner:
                assert outer is not inner
        assert len(opened) == 3, "one stays, the other is opened and closed each time"


def test_another_thread_does_not_get_it(file: Store, opened: list[int]) -> None:
    with kept_open():
        names(file)
        other = threading.Thread(target=names, args=(file,))
        other.start()
        other.join()
        assert len(opened) == 2


@pytest.mark.parametrize("fault", [ZeroDivisionError, KeyboardInterrupt])
def test_after_a_fault_the_next_read_has_a_new_one(file: Store, opened: list[int], fault) -> None:
    with kept_open():
        with pytest.raises(fault), file.read() as c:
            raise fault
        assert c.closed
        assert names(file) == []
        with pytest.raises(StoreProblem), file.read() as c:
            raise sa.exc.OperationalError("select", {}, Exception("disk I/O error"))
        assert names(file) == []
        assert len(opened) == 3


def test_nothing_stays_open_when_the_block_fails(file: Store) -> None:
    left = []
    with pytest.raises(ZeroDivisionError), kept_open():
        with file.read() as c:
            left.append(c)
        raise ZeroDivisionError
    assert left[0].closed
    assert names(file) == []


def test_closing_the_store_closes_it_too(file: Store) -> None:
    with kept_open():
        with file.read() as c:
            pass
        file.close()
        assert c.closed
        assert names(file) == []


def test_a_connection_that_will_not_close_does_not_stay(file: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch, pytest.raises(OSError, match="disk"), kept_open():
        assert names(file) == []
        patch.setattr(sa.Connection, "close", lambda _self: (_ for _ in ()).throw(OSError("disk")))
    with file.read() as c:
        pass
    assert c.closed, "the block is over: a read has its own"

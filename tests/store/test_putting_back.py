"""Putting a backup or an archive back in the place of a SQLite database: checked first, switched last."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from portfolio import archive, audit, processes
from portfolio.__main__ import main
from portfolio.identity import User
from portfolio.putting_back import put_back
from portfolio.store import Store, StoreProblem, open_store


@pytest.fixture
def store(sqlite_url: str, lead: User) -> Store:
    opened = open_store(sqlite_url)
    processes.create(opened, lead, {"name": "Vroeger"})
    return opened


def names(url: str) -> list[str]:
    store = open_store(url)
    try:
        return [row.name for row in processes.listing(store)]
    finally:
        store.close()


@pytest.mark.parametrize("kind", ["backup", "archive"])
def test_it_comes_back_and_what_was_there_is_kept(
    store: Store, sqlite_url: str, tmp_path: Path, lead: User, kind: str
) -> None:
    copy = tmp_path / "copy.db"
    getattr(archive, kind)(store, copy)
    head = audit.head(store)
    processes.create(store, lead, {"name": "Later"})
    made = put_back(sqlite_url, copy)
    assert (made.rows, made.head) == head
    assert names(sqlite_url) == ["Vroeger"]
    assert made.kept is not None and names(f"sqlite:///{made.kept}") == ["Later", "Vroeger"]
    assert sorted(file.name for file in tmp_path.glob("tienstap.db*")) == ["tienstap.db"]


def test_also_where_there_is_nothing_or_what_is_there_is_broken(store: Store, sqlite_url: str, tmp_path: Path) -> None:
    copy = archive.backup(store, tmp_path / "copy.db")
    assert put_back(f"sqlite:///{tmp_path / 'new' / 'tienstap.db'}", copy).kept is None
    assert names(f"sqlite:///{tmp_path / 'new' / 'tienstap.db'}") == ["Vroeger"]
    (tmp_path / "tienstap.db").write_bytes(b"geen database" * 500)
    broken = put_back(sqlite_url, copy).kept
    assert broken is not None and broken.read_bytes() == b"geen database" * 500
    (tmp_path / "tienstap.db").write_bytes(b"")
    assert put_back(sqlite_url, copy).kept is None
    assert names(sqlite_url) == ["Vroeger"]


def test_a_changed_backup_changes_nothing(store: Store, sqlite_url: str, tmp_path: Path, lead: User) -> None:
    copy = archive.backup(store, tmp_path / "copy.db")
    with sqlite3.connect(copy) as db:
        db.execute("drop trigger audit_no_update")
        db.execute("update audit set content = '{}'")
    processes.create(store, lead, {"name": "Later"})
    with pytest.raises(StoreProblem, match="Nothing was changed"):
        put_back(sqlite_url, copy)
    (tmp_path / "text.db").write_text("geen database")
    for strange in (tmp_path / "text.db", tmp_path / "nope.db"):
        with pytest.raises(StoreProblem):
            put_back(sqlite_url, strange)
    assert names(sqlite_url) == ["Later", "Vroeger"]
    assert not list(tmp_path.glob("*.back-*"))


def test_not_while_somebody_holds_it(store: Store, sqlite_url: str, tmp_path: Path) -> None:
    copy = archive.backup(store, tmp_path / "copy.db")
    with store.read() as c:
        c.exec_driver_sql("select count(*) from process").scalar_one()
        with pytest.raises(StoreProblem, match="Stop the app"):
            put_back(sqlite_url, copy)
    assert names(sqlite_url) == ["Vroeger"]


def test_not_in_the_place_of_a_server(tmp_path: Path) -> None:
    with pytest.raises(StoreProblem, match="Only a SQLite database"):
        put_back("postgresql://u@h/d", tmp_path / "copy.db")


def test_from_the_command_line(
    store: Store, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = archive.backup(store, tmp_path / "copy.db")
    monkeypatch.setenv("TIENSTAP_DATABASE_URL", sqlite_url)
    assert main(["restore", str(copy), "--replace"]) == 0
    assert "checked: head 1 " in capsys.readouterr().out
    assert main(["restore", str(tmp_path / "nope.db"), "--replace"]) == 2

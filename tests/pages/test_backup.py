"""Backup, archive and check on screen Beheer, under AppTest."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from portfolio import backups
from portfolio.identity import LOCAL_USERS
from portfolio.store import Refused, Store
from tests.pages.screens import LEAD, make, press, texts, visit

ADMIN = next(user for user in LOCAL_USERS if user.subject == "beheerder")


def test_an_administrator_makes_a_backup_and_it_is_whole(store: Store) -> None:
    made = make(store)
    at = visit("data", person="beheerder")
    press(at, "backup.make")
    kept = backups.listing(store)
    assert len(kept) == 1 and not kept[0].automatic
    assert any(kept[0].path.name in one.value for one in at.success)
    assert "De laatste back-up is van" in texts(at)
    with sqlite3.connect(kept[0].path) as db:
        assert db.execute("pragma integrity_check").fetchone() == ("ok",)
        assert db.execute("select name from process").fetchall() == [(made.name,)]
        assert db.execute("select action from audit order by number desc limit 1").fetchone() == ("backup.make",)


def test_the_archive_holds_everything(store: Store, tmp_path: Path) -> None:
    make(store)
    file = tmp_path / "archive.db"
    file.write_bytes(backups.everything(store, ADMIN))
    with sqlite3.connect(file) as db:
        assert db.execute("select count(*) from process").fetchone() == (1,)
        assert db.execute("select count(*) from manifest").fetchone()[0] > 3


def test_others_read_and_make_nothing(store: Store) -> None:
    at = visit("data")
    assert not [one for one in at.button if one.key == "backup.make"]
    for attempt in (backups.make, backups.everything):
        with pytest.raises(Refused, match="beheerder"):
            attempt(store, LEAD)
    assert backups.listing(store) == []


def test_the_check_says_what_it_found(store: Store) -> None:
    make(store)
    at = visit("data")
    press(at, "verify.run")
    assert any("Alles klopt" in one.value for one in at.success)
    with store.write() as c:
        c.exec_driver_sql("drop trigger audit_no_update")
        c.exec_driver_sql("update audit set content = '{}' where number = 1")
    press(at, "verify.run")
    assert any("fouten gevonden" in one.value for one in at.error)

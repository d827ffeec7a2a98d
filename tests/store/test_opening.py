"""Opening a database: made at once, upgraded once, and a sentence for every way in which it can't be used."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from portfolio import processes, requests, verify
from portfolio.identity import User
from portfolio.store import Store, StoreProblem, engine, exchange, migrate, open_store, startup, tables, triggers

from .conftest import FIELDS

ROOT = Path(__file__).resolve().parents[2]
OPEN_AND_WRITE = """
import sys
from portfolio import processes
from portfolio.identity import LOCAL_USERS
from portfolio.store import open_store
store = open_store(sys.argv[1])
processes.create(store, LOCAL_USERS[0], {"name": "Proces " + sys.argv[2]})
print("ok")
"""


def file_of(url: str) -> Path:
    return Path(sa.make_url(url).database or "")


def test_the_migrations_make_the_tables_of_this_version(store: Store) -> None:
    with store.read() as c:
        context = MigrationContext.configure(c, opts={"compare_type": False})
        assert compare_metadata(context, tables.metadata) == []
        assert migrate.revision(c) == migrate.head()


def test_four_processes_open_a_new_database_at_once(store_url: str) -> None:
    calls = [
        subprocess.Popen(
            [sys.executable, "-c", OPEN_AND_WRITE, store_url, str(n)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for n in range(4)
    ]
    assert [call.communicate()[0].strip().splitlines()[-1] for call in calls] == ["ok"] * 4
    store = open_store(store_url)
    assert len(processes.listing(store)) == 4
    assert verify.verify(store).faults == []
    if store.kind == "sqlite":
        assert [path.name for path in file_of(store_url).parent.glob("*.new-*")] == []
    store.close()


MIGRATE = """
import sys
from pathlib import Path
from portfolio.store import migrate
migrate.FOLDER = Path(sys.argv[2])
from portfolio.store import open_store
open_store(sys.argv[1])
print("ok")
"""


def test_four_processes_upgrade_at_once_and_lose_nothing(
    store_url: str, lead: User, client: User, one_more_migration: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = migrate.FOLDER
    monkeypatch.undo()
    store = open_store(store_url)
    asked = _one_approved(store, lead, client)
    with store.read() as c:
        before = exchange.tally(c)
    store.close()
    calls = [
        subprocess.Popen(
            [sys.executable, "-c", MIGRATE, store_url, str(newer)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(4)
    ]
    assert [call.communicate()[0].strip().splitlines()[-1] for call in calls] == ["ok"] * 4
    monkeypatch.setattr(migrate, "FOLDER", newer)
    store = open_store(store_url)
    with store.read() as c:
        assert migrate.revision(c) == one_more_migration
        assert exchange.tally(c) == before
        assert set(triggers.present(c)) == set(triggers.expected(c))
        if store.kind == "sqlite":
            assert c.exec_driver_sql("pragma foreign_keys").scalar_one() == 1
            assert c.exec_driver_sql("pragma foreign_key_check").fetchall() == []
    assert verify.verify(store).faults == []
    assert requests.get(store, asked).approved
    with pytest.raises(sa.exc.IntegrityError), store.write() as c:
        c.exec_driver_sql("delete from request")
    if store.kind == "sqlite":
        copies = list((file_of(store_url).parent / "backups").glob("*.db"))
        assert len(copies) == 1
        with sqlite3.connect(copies[0]) as db:
            assert db.execute("select version_num from alembic_version").fetchone() == ("0006",)
            assert db.execute("select count(*) from request").fetchone() == (1,)
    store.close()


def _one_approved(store: Store, lead: User, client: User) -> str:
    from portfolio import scenarios

    from .conftest import FINANCE, SCOPE

    made = processes.create(store, lead, FIELDS)
    scenarios.save(store, lead, made.id, "Basis", SCOPE)
    asked = requests.submit(store, lead, made.id, FINANCE)
    return requests.approve(store, client, asked.id, 1, "Akkoord").id


def test_three_backups_from_before_migrations_are_kept(sqlite_url: str) -> None:
    from portfolio.store.backup import backup_before_migration

    store = open_store(sqlite_url)
    own = file_of(sqlite_url).parent / "backups" / "own.db"
    own.parent.mkdir()
    own.write_bytes(b"x")
    made = [backup_before_migration(store.engine, "0001") for _ in range(5)]
    assert sorted(own.parent.glob("*.db")) == sorted([*made[-3:], own])
    store.close()


def test_an_older_app_meets_a_newer_database(
    store_url: str, one_more_migration: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_store(store_url).close()
    monkeypatch.undo()
    with pytest.raises(StoreProblem, match=r"newer version of Tienstap \(schema 0999\)"):
        open_store(store_url)


def test_a_strange_database_is_left_alone(store_url: str) -> None:
    raw = engine.make_engine(engine.database_url(store_url), "rwc")
    with raw.begin() as c:
        c.exec_driver_sql("create table boeken (titel text)")
    raw.dispose()
    with pytest.raises(StoreProblem, match="isn't a Tienstap database"):
        open_store(store_url)


def test_an_empty_file_stops_the_start(sqlite_url: str) -> None:
    file_of(sqlite_url).touch()
    with pytest.raises(StoreProblem, match=r"is empty \(0 bytes\)"):
        open_store(sqlite_url)
    assert file_of(sqlite_url).stat().st_size == 0


@pytest.mark.parametrize("kind", ["text", "header", "page", "cut"])
def test_a_damaged_file_stops_the_start(sqlite_url: str, lead: User, kind: str) -> None:
    store = open_store(sqlite_url)
    for number in range(60):
        processes.create(store, lead, {"name": f"Proces {number}"})
    store.close()
    file = file_of(sqlite_url)
    content = bytearray(file.read_bytes())
    if kind == "text":
        content = bytearray(b"Geachte heer, mevrouw, " * 1000)
    elif kind == "header":
        content[:16] = b"x" * 16
    elif kind == "page":
        content[4096 * 5 : 4096 * 12] = b"\xaa" * (4096 * 7)
    else:
        content = content[: len(content) // 2]
    file.write_bytes(content)
    with pytest.raises(StoreProblem, match="is damaged") as problem:
        open_store(sqlite_url)
    assert "put back a backup" in problem.value.message
    assert file.read_bytes() == content


@pytest.mark.skipif(not hasattr(os, "setuid"), reason="rights as on Unix")
@pytest.mark.parametrize(
    ("what", "says"), [("folder", "can't be made or written"), ("file", "can't be written"), ("new", "can't be made")]
)
def test_without_write_access_the_start_stops(sqlite_url: str, what: str, says: str) -> None:
    open_store(sqlite_url).close()
    file = file_of(sqlite_url)
    if what == "folder":
        file.parent.chmod(0o555)
    elif what == "file":
        file.parent.chmod(0o777)
        file.chmod(0o444)
    else:
        file.parent.chmod(0o555)
        sqlite_url = f"sqlite:///{file.parent / 'deeper' / 'tienstap.db'}"
    for folder in file.parent.parents:  # root's own temporary folder is closed to others
        if folder.stat().st_uid == os.getuid() and str(folder).startswith(("/tmp/", "/dev/shm/")):
            folder.chmod(folder.stat().st_mode | 0o055)
    if os.getuid() != 0:
        with pytest.raises(StoreProblem, match=says):
            open_store(sqlite_url)
    else:
        assert says in _as_nobody(sqlite_url)
    file.parent.chmod(0o755)


def _as_nobody(url: str) -> str:
    """The sentence that an ordinary user gets; root may write everything."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgid(65534)
            os.setuid(65534)
            open_store(url)
            told = "opened"
        except StoreProblem as problem:
            told = problem.message
        except BaseException as error:
            told = f"{type(error).__name__}: {error}"
        os.write(write, told.encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    return told


def test_little_space_stops_the_start(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(startup, "LEAST_FREE_BYTES", 10**18)
    with pytest.raises(StoreProblem, match="Free some space first"):
        open_store(sqlite_url)


def test_an_unreachable_server_gets_a_sentence_without_the_password() -> None:
    with pytest.raises(StoreProblem, match="can't be reached") as problem:
        open_store("postgresql://tienstap:geheim@127.0.0.1:9/tienstap")
    assert "geheim" not in problem.value.message
    assert "TIENSTAP_DATABASE_URL" in problem.value.message


@pytest.mark.postgres
def test_a_database_that_isnt_there_gets_a_sentence(postgres_server) -> None:
    with pytest.raises(StoreProblem, match="can't be reached"):
        open_store(postgres_server.url("there_is_no_such_database"))


@pytest.mark.parametrize("url", ["mysql://u@h/d", "oracle+x://h", "postgresql+asyncpg://h/d"])
def test_another_kind_of_database_gets_a_sentence(url: str) -> None:
    with pytest.raises(StoreProblem, match="use SQLite or PostgreSQL"):
        open_store(url)


@pytest.mark.parametrize("url", ["nonsense", "sqlite://", "sqlite:///:memory:", "C:\\data\\tienstap.db"])
def test_what_is_no_address_gets_a_sentence(url: str) -> None:
    with pytest.raises(StoreProblem, match="is no address of a database"):
        open_store(url)


def test_the_journal_fits_the_sqlite(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def mode() -> str:
        store = open_store(sqlite_url)
        with store.read() as c:
            found = str(c.exec_driver_sql("pragma journal_mode").scalar_one())
        store.close()
        return found

    assert mode() == engine.journal_mode()
    monkeypatch.setattr(startup, "journal_mode", lambda: "delete")
    assert mode() == "delete"


def test_the_default_file_is_under_var(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TIENSTAP_DATABASE_URL")
    assert engine.database_url().database == (ROOT / "var" / "tienstap.db").as_posix()

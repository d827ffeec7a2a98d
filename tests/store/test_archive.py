"""The archive: everything out and back to the last character, also from one kind of database to the other."""

from __future__ import annotations

import datetime as dt
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from portfolio import (
    acceptances,
    archive,
    bookings,
    drafts,
    feedback,
    findings,
    forms,
    journal,
    own_figures,
    people,
    processes,
    requests,
    settings,
    status_reports,
    steps,
    talks,
    verify,
)
from portfolio.identity import User
from portfolio.meeting import entries, meetings, snapshots, trend
from portfolio.requests import Request
from portfolio.store import Store, StoreProblem, clock, exchange, migrate, open_store
from portfolio.store.archive_views import VIEWS


@pytest.fixture
def filled(store: Store, lead: User, people: dict[str, User], ask: Callable[..., Request]) -> Store:
    asked = ask({"budget_route": "college"})
    for number, outcome in enumerate(("deferred", "approved"), 1):
        requests.record_decision(
            store, people["secretaris"], asked.id, number, "College", "2026-03-05", f"C-{number}",
            "b.pdf", bytes(range(256)), outcome,
        )  # fmt: skip
    ask()
    own_figures.set_(store, lead, "tariff_average", None, 101.25, None, "Kostprijsmodel")
    first = steps.progress(store, asked.process_id)[0]
    steps.update(store, lead, asked.process_id, 1, first.version, {"actual_hours": 37.1, "actual_cents": 125_050})
    id, about = asked.process_id, {"channel": "Brief", "audience": "Alle deelnemers", "public": True}
    talks.add(store, lead, id, {"title": "Tafel één", "audience": ["Jongeren"], "planned_on": "2030-02-01"})
    findings.add(store, lead, id, {"theme": "Groen", "answer": "Meer schaduw", "basis": "Tafel één"})
    bookings.add(store, lead, id, {"step": 5, "kind": "committed", "cents": 123_456})
    feedback.send(store, lead, id, {"part": "heard", "sent_on": "2026-03-05", **about})
    journal.add(store, lead, id, {"kind": "link", "url": "https://merenbroek.example/é"})
    until = clock.today() + dt.timedelta(days=30)
    acceptances.accept(store, lead, id, {"rule": "P06", "reason": "Klein team", "until": until})
    forms.save(store, lead, id, "approach", 0, {"goal": "Rust 'n ruimte", "approved_on": "2026-02-01", "light": False})
    settings.put(store, lead, "calendar", 0, {"raad": ["2030-01-31"]})
    green = dict.fromkeys(status_reports.LIGHTS, "green")
    status_reports.add(store, lead, id, green | {"achieved": "Tafel één"})
    meeting = meetings.open_(store, lead, clock.today(), title="Overleg")
    action = {"kind": "action", "text": "Brief aan de buurt", "owner": "Noor", "due": "2030-02-01", "process_id": id}
    entries.add(store, lead, meeting.id, action)
    entries.add(store, lead, meeting.id, {"kind": "decision", "text": "Uitstel tot één februari"})
    snapshots.close(store, lead, meeting.id, meeting.version)
    snapshots.add_to(store, lead, meeting.id, "Het was twee februari")
    trend.add_note(store, lead, id, 9, meeting.id, "Ziekte")
    drafts.put(store, lead, "raming:new", {"conversations": "acht", "é": [1.5, None]})
    processes.create(store, lead, {"name": "Één 'plein' 🌳"}, token="token")
    return store


def other_url(request: pytest.FixtureRequest, kind: str, tmp_path: Path) -> str:
    if kind == "sqlite":
        return f"sqlite:///{tmp_path / 'other' / 'tienstap.db'}"
    return str(request.getfixturevalue("second_postgres_url"))


@pytest.fixture
def second_postgres_url(postgres_server):
    postgres_server.create("second_for_archive")
    yield postgres_server.url("second_for_archive")
    postgres_server.drop("second_for_archive")


@pytest.mark.parametrize("target", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_an_archive_comes_back_exactly(
    filled: Store, request: pytest.FixtureRequest, tmp_path: Path, target: str
) -> None:
    file = tmp_path / "archive.db"
    made = archive.archive(filled, file)
    other = open_store(other_url(request, target, tmp_path))
    assert archive.restore(other, file) == made
    with filled.read() as a, other.read() as b:
        assert exchange.tally(a) == exchange.tally(b)
    assert sum(count for count, _ in made.tables.values()) > 40
    report = verify.verify(other, (made.audit_number, made.audit_hash))
    assert (report.faults, report.recomputed) == ([], 1)
    assert processes.listing(other) == processes.listing(filled)
    assert snapshots.recent(other, False, 9) == snapshots.recent(filled, False, 9) != []
    assert trend.of(other, False) == trend.of(filled, False)
    again = archive.archive(other, tmp_path / "again.db")
    assert again.tables == made.tables
    other.close()


def test_work_goes_on_after_a_restore(filled: Store, lead: User, tmp_path: Path) -> None:
    file = tmp_path / "archive.db"
    archive.archive(filled, file)
    other = open_store(f"sqlite:///{tmp_path / 'new.db'}")
    archive.restore(other, file)
    assert len(processes.listing(other)) == 3
    assert processes.create(other, lead, {"name": "iets anders"}, token="token").name.startswith("Één")
    assert drafts.get(other, lead, "raming:new") == {"conversations": "acht", "é": [1.5, None]}
    processes.create(other, lead, {"name": "Vierde"})
    assert verify.verify(other).faults == []
    other.close()


def test_the_archive_opens_in_any_sqlite_tool(filled: Store, tmp_path: Path) -> None:
    file = tmp_path / "archive.db"
    archive.archive(filled, file)
    with sqlite3.connect(file) as db:
        assert db.execute("pragma integrity_check").fetchone() == ("ok",)
        assert db.execute("select count(*) from v_portfolio").fetchone() == (3,)
        assert db.execute("select count(*) from v_steps").fetchone() == (30,)
        booked = "select actual_hours, actual_cost_eur from v_steps where actual_hours is not null"
        assert db.execute(booked).fetchall() == [(37.1, 1250.5)]
        assert db.execute("select key, likely from v_own_figures").fetchall() == [("tariff_average", 101.25)]
        assert [row[0] for row in db.execute("select outcome from v_decisions")] == ["deferred", "approved"]
        assert db.execute("select count(*) from v_audit").fetchone()[0] > 5
        assert db.execute("select title, audience from v_talks").fetchall() == [("Tafel één", '["Jongeren"]')]
        assert db.execute("select step, kind, eur from v_bookings").fetchall() == [(5, "committed", 1234.56)]
        told = db.execute("select decisions, actions, actions_open, additions, status, closed_by from v_meetings")
        assert told.fetchall() == [(1, 1, 1, 1, "closed", "Project lead")]
        logged = db.execute("select kind, process, owner, due from v_meeting_decisions").fetchall()
        assert logged == [("action", "Herinrichting Dorpsplein", "Noor", "2030-02-01"), ("decision", None, "", None)]
        assert db.execute("select planning, achieved from v_status_reports").fetchall() == [("green", "Tafel één")]
        found = "select count(*) from meeting_entry_fts where meeting_entry_fts match 'een'"
        assert db.execute(found).fetchone() == (1,)
        assert {db.execute(f"select count(*) from {view}").fetchone()[0] > 0 for view in VIEWS} == {True}
        assert db.execute("select count(*) from process_fts where process_fts match 'een NOT plek'").fetchone() == (1,)
    call = [sys.executable, "-m", "sqlite_utils", "search", str(file), "process", "dorpsplein", "-c", "name", "--csv"]
    shown = subprocess.run(call, capture_output=True, text=True, check=True).stdout
    assert shown.count("Herinrichting Dorpsplein") == 2


def test_restore_wants_an_empty_database(filled: Store, tmp_path: Path) -> None:
    file = tmp_path / "archive.db"
    archive.archive(filled, file)
    with filled.read() as c:
        before = exchange.tally(c)
    with pytest.raises(StoreProblem, match="isn't empty"):
        archive.restore(filled, file)
    with filled.read() as c:
        assert exchange.tally(c) == before


def test_an_archive_is_not_overwritten(filled: Store, tmp_path: Path) -> None:
    file = tmp_path / "archive.db"
    archive.archive(filled, file)
    with pytest.raises(StoreProblem, match="exists already"):
        archive.archive(filled, file)
    with pytest.raises(StoreProblem, match="exists already"):
        archive.backup(filled, file)
    assert [path.name for path in tmp_path.glob("archive.db*")] == ["archive.db"]


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("update process set name = 'Anders'", "table process doesn't match"),
        ("delete from draft", "table draft doesn't match"),
        ("update document set content = x'00'", "table document doesn't match"),
        ("update manifest set value = '9999' where key = 'revision'", "newer version of Tienstap"),
        ("drop table manifest_table", "is no Tienstap archive"),
        ("delete from manifest where key = 'revision'", "is no Tienstap archive"),
        ("drop table draft", "table draft doesn't match"),
        ("update manifest set value = 'x' where key = 'format'", "is no Tienstap archive"),
    ],
)
def test_a_changed_archive_is_not_restored(filled: Store, tmp_path: Path, statement: str, says: str) -> None:
    file = tmp_path / "archive.db"
    archive.archive(filled, file)
    with sqlite3.connect(file) as db:
        db.execute(statement)
    other = open_store(f"sqlite:///{tmp_path / 'new.db'}")
    with pytest.raises(StoreProblem, match=says):
        archive.restore(other, file)
    with other.read() as c:
        assert sum(count for count, _ in exchange.tally(c).values()) == 0
    other.close()


def test_what_is_no_archive_is_not_restored(sqlite_url: str, tmp_path: Path) -> None:
    store = open_store(sqlite_url)
    text = tmp_path / "letter.txt"
    text.write_text("Geachte heer, mevrouw" * 100)
    with pytest.raises(StoreProblem, match="is no Tienstap archive"):
        archive.restore(store, text)
    with pytest.raises(StoreProblem, match="no file"):
        archive.restore(store, tmp_path / "nope.db")
    store.close()


def test_an_archive_of_an_older_schema_is_upgraded(filled: Store, tmp_path: Path, one_more_migration: str) -> None:
    """The archive was made before the migration of this fixture."""
    file = tmp_path / "archive.db"
    made = archive.archive(filled, file)
    with sqlite3.connect(file) as db:
        db.execute("update manifest set value = '0006' where key = 'revision'")
    other = open_store(f"sqlite:///{tmp_path / 'new.db'}")
    with other.read() as c:
        assert migrate.revision(c) == one_more_migration
    archive.restore(other, file)
    with other.read() as c:
        assert exchange.tally(c) == made.tables
        assert c.execute(sa.text("select count(*) from process where extra = 'nieuw'")).scalar_one() == 3
    assert verify.verify(other).faults == []
    other.close()


def test_a_backup_opens_as_a_database(filled: Store, tmp_path: Path) -> None:
    made = archive.backup(filled, tmp_path / "backup.db")
    if filled.kind == "sqlite":
        copy = open_store(f"sqlite:///{made}")
    else:
        copy = open_store(f"sqlite:///{tmp_path / 'new.db'}")
        archive.restore(copy, made)
    with filled.read() as a, copy.read() as b:
        assert exchange.tally(a) == exchange.tally(b)
    copy.close()


def test_people_are_in_the_archive_under_their_pseudonym(filled: Store, tmp_path: Path) -> None:
    file = tmp_path / "archive.db"
    archive.archive(filled, file)
    with sqlite3.connect(file) as db:
        ids = {row[0] for row in db.execute("select id from users")}
    assert ids == {row["id"] for row in people.listing(filled)}

"""From the first schema to this one: with rows in it, and from an archive that was made then."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from portfolio import archive, own_figures, requests, scenario_record, scenarios, steps, verify
from portfolio.identity import User
from portfolio.requests import Request
from portfolio.store import Store, engine, exchange, migrate, open_store, tables, tables_meetings, triggers
from portfolio.store.archive_views import VIEWS
from portfolio.store.codec import canonical, sha256
from portfolio.store.tables_steps import OF_PROCESS

from .conftest import SCOPE

SINCE = {  # columns that the first schema didn't have
    "step_progress": ("actual_hours", "actual_cents", "percent", "expected_finish"),
    "scenario": ("overrides", "fits", "deleted_at"),
    "scenario_version": ("overrides",),
    "verdict": ("granted", "granted_cents"),
    "users": ("seen_on",),
}
NEW_TABLES = {"own_figure", "learned", "setting", "ended_sign_in", *(table.name for table in OF_PROCESS)}
NEW_TABLES |= {table.name for table in (*tables_meetings.OF_EXAMPLE, *tables_meetings.OF_PROCESS)}


@pytest.fixture
def approved(
    store: Store, lead: User, client: User, ask: Callable[..., Request], monkeypatch: pytest.MonkeyPatch
) -> Request:
    """Approved, with another scenario beside the base; the chain has of a scenario what it had then."""
    with monkeypatch.context() as then:
        then.setattr(scenario_record, "facts", lambda row: {"scope_sha256": sha256(canonical(row["scope"]))})
        asked = ask({"deadline": "2031-06-02"})
        scenarios.save(store, lead, asked.process_id, "Kleiner", SCOPE | {"conversations": 2})
        ask()
    return requests.approve(store, client, asked.id, 1, "Akkoord")


@pytest.fixture
def other_url(store_url: str, tmp_path: Path) -> str:
    """Another database than that of ``store``, once of either kind."""
    (tmp_path / "other").mkdir()
    return f"sqlite:///{tmp_path / 'other' / 'tienstap.db'}" if store_url.startswith("sqlite") else store_url


def old_columns(table: sa.Table) -> list[str]:
    return [c.name for c in table.c if c.name not in SINCE.get(table.name, ())]


def old_rows(store: Store) -> dict[str, list[dict[str, Any]]]:
    """The rows of a store as the first schema would have had them."""
    found = {}
    with store.read() as c:
        for table in tables.ALL:
            if table.name not in NEW_TABLES:
                kept = sa.select(*(sa.literal_column(name).label(name) for name in old_columns(table)))
                rows = [dict(row) for row in c.execute(kept.select_from(table)).mappings()]
                found[table.name] = sorted(rows, key=repr)
    found["audit"].sort(key=lambda row: row["number"])
    return found


def of_the_first_schema(url: str, rows: dict[str, list[dict[str, Any]]]) -> None:
    """A database as the first version left it, with these rows."""
    raw = engine.make_engine(engine.database_url(url), "rwc")
    migrate.migrate(raw, "0001", with_triggers=False)
    with raw.connect().execution_options(tienstap_write=True) as c, c.begin():
        for table in tables.ALL:
            if rows.get(table.name):
                names = [sa.column(name) for name in old_columns(table)]
                c.execute(sa.table(table.name, *names).insert(), rows[table.name])
    raw.dispose()


def test_a_database_with_rows_is_upgraded(store: Store, other_url: str, lead: User, approved: Request) -> None:
    rows = old_rows(store)
    of_the_first_schema(other_url, rows)
    newer = open_store(other_url)
    assert old_rows(newer) == rows
    assert requests.get(newer, approved.id) == approved
    first = steps.progress(newer, approved.process_id)[0]
    assert (first.status, first.actual_hours, first.actual_cents) == ("done", None, None)
    steps.update(newer, lead, approved.process_id, 1, first.version, {"actual_hours": 12.5, "actual_cents": 0})
    own_figures.set_(newer, lead, "tariff_average", None, 99.5, None, "na de overgang")
    small = scenarios.list_for(newer, approved.process_id)[1]
    assert (small.overrides, small.fits) == ({"conversations": 2, "deadline": None}, True)
    small = scenarios.change_variant(newer, lead, small.id, small.version, {"conversations": 3})
    assert (small.scope["deadline"], small.version) == ("2031-06-02", 2)
    assert scenarios.copy(newer, lead, scenarios.delete(newer, lead, small.id, 2).id, "Kleiner").version == 1
    with newer.read() as c:
        assert migrate.revision(c) == migrate.head()
        assert set(triggers.present(c)) == set(triggers.expected(c))
    report = verify.verify(newer)
    assert (report.faults, report.recomputed) == ([], 1)
    newer.close()


@pytest.mark.parametrize("column", ["actual_hours", "actual_cents"])
def test_what_is_made_is_never_negative(store: Store, approved: Request, column: str) -> None:
    with pytest.raises(sa.exc.IntegrityError), store.write() as c:
        c.exec_driver_sql(f"update step_progress set {column} = -1")


def test_an_archive_of_the_first_schema_is_restored(
    store: Store, other_url: str, tmp_path: Path, approved: Request
) -> None:
    file = tmp_path / "archive.db"
    made = archive.archive(store, file)
    as_of_the_first_schema(file)
    newer = open_store(other_url)
    assert archive.restore(newer, file).revision == "0001"
    with newer.read() as c:
        found = exchange.tally(c)
    different = {name for name in found if found[name] != made.tables[name]}
    assert different == {"scenario_version", "total_draws"}  # what a variant changed wasn't told, draws weren't kept
    assert scenarios.list_for(newer, approved.process_id) == scenarios.list_for(store, approved.process_id)
    assert requests.get(newer, approved.id) == approved
    assert verify.verify(newer).faults == []
    newer.close()


def as_of_the_first_schema(file: Path) -> None:
    """Take out of an archive what the first version didn't have, and put its manifest right."""
    with sqlite3.connect(file) as db:
        for view in VIEWS:
            db.execute(f"drop view {view}")
        for name in NEW_TABLES:
            db.execute(f"drop table {name}")
            db.execute("delete from manifest_table where name = ?", [name])
        for table, columns in SINCE.items():
            for column in columns:
                db.execute(f"alter table {table} drop column {column}")
        db.execute("update manifest set value = '0001' where key = 'revision'")
        db.row_factory = sqlite3.Row
        for table in SINCE:
            tally = exchange._Tally()
            list(tally.seen(dict(row) for row in db.execute(f"select * from {table}")))
            db.execute("update manifest_table set sha256 = ? where name = ?", [tally.result()[1], table])

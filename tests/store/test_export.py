"""The export on both databases: opened again and laid beside the store, to the cent; who may; what is left out."""

from __future__ import annotations

import datetime as dt
import io
import json
import logging
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from exports import make, sheets
from exports.choice import CSV, FORMATS, JSON, XLSX, Choice
from exports.sheets import NAME, PERSON
from imports import check, incoming, kinds
from portfolio import (
    acceptances,
    archive,
    audit,
    bookings,
    feedback,
    findings,
    forms,
    import_write,
    journal,
    own_figures,
    people,
    processes,
    requests,
    status_reports,
    steps,
    talks,
    verify,
)
from portfolio.__main__ import main
from portfolio.identity import COMMAND_LINE, User
from portfolio.meeting import entries, meetings, snapshots, trend
from portfolio.requests import Request
from portfolio.store import Refused, Store, clock, described, exchange, open_store, records, tables
from portfolio.store.archive_views import VIEWS
from tests.support.example import put
from tests.support.exported import sheet
from tests.support.exported import tables as opened

DAY = dt.date(2026, 3, 5)
TYPED = ("Anneke de Wit", "Bram Ħ. van Es", "Çetin Ĳsbrand", "Dewi Østergård", "Eva Zwart", "Femke Groot", "Gijs Roos")


@pytest.fixture
def filled(store: Store, lead: User, people: dict[str, User], ask: Callable[..., Request]) -> Store:
    """Something in every table of the export, with odd texts, negative and large amounts, and names."""
    asked = ask({"budget_route": "college"})
    requests.record_decision(
        store, people["secretaris"], asked.id, 1, "College", "2026-03-05", "=C-1", "b.pdf", b"x", "approved"
    )
    id = asked.process_id
    named = dict(zip(("client_name", "content_owner", "process_owner", "portfolio_holder"), TYPED, strict=False))
    change = {**named, "name": "=Plein 'Noord'; \"oud\"", "group_names": ["Jeugd 12–18", "-Ouderen", "0012"]}
    processes.update(store, lead, id, processes.get(store, id).version, change)
    first = steps.progress(store, id)
    busy = {"status": "busy", "content_owner": TYPED[1], "note": "regel één\nregel; twee", "planned_start": DAY}
    steps.update(store, lead, id, 2, first[1].version, busy)
    for line in (
        {"step": 2, "kind": "hours", "hours": 37.125, "role": "trekker"},
        {"step": 2, "kind": "spent", "cents": 10_000_000_000, "note": "+31 20 1234567"},
        {"step": 2, "kind": "spent", "cents": -123_456, "note": '=HYPERLINK("http://x.example")'},
        {"step": 5, "kind": "committed", "cents": 1, "note": "zaal; 's avonds"},
    ):
        bookings.add(store, lead, id, line | {"day": DAY})
    own_figures.set_(store, lead, "tariff_average", None, 101.25, None, "Kostprijsmodel; 2027")
    own_figures.set_(store, lead, "tariff_support", None, 70.5, None, "+ indexatie")
    own_figures.restore(store, lead, "tariff_average", "@ terug")
    talks.add(store, lead, id, {"title": "-Tafel één", "audience": ["Jongeren", "Ouderen"], "planned_on": "2030-02-01"})
    findings.add(store, lead, id, {"theme": "Groen", "answer": "Meer\nschaduw", "basis": "Tafel één"})
    feedback.send(store, lead, id, {
        "part": "heard", "sent_on": DAY, "channel": "Brief", "audience": "Alle deelnemers", "public": True,
    })  # fmt: skip
    journal.add(store, lead, id, {"kind": "link", "url": "https://merenbroek.example/é"})
    until = clock.today() + dt.timedelta(days=30)
    acceptances.accept(store, lead, id, {"rule": "P06", "reason": "=Klein team", "until": until})
    forms.save(store, lead, id, "approach", 0, {"goal": "Rust", "approved_by": TYPED[3], "light": False})
    person = {"name": TYPED[4], "deputy": TYPED[5], "hours_per_week": 4.5, "not_applicable": False}
    forms.save(store, lead, id, "roles", 0, {"people": {"process_lead": person}})
    green = dict.fromkeys(status_reports.LIGHTS, "green")
    status_reports.add(store, lead, id, green | {"achieved": "Tafel één"})
    meeting = meetings.open_(store, lead, clock.today(), title="Overleg")
    action = {"kind": "action", "text": "Brief", "owner": TYPED[6], "due": "2030-02-01", "process_id": id}
    entries.add(store, lead, meeting.id, action)
    entries.add(store, lead, meeting.id, {"kind": "decision", "text": "@Uitstel tot één februari"})
    snapshots.close(store, lead, meeting.id, meeting.version)
    snapshots.add_to(store, lead, meeting.id, "Het was twee februari")
    trend.add_note(store, lead, id, 9, meeting.id, "Ziekte")
    processes.create(store, lead, {"name": "Alfa", "municipality": "GM0193"})
    return store


@pytest.fixture
def admin(people: dict[str, User]) -> User:
    return people["beheerder"]


def taken(store: Store, user: User, choice: Choice) -> dict[str, list[dict[str, Any]]]:
    return opened(make.content(store, user, choice)[0], choice)


CHOICES = [Choice(XLSX, "nl"), Choice(XLSX, "en"), Choice(CSV, "nl"), Choice(CSV, "en"), Choice(JSON)]


def test_every_file_holds_what_the_store_holds_to_the_cent(filled: Store, lead: User) -> None:
    with filled.read() as c:
        stored = {table.name: records.many(c, table) for table in tables.ALL}
    names = {row["id"]: row["name"] for row in stored["process"]}
    first: dict[str, Any] = {}
    for choice in CHOICES:
        found = taken(filled, lead, choice)
        assert all(found.values()), [key for key, rows in found.items() if not rows]
        for one in sheets.chosen(False):
            _same_as_stored(one, found[one.key], stored[one.table], names, choice)
        lines = [row for row in stored["booking"] if row["deleted_at"] is None]
        assert sum(row["cents"] or 0 for row in found["bookings"]) == sum(row["cents"] or 0 for row in lines)
        assert {row["hours"] for row in found["bookings"]} == {None, 37.125}
        assert [row["group"] for row in found["groups"]] == ["Jeugd 12–18", "-Ouderen", "0012"]
        tariff = {"key": "tariff_support", "cents_per_hour": 7_050, "reason": "+ indexatie"}
        assert found["tariffs"] == [tariff]
        asked, decided = found["requests"][0], found["decisions"][0]
        assert asked["cost_cents"] == stored["request"][0]["cost_cents"] == asked["cash_cents"] + asked["own_cents"]
        assert (decided["document"], decided["request_number"], decided["reference"]) == ("b.pdf", 1, "=C-1")
        result = json.loads(json.dumps(stored["scenario"][0]["result"]))
        estimate = found["estimates"][0]
        assert estimate["asked_cost_cents"] == round(result["request"]["cost_eur"] * 100)
        assert estimate["cost_p80_cents"] == round(result["cost_eur"]["p80"] * 100)
        assert str(estimate["asked_finish"]) == result["request"]["finish"]
        plain = {key: [{k: v for k, v in row.items() if k != "value"} for row in rows] for key, rows in found.items()}
        first = first or plain
        assert plain == first  # every kind of file says the same


def _same_as_stored(
    one: sheets.Sheet, found: list[dict[str, Any]], stored: list[dict[str, Any]], names: dict[str, str], choice: Choice
) -> None:
    """Rows that carry their id are compared column by column with the store; the others in number."""
    live = [row for row in stored if row.get("deleted_at") is None]
    if one.key not in ("groups", "tariffs", "forms"):
        assert len(found) == len(live), one.key
    if "id" not in {column.name for column in one.columns}:
        return
    by_id = {row["id"]: row for row in live}
    for row in found:
        wanted = by_id[row["id"]]
        for column in one.columns:
            if column.name in one.stored() and described.of(column.name, one.table).unit != NAME:
                assert row[column.name] == wanted[column.name], (choice, one.key, column.name)
        if "process_id" in wanted:
            assert row["process"] == names.get(wanted["process_id"], "")


def test_json_is_stable_and_whole_cents(filled: Store, lead: User) -> None:
    with clock.at(DAY):
        texts = [make.content(filled, lead, Choice(JSON))[0].decode() for _again in range(2)]
    documents = [json.loads(text) for text in texts]
    # the moment it was made stands in its README too
    assert len({text.replace(one["made_at"], "") for text, one in zip(texts, documents, strict=True)}) == 1
    for one in sheets.chosen(False):
        for row in documents[0]["tables"][one.key]:
            for column in one.columns:
                if column.unit == "cents":
                    assert row[column.name] is None or type(row[column.name]) is int
    number, digest = audit.head(filled)
    assert (documents[0]["audit_number"], documents[0]["audit_hash"]) == (number, digest)


def everything(content: bytes) -> str:
    """All text in a file, unpacked."""
    if not content.startswith(b"PK"):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return "\n".join(parts.read(name).decode() for name in parts.namelist() if not name.endswith(".bin"))


@pytest.mark.parametrize("format", FORMATS)
def test_names_of_people_are_apart(filled: Store, lead: User, admin: User, format: str) -> None:
    plain = everything(make.content(filled, lead, Choice(format))[0])
    assert not [name for name in (*TYPED, lead.name, lead.subject) if name in plain]
    with_names = Choice(format, names=True)
    found = taken(filled, admin, with_names)
    known = {row["pseudonym"]: row["name"] for row in found["names"]}
    assert set(TYPED) <= set(known.values())
    process = next(row for row in found["processes"] if row["name"].startswith("="))
    owners = next(row for row in found["process_owners"] if row["name"] == process["name"])
    assert [known[process[one]] for one in list(owners)[1:]] == list(owners.values())[1:] == list(TYPED[:4])
    assert known[next(row for row in found["steps"] if row["content_owner"])["content_owner"]] == TYPED[1]
    assert [row["content_owner"] for row in found["step_owners"]] == [TYPED[1]]
    assert known[next(row for row in found["meeting_entries"] if row["owner"])["owner"]] == TYPED[6]
    assert known[found["bookings"][0]["made_by"]] == lead.name
    others = {key: rows for key, rows in found.items() if not sheet(key).personal}
    assert not [name for name in TYPED if name in repr(others)]


def test_an_erased_person_is_in_no_export(filled: Store, lead: User, admin: User) -> None:
    known = next(row for row in people.listing(filled) if row["name"] == lead.name)
    people.erase(filled, admin, known["id"])
    found = taken(filled, admin, Choice(JSON, names=True))
    assert known["id"] not in {row["pseudonym"] for row in found["names"]}
    assert found["bookings"][0]["made_by"] == known["id"]  # the pseudonym stays
    assert next(row for row in found["people"] if row["id"] == known["id"])["erased_at"]


def test_every_column_with_a_name_is_hidden_or_in_a_table_for_names() -> None:
    for one in sheets.ALL:
        for column in one.columns:
            kept = column.name in one.stored() and described.of(column.name, one.table).unit in (NAME, PERSON)
            assert not kept or one.personal or column.unit == PERSON, (one.key, column.name)


def test_confidential_processes_and_the_example_are_left_out_unless_asked_for(
    filled: Store, lead: User, admin: User
) -> None:
    secret = next(row for row in processes.listing(filled) if row.name.startswith("="))
    processes.update(filled, lead, secret.id, processes.get(filled, secret.id).version, {"confidential": True})
    content, made = make.content(filled, lead, Choice(CSV))
    assert (made.confidential_out, made.example_out) == make.left_out(filled) == (1, 0)
    found = opened(content, Choice(CSV))
    assert [row["name"] for row in found["processes"]] == ["Alfa"]
    assert {row["process"] for rows in found.values() for row in rows if "process" in row} == {"Alfa", ""}
    assert secret.name not in everything(content) and secret.id not in everything(content)
    assert "Weggelaten vertrouwelijke processen: 1." in everything(content)
    whole = taken(filled, admin, Choice(CSV, confidential=True))
    assert [row["confidential"] for row in whole["processes"]] == [True, False]


@pytest.mark.own_draws  # the archive that other tests share is made with it
def test_the_example_goes_along_when_asked_for(store: Store, lead: User, tmp_path_factory) -> None:
    put(store, tmp_path_factory)
    empty = taken(store, lead, Choice(JSON))
    assert not empty["processes"] and not empty["meetings"] and not empty["meeting_entries"] and empty["people"]
    total, secret = make.left_out(store)[1], make.left_out(store, example=True)[0]
    found = taken(store, lead, Choice(JSON, example=True))
    assert len(found["processes"]) == total - secret == 23 and found["meeting_entries"]
    found = taken(store, COMMAND_LINE, Choice(JSON, example=True, confidential=True))
    assert len(found["processes"]) == total == 24


def test_names_and_confidential_processes_are_for_an_administrator(
    filled: Store, people: dict[str, User], tmp_path: Path
) -> None:
    nobody = User("local", "x", "X", frozenset())
    for user, choice in (
        (people["projectleider"], Choice(names=True)),
        (people["controller"], Choice(confidential=True)),
        (nobody, Choice()),
    ):
        assert not make.allowed(user, choice)
        with pytest.raises(Refused, match="takes the role"):
            make.content(filled, user, choice)
        with pytest.raises(Refused, match="takes the role"):
            make.to_file(filled, user, choice, tmp_path / "out.xlsx")
    assert make.allowed(people["controller"], Choice()) and make.allowed(people["beheerder"], Choice(names=True))
    assert list(tmp_path.glob("out*")) == []


def test_an_export_leaves_no_audit_row_and_a_line_in_the_log(
    filled: Store, lead: User, caplog: pytest.LogCaptureFixture
) -> None:
    before = audit.head(filled)
    with caplog.at_level(logging.INFO, "tienstap.export"):
        make.content(filled, lead, Choice(CSV))
    assert audit.head(filled) == before and verify.verify(filled).faults == []
    assert any(f"audit row {before[0]} {before[1]}" in line for line in caplog.messages)
    assert lead.name not in caplog.text


@pytest.mark.parametrize("choice", CHOICES[:4], ids=lambda one: f"{one.format}-{one.language}")
def test_an_import_of_the_export_changes_nothing(filled: Store, lead: User, choice: Choice) -> None:
    content, _made = make.content(filled, lead, choice)
    for kind in kinds.ALL:
        seen = import_write.preview(filled, lead, kind.key, read(content, choice, kind))
        assert seen.counts["same"] == len(seen.rows) > 0, (kind.key, seen)


@pytest.mark.parametrize("choice", CHOICES[:4], ids=lambda one: f"{one.format}-{one.language}")
def test_an_export_fills_an_empty_database(
    filled: Store, lead: User, admin: User, choice: Choice, tmp_path: Path, migrated_file: Path
) -> None:
    """What the rules let in without an approval: processes, owners, groups, plans, commitments and tariffs."""
    (tmp_path / "other.db").write_bytes(migrated_file.read_bytes())
    other = open_store(f"sqlite:///{tmp_path / 'other.db'}")
    content, _made = make.content(filled, lead, choice)
    for kind in kinds.ALL:
        lines = [line for line in read(content, choice, kind) if _free(kind.key, line.values)]
        _import(other, lead, kind.key, lines)
    if choice.format == CSV:
        named, _made = make.content(filled, admin, Choice(CSV, choice.language, names=True))
        owners = read(named, choice, kinds.PROCESSES, "process_owners")
        _import(other, lead, "processes", owners)
    before, after = (taken(one, admin, Choice(JSON, names=True)) for one in (filled, other))
    for key, columns in _KEPT.items():
        wanted, found = ([[row[name] for name in columns] for row in one[key]] for one in (before, after))
        if key == "bookings":
            wanted = [row for row in wanted if row[2] == "committed"]
        assert found == wanted, key
    if choice.format == CSV:
        assert after["process_owners"] == before["process_owners"]
    assert verify.verify(other).faults == []
    other.close()


_KEPT = {
    "processes": ("name", "question", "municipality", "theme", "area", "confidential"),
    "groups": ("process", "group"),
    "bookings": ("process", "step", "kind", "cents", "day", "role", "note"),
    "tariffs": ("key", "cents_per_hour", "reason"),
}


def _free(kind: str, values: Any) -> bool:
    if kind == "steps":
        return values.get("status", "open") == "open" and "actual_start" not in values
    return kind != "bookings" or values["kind"] == "committed"


def _import(store: Store, user: User, kind: str, lines: list[import_write.Line]) -> None:
    if import_write.preview(store, user, kind, lines).writes:
        import_write.write(store, user, kind, lines, file="x", sha256="0" * 64)


def read(content: bytes, choice: Choice, kind: kinds.Kind, key: str = "") -> list[import_write.Line]:
    """The rows of one table of an export as the import reads them."""
    if choice.format == CSV:
        from exports.csv_zip import file_name

        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            content = parts.read(file_name(sheet(key or kind.key), choice))
    found = incoming.read("x", content, kind).sheet
    return incoming.lines(kind, found, check.propose(kind, found.headers))


def test_the_archive_describes_every_table_view_and_column(filled: Store, tmp_path: Path) -> None:
    file = tmp_path / "archive.db"
    made = archive.archive(filled, file)
    engine = exchange._opened(file)
    with engine.connect() as c:
        named = [*tables.metadata.tables, *VIEWS, "manifest", "manifest_table", "readme"]
        every = c.exec_driver_sql("select name from sqlite_master where type in ('table', 'view')").scalars().all()
        assert {name for name in every if "_fts" not in name} == set(named)
        rows = c.exec_driver_sql("select * from readme").mappings().all()
        said = {(row["table_name"], row["column_name"]): row for row in rows}
        wanted = {(name, "") for name in named}
        for name in named:
            wanted |= {(name, row[1]) for row in c.exec_driver_sql(f"pragma table_info({name})")}
    engine.dispose()
    assert set(said) == wanted
    assert all(row["about_nl"] and row["about_en"] for row in rows)
    assert "readme" not in made.tables


# --- the command line ------------------------------------------------------------------------------------------


@pytest.fixture
def command(store_url: str, monkeypatch: pytest.MonkeyPatch, lead: User) -> Callable[..., int]:
    monkeypatch.setenv("TIENSTAP_DATABASE_URL", store_url)
    opened_store = open_store(store_url)
    processes.create(opened_store, lead, {"name": "Een", "client_name": TYPED[0]})
    processes.create(opened_store, lead, {"name": "Geheim", "confidential": True})
    opened_store.close()
    return lambda *arguments: main(["export", *(str(one) for one in arguments)])


def test_from_the_command_line(command: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, choice in (("a.xlsx", Choice(XLSX)), ("a.zip", Choice(CSV)), ("a.json", Choice(JSON))):
        assert command(tmp_path / name) == 0
        found = opened((tmp_path / name).read_bytes(), choice)
        assert [row["name"] for row in found["processes"]] == ["Een"] and len(found["steps"]) == 10
        assert "left out: 1 confidential, 0 of the example" in capsys.readouterr().out
    arguments = (tmp_path / "b.zip", "--format", "csv", "--international", "--names", "--confidential")
    assert command(*arguments) == 0
    found = opened((tmp_path / "b.zip").read_bytes(), Choice(CSV, "en", names=True))
    assert [row["name"] for row in found["processes"]] == ["Een", "Geheim"]
    assert TYPED[0] in {row["name"] for row in found["names"]}


def test_a_wrong_call_is_two_and_a_file_is_never_overwritten(
    command: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments in ((tmp_path / "a",), (tmp_path / "a.csv",), (tmp_path / "a.xlsx", "--format", "csv")):
        assert command(*arguments) == 2
        assert "give a name that ends in" in capsys.readouterr().err
    (tmp_path / "a.json").write_text("mijn")
    assert command(tmp_path / "a.json") == 1
    assert "exists already" in capsys.readouterr().err and (tmp_path / "a.json").read_text() == "mijn"
    assert [path.name for path in tmp_path.glob("a*")] == ["a.json"]

"""``python -m portfolio``: one clear line, exit 0, 1 or 2."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest

from portfolio import acceptances, audit, example, forms, processes
from portfolio.__main__ import main
from portfolio.identity import User
from portfolio.store import clock, open_store

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def url(store_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("TIENSTAP_DATABASE_URL", store_url)
    return store_url


def call(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    code = main([str(a) for a in arguments])
    shown = capsys.readouterr()
    line = shown.err if code else shown.out
    assert line.count("\n") == 1 and (shown.out == "" or shown.err == "")
    return code, line.strip()


def test_migrate_verify_archive_restore(
    url: str, lead: User, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert call(capsys, "migrate")[0] == 0
    store = open_store(url)
    processes.create(store, lead, {"name": "Een"})
    number, digest = audit.head(store)
    code, line = call(capsys, "verify")
    assert (code, line.endswith(f"head {number} {digest}")) == (0, True)
    anchor = tmp_path / "anchor.txt"
    anchor.write_text(f"{number} {digest}\n")
    assert call(capsys, "verify", "--anchor", anchor)[0] == 0
    anchor.write_text(f"1 {'0' * 64}\n{number} {digest}\n")
    assert call(capsys, "verify", "--anchor", anchor)[0] == 1
    anchor.write_text(f'{{"number": {number}, "hash": "{"0" * 64}"}}')
    code, line = call(capsys, "verify", "--anchor", anchor)
    assert (code, "rewritten" in line) == (1, True)
    archived = tmp_path / "archive.db"
    assert call(capsys, "archive", archived)[0] == 0
    code, line = call(capsys, "archive", archived)
    assert (code, "exists already" in line) == (1, True)
    code, line = call(capsys, "restore", archived)
    assert (code, "isn't empty" in line) == (1, True)
    assert call(capsys, "backup", tmp_path / "copy.db")[0] == 0
    monkeypatch.setenv("TIENSTAP_DATABASE_URL", f"sqlite:///{tmp_path / 'new.db'}")
    assert call(capsys, "restore", archived) == (
        0,
        f"restored {_rows(line, archived)} rows into {tmp_path / 'new.db'}; head {number} {digest}",
    )
    assert call(capsys, "verify", "--anchor", anchor)[0] == 1
    store.close()


def _rows(_line: str, archived: Path) -> int:
    from portfolio.store.exchange import read_manifest

    return sum(count for count, _ in read_manifest(archived).tables.values())


def test_a_wrong_call_is_two(sqlite_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch) -> None:
    monkeypatch.setenv("TIENSTAP_DATABASE_URL", sqlite_url)
    assert call(capsys, "restore", tmp_path / "nope.db")[0] == 2
    assert call(capsys, "verify", "--anchor", tmp_path / "nope.txt")[0] == 2
    (tmp_path / "bad.txt").write_text("geen anker")
    assert call(capsys, "verify", "--anchor", tmp_path / "bad.txt")[0] == 2
    with pytest.raises(SystemExit) as stopped:
        main(["restart"])
    assert stopped.value.code == 2


def test_a_broken_database_is_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "tienstap.db"
    file.write_bytes(b"")
    environment = os.environ | {"TIENSTAP_DATABASE_URL": f"sqlite:///{file}"}
    done = subprocess.run(
        [sys.executable, "-m", "portfolio", "verify"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"The database file {file} is empty (0 bytes). Put back a backup under this name, or delete the empty file to "
        "start with a new database.\n"
    )


def test_the_example_loads_and_goes(sqlite_url: str, capsys: pytest.CaptureFixture[str], monkeypatch) -> None:
    monkeypatch.setenv("TIENSTAP_DATABASE_URL", sqlite_url)
    monkeypatch.setattr(example, "CASES", example.CASES[:3])  # all of them are loaded elsewhere
    code, line = call(capsys, "example")
    assert (code, "3 processes" in line) == (0, True)
    assert call(capsys, "example", "--remove") == (0, "removed 3 example processes")


def test_pitfalls_are_printed_and_a_red_one_fails_when_asked(
    sqlite_url: str, capsys: pytest.CaptureFixture[str], monkeypatch, lead: User
) -> None:
    monkeypatch.setenv("TIENSTAP_DATABASE_URL", sqlite_url)
    store = open_store(sqlite_url)
    made = processes.create(store, lead, {"name": "Plein"})
    assert main(["pitfalls", "--fail"]) == 0
    assert capsys.readouterr().out == "0 pitfalls, 0 of them red\n"
    keeps = {"keeps_personal_data": True, "privacy_purpose": "Bericht"}
    forms.save(store, lead, made.id, "approach", 0, keeps)
    assert main(["pitfalls"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Plein",
        "  red   P27 step 3: Personal data are kept, and nowhere it says until when.",
        "1 pitfalls, 1 of them red",
    ]
    assert main(["pitfalls", "--fail"]) == 1
    until = clock.today() + dt.timedelta(days=9)
    acceptances.accept(store, lead, made.id, {"rule": "P27", "reason": "Volgt", "until": until})
    assert main(["pitfalls", "--fail"]) == 0
    assert f"(accepted until {until})" in capsys.readouterr().out
    store.close()


def test_a_place_that_cant_be_written_is_one_line(
    sqlite_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIENSTAP_DATABASE_URL", sqlite_url)
    blocked = tmp_path / "file"
    blocked.write_text("")
    for command in ("archive", "backup"):
        assert call(capsys, command, blocked / "x.db")[0] == 1

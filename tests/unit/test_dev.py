"""dev.py: the sentences it says, and what it counts as good in CI."""

from __future__ import annotations

import argparse
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import dev
from tools import programs

RAN = {"passed": 5, "failed": 0, "skipped": 0}
NONE = {"passed": 0, "failed": 0, "skipped": 0}
SOME_SKIPPED = {"passed": 5, "failed": 0, "skipped": 1}


@pytest.mark.parametrize(
    ("chromium", "postgres", "office", "in_ci", "exit_code"),
    [
        (RAN, RAN, RAN, True, 0),
        (NONE, RAN, RAN, True, 1),
        (RAN, SOME_SKIPPED, RAN, True, 1),
        (RAN, RAN, NONE, True, 1),
        (NONE, SOME_SKIPPED, NONE, False, 0),
    ],
)
def test_in_ci_a_browser_postgres_or_office_test_that_did_not_run_fails(
    capsys, monkeypatch, chromium, postgres, office, in_ci: bool, exit_code: int
) -> None:
    monkeypatch.setattr(dev, "IN_CI", in_ci)
    found = {"browser": chromium, "postgres": postgres, "office": office, "all": RAN}
    assert dev.verdict([], found) == exit_code
    said = capsys.readouterr().out
    assert f"Chromium tests: {chromium['passed']} ran, {chromium['skipped']} skipped." in said
    assert f"PostgreSQL tests: {postgres['passed']} ran, {postgres['skipped']} skipped." in said
    assert f"LibreOffice tests: {office['passed']} ran, {office['skipped']} skipped." in said


def test_a_failed_check_is_named(capsys, monkeypatch) -> None:
    monkeypatch.setattr(dev, "IN_CI", False)
    assert dev.verdict(["mypy"], {}) == 1
    assert "Not good: mypy." in capsys.readouterr().out


@pytest.mark.parametrize("text", ["0", "65536", "-1", "8501x", ""])
def test_a_port_is_a_number(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="from 1 to 65535"):
        dev.port_number(text)


def test_a_port_in_use_is_passed_over() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert not dev.is_free(taken.getsockname()[1])


def test_a_browser_that_is_not_there_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIENSTAP_CHROMIUM", "/nowhere/chromium")
    with pytest.raises(dev.Stop, match="TIENSTAP_CHROMIUM names /nowhere/chromium, which does not exist"):
        programs.find_chromium()


def test_a_python_without_venv_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(dev.Stop, match="install its venv module"):
        dev.make_venv()


def test_an_old_python_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev.sys, "version_info", (3, 9, 1, "final", 0))
    with pytest.raises(dev.Stop, match=r"needs Python 3\.11 or newer and this is 3\.9"):
        dev.main(["run"])


def test_requirements_are_installed_again_only_when_they_change(tmp_path: Path, monkeypatch) -> None:
    installed: list[list[str]] = []

    def pip(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        if "pip" in command:
            installed.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "VENV", tmp_path)
    monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(dev.subprocess, "run", pip)
    (tmp_path / "requirements.txt").write_text("a==1\n")
    (tmp_path / "requirements-dev.txt").write_text("-r requirements.txt\nb==1\n")
    dev.environment("requirements-dev.txt")
    dev.environment("requirements-dev.txt")
    dev.environment("requirements.txt")
    assert len(installed) == 1
    (tmp_path / "requirements.txt").write_text("a==2\n")
    dev.environment("requirements.txt")
    dev.environment("requirements-dev.txt")
    assert len(installed) == 3


def test_every_requirement_has_an_exact_version() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        for line in (dev.ROOT / name).read_text().splitlines():
            requirement = line.partition("#")[0].strip()
            if requirement and not requirement.startswith("-r "):
                assert "==" in requirement, f"{name}: {requirement}"

"""The files of deploy/ are valid, also for a second municipality on the same machine, and agree with each other."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.app import ROOT
from tests.support.host import CONFIGURATION

DEPLOY = ROOT / "deploy"
TEMPLATES = ("tienstap@.service", "tienstap-migrate@.service", "tienstap-proxy@.service")
TWO_TOWNS = (
    "tienstap@8601.service",
    "tienstap-proxy@tienstap.service",
    "tienstap-ede@8701.service",
    "tienstap-proxy@ede.service",
)


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The units as an administrator installs them, with the paths of this machine and a second municipality, Ede."""
    if not (shutil.which("systemd-analyze") and Path("/usr/sbin/haproxy").exists()):
        pytest.skip("no systemd-analyze, or no haproxy in its usual place")
    for name in TEMPLATES:
        text = (DEPLOY / name).read_text(encoding="utf-8")
        text = text.replace("/opt/tienstap/.venv/bin/python", sys.executable).replace("/opt/tienstap", str(ROOT))
        (tmp_path / name).write_text(text, encoding="utf-8")
    shutil.copy(tmp_path / TEMPLATES[0], tmp_path / "tienstap-ede@.service")
    return tmp_path


def checked(folder: Path) -> subprocess.CompletedProcess[str]:
    command = ["systemd-analyze", "verify", *(str(folder / name) for name in TWO_TOWNS)]
    return subprocess.run(command, capture_output=True, text=True)


def test_systemd_takes_the_units_also_for_a_second_municipality(units: Path) -> None:
    found = checked(units)
    assert found.returncode == 0 and not found.stderr.strip(), found.stderr


def test_each_municipality_waits_for_its_own_database(units: Path) -> None:
    (units / TEMPLATES[1]).rename(units / "tienstap-migrate@tienstap.service")  # there is none for Ede any more
    found = checked(units)
    assert "tienstap-migrate@ede.service not found" in found.stderr
    assert "tienstap-migrate@tienstap.service not found" not in found.stderr


@pytest.mark.skipif(not shutil.which("haproxy"), reason="no haproxy on the PATH")
def test_the_proxy_takes_its_configuration_without_a_warning() -> None:
    found = subprocess.run(["haproxy", "-c", "-f", str(CONFIGURATION)], capture_output=True, text=True)
    assert found.returncode == 0 and "warning" not in found.stderr.lower(), found.stderr


def test_what_a_host_must_know_stands_in_one_place() -> None:
    text = "".join((DEPLOY / name).read_text(encoding="utf-8") for name in (*TEMPLATES, CONFIGURATION.name))
    asked = set(re.findall(r"\$\{(TIENSTAP_\w+)", text))
    given = set(re.findall(r"^#? ?(\w+)=", (DEPLOY / "tienstap.env").read_text(encoding="utf-8"), re.MULTILINE))
    assert asked and asked <= given
    files = set(re.findall(r"EnvironmentFile=(\S+)", text))
    assert files == {"/etc/tienstap/%j.env", "/etc/tienstap/%i.env"}

"""A disk that fails, is full or can't be written: a sentence, and nothing that was saved is lost."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from portfolio.store import open_store

from .conftest import ROOT, heard, saved, sentences, whole

SYNC = "fsync,fdatasync"
CALLS = ("pwrite64:error=EIO", f"{SYNC}:error=EIO", "pwrite64:error=ENOSPC", f"{SYNC}:error=ENOSPC")
ROUNDS = 3
QUIET = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
SAID = re.compile(r"othing was saved|can't be written|failed|damaged|is gone|can't be made")

LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from tests.faults import writer
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
writer.main(sys.argv[1], sys.argv[2], 12)
"""
AS_NOBODY = """
import os, sys
from tests.faults import writer
from portfolio.store import engine
engine.sqlite_module()
if os.geteuid() == 0:
    os.setgid(65534); os.setuid(65534)
writer.main(sys.argv[1], "nobody", 1)
"""


def may_trace() -> bool:
    if not shutil.which("strace"):
        return False
    return subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True).returncode == 0


@pytest.mark.skipif(not may_trace(), reason="no strace that may trace")
def test_a_call_that_fails_once(sqlite_url: str, tmp_path: Path, many: Callable[[int, int], int]) -> None:
    """The Nth write or flush of the database fails; with every N another moment of a change."""
    open_store(sqlite_url).close()
    cases = [(CALLS[n % len(CALLS)], 1 + n // len(CALLS) * many(3, 2)) for n in range(many(4, 24))]
    hit, told, said = 0, [], []
    for number, (call, when) in enumerate(cases):
        trace = tmp_path / f"{number}.trace"
        name = call.split(":")[0]
        injected = ["strace", "-f", "-o", str(trace), "-e", f"trace={name}", "-e", f"inject={call}:when={when}"]
        writer = [sys.executable, "-m", "tests.faults.writer", sqlite_url, f"io-{number}", str(ROUNDS)]
        done = subprocess.run([*injected, *writer], cwd=ROOT, env=QUIET, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        hit += "(INJECTED)" in trace.read_text(errors="replace")
        told += saved(heard(done.stdout))
        said += sentences(heard(done.stdout))
    rows = whole(sqlite_url, told)
    counted = f"{len(told)} told to be saved, 0 lost, {len(said)} sentences"
    print(f"\n{len(cases)} runs with a failing call, {hit} hit: {counted}")
    assert hit >= len(cases) - 1 and said and rows >= len(told) > 0
    assert all(SAID.search(one) for one in said), said


@pytest.mark.skipif(sys.platform == "win32", reason="limits as on Unix")
def test_a_disk_that_fills_up(sqlite_url: str, many: Callable[[int, int], int]) -> None:
    """A limit on the size of files stands in for a full disk; another size each time."""
    store = open_store(sqlite_url)
    store.close()
    size = Path(sqlite_url.removeprefix("sqlite:///")).stat().st_size
    told, said = [], []
    limits = [size + 4096 * step for step in range(1, many(4, 20) * 3, 3)]
    for number, limit in enumerate(limits):
        call = [sys.executable, "-c", LIMITED, sqlite_url, f"full-{number}", str(limit)]
        done = subprocess.run(call, cwd=ROOT, env=QUIET, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        told += saved(heard(done.stdout))
        said += sentences(heard(done.stdout))
    whole(sqlite_url, told)
    print(f"\n{len(limits)} disks that filled up: {len(told)} told to be saved, 0 lost, {len(said)} sentences")
    assert said and all(SAID.search(one) for one in said), said
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.writer", sqlite_url, "after", "1"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert len(saved(heard(done.stdout))) == 4  # and with room again the work goes on


@pytest.mark.skipif(sys.platform == "win32", reason="rights as on Unix")
@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_database_that_cannot_be_written(tmp_path: Path, what: str) -> None:
    folder = tmp_path / "records"
    folder.mkdir()
    url = f"sqlite:///{folder / 'tienstap.db'}"
    open_store(url).close()
    for place in (tmp_path, *tmp_path.parents):
        if place.owner() == folder.owner() and place.stat().st_mode & 0o005 != 0o005 and place != Path("/"):
            place.chmod(place.stat().st_mode | 0o055)
    (folder / "tienstap.db").chmod(0o444)
    folder.chmod(0o777 if what == "file" else 0o555)
    try:
        done = subprocess.run(
            [sys.executable, "-c", AS_NOBODY, url], cwd=ROOT, env=QUIET, capture_output=True, text=True, timeout=60
        )
    finally:
        folder.chmod(0o755)
        (folder / "tienstap.db").chmod(0o644)
    told = heard(done.stdout)
    if done.returncode and "Permission denied" in done.stderr and not told:
        pytest.skip("another user can't read this Python")
    assert done.returncode == 0, done.stderr
    assert saved(told) == [] and sentences(told)
    assert all("write access" in one or "can't be written" in one for one in sentences(told)), told
    whole(url, [])

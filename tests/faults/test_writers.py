"""Two and eight writers on one record: each change counts or is told as a clash, and none is lost."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest

from portfolio import processes, verify
from portfolio.identity import LOCAL_USERS
from portfolio.store import open_store

from .conftest import ROOT

EDITOR = """
import sys
from portfolio import processes
from portfolio.identity import LOCAL_USERS
from portfolio.store import Conflict, open_store
store, id, name, most = open_store(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
print("ready", flush=True)
sys.stdin.readline()
done = clashes = 0
for number in range(most):
    seen = processes.get(store, id)
    try:
        processes.update(store, LOCAL_USERS[0], id, seen.version, {"area": f"{name}-{number}"}, f"{name}-{number}")
        done += 1
    except Conflict:
        clashes += 1
print(done, clashes)
"""


@pytest.mark.parametrize("editors", [2, 8])
def test_no_change_is_lost(store_url: str, editors: int, many: Callable[[int, int], int]) -> None:
    store = open_store(store_url)
    id = processes.create(store, LOCAL_USERS[0], {"name": "Eén proces"}).id
    most = many(15, 60)
    running = [
        subprocess.Popen(
            [sys.executable, "-c", EDITOR, store_url, id, f"editor-{n}", str(most)],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for n in range(editors)
    ]  # fmt: skip
    for one in running:
        assert one.stdout is not None and one.stdout.readline() == "ready\n"
    for one in running:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    done = clashes = 0
    for one in running:
        out, err = one.communicate(timeout=120)
        assert one.returncode == 0, err
        counted = out.split()
        done, clashes = done + int(counted[0]), clashes + int(counted[1])
    print(f"\n{editors} editors of one record: {done} changes, {clashes} clashes told, 0 lost")
    assert done + clashes == editors * most and done > 0
    assert processes.get(store, id).version == 1 + done
    report = verify.verify(store)
    assert (report.faults, report.rows) == ([], 1 + done)
    store.close()

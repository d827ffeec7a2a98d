"""kill -9 in the middle of writing: what was told to be saved is there, and nothing is there by half."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from portfolio.store import open_store

from .conftest import ROOT, heard, saved, whole


def killed(url: str, seed: int, writers: int = 1) -> list[tuple[str, str]]:
    """Start writers, kill them all a moment after the first record, and return what they told."""
    command = [sys.executable, "-m", "tests.faults.writer", url]
    running = [
        subprocess.Popen([*command, f"{seed}-{n}"], cwd=ROOT, stdout=subprocess.PIPE, text=True) for n in range(writers)
    ]
    first = []
    for one in running:
        assert one.stdout is not None
        first.append(one.stdout.readline() + one.stdout.readline())  # ready, and the first record
    time.sleep(random.Random(seed).uniform(0, 0.15))
    for one in running:
        os.kill(one.pid, signal.SIGKILL)
    told = []
    for one, begun in zip(running, first, strict=True):
        assert one.stdout is not None
        told += heard(begun + one.stdout.read())
        one.wait()
    return saved(told)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_nothing_is_lost_or_half(store_url: str, many: Callable[[int, int], int]) -> None:
    open_store(store_url).close()
    runs, told = many(4, 60), []
    for seed in range(runs):
        told += killed(store_url, seed)
        if seed % 10 == 9 or seed == runs - 1:
            rows = whole(store_url, told)
    print(
        f"\n{runs} kills while one wrote: {len(told)} told to be saved, 0 lost, 0 half, {rows} audit rows in one chain"
    )
    assert len(told) >= runs and rows >= len(told)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_nor_with_eight_writers(store_url: str, many: Callable[[int, int], int]) -> None:
    open_store(store_url).close()
    runs, told = many(1, 10), []
    for seed in range(runs):
        told += killed(store_url, 1000 + seed, writers=many(4, 8))
    rows = whole(store_url, told)
    print(f"\n{runs} kills of eight writers at once: {len(told)} told to be saved, 0 lost, 0 half, {rows} audit rows")
    assert len(told) >= runs * 4 and rows >= len(told)

"""How many people one process carries, what a second one adds, and what happens when one of two is killed.

Visitors without a browser speak Streamlit's own messages over the websocket: they open pages of the example portfolio,
change an estimate, try a scenario, and now and then save. With THINK they read for twenty seconds on average between
two pages, as people do, and they come in over a minute; what counts begins when all have been there for a while.
Without it the next page is asked as soon as the last one is complete, to find what a process can.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import os
import platform
import random
import shutil
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from websockets.exceptions import WebSocketException

from bench.table import number

if TYPE_CHECKING:
    from tests.support.app import AppServer
    from tests.support.websocket import Visitor

Timed = Callable[[Awaitable[float]], Awaitable[None]]

USERS, THINK = 100, 20.0
COMING, WARM, LASTS = 60.0, 90.0, 60.0  # seconds in which all come; that don't count (with THINK); that do
BUSY = 12  # visitors that never wait
MOST_RATIO, LEAST_GAIN = 8.0, 1.5
MARKS = ("<!-- load: what stands between these marks is written by dev.py bench -->", "<!-- /load -->")
LINES = {
    "one": "one user who never waits, one process",
    "many": f"**{USERS} users, {THINK:g} s between two pages, one process**",
    "most": f"{BUSY} users who never wait, one process",
    "two": f"**{BUSY} users who never wait, two processes**",
    "killed": f"{USERS} users on two processes, of which one is killed",
}
PAGES = ("", "", "proces", "raming", "raming", "wat-als")  # as often as they are opened


@dataclass
class Run:
    """What one run found: seconds per page run that counted, faults, and what was saved and acknowledged."""

    lasted: float = 0.0
    took: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    saved: dict[str, int] = field(default_factory=dict)  # process -> the last acknowledged number of conversations
    tried: dict[str, int] = field(default_factory=dict)  # process -> the last number that was sent
    missing: list[str] = field(default_factory=list)  # processes in which an acknowledged save isn't
    again: int = 0  # connections that were made anew
    computed: float = 0.0  # seconds that the app's processes computed
    rest: float = 0.0  # MB of one process before its first visitor
    memory: list[float] = field(default_factory=list)  # MB per process, at the end

    @property
    def per_second(self) -> float:
        return len(self.took) / self.lasted

    @property
    def each(self) -> float:
        """Milliseconds of computing per page run."""
        return 1000 * self.computed / len(self.took)

    def part(self, share: float) -> float:
        """Milliseconds that this share of the page runs took at most."""
        ordered = sorted(self.took)
        return 1000 * ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def lacking() -> str | None:
    """What this machine lacks for it, None when it can be measured."""
    return None if shutil.which("haproxy") else "no HAProxy on the PATH (Debian and Ubuntu: apt-get install haproxy)"


def measure() -> dict[str, Run]:
    """One user; USERS on one process; as many as it can on one and on two; USERS on two of which one is killed."""
    from tests.support.app import AppServer
    from tests.support.host import haproxy, postgres, process_environment

    found: dict[str, Run] = {}
    with postgres() as url, tempfile.TemporaryDirectory() as name:
        ids = _example(url)
        apps = [AppServer(Path(name) / one, url, process_environment()) for one in ("a", "b")]
        for one in ("a", "b"):
            (Path(name) / one).mkdir()
        with contextlib.ExitStack() as stack:
            for app in apps:
                stack.callback(app.stop)
            apps[0].start()
            rest, first = apps[0].memory(), apps[:1]
            found["one"] = _run(apps[0].url, ids, first, users=1, think=0.0, lasts=20.0)
            found["many"] = _run(apps[0].url, ids, first, users=USERS, think=THINK)
            found["most"] = _run(apps[0].url, ids, first, users=BUSY, think=0.0, lasts=30.0)
            found["one"].rest = rest
            apps[1].start()
            with haproxy(apps[0].port, apps[1].port) as proxy:
                found["two"] = _run(proxy, ids, apps, users=BUSY, think=0.0, lasts=30.0)
                found["killed"] = _run(proxy, ids, apps[1:], users=USERS, think=THINK, kill=apps[0])
            _nothing_missing(url, found)
    return found


def _example(url: str) -> list[str]:
    """The example portfolio and a process for every visitor to save to; the ids of the latter."""
    from portfolio import example, processes, scenarios
    from portfolio.identity import COMMAND_LINE
    from portfolio.store import open_store

    store = open_store(url)
    example.load(store, COMMAND_LINE)
    scope = {"stakeholder_groups": 3, "conversations": 4, "resident_reach": 800, "start": "2032-01-12"}
    ids = []
    for n in range(USERS):
        made = processes.create(store, COMMAND_LINE, {"name": f"Proces van bezoeker {n:03d}"})
        scenarios.save(store, COMMAND_LINE, made.id, "Basis", scope)
        ids.append(made.id)
    store.close()
    return ids


def _run(
    url: str,
    ids: list[str],
    apps: Sequence[AppServer],
    users: int,
    think: float,
    lasts: float = LASTS,
    kill: AppServer | None = None,
) -> Run:
    """``apps``: the processes whose computing and memory are noted; ``kill``: one that ends a third of the way."""
    run = asyncio.run(_all(url, ids, apps, users, think, lasts, kill))
    run.memory = [app.memory() for app in apps]
    return run


async def _all(
    url: str,
    ids: list[str],
    apps: Sequence[AppServer],
    users: int,
    think: float,
    lasts: float,
    kill: AppServer | None,
) -> Run:
    run, began = Run(), time.monotonic()
    warm = WARM if think else lasts / 2
    ends = began + warm + lasts

    async def watch() -> None:
        await asyncio.sleep(warm)
        before = sum(app.cpu() for app in apps)
        await asyncio.sleep(lasts)
        run.computed = sum(app.cpu() for app in apps) - before

    async with asyncio.TaskGroup() as group:
        group.create_task(watch())
        for n in range(users):
            group.create_task(_visit(run, url, ids[n], n, think, began + warm, ends))
        if kill is not None:
            await asyncio.sleep(warm + lasts / 3)
            kill.kill()
    run.lasted = lasts
    return run


async def _visit(run: Run, url: str, id: str, n: int, think: float, counts: float, ends: float) -> None:
    """One visitor until the end; a broken connection is made anew, as a browser does."""
    from tests.support.websocket import Visitor

    rng = random.Random(n)
    await asyncio.sleep(rng.random() * (COMING if think else 1))
    one = Visitor(url, query=f"process={id}&as=projectleider&lang={rng.choice(('nl', 'en'))}")

    async def timed(step: Awaitable[float]) -> None:
        took = await step
        if counts < time.monotonic() < ends:
            run.took.append(took)
        if think:
            await asyncio.sleep(min(rng.expovariate(1 / think), max(ends - time.monotonic(), 0.0)))

    await _open(run, one, first=True)
    while time.monotonic() < ends:
        try:
            page = rng.choice(PAGES)
            await timed(one.go(page))
            if page == "wat-als":
                await timed(one.set({one.ending(".conversations"): float(rng.randint(2, 14))}))
            elif page == "raming":
                await _estimate(run, one, id, rng, timed)
        except (OSError, TimeoutError, WebSocketException):
            await _open(run, one)
    run.faults += one.faults
    await one.close()


async def _estimate(run: Run, one: Visitor, id: str, rng: random.Random, timed: Timed) -> None:
    """Another number of conversations, and one time in three it is saved."""
    value = rng.randint(3, 40)
    await timed(one.set({one.ending(".conversations"): str(value)}))
    if rng.random() < 0.34:
        run.tried[id] = value
        await timed(one.press("save"))
        if {"Opgeslagen", "Saved"} & set(one.texts):
            run.saved[id] = value


async def _open(run: Run, one: Visitor, first: bool = False) -> None:
    run.again += not first
    for _ in range(60):
        with contextlib.suppress(Exception):
            await one.close()
        try:
            await one.open()
            return
        except (OSError, TimeoutError, WebSocketException):
            await asyncio.sleep(0.5)
    raise RuntimeError("no process takes the visitor")


def _nothing_missing(url: str, found: dict[str, Run]) -> None:
    """What was acknowledged is in the database; a save that broke off may be there too."""
    from portfolio import scenarios
    from portfolio.store import open_store
    from portfolio.verify import verify

    store = open_store(url)
    last: dict[str, set[int]] = {}
    for run in found.values():
        for id, value in run.saved.items():
            last[id] = {value}
        for id, value in run.tried.items():
            last.setdefault(id, {4}).add(value)
    for id, values in last.items():
        base = scenarios.base(store, id)
        if base is None or base.scope["conversations"] not in values:
            found["killed"].missing.append(id)
    found["killed"].faults += [str(fault) for fault in verify(store).faults]
    store.close()


def text(found: dict[str, Run]) -> str:
    """The table with the line that says on what it was measured."""
    cores = os.cpu_count()
    rows = [
        f"Measured {dt.date.today().isoformat()} on {cores} cores ({platform.machine()}) that the app, PostgreSQL, the "
        "proxy and the visitors share.",
        "",
        "| | page runs a second | half within, ms | 95 % within, ms | computed per run, ms | faults | MB per process |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for key, title in LINES.items():
        run = found[key]
        cells = [number(run.per_second), number(run.part(0.5), 0), number(run.part(0.95), 0)]
        cells.append("" if key == "killed" else number(run.each, 0))
        cells += [str(len(run.faults)), ", ".join(number(one, 0) for one in run.memory)]
        rows.append(f"| {title} | " + " | ".join(cells) + " |")
    saved = len({id for run in found.values() for id in run.saved})
    killed = found["killed"]
    rows += [
        "",
        f"Saved and acknowledged in {saved} processes; connections made anew after the kill: {killed.again}. A process "
        f"holds {number(found['one'].rest, 0)} MB before its first visitor.",
    ]
    return "\n".join(rows)


def verdicts(found: dict[str, Run]) -> list[tuple[bool, str]]:
    """What must hold, each with its figures."""
    ratio = found["many"].part(0.95) / found["one"].part(0.5)
    gain = found["two"].per_second / found["most"].per_second
    faults = sum(len(run.faults) for run in found.values())
    missing, again = len(found["killed"].missing), found["killed"].again
    return [
        (
            ratio <= MOST_RATIO,
            f"{USERS} users: 95 % within {ratio:.1f} × the median of one user, at most {MOST_RATIO:g}",
        ),
        (gain >= LEAST_GAIN, f"two processes: {gain:.2f} × the page runs of one, at least {LEAST_GAIN:g}"),
        (faults == 0, f"faults in all runs: {faults}, at most 0"),
        (missing == 0 and again > 0, f"one of two killed: {again} visitors went on, {missing} processes miss a save"),
    ]

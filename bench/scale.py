"""How much slower everything is with a thousand processes than with twenty: `python -m bench.scale DATABASE` measures
one database in a process of its own and prints JSON; ``measure`` makes both and opens the page in Chromium too.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from bench.once import peak_mb
from bench.stored import ROOT
from bench.table import number

FEW, MANY = 20, 1000
RUNS, OPENED = 9, 7
MOST_SERVER, MOST_BROWSER = 3.0, 2.0
MOST_FIRST, MOST_AFTER = 3000.0, 50.0
MARKS = ("<!-- scale: what stands between these marks is written by dev.py bench -->", "<!-- /scale -->")
INTERACTIVE = '[data-testid="stApp"][data-test-script-state="notRunning"] h1'

Found = dict[str, float]
LINES = {
    "page": "**Page Portfolio, server, median of 9**",
    "changed": "… after somebody changed a process",
    "first": "… the first time after a start",
    "standing": "where every process stands, first time",
    "after": "… after a change of one",
    "pooled": "P80 of all together, first time",
    "pooled_again": "… after that",
    "pooled_changed": "… after a change of one",
    "capacity": "capacity, first time",
    "capacity_again": "… after that",
    "pressure": "pressure, first time",
    "interactive": "**Page in Chromium until it can be used, median of 7**",
    "peak": "peak memory of the server's work, MB",
}


def of_database(url: str) -> Found:
    """Milliseconds of everything but the browser, and the peak memory in MB."""
    os.environ["TIENSTAP_DATABASE_URL"] = url
    from portfolio import talks
    from portfolio.identity import LOCAL_USERS
    from portfolio.store import clock, open_store
    from portfolio.whole import capacity, pooled, pressure, standing
    from serving.warmup import LIBRARIES, PACKAGES, estimate_once, import_all

    for name in LIBRARIES:
        __import__(name)
    for name in PACKAGES:
        import_all(name)
    estimate_once()
    store, today = open_store(url), clock.today()
    found: Found = {}

    def note(name: str, work: Callable[[], Any]) -> Any:
        begin = time.perf_counter()
        answer = work()
        found[name] = 1000 * (time.perf_counter() - begin)
        return answer

    def change() -> None:
        talks.add(store, LOCAL_USERS[0], every[len(every) // 2].id, {"title": "Gesprek", "planned_on": today})

    every = note("standing", lambda: standing.of_all(store))
    change()
    every = note("after", lambda: standing.of_all(store))
    note("pooled", lambda: pooled.of(store, every))
    note("pooled_again", lambda: pooled.of(store, every))
    _book(store, every)
    changed = standing.of_all(store)
    note("pooled_changed", lambda: pooled.of(store, changed))
    note("capacity", lambda: capacity.of(store, changed, today))
    note("capacity_again", lambda: capacity.of(store, changed, today))
    note("pressure", lambda: pressure.of(store, changed, today))
    standing._kept.cache_clear()
    note("first", _page)
    found["page"] = median(_timed(_page) for _ in range(RUNS))
    change()
    note("changed", _page)
    found["peak"] = peak_mb() or 0.0
    return found


def _book(store: Any, every: Any) -> None:
    """Hours on a step that has begun, so that what remains is another."""
    from portfolio import bookings
    from portfolio.identity import LOCAL_USERS

    one = next(one for one in every if one.row.phase == "running")
    step = next(row.step for row in one.progress if row.stored_status == "busy")
    bookings.add(store, LOCAL_USERS[0], one.id, {"step": step, "kind": "hours", "hours": 8.0})


def _page() -> None:
    """The page Portfolio in a new session, as the server makes it."""
    from streamlit.testing.v1 import AppTest

    at = AppTest.from_file(str(ROOT / "ui" / "shell.py"), default_timeout=120)
    at.run()
    if at.exception:
        raise RuntimeError(f"the page failed: {at.exception}")


def _timed(work: Callable[[], None]) -> float:
    begin = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - begin)


def measure(browser: bool) -> dict[int, Found]:
    """Both sizes; the browser only when there is one."""
    from bench import crowd
    from portfolio.store import open_store

    with tempfile.TemporaryDirectory() as name:
        urls = {}
        for count in (FEW, MANY):
            urls[count] = f"sqlite:///{(Path(name) / f'{count}.db').as_posix()}"
            store = open_store(urls[count])
            crowd.fill(store, count)
            store.close()
        found = {count: _apart(url) for count, url in urls.items()}
        if browser:
            for count, times in _interactive(urls).items():
                found[count]["interactive"] = median(times)
    return found


def _apart(url: str) -> Found:
    done = subprocess.run(
        [sys.executable, "-m", "bench.scale", url], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"a size could not be measured:\n{done.stderr[-3000:]}")
    answer: Found = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


def _interactive(urls: dict[int, str]) -> dict[int, list[float]]:
    """Milliseconds until the page can be used, of every time that it is opened anew, both sizes in turn."""
    from playwright.sync_api import sync_playwright

    from tests.support.app import AppServer
    from tools.programs import find_chromium

    times: dict[int, list[float]] = {count: [] for count in urls}
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        servers = {count: AppServer(folder, url) for count, url in urls.items()}
        for server in servers.values():
            server.start()
            stack.callback(server.stop)
        driver = stack.enter_context(sync_playwright())
        chromium = driver.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"])
        stack.callback(chromium.close)
        for turn in range(OPENED + 2):
            for count, server in servers.items():
                context = chromium.new_context(locale="nl-NL", viewport={"width": 1440, "height": 1000})
                page = context.new_page()
                begin = time.perf_counter()
                page.goto(server.url)
                page.wait_for_selector(INTERACTIVE, timeout=60_000)
                page.wait_for_function("() => !document.querySelector('[data-stale=\"true\"]')")
                if turn >= 2:
                    times[count].append(1000 * (time.perf_counter() - begin))
                context.close()
    return times


def text(found: dict[int, Found]) -> str:
    """The table with the line that says on what it was measured."""
    rows = [
        f"Measured {dt.date.today().isoformat()} on {os.cpu_count()} cores ({platform.machine()}), SQLite.",
        "",
        f"| | {FEW} processes, ms | {number(MANY, 0)} processes, ms | ratio |",
        "|---|---:|---:|---:|",
    ]
    few, many = found[FEW], found[MANY]
    for key, title in LINES.items():
        if key in few and key in many:
            decimals = 0 if many[key] >= 100 else 1
            cells = [number(few[key], decimals), number(many[key], decimals), number(many[key] / few[key], 2)]
            rows.append(f"| {title} | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def verdicts(found: dict[int, Found]) -> list[tuple[bool, str]]:
    """What must hold, each with its figures."""
    few, many = found[FEW], found[MANY]
    out = [
        _ratio("page on the server", many["page"] / few["page"], MOST_SERVER),
        _most("P80 of all together, first time", many["pooled"], MOST_FIRST),
        _most("P80 of all together after that", many["pooled_again"], MOST_AFTER),
    ]
    if "interactive" in many:
        out.append(_ratio("page in Chromium", many["interactive"] / few["interactive"], MOST_BROWSER))
    return out


def _ratio(what: str, ratio: float, most: float) -> tuple[bool, str]:
    many = number(MANY, 0)
    return ratio <= most, f"{what}: {ratio:.2f} × as long with {many} processes as with {FEW}, at most {most:g}"


def _most(what: str, took: float, most: float) -> tuple[bool, str]:
    return took <= most, f"{what}: {took:.1f} ms with {number(MANY, 0)} processes, at most {number(most, 0)}"


if __name__ == "__main__":
    print(json.dumps(of_database(sys.argv[1])))

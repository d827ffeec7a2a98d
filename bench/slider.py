"""How long screen What if takes in Chromium, from the release of a slider to the new figures and the new curve.

Three pages in turn in one browser: the screen itself, the same with its computing replaced by stored results
(bench/stored.py), and a page with one slider (bench/one_slider.py). Every move goes to a value that is new,
so no answer comes from a cache. The clock runs in the browser: from the pointer's release to the moment the figures in
the page are others and the curve is drawn anew.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from bench.stored import MISSED, ROOT, key
from bench.table import number

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROUNDS, WARM = 20, 4
BASE, LAST = 6, 30  # conversations of the base, and how far the slider goes
MOST_STORED, MOST_ONE = 1.3, 3.0
SCOPE = {"stakeholder_groups": 4, "conversations": BASE, "resident_reach": 900, "municipality": "GM0193"}
START_SECONDS, PATIENCE_MS = 90, 20_000
SETTLED = '[data-testid="stApp"][data-test-script-state="notRunning"]'
HEAD = "| page | figures ms | curve ms | both ms | slowest of 20 | × stored | × one slider |"
RULE = "|---|---:|---:|---:|---:|---:|---:|"
MARKS = (
    "<!-- slider: what stands between these marks is written by dev.py bench -->",
    "<!-- /slider -->",
)

# Remembers when the pointer was released, and when the figures and the area of the first chart were others after that.
CLOCK = """() => {
  const text = () => (document.querySelector('.wi-cards') || {}).textContent;
  const area = () => {
    const path = document.querySelector('[data-testid="stVegaLiteChart"] .mark-area path');
    return path && path.getAttribute('d');
  };
  const b = window.bench = {};
  b.arm = () => { Object.assign(b, {text: text(), area: area(), released: null, figures: null, curve: null}); };
  addEventListener('pointerup', () => { b.released ??= performance.now(); }, true);
  new MutationObserver(() => {
    if (!b.released) return;
    if (!b.figures && text() && text() !== b.text) b.figures = performance.now();
    if (!b.curve && area() && area() !== b.area) b.curve = performance.now();
  }).observe(document.body, {subtree: true, childList: true, characterData: true, attributes: true});
}"""
TRACK = """input => {
  const box = input.closest('[style*="relative"]').getBoundingClientRect();
  const low = Number(input.min), high = Number(input.max);
  return {left: box.left, width: box.width, y: box.top + box.height / 2, low, high, now: Number(input.value)};
}"""


@dataclass
class Timed:
    """One page: milliseconds from release to the new figures and to the new curve, of every move."""

    name: str
    figures: list[float] = field(default_factory=list)
    curve: list[float] = field(default_factory=list)

    @property
    def both(self) -> list[float]:
        """Milliseconds until figures and curve are both there."""
        return [max(pair) for pair in zip(self.figures, self.curve, strict=True)]


def moves() -> list[int]:
    """Where the slider goes: every value once, never the base and never a small step.

    >>> found = moves()
    >>> len(found) == len(set(found)) == ROUNDS + WARM, BASE in found
    (True, False)
    """
    return [value for n in range(LAST) if (value := n * 11 % LAST + 1) != BASE][: ROUNDS + WARM]


def table(pages: dict[str, Timed]) -> str:
    """The three pages with their medians."""
    stored, one = (median(pages[name].both) for name in ("stored", "one"))
    rows = []
    for page in pages.values():
        both = median(page.both)
        cells = [number(1.0 * one_of, 0) for one_of in (median(page.figures), median(page.curve), both, max(page.both))]
        rows.append(f"| {page.name} | " + " | ".join([*cells, number(both / stored, 2), number(both / one, 2)]) + " |")
    return "\n".join([HEAD, RULE, *rows])


def measured_on(today: str) -> str:
    """The line that says on what and with what it was measured."""
    from importlib.metadata import version

    cores, streamlit = os.cpu_count(), version("streamlit")
    return f"Measured {today} on {cores} cores ({platform.machine()}) in Chromium; Streamlit {streamlit}."


def verdicts(pages: dict[str, Timed]) -> list[tuple[bool, str]]:
    """What must hold, each with its figures."""
    own, stored, one = (median(pages[name].both) for name in ("whatif", "stored", "one"))
    return [
        (
            own <= MOST_STORED * stored,
            f"slider to answer: {own / stored:.2f} × the page with stored results, at most {MOST_STORED:g}",
        ),
        (own <= MOST_ONE * one, f"slider to answer: {own / one:.2f} × a page with one slider, at most {MOST_ONE:g}"),
    ]


def lacking() -> str:
    """Why this can't be measured here; empty when it can."""
    from tools.programs import find_chromium

    if not find_spec("playwright"):
        return "playwright is not installed here"
    return "" if find_chromium() else "no Chromium was found (TIENSTAP_CHROMIUM can name one)"


def measure() -> dict[str, Timed]:
    """All pages with their times. Raises RuntimeError when a result was computed that should have been stored, or
    isn't what is computed."""
    from playwright.sync_api import sync_playwright

    from tools.programs import find_chromium

    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        where = _prepared(folder)
        paths = {"whatif": where, "stored": where, "one": "/"}
        urls = {name: stack.enter_context(_served(folder, name)) for name in paths}
        driver = stack.enter_context(sync_playwright())
        browser = driver.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"])
        stack.callback(browser.close)
        opened = {name: _open(browser, urls[name] + path) for name, path in paths.items()}
        pages = {
            "whatif": Timed("**Wat als**"),
            "stored": Timed("… with stored results instead of computing"),
            "one": Timed("one slider, one figure, one curve"),
        }
        _rounds(opened, pages)
        if MISSED in (folder / "stored.log").read_text(encoding="utf-8").split("bench: begin")[-1]:
            raise RuntimeError("a result was computed that should have been stored: the measurement says nothing")
    return pages


def _rounds(opened: dict[str, Page], pages: dict[str, Timed]) -> None:
    """Move every slider in turn, each round in another order. Raises RuntimeError when the two screens differ."""
    names = list(opened)
    for turn, value in enumerate(moves()):
        for name in names[turn % 3 :] + names[: turn % 3]:
            figures, curve = move(opened[name], value)
            if turn >= WARM:
                pages[name].figures.append(figures)
                pages[name].curve.append(curve)
        if opened["whatif"].inner_text(".wi-cards") != opened["stored"].inner_text(".wi-cards"):
            raise RuntimeError(f"the two screens differ at {value} conversations: the measurement says nothing")


def move(page: Page, value: int) -> tuple[float, float]:
    """Drag the slider to a value and release it; milliseconds to the new figures and to the new curve."""
    page.bring_to_front()
    page.wait_for_timeout(400)  # what the last move left behind
    slider = page.get_by_role("slider", name="Gesprekken")
    at = slider.evaluate(TRACK)

    def place(n: int) -> float:
        return float(at["left"] + at["width"] * (n - at["low"]) / (at["high"] - at["low"]))

    page.evaluate("() => window.bench.arm()")
    page.mouse.move(place(at["now"]), at["y"])
    page.mouse.down()
    page.mouse.move(place(value), at["y"], steps=3)
    page.mouse.up()
    page.wait_for_function("() => window.bench.figures && window.bench.curve", timeout=PATIENCE_MS)
    _settle(page)
    if int(slider.input_value()) != value:
        raise RuntimeError(f"the slider stands at {slider.input_value()}, not at {value}")
    found = page.evaluate("() => [window.bench.figures, window.bench.curve].map(t => t - window.bench.released)")
    return float(found[0]), float(found[1])


def _settle(page: Page) -> None:
    page.wait_for_selector(SETTLED, state="attached")
    page.wait_for_function("() => !document.querySelector('[data-stale=\"true\"]')")


def _open(browser: Any, url: str) -> Page:
    """The page, with its clock."""
    context = browser.new_context(locale="nl-NL", viewport={"width": 1440, "height": 1000})
    context.set_default_timeout(PATIENCE_MS)
    page: Page = context.new_page()
    page.goto(url)
    page.get_by_role("slider", name="Gesprekken").wait_for(state="attached")
    _settle(page)
    page.wait_for_selector(".mark-area path", state="attached")
    page.wait_for_timeout(500)
    page.evaluate(CLOCK)
    return page


def _url(folder: Path, name: str) -> str:
    return f"sqlite:///{(folder / f'{name}.db').as_posix()}"


def _prepared(folder: Path) -> str:
    """Make a database with one process and its base for each of the two screens, and store what the sliders will ask;
    the address of the screen."""
    import estimator
    from estimator import Scope
    from portfolio import figures, overrides, processes, scenarios
    from portfolio.identity import LOCAL_USERS
    from portfolio.store import open_store

    store = open_store(_url(folder, "whatif"))
    made = processes.create(store, LOCAL_USERS[0], {"name": "Sportnota"})
    base = scenarios.save(store, LOCAL_USERS[0], made.id, "Basis", {**SCOPE, "start": "2032-01-12"})
    used, results = figures.current(store), {}
    store.close()
    shutil.copy(folder / "whatif.db", folder / "stored.db")
    for value in (BASE, *moves()):
        change = {"conversations": value} if value != BASE else {}
        scope = Scope.from_dict(overrides.effective(base.scope, change))
        results[key(scope)] = estimator.estimate(scope, used, process_key=made.id).to_dict()
    (folder / "results.json").write_text(json.dumps(results), encoding="utf-8")
    return f"/wat-als?process={made.id}"


@contextlib.contextmanager
def _served(folder: Path, name: str) -> Iterator[str]:
    """Start the server of a page; its address."""
    from tests.support.app import free_port

    port = str(free_port())
    command = {
        "whatif": ["-m", "streamlit", "run", "app.py", "--server.port", port],
        "stored": ["-m", "bench.stored", str(folder / "results.json"), port],
        "one": ["-m", "streamlit", "run", "bench/one_slider.py", "--server.port", port],
    }[name]
    environment = {**os.environ, "TIENSTAP_DATABASE_URL": _url(folder, name), "PYTHONUNBUFFERED": "1"}
    log = folder / f"{name}.log"
    with log.open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out
        )
    try:
        _wait(f"http://127.0.0.1:{port}", process, log)
        with log.open("ab") as out:
            out.write(b"bench: begin\n")  # what came before is the app warming up
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until the server answers. Raises RuntimeError with its log when it doesn't."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}/_stcore/health"):
            return
        time.sleep(0.1)
    raise RuntimeError(f"a page did not start:\n{log.read_text(errors='replace')[-3000:]}")

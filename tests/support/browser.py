"""Chromium through Playwright: one browser for all tests, and for every page a window without cookies or memory.

A window is used again once its test is over: it keeps the app's scripts compiled, and opening a page in it takes a
third of the computing.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from tests.support.app import READY, AppServer
from tools.programs import find_chromium

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A page lives for seconds here: compiling its scripts thoroughly costs more than it brings.
    "--js-flags=--interrupt-budget=5000000 --interrupt-budget-for-maglev=500000 --invocation-count-for-maglev=4000",
]
TALL = 4000  # px, a window in which most pages stand whole
TIMEOUT_MS = 20_000
CONTENT_HEIGHT = "document.querySelector('[data-testid=stMain]').scrollHeight"
# Only what is wrong is listed, and no style sheets are fetched for it: half the time.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
    "preload": False,
}
IS_DARK = "() => getComputedStyle(document.querySelector('[data-testid=stApp]')).colorScheme === 'dark'"
QUIET_MS, ANSWER_MS = 80, 150
MOST_WAITING = 4  # windows
FORGET = "localStorage.clear(); sessionStorage.clear()"
LISTEN = """(() => {
    const talk = window.tienstapTalk = {sent: 0, got: 0, uploads: 0};
    const heard = () => { talk.got = performance.now(); };
    window.WebSocket = class extends window.WebSocket {
        constructor(...how) {
            super(...how);
            this.addEventListener('message', heard);
            this.addEventListener('close', heard);
        }
        send(what) { talk.sent = performance.now(); super.send(what); }
    };
    window.XMLHttpRequest = class extends window.XMLHttpRequest {  // a file that goes up is told of when it is there
        send(what) {
            talk.uploads++;
            this.addEventListener('loadend', () => { talk.uploads--; heard(); });
            super.send(what);
        }
    };
})()"""
QUIET = """([turn, quiet]) => {
    const app = document.querySelector('[data-testid="stApp"]'), talk = window.tienstapTalk;
    const rests = app?.dataset.testScriptState === 'notRunning'
        && !document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]');  // its script still comes
    const size = document.getElementsByTagName('*').length, now = performance.now(), seen = window.tienstapSeen;
    if (!rests || talk.uploads || !talk.got || talk.got < talk.sent || seen?.turn !== turn || seen.size !== size) {
        window.tienstapSeen = {turn, size, since: now};
        return false;
    }
    return now - Math.max(seen.since, talk.got) > quiet;
}"""
_turns = itertools.count()


@contextmanager
def launch() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        except PlaywrightError as problem:
            pytest.skip(f"no Chromium that starts: set TIENSTAP_CHROMIUM to one ({str(problem).splitlines()[0]})")
        yield browser
        browser.close()


def settle(page: Page, quiet_ms: int = QUIET_MS) -> None:
    """Wait until the page's script has run and what it drew stands on the screen: the server is heard and answered what
    was sent, no file goes up, nothing runs, and for a moment nothing comes or goes. A run may begin another one."""
    page.wait_for_function(QUIET, arg=[next(_turns), quiet_ms], polling=40)


def done(page: Page) -> None:
    """After something was typed or pressed: as ``settle``, with more patience until the page sends it."""
    settle(page, ANSWER_MS)


def faults_of(page: Page, **other: object) -> list[str]:
    """What axe finds at level A and AA, one line for each element; other options go before its usual ones."""
    found = Axe().run(page, options=RULES | other).response["violations"]
    return [
        f"{fault['id']}: {node['target']} {node['html'][:150]} {[check['message'] for check in node['any']][:1]}"
        for fault in found
        for node in fault["nodes"]
    ]


def faults_in_light_and_dark(page: Page) -> list[str]:
    """What axe finds on a page that was opened light, and in its colours when it becomes dark under the reader."""
    found = faults_of(page)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(IS_DARK)
    settle(page)
    found += [f"dark: {one}" for one in faults_of(page, runOnly=["color-contrast", "link-in-text-block"])]
    page.emulate_media(color_scheme="light")
    settle(page)
    return found


def unroll(page: Page, most: int = 8000) -> None:
    """Make the window as high as what is in it: Streamlit scrolls inside a box, and what is scrolled away is neither
    in a picture nor checked for contrast. Charts grow after the script has run, so measure until it stays the same.
    Most pages fit in a window that was opened ``TALL``."""
    width, before = page.viewport_size["width"], page.viewport_size["height"]
    for _ in range(20):
        page.wait_for_timeout(300)
        height = min(max(page.evaluate(CONTENT_HEIGHT), 700), most)
        if height == before:
            return
        page.set_viewport_size({"width": width, "height": height})
        settle(page)
        before = height


def elsewhere(url: str) -> str:
    """A plain address of the same server: the page is left, and what the browser compiled for it is kept.

    >>> elsewhere("http://127.0.0.1:8501/proces?process=x")
    'http://127.0.0.1:8501/gereed'
    """
    return urlsplit(url)._replace(path=READY, query="", fragment="").geturl()


@dataclass
class Window:
    """A page in a context of its own, and what listens to it for the test that has it."""

    locale: str
    page: Page
    listeners: dict[str, Callable[..., None]] = field(default_factory=dict)

    def listen(self, event: str, heard: Callable[..., None]) -> None:
        self.listeners[event] = heard
        self.page.on(event, heard)

    def emptied(self) -> bool:
        """Forget cookies and what the app kept in it; False if that can't be done, and it should be closed.

        What listens hears until the page is left: what the browser reported last still counts.
        """
        if self.page.is_closed() or len(self.page.context.pages) > 1:
            return False
        try:
            self.page.evaluate(FORGET)
            self.page.goto(elsewhere(self.page.url))
            self.page.context.clear_cookies()
        except PlaywrightError:  # it stands on an error page, as after its server was killed
            return False
        for event, heard in self.listeners.items():
            self.page.remove_listener(event, heard)
        self.listeners.clear()
        return True


class Windows:
    """The windows of one browser that wait for the next test."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._waiting: list[Window] = []

    def take(self, locale: str, dark: bool, size: ViewportSize) -> Window:
        window = next((one for one in reversed(self._waiting) if one.locale == locale), None)
        if window is None:
            window = self._opened(locale)
        else:
            self._waiting.remove(window)
        window.page.emulate_media(color_scheme="dark" if dark else "light")
        window.page.set_viewport_size(size)
        return window

    def _opened(self, locale: str) -> Window:
        context = self._browser.new_context(
            locale=locale,
            timezone_id="Europe/Amsterdam",
            accept_downloads=True,
        )
        context.set_default_timeout(TIMEOUT_MS)
        context.add_init_script(LISTEN)
        return Window(locale, context.new_page())

    def put_back(self, window: Window, *, again: bool) -> None:
        if not (again and window.emptied()):
            window.page.context.close()
            return
        self._waiting.append(window)
        if len(self._waiting) > MOST_WAITING:
            self._waiting.pop(0).page.context.close()


class Pages:
    """Opens pages; remembers every request that leaves the machine and everything the security policy blocked.

    ``changed``: the test gives its pages scripts or listeners of its own, so that they can't be used again.
    """

    def __init__(self, windows: Windows) -> None:
        self._windows = windows
        self._mine: list[Window] = []
        self.faults: list[str] = []
        self.changed = False

    def __call__(
        self,
        server: AppServer | str,
        path: str = "/",
        *,
        locale: str = "nl-NL",
        width: int = 1440,
        height: int = 1000,
        dark: bool = False,
        wait: bool = True,
    ) -> Page:
        window = self._windows.take(locale, dark, {"width": width, "height": height})
        self._mine.append(window)
        window.listen("request", lambda request: self._note_request(request.url))
        window.listen("console", lambda message: self._note_message(message.text))
        window.listen("pageerror", lambda error: self.faults.append(f"script error {error}"))
        window.page.goto((server if isinstance(server, str) else server.url) + path)
        if wait:
            settle(window.page)
        return window.page

    def _note_request(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in {"127.0.0.1", "localhost"}:
            self.faults.append(f"a request to {parts.hostname}")

    def _note_message(self, text: str) -> None:
        if "Content Security Policy" in text:
            self.faults.append(text[:300])

    def close(self) -> list[str]:
        for window in self._mine:
            self._windows.put_back(window, again=not self.changed)
        return self.faults

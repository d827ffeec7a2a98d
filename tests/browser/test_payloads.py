"""What users typed is text in Chromium: on every page and in every view nothing is made of it, runs, or leaves.

Each payload has an inner word between its marks (tests/support/payloads.py): an element whose text begins with one was
made by a payload. What the screens show of a field is compared with what was typed, sign by sign.
"""

from __future__ import annotations

import contextlib
import csv
import io
import warnings
from collections.abc import Callable, Iterator
from html import escape

import pytest
from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from portfolio import saved_views
from portfolio.meeting import meetings, snapshots
from portfolio.store import Store, open_store
from tests.pages.screens import LEAD
from tests.support.app import AppServer
from tests.support.browser import ANSWER_MS, settle
from tests.support.payload_records import CLOSED, RUNNING, WAITING, fill
from tests.support.payloads import EVIL, SIGN, TURNS, Said, broken
from ui.i18n import translate

# What no screen shows, with the reason.
HIDDEN = {
    "booking.role": "an import may give it; the screens show lines without it",
    "form.approach.privacy_purpose": "no screen asks it; the notification prints it",
    "import.header": "is shown when a file with these headers comes in: the next test",
    "meeting.title": "the screens name a meeting by its day; the calendar file has the title",
    "platform.phase": "is shown when the same export comes in again: the next test",
    "platform.source": "an id of the platform",
    "trend_note.text": "is shown between meetings: the next test",
}
PATIENT_MS = 1000  # on a machine that is very busy a look may come too early: then pages are looked at once more
RAN = "window.ran = () => { window.hasRun = true }"
LOOK = """() => {
  const made = [], text = [], evil = "EVIL";
  const suspect = '[onerror],[onload],[onmouseover],[ontoggle],iframe,.katex,[href],[src]';
  for (const one of document.querySelectorAll(suspect)) {
    const to = URL.parse(one.href || one.src || '', location);
    const own = one.matches('[href],[src]') && !one.matches('[onerror],[onload],iframe');
    if (!own || to?.protocol === 'javascript:' || to?.hostname.includes(evil)) made.push(one.outerHTML.slice(0, 300));
  }
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT,
    (node) => node.parentElement.closest('textarea,style') ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  while (walk.nextNode()) {
    const { data, parentElement } = walk.currentNode;
    const icon = data === 'skull' && parentElement.matches('[data-testid="stIconMaterial"]');
    if (icon || parentElement.matches('script') || /^\\s*[\\u202a-\\u202e]?i\\d+q/.test(data))
      made.push(parentElement.outerHTML.slice(0, 300));
    text.push(data);
  }
  const values = [...document.querySelectorAll('input,textarea')].map((one) => one.value);
  const spoken = [...document.querySelectorAll('*')].flatMap((one) =>
    ['aria-label', 'title', 'placeholder', 'alt'].map((name) => one.getAttribute(name) || ''));
  return { made, text: text.join(''), title: document.title, ran: window.hasRun || false,
           parts: [text.join(''), document.title, ...values, ...spoken],
           failed: document.querySelectorAll('[data-testid="stException"]').length };
}""".replace("EVIL", EVIL)
TIP = "document.querySelector('#vg-tooltip-element.visible')?.textContent || ''"
UNFOLD = """() => {
  const folded = document.querySelectorAll('[data-testid="stExpander"] details:not([open]) > summary');
  for (const one of folded) one.click();
  return folded.length;
}"""
FILLED = """() => [...document.querySelectorAll('[data-testid="stExpander"] details[open]')].every(
  (one) => one.querySelector('[data-testid="stExpanderDetails"] [data-testid="stElementContainer"]'))"""
PART = """(n) => {
  const groups = [...document.querySelectorAll('[data-testid="stExpander"] [data-testid="stButtonGroup"]')];
  for (const group of groups) group.querySelectorAll('button')[n]?.click();
}"""


class Eye:
    """Looks at pages: what was made of a payload, what isn't there as it was typed, and every sign that was seen."""

    def __init__(self, page: Page, server: AppServer, said: Said) -> None:
        self.page, self.server, self.said = page, server, said
        self.patience = ANSWER_MS
        self.seen: set[str] = set()
        self.faults: list[str] = []
        self.tips: set[str] = set()
        page.add_init_script(RAN)
        page.on("dialog", lambda dialog: (self.faults.append(f"a dialog: {dialog.message}"), dialog.dismiss()))

    def visit(self, path: str) -> None:
        """Open an address, unfold what is folded, and look."""
        self.page.goto(f"{self.server.url}/{path}")
        settle(self.page, self.patience)
        self.unfold()
        self.look(path)

    def unfold(self) -> None:
        """Open everything that is folded, also what was folded in it, until nothing more comes."""
        quiet = not self.page.evaluate(UNFOLD)
        for _ in range(10):
            if quiet:
                return
            with contextlib.suppress(PlaywrightTimeout):  # one of them may have nothing in it
                self.page.wait_for_function(FILLED, timeout=1500)
            settle(self.page, self.patience)  # between two runs of a page it is at rest for a moment
            quiet = not self.page.evaluate(UNFOLD)

    def look(self, where: str) -> None:
        """What is wrong on the page as it is now goes to ``faults``."""
        found = self.page.evaluate(LOOK)
        self.faults += [f"{where}: made of a payload: {one}" for one in found["made"]]
        if found["ran"] or found["failed"]:
            self.faults.append(f"{where}: a script ran or the page failed")
        if TURNS.search(found["text"] + found["title"]):
            self.faults.append(f"{where}: a text turns what stands around it")
        for part in found["parts"]:
            seen, wrong = broken(part, self.said)
            self.seen |= seen
            self.faults += [f"{where}: {one}" for one in wrong]

    def popovers(self, where: str) -> None:
        """Open what hangs under a button, one after the other."""
        buttons = self.page.locator('[data-testid="stMain"] [data-testid="stPopover"] button:visible')
        for n in range(min(buttons.count(), 3)):
            buttons.nth(n).click()
            settle(self.page, self.patience)
            self.look(f"{where}, popover {n + 1}")
            self.page.keyboard.press("Escape")

    def hover(self, where: str) -> None:
        """Move over the charts, and look at what comes up beside the mouse."""
        charts = self.page.locator('[data-testid="stVegaLiteChart"]:visible')
        for n in range(charts.count()):
            charts.nth(n).scroll_into_view_if_needed()
            box = charts.nth(n).bounding_box()
            for at in range(24):
                self.page.mouse.move(
                    box["x"] + box["width"] * (at % 4 + 2) / 8, box["y"] + box["height"] * (at // 4 + 1) / 8
                )
                tip = self.page.evaluate(TIP)
                if SIGN.search(tip):
                    self.tips.add(tip)
                    self.look(f"{where}, chart {n + 1}")
                    break

    def parts(self, where: str) -> None:
        """The other parts of every step."""
        for n in (1, 2, 3):
            self.page.evaluate(PART, n)
            settle(self.page, self.patience)
            self.unfold()
            self.look(f"{where}, part {n + 1}")


@pytest.fixture(scope="module")
def filled(tmp_path_factory) -> Iterator[tuple[AppServer, Store, Said]]:
    """The app on a database in which everything is a payload."""
    server = AppServer(tmp_path_factory.mktemp("payloads"))
    store = open_store(server.database_url)
    said = fill(store)
    try:
        server.start()
        yield server, store, said
    finally:
        store.close()
        server.stop()


@pytest.fixture
def eye(filled, new_page) -> Callable[[], Eye]:
    server, _store, said = filled
    new_page.changed = True
    return lambda: Eye(new_page(server, "/gereed", wait=False), server, said)


MADE = (
    "<b>i0q</b>",
    "<h1>i0q f0q</h1>",
    "<p>x<img src=x onerror=ran()></p>",
    "<a href='javascript:ran()'>here</a>",
    f"<a href='http://{EVIL}/'>here</a>",
    "<span class=katex>x</span>",
    "<span data-testid=stIconMaterial>skull</span>",
    "<p>=1+i0q f0q something else</p>",
    "<p title='f0q'>x</p>",
    "<p>a\u202eb</p>",
)


@pytest.mark.parametrize("html", MADE)
def test_the_eye_sees_what_payloads_make(new_page, html: str) -> None:
    said = Said()
    new_page.changed = True
    page = new_page("about:blank", "", wait=False)
    found = Eye(page, AppServer, said)
    page.set_content(f"<p>{escape(said.text('field'))}</p>")
    found.look("as text")
    assert found.faults == [] and found.seen == {"f0q"}
    page.evaluate(RAN)
    page.set_content(html)
    found.look("as markup")
    assert found.faults


VIEWS = ("overzicht", "stappen", "tijdlijn", "bord", "geld", "capaciteit", "druk")
ABOUT = ("raming", "wat-als", "aanvraag", "proces", "overleg", "ervaringscijfers", "beheer")


def test_every_page_and_view_shows_text(filled, eye) -> None:
    """Half of the pages in Dutch and half in English; a field must be seen somewhere, or stand in HIDDEN."""
    _server, store, said = filled
    meeting, *_rest = (one for one in meetings.listing(store) if one.status == "closed")
    paths = [f"portfolio?view={view}" for view in VIEWS]
    paths += [f"{page}?process={RUNNING}" for page in ABOUT]
    paths += [f"aanvraag?process={WAITING}&as=secretaris", "aanvraag?process=payload-returned"]
    paths += ["aanvraag?process=payload-lower&as=opdrachtgever", f"proces?process={CLOSED}"]
    paths += [f"overleg?meeting={meeting.id}", *(f"overleg?present=1&item={n}" for n in (1, 3, 99))]
    paths += [f"portfolio?{address}" for address in saved_views.listing(store)[0].values()]
    found = eye()

    def missing() -> set[str]:
        return set(said.fields.values()) - {said.fields[sign] for sign in found.seen} - set(HIDDEN)

    for n, path in enumerate(paths):
        _look_at(found, path, n)
    if missing():
        warnings.warn(f"not seen with {found.patience} ms of patience: {sorted(missing())}", stacklevel=1)
        found.patience = PATIENT_MS
        for n, path in enumerate(paths):
            if missing():
                _look_at(found, path, n)
    assert not found.faults, "\n".join(dict.fromkeys(found.faults))
    assert found.tips
    assert missing() == set()


def _look_at(found: Eye, path: str, n: int) -> None:
    found.visit(path + ("&lang=en" if n % 2 else ""))
    if path == f"proces?process={RUNNING}":
        found.parts(path)
    if path.startswith(("portfolio?view=overzicht", "wat-als", "overleg?process")):
        found.popovers(path)
    if path.startswith(("portfolio?view=tijdlijn", "portfolio?view=geld", "wat-als")):
        found.hover(path)


def test_between_meetings_and_in_files_that_come_in(filled, eye) -> None:
    """The meeting is closed; then a list and an export come in whose names, headers and cells are payloads."""
    _server, store, said = filled
    now = meetings.current(store)
    assert now is not None
    snapshots.close(store, LEAD, now.id, now.version)
    found = eye()
    found.visit("overleg?lang=en")
    found.visit("beheer")
    header, name, cell, file = (
        said.text(f"incoming.{what}", plain_name=True) for what in ("header", "name", "cell", "file")
    )
    said.texts[f"f{len(said.texts) - 1}q"] = file = file.replace('"', "'")  # a browser sends it as %22
    table = io.StringIO()
    csv.writer(table, delimiter=";").writerows([["Naam", "Vertrouwelijk", header], [name, cell, "x"]])
    box = found.page.locator(".st-key-import-file-0 input[type=file]")
    box.set_input_files({"name": f"{file}.csv", "mimeType": "text/csv", "buffer": table.getvalue().encode()})
    found.page.get_by_text(translate("The report, row by row", "nl")).wait_for()
    settle(found.page)
    found.unfold()
    found.look("a list that comes in")
    assert not found.faults, "\n".join(dict.fromkeys(found.faults))
    seen = {said.fields[sign] for sign in found.seen}
    assert {"trend_note.text", "incoming.file", "incoming.cell"} <= seen

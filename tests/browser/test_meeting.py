"""The meeting in Chromium, in both languages: held with the keyboard only, and what the next one opens with."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from portfolio import processes, status_reports
from portfolio.meeting import changes, meetings, snapshots, trend
from portfolio.meeting.meetings import Meeting
from portfolio.store import Store, clock, open_store
from portfolio.whole import standing
from tests.pages.screens import LEAD, SECRETARY
from tests.support.browser import TALL, done, faults_of, settle, unroll
from tests.support.example import put
from ui.i18n import translate

WORDS = {
    "open": "Open the meeting",
    "present": "Present",
    "text": "What was decided or agreed",
    "log": "Log it",
    "close": "Close the meeting",
    "yes": "Yes, close the meeting",
    "last": "Decisions and actions of last time",
}
SUMMARY = {"nl": "Er zijn 3 processen veranderd: 1 is afgelopen.", "en": "3 processes changed: 1 ended."}
DECISION = "De speeltuin <b>blijft</b> *open*"
PRESSES = 200  # of Tab, after which a control counts as out of reach


def reach(page: Page, target: Locator) -> None:
    """Put the focus on a control as somebody without a mouse does."""
    expect(target).to_be_visible()
    for _press in range(PRESSES):
        if target.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key doesn't reach {target}")


def push(page: Page, name: str) -> None:
    reach(page, page.get_by_role("button", name=name, exact=True).last)
    page.keyboard.press("Enter")
    done(page)


def checked(page: Page) -> None:
    """Axe finds nothing on this screen, and nothing failed."""
    assert page.locator('[data-testid="stException"]').count() == 0
    assert page.locator("h1").count() == 1
    size = page.viewport_size
    unroll(page)
    faults = faults_of(page)
    assert not faults, "\n".join(faults)
    page.set_viewport_size(size)
    settle(page)


def walk(page: Page, count: int) -> list[str]:
    """The titles of all items, with the arrow key from the first to the last."""
    titles = [page.locator("h1").inner_text()]
    for number in range(2, count + 1):
        page.keyboard.press("ArrowRight")
        page.wait_for_url(f"**item={number}*")
        done(page)
        titles.append(page.locator("h1").inner_text())
    return titles


def held(store: Store) -> Meeting:
    found = meetings.current(store, True)
    assert found
    return found


@pytest.mark.parametrize(("language", "dark"), [("nl", False), ("en", True)], ids=["nl-light", "en-dark"])
def test_a_meeting_without_a_mouse(start_app, new_page, tmp_path_factory, language: str, dark: bool) -> None:
    server, words = start_app(), {name: translate(text, language) for name, text in WORDS.items()}
    store = open_store(server.database_url)
    put(store, tmp_path_factory)
    columns = len({p.meeting_id for line in trend.of(store, True) for p in line.points})
    old = {one.meeting_id: one.text for one in snapshots.recent(store, True, 20)}

    page = new_page(server, f"/overleg?lang={language}", dark=dark, height=TALL)
    checked(page)
    push(page, words["open"])
    assert held(store).agenda
    checked(page)
    push(page, words["present"])
    checked(page)
    shown = [one for one in standing.of_all(store) if one.row.process.confidential]
    hidden = {one.id for one in shown}
    items = [item for item in held(store).agenda if item.process_id not in hidden]
    titles = walk(page, len(items))
    names = {one.id: one.name for one in standing.of_all(store)}
    assert [title for title, item in zip(titles, items, strict=True) if item.process_id] == [
        names[item.process_id] for item in items if item.process_id
    ]
    assert not {one.name for one in shown} & set(titles)

    reach(page, page.get_by_label(words["text"]).first)
    page.keyboard.type(DECISION)
    page.keyboard.press("Tab")
    done(page)
    push(page, words["log"])
    expect(page.locator(".mt").get_by_text(DECISION)).to_be_visible()
    checked(page)
    push(page, words["close"])
    push(page, words["yes"])
    page.wait_for_url("**meeting=*")
    done(page)
    assert meetings.current(store, True) is None
    expect(page.locator(".mt").get_by_text(DECISION)).to_be_visible()
    checked(page)

    left = snapshots.last(store, True)
    assert left and [one["text"] for one in left.content["entries"]] == [DECISION]
    three = [one for one in standing.of_all(store) if one.row.phase == "running"][:3]
    paused, stopped, told = (one.row.process for one in three)
    processes.update(store, LEAD, paused.id, paused.version, {"status": "paused"})
    processes.update(store, LEAD, stopped.id, stopped.version, {"status": "stopped"})
    report = {"planning": "amber", "budget": "amber", "risk": "amber"}
    reasons = {"cause": "Ziekte", "consequence": "Later", "steering": "Vervanging"}
    status_reports.add(store, SECRETARY, told.id, report | reasons)
    found = changes.between(left.content, snapshots.portfolio_of(standing.of_all(store), clock.today()))
    assert {one.process_id for one in found} == {one.id for one in three}

    page = new_page(server, f"/overleg?lang={language}", dark=dark, height=TALL)
    expect(page.get_by_text(SUMMARY[language])).to_be_visible()
    push(page, words["open"])
    push(page, words["present"])
    assert page.locator("h1").inner_text() == words["last"]
    expect(page.locator(".mt-big li")).to_have_count(1)
    expect(page.locator(".mt-big").get_by_text(DECISION)).to_be_visible()
    walk(page, 2)
    rows = page.locator(".mt-big li a").all_inner_texts()
    assert sorted(rows) == sorted(one.name for one in three)

    now = {one.meeting_id: one.text for one in snapshots.recent(store, True, 20)}
    assert {id: now[id] for id in old} == old and now[left.meeting_id] == left.text
    after = {p.meeting_id for line in trend.of(store, True) for p in line.points}
    assert len(after) == columns + 1 and left.meeting_id in after
    store.close()

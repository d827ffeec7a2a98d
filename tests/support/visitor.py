"""Somebody at the screen of the running app, who reads labels in one language."""

from __future__ import annotations

import re

from playwright.sync_api import Page

from tests.support.browser import done
from ui.i18n import translate

SAME = {"Portfolio"}  # words that are the same in both languages


class Visitor:
    """Somebody at the screen who reads labels in one language."""

    def __init__(self, page: Page, language: str) -> None:
        self.page, self.language = page, language

    def word(self, msgid: str) -> str:
        assert self.language == "en" or translate(msgid, "nl") != msgid or msgid in SAME, f"no such text: {msgid}"
        return translate(msgid, self.language)

    def text(self, msgid: str) -> re.Pattern[str]:
        """The sentence with its parameters left open."""
        parts = re.split(r"\{\w+\}", self.word(msgid))
        return re.compile(".*".join(re.escape(p) for p in parts))

    def type(self, msgid: str, text: str, within=None) -> None:
        box = (within or self.page).get_by_label(self.word(msgid), exact=True)
        box.fill(text)
        box.press("Tab")
        self.done()

    def press(self, msgid: str, within=None, exact: bool = True) -> None:
        name = self.word(msgid)
        (within or self.page).get_by_role("button", name=name if exact else re.compile(name)).first.click()
        self.done()

    def pick(self, msgid: str) -> None:
        """One of the answers that stand in sight."""
        self.page.get_by_role("radio", name=self.word(msgid), exact=True).first.click()
        self.done()

    def go(self, msgid: str) -> None:
        self.page.get_by_role("link", name=self.word(msgid), exact=True).first.click()
        self.done()

    def becomes(self, msgid: str) -> None:
        """Another person of the local picker sits down."""
        self.page.get_by_test_id("stPopover").first.get_by_role("button").first.click()
        self.page.get_by_text(self.word(msgid), exact=True).last.click()
        self.done()
        self.page.keyboard.press("Escape")
        self.done()

    def done(self) -> None:
        done(self.page)

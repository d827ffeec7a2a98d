"""Every paper of the portfolio by its kind, for the pages that offer them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from display.i18n import language
from portfolio.meeting.changes import Change
from portfolio.meeting.entries import Entry
from portfolio.store import Store, clock
from portfolio.whole.standing import Standing
from reports import portfolio_calendar, portfolio_pictures, portfolio_source, portfolio_workbook, preread, slides

KINDS = ("preread", "slides", "workbook", "calendar", "heat_png", "heat_svg", "timeline_png", "timeline_svg")


@dataclass(frozen=True)
class About:
    """What the papers are about: the processes, what changed since and was logged at the last meeting, which processes
    get a slide, and the actions that are open."""

    store: Store
    found: Sequence[Standing]
    changed: Sequence[Change]
    logged: Sequence[Entry]
    last_day: object
    on_agenda: Sequence[str]
    actions: Sequence[Entry]
    audit_head: tuple[int, str]


def make(about: About, kind: str, language_code: str, confidential: bool, title: str) -> bytes:
    """One paper. ``confidential``: with the confidential processes; ``title``: of the calendar."""
    if kind == "calendar":
        return portfolio_calendar.build(
            about.found, about.actions, clock.today(), title, clock.now(), language_code, confidential
        )
    with language(language_code):
        source = portfolio_source.of(
            about.store,
            about.found,
            about.changed,
            about.logged,
            about.last_day,
            confidential,  # type: ignore[arg-type]
        )
    makers: dict[str, Callable[[], bytes]] = {
        "preread": lambda: preread.build(source, about.audit_head, language_code),
        "slides": lambda: slides.build(source, about.audit_head, about.on_agenda, language_code),
        "workbook": lambda: portfolio_workbook.build(source, about.audit_head, language_code),
    }
    if kind in makers:
        return makers[kind]()
    picture, file = kind.split("_")
    return portfolio_pictures.build(source, picture, file, language_code)

"""The calendar file of one process, and that of the portfolio: made when the button is pressed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import streamlit as st

from portfolio import agenda, meeting_days
from portfolio.processes import Process, ProcessRow
from portfolio.steps import StepProgress
from portfolio.store import clock
from ui import calendar_data, state
from ui.i18n import _, lang, ngettext
from ui.process_plan import Plan

MIME = "text/calendar"
# events, title, moment, language → the file: reports.calendar_file.build
Build = Callable[[Sequence[agenda.Event], str, str, str], bytes]


def of_process(process: Process, progress: Sequence[StepProgress], plan: Plan, build: Build) -> None:
    """The dates of one process for one's own calendar."""
    store, language = state.store(), lang()

    def make() -> bytes:
        known = calendar_data.known(store, process, progress, plan)
        found = agenda.events(known, meeting_days.load(store), clock.today())
        return build(found, process.name, clock.now(), language)

    words = _("Steps, talks, decisions and feedback as an iCalendar file (.ics), for Outlook and others.")
    _button(make, process.name, f"calendar.{process.id}", words)


def of_portfolio(rows: Sequence[ProcessRow], build: Build) -> None:
    """The dates of all processes that run; confidential ones are left out, and that is said."""
    store, language, title = state.store(), lang(), _("Participation processes")
    running = [row.process for row in rows if row.process.status == "active"]
    if not running:
        return

    def make() -> bytes:
        known = [calendar_data.stored(store, process) for process in running if not process.confidential]
        found, _left_out = agenda.portfolio_events(known, meeting_days.load(store), clock.today())
        return build(found, title, clock.now(), language)

    words = _("Steps with recorded dates, talks, decisions and feedback of all running processes, as an .ics file.")
    _button(make, title, "calendar.portfolio", words)
    secret = sum(process.confidential for process in running)
    if secret:
        st.caption(
            ngettext(
                "{n} confidential process is left out of this file.",
                "{n} confidential processes are left out of this file.",
                secret,
                n=secret,
            )
        )


def _button(make: Callable[[], bytes], title: str, key: str, words: str) -> None:
    st.download_button(
        _("To my calendar"),
        data=make,
        file_name=file_name(title),
        mime=MIME,
        key=key,
        icon=":material/event:",
        help=words,
        on_click="ignore",
    )


def file_name(title: str) -> str:
    """The name of the file.

    >>> file_name("Groen in de Vogelwijk: 2e ronde")
    'tienstap-groen-in-de-vogelwijk-2e-ronde.ics'
    """
    plain = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:50].strip("-")
    return f"tienstap-{plain}.ics" if plain else "tienstap.ics"

"""At the steps in which is decided: the meeting that can be made, and until when to hand in for it."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from display.words import label
from portfolio import meeting_days
from portfolio.meeting_days import Calendar, Meeting
from portfolio.processes import Process
from portfolio.steps import StepProgress
from portfolio.store import clock
from ui import calendar_data, calendar_words, portfolio_links, state
from ui.formats import date_text
from ui.i18n import _
from ui.process_plan import Plan

REPORT, OUTCOME = 8, 9


def draw(process: Process, row: StepProgress, plan: Plan) -> None:
    """For step 1 and 9, while it isn't decided: which meeting, or that no dates are known."""
    if row.step not in (1, OUTCOME) or row.stored_status in ("done", "skipped") or process.status != "active":
        return
    body = calendar_data.routes(state.store(), process).get(row.step)
    if body is None:
        return
    calendar = meeting_days.load(state.store())
    if not calendar.bodies[body].known:
        st.caption(_("No meeting dates of the {body} are known yet.", body=label(calendar_words.BODY, body)))
        portfolio_links.link("settings", _("Fill them in under Settings"), process.id, icon=":material/settings:")
        return
    for text in lines(calendar, body, row.step, plan, clock.today()):
        st.markdown(text)


def lines(calendar: Calendar, body: str, step: int, plan: Plan, today: dt.date) -> list[str]:
    """What to say of the meeting, as markdown."""
    ready = _ready(step, plan, today)
    wanted, made = _wanted(calendar, body, step, plan, today), meeting_days.in_time(calendar, body, ready, ready)
    who = label(calendar_words.BODY, body)
    if made is None and wanted is None:
        return [_("No meeting of the {body} is known after {date}.", body=who, date=date_text(ready))]
    if wanted is None or (made and made.day <= wanted.day):
        assert made is not None
        meeting = calendar_words.meeting(calendar, wanted if wanted else made)
        return [":material/event: " + _("**Meeting of the {body}**: {meeting}.", body=who, meeting=meeting)]
    last = date_text(meeting_days.last_submission_day(calendar, wanted))
    text = _(
        "**Doesn't make the {body} of {date}**: handing in for it ends on {last}, and the final report is expected on "
        "{ready}.",
        body=who,
        date=date_text(wanted.day, year=False),
        last=last,
        ready=date_text(ready),
    )
    if step != OUTCOME:
        text = _(
            "**Doesn't make the {body} of {date}** any more: handing in for it ended on {last}.",
            body=who,
            date=date_text(wanted.day, year=False),
            last=last,
        )
    then = _("No later meeting is known.")
    if made:
        then = _("Then it becomes {meeting}.", meeting=calendar_words.meeting(calendar, made))
    return [f":material/event_busy: {text} {then}"]


def _ready(step: int, plan: Plan, today: dt.date) -> dt.date:
    """When what is to be decided on can be handed in."""
    before = plan.expected.get(REPORT) or plan.planned.get(REPORT) if step == OUTCOME else None
    return max(before[1], today) if before else today


def _wanted(calendar: Calendar, body: str, step: int, plan: Plan, today: dt.date) -> Meeting | None:
    """The meeting that the plan counts on: the last one within the planned dates of the step, else the first after."""
    planned = plan.planned.get(step)
    if planned is None or planned[1] < today:
        return None
    since = max(planned[0], today)
    inside = None
    for found in meeting_days.meetings(calendar, body, since):
        if found.day > planned[1]:
            return inside or found
        inside = found
    return inside

"""What if, planned backwards: pick the meeting that decides; when must every step begin, or what comes too short?"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from typing import Any

import streamlit as st

from display import words
from display.formats import short_date
from display.steps import numbered
from display.words import label
from estimator.backwards import plan_back
from estimator.codes import LAST_DATE
from estimator.meetings import BODIES, meetings
from portfolio.store import clock
from ui import fields, tables, whatif_parts
from ui.fields import Form
from ui.formats import date_text, number, percent
from ui.i18n import N_, _, ngettext
from ui.whatif_data import Asked

Plan = dict[str, Any]
OTHER = "other"
MONTHS = 12
NO_BREAK = "\u2011"  # a hyphen at which a date isn't broken on a phone
FEW = 2  # steps that are named one by one
LEVEL = {"likely": N_("middle estimate"), "p80": N_("80% sure")}


def draw(asked: Asked) -> None:
    """The meeting and how sure, then the sentence, then the table of latest dates."""
    form = fields.open_form(f"{asked.form}:back")
    left, right = st.columns([3, 2], vertical_alignment="top")
    with left:
        day = _meeting(form, asked)
    with right:
        level = fields.choice(
            form, "level", _("How sure"), list(LEVEL), "likely", lambda code: label(LEVEL, code), visible=True
        )
    fields.keep(form)
    fields.show_faults(form)
    if form.faults:
        return
    if day is None:
        st.markdown(_("Choose the meeting, or a date; then you read when every step must begin at the latest."))
        return
    plan = _plan(whatif_parts.about(asked), day.isoformat(), level, clock.today().isoformat(), asked)
    _say(plan)
    if plan["short_days"]:
        _later(asked, level, plan["meeting"])
    _take(asked, plan)
    _table(plan)
    _notes(plan)


def _meeting(form: Form, asked: Asked) -> dt.date | None:
    """The day on which step 9 must be decided: a meeting of the body that decides, or a date of one's own."""
    route, today = asked.scope.outcome_route, clock.today()
    body = label(words.ROUTE, route)
    if route in BODIES:
        days = _dates(route, today, asked)
        shown = {day: date_text(day, weekday=True) for day in days} | {OTHER: _("another date")}
        chosen = fields.choice(
            form,
            "meeting",
            _("Meeting of the {body}", body=body),
            list(shown),
            None,
            shown.__getitem__,
            placeholder=_("Choose a meeting"),
        )
        st.caption(_rhythm(route))
        if chosen != OTHER:
            return dt.date.fromisoformat(chosen) if chosen else None
    typed = fields.day(form, "date", _("Decision taken at the latest on"))
    day = dt.date.fromisoformat(typed) if typed else None
    if day and not today < day <= LAST_DATE:
        text = _("This date must lie after today and no later than {date}.", date=date_text(LAST_DATE))
        fields.fault(form, "date", text)
    return day


def _dates(route: str, today: dt.date, asked: Asked) -> list[str]:
    place = asked.scope.place
    found = meetings(route, today.isoformat()[:7], place.region if place else None, MONTHS + 1)
    return [one["date"] for one in found if one["date"] > today.isoformat()]


def _rhythm(route: str) -> str:
    if route == "raad":
        return _("Assumed: the council meets once a month on a Thursday, not in recess. Your own calendar comes first.")
    return _("Assumed: the college meets every Tuesday, not in recess. Your own calendar comes first.")


@st.cache_data(max_entries=100, show_spinner=False)
def _plan(about: str, meeting: str, level: str, today: str, _asked: Asked) -> Plan:
    return plan_back(
        _asked.scope,
        dt.date.fromisoformat(meeting),
        _asked.figures,
        level=level,
        process_key=_asked.key,
        not_before=dt.date.fromisoformat(today),
    )


def _say(plan: Plan) -> None:
    """The answer in a sentence: when to begin, or that it can't be done and what comes too short."""
    meeting = date_text(plan["meeting"])
    if not plan["short_days"] and plan["start"]:
        said = _(
            "**Begin on {start} at the latest**; then the decision is taken on {meeting}.",
            start=date_text(plan["start"]),
            meeting=meeting,
        )
        if plan["level"] == "p80":
            said += " " + _("That holds with {chance}.", chance=percent(plan["probability"]))
        st.success(said, icon=":material/event_available:")
    elif plan["possible"]:
        st.warning(
            _(
                "**You won't make {meeting} this way**: {steps}. It should have begun on {start}.",
                meeting=meeting,
                steps=_too_short(plan),
                start=date_text(plan["start"]) if plan["start"] else _("a day more than ten years ago"),
            ),
            icon=":material/warning:",
        )
    else:
        st.error(
            _("**No: {meeting} can't be made.**", meeting=meeting)
            + " "
            + ngettext(
                "Even with every step as short as it can be, {n} working day is missing.",
                "Even with every step as short as it can be, {n} working days are missing.",
                plan["still_short_days"],
                n=number(plan["still_short_days"]),
            )
            + " "
            + _("Choose a later meeting, or make it smaller."),
            icon=":material/block:",
        )


def _later(asked: Asked, level: str, meeting: str) -> None:
    """The first meeting after this one that is still made when it begins today."""
    today = clock.today()
    route = asked.scope.outcome_route
    days = [day for day in _dates(route, today, asked) if day > meeting] if route in BODIES else []

    def late(day: str) -> bool:
        plan = _plan(whatif_parts.about(asked), day, level, today.isoformat(), asked)
        return bool(plan["short_days"] or not plan["possible"])

    at = bisect_left(days, True, key=lambda day: not late(day))
    if at < len(days):
        st.markdown(_("The first meeting that you do make is **{date}**.", date=date_text(days[at], weekday=True)))


def _too_short(plan: Plan) -> str:
    """The steps that get fewer days than they need: a few by name, else the one that would do by itself, or the sum."""
    squeezed = plan["squeezed"]
    if len(squeezed) <= FEW:
        return "; ".join(_short(one) for one in squeezed)
    alone = sorted(plan["alone"], key=lambda one: (one["step"] in _theirs(plan), one["days"]))
    together = _(
        "{n} steps come {days} working days short together",
        n=number(len(squeezed)),
        days=number(sum(one["days"] for one in squeezed)),
    )
    return _("{one}, or {together}", one=_short(alone[0]), together=together) if alone else together


def _theirs(plan: Plan) -> set[int]:
    """Steps that are the procedure of college or council."""
    return {one["step"] for one in plan["squeezed"] if one["body"]}


def _short(one: dict[str, Any]) -> str:
    """One step that gets fewer days than it needs."""
    return ngettext(
        "step {step} comes {n} working day short",
        "step {step} comes {n} working days short",
        one["days"],
        step=numbered(one["step"]),
        n=number(one["days"]),
    )


def _take(asked: Asked, plan: Plan) -> None:
    """Put the latest start and the meeting on the sliders."""
    if plan["short_days"] or not plan["start"]:
        return
    said = _("Put this start and date on the sliders")
    whatif_parts.take(asked, asked.scope.to_dict(), "back_take", said, start=plan["start"], deadline=plan["meeting"])


def _table(plan: Plan) -> None:
    """Latest start and finish per step; with squeezed steps, the dates of the plan that just makes it."""
    squeezed = {one["step"]: one["days"] for one in plan["squeezed"]}
    rows = plan["squeezed_steps"] or plan["steps"]
    columns = {
        _("Step"): [f"{numbered(row['step'])} · {_days(row['days'], squeezed.get(row['step'], 0))}" for row in rows],
        _("Begin at the latest"): [_day(row["latest_start"]) for row in rows],
        _("Done at the latest"): [_day(row["latest_finish"]) for row in rows],
    }
    tables.figures("back", columns)


def _days(days: int, short: int) -> str:
    """The working days of a step, and how many it comes short."""
    said = ngettext("{n} working day", "{n} working days", days, n=number(days))
    return said + (f", **{_('{n} short', n=number(short))}**" if short else "")


def _day(text: str | None) -> str:
    return short_date(text).replace("-", NO_BREAK) if text else "–"


def _notes(plan: Plan) -> None:
    """What the table leaves out or assumes."""
    notes = []
    if plan["squeezed_steps"]:
        notes.append(
            _("The table is the plan that just makes it when it begins today, with fewer days for those steps.")
        )
    for one in plan["squeezed"]:
        if one["body"]:
            body = label(words.ROUTE, one["body"])
            notes.append(
                _(
                    "Step {step} is the procedure of the {body}; shortening it is theirs to decide.",
                    step=numbered(one["step"]),
                    body=body,
                )
            )
    if plan["statutory"]:
        notes.append(_("Laying the draft decision open takes six weeks by law; that is never shortened."))
    if plan["assumed_dates"]:
        notes.append(_("School holidays that aren't known yet are taken in their usual weeks."))
    notes.append(_("Working days without public holidays; talks outside school holidays, decisions outside recess."))
    st.caption("  \n".join(notes))

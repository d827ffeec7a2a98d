"""The meeting calendar of the municipality: dates or a rhythm per body, time to hand in, recess, holiday region."""

from __future__ import annotations

from typing import Any

import streamlit as st

from display.words import label
from estimator.places import REGIONS
from portfolio import meeting_days, people
from portfolio.checks import Faults
from portfolio.meeting_days import BODIES, KEY, Calendar
from portfolio.meeting_text import days, written
from portfolio.settings import Setting, get
from portfolio.store import clock
from ui import fields, process_save, state
from ui.calendar_words import BODY, OTHER, PART, REGION, assumed_lead, field_words, heading, meeting, weekday
from ui.errors import sentence
from ui.fields import Form
from ui.formats import date_text
from ui.i18n import _
from ui.process_save import Record
from ui.text import esc

MAX_BYTES = 500_000


def draw() -> None:
    """The next meetings as they follow from what is set, then the form."""
    kept = get(state.store(), KEY)
    calendar = meeting_days.of(kept)
    _answer(calendar, kept)
    record = Record(f"instelling:{KEY}", kept.version, meeting_days.typed(calendar), kept.updated_by, field_words)

    def write(version: int, changes: dict[str, Any], token: str) -> Setting:
        return meeting_days.put(state.store(), state.user(), version, {**record.values, **changes}, token)

    form = process_save.open_form(record)
    if process_save.clash(form, record, write):
        return
    for place, body in zip(st.columns(len(BODIES), gap="large"), BODIES, strict=True):
        with place:
            _body(form, body)
    _whole(form)
    fields.keep(form)
    fields.show_faults(form)
    process_save.buttons(form, record, write, "setting.put")
    process_save.aside(record)
    if state.user().may("setting.put"):
        _from_file(form, record)


def _answer(calendar: Calendar, kept: Setting) -> None:
    """Per body the first meeting that can still be made, or that none is known."""
    today = clock.today()
    for body in BODIES:
        found = meeting_days.in_time(calendar, body, today, today)
        text = meeting(calendar, found) if found else _("no meeting known")
        st.markdown(f"**{esc(heading(body))}**: {esc(text)}")
    if kept.version:
        who = next((esc(_(one["name"])) for one in people.listing(state.store()) if one["id"] == kept.updated_by), "")
        st.caption(_("Last changed on {date} by {name}.", date=date_text(kept.updated_at), name=who or "–"))
    else:
        st.caption(_("Nothing was filled in yet. Until then processes go by our assumptions and show no meetings."))


def _body(form: Form, body: str) -> None:
    st.markdown(f"**{esc(heading(body))}**")
    fields.text(
        form, f"{body}_dates", label(PART, "dates"), area=True, placeholder=_("for example {what}", what="28-1-2027")
    )
    on = fields.choice(form, f"{body}_weekday", label(PART, "weekday"), [None, *range(5)], None, weekday)
    if on is not None or form.values.get(f"{body}_every") or form.values.get(f"{body}_first"):
        fields.whole(form, f"{body}_every", label(PART, "every"), placeholder="1")
        fields.day(form, f"{body}_first", label(PART, "first"))
    fields.whole(form, f"{body}_lead", label(PART, "lead"), placeholder=assumed_lead(body))


def _whole(form: Form) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        fields.text(
            form,
            "recess",
            label(OTHER, "recess"),
            area=True,
            placeholder=_("for example {what}", what="10-7-2027 t/m 22-8-2027"),
        )
        st.caption(
            _(
                "Empty: our assumption. The council rests in the summer and Christmas holidays of the region, the "
                "college in the middle four weeks of the summer and at Christmas."
            )
        )
    with right:
        fields.choice(form, "region", label(OTHER, "region"), ["", *REGIONS], "", lambda code: label(REGION, code))
        st.caption(_("For processes without a municipality; else the region of the municipality counts."))
    st.caption(
        _(
            "Where a list of dates ends, the rhythm goes on, without public holidays and recess. The working days for "
            "handing in are our assumption (grade D) until you fill in your own."
        )
    )


def _from_file(form: Form, record: Record) -> None:
    """Dates from a file into the form, to be looked at and saved."""
    box = st.expander(
        _("Meeting dates from a file (CSV or iCalendar)"),
        key="calendar_file",
        on_change="rerun",
        icon=":material/upload_file:",
    )
    if not box.open:
        return
    with box:
        body = st.selectbox(
            _("Of which body?"), BODIES, format_func=lambda code: label(BODY, code), key="calendar_file.body"
        )
        file = st.file_uploader(
            _("File: one date on a line, or an .ics file"),
            ["csv", "txt", "ics"],
            key="calendar_file.file",
            max_upload_size=1,
        )
        if file is None:
            return
        faults = Faults()
        found = days(faults, f"{body}_dates", _decoded(file.getvalue()[:MAX_BYTES]))
        for fault in faults.found[:20]:
            st.markdown(f":red[:material/error: {sentence(fault)}]")
        if not found:
            return
        st.markdown(
            _(
                "Read: {n} dates, from {first} to {last}.",
                n=len(found),
                first=date_text(found[0]),
                last=date_text(found[-1]),
            )
        )
        values = {**form.values, f"{body}_dates": written(found)}
        st.button(
            _("Put these dates in the list"),
            key="calendar_file.take",
            on_click=_take,
            args=(record, values),
            icon=":material/playlist_add:",
        )


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _take(record: Record, values: dict[str, Any]) -> None:
    begun = {**record.values, "_version": record.version, "_base": dict(record.values)}
    fields.reset(record.key, begun | values, draft=True)

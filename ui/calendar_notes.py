"""A quiet warning beside a planned date that falls on a day on which people don't work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import streamlit as st

from portfolio import meeting_days, processes
from ui import calendar_words, state
from ui.fields import Form
from ui.text import esc


def beside(form: Form, names: Sequence[str], process_id: str) -> None:
    """A sentence for each of these dates that is a weekend, a holiday or recess; it may be kept all the same."""
    days = [dt.date.fromisoformat(value) for name in names if (value := form.values.get(name))]
    if not days:
        return
    calendar = meeting_days.load(state.store())
    municipality = processes.get(state.store(), process_id).municipality
    for day in dict.fromkeys(days):
        why = meeting_days.why_not(calendar, day, municipality)
        if why:
            st.caption(f":material/event_busy: {esc(calendar_words.reason(day, why))}")

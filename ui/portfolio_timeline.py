"""The timeline of all processes: what is behind, what is expected, how uncertain the end is, and what was granted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from html import escape
from itertools import takewhile

import streamlit as st

from display import charts_portfolio
from estimator.workdays import school_holidays
from portfolio import meeting_days
from portfolio.whole.standing import Standing
from ui import chart_style, state
from ui import portfolio_strip as strips
from ui.formats import date_text
from ui.i18n import _, ngettext
from ui.portfolio_links import address
from ui.text import esc


def draw(found: Sequence[Standing], today: dt.date) -> None:
    """The picture, its sentence, and the same as a table."""
    rows = charts_portfolio.rows(found, today)
    if not rows:
        st.markdown(_("No process has dates yet: they come with an estimate."))
        return
    first, last = charts_portfolio.span(rows, today)
    council, holidays = _calendar(first, last)
    sentence = charts_portfolio.sentence(rows, today)
    st.markdown(esc(sentence))
    if len(rows) > charts_portfolio.MOST:
        chart_style.draw(charts_portfolio.ends(rows, today), sentence, "timeline_ends")
    else:
        chart_style.draw(charts_portfolio.timeline(rows, today, council, holidays), sentence, "timeline")
        st.caption(charts_portfolio.key())
    left_out = len(found) - len(rows)
    if left_out:
        text = ngettext(
            "{n} process has no dates yet and isn't shown.",
            "{n} processes have no dates yet and aren't shown.",
            left_out,
            n=left_out,
        )
        st.caption(text)
    with st.expander(_("The same as a table"), key="timeline_table"):
        strips.show(_table(rows[: charts_portfolio.MOST]))


def _calendar(first: dt.date, last: dt.date) -> tuple[list[dt.date], list[tuple[dt.date, dt.date]]]:
    """The council's meetings, as far as they are known, and the school holidays of the one region that counts."""
    calendar = meeting_days.load(state.store())
    coming = takewhile(lambda one: one.day <= last, meeting_days.meetings(calendar, "raad", first))
    regions = meeting_days.regions(calendar)
    free = school_holidays(regions[0], first.year, last.year)[0] if len(regions) == 1 else []
    return [one.day for one in coming], free


def _table(rows: Sequence[charts_portfolio.Bar]) -> str:
    heads = (_("Process"), _("Start"), _("Expected end"), _("80% certain"), _("Granted"))
    titles = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    body = "".join(
        f'<tr><th scope="row"><a href="{escape(address("process", row.id))}" target="_self">{escape(row.name)}</a></th>'
        + "".join(
            f"<td>{escape(date_text(day)) if day else '–'}</td>"
            for day in (row.start, row.end, row.late_end, row.granted)
        )
        + "</tr>"
        for row in rows
    )
    return f'<table class="ts-sums"><thead><tr>{titles}</tr></thead><tbody>{body}</tbody></table>'

"""The milestone trend on screen: the picture, the sentence, why something moved, and all of it as a table."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape

import streamlit as st

from display import charts_trend
from display.formats import short_date
from portfolio.meeting import trend
from portfolio.meeting.trend import MOST, Line, Point
from ui import chart_style, fields, process_rows, state
from ui import meeting_html as html
from ui.fields import Form
from ui.formats import date_text
from ui.i18n import _
from ui.meeting_data import Look, may_edit
from ui.text import esc


def draw(look: Look) -> None:
    """From the second meeting on."""
    lines = [one for one in trend.of(state.store(), look.example) if len(one.points) > 1]
    if not lines:
        return
    st.subheader(_("Milestones, meeting after meeting"), anchor=False)
    names = {(one.process_id, one.step): charts_trend.named(one) for one in lines}
    default = [key for key in names if key[1] == 10][:8] or list(names)[:8]
    chosen = st.multiselect(
        _("Milestones to show (at most {n})", n=MOST),
        list(names),
        default=default,
        format_func=names.__getitem__,
        max_selections=MOST,
        key="trend_lines",
    )
    shown = [one for one in lines if (one.process_id, one.step) in chosen]
    if not shown:
        st.caption(_("Choose a milestone."))
        return
    sentence = charts_trend.sentence(shown)
    st.markdown(esc(sentence))
    chart_style.draw(charts_trend.trend(shown), sentence, "trend")
    _notes(shown)
    with st.expander(_("The same as a table"), key="trend_table"):
        html.show(_table(shown))
    if may_edit():
        _note(look, lines)


def _notes(lines: Sequence[Line]) -> None:
    """Why lines moved; an editor takes a note back."""
    for line in lines:
        for point in line.points:
            if point.meeting_id in line.notes:
                left, right = st.columns([9, 2], vertical_alignment="center")
                with left:
                    html.show(_said(line, point))
                key = f"trend_off.{line.process_id}.{line.step}.{point.meeting_id}"
                remove = partial(_remove, line, point.meeting_id)
                process_rows.take_back(key, _("Take back"), remove, "trend_note.remove", right)


def _said(line: Line, point: Point) -> str:
    return (
        f"<ul><li class='mt-two'><span><b>{escape(charts_trend.named(line))}</b></span>"
        f"<span><span class='mt-quiet'>{escape(date_text(point.held_on))}</span>"
        f"<span>{escape(line.notes[point.meeting_id])}</span></span></li></ul>"
    )


def _remove(line: Line, meeting_id: str, _token: str) -> None:
    """Without a token: the same note may be written, and taken back, more than once."""
    trend.remove_note(state.store(), state.user(), line.process_id, line.step, meeting_id)


def _table(lines: Sequence[Line]) -> str:
    columns = sorted({(point.held_on, point.meeting_id) for line in lines for point in line.points})
    heads = "".join(f'<th scope="col">{escape(short_date(day))}</th>' for day, _id in columns)
    rows = ""
    for line in lines:
        at = {point.meeting_id: point for point in line.points}
        cells = "".join(
            f"<td>{escape(date_text(at[id].end)) + (' ✓' if at[id].done else '') if id in at else '–'}</td>"
            for _day, id in columns
        )
        rows += f'<tr><th scope="row">{escape(charts_trend.named(line))}</th>{cells}</tr>'
    head = f'<tr><th scope="col">{escape(_("Milestone"))}</th>{heads}</tr>'
    return html.wide(
        f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>", _("Milestones, meeting after meeting")
    )


def _note(look: Look, lines: Sequence[Line]) -> None:
    """Why a milestone moved, at the meeting where it did."""
    with st.expander(_("Say why a milestone moved"), key="trend_note", icon=":material/edit_note:"):
        options = {(one.process_id, one.step): charts_trend.named(one) for one in lines}
        line = st.selectbox(_("Milestone"), list(options), format_func=options.__getitem__, key="trend_note_line")
        moves = {
            point.meeting_id: date_text(point.held_on)
            for one in lines
            if (one.process_id, one.step) == line
            for point in one.points[1:]
        }
        meeting = st.selectbox(
            _("Moved at the meeting of"), list(moves), format_func=moves.__getitem__, key="trend_note_at"
        )

        def fields_of(form: Form) -> dict[str, str]:
            return {"text": fields.text(form, "text", _("Cause"))}

        def write(values: dict[str, str], token: str) -> None:
            trend.add_note(state.store(), state.user(), line[0], line[1], meeting, values["text"], token)

        if line and meeting:
            process_rows.adding("trend:note", _("Save the cause"), fields_of, write, "trend_note.add")

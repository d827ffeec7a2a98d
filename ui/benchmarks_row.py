"""One benchmark, opened: what it says and rests on, why, its history, and your own figure in its place.

`?row=<id>` opens a row; it stays with the visit, through the menu and the other language.
"""

from __future__ import annotations

import datetime as dt

import streamlit as st

from display.words import label
from estimator import Row
from estimator.moves import Move
from estimator.own import SOURCE
from portfolio import estimates, own_figures
from ui import benchmarks_form, benchmarks_list, state
from ui import benchmarks_words as written
from ui.benchmarks_list import FROM_LIST, ROW, rounded
from ui.formats import weeks_text
from ui.i18n import _, column, lang
from ui.text import esc


def opened(rows: dict[str, Row]) -> str | None:
    """The row of this visit; an id that doesn't exist is dropped with a sentence."""
    asked = state.recall(ROW)
    if asked is None or asked in rows:
        return asked
    st.warning(_("There is no benchmark figure “{id}”.", id=esc(asked[:80])), icon=":material/search_off:")
    state.remember(ROW, None)
    return None


def by_link(row: str | None) -> bool:
    """True when the row was opened by an address, not in the list: then it stands on top."""
    return row is not None and st.session_state.get(FROM_LIST) != row


def draw(row: Row, move: Move | None, today: dt.date) -> None:
    """Everything about the row, in a box."""
    shipped = next((one for one in estimates.shipped().rows if one.id == row.id), row)
    history = own_figures.history(state.store(), row.id)
    with st.container(border=True, key="opened_row"):
        top = st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center")
        top.subheader(esc(column(vars(row), "name")), anchor=False, width="content")
        top.button(
            _("Close"), key="close_row", icon=":material/close:", on_click=benchmarks_list.toggle, args=(row.id,)
        )
        st.markdown(f"{_('Figure in use')}: **{esc(written.figure_of(row))}**. {_carries(move)}")
        _facts(row, shipped, today)
        noted = shipped if row.source == SOURCE else row  # what was learned says so in the note
        note = noted.note if lang() == "nl" else noted.note_en
        if note:
            st.markdown(esc(note))
        st.markdown(f"**{_('Your own figure')}**")
        benchmarks_form.draw(row.id, shipped, history)
        st.markdown(f"**{_('Who changed this figure')}**")
        benchmarks_form.history_lines(history, shipped)


def _carries(move: Move | None) -> str:
    """What the figure means for the estimate, in words."""
    if move is None:
        return _("This estimate doesn't use it.")
    ends = _("a tenth lower and a tenth higher") if move.tenth else _("at its low and at its high end")
    said = _(
        "{rests} of the estimate without uncertainty rests on it; {ends} that changes by {low} and {high}.",
        rests=rounded(move.rests_eur),
        ends=ends,
        low=_signed(move.low_eur),
        high=_signed(move.high_eur),
    )
    if move.weeks >= 0.25:
        said += " " + _("The lead time moves {weeks}.", weeks=weeks_text(move.weeks))
    return said


def _signed(euros: float) -> str:
    text = rounded(euros)
    return text if text.startswith("−") or not round(euros) else f"+\u2060{text}"  # the sign stays with its amount


def _facts(row: Row, shipped: Row, today: dt.date) -> None:
    facts = {
        _("Benchmark"): esc(written.figure_of(shipped)) if row.grade == written.OWN else "",
        _("Grade"): f"{shipped.grade} – {label(written.GRADES, shipped.grade)}",
        _("Source"): " · ".join(written.origin(shipped)) if shipped.grade != "D" else "",
        _("Year"): written.age(shipped, today) or shipped.source_year,
        _("Country"): esc(shipped.country),
        _("Price level"): str(shipped.price_year or ""),
        _("Step"): esc(written.step_name(shipped.step)),
        _("Counts for"): esc(written.counts_for(shipped)),
        _("Permanent identity"): f"`{row.id}`",
    }
    st.table({name: text for name, text in facts.items() if text}, border="horizontal")

"""Every benchmark: searched and filtered, on order of the euros it moves, a page at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import streamlit as st

from display import words
from estimator import Row
from estimator.moves import TENTH, Move
from ui import benchmarks_words as written
from ui import state
from ui.formats import euro, percent
from ui.i18n import _, column, ngettext
from ui.text import esc
from ui.theme import variables

PAGE = 15
CSS = Path(__file__).resolve().parent / "assets" / "benchmarks.css"
ALL = "_all"
COLOURS = variables("muted")
ROW, FROM_LIST = "row", "_row_from_list"

Moves = Mapping[str, Move]


@dataclass(frozen=True)
class Filters:
    """What the reader looks for."""

    text: str = ""
    step: str = ALL
    role: str = ALL
    grade: str = ALL
    used: bool = True


def draw(rows: Sequence[Row], moves: Moves, today: dt.date, opened: str | None, detail: Callable[[Row], None]) -> bool:
    """The list; the opened row with its ``detail`` below it when it is in sight. True when it was."""
    st.subheader(_("Which figures does it rest on?"), anchor=False)
    wanted = _filters(rows)
    found = ordered([row for row in rows if matches(row, wanted, moves)], moves)
    if not found:
        st.markdown(_("No figure matches. Empty the search, or choose fewer filters."))
        return False
    st.caption(
        ngettext("{n} figure", "{n} figures", len(found), n=len(found))
        + ", "
        + _(
            "in order of how far the estimate without uncertainty moves between its low and its high end. Events "
            "count by what is expected of them."
        )
    )
    pages = -(-len(found) // PAGE)
    first = (min(st.session_state.get("benchmarks_page", 1), pages) - 1) * PAGE if pages > 1 else 0
    shown = found[first : first + PAGE]
    st.html(CSS)
    _head()
    for row in shown:
        _row(row, moves.get(row.id), today)
        if row.id == opened:
            detail(row)
    if pages > 1:
        st.pagination(pages, key="benchmarks_page")
    return any(row.id == opened for row in shown)


def matches(row: Row, wanted: Filters, moves: Moves) -> bool:
    """Whether a row is looked for."""
    texts = (row.id, row.name_nl, row.name_en, row.source, row.publisher, row.note, row.note_en)
    return (
        all(word in " ".join(texts).casefold() for word in wanted.text.casefold().split())
        and wanted.step in (ALL, str(row.step))
        and wanted.role in (ALL, written.role_of(row))
        and wanted.grade in (ALL, row.grade)
        and (not wanted.used or row.id in moves)
    )


def ordered(rows: Sequence[Row], moves: Moves) -> list[Row]:
    """Those that move most first; those that this estimate doesn't read last."""
    return sorted(rows, key=lambda row: (-moves[row.id].euros if row.id in moves else 1.0, row.step, row.id))


def _filters(rows: Sequence[Row]) -> Filters:
    one, two, three, four = st.columns([4, 3, 3, 3])
    text = one.text_input(
        _("Search"),
        key="benchmarks_search",
        placeholder=_("Name, source or explanation"),
        persist_state="session",
    )
    steps = [ALL, *sorted({str(row.step) for row in rows}, key=int)]
    roles = [ALL, *(role for role in words.ROLE if any(written.role_of(row) == role for row in rows))]
    grades = [ALL, *(grade for grade in written.GRADES if any(row.grade == grade for row in rows))]
    step = _choice(two, _("Step"), "benchmarks_step", steps, lambda one: written.step_name(int(one)), _("every step"))
    role = _choice(three, _("Role"), "benchmarks_role", roles, written.role_name, _("every role"))
    grade = _choice(four, _("Grade"), "benchmarks_grade", grades, _grade_name, _("every grade"))
    used = st.checkbox(_("Only what this estimate uses"), value=True, key="benchmarks_used", persist_state="session")
    return Filters((text or "").strip(), step, role, grade, used)


def _choice(place, title: str, key: str, options: list[str], show: Callable[[str], str], every: str) -> str:
    shown = {one: every if one == ALL else show(one) for one in options}
    if st.session_state.get(key) not in options:
        st.session_state.pop(key, None)  # the last figure of a kind was restored
    got = place.selectbox(title, options, format_func=lambda one: shown.get(one, ""), key=key, persist_state="session")
    return got or ALL


def _grade_name(grade: str) -> str:
    meaning = words.label(written.GRADES, grade)
    return meaning if grade == written.OWN else f"{grade} – {meaning}"


def _head() -> None:
    _left, right = st.columns([7, 6], gap="medium")
    heads = "".join(f"<span>{escape(text)}</span>" for text in _heads())
    right.html(f'<div class="bm bm-head" aria-hidden="true" style="{COLOURS}">{heads}</div>')


def _heads() -> tuple[str, str, str]:
    return _("Figure"), _("Rests on it"), _("Moves the amount")


def _row(row: Row, move: Move | None, today: dt.date) -> None:
    left, right = st.columns([7, 6], gap="medium", vertical_alignment="center")
    with left.container(gap="xxsmall"):
        st.button(
            f"**{esc(column(vars(row), 'name'))}**",
            key=f"open:{row.id}",
            type="tertiary",
            wrap=True,
            help=_("Open: explanation, history and your own figure"),
            on_click=toggle,
            args=(row.id,),
        )
        st.markdown(f":small[{written.source(row, today)}]")
    numbers = (escape(written.figure_of(row)), *_euros(move))
    cells = "".join(f"<div><dt>{escape(h)}</dt><dd>{n}</dd></div>" for h, n in zip(_heads(), numbers, strict=True))
    right.html(f'<dl class="bm" style="margin:0;padding:0;{COLOURS}">{cells}</dl>')


def _euros(move: Move | None) -> tuple[str, str]:
    if move is None:
        return "–", f"<small>{escape(_('not in this estimate'))}</small>"
    tenth = f" <small>(± {escape(percent(TENTH))})</small>" if move.tenth else ""
    return escape(rounded(move.rests_eur)), f"<b>{escape(rounded(move.euros))}</b>{tenth}"


def rounded(euros: float) -> str:
    """Euros as far as they say something: tens from € 100 on."""
    return euro(round(euros, -1) if abs(euros) >= 100 else round(euros))


def toggle(id: str) -> None:
    """Open a row from the list, or close it when it is open (a callback)."""
    opened = None if state.recall(ROW) == id else id
    state.remember(ROW, opened)
    st.session_state[FROM_LIST] = opened

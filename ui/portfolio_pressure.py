"""Portfolio, view Pressure: how often an area or a group is asked, month by month, and what could be done together."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from display.months import month_text
from portfolio.store import clock
from portfolio.whole import pressure, standing
from portfolio.whole.pressure import TOO_MANY, Cell, Merge, Pressure, PressureRow
from portfolio.whole.standing import Standing
from ui import portfolio_money_html as tables
from ui import state
from ui.formats import date_text, fill, number
from ui.i18n import _, ngettext
from ui.tables import page as paged
from ui.text import esc

PAGE = 40  # rows at once
FIRST = 5  # warnings and proposals told before the fold
NAMED = 6  # processes named with a warning


def draw(found: Sequence[Standing]) -> None:
    """The view: warnings first, then what could be done together, then the tables."""
    asked = pressure.of(state.store(), standing.counted(found), clock.today())
    if not asked.rows:
        st.markdown(
            _(
                "Nobody is asked in the coming year, as far as is known. This view needs, per process, an area or "
                "group names, and the days of its talks."
            )
        )
        return
    _warnings(asked)
    _merges(asked)
    st.caption(
        _(
            "Bold: the processes that ask in that month; below it: how many people, – while only "
            "invitations go out. Three is full: the next one is the "
            "fourth, and that is too much. That limit and spreading people evenly over the days are our assumptions."
        )
    )
    areas = [row for row in asked.rows if row.kind == "area"]
    groups = [row for row in asked.rows if row.kind != "area"]
    if areas:
        st.subheader(_("By area"), anchor=False)
        _table(areas, asked, _("People asked by area and month"), "pressure_areas")
    if groups:
        box = st.expander(_("By group ({n})", n=len(groups)), key="pressure_groups_open", on_change="rerun")
        if box.open:
            with box:
                _table(groups, asked, _("People asked by group and month"), "pressure_groups")


def _warnings(asked: Pressure) -> None:
    found = [f"▲ **{_('too much')}**: {fill(one.template, one.params)}{_who(one.processes)}" for one in asked.warnings]
    if not found:
        busiest, n = _busiest(asked)
        text = ngettext(
            "Nobody is asked too often: at most {n} process at once, in {name}.",
            "Nobody is asked too often: at most {n} processes at once, in {name}.",
            n,
            n=n,
            name=busiest,
        )
        st.markdown(f"#### {tables.said(text)}")
        return
    text = ngettext(
        "Once too much is asked of the same people.",
        "{n} times too much is asked of the same people.",
        len(found),
        n=len(found),
    )
    st.markdown(f"#### {text}")
    _list(found, "pressure_warnings")


def _busiest(asked: Pressure) -> tuple[str, int]:
    best = max(asked.rows, key=lambda row: max(len(cell.processes) for cell in row.cells))
    return best.name, max(len(cell.processes) for cell in best.cells)


def _who(processes: Sequence[tuple[str, str]]) -> str:
    names = [esc(name) for _id, name in processes[:NAMED]]
    more = len(processes) - len(names)
    if more:
        names.append(ngettext("{n} more", "{n} more", more, n=more))
    return f" ({', '.join(names)})"


def _merges(asked: Pressure) -> None:
    if not asked.merges:
        return
    st.subheader(_("What could be done together"), anchor=False)
    _list([_proposal(one) for one in asked.merges], "pressure_merges")


def _proposal(one: Merge) -> str:
    days = _("{first} and {last}", first=date_text(one.first), last=date_text(one.last))
    if one.first == one.last:
        days = date_text(one.first)
    return f"{fill(one.template, one.params)} ({days})"


def _list(lines: Sequence[str], key: str) -> None:
    st.markdown("\n".join(f"- {line}" for line in lines[:FIRST]))
    rest = lines[FIRST:]
    if not rest:
        return
    box = st.expander(ngettext("{n} more", "{n} more", len(rest), n=len(rest)), key=key, on_change="rerun")
    if box.open:
        with box:
            pages = -(-len(rest) // PAGE)
            first = (paged(f"{key}_page", pages) - 1) * PAGE
            st.markdown("\n".join(f"- {line}" for line in rest[first : first + PAGE]))
            if pages > 1:
                st.pagination(pages, key=f"{key}_page")


def _table(rows: Sequence[PressureRow], asked: Pressure, title: str, key: str) -> None:
    pages = -(-len(rows) // PAGE)
    first = (paged(f"{key}_page", pages) - 1) * PAGE
    months = [month_text(month, short=True) for month in asked.months]
    shown = [_row(row, asked) for row in rows[first : first + PAGE]]
    tables.show(tables.by_month(title, _("Who is asked"), months, shown, quiet=True))
    if pages > 1:
        st.pagination(pages, key=f"{key}_page")


def _row(row: PressureRow, asked: Pressure) -> str:
    sub = f'<span class="wh-sub">{escape(row.area)}</span>' if row.area else ""
    cells = "".join(
        _cell(cell, month_text(month, short=True)) for cell, month in zip(row.cells, asked.months, strict=True)
    )
    return f'<tr role="row"><th role="rowheader" scope="row">{escape(row.name)}{sub}</th>{cells}</tr>'


def _cell(cell: Cell, month: str) -> str:
    n = len(cell.processes)
    if not n:
        return f'<td role="cell" class="wh-cell wh-none"><span class="wh-hidden">{escape(_("nobody"))}</span></td>'
    invites = _("only inviting")
    asked = ngettext("{n} person", "{n} people", cell.people, n=number(cell.people, 0)) if cell.people else invites
    spoken = f"{ngettext('{n} process', '{n} processes', n, n=n)}, {asked}"
    names = escape(", ".join(name for _id, name in cell.processes))
    mark = ""
    if n >= TOO_MANY - 1:
        word, sign = (_("too much"), "▲") if n >= TOO_MANY else (_("full"), "△")
        mark = f'<span class="wh-short"><i aria-hidden="true">{sign}</i> {escape(word)}</span>'
    people = f'<span class="wh-sub">{number(cell.people, 0) if cell.people else "–"}</span>'
    return (
        f'<td role="cell" class="wh-cell{" wh-over" if n >= TOO_MANY else ""}" title="{names}">'
        f'<span class="wh-head" aria-hidden="true">{escape(month)}</span>'
        f'<span class="wh-hidden">{escape(spoken)}</span><span aria-hidden="true"><b>{n}</b>{people}</span>{mark}</td>'
    )

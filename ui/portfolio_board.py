"""The processes by the step they are at, as columns of cards; lists under headings for who hears or reads it narrow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from html import escape

import streamlit as st

from display import lights
from display.steps import steps
from portfolio.whole.standing import Standing
from ui import portfolio_strip as strips
from ui.i18n import _, column, ngettext
from ui.portfolio_links import address
from ui.portfolio_list import fresh

MOST = 12  # cards in a column


def draw(found: Sequence[Standing], today: dt.date) -> None:
    """A column per step in which a process is."""
    by_step: dict[int, list[Standing]] = {}
    for one in found:
        if one.row.awake and one.row.current_step:
            by_step.setdefault(one.row.current_step, []).append(one)
    if not by_step:
        st.markdown(_("No process is in a step now."))
        return
    most = max(by_step, key=lambda step: len(by_step[step]))
    name = next(f"{row['step']} {column(row, 'short')}" for row in steps() if int(row["step"]) == most)
    st.markdown(_("Most processes are in step {step}: {count}.", step=name, count=len(by_step[most])))
    columns = "".join(_column(row, by_step.get(int(row["step"]), []), today) for row in steps())
    strips.show(f'<div class="ts-board">{columns}</div>')


def _column(row: dict[str, str], found: Sequence[Standing], today: dt.date) -> str:
    if not found:
        return ""
    cards = "".join(_card(one, today) for one in found[:MOST])
    rest = len(found) - MOST
    more = f"<p>{escape(ngettext('and {n} more', 'and {n} more', rest, n=rest))}</p>" if rest > 0 else ""
    title = f"{row['step']} {column(row, 'short')}"
    return f"<section><h3>{escape(title)} <span>{len(found)}</span></h3><ul>{cards}</ul>{more}</section>"


def _card(one: Standing, today: dt.date) -> str:
    worst = one.worst
    owner = one.row.process.process_owner or one.row.process.content_owner or _("No owner named")
    return (
        f'<li><a href="{escape(address("process", one.id))}" target="_self">{escape(one.name)}</a>'
        f"<span>{escape(lights.said(worst))}</span><span>{escape(owner)}</span>"
        f"<span>{escape(fresh(one, today))}</span></li>"
    )

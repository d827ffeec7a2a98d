"""Benchmarks (Ervaringscijfers): what the estimate rests on, own figures in its place, and how good it was before."""

import streamlit as st

from estimator import Row
from portfolio import own_figures
from portfolio.store import clock
from ui import (
    benchmarks_audit,
    benchmarks_backtest,
    benchmarks_data,
    benchmarks_head,
    benchmarks_learning,
    benchmarks_list,
    benchmarks_record,
    benchmarks_row,
    benchmarks_tariffs,
    state,
)
from ui.i18n import _

store, today = state.store(), clock.today()
asked = benchmarks_data.asked()
own = own_figures.current(store)
benchmarks_head.head(asked, len(own))
figures = state.figures()
rows = {row.id: row for row in figures.rows}
moves = benchmarks_data.moved(asked, figures)


def detail(row: Row) -> None:
    """The opened row."""
    benchmarks_row.draw(row, moves.get(row.id), today)


opened, top = benchmarks_row.opened(rows), st.container()
on_top = benchmarks_row.by_link(opened)
benchmarks_tariffs.draw(own, opened)
in_list = benchmarks_list.draw(figures.rows, moves, today, None if on_top else opened, detail)
if opened and not in_list:
    with top:
        detail(rows[opened])
st.subheader(_("For the controller"), anchor=False)
benchmarks_learning.draw(asked)
benchmarks_record.draw()
benchmarks_backtest.draw()
benchmarks_audit.draw()

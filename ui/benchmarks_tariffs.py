"""Own tariffs first: one average is enough; per role, and what hired people cost, are folded below it."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from estimator import Benchmarks, Row
from portfolio import estimates, own_figures
from portfolio.own_figures import OwnFigure
from ui import benchmarks_form, state
from ui import benchmarks_words as written
from ui.i18n import _
from ui.text import esc

OWN, HIRED = "tariff_average", "hired_average"


def draw(own: Mapping[str, OwnFigure], opened: str | None) -> None:
    """The average with its form, then the fold. ``opened``: the row whose form stands elsewhere on the page."""
    st.subheader(_("What does an hour cost with you?"), anchor=False)
    st.markdown(
        _(
            "One average tariff of your own is enough: it takes the place of every assumed tariff. A tariff that is "
            "filled in in an estimate itself goes before it."
        )
    )
    with st.container(border=True, key="tariff_average_card"):
        benchmarks_form.draw(OWN, None, own_figures.history(state.store(), OWN))
    box = st.expander(_("Per role, and hired people"), key="tariffs_more", on_change="rerun")
    if box.open:
        with box:
            _more(state.figures(), own, opened)


def _more(used: Benchmarks, own: Mapping[str, OwnFigure], opened: str | None) -> None:
    rows = [row for row in used.rows if written.is_tariff(row.id, row)]
    st.table(
        {
            _("Tariff"): [esc(written.name_of(row.id, row)) for row in rows],
            _("Per hour"): [written.one(row.likely, row.id, row) for row in rows],
            _("Rests on"): [_rests_on(row, own) for row in rows],
        },
        border="horizontal",
    )
    shipped = {row.id: row for row in estimates.shipped().rows}
    names = {HIRED: written.name_of(HIRED, None)} | {row.id: written.name_of(row.id, row) for row in rows}
    chosen = st.selectbox(
        _("Change a tariff"),
        list(names),
        index=None,
        format_func=names.__getitem__,
        key="tariff_pick",
        placeholder=_("Choose a tariff"),
        persist_state="session",
    )
    if chosen and chosen == opened:
        st.caption(_("This figure is open elsewhere on this page."))
    elif chosen:
        with st.container(border=True, key="tariff_card"):
            st.markdown(f"**{esc(names[chosen])}**")
            history = own_figures.history(state.store(), chosen)
            benchmarks_form.draw(chosen, shipped.get(chosen), history)
            if history:
                benchmarks_form.history_lines(history, shipped.get(chosen))


def _rests_on(row: Row, own: Mapping[str, OwnFigure]) -> str:
    """The own tariff of the role, the own average, or the benchmark."""
    average = own.get(HIRED if row.driver.startswith("hired.") else OWN)
    found = own.get(row.id) or average
    if found is None:
        return written.grade(row) if row.grade != "D" else _("our own assumption")
    by = written.person(found)
    return _("own tariff, by {who}", who=by) if row.id in own else _("own average, by {who}", who=by)

"""The seven views of the portfolio: which one is chosen, and what they share: filters, saved views, what rests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import streamlit as st

from portfolio.whole.standing import Standing
from ui import portfolio_filter, portfolio_list, portfolio_saved
from ui import portfolio_strip as strips
from ui.i18n import N_, _, ngettext
from ui.portfolio_filter import Facet

VIEWS = {
    "overzicht": N_("Overview"),
    "stappen": N_("Steps"),
    "tijdlijn": N_("Timeline"),
    "bord": N_("Board"),
    "geld": N_("Money"),
    "capaciteit": N_("Capacity"),
    "druk": N_("Pressure on residents"),
}
KEY = "portfolio_view"


def choose() -> str:
    """The view, kept in the address."""
    asked = st.query_params.get("view", "overzicht")
    asked = asked if asked in VIEWS else "overzicht"
    if st.session_state.get("_seen.view") != asked or KEY not in st.session_state:
        st.session_state[KEY] = st.session_state["_seen.view"] = asked
    st.segmented_control(
        _("View"),
        list(VIEWS),
        format_func=lambda one: _(VIEWS[one]),
        key=KEY,
        label_visibility="collapsed",
        required=True,
        on_change=_write,
    )
    return str(st.session_state[KEY] or "overzicht")


def _write() -> None:
    chosen = st.session_state.get(KEY) or "overzicht"
    st.session_state["_seen.view"] = chosen
    if chosen == "overzicht":
        st.query_params.pop("view", None)
    else:
        st.query_params["view"] = chosen


def filtered(found: Sequence[Facet], view: str) -> list[Standing]:
    """The processes that are asked for, after the fields to ask with."""
    if view == "overzicht":
        st.subheader(_("Where everything stands"), anchor=False)
    asked = portfolio_filter.draw(found)
    portfolio_saved.draw(asked, "" if view == "overzicht" else view)
    return portfolio_filter.apply(found, asked)


def nothing() -> None:
    """What to do when nothing matches."""
    st.markdown(_("No process matches. Empty the search, or choose another status."))


def overview(found: Sequence[Standing], every: Sequence[Standing], today: dt.date) -> None:
    """The list, and folded the processes that rest or ended and aren't in it."""
    portfolio_list.draw(found, today)
    shown = {one.id for one in found}
    for phases, title in (
        (("paused",), lambda n: ngettext("{n} process rests", "{n} processes rest", n, n=n)),
        (("closed", "stopped"), lambda n: ngettext("{n} process ended", "{n} processes ended", n, n=n)),
    ):
        others = [one for one in every if one.row.phase in phases and one.id not in shown]
        if others:
            box = st.expander(title(len(others)), key=f"apart_{phases[0]}", on_change="rerun")
            if box.open:
                with box:
                    strips.show(portfolio_list.quiet(others))

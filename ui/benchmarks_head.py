"""The head of screen Benchmarks: for which process, what is asked now, what it rests on, what the last change did."""

from __future__ import annotations

import streamlit as st

from ui import benchmarks_data, estimate_save, state
from ui.benchmarks_data import Asked, Estimate
from ui.formats import euro, percent
from ui.i18n import _, ngettext
from ui.state import page_setup
from ui.text import esc


def head(asked: Asked, own: int) -> None:
    """Title, the answer and its key figures. ``own``: how many own figures are in use."""
    process = asked.about.process
    parts = [_("Example")] if process and process.example else []
    page_setup(
        _("What does the estimate rest on?"), " · ".join([*parts, esc(process.name) if process else _("New estimate")])
    )
    left, _right = st.columns([5, 8])
    with left:
        estimate_save.pick_process(asked.about)
    est = benchmarks_data.estimate(asked, state.figures())
    _answer(asked, est, own)
    _key_figures(est)
    _last_change(asked, est)


def _answer(asked: Asked, est: Estimate, own: int) -> None:
    request, trust = est["request"], est["trust"]
    said = _(
        "Now **{amount}** is asked, of which {cash} costs and {own} own hours. Of the middle estimate **{assumed} is "
        "an assumption**; the weakest factor counts.",
        amount=euro(request["cost_eur"]),
        cash=euro(request["cash_eur"]),
        own=euro(request["own_hours_eur"]),
        assumed=percent(trust["assumed"]),
    )
    more = (
        ngettext("You use {n} figure of your own.", "You use {n} figures of your own.", own, n=own)
        if own
        else _("You don't use figures of your own yet; begin with one average tariff.")
    )
    st.markdown(f"{said} {more}")
    if asked.example:
        st.caption(_("For an example: 5 audience groups, 8 conversations, 2,000 residents. Choose a process above."))


def _key_figures(est: Estimate) -> None:
    shares = est["trust"]
    one, two, three, four = st.columns(4)
    one.metric(_("Asked"), euro(est["request"]["cost_eur"]))
    two.metric(_("Documented in the Netherlands"), percent(shares["nl"]))
    three.metric(_("Documented elsewhere"), percent(shares["elsewhere"]))
    four.metric(_("Assumption"), percent(shares["assumed"]))


def _last_change(asked: Asked, est: Estimate) -> None:
    """What the last change of this visit did, so that nobody has to remember the figures before it."""
    held = benchmarks_data.changed(asked)
    if held is None:
        return
    what, before = held
    st.info(
        _(
            "Last change in this visit, {what}: the amount was {was} and is now **{now}**; of the middle estimate "
            "{was_assumed} was an assumption and now **{now_assumed}**.",
            what=esc(what),
            was=euro(before["request"]["cost_eur"]),
            now=euro(est["request"]["cost_eur"]),
            was_assumed=percent(before["trust"]["assumed"]),
            now_assumed=percent(est["trust"]["assumed"]),
        ),
        icon=":material/sync_alt:",
    )

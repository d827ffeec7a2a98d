"""Saved views as links, saving the one that is shown, and taking one away."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

import streamlit as st

from portfolio import saved_views
from portfolio.store import Conflict, Refused
from ui import portfolio_filter, process_save, state
from ui import portfolio_strip as strips
from ui.errors import sentence
from ui.i18n import _
from ui.portfolio_filter import Filter
from ui.text import esc


def draw(asked: Filter, view: str) -> None:
    """Nothing while there is no view to follow or to save."""
    store = state.store()
    views, version = saved_views.listing(store)
    edits = state.user().may("setting.put")
    if views:
        links = "".join(
            f'<li><a href="{escape(portfolio_filter.link(address))}" target="_self">{escape(name)}</a></li>'
            for name, address in views.items()
        )
        strips.show(f'<div class="ts-views"><span>{escape(_("Saved views"))}</span><ul>{links}</ul></div>')
    if not edits or not (asked.active or views):
        return
    with st.popover(_("Save or remove a view"), key="views_edit", icon=":material/bookmark:"):
        if asked.active:
            name = st.text_input(_("Name of this view"), key=f"view_name.{version}", max_chars=80)
            if st.button(_("Save this view"), key="view_save"):
                address = portfolio_filter.address(asked) + ("&" + urlencode({"view": view}) if view else "")
                _write(lambda token: saved_views.add(store, state.user(), version, name or "", address, token), name)
        for one in views:
            if st.button(_("Remove “{name}”", name=esc(one)), key=f"view_off.{one}", type="tertiary"):
                _write(lambda token, one=one: saved_views.remove(store, state.user(), version, one, token), one)


def _write(write: object, name: object) -> None:
    try:
        write(process_save.token("view", name, saved_views.listing(state.store())[1]))  # type: ignore[operator]
    except Refused as problem:
        st.error(sentence(problem))
        return
    except Conflict:
        st.error(_("Somebody else saved a view at the same time. Do it again."))
        return
    st.rerun()

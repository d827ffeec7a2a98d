"""The top of screen Portfolio: the whole in one sentence, the amounts, the example's mark, and the welcome."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import streamlit as st

from display import whole_words
from portfolio import example, processes
from portfolio.store import Refused, clock
from portfolio.whole.pooled import Pooled
from portfolio.whole.standing import Standing
from ui import portfolio_links, state
from ui.errors import guard, sentence
from ui.i18n import _, ngettext
from ui.state import page_setup


def head(found: Sequence[Standing], deciding: int, together: Pooled | None) -> None:
    """Title, amounts, and the ways to the meeting and to a new estimate."""
    place = page_setup(whole_words.title(found, deciding), actions=True)
    with (place or st.container()).container(horizontal=True, horizontal_alignment="right"):
        if st.button(_("To the meeting"), key="to_meeting", icon=":material/groups:", width="content"):
            portfolio_links.go("meeting", None)
        new_estimate("new_estimate", width="content")
    st.markdown("  \n".join(whole_words.amounts(found, together, lambda text: f"**{text}**")))
    st.caption(whole_words.confidence(clock.today()))


def new_estimate(key: str, width: Literal["stretch", "content"] = "stretch") -> None:
    """To the page Estimate, for a process that doesn't exist yet."""
    if st.button(_("New estimate"), key=key, type="primary", icon=":material/calculate:", width=width):
        portfolio_links.go("estimate", None)


def example_notice(found: Sequence[Standing]) -> None:
    """While examples are shown: say so, and take them away with one click and a confirmation."""
    shown = sum(one.row.process.example for one in found)
    if not shown:
        return
    box = st.container(horizontal=True, vertical_alignment="center", border=True, key="example_notice")
    box.markdown(
        ":material/science: "
        + ngettext(
            "**Example**: {n} process of a municipality that doesn't exist. It never mixes with your own.",
            "**Example**: {n} processes of a municipality that doesn't exist. They never mix with your own.",
            shown,
            n=shown,
        )
    )
    with box.popover(_("Remove the example"), key="example_popover"):
        st.markdown(_("All processes marked “example” disappear. Your own processes stay as they are."))
        if st.button(_("Yes, remove the example"), key="example_remove", type="primary", icon=":material/delete:"):
            with guard():
                processes.remove_example(state.store(), state.user())
                state.choose_process(None)
                st.rerun()


def welcome() -> None:
    """Nothing here yet: what this page will show, and the two ways to begin."""
    page_setup(_("Where do all your participation processes stand?"))
    st.markdown(
        _(
            "As soon as there is a process you see here what needs a decision, what was granted, and which of the "
            "ten steps each process is at. Begin with an estimate: three numbers are enough."
        )
    )
    left, right = st.columns(2, gap="large")
    with left.container(border=True, height="stretch"):
        st.subheader(_("Your own process"), anchor=False)
        st.markdown(_("What does it cost, how long does it take and how sure is that? Saving it puts it on this page."))
        new_estimate("welcome_estimate")
    with right.container(border=True, height="stretch"):
        st.subheader(_("First look around"), anchor=False)
        st.markdown(
            _("A dozen processes of a municipality that doesn't exist: marked as an example, removed with one click.")
        )
        if st.button(_("Load the example"), key="example_load", icon=":material/science:", width="stretch"):
            _load()


def _load() -> None:
    try:
        with st.spinner(_("Loading the example…")):
            example.load(state.store(), state.user())
    except Refused as problem:
        st.error(sentence(problem))
        return
    st.rerun()

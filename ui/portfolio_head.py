"""The top of screen Portfolio: the whole in one sentence, the amounts, the example's mark, and the welcome."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import streamlit as st

from portfolio import example, processes
from portfolio.processes import ProcessRow
from portfolio.store import Refused
from ui import portfolio_links, state
from ui.errors import guard, sentence
from ui.formats import euro
from ui.i18n import _, ngettext
from ui.state import page_setup

GOING = ("draft", "requested", "returned", "refused", "approved", "running")


def counted(rows: Sequence[ProcessRow]) -> list[ProcessRow]:
    """The processes that the headline counts and adds up: one's own, or the example while there is nothing else."""
    return [row for row in rows if not row.process.example] or list(rows)


def title(rows: Sequence[ProcessRow], deciding: int) -> str:
    """How many processes run and how many ask for a decision, in one sentence."""
    going = sum(row.phase in GOING for row in rows)
    first = ngettext("{n} process running", "{n} processes running", going, n=going)
    if not deciding:
        return _("{first}, none needs a decision", first=first)
    second = ngettext("{n} needs a decision", "{n} need a decision", deciding, n=deciding)
    return f"{first}, {second}"


def amounts(rows: Sequence[ProcessRow]) -> str:
    """What was granted, what is asked and not decided yet, and what is still an estimate; as markdown."""
    live = [row for row in rows if row.phase not in ("stopped", "closed")]
    granted = sum(row.approved_cost_cents or 0 for row in live)
    cash = sum(row.approved_cash_cents or 0 for row in live)
    asked = sum(row.cost_cents or 0 for row in live if row.phase == "requested")
    parts = [_("Granted {amount}", amount=_bold(granted))]
    if granted:
        parts[0] += " " + _("({cash} in costs, {own} in own hours)", cash=_cents(cash), own=_cents(granted - cash))
    parts.append(_("asked, not decided yet {amount}", amount=_bold(asked)))
    return " · ".join(parts)


def confidence() -> str:
    """What the amounts on this page are."""
    return _(
        "Amounts are costs and own hours together, excluding VAT, as asked: 80% certain on the date of the request."
    )


def _bold(cents: int) -> str:
    return f"**{_cents(cents)}**"


def _cents(cents: int) -> str:
    return euro(round(cents / 100))


def head(rows: Sequence[ProcessRow], deciding: int) -> None:
    """Title, amounts, and the way to a new estimate."""
    place = page_setup(title(rows, deciding), actions=True)
    with (place or st.container()).container(horizontal=True, horizontal_alignment="right"):
        new_estimate("new_estimate", width="content")
    st.markdown(amounts(rows))
    st.caption(confidence())


def new_estimate(key: str, width: Literal["stretch", "content"] = "stretch") -> None:
    """To the page Estimate, for a process that doesn't exist yet."""
    if st.button(_("New estimate"), key=key, type="primary", icon=":material/calculate:", width=width):
        portfolio_links.go("estimate", None)


def example_notice(rows: Sequence[ProcessRow]) -> None:
    """While examples are shown: say so, and take them away with one click and a confirmation."""
    shown = sum(row.process.example for row in rows)
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

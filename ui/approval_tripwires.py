"""What was approved and is no longer so: the wires that were crossed, with both numbers, and the way to ask again."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from display import words
from display.words import label
from portfolio import tripwires
from portfolio.processes import Process
from portfolio.tripwires import Wire
from ui import portfolio_links, state
from ui.formats import date_text, euro, number
from ui.i18n import N_, _

NAMES = {
    "stakeholder_groups": N_("Stakeholder groups"),
    "conversations": N_("Conversations"),
    "resident_reach": N_("Residents to invite or inform"),
    "finish": N_("Done by"),
    "cost_cents": N_("Amount of the estimate"),
    "expected_cents": N_("Expected at the end"),
}


def notice(process: Process) -> None:
    """On the page of a process: what was crossed, with the button to ask again; nothing when nothing was."""
    if process.status != "active":
        return
    found = tripwires.of(state.store(), process.id)
    if not found:
        return
    crossed(found)
    portfolio_links.link("request", _("Ask again, with the difference"), process.id, icon=":material/arrow_forward:")


def crossed(found: Sequence[Wire]) -> None:
    """The wires in sentences."""
    if not found:
        return
    lines = "\n".join(f"- {sentence(wire)}" for wire in found)
    st.warning(_("**More than was approved: ask again.**") + "\n\n" + lines, icon=":material/flag:")


def sentence(wire: Wire) -> str:
    """One wire: what it is about, was, is now, and what was allowed."""
    name = wire.key.partition(".")[2]
    title = label(words.FORM, name) if name else label(NAMES, wire.key)
    title = title[:1].upper() + title[1:]
    return _(
        "{what}: approved {was}, now {now}; up to {limit} was allowed.",
        what=title,
        was=_shown(wire, wire.approved),
        now=_shown(wire, wire.now),
        limit=_shown(wire, wire.limit),
    )


def _shown(wire: Wire, value: object) -> str:
    if wire.key == "finish":
        return date_text(value)  # type: ignore[arg-type]
    if wire.key.endswith("_cents"):
        return euro(float(value) / 100)  # type: ignore[arg-type]
    return number(int(float(value) + 1e-9))  # type: ignore[arg-type]

"""Who hasn't updated since the last meeting, with a mail text that is ready to be sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from urllib.parse import quote

import streamlit as st

from portfolio.meeting import meetings
from portfolio.whole.standing import Standing
from ui import state
from ui.formats import date_text
from ui.i18n import _, ngettext
from ui.text import esc

USUAL = dt.timedelta(days=30)  # without a meeting before


def since(example: bool, today: dt.date) -> dt.date:
    """The day of the last closed meeting; a month ago without one."""
    held = [one.held_on for one in meetings.listing(state.store(), example) if one.status == "closed"]
    return max(held) if held else today - USUAL


def silent(found: Sequence[Standing], day: dt.date) -> dict[str, list[Standing]]:
    """Owner → the processes that go of which nothing was changed since a day; without an owner under ""."""
    out: dict[str, list[Standing]] = {}
    for one in found:
        if one.row.awake and one.updated_on < day:
            out.setdefault(one.row.process.process_owner or one.row.process.content_owner, []).append(one)
    return dict(sorted(out.items(), key=lambda pair: pair[0].casefold()))


def draw(found: Sequence[Standing], today: dt.date) -> None:
    """The owners with their processes, and the text per owner."""
    example = bool(found) and all(one.row.process.example for one in found)
    day = since(example, today)
    owners = silent(found, day)
    count = sum(map(len, owners.values()))
    if not count:
        return
    title = ngettext(
        "{n} process wasn't updated since {day}", "{n} processes weren't updated since {day}", count, n=count,
        day=date_text(day),
    )  # fmt: skip
    box = st.expander(title, key="fresh", icon=":material/mail:", on_change="rerun")
    if not box.open:
        return
    with box:
        for owner, theirs in owners.items():
            names = ", ".join(one.name for one in theirs)
            st.markdown(f"**{esc(owner) if owner else _('No owner named')}**: {esc(names)}")
            if owner:
                text = letter(owner, theirs, day)
                st.code(text, language=None, wrap_lines=True)
                subject = quote(_("Update before the portfolio meeting"))
                st.link_button(
                    _("Open in your mail program"),
                    f"mailto:?subject={subject}&body={quote(text)}",
                    icon=":material/mail:",
                )


def letter(owner: str, theirs: Sequence[Standing], day: dt.date) -> str:
    """The text of the mail; plain."""
    lines = "\n".join(f"- {one.name} ({_('last updated on {day}', day=date_text(one.updated_on))})" for one in theirs)
    return _(
        "Dear {owner},\n\nThe portfolio meeting is coming. Nothing was updated since {day} of:\n{lines}\n\nWould you "
        "do so in Tienstap? The update of two minutes on the page of the process is enough: state of the step, hours, "
        "and one line.\n\nThank you.",
        owner=owner,
        day=date_text(day),
        lines=lines,
    )

"""The pitfalls of a process in short: how many there are, and at which step each can be dealt with."""

from __future__ import annotations

import streamlit as st

from display.steps import numbered
from portfolio import pitfalls
from portfolio.processes import Process
from ui import pitfalls_words, state
from ui.i18n import _


def draw(process: Process) -> None:
    """A line with the number of red and amber ones, that opens to what they are; nothing when there are none."""
    found = pitfalls.of(state.store(), process.id)
    if not found:
        return
    live = [one for one in found if one.counts]
    accepted = len(found) - len(live)
    parts = [pitfalls_words.counted(live)] if live else []
    parts += [_("{n} accepted", n=accepted)] if accepted else []
    with st.expander(f"**{_('Pitfalls')}**: {', '.join(parts)}", key=f"pitfalls:{process.id}"):
        for one in live:
            st.markdown(
                f"{pitfalls_words.sign(one)} · **{pitfalls_words.title(one)}** · {_at(one.step)}  \n"
                f"{pitfalls_words.sentence(one)}"
            )
        for one in found[len(live) :]:
            st.caption(f"✓ {_('accepted')} · {pitfalls_words.title(one)} · {_at(one.step)}")
        st.caption(_("At the step itself you see what to do, and you can accept it with a reason until a day."))


def _at(step: int) -> str:
    return _("at step {step}", step=numbered(step))

"""Confidential processes on a screen that others see: off until somebody asks for them, and how many are left out."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Any

import streamlit as st

from portfolio.whole.standing import Standing
from ui.i18n import _, ngettext

KEY = "meeting_confidential"


def shows() -> bool:
    """Whether they are shown; the choice holds for this visit."""
    return bool(st.session_state.get(f"_{KEY}", False))


def hidden(found: Iterable[Standing]) -> Container[str]:
    """The ids of the processes that aren't shown."""
    return set() if shows() else {one.id for one in found if one.row.process.confidential}


def hidden_then(content: Mapping[str, Any]) -> Container[str]:
    """As ``hidden``, of a snapshot."""
    return set() if shows() else {one["id"] for one in content["processes"] if one["confidential"]}


def switch(count: int) -> None:
    """The switch, and that so many items or processes are left out."""
    st.toggle(_("Show confidential items on this screen"), value=shows(), key=KEY, on_change=_say)
    if count:
        st.caption(
            ngettext(
                "{n} confidential item is left out of this screen.",
                "{n} confidential items are left out of this screen.",
                count,
                n=count,
            )
        )


def _say() -> None:
    st.session_state[f"_{KEY}"] = st.session_state[KEY]

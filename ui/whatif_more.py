"""What more can be asked of a scenario: five questions, each in a box that computes nothing until it opens."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from ui import whatif_back, whatif_less, whatif_map, whatif_seek, whatif_share
from ui.errors import guard
from ui.i18n import N_, _
from ui.whatif_data import Asked

PARTS: dict[str, tuple[str, str, Callable[[Asked], None]]] = {
    "seek": (N_("What do I get for this budget, by this date?"), ":material/target:", whatif_seek.draw),
    "map": (N_("How feasible is it if we shift a little?"), ":material/grid_on:", whatif_map.draw),
    "back": (N_("When must we begin for this meeting?"), ":material/event_upcoming:", whatif_back.draw),
    "less": (N_("What does less cost us?"), ":material/content_cut:", whatif_less.draw),
    "share": (N_("Send this scenario as a link"), ":material/share:", whatif_share.draw),
}


def draw(asked: Asked) -> None:
    """The five boxes."""
    st.subheader(_("Ask further"), anchor=False)
    for name, (title, icon, part) in PARTS.items():
        box = st.expander(_(title), icon=icon, key=f"whatif_{name}", on_change="rerun")
        if box.open:
            with box, guard():
                part(asked)

"""What if (Wat als): a scenario on sliders, its answer beside the base, and scenarios beside each other."""

import streamlit as st

from reports import compare
from ui import (
    fields,
    state,
    whatif_answer,
    whatif_compare,
    whatif_data,
    whatif_link,
    whatif_more,
    whatif_scenarios,
    whatif_sliders,
)
from ui.i18n import _
from ui.process_pick import kicker
from ui.whatif_data import Subject


@st.fragment
def play(about: Subject) -> None:
    """Sliders and answer: after a move only this runs again."""
    base = about.base_scope
    form = fields.open_form(about.form_key, about.saved)
    left, right = st.columns([4, 9], gap="large")
    with left:
        head = st.container()
        scope = whatif_sliders.draw(form, base, about.figures)
        with head:
            whatif_scenarios.unsaved(about, form, base, scope)
    with right:
        if scope is None:
            st.subheader(_("No answer yet"), anchor=False)
            st.markdown(_("This is not right yet. Correct it at the left; everything else you moved stays."))
            return
        found = whatif_data.asked(about, base, scope)
        whatif_answer.draw(found)
        whatif_more.draw(found)


about = whatif_data.subject()
state.page_setup(_("What if we do it differently?"), kicker(about.process, about.process.name) if about.process else "")
whatif_link.told(about.shared)
whatif_scenarios.pick(about)
play(about)
whatif_compare.draw(about, compare.excel, compare.pdf)

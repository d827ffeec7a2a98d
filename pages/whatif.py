"""What if (Wat als): a scenario on sliders, its answer beside the base, and scenarios beside each other."""

import streamlit as st

from estimator import Scope
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
from ui.turns import in_turn
from ui.whatif_data import Asked, Subject


@st.fragment
@in_turn
def play(about: Subject) -> None:
    """Sliders and answer: after a move only this runs again."""
    base = about.base_scope
    form = fields.open_form(about.form_key, about.saved)
    scope, faults = whatif_sliders.read(form, base, about.figures)
    left, right = st.columns([4, 9], gap="large")
    with right:  # first: what was asked is on its way before the sliders are drawn again and the disk is waited for
        try:
            found = None if faults else answer(about, base, scope)
        finally:
            fields.keep(form)
    with left:
        head = st.container()
        whatif_sliders.draw(form, base, scope, about.figures, faults)
        with head:
            whatif_scenarios.unsaved(about, form, base, None if faults else scope)
    with right:
        if found is None:
            st.subheader(_("No answer yet"), anchor=False)
            st.markdown(_("This is not right yet. Correct it at the left; everything else you moved stays."))
            return
        whatif_more.draw(found)


def answer(about: Subject, base: Scope, scope: Scope) -> Asked:
    """The answer to what the sliders ask, and what it was drawn from."""
    found = whatif_data.asked(about, base, scope)
    whatif_answer.draw(found)
    return found


about = whatif_data.subject()
state.page_setup(_("What if we do it differently?"), kicker(about.process, about.process.name) if about.process else "")
whatif_link.told(about.shared)
whatif_scenarios.pick(about)
play(about)
whatif_compare.draw(about, compare.excel, compare.pdf)

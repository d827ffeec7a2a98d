"""Benchmarks: not built yet; the page says so and is not in the menu."""

import streamlit as st

from ui.i18n import _
from ui.state import page_setup

page_setup(_("Benchmarks"))
st.markdown(
    _("Every benchmark with its source and grade, your own figures in its place, and how good earlier estimates were.")
)
st.info(_("This page is not built yet. Nothing here works, and nothing can go wrong."), icon=":material/construction:")

"""Data: not built yet; the page says so and is not in the menu."""

import streamlit as st

from ui.i18n import _
from ui.state import page_setup

page_setup(_("Data"))
st.markdown(_("Import, export, archive, backup, users and the audit record."))
st.info(_("This page is not built yet. Nothing here works, and nothing can go wrong."), icon=":material/construction:")

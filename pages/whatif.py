"""What if: not built yet; the page says so and is not in the menu."""

import streamlit as st

from ui.i18n import _
from ui.state import page_setup

page_setup(_("What if"))
st.markdown(
    _(
        "Named scenarios side by side, with sliders that answer at once, the price of less, and "
        "planning backwards from a council date."
    )
)
st.info(_("This page is not built yet. Nothing here works, and nothing can go wrong."), icon=":material/construction:")

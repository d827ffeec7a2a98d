"""Settings: what a municipality sets once for all its processes."""

import streamlit as st

from reports.template import check_template, shipped
from ui import calendar_settings, template_upload
from ui.i18n import _
from ui.state import page_setup

page_setup(_("What holds for all your processes?"))
st.subheader(_("Meeting calendar"), anchor=False)
calendar_settings.draw()
st.divider()
st.subheader(_("Word template"), anchor=False)
template_upload.draw(check_template, shipped)
st.divider()
st.subheader(_("Data and backup"), anchor=False)
st.markdown(
    _(
        "Import, export and users come later on this page. Today the administrator does this on the command line: "
        "`python -m portfolio archive` writes everything to one file, `restore` reads it back, `backup` makes a copy, "
        "and `verify` checks the audit record and recomputes every approval."
    )
)

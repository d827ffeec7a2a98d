"""Settings: what a municipality sets once for all its processes."""

import streamlit as st

from reports.template import check_template, shipped
from ui import (
    calendar_settings,
    imports_screen,
    settings_backup,
    settings_export,
    settings_people,
    template_upload,
)
from ui.i18n import _
from ui.state import page_setup

page_setup(_("What holds for all your processes?"))
st.subheader(_("Meeting calendar"), anchor=False)
calendar_settings.draw()
st.divider()
st.subheader(_("Word template"), anchor=False)
template_upload.draw(check_template, shipped)
st.divider()
st.subheader(_("Import"), anchor=False)
imports_screen.draw()
st.divider()
st.subheader(_("Data and backup"), anchor=False)
settings_export.draw()
settings_backup.draw()
st.divider()
st.subheader(_("People and roles"), anchor=False)
settings_people.draw()

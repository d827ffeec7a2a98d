"""Meeting: between meetings what changed and what was agreed; the open one, prepared or presented; a closed one."""

import streamlit as st

from portfolio.meeting import meetings
from portfolio.store import NotFound
from reports import portfolio_documents
from ui import meeting_closed, meeting_data, meeting_home, meeting_papers, meeting_prepare, meeting_present, state
from ui.errors import sentence
from ui.state import page_setup

look = meeting_data.load()
asked = st.query_params.get("meeting")
if asked and not (look.open and look.open.id == asked):
    try:
        meeting_closed.draw(meetings.get(state.store(), asked))
    except NotFound as problem:
        page_setup(sentence(problem))
elif look.open and st.query_params.get("present"):
    meeting_present.draw(look, look.open)
else:
    if look.open:
        meeting_prepare.draw(look, look.open)
    else:
        meeting_home.draw(look)
    meeting_papers.draw(look, portfolio_documents.About, portfolio_documents.make)

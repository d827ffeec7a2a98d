"""Writing a decision once: a refusal stands by its field, a clash says what happened in the meantime."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from portfolio.requests import Request
from portfolio.store import Conflict, NotFound, Refused
from ui import fields, process_save
from ui.errors import sentence
from ui.fields import Form
from ui.i18n import _


def once(form: Form, write: Callable[[str], Request], asked: Request) -> None:
    """Call ``write(token)``; the same content, clicked again, has the same token."""
    token = process_save.token("besluit", asked.id, asked.version, form.values)
    try:
        write(token)
    except (Refused, NotFound) as problem:
        process_save.show_refusal(form, problem)
        return
    except Conflict as problem:
        st.warning(sentence(problem))
        return
    fields.reset(form.key)
    st.toast(_("Recorded."), icon=":material/check:")
    st.rerun()

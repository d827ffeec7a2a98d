"""The gate of a step: points to tick, and points that follow from what was recorded, with what is still missing."""

from __future__ import annotations

from typing import Any

import streamlit as st

from portfolio.gates import WHY
from portfolio.steps import STEPS, StepProgress
from ui import fields
from ui.fields import Form
from ui.i18n import _
from ui.process_words import gate_text
from ui.text import esc


def record(row: StepProgress) -> dict[str, Any]:
    """The points that are ticked by hand, as fields of a form."""
    return {f"gate.{key}": bool(row.gate.get(key)) for key in by_hand(row)}


def by_hand(row: StepProgress) -> list[str]:
    """The keys of the points that the records say nothing about."""
    return [point.key for point in STEPS[row.step - 1].gates if point.key not in row.derived]


def draw(form: Form, row: StepProgress) -> None:
    """The points in order; the form gets a place for a fault of the gate as a whole."""
    st.markdown(f"**{_('Gate: this step is done when')}**")
    for point in STEPS[row.step - 1].gates:
        if point.key in row.derived:
            st.markdown(_followed(row, point.key))
        else:
            fields.yes(form, f"gate.{point.key}", gate_text(row.step, point.key))
    form.slots["gate"] = st.empty()
    if row.derived:
        st.caption(_("Points with ✓ or ○ follow from what is recorded at this step; they need no tick."))


def _followed(row: StepProgress, key: str) -> str:
    text = esc(gate_text(row.step, key))
    if row.derived[key]:
        return f"✓ {text} ({_('met')})"
    return f"○ {text} ({_('not met')}: {_(WHY[key])})" if key in WHY else f"○ {text} ({_('not met')})"

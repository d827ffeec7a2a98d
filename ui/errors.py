"""Faults become a sentence for the reader; what nobody foresaw becomes a sentence with an incident code.

The details of an incident go to the server's log under that code, never to the screen. Unforeseen faults are not
caught here but by the server (serving/incidents.py), so that a test still sees them as what they are.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import streamlit as st

from estimator import ScopeError
from portfolio.store import Told
from ui.formats import fill
from ui.i18n import _
from ui.text import esc

log = logging.getLogger("tienstap")


def sentence(fault: Any) -> str:
    """The translated, markdown-safe sentence of a fault: anything with `.template` and `.params`, else its own text."""
    template = getattr(fault, "template", None)
    if not template:
        return esc(fault)
    own = {"field": getattr(fault, "field", ""), "value": getattr(fault, "value", None)}
    return fill(template, own | dict(getattr(fault, "params", None) or {}))


def sentences(problem: BaseException) -> list[str]:
    """One sentence per fault: a ScopeError has several in `.faults`."""
    return [sentence(fault) for fault in getattr(problem, "faults", None) or [problem]]


def incident(problem: BaseException) -> str:
    """Log a problem with its traceback under a new code and return the sentence that shows the code."""
    code = uuid.uuid4().hex[:8]
    log.error("incident %s", code, exc_info=problem)
    return _(
        "Something went wrong. What was saved before is untouched. Report code {code} to your administrator.", code=code
    )


@contextmanager
def guard() -> Iterator[None]:
    """Around a page or an action: what the packages refuse is shown as sentences; other faults pass."""
    try:
        yield
    except (ScopeError, Told) as problem:
        for text in sentences(problem):
            st.error(text)

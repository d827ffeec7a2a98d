"""Earned value in plain words: what should be done by now, what is, and what that took."""

from __future__ import annotations

from typing import Any

from display.formats import fill
from display.i18n import _


def sentences(earned: Any) -> list[str]:
    """What portfolio.whole.earned found of one process, as plain text."""
    return [fill(template, params) for template, params in earned.sentences]


def explained() -> str:
    """How to read it."""
    return _(
        "Per step it is held against each other what was granted for it, which part of its days has passed (should be "
        "done), which part is done, and what was noted for it. What was granted holds the contingency too: below it is "
        "what one hopes for. A step of which its lead gives no part done, is counted by its days; that is our "
        "assumption."
    )

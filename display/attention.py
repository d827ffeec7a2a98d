"""What asks for attention, in words: the sentence, who it waits for, and what kind of thing it is.

The texts are plain: escape them where they are shown. A reason comes from ``portfolio.whole.attention``, or from a
snapshot, where it is stored as plain JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from display.formats import date_text, fill
from display.i18n import N_, _, ngettext
from display.steps import numbered
from display.words import label
from portfolio.whole import attention
from portfolio.whole.attention import Reason

KIND = {
    "money": N_("decision on the money"),
    "outcome": N_("decision on the outcome"),
    "reported": N_("decision asked by the lead"),
    "request": N_("request"),
    "feedback": N_("feedback"),
    "planning": N_("planning"),
    "again": N_("ask again"),
    "pitfall": N_("pitfall"),
}
WORDS = ("what", "missing")  # parameters of pitfalls that are words of ours, in English


def kind(reason: Reason) -> str:
    """What kind of thing it is."""
    return label(KIND, reason.kind)


def who(reason: Reason) -> str:
    """Whom it waits for."""
    return _(reason.who) if reason.unnamed else reason.who


def text(reason: Reason) -> str:
    """The sentence."""
    params = {name: _shown(reason, name, value) for name, value in reason.params.items()}
    template = reason.plural if reason.plural and reason.params.get("n") != 1 else reason.template
    sentence = fill(template, params)
    if reason.more:
        sentence += " " + ngettext("And {n} more red one.", "And {n} more red ones.", reason.more, n=reason.more)
    return sentence


def before(reason: Reason) -> str:
    """Before which day it is asked, as far as the sentence doesn't say so."""
    return date_text(reason.before) if reason.before and reason.kind == "reported" else ""


def _shown(reason: Reason, name: str, value: Any) -> Any:
    if name == "step" and reason.kind == "planning":
        return numbered(int(value))
    if name == "text" and reason.kind == "reported":
        return value if str(value)[-1:] in ".?!" else f"{value}."
    if reason.kind == "pitfall" and name in WORDS:
        return tuple(_(one) for one in value) if isinstance(value, list | tuple) else _(value)
    return value


def stored(reason: Mapping[str, Any]) -> Reason:
    """A reason of a snapshot."""
    return attention.Reason(**reason)

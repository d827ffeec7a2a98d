"""The words of codes in an export, in Dutch and in English. In JSON the codes stand themselves."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from display.i18n import N_, translate
from display.process_words import REQUEST, STATUS

_LIGHT = {"green": N_("green"), "amber": N_("amber"), "red": N_("red")}
_WORDS: dict[tuple[str, str], Mapping[str, str]] = {
    ("process", "status"): STATUS,
    ("verdict", "kind"): REQUEST,
    ("verdict", "outcome"): REQUEST,
    ("meeting", "status"): {"open": N_("open"), "closed": N_("closed")},
    ("meeting_entry", "kind"): {"decision": N_("decision"), "action": N_("action")},
    ("talk", "status"): {"planned": N_("planned"), "held": N_("held"), "cancelled": N_("cancelled")},
    ("feedback", "part"): {
        "heard": N_("what we heard"),
        "done": N_("what we do with it"),
        "decision": N_("what was decided"),
    },
    ("journal", "kind"): {
        "decision": N_("decision"),
        "note": N_("note"),
        "link": N_("link"),
        "public": N_("public message"),
    },
    ("own_figure", "action"): {"set": N_("set"), "restore": N_("put back")},
    ("process_form", "kind"): {
        "approach": N_("approach"),
        "roles": N_("roles"),
        "interpretation": N_("interpretation"),
        "evaluation": N_("evaluation"),
        "account": N_("account"),
    },
    **{("status_report", name): _LIGHT for name in ("planning", "budget", "risk")},
}


@cache
def of(table: str, column: str) -> Mapping[str, tuple[str, str]]:
    """Code → its Dutch and its English word; empty for a column without words of its own."""
    found = _WORDS.get((table, column), {})
    return {code: (translate(text, "nl"), translate(text, "en")) for code, text in found.items()}

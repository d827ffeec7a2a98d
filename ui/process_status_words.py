"""The words of a status: the three lights, what the colours mean, the limits, and the fields of a report."""

from __future__ import annotations

from collections.abc import Mapping

from display.formats import percent, weeks_text
from display.lights import LIGHT, SIGNS, WORD, differing, said
from display.words import label
from portfolio.status_reports import COLOURS, LIGHTS
from ui.i18n import N_, _

__all__ = ["CHOICE", "COLOURS", "FIELDS", "LIGHT", "LIGHTS", "SIGNS", "WORD", "choice", "differing", "limit", "said"]

CHOICE = {"green": N_("green: on plan"), "amber": N_("amber: steering"), "red": N_("red: asks for a decision")}
FIELDS = {
    "achieved": N_("Achieved since last time"),
    "coming": N_("Expected until next time"),
    "scope_change": N_("Change in scope, if there is one"),
    "cause": N_("Cause: what happened"),
    "consequence": N_("Consequence: what it does to time, money or participants"),
    "steering": N_("Steering: what you do about it"),
    "decision_asked": N_("Decision asked"),
    "decider": N_("Who takes it"),
    "decide_before": N_("Before when"),
}


def choice(colour: str) -> str:
    """A colour as it is chosen: sign, colour and word."""
    return f"{SIGNS[colour]} {label(CHOICE, colour)}"


def limit(light: str, allowed: Mapping[str, float]) -> str:
    """Where a calculated light turns amber and red. `allowed`: the tolerances of the request."""
    if light == "planning":
        return _(
            "amber when a step is late or the end is later than granted, red when that is more than {weeks}",
            weeks=weeks_text(allowed["tolerance_weeks"]),
        )
    if light == "budget":
        return _(
            "amber when more than granted is expected with 80% certainty, red when that is more than {share} above it",
            share=percent(allowed["tolerance_money_pct"] / 100),
        )
    return _("amber with an open amber pitfall or late feedback, red with an open red pitfall")

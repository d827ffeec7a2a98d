"""The three lights in words: planning, budget and risk, what a colour means, and why a light has its colour."""

from __future__ import annotations

from display.formats import fill
from display.i18n import N_, _
from display.words import label
from portfolio.whole.lights import Light

LIGHT = {"planning": N_("Planning"), "budget": N_("Budget"), "risk": N_("Risk")}
SIGNS = {"green": "✓", "amber": "▲", "red": "■", "": "○"}
WORD = {
    "green": N_("on plan"),
    "amber": N_("needs steering"),
    "red": N_("asks for a decision"),
    "": N_("nothing to hold it against yet"),
}


def said(colour: str) -> str:
    """Sign and word of a colour: `▲ needs steering`."""
    return f"{SIGNS[colour]} {label(WORD, colour)}"


def name(light: str) -> str:
    """The name of a light."""
    return label(LIGHT, light)


def why(light: Light) -> str:
    """Why a calculated light has its colour."""
    return fill(light.template, light.params)


def differing(reported: str, calculated: str) -> str:
    """Reported against calculated in a line."""
    return _(
        "reported: {reported}, calculated: {calculated}",
        reported=label(WORD, reported),
        calculated=label(WORD, calculated),
    )

"""The units of the benchmarks, which the data file has in Dutch, for English readers."""

from __future__ import annotations

from display.i18n import lang

# Dutch word → English, for the parts of "x per y per z"
WORDS = {
    "kans": "chance",
    "uur": "hours",
    "euro": "euros",
    "euro eenmalig": "euros once",
    "maal": "times",
    "fractie": "share",
    "fractie van de uren": "share of the hours",
    "weken": "weeks",
    "talen": "languages",
    "deelnemers": "participants",
    "gesprekken": "conversations",
    "ingeloot": "drawn by lot",
    "inwoners": "residents",
}
PER = {
    "aanmelding": "registration",
    "adres": "address",
    "begeleider": "facilitator",
    "benadering": "approach",
    "bijeenkomst": "occasion",
    "brief": "letter",
    "dag": "day",
    "dagdeel": "part of a day",
    "deelnemer": "participant",
    "excursie": "excursion",
    "gesprek": "conversation",
    "gespreksleider": "talk leader",
    "groep": "group",
    "huishouden": "household",
    "keer": "time",
    "plaats": "seat",
    "proces": "process",
    "publieksgroep": "audience group",
    "ronde": "round",
    "stoel": "seat",
    "taal": "language",
    "tafeluur": "table hour",
    "uur": "hour",
    "uur bijeenkomst": "hour of an occasion",
    "uur gesprek": "hour of conversation",
    "uur opname": "hour of recording",
    "vergaderuur": "meeting hour",
    "week": "week",
    "zitting": "session",
    "zittingsdag": "session day",
}


def unit_text(unit: str) -> str:
    """A unit of the benchmarks in the reader's language; unknown words stay Dutch.

    >>> from display.i18n import language
    >>> with language("en"): unit_text("uur per uur gesprek per gespreksleider")
    'hours per hour of conversation per talk leader'
    >>> with language("nl"): unit_text("uur per gesprek")
    'uur per gesprek'
    """
    if lang() == "nl":
        return unit
    first, *rest = unit.split(" per ")
    return " per ".join([WORDS.get(first, first), *(PER.get(part, part) for part in rest)])


def known(unit: str) -> bool:
    """Whether every part of a unit has an English word."""
    first, *rest = unit.split(" per ")
    return first in WORDS and all(part in PER for part in rest)

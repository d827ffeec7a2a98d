"""The words a scope is made of: codes, bounds and defaults, and what a fault in it looks like."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any

NATIONAL_RESIDENTS = 18_129_929  # sum of data/municipalities.csv, March 2026

LEVELS = ("informeren", "raadplegen", "adviseren", "coproduceren", "meebeslissen")
RECRUITMENTS = ("open", "targeted", "sortition")
ROUTES = ("budgethouder", "college", "raad")
DONE = ("decision", "evaluation")
PRESETS = ("minimaal", "sober", "uitgebreid")
OPTIONS = (
    "interpreter",
    "child_care",
    "expense_fee",
    "platform",
    "independent_chair",
    "note_taker",
    "translation",
    "transcription",
    "graphic_recording",
    "laid_open",
    "first_time",
)
FORMS = (
    "dialoogtafel",
    "keukentafelgesprek",
    "straatgesprek",
    "huisaanhuisgesprek",
    "inloopavond",
    "bewonersavond",
    "werkatelier",
    "klankbordgroep",
    "focusgroep",
    "wereldcafe",
    "enquete",
    "flitspeiling",
    "inwonerpanel",
    "pwe",
    "online_platform",
    "burgerforum",
    "burgerberaad",
    "excursie",
    "wijkschouw",
    "burgerbegroting",
)
ROLES = (
    "official_client",
    "process_lead",
    "content_owner",
    "facilitator",
    "communication",
    "analyst",
    "support",
    "finance",
)
# Roles that a municipality hires in practice; deciding, owning the content and the books always stay its own work.
HIREABLE = frozenset({"process_lead", "facilitator", "communication", "analyst", "support"})

DEFAULT_FORM = {
    "informeren": "bewonersavond",
    "raadplegen": "dialoogtafel",
    "adviseren": "werkatelier",
    "coproduceren": "werkatelier",
    "meebeslissen": "burgerbegroting",
}
PRESET_OPTIONS: dict[str, tuple[str, ...]] = {
    "minimaal": (),
    "sober": (),
    "uitgebreid": ("interpreter", "child_care", "expense_fee"),
}


def N_(text: str) -> str:
    """Mark a message for translation; the screens translate it."""
    return text


@dataclass(frozen=True)
class Fault:
    """One faulty field: its name, the value met, and a sentence (English message id) with its parameters."""

    field: str
    value: object
    template: str
    params: dict[str, Any] = dataclass_field(default_factory=dict)

    @property
    def message(self) -> str:
        """The sentence in English."""
        return self.template.format(field=self.field, value=shown(self.value), **self.params)


class ScopeError(ValueError):
    """Raised with every fault of a scope, not only the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: list[Fault] = list(faults)
        super().__init__("; ".join(f.message for f in self.faults))


def shown(value: object) -> str:
    """A value as it may be repeated in a sentence: short, on one line."""
    text = str(value).replace("\n", " ")
    return text if len(text) <= 60 else text[:57] + "…"


EVENTS = (
    "deferral_money",
    "deferral_outcome",
    "second_invitation",
    "extra_conversation",
    "key_person_away",
    "venue_lost",
    "storm",
)
# What of an event may be set: switches, its chance (0 to 1), and its likely impact when it happens.
EVENT_SWITCHES = ("on", "mitigated")
EVENT_NUMBERS = {"probability": 1.0, "hours": 10_000.0, "euros": 1_000_000.0, "weeks": 104.0}
# No euros of their own, so none can be set.
WITHOUT_EUROS = ("deferral_money", "deferral_outcome", "key_person_away", "storm")

REQUIRED = ("stakeholder_groups", "conversations", "resident_reach")
FIELDS = (
    *REQUIRED,
    "municipality",
    "start",
    "deadline",
    "level",
    "recruitment",
    "budget_route",
    "outcome_route",
    "done",
    "conversations_by_form",
    "meetings",
    "participants",
    "meeting_days",
    "options",
    "preset",
    "own_staff_share",
    "hours_per_week",
    "tariffs",
    "hired_tariffs",
    "price_year",
    "events",
    "overrun",
)
WHOLE_BOUNDS = {
    "stakeholder_groups": (1, 200),
    "conversations": (1, 5_000),
    "resident_reach": (1, NATIONAL_RESIDENTS),
    "meetings": (1, 5_000),
    "participants": (1, 1_000_000),
    "meeting_days": (1, 30),
    "price_year": (2010, 2040),
}
FIRST_DATE, LAST_DATE = dt.date(1980, 1, 1), dt.date(2045, 12, 31)

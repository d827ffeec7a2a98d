"""Checks on single values that several records share. Each returns the clean value or adds a fault for its field."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from portfolio.messages import N_
from portfolio.store.errors import Fault, Refused

SHORT, LONG = 200, 4000
FIRST_DAY, LAST_DAY = dt.date(2000, 1, 1), dt.date(2060, 12, 31)

EMPTY = N_("Fill this in; it can't be empty.")
TOO_LONG = N_("This has {length} characters; at most {high} are allowed.")
NOT_TEXT = N_("{value} is not text.")
NOT_YES_NO = N_("{value} is not yes or no.")
NOT_CHOICE = N_("{value} is not a choice; allowed is {allowed}.")
NOT_DAY = N_("{value} is not a date; allowed is a date from {low} to {high}.")
UNKNOWN_FIELD = N_("There is no field {value}.")

# Characters that can't be seen and turn the reading order of the text around them, or join it; the screens put the
# joiners in themselves, so they come back with what is copied from one.
_TURNING = re.compile("[\u202a-\u202e\u2060-\u2069]")


def unturned(text: str) -> str:
    """A text that leaves the reading order of what stands around it as it is.

    >>> unturned("Park \\u202e00.1 \\u2066€\\u2069")
    'Park 00.1 €'
    """
    return _TURNING.sub("", text)


def shown(value: object) -> str:
    """A value as it may be repeated in a sentence: one line, at most 60 characters.

    >>> shown("a\\nb"), len(shown("x" * 100))
    ('a b', 60)
    """
    text = unturned(str(value)).replace("\n", " ")
    return text if len(text) <= 60 else text[:59] + "…"


class Faults:
    """Collects the faults of one form, so that every field gets its sentence at once."""

    def __init__(self) -> None:
        self.found: list[Fault] = []

    def add(self, field: str, template: str, **params: Any) -> None:
        """Note a fault."""
        self.found.append(Fault(field, template, params))

    def stop(self) -> None:
        """Raise Refused when there is any fault."""
        if self.found:
            raise Refused.of(self.found)

    def text(self, field: str, value: object, high: int = SHORT, required: bool = False) -> str:
        """Stripped text of at most ``high`` characters that turns no other text around; None counts as empty."""
        if value is None:
            value = ""
        if not isinstance(value, str):
            self.add(field, NOT_TEXT, value=shown(value))
            return ""
        value = unturned(value).strip()
        if len(value) > high:
            self.add(field, TOO_LONG, length=len(value), high=high)
        if required and not value:
            self.add(field, EMPTY)
        return value

    def yes_no(self, field: str, value: object) -> bool:
        """True or False."""
        if isinstance(value, bool):
            return value
        self.add(field, NOT_YES_NO, value=shown(value))
        return False

    def choice(self, field: str, value: object, allowed: tuple[str, ...]) -> str:
        """One of ``allowed``."""
        if isinstance(value, str) and value in allowed:
            return value
        self.add(field, NOT_CHOICE, value=shown(value), allowed=", ".join(allowed))
        return allowed[0]

    def day(self, field: str, value: object) -> dt.date | None:
        """A date, given as date or ISO text; None and empty text stay None."""
        if value is None or value == "":
            return None
        try:
            found = value if type(value) is dt.date else dt.date.fromisoformat(str(value))
        except ValueError:
            found = None
        if found is None or not FIRST_DAY <= found <= LAST_DAY:
            self.add(field, NOT_DAY, value=shown(value), low=FIRST_DAY, high=LAST_DAY)
            return None
        return found

    def known(self, given: Mapping[str, Any], fields: tuple[str, ...]) -> None:
        """Every key of ``given`` must be one of ``fields``."""
        for key in given:
            if key not in fields:
                self.add(str(key), UNKNOWN_FIELD, value=shown(key))

"""What a process asks for: the frozen, validated input of every estimate.

Three numbers are enough (stakeholder groups, conversations, residents to reach). Everything else has a default
that is named in ``Scope.assumed``, so that a screen or a document can say which figures the user gave and which
were filled in.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from estimator.codes import FIELDS
from estimator.places import Place, place
from estimator.reading import read


@dataclass(frozen=True)
class Scope:
    """A validated scope. Build it with :meth:`from_dict`; units: people, conversations, hours a week, euros an hour.

    >>> s = Scope.from_dict({"stakeholder_groups": 5, "conversations": 8, "resident_reach": 2000})
    >>> s.level, s.conversations_by_form, s.start.isoformat()
    ('raadplegen', {'dialoogtafel': 8}, '2027-01-04')
    >>> Scope.from_dict(s.to_dict()) == s
    True
    """

    stakeholder_groups: int
    conversations: int
    resident_reach: int
    municipality: str | None
    start: dt.date
    deadline: dt.date | None
    level: str
    recruitment: str
    budget_route: str
    outcome_route: str
    done: str
    conversations_by_form: dict[str, int]
    meetings: int | None
    participants: int | None
    meeting_days: int
    options: tuple[str, ...]
    preset: str
    own_staff_share: float
    hours_per_week: dict[str, float]
    tariffs: dict[str, float]
    hired_tariffs: dict[str, float]
    price_year: int
    events: dict[str, dict[str, Any]]
    overrun: bool
    assumed: tuple[str, ...]

    def __hash__(self) -> int:
        return hash(repr(self))

    @property
    def place(self) -> Place | None:
        """The municipality, or None when it wasn't given."""
        return place(self.municipality) if self.municipality else None

    @cached_property
    def conditions(self) -> dict[str, bool]:
        """Which conditions of benchmark rows hold, filled in as they are asked for."""
        return {}

    @property
    def hired(self) -> bool:
        """True when a part of the hours is hired."""
        return self.own_staff_share < 1

    def to_dict(self) -> dict[str, Any]:
        """All fields as JSON types; ``assumed`` names those that were filled in by default."""
        out: dict[str, Any] = {}
        for name in FIELDS:
            value = getattr(self, name)
            if isinstance(value, dt.date):
                value = value.isoformat()
            elif isinstance(value, tuple):
                value = list(value)
            elif isinstance(value, dict):
                value = {k: dict(v) if isinstance(v, dict) else v for k, v in value.items()}
            out[name] = value
        out["assumed"] = list(self.assumed)
        return out

    @classmethod
    def from_dict(cls, data: object) -> Scope:
        """Read a scope from JSON types.

        Raises ScopeError with one fault for every missing, unknown or faulty field.
        """
        return cls(**read(data))

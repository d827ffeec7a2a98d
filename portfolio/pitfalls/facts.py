"""What the rules look at: plain data about one process, and what the other processes of the municipality do.

Everything may be missing: an empty text, None, an empty mapping. A rule then says nothing, or that it is missing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

BEGUN = ("busy", "done")
ENDED = ("done", "skipped")
Days = tuple[dt.date, dt.date]


@dataclass(frozen=True)
class StepFacts:
    """A step as it is stored."""

    status: str = "open"
    planned_start: dt.date | None = None
    planned_finish: dt.date | None = None
    actual_start: dt.date | None = None
    actual_finish: dt.date | None = None

    @property
    def start(self) -> dt.date | None:
        """When it began, or else is to begin."""
        return self.actual_start or self.planned_start

    @property
    def finish(self) -> dt.date | None:
        """When it ended, or else is to end."""
        return self.actual_finish or self.planned_finish


@dataclass(frozen=True)
class TalkFacts:
    """A talk that wasn't cancelled; without ``audience`` it is for all groups."""

    status: str = "planned"
    form: str = ""
    audience: tuple[str, ...] = ()
    planned_on: dt.date | None = None
    invited_on: dt.date | None = None
    held_on: dt.date | None = None
    people: int | None = None  # who took part, else who signed up

    @property
    def on(self) -> dt.date | None:
        """The day on which it was or is to be held."""
        return self.held_on or self.planned_on


@dataclass(frozen=True)
class Frozen:
    """What a request asked for: it never changes. Of the hours the middle estimate (P50)."""

    scope: Mapping[str, Any] = field(default_factory=dict)
    finance: Mapping[str, Any] = field(default_factory=dict)
    hours_by_step: Mapping[int, float] = field(default_factory=dict)
    hours_by_role: Mapping[str, float] = field(default_factory=dict)
    weeks: float | None = None
    cost_cents: int | None = None


@dataclass(frozen=True)
class Facts:
    """One process on ``today``. Of the forms the stored content, days as dates; ``people``: those of form ``roles``.

    ``asked``: the latest request, ``approved``: what was granted last; None without. ``told``: part of the feedback →
    the day on which it was first sent. ``public``: days on which something was made public. ``holidays``: the school
    holidays of its region, or what all regions share when it isn't known.
    """

    id: str = ""
    name: str = ""
    today: dt.date = dt.date.min
    status: str = "active"
    example: bool = False
    area: str = ""
    groups: tuple[str, ...] = ()
    question: str = ""
    client: str = ""
    content_owner: str = ""
    process_owner: str = ""
    holder: str = ""
    residents: int | None = None
    steps: Mapping[int, StepFacts] = field(default_factory=dict)
    scope: Mapping[str, Any] = field(default_factory=dict)
    asked: Frozen | None = None
    approved: Frozen | None = None
    approved_on: dt.date | None = None
    approach: Mapping[str, Any] = field(default_factory=dict)
    people: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    evaluation: Mapping[str, Any] = field(default_factory=dict)
    talks: Sequence[TalkFacts] = ()
    told: Mapping[str, dt.date] = field(default_factory=dict)
    public: Sequence[dt.date] = ()
    holidays: Sequence[Days] = ()

    def step(self, number: int) -> StepFacts:
        """A step; an open one without dates when nothing is known."""
        return self.steps.get(number) or StepFacts()

    def begun(self, number: int) -> bool:
        """True once this step, or one after it, is busy or done."""
        return any(self.step(n).status in BEGUN for n in range(number, 11))

    def ended(self, number: int) -> bool:
        """True once this step is done or skipped."""
        return self.step(number).status in ENDED

    @property
    def finance(self) -> Mapping[str, Any]:
        """The finance fields of the latest request."""
        return self.asked.finance if self.asked else {}

    @property
    def talk_days(self) -> list[dt.date]:
        """The days of the talks, as far as they have one; in order."""
        return sorted(talk.on for talk in self.talks if talk.on)

    @property
    def first_talk(self) -> dt.date | None:
        """The day of the first talk; without talks on record when step 5 begins."""
        days = self.talk_days
        return days[0] if days else self.step(5).start

    @property
    def last_talk(self) -> dt.date | None:
        """The day of the last talk; without talks on record when step 5 ends."""
        days = self.talk_days
        return days[-1] if days else self.step(5).finish

    def contacts(self, group: str | None = None) -> list[Days]:
        """The periods in which (a group of) the area is talked with: days of talks, else step 5 from begin to end."""
        if self.talks:
            wanted = group.casefold() if group is not None else None
            return [
                (talk.on, talk.on)
                for talk in self.talks
                if talk.on and (wanted is None or not talk.audience or wanted in folded(talk.audience))
            ]
        start, finish = self.step(5).start, self.step(5).finish
        return [(start, max(start, finish))] if start and finish and self.step(5).status != "skipped" else []


@dataclass(frozen=True)
class Neighbour:
    """Another process of the municipality: its groups, area, talks, and the hours a week that it asks of people."""

    id: str
    name: str
    area: str = ""
    groups: tuple[str, ...] = ()
    contacts: Sequence[Days] = ()
    by_group: Mapping[str, Sequence[Days]] = field(default_factory=dict)  # by name in small letters
    load: Mapping[str, float] = field(default_factory=dict)  # person in small letters → hours a week


@dataclass(frozen=True)
class Elsewhere:
    """What the other processes do."""

    processes: Sequence[Neighbour] = ()


def folded(names: Iterable[str]) -> set[str]:
    """Names in small letters without blanks around them, as they are compared."""
    return {name.strip().casefold() for name in names if name and name.strip()}


def as_day(value: object) -> dt.date | None:
    """A day, also from ISO text; None for anything else.

    >>> as_day("2026-03-02"), as_day("later"), as_day(None)
    (datetime.date(2026, 3, 2), None, None)
    """
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None

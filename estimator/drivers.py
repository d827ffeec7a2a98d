"""From scope to quantities: how many of everything there is to do, buy or wait for.

Most drivers are certain counts. Letters, registrations, personal approaches and weeks are uncertain and come as
draws; with one "draw" holding likely values the same code gives the deterministic figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from math import ceil

import numpy as np
from numpy.typing import NDArray

from estimator.benchmarks import Benchmarks, Row
from estimator.events import event_of
from estimator.scope import Scope

Array = NDArray[np.float64]
Value = Callable[[str], Array]

CERTAIN = (
    "process",
    "groups",
    "conversations",
    "meetings",
    "meeting_days",
    "seats",
    "participant_days",
    "facilitator_hours",
    "conversation_hours",
    "meeting_hours",
    "reach",
    "households",
    "languages",
)
UNCERTAIN = ("letters", "registrations", "approaches", "weeks", "weeks_talks")
WEEKLY = ("weeks", "weeks_talks")
DRIVERS = CERTAIN + UNCERTAIN
# In these forms the same people come back: their seats count once, however many days or rounds there are.
SERIES = frozenset({"burgerberaad", "burgerforum", "klankbordgroep", "inwonerpanel"})
PER_FORM = frozenset(
    {
        "conversations",
        "meetings",
        "meeting_days",
        "seats",
        "participant_days",
        "facilitator_hours",
        "conversation_hours",
        "meeting_hours",
    }
)
MAX_NO_SHOW = 0.9


@dataclass(frozen=True)
class Counts:
    """Certain quantities of one scope, per working form where that matters."""

    scope: Scope
    per_form: dict[str, dict[str, float]]  # driver → form → quantity
    whole: dict[str, float]

    def of(self, driver: str, forms: Iterable[str] | None = None) -> float:
        """The quantity of a certain driver, limited to some forms when given."""
        if driver in PER_FORM:
            counts = self.per_form[driver]
            return sum(counts.values()) if forms is None else sum(counts.get(f, 0.0) for f in forms)
        return self.whole[driver]

    @cached_property
    def seats(self) -> float:
        """Seats over all conversations; people who come back sit once."""
        return self.of("seats")


def counts(scope: Scope, benchmarks: Benchmarks) -> Counts:
    """Certain drivers of a scope. Raises BenchmarkError when a form has no figures."""
    forms = scope.conversations_by_form

    def figure(name: str, form: str) -> float:
        row = benchmarks.parameter(f"{name}.{form}", scope) or benchmarks.parameter(name, scope)
        return row.likely if row else benchmarks.value(f"{name}.{form}", scope)

    people = {f: figure("participants", f) for f in forms}
    usual = sum(people[f] * (1 if f in SERIES else n) for f, n in forms.items())
    scale = scope.participants / usual if scope.participants else 1.0
    people = {f: p * scale for f, p in people.items()}
    usual_meetings = {f: ceil(n / figure("conversations_per_meeting", f)) for f, n in forms.items()}
    share = scope.meetings / sum(usual_meetings.values()) if scope.meetings else 1.0
    meetings = {f: m * share for f, m in usual_meetings.items()}
    hours = {f: figure("session_hours", f) for f in forms}
    days = scope.meeting_days
    # Not rounded up: rounding would make cost fall when talks are added and breaks goal seek.
    leaders = {f: max(1.0, people[f] / figure("facilitator_group", f)) for f in forms}
    per_form = {
        "conversations": {f: float(n) for f, n in forms.items()},
        "meetings": meetings,
        "meeting_days": {f: m * days for f, m in meetings.items()},
        "seats": {f: people[f] * (1 if f in SERIES else n) for f, n in forms.items()},
        "participant_days": {f: people[f] * n * days for f, n in forms.items()},
        "facilitator_hours": {f: leaders[f] * n * hours[f] * days for f, n in forms.items()},
        "conversation_hours": {f: n * hours[f] * days for f, n in forms.items()},
        "meeting_hours": {f: meetings[f] * hours[f] * days for f in forms},
    }
    multilingual = {"translation", "interpreter"} & set(scope.options)
    whole = {
        "process": 1.0,
        "groups": float(scope.stakeholder_groups),
        "reach": float(scope.resident_reach),
        "households": scope.resident_reach / benchmarks.value("household_size", scope),
        "languages": benchmarks.value("languages", scope) if multilingual else 0.0,
    }
    return Counts(scope, per_form, whole)


@dataclass(frozen=True)
class Chain:
    """Invited → registered → present, with letters and personal approaches; arrays of draws (people, letters)."""

    letters: Array
    approaches: Array
    invited: Array
    registered: Array
    present: Array


def chain(scope: Scope, number: Counts, value: Value) -> Chain:
    """The seats chain. ``value`` gives draws (or one likely value) of a parameter.

    Open: a letter to every household, registration closes when the seats will be filled. Targeted: as many personal
    approaches as the seats need, at most everyone to be reached. By lot: as many letters as the places and their
    spare need; the reach is then who is informed.
    """
    seats, households = number.seats, number.of("households")
    come = 1 - np.minimum(value(f"noshow.{scope.recruitment}"), MAX_NO_SHOW)
    response = np.minimum(value(f"response.{scope.recruitment}"), 1.0)
    needed = seats / come
    none = np.zeros_like(come * response)
    if scope.recruitment == "open":
        registered = np.minimum(households * response, needed)
        return Chain(none + households, none, none + scope.resident_reach, registered, registered * come)
    if scope.recruitment == "targeted":
        approaches = np.minimum(needed / response, scope.resident_reach)
        registered = approaches * response
        return Chain(none + households, approaches, approaches, registered, registered * come)
    wanted = seats * value("reserve.sortition")
    letters = wanted / response
    return Chain(letters, none, letters, wanted + none, np.minimum(wanted * come, seats) + none)


def quantity(row: Row, scope: Scope, number: Counts) -> float:
    """The certain part of a row's quantity: the count itself, or 1 for a driver that comes as draws; 0 if the row
    doesn't apply."""
    if not row.applies(scope):
        return 0.0
    event, count = event_of(row.driver)
    if row.driver in UNCERTAIN or (event and not count):
        return 1.0
    return number.of(count if event else row.driver, _positive(row.forms))


# Work at tables that share an occasion is done by several people at once: in time it counts once per occasion.
PARALLEL = {"facilitator_hours": "meeting_hours", "conversation_hours": "meeting_hours", "conversations": "meetings"}


def in_sequence(row: Row, number: Counts) -> float:
    """Which share of a row's hours has to be done one after the other: 1, or less for talks that run side by side."""
    other = PARALLEL.get(row.driver)
    if row.step != 5 or other is None:
        return 1.0
    forms = _positive(row.forms)
    whole = number.of(row.driver, forms)
    return min(1.0, number.of(other, forms) / whole) if whole else 1.0


def _positive(forms: tuple[str, ...] | None) -> list[str] | None:
    if forms is None or any(f.startswith("!") for f in forms):
        return None
    return list(forms)

"""What the records can answer instead of a result: each is a sentence (English message id and its parameters).

Parameters that are dates are ``datetime.date`` objects and amounts are whole cents, so that a screen can write them in
the user's language.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Fault:
    """One faulty field with its sentence. ``field`` is a field name or "" for the whole form.

    >>> Fault("name", "The name has {n} characters; at most {high}.", {"n": 300, "high": 200}).message
    'The name has 300 characters; at most 200.'
    """

    field: str
    template: str
    params: dict[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def message(self) -> str:
        """The sentence in English."""
        return self.template.format(**self.params)


class Told(Exception):
    """An error that is told to the user: ``template`` (English message id), ``params``, ``message`` (English)."""

    def __init__(self, template: str, /, **params: Any) -> None:
        self.template = template
        self.params = params
        super().__init__(template.format(**params))

    @property
    def message(self) -> str:
        """The sentence in English."""
        return self.template.format(**self.params)


class Refused(Told):
    """A rule says no: a faulty field, a missing role, four eyes. ``faults`` names every field (at least one entry).

    ``security`` is True for a missing role or four eyes: such attempts are written to the audit chain.
    """

    def __init__(self, template: str, /, *, field: str = "", security: bool = False, **params: Any) -> None:
        super().__init__(template, **params)
        self.security = security
        self.faults = [Fault(field, template, params)]

    @classmethod
    def of(cls, faults: Iterable[Fault]) -> Refused:
        """One refusal for several faulty fields; the sentence is that of the first."""
        found = list(faults)
        error = cls(found[0].template, field=found[0].field, **found[0].params)
        error.faults = found
        return error


class SignedOut(Refused):
    """The sign-in no longer holds: too old, or ended."""


class NotFresh(Refused):
    """This takes a sign-in of a moment ago."""


class NotFound(Told):
    """There is no record with this id."""


class Conflict(Told):
    """Somebody else was first. ``theirs`` is the record as it is now, ``yours`` the changes that were not saved."""

    def __init__(self, template: str, /, *, theirs: Any = None, yours: Any = None, **params: Any) -> None:
        super().__init__(template, **params)
        self.theirs = theirs
        self.yours = yours


class StoreProblem(Told):
    """The database can't be used as it is now; the sentence says why and what to do."""

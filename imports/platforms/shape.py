"""The neutral shape: a process as a platform has it, its phases in order, and the step that is proposed for each."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from imports import values
from imports.kinds import plain
from portfolio.checks import unturned
from portfolio.store import Refused

STEPS = range(3, 11)  # steps 1 and 2 never come from a platform
LANGUAGES = ("nl", "nl-NL", "nl-BE", "en")


@dataclass(frozen=True)
class Phase:
    """A phase. ``order`` is its place; dates, ``active`` and ``method`` may be unknown."""

    source_id: str
    order: int
    title: str
    start: dt.date | None = None
    end: dt.date | None = None
    active: bool | None = None
    method: str = ""


@dataclass(frozen=True)
class Project:
    """A process of a platform. ``ignored`` counts what the file holds of it and isn't read."""

    source: str
    source_id: str
    title: str
    phases: tuple[Phase, ...] = ()
    slug: str = ""
    url: str = ""
    start: dt.date | None = None
    end: dt.date | None = None
    group: str = ""
    ignored: int = 0

    @property
    def key(self) -> str:
        """What names it for ever: platform and id."""
        return f"{self.source}/{self.source_id}"


def text(value: Any) -> str:
    """A text as the platform has it, without HTML and without characters that turn the text around it; of an object by
    language Dutch, else English, else any.

    >>> text({"ca": "Hola", "nl": "<p>Praat&nbsp;mee</p>"}), text({"ca": "Hola"}), text(None)
    ('Praat mee', 'Hola', '')
    >>> text("Park &#x202e;noord")
    'Park noord'
    """
    if isinstance(value, Mapping):
        found = [value.get(language) for language in LANGUAGES] + list(value.values())
        value = next((one for one in found if isinstance(one, str) and one.strip()), "")
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return ""
    return " ".join(unturned(html.unescape(re.sub(r"<[^>]*>", " ", str(value)))).split())[:200]


def day(value: Any) -> dt.date | None:
    """A date or date-time; what can't be read counts as unknown."""
    if not isinstance(value, str) or not value.strip():
        return None
    try:
        return values.day(value.strip())
    except Refused:
        return None


def yes(value: Any) -> bool | None:
    """True, False or unknown."""
    return value if isinstance(value, bool) else None


def dicts(value: Any) -> list[Mapping[str, Any]]:
    """The objects of a list; anything else is no list."""
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def in_order(phases: Iterable[Phase], close: bool = False) -> tuple[Phase, ...]:
    """By place, then start, then as listed. ``close``: a phase without end ends the day before the next begins."""
    found = sorted(phases, key=lambda one: (one.order, one.start or dt.date.max))
    numbered = [replace(one, order=place) for place, one in enumerate(found, 1)]
    if not close or not numbered:
        return tuple(numbered)
    closed = []
    for one, after in zip(numbered, [*numbered[1:], None], strict=True):
        known = one.start and after and after.start and after.start > one.start
        if one.end is None and known:
            assert after is not None and after.start is not None
            one = replace(one, end=after.start - dt.timedelta(days=1))
        closed.append(one)
    return tuple(closed)


# Words in a title or method → the step it is most about; our own reading, an assumption to be confirmed.
WORDS: tuple[tuple[int, str], ...] = (
    (10, "evaluat terugkijk finished afgerond uitvoering"),
    (9, "besluit decision vaststel raad"),
    (8, "verantwoord eindverslag accountab"),
    (7, "terugkoppel feedback reactie resulta result uitslag"),
    (6, "analys duid verwerk beoordel review valuat selecting"),
    (5, "idee idea gesprek bijeenkomst stem voting ballot budget begrot poll survey enquete meeting debat proposal"),
    (5, "voorstel accepting participat inspraak consult raadpleg volunteering ideation allegation meedoen keuzewijzer"),
    (4, "uitnodig werving invit"),
    (3, "voorbereid draft prepar verken aankondig inform start kick"),
)


def proposed(phase: Phase) -> int | None:
    """The step that a phase is probably about, or None.

    >>> proposed(Phase("1", 1, "Ideeën ophalen")), proposed(Phase("2", 2, "Evaluatie")), proposed(Phase("3", 3, "Xyz"))
    (5, 10, None)
    """
    said = plain(f"{phase.title} {phase.method}")
    return next((step for step, words in WORDS if any(word in said for word in words.split())), None)


Read = Callable[[Any], list[Project]]

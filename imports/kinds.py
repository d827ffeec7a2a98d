"""What can be imported: one declaration a kind, with its columns, the headers that are understood, and what is checked.

The first header of a field is the one of the Dutch template, the second that of the English one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from portfolio.messages import N_

TEXT, DAY, MONEY, HOURS, WHOLE, STEP, YES_NO, CHOICE = (
    "text",
    "day",
    "money",
    "hours",
    "whole",
    "step",
    "yes_no",
    "choice",
)

STATUS = {
    "open": ("open",),
    "busy": ("bezig", "busy"),
    "done": ("klaar", "done", "gereed"),
    "skipped": ("overgeslagen", "skipped"),
}
BOOKED = {
    "hours": ("uren", "hours", "uur"),
    "committed": ("verplicht", "committed", "verplichting"),
    "spent": ("uitgegeven", "spent", "betaald", "factuur"),
}


@dataclass(frozen=True)
class Field:
    """A column: the name of the value, its type, and the headers that are understood (Dutch first, then English)."""

    name: str
    type: str
    headers: tuple[str, ...]
    example: tuple[str, str]  # in Dutch and in English
    about: str
    required: bool = False
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def header(self, language: str) -> str:
        """The header in the template of a language."""
        return self.headers[0 if language == "nl" else 1]


@dataclass(frozen=True)
class Kind:
    """A kind of rows. ``title`` and ``about`` are English message ids."""

    key: str
    title: str
    about: str
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field:
        """A field by its name."""
        return next(one for one in self.fields if one.name == name)


def _field(
    name: str,
    type: str,
    headers: str,
    example: str,
    about: str,
    required: bool = False,
    choices: Mapping[str, tuple[str, ...]] | None = None,
) -> Field:
    nl, _, en = example.partition("|")
    return Field(name, type, tuple(headers.split("|")), (nl, en or nl), about, required, choices or {})


_PROCESS = _field(
    "process",
    TEXT,
    "Proces|Process|procesnaam|project|projectnaam|process name",
    "Speelplekken Noord",
    N_("The name of a process as it stands in Tienstap."),
    True,
)
_STEP = _field("step", STEP, "Stap|Step|stapnummer|step number", "5", N_("The number of the step, 1 to 10."), True)

_OWNERS = (
    _field(
        "content_owner",
        TEXT,
        "Inhoudelijk eigenaar|Content owner|inhoud",
        "B. Voorbeeld",
        N_("Who answers for the content."),
    ),
    _field(
        "process_owner",
        TEXT,
        "Proceseigenaar|Process owner|projectleider|process lead|project lead",
        "C. Voorbeeld",
        N_("Who answers for the process."),
    ),
)
PROCESSES = Kind(
    "processes",
    N_("Processes"),
    N_("One row a process. A name that exists already is changed; an empty cell leaves what is there."),
    (
        _field(
            "name",
            TEXT,
            "Naam|Name|proces|process|procesnaam|project|projectnaam|titel|title",
            "Speelplekken Noord",
            N_("The name of the process; it tells which process a row is about."),
            True,
        ),
        _field(
            "question",
            TEXT,
            "Vraag|Question|participatievraag|hoofdvraag|omschrijving|description",
            "Waar willen kinderen spelen?|Where do children want to play?",
            N_("The question that is put to people."),
        ),
        _field(
            "municipality",
            TEXT,
            "Gemeentecode|Municipality code|gemeente|municipality|gm-code",
            "GM0193",
            N_("The code of the municipality, like GM0193."),
        ),
        _field(
            "theme",
            TEXT,
            "Thema|Theme|onderwerp|beleidsveld|domein",
            "Openbare ruimte|Public space",
            N_("The subject, in your own words."),
        ),
        _field("area", TEXT, "Gebied|Area|wijk|buurt|kern|neighbourhood", "Noord|North", N_("The area it is about.")),
        _field(
            "client_name",
            TEXT,
            "Opdrachtgever|Client|ambtelijk opdrachtgever|official client",
            "A. Voorbeeld",
            N_("Who gives the assignment."),
        ),
        *_OWNERS,
        _field(
            "portfolio_holder",
            TEXT,
            "Portefeuillehouder|Portfolio holder|wethouder|alderman",
            "D. Voorbeeld",
            N_("The member of the board it belongs to."),
        ),
        _field("confidential", YES_NO, "Vertrouwelijk|Confidential|besloten", "nee|no", N_("Yes or no.")),
    ),
)
STEPS = Kind(
    "steps",
    N_("Steps"),
    N_("One row a step of a process: planned and real dates, progress. An empty cell leaves what is there."),
    (
        _PROCESS,
        _STEP,
        _field(
            "status",
            CHOICE,
            "Status|State|voortgang",
            "bezig|busy",
            N_("Open, busy, done or skipped; step 1 follows from the decision."),
            choices=STATUS,
        ),
        _field(
            "planned_start",
            DAY,
            "Gepland begin|Planned start|gepland van|start gepland|begin",
            "11-01-2027|2027-01-11",
            N_("A date."),
        ),
        _field(
            "planned_finish",
            DAY,
            "Gepland einde|Planned finish|gepland tot|einde gepland|einde|planned end",
            "26-03-2027|2027-03-26",
            N_("A date."),
        ),
        _field(
            "actual_start",
            DAY,
            "Werkelijk begin|Real start|werkelijke start|actual start",
            "|",
            N_("A date, today or earlier."),
        ),
        _field(
            "actual_finish",
            DAY,
            "Werkelijk einde|Real finish|actual finish|actual end",
            "|",
            N_("A date, today or earlier."),
        ),
        _field("expected_finish", DAY, "Verwacht einde|Expected finish|prognose|forecast", "|", N_("A date.")),
        _field(
            "percent",
            WHOLE,
            "Percentage gereed|Percent done|gereed|% gereed|percent",
            "40",
            N_("A whole number from 0 to 100."),
        ),
        *_OWNERS,
        _field(
            "override_reason",
            TEXT,
            "Reden van afwijking|Reason to overrule|reden|reason",
            "|",
            N_("Needed when a step is skipped, or done without its gate."),
        ),
        _field("note", TEXT, "Notitie|Note|opmerking|remark|toelichting", "|", N_("Free text.")),
    ),
)
BOOKINGS = Kind(
    "bookings",
    N_("Hours and costs"),
    N_("One row a line of hours or money on a step. A line that is there already is not booked twice."),
    (
        _PROCESS,
        _STEP,
        _field(
            "kind",
            CHOICE,
            "Soort|Kind|type|boekingssoort",
            "uren|hours",
            N_("Hours, committed or spent."),
            True,
            BOOKED,
        ),
        _field("hours", HOURS, "Uren|Hours|aantal uren|uur", "12,5|12.5", N_("Hours, for lines of that kind.")),
        _field(
            "cents",
            MONEY,
            "Bedrag|Amount|bedrag excl. btw|euro|kosten|amount excl. VAT",
            "|",
            N_("Euros without VAT, for what is committed or spent; negative for what came back."),
        ),
        _field(
            "day", DAY, "Datum|Date|boekdatum|dag|day", "15-09-2026|2026-09-15", N_("A date, today or earlier."), True
        ),
        _field("role", TEXT, "Rol|Role|functie", "|", N_("Who made the hours, as a role and not as a name.")),
        _field("note", TEXT, "Notitie|Note|omschrijving|opmerking|description|remark", "|", N_("Free text.")),
    ),
)
GROUPS = Kind(
    "groups",
    N_("Groups"),
    N_("One row a group of people that a process is about; groups, never names of people."),
    (
        _PROCESS,
        _field(
            "group",
            TEXT,
            "Publieksgroep|Public group|groep|group|doelgroep|stakeholder group",
            "Jongeren 12–18|Youth 12–18",
            N_("The name of the group."),
            True,
        ),
    ),
)
TARIFFS = Kind(
    "tariffs",
    N_("Own tariffs"),
    N_("One row a tariff of the municipality in euros an hour; it replaces the benchmark figure."),
    (
        _field(
            "key",
            TEXT,
            "Tarief|Tariff|functie|code|rate",
            "tariff_process_lead",
            N_("The code or the name of the tariff as it stands under Benchmarks."),
            True,
        ),
        _field(
            "likely",
            MONEY,
            "Euro per uur|Euros an hour|bedrag|uurtarief|hourly rate|amount",
            "104,50|104.50",
            N_("Euros an hour, from 1 to 500."),
            True,
        ),
        _field(
            "reason",
            TEXT,
            "Reden|Reason|bron|source|toelichting",
            "Kostprijsmodel 2027|Cost model 2027",
            N_("Where the figure comes from, in 3 to 400 characters."),
            True,
        ),
    ),
)
ALL = (PROCESSES, STEPS, BOOKINGS, GROUPS, TARIFFS)
BY_KEY = {kind.key: kind for kind in ALL}


def plain(text: str) -> str:
    """A header as it is compared: without case, accents and punctuation.

    >>> plain("Coördinator (naam)")
    'coordinator naam'
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() or c == "%" else " " for c in bare.casefold()).split())

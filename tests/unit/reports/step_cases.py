"""Three processes that couldn't differ more, as the documents of the steps see them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from functools import cache
from typing import Any

from portfolio.request_record import Request
from portfolio.rows import Row
from portfolio.steps import StepProgress
from reports.draft import draft_request
from reports.step_record import Record
from tests.unit.reports.conftest import DECISION, FINANCE, FORMS, PROCESS

SCOPES: dict[str, dict[str, Any]] = {
    "tiny": {
        "stakeholder_groups": 2,
        "conversations": 1,
        "resident_reach": 150,
        "start": "2030-01-07",
        "municipality": "GM0193",
        "preset": "minimaal",
        "budget_route": "budgethouder",
        "conversations_by_form": {"inloopavond": 1},
    },
    "mid": {
        "stakeholder_groups": 4,
        "conversations": 6,
        "resident_reach": 900,
        "start": "2030-01-07",
        "municipality": "GM0344",
        "recruitment": "targeted",
        "level": "coproduceren",
        "options": ["interpreter", "child_care"],
        "conversations_by_form": {"werkatelier": 3, "keukentafelgesprek": 3},
        "own_staff_share": 0.8,
    },
    "large": {
        "stakeholder_groups": 6,
        "conversations": 24,
        "resident_reach": 30000,
        "start": "2030-01-07",
        "municipality": "GM0344",
        "level": "adviseren",
        "budget_route": "raad",
        "outcome_route": "raad",
        "own_staff_share": 0.5,
        "done": "evaluation",
        "options": ["platform", "laid_open"],
        "conversations_by_form": dict.fromkeys(FORMS, 2),
    },
}
NAMES = {
    "tiny": "Speelplek Lindenhof",
    "mid": "Opvang aan de Kade: samen afspraken maken met de buurt",
    "large": "Omgevingsvisie 2040",
}
GROUPS = {
    "tiny": ("Ouders", "Kinderen"),
    "mid": ("Omwonenden", "Bewoners van de opvang", "Ondernemers aan de Kade", "School De Regenboog"),
    "large": (
        "Omwonenden",
        "Ondernemers",
        "Jongeren",
        "Ouderen",
        "Natuurorganisaties",
        "Huurders en corporaties",
    ),
}
LONG = (
    "Mensen vinden het plein nu te stil en te donker. Zij willen bankjes, bomen en een plek waar kinderen spelen "
    "zonder dat de markt daarvoor weg hoeft.\n\nOndernemers zijn bezorgd over het laden en lossen in de ochtend. "
)


@cache
def approved(size: str) -> Request:
    """What was granted for one of the three."""
    process = dataclasses.replace(
        PROCESS,
        name=NAMES[size],
        group_names=GROUPS[size],
        confidential=size == "mid",
        example=size == "large",
        municipality=SCOPES[size]["municipality"],
    )
    asked = draft_request(process, SCOPES[size], FINANCE | {"within_budget": size != "large"})
    return dataclasses.replace(
        asked,
        status="approved",
        number=1,
        submitted_at="2029-11-12T12:00:00Z",
        sha256="5a" * 32,
        audit_number=8,
        audit_hash="cd" * 32,
        decision=DECISION | {"granted": None, "granted_cents": None},
    )


def step(number: int, **values: Any) -> StepProgress:
    """A step that nobody began, with other values."""
    empty = {one.name: None for one in dataclasses.fields(StepProgress)}
    empty |= {"process_id": "p1", "status": "open", "stored_status": "open", "gate": {}, "derived": {}, "version": 1}
    empty |= dict.fromkeys(
        ("content_owner", "process_owner", "override_reason", "note", "updated_by", "updated_at"), ""
    )
    return StepProgress(**{**empty, "step": number, **values})


def done(number: int, late: int = 0, hours: float | None = 20.0, cents: int | None = 10_000) -> StepProgress:
    """A step of four weeks that was finished, perhaps some days late."""
    first = dt.date(2030, 1, 7) + dt.timedelta(weeks=4 * (number - 1))
    last = first + dt.timedelta(days=27)
    return step(
        number,
        status="done",
        stored_status="done",
        planned_start=first,
        planned_finish=last,
        actual_start=first,
        actual_finish=last + dt.timedelta(days=late),
        actual_hours=hours,
        actual_cents=cents,
    )


def talk(title: str, **values: Any) -> Row:
    """A planned talk, with other values."""
    base: Row = dict.fromkeys(("form", "place", "discussion_piece", "tasks", "report", "reason"), "")
    base |= dict.fromkeys(("planned_on", "invited_on", "held_on", "registrations", "participants"))
    return {**base, "id": title, "title": title, "audience": [], "status": "planned", "version": 1, **values}


def record(size: str) -> Record:
    """Tiny: nothing filled in. Mid: halfway. Large: everything filled in, with long texts and deviations."""
    request = approved(size)
    process = dataclasses.replace(
        PROCESS,
        **{name: request.process[name] for name in ("name", "municipality", "confidential", "example")},
        group_names=GROUPS[size],
        question="" if size == "tiny" else PROCESS.question,
    )
    empty: dict[str, dict[str, Any]] = {k: {} for k in ("approach", "roles", "interpretation", "evaluation", "account")}
    if size == "tiny":
        return Record(process, [step(n) for n in range(1, 11)], None, empty, [], [], [], [])
    return _mid(process, request, empty) if size == "mid" else _large(process, request)


def _mid(process: Any, request: Request, forms: dict[str, dict[str, Any]]) -> Record:
    forms["approach"] = {
        "frames": "De opvang blijft tot eind 2032.",
        "use_of_results": "De afspraken komen in een convenant.",
        "keeps_personal_data": True,
        "privacy_purpose": "Uitnodigen en terugkoppelen.",
    }
    forms["account"] = {"roles": "De gemeente organiseert; het COA is initiatiefnemer."}
    ahead = [step(n, planned_start=dt.date(2030, n, 1), planned_finish=dt.date(2030, n, 28)) for n in range(5, 11)]
    talks = [
        talk("Atelier 1", form="werkatelier", place="Buurthuis", planned_on=dt.date(2030, 5, 7)),
        talk("Keukentafel Kade 12", form="keukentafelgesprek", planned_on=dt.date(2030, 5, 14)),
    ]
    return Record(process, [*(done(n) for n in range(1, 5)), *ahead], request, forms, talks, [], [], [])


def _large(process: Any, request: Request) -> Record:
    names = ("who", "about", "when", "roles", "where_info", "process_followed", "deviations", "input", "reaction")
    forms = {
        "approach": dict.fromkeys(("goal", "about", "frames", "room_for_input", "use_of_results"), LONG),
        "roles": {},
        "interpretation": {"answered": "partly", **dict.fromkeys(("answer", "basis", "minority"), LONG)},
        "evaluation": {
            "pitfalls": "Te laat uitgenodigd\nTe weinig tijd voor duiden",
            "successes": "Goede gespreksleiders\nKinderopvang\nEerlijk over wat vastlag\nEten",
            **dict.fromkeys(("lessons", "attitude", "hidden_decisions", "quality", "leadership", "polarisation"), LONG),
            "evaluated_on": "2031-02-01",
            "discharged_on": "2031-02-15",
        },
        "account": dict.fromkeys((*names, "motivation"), LONG),
    }
    talks = [
        talk(
            f"{form.capitalize()} {n}",
            form=form,
            place="Wijkcentrum De Schakel",
            audience=list(GROUPS["large"][:3]),
            status="held",
            held_on=dt.date(2030, 5, 1) + dt.timedelta(days=3 * n),
            participants=None if n == 3 else 10 + n,
        )
        for n, form in enumerate(FORMS * 2)
    ]
    talks[4] |= {"status": "cancelled", "held_on": None, "reason": "Te weinig aanmeldingen.", "participants": None}
    findings = [
        {
            "id": str(n),
            "theme": theme,
            "audience": group,
            "answer": LONG,
            "basis": "Gesprekken 1 tot en met 6.",
            "minority": "",
        }
        for n, (theme, group) in enumerate((t, g) for t in ("Groen", "Verkeer", "Wonen") for g in GROUPS["large"][:3])
    ]
    sent = {"channel": "brief en website", "audience": "alle deelnemers", "public": True, "note": ""}
    feedback = [
        {"id": "1", "part": "heard", "sent_on": dt.date(2030, 6, 20), **sent},
        {"id": "2", "part": "done", "sent_on": dt.date(2030, 9, 1), **sent},
    ]
    noted = [
        {"kind": "decision", "day": dt.date(2030, 3, 1), "text": "Het college kiest voor twaalf werkvormen.", "step": 3}
    ]
    steps = [done(n, late=12 if n == 5 else 0, cents=3_000_000) for n in range(1, 11)]
    return Record(process, steps, request, forms, talks, findings, feedback, noted)

"""Facts for the tests: a healthy process on 1 June 2026 (a Monday), changed by what a test says."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portfolio.pitfalls.facts import Elsewhere, Facts, Frozen, Neighbour, StepFacts, TalkFacts

TODAY = dt.date(2026, 6, 1)
SCOPE = {
    "stakeholder_groups": 10,
    "conversations": 20,
    "resident_reach": 1000,
    "level": "raadplegen",
    "budget_route": "college",
    "outcome_route": "college",
    "own_staff_share": 1.0,
    "conversations_by_form": {"dialoogtafel": 10, "straatgesprek": 10},
}
FINANCE = {
    "coverage": "Programma 6",
    "vat_compensable": True,
    "decider_outcome": "College",
    "within_budget": True,
}
APPROACH = {
    "goal": "De omgevingsvisie",
    "frames": "Het aantal woningen staat vast",
    "room_for_input": "De inrichting",
    "use_of_results": "Het college weegt het mee",
    "with_whom": "Jongeren en ouderen wonen hier",
}


def day(days: int) -> dt.date:
    """So many days after today (before it when negative)."""
    return TODAY + dt.timedelta(days=days)


def frozen(**changes: Any) -> Frozen:
    """A request as asked or granted; ``scope`` and ``finance`` are changed key by key."""
    given = {
        "scope": SCOPE | changes.pop("scope", {}),
        "finance": FINANCE | changes.pop("finance", {}),
        "hours_by_step": {5: 100.0, 6: 50.0},
        "hours_by_role": {"process_lead": 100.0, "content_owner": 50.0},
        "weeks": 20.0,
        "cost_cents": 5_000_000,
    }
    return Frozen(**given | changes)


def facts(**changes: Any) -> Facts:
    """A process that was asked and approved, with nothing begun; ``scope`` and ``approach`` are changed key by key."""
    given = {
        "id": "een",
        "name": "Een",
        "today": TODAY,
        "area": "Zuid",
        "groups": ("Jongeren", "Ouderen"),
        "question": "Wat moet er op dit plein komen?",
        "client": "Ada Voorbeeld",
        "content_owner": "Bo Voorbeeld",
        "process_owner": "Cas Voorbeeld",
        "holder": "Wethouder Voorbeeld",
        "scope": SCOPE | changes.pop("scope", {}),
        "approach": APPROACH | changes.pop("approach", {}),
        "asked": frozen(),
        "approved": frozen(),
        "approved_on": day(-100),
        "steps": {1: done(-120, -100), 9: StepFacts(planned_start=day(100), planned_finish=day(150))},
    }
    return Facts(**given | changes)


def done(start: int, finish: int) -> StepFacts:
    """A step that was done, in days after today."""
    return StepFacts("done", actual_start=day(start), actual_finish=day(finish))


def busy(start: int = -10) -> StepFacts:
    """A step that is busy."""
    return StepFacts("busy", actual_start=day(start))


def planned(start: int, finish: int) -> StepFacts:
    """A step that is open and planned."""
    return StepFacts(planned_start=day(start), planned_finish=day(finish))


def skipped() -> StepFacts:
    """A step that was skipped."""
    return StepFacts("skipped")


def talk(on: int, invited: int | None = None, held: bool = False, **more: Any) -> TalkFacts:
    """A talk on a day after today."""
    given = {"status": "held" if held else "planned", "planned_on": day(on), "held_on": day(on) if held else None}
    return TalkFacts(**given | {"invited_on": day(invited) if invited is not None else None} | more)


def beside(*days: int, id: str = "twee", name: str = "Twee", **more: Any) -> Neighbour:
    """Another process in the same area with the same group, talking on these days."""
    periods = [(day(d), day(d)) for d in days]
    given = {"area": "zuid ", "groups": ("jongeren",), "contacts": periods, "by_group": {"jongeren": periods}}
    return Neighbour(id, name, **given | more)


def near(*processes: Neighbour) -> Elsewhere:
    """What the others do."""
    return Elsewhere(processes)

"""Loads the example portfolio, in which every record is flagged as an example for good, and can be removed as one.

The records are made by the same functions as real ones, so every rule holds for them too; only the clock is set back.
Amounts and dates come from the estimator. Loading twice changes nothing, and a load that broke off goes on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from portfolio import example_meetings, example_records, processes, requests, scenarios, steps
from portfolio.example_cases import CASES as RUNNING
from portfolio.example_cases import MUNICIPALITY, Case
from portfolio.example_closed import CLOSED, STEP_HOURS
from portfolio.example_texts import CONTENT
from portfolio.identity import LOCAL, User
from portfolio.messages import N_
from portfolio.requests import Request
from portfolio.store import Store, clock, kept_open, records, tables
from portfolio.store.commit import Tx, commit

__all__ = ["MUNICIPALITY", "load", "remove"]

CASES = (*RUNNING, *CLOSED)

# Actors of their own, so that whoever works with the example may decide on its requests.
_LEAD = User(LOCAL, "voorbeeld-projectleider", N_("Example: project lead"), frozenset({"bewerker"}))
_CLIENT = User(LOCAL, "voorbeeld-opdrachtgever", N_("Example: client"), frozenset({"goedkeurder"}))
_SECRETARY = User(LOCAL, "voorbeeld-secretaris", N_("Example: secretary"), frozenset({"bewerker"}))

_BODIES = {"budgethouder": "Afdelingshoofd (voorbeeld)", "college": "College van B en W", "raad": "Gemeenteraad"}
_PACE = dt.timedelta(days=9)
_PAPER = "Voorbeeldbesluit van de gemeente {place}: dit document is een voorbeeld en heeft geen betekenis.\n"


def load(store: Store, user: User, today: dt.date | None = None) -> int:
    """Load the example portfolio as seen on ``today``; returns how many processes it has. Role: bewerker or beheerder.

    Takes a few seconds. What is already loaded stays as it is, also when somebody worked on it.
    """
    day = today or clock.today()
    wanted = {f"voorbeeld-{number:02d}": case for number, case in enumerate(CASES, 1)}
    with kept_open():
        missing = {id: case for id, case in wanted.items() if not _loaded(store, id)}
        if missing:
            _mark(store, user, "example")
        for id, case in missing.items():
            _load_case(store, id, case, day)
            _mark(store, user, f"process/{id}", f"example:{id}")
        if not _loaded(store, "meetings"):
            example_meetings.fill(store, _SECRETARY, day)
            _mark(store, user, "meetings", "example:meetings")
    return len(CASES)


def remove(store: Store, user: User, token: str | None = None) -> int:
    """Remove the example portfolio and nothing else; returns how many processes went."""
    return processes.remove_example(store, user, token)


def _loaded(store: Store, id: str) -> bool:
    with store.read() as c:
        return records.one(c, tables.token, token=f"example:{id}") is not None


def _mark(store: Store, user: User, about: str, token: str | None = None) -> None:
    """Record who loads it; refuses who may not. The token says that this part is complete."""

    def work(tx: Tx) -> str:
        tx.log(about, {"example": True})
        return about

    commit(store, user, "example.load", work, token, about)


def _load_case(store: Store, id: str, case: Case, today: dt.date) -> None:
    start = _start(case, today)
    begun = min(start - dt.timedelta(weeks=3), today - dt.timedelta(days=case.days + 3))
    with clock.at(begun):
        processes.create(store, _LEAD, _fields(case), f"example:{id}:create", example_id=id)
    with clock.at(begun + dt.timedelta(days=3)):
        scope = case.scope | {"start": start.isoformat()}
        scenarios.save(store, _LEAD, id, "Basis", scope, token=f"example:{id}:save")
    if case.end == "draft":
        return
    example_records.approach(store, _LEAD, id, case, begun + dt.timedelta(days=3))
    with clock.at(start):
        asked = requests.submit(store, _LEAD, id, _finance(case), f"example:{id}:submit")
    if case.end == "submitted":
        return
    _decide(store, id, case, asked, today)
    asked = requests.get(store, asked.id) if case.lower else asked
    if case.took:
        _walk_to_the_end(store, id, case, asked, today)
    elif case.end == "approved":
        _walk(store, id, case, asked, today)
    if case.end == "approved":
        example_records.fill(store, _LEAD, id, case, asked, today)
    if case.status != "active":
        version = processes.get(store, id).version
        processes.update(store, _LEAD, id, version, {"status": case.status}, f"example:{id}:status")


def _fields(case: Case) -> dict[str, Any]:
    return {
        "name": case.name,
        "question": case.question,
        "theme": case.theme,
        "area": case.area,
        "group_names": list(case.groups),
        "confidential": case.confidential,
        "client_name": "Fatima Voorbeeld",
        "content_owner": CONTENT[case.theme],
        "process_owner": case.lead,
        "portfolio_holder": case.holder,
    }


def _finance(case: Case) -> dict[str, Any]:
    hired, outside = case.scope.get("own_staff_share", 1) < 1, case.scope["budget_route"] == "raad"
    return {
        "decider_money": _BODIES[case.scope["budget_route"]],
        "decider_outcome": _BODIES[case.scope.get("outcome_route", "college")],
        "within_budget": not outside,
        "budget_amendment": "Begrotingswijziging bij de voorjaarsnota (voorbeeld)" if outside else "",
        "incidental": True,
        "vat_compensable": True,
        "within_formation": not hired,
        "cost_centre": f"Programma {case.theme} (voorbeeld)",
        "coverage": "Budget participatie (voorbeeld)",
        "procurement_route": "Meervoudig onderhands (voorbeeld)" if hired else "",
    }


def _start(case: Case, today: dt.date) -> dt.date:
    """The Monday on which step 1 began, or is to begin."""
    if case.end == "draft":
        return _monday(today + dt.timedelta(weeks=5))
    return _monday(today - dt.timedelta(weeks=case.weeks, days=0 if case.weeks else case.days))


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def _decide(store: Store, id: str, case: Case, asked: Request, today: dt.date) -> None:
    version = 1
    route = case.scope["budget_route"]
    decided = _decided_on(case, asked, today)
    if case.end == "returned":
        with clock.at(decided):
            requests.return_(store, _CLIENT, asked.id, version, case.words, f"example:{id}:return")
        return
    if route == "budgethouder" and case.end == "approved":
        with clock.at(decided):
            if case.lower:
                said = "Akkoord met een kleiner proces (voorbeeld)."
                limit, why = round(asked.cost_cents * case.lower), "Het jaarbudget laat niet meer toe"
                requests.approve_lower(store, _CLIENT, asked.id, version, limit, said, why, f"example:{id}:approve")
                return
            said = "Akkoord met tijd en geld zoals gevraagd (voorbeeld)."
            requests.approve(store, _CLIENT, asked.id, version, said, f"example:{id}:approve")
        return
    body, paper = _BODIES[route], _PAPER.format(place=MUNICIPALITY).encode()
    name = f"voorbeeldbesluit-{id}.txt"
    if case.deferred:
        held = max(asked_day(asked), decided - dt.timedelta(weeks=2))
        with clock.at(held):
            requests.record_decision(
                store, _SECRETARY, asked.id, version, body, held, f"VB-{id[-2:]}a", outcome="deferred",
                note="Aangehouden (voorbeeld)", token=f"example:{id}:defer",
            )  # fmt: skip
        version += 1
    with clock.at(decided):
        requests.record_decision(
            store, _SECRETARY, asked.id, version, body, decided, f"VB-{id[-2:]}", name, paper,
            "refused" if case.end == "refused" else "approved", case.words, f"example:{id}:record",
        )  # fmt: skip


def asked_day(asked: Request) -> dt.date:
    """The date on which a request was sent."""
    return dt.date.fromisoformat(asked.submitted_at[:10])


def _decided_on(case: Case, asked: Request, today: dt.date) -> dt.date:
    planned = dt.date.fromisoformat(asked.estimate["by_step"][0]["finish"]["p50"])
    if case.took:
        return _later(asked_day(asked), planned, case.took[2], _latest(case, 1, today))
    return max(asked_day(asked), min(planned, _latest(case, 1, today)))


def _latest(case: Case, step: int, today: dt.date) -> dt.date:
    """The last day on which a step can have finished: every step after it took its time as well."""
    if case.end != "approved":
        return today - dt.timedelta(days=2)
    last = today - dt.timedelta(days=case.days) if case.reached > 10 else today
    return last - _PACE * (min(case.reached, 10) - step)


def _walk(store: Store, id: str, case: Case, asked: Request, today: dt.date) -> None:
    """Bring the steps as far as the case says, each within the time that the estimate gave it."""
    before = _decided_on(case, asked, today)
    plan = asked.granted_estimate["by_step"]
    for row in steps.progress(store, id)[1:]:
        step = row.step
        changes = dict(_replanned(case, plan, row, today))
        day = today
        if step <= case.reached:
            latest = _latest(case, step, today)
            start = _between(before, plan[step - 1]["start"]["p50"], latest)
            finish = _between(start, plan[step - 1]["finish"]["p80"], latest)
            changes |= _changes(case, step, start, finish)
            day = start if step == case.reached else finish
        with clock.at(day):
            steps.update(store, _LEAD, id, step, row.version, changes, f"example:{id}:step:{step}")


def _walk_to_the_end(store: Store, id: str, case: Case, asked: Request, today: dt.date) -> None:
    """All ten steps of a closed process, each with what it took: the middle estimate times what the case says."""
    begun, before = asked_day(asked), _decided_on(case, asked, today)
    for row, plan in zip(steps.progress(store, id), asked.estimate["by_step"], strict=True):
        step = row.step
        planned = (dt.date.fromisoformat(plan[name]["p50"]) for name in ("start", "finish"))
        start, finish = (_later(begun, day, _took(case)[2], _latest(case, step, today)) for day in planned)
        start = max(start, before)
        changes = {} if step == 1 else dict(_changes(case, step, start, max(start, finish)))
        if step not in case.skipped:
            changes |= _totals(case, asked, step)
        with clock.at(max(before, finish)):
            steps.update(store, _LEAD, id, step, row.version, changes, f"example:{id}:step:{step}")


def _took(case: Case) -> tuple[float, float, float]:
    return case.took or (1.0, 1.0, 1.0)


def _later(begun: dt.date, planned: dt.date, ratio: float, latest: dt.date) -> dt.date:
    """A planned day when everything takes ``ratio`` times as long, on a weekday and not after ``latest``."""
    day = min(begun + dt.timedelta(days=round((planned - begun).days * ratio)), latest)
    return max(begun, day - dt.timedelta(days=max(0, day.weekday() - 4)))


def _totals(case: Case, asked: Request, step: int) -> dict[str, float | int]:
    """Hours and cents of a step; costs are divided over the steps as the request divides them."""
    hours, cash, _time = _took(case)
    planned = asked.estimate["by_step"][step - 1]["hours"]["p50"]
    shares = {row["step"]: row["cash_eur"] for row in asked.estimate["request"]["by_step"]}
    part = shares[step] / sum(shares.values()) if sum(shares.values()) else 0.0
    return {
        "actual_hours": round(planned * hours * STEP_HOURS[step] * 2) / 2,
        "actual_cents": 100 * round(asked.estimate["cash_eur"]["p50"] * cash * part),
    }


def _replanned(case: Case, plan: list[dict[str, Any]], row: steps.StepProgress, today: dt.date) -> dict[str, dt.date]:
    """From the step reached on, the plan is moved so that this step should have finished ``days`` ago."""
    if row.step < case.reached or row.planned_start is None or row.planned_finish is None:
        return {}
    wanted = today - dt.timedelta(days=case.days)
    move = wanted - dt.date.fromisoformat(plan[case.reached - 1]["finish"]["p80"])
    return {"planned_start": row.planned_start + move, "planned_finish": max(row.planned_finish + move, wanted)}


def _changes(case: Case, step: int, start: dt.date, finish: dt.date) -> Mapping[str, Any]:
    owners = {"content_owner": CONTENT[case.theme], "process_owner": case.lead}
    if step in case.skipped:
        return owners | {"status": "skipped", "override_reason": case.skipped[step]}
    points = steps.STEPS[step - 1].gates
    if step == case.reached:
        return owners | {"status": "busy", "actual_start": start}
    dates = {"actual_start": start, "actual_finish": finish}
    if step in case.overruled:
        gate = {point.key: True for point in points[1:]}
        return owners | dates | {"status": "done", "gate": gate, "override_reason": case.overruled[step]}
    return owners | dates | {"status": "done", "gate": {point.key: True for point in points}}


def _between(low: dt.date, wanted: str, high: dt.date) -> dt.date:
    return max(low, min(dt.date.fromisoformat(wanted), high))

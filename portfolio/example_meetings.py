"""The meetings of the example: four that were closed, a month apart, and what the leads reported since.

The portfolio of then is made from that of today: a step that ended later hadn't ended yet, and what runs late now was
expected a little earlier each month before. Texts are made up and in Dutch, as everything of the example.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Any

from portfolio import status_reports, tripwires
from portfolio.identity import User
from portfolio.meeting import agenda, entries, meetings, snapshots
from portfolio.meeting.snapshots import Content
from portfolio.processes import ProcessRow
from portfolio.progress import StepState, status_on
from portfolio.store import Store, clock
from portfolio.whole import attention, lights, standing
from portfolio.whole.lights import Light
from portfolio.whole.standing import Money, Standing

MONTHS = (16, 12, 8, 4)  # weeks ago
SLIP = 12  # days a month that a late process was expected earlier
TITLE = "Portfolio-overleg participatie (voorbeeld)"

# Per meeting what was decided and agreed: kind, text, process (name, or none), owner, days until due, done after.
Line = tuple[str, str, str, str, int, int]
LOGGED: tuple[tuple[Line, ...], ...] = (
    (
        ("decision", "Elk proces meldt zijn status voortaan een week voor het overleg.", "", "", 0, 0),
        ("action", "Sjabloon voor de melding rondsturen.", "", "Secretaris (voorbeeld)", 10, 7),
    ),
    (
        ("decision", "De gesprekken schuiven naar na de zomervakantie.", "Schoolzone West veilig", "", 0, 0),
        ("action", "Nieuwe data afspreken met de scholen.", "Schoolzone West veilig", "Sanne Voorbeeld", 14, 12),
    ),
    (
        ("decision", "Het buurtbudget gaat door in twee rondes.", "Buurtbudget Zuid", "", 0, 0),
        ("action", "Vervanging regelen voor de inhoudelijke trekker.", "Woningbouw De Weide", "Hanna Voorbeeld", 21, 0),
    ),
    (
        ("decision", "De raad krijgt een brief over de terugkoppeling.", "Cultuurnota", "", 0, 0),
        ("action", "Brief opstellen en laten lezen.", "Cultuurnota", "Joost Voorbeeld", 35, 0),
        ("action", "Uitleg over het uitstel op de website zetten.", "Woningbouw De Weide", "Mila Voorbeeld", 20, 18),
    ),
)

# Process → what its lead reported: lights, reasons, days ago, days until the decision is needed.
REPORTS: dict[str, dict[str, Any]] = {
    "Woningbouw De Weide": {
        "planning": "red",
        "budget": "green",
        "risk": "amber",
        "cause": "De inhoudelijke trekker is langdurig ziek en er is geen vervanging.",
        "consequence": "Deelnemers horen te laat wat er met hun inbreng gebeurt.",
        "steering": "De terugkoppeling wordt nu door het projectteam geschreven.",
        "decision_asked": "Mag de einddatum zes weken schuiven?",
        "decider": "wethouder Wonen",
        "achieved": "Alle gesprekken zijn gehouden.",
        "coming": "De eerste terugkoppeling.",
    },
    "Schoolzone West veilig": {
        "planning": "amber",
        "budget": "green",
        "risk": "amber",
        "cause": "De scholen hadden in de toetsweken geen tijd.",
        "consequence": "Stap 6 begint twee weken later.",
        "steering": "Er komt een extra avond, binnen het budget.",
        "achieved": "Vier van de zes gesprekken.",
        "coming": "De laatste twee gesprekken.",
    },
    "Burgerberaad Klimaat": {  # better than is calculated
        "planning": "green",
        "budget": "green",
        "risk": "green",
        "achieved": "De loting is gehouden.",
        "coming": "De eerste bijeenkomst.",
    },
    "Warmteplan Molenwijk": {
        "planning": "green",
        "budget": "green",
        "risk": "green",
        "achieved": "De uitnodigingen zijn verstuurd.",
        "coming": "De eerste drie gesprekken.",
    },
}


def fill(store: Store, user: User, today: dt.date) -> None:
    """Make the meetings and the reports, as seen on ``today``."""
    with clock.at(today):
        found = [one for one in standing.of_all(store) if one.row.process.example]
    ids = {one.name: one.id for one in found}
    for number, (weeks, lines) in enumerate(zip(MONTHS, LOGGED, strict=True)):
        held = _weekday(today - dt.timedelta(weeks=weeks))
        _meeting(store, user, number, held, found, [line for line in lines if not line[2] or line[2] in ids], today)
    for number, (name, report) in enumerate(REPORTS.items()):
        if name in ids:
            asked = {"decide_before": today + dt.timedelta(days=12)} if "decider" in report else {}
            with clock.at(today - dt.timedelta(days=3 + 2 * number)):
                status_reports.add(store, user, ids[name], report | asked, f"example:report:{ids[name]}")


def _weekday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=max(0, day.weekday() - 4))


def _meeting(
    store: Store,
    user: User,
    number: int,
    held: dt.date,
    found: Sequence[Standing],
    lines: Sequence[Line],
    today: dt.date,
) -> None:
    token, ids = f"example:meeting:{number}", {one.name: one.id for one in found}
    then = _then(found, held, today)
    with clock.at(held):
        spoken = {ids[line[2]] for line in lines if line[2]}  # what was decided on stood on the agenda
        asked = [one for one in then["processes"] if one["attention"] or one["id"] in spoken]
        about = [agenda.process_item(one["id"], _minutes(one)) for one in asked]
        items = [*([agenda.item("last"), agenda.item("changed")] if number else []), *about, agenda.item("green")]
        open_ = meetings.open_(store, user, held, items, title=TITLE, minutes=60, example=True, token=f"{token}:open")
        for at, (kind, text, name, owner, days, _done) in enumerate(lines):
            values: dict[str, Any] = {"kind": kind, "text": text, "process_id": ids.get(name)}
            if kind == "action":
                values |= {"owner": owner, "due": held + dt.timedelta(days=days)}
            entries.add(store, user, open_.id, values, f"{token}:{at}")
        logged = entries.of(store, open_.id)
        about_it = {"id": open_.id, "title": open_.title, "held_on": held.isoformat(), "minutes": open_.minutes}
        content: Content = {
            "format": snapshots.FORMAT,
            "meeting": about_it | {"agenda": [item.to_dict() for item in open_.agenda]},
            "entries": [snapshots.plain(entry) for entry in logged],
            **then,
        }
        snapshots.keep(store, user, open_.id, 1, content, f"{token}:close")
    for entry, line in zip(logged, lines, strict=True):
        if line[5]:
            with clock.at(held + dt.timedelta(days=line[5])):
                entries.set_done(store, user, entry.id, True, f"{token}:done:{entry.id}")


def _minutes(process: Content) -> int:
    decides = any(reason["kind"] in attention.DECISIONS for reason in process["attention"])
    return agenda.DECIDING if decides else agenda.ASKING


def _then(found: Sequence[Standing], day: dt.date, today: dt.date) -> Content:
    """The portfolio of then, as a snapshot has it."""
    known = [one for one in found if one.row.process.created_at[:10] <= day.isoformat()]
    return snapshots.portfolio_of([_standing(one, day, today) for one in known], day)


def _standing(now: Standing, day: dt.date, today: dt.date) -> Standing:
    """Where a process stood, as far as its records of today say so."""
    row = now.row
    late = bool(row.late_steps) and row.process.status == "active"
    earlier = dt.timedelta(days=round((today - day).days / 28 * SLIP) if late else 0)
    states = tuple(_step(step, day) for step in row.steps)
    ended = all(step.stored_status in ("done", "skipped") for step in states)
    granted = row.approved_on is not None and row.approved_on <= day
    finish = now.finish if ended or now.finish is None else now.finish - earlier
    closed = ended and row.process.status == "closed"
    then = dataclasses.replace(
        row,
        process=dataclasses.replace(row.process, status="closed" if closed else "active"),
        phase=_phase(row, day, granted, states, closed),
        steps=states,
        current_step=None if ended else next(step.step for step in states if step.stored_status in ("busy", "open")),
        late_steps=tuple(step.step for step in states if step.late) if granted and not closed else (),
        feedback=(),
    )
    if not granted:
        then = dataclasses.replace(then, approved_finish=None)
    limit = tripwires.tolerances({})["tolerance_weeks"]
    return dataclasses.replace(
        now,
        row=then,
        money=_money(now, granted, then.phase),
        finish=finish,
        updated_on=min(now.updated_on, day),
        findings=(),
        calculated={
            "planning": lights.planning(then, finish, limit),
            "budget": now.calculated["budget"] if granted else Light("", lights.NO_APPROVAL),
            "risk": now.calculated["risk"],
        },
        report=None,
        ends={step: _end(now, states[step - 1], end, day, earlier) for step, end in now.ends.items()},
        wires=(),
    )


def _step(now: StepState, day: dt.date) -> StepState:
    if now.stored_status == "skipped" or (now.actual_finish and now.actual_finish <= day):
        return now
    stored = "busy" if now.actual_start and now.actual_start <= day else "open"
    start = now.actual_start if stored == "busy" else None
    status = status_on(stored, now.planned_finish, day)
    return dataclasses.replace(now, status=status, stored_status=stored, actual_start=start, actual_finish=None)


def _end(now: Standing, then: StepState, end: dt.date, day: dt.date, earlier: dt.timedelta) -> dt.date:
    """When a step ended, or was expected to: with what is known now, a late process a little earlier."""
    return end if then.stored_status in ("done", "skipped") else max(end - earlier, day)


def _money(now: Standing, granted: bool, phase: str) -> Money:
    if not granted:
        return Money(asked=now.row.cost_cents if phase == "requested" else None)
    return dataclasses.replace(now.money, asked=None, committed=None, spent=None, hours=None)


def _phase(row: ProcessRow, day: dt.date, granted: bool, states: Sequence[StepState], closed: bool) -> str:
    if closed:
        return "closed"
    if granted:
        begun = any(step.stored_status in ("busy", "done") for step in states[1:])
        return "running" if begun else "approved"
    asked = row.submitted_at is not None and row.submitted_at[:10] <= day.isoformat()
    return "requested" if asked else "draft"

"""The meetings of the example: four that were closed, a month apart, and what the leads reported since.

The portfolio of then is made from that of today: a step that ended later hadn't ended yet, and what runs late now was
expected a little earlier each month before. Texts are made up and in Dutch, as everything of the example.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from portfolio import status_reports
from portfolio.identity import User
from portfolio.meeting import agenda, entries, meetings, snapshots
from portfolio.meeting.snapshots import Content
from portfolio.store import Store, clock
from portfolio.whole import standing
from portfolio.whole.standing import Standing

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
        about = [agenda.process_item(one["id"]) for one in then["processes"] if one["attention"]]
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


def _then(found: Sequence[Standing], day: dt.date, today: dt.date) -> Content:
    """The portfolio of then, in the shape of ``snapshots.portfolio_of``."""
    whole = snapshots.portfolio_of(found, today)
    by_id = {one.id: one for one in found}
    kept = [
        _process(process, by_id[process["id"]], day, today)
        for process in whole["processes"]
        if by_id[process["id"]].row.process.created_at[:10] <= day.isoformat()
    ]
    going = [one for one in kept if one["phase"] not in ("closed", "stopped")]
    totals = dict.fromkeys(whole["totals"], None) | {
        name: sum(amounts) if (amounts := [p["money"][name] for p in going if p["money"][name] is not None]) else None
        for name in snapshots.MONEY
    }
    totals |= {"going": len(going), "deciding": sum(one["phase"] == "requested" for one in going)}
    return {"day": day.isoformat(), "totals": totals, "processes": kept}


def _process(now: Content, one: Standing, day: dt.date, today: dt.date) -> Content:
    late = bool(one.row.late_steps) and one.row.process.status == "active"
    earlier = dt.timedelta(days=round((today - day).days / 28 * SLIP) if late else 0)
    states = [_step(step, row, day, earlier) for step, row in zip(now["steps"], one.progress, strict=True)]
    granted = one.row.approved_on is not None and one.row.approved_on <= day
    ended = all(step["status"] in ("done", "skipped") for step in states)
    phase = _phase(one, day, granted, states, ended)
    money = dict.fromkeys(now["money"], None) | (
        {name: now["money"][name] for name in ("granted", "granted_cash", "expected", "expected80")} if granted else {}
    )
    finish = dt.date.fromisoformat(now["finish"]) - earlier if now["finish"] else None
    waiting = [step["step"] for step in states if step["status"] in ("busy", "open")]
    return now | {
        "status": "closed" if ended and phase == "closed" else "active",
        "phase": phase,
        "step": next(iter(waiting), None),
        "steps": states,
        "money": money,
        "finish": finish.isoformat() if finish else None,
        "calculated": dict.fromkeys(now["calculated"], "green" if granted else ""),
        "report": None,
        "attention": now["attention"] if late and phase == "running" else [],
        "updated_on": min(one.updated_on, day).isoformat(),
    }


def _step(now: Content, row: Any, day: dt.date, earlier: dt.timedelta) -> Content:
    if row.actual_finish and row.actual_finish <= day:
        return now
    status = "busy" if row.actual_start and row.actual_start <= day else "open"
    if row.stored_status == "skipped":
        status = "skipped"
    end = dt.date.fromisoformat(now["end"]) - earlier if now["end"] else None
    return now | {"status": status, "end": max(end, day).isoformat() if end else None}


def _phase(one: Standing, day: dt.date, granted: bool, states: Sequence[Content], ended: bool) -> str:
    if granted:
        if ended:
            return "closed" if one.row.process.status == "closed" else "done"
        return "running" if any(step["status"] in ("busy", "done") for step in states[1:]) else "approved"
    asked = one.row.submitted_at is not None and one.row.submitted_at[:10] <= day.isoformat()
    return "requested" if asked else "draft"

"""The records of the example on its way through the ten steps: forms, talks, findings, bookings, feedback, notes.

Made by the same functions as real ones, after the steps of the process were brought as far as they are. Days that have
passed are taken from those steps, so that the records tell the same story.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from portfolio import acceptances, bookings, feedback, findings, forms, journal, raci, scenarios, steps, talks
from portfolio.example_cases import Case
from portfolio.example_texts import (
    CONTENT,
    DEPUTY,
    FRAMES,
    GOALS,
    HOW,
    PEOPLE,
    ROOM,
    THEMES,
    TOLD,
    USE,
    Told,
)
from portfolio.identity import User
from portfolio.requests import Request
from portfolio.steps import StepProgress
from portfolio.store import Store, clock

INVITED = dt.timedelta(days=28)
NEWS_EVERY = dt.timedelta(days=24)
ACCEPTED_FOR = dt.timedelta(days=60)


class Pen:
    """Writes records of one process; each has a token, so that a load that broke off goes on."""

    def __init__(self, store: Store, user: User, id: str) -> None:
        self.store, self.user, self.id = store, user, id
        self._count = 0

    @property
    def token(self) -> str:
        """The next token; the records are written in the same order each time."""
        self._count += 1
        return f"example:{self.id}:record:{self._count}"

    def form(self, kind: str, content: Mapping[str, Any]) -> None:
        """Fill in a form."""
        forms.save(self.store, self.user, self.id, kind, 0, content, self.token)


def approach(store: Store, user: User, id: str, case: Case, begun: dt.date) -> None:
    """Step 0, before anything was asked."""
    told = TOLD.get(case.name, Told())
    content: dict[str, Any] = {
        "goal": GOALS[case.theme],
        "about": case.question,
        "with_whom": "Met wie: " + ", ".join(case.groups) + ". Zij merken er het meest van (voorbeeld).",
        "how": HOW,
        "frames": FRAMES,
        "room_for_input": ROOM,
        "use_of_results": USE,
        "approved_by": case.holder,
        "approved_on": begun,
        "question_on": begun - dt.timedelta(days=20),
        "groups_on": begun - dt.timedelta(days=14),
        "form_on": begun - dt.timedelta(days=7),
        "keeps_personal_data": False,
    }
    for name, value in told.approach.items():
        content[name] = begun - dt.timedelta(days=30 - value) if isinstance(value, int) and value > 1 else value
    with clock.at(begun):
        forms.save(store, user, id, "approach", 0, content, f"example:{id}:approach")


def fill(store: Store, user: User, id: str, case: Case, asked: Request, today: dt.date) -> None:
    """What was recorded of an approved process up to ``today``."""
    told, pen = TOLD.get(case.name, Told()), Pen(store, user, id)
    progress = steps.progress(store, id)
    with clock.at(today):
        if told.grown:
            _grow(pen, asked, told)
        if case.took:
            _closing(pen, case, progress)
            return
        _roles(pen, case, told, whole=case.reached > 2)
        held = _talks(pen, case, told, progress, today) if case.reached >= 5 else []
        if case.reached >= 6:
            _findings(pen, case, answered=case.reached > 6)
        _bookings(pen, told, asked, progress, today)
        if case.reached > 3:
            _news(pen, told, progress, today)
        if case.reached > 7 and 7 not in case.skipped:
            _told(pen, case, max(held), progress, today)
        if case.reached > 8:
            _account(pen)
        for rule, reason in told.accepted.items():
            values = {"rule": rule, "reason": reason, "until": today + ACCEPTED_FOR}
            acceptances.accept(store, user, id, values, pen.token)


def _grow(pen: Pen, asked: Request, told: Told) -> None:
    base = scenarios.base(pen.store, pen.id)
    scope, token = {**asked.scope, **told.grown}, pen.token
    scenarios.save(pen.store, pen.user, pen.id, "Basis", scope, base.version if base else None, token)


def _roles(pen: Pen, case: Case, told: Told, whole: bool) -> None:
    own = {
        "political_client": f"Nadia Voorbeeld ({case.holder})",
        "official_client": "Fatima Voorbeeld",
        "content_owner": CONTENT[case.theme],
        "process_lead": case.lead,
    }
    names = own | (PEOPLE if whole else {"communication": PEOPLE["communication"]})
    people = {role: {"name": names.get(role, ""), "deputy": ""} for role in raci.roles() if role in names}
    people["process_lead"]["deputy"] = DEPUTY if told.deputy else ""
    pen.form("roles", {"people": people})


def _talks(pen: Pen, case: Case, told: Told, progress: Sequence[StepProgress], today: dt.date) -> list[dt.date]:
    """The talks of the estimate, spread over step 5; returns the days of those that were held."""
    named = [form for form, count in case.scope["conversations_by_form"].items() for _ in range(count)]
    step = progress[4]
    start = step.actual_start or today
    finish = step.actual_finish or max(step.planned_finish or today, today + dt.timedelta(days=7))
    held: list[dt.date] = []
    late = told.late_invitation
    for number, form in enumerate(named, 1):
        share = number / len(named)
        on = _weekday(start + dt.timedelta(days=int((finish - start).days * share)), start)
        past = on < today or step.actual_finish is not None
        values: dict[str, Any] = {
            "title": f"Gesprek {number}",
            "form": form,
            "place": f"Buurthuis {case.area} (voorbeeld)",
            "audience": [case.groups[number % len(case.groups)]],
            "discussion_piece": "Praatstuk met drie keuzes en een kaart (voorbeeld)",
            "tasks": f"{PEOPLE['facilitator']} leidt, {PEOPLE['analyst']} schrijft mee",
            "status": "held" if past else "planned",
            "planned_on": on,
            "invited_on": on - INVITED,
            "registrations": 9 + number * 3 % 5,
        }
        if past:
            values |= {
                "held_on": min(on, today),
                "participants": 7 + number * 3 % 5,
                "report": "Verslag met wat er is gezegd en door welke groep (voorbeeld)",
            }
            held.append(values["held_on"])
        elif late:
            values["invited_on"], late = on - dt.timedelta(days=late), 0
        talks.add(pen.store, pen.user, pen.id, values, pen.token)
    return held


def _weekday(day: dt.date, earliest: dt.date) -> dt.date:
    return max(earliest, day - dt.timedelta(days=max(0, day.weekday() - 4)))


def _findings(pen: Pen, case: Case, answered: bool) -> None:
    for number, (theme, answer, basis, minority) in enumerate(THEMES):
        group = case.groups[number % len(case.groups)]
        values = {"theme": theme, "audience": group, "answer": answer, "basis": basis, "minority": minority}
        findings.add(pen.store, pen.user, pen.id, values, pen.token)
    if answered:
        said = {"answered": "partly", "answer": "De meeste groepen kiezen voor stap voor stap (voorbeeld)."}
        pen.form("interpretation", said | {"basis": "Alle verslagen", "minority": "Zie per thema"})


def _bookings(pen: Pen, told: Told, asked: Request, progress: Sequence[StepProgress], today: dt.date) -> None:
    """Hours and costs per step that has begun; of the busy step a part, and what is committed."""
    cash = {row["step"]: row["cash_eur"] for row in asked.granted_estimate["request"]["by_step"]}
    for row, plan in zip(progress, asked.granted_estimate["by_step"], strict=True):
        if row.stored_status not in ("busy", "done"):
            continue
        part = 0.4 if row.stored_status == "busy" else 1.0
        day = min(row.actual_finish or today, today)
        hours = round(plan["hours"]["p50"] * told.pace * part * 2) / 2
        spent = round(cash.get(row.step, 0) * 0.7 * part)
        lines = [{"kind": "hours", "hours": hours}] if hours > 0 else []
        lines += [{"kind": "spent", "cents": spent * 100}] if spent > 0 else []
        if part < 1 and spent > 0:
            lines.append({"kind": "committed", "cents": spent * 200})
        for line in lines:
            booked = {"step": row.step, "day": day, "note": "Uit de urenstaat (voorbeeld)", **line}
            bookings.add(pen.store, pen.user, pen.id, booked, pen.token)


def _news(pen: Pen, told: Told, progress: Sequence[StepProgress], today: dt.date) -> None:
    """Public messages since step 3, the last so many days ago; a decision and a note with it."""
    first = progress[2].actual_finish or today
    last = max(today - dt.timedelta(days=told.news), first)
    notes: list[dict[str, Any]] = []
    day = first + NEWS_EVERY
    while day < last:
        notes.append({"kind": "public", "text": "Nieuwsbericht: hier staan we nu (voorbeeld)", "day": day})
        day += NEWS_EVERY
    notes.append({"kind": "public", "text": "Bericht op de procespagina (voorbeeld)", "day": last})
    agreed = "De stuurgroep is akkoord met de planning (voorbeeld)"
    notes.append({"kind": "note", "text": "Afgestemd met de gespreksleiders (voorbeeld)", "day": last, "step": 4})
    notes.append({"kind": "decision", "text": agreed, "day": first, "step": 3})
    for note in notes:
        journal.add(pen.store, pen.user, pen.id, note, pen.token)


def _told(pen: Pen, case: Case, last: dt.date, progress: Sequence[StepProgress], today: dt.date) -> None:
    """Feedback in both parts, and for a closed process the decision."""
    done = progress[6].actual_finish or today
    days = {"heard": min(last + dt.timedelta(days=9), today), "done": max(last, done)}
    if case.took:
        days["decision"] = progress[9].actual_finish or done
    for part, day in days.items():
        values = {"part": part, "sent_on": day, "channel": "brief en procespagina", "audience": "alle deelnemers"}
        feedback.send(pen.store, pen.user, pen.id, {**values, "public": True}, pen.token)


def _account(pen: Pen) -> None:
    pen.form(
        "account",
        {
            "process_followed": "Volgens plan, met alle groepen (voorbeeld).",
            "deviations": "Eén gesprek is een week verzet (voorbeeld).",
            "input": "De opbrengst per thema en per groep (voorbeeld).",
            "reaction": "Per punt wat ermee gebeurt en waarom (voorbeeld).",
        },
    )


def _closing(pen: Pen, case: Case, progress: Sequence[StepProgress]) -> None:
    """Of a closed process: what participants were told, the account, and the evaluation."""
    finish = progress[4].actual_finish
    if finish and 7 not in case.skipped:
        _told(pen, case, finish, progress, progress[9].actual_finish or finish)
    _account(pen)
    pen.form(
        "evaluation",
        {
            "evaluated_on": progress[9].actual_finish,
            "successes": "Kleine gesprekken\nEén praatstuk voor iedereen\nSnel teruggekoppeld",
            "pitfalls": "Laat uitgenodigd\nDuiden kostte meer tijd\nEén persoon deed veel",
            "lessons": "Plan de duiding in dezelfde week als het laatste gesprek (voorbeeld).",
        },
    )

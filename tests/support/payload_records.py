"""A database in which everything that can be typed is a payload: a record of every kind, made as the screens make them.

``fill`` takes a few seconds. What it leaves: a process that runs (RUNNING), one that was closed, one whose request
waits after a deferral, one that was sent back, one that was granted less, and two that came from imports; a meeting
that was closed and one that is open.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from estimator.codes import ROLES
from portfolio import (
    acceptances,
    bookings,
    drafts,
    feedback,
    findings,
    forms,
    import_write,
    journal,
    lessons,
    own_figures,
    own_template,
    processes,
    raci,
    readiness,
    requests,
    saved_views,
    scenarios,
    status_reports,
    steps,
    talks,
    variants,
)
from portfolio import closed as closed_processes
from portfolio import figures as figures_in_use
from portfolio import learned as adopted
from portfolio.identity import LOCAL, LOCAL_USERS, User
from portfolio.import_write import Line
from portfolio.meeting import agenda, entries, meetings, snapshots, trend
from portfolio.meeting.meetings import Meeting
from portfolio.requests import Request
from portfolio.store import Store, clock
from portfolio.whole import capacity, standing
from reports.template import check_template, shipped
from tests.support.payloads import Said

RUNNING, CLOSED, WAITING = "payload-running", "payload-closed", "payload-waiting"
SCOPE: dict[str, Any] = {
    "stakeholder_groups": 2,
    "conversations": 2,
    "resident_reach": 300,
    "municipality": "GM0193",
    "budget_route": "budgethouder",
    "own_staff_share": 0.8,
}
NAMES = ("name", "question", *processes.TEXT_FIELDS)
LOCAL_LEAD = next(user for user in LOCAL_USERS if user.subject == "projectleider")


class Filler:
    """Writes the records; ``said`` knows what was typed where."""

    def __init__(self, store: Store, today: dt.date) -> None:
        self.store, self.today, self.said = store, today, Said()
        self.lead = User(LOCAL, "lead", self.said.text("users.name"), frozenset({"bewerker", "beheerder"}))
        self.client = User(LOCAL, "client", self.said.text("users.name"), frozenset({"goedkeurder", "bewerker"}))

    def day(self, ago: int) -> dt.date:
        """A working day so many days ago."""
        found = self.today - dt.timedelta(days=ago)
        return found - dt.timedelta(days=max(0, found.weekday() - 4))

    def process(self, id: str, ago: int, scope: Mapping[str, Any] | None = None, **more: Any) -> str:
        """A process with an estimate as its base."""
        say, long = self.said.text, self.said.long
        fields = {name: (long if name == "question" else say)(f"process.{name}") for name in NAMES}
        fields["group_names"] = [say("process.group_names") for _ in range(2)]
        with clock.at(self.day(ago)):
            processes.create(self.store, self.lead, {"municipality": "GM0193", **fields, **more}, id=id)
            start = {"start": self.day(ago - 21).isoformat()}
            name = say("scenario.name", 80)
            scenarios.save(self.store, self.lead, id, name, SCOPE | start | (scope or {}))
        return id

    def ask(self, id: str, ago: int, **more: Any) -> Request:
        """Its request."""
        money: dict[str, Any] = dict.fromkeys(readiness.ANSWERED, True)
        for name in readiness.TEXTS:
            money[name] = self.said.text(f"request.{name}", 4000 if name == "notes" else 200)
        with clock.at(self.day(ago)):
            return requests.submit(self.store, self.lead, id, money | more)

    def grant(self, asked: Request, ago: int) -> None:
        """It is granted by the budget holder."""
        with clock.at(self.day(ago)):
            requests.approve(self.store, self.client, asked.id, 1, self.said.long("verdict.statement"))

    def step(self, id: str, number: int, **changes: Any) -> None:
        """A step moves on, with everything that can be typed about it."""
        say, long = self.said.text, self.said.long
        typed = {name: say(f"step.{name}") for name in steps.OWNERS}
        typed |= {"note": long("step.note"), "override_reason": long("step.override_reason")}
        now = steps.progress(self.store, id)[number - 1]
        steps.update(self.store, self.lead, id, number, now.version, typed | changes)

    def form(self, id: str, kind: str, **more: Any) -> None:
        """A form, its long and its short texts."""
        typed = {name: self.said.long(f"form.{kind}.{name}") for name in forms.LONGS.get(kind, ())}
        typed |= {
            name: self.said.text(f"form.{kind}.{name}")
            for name in forms.SHORTS.get(kind, ())
            if not name.startswith("document_")
        }
        now = forms.get(self.store, id, kind)
        forms.save(self.store, self.lead, id, kind, now.version, typed | more)


def fill(store: Store, today: dt.date | None = None) -> Said:
    """Fill an empty store; returns what was typed."""
    with clock.at(today or clock.today()):
        it = Filler(store, clock.today())
    _running(it)
    _closed(it)
    _decisions(it)
    _settings(it)
    _imports(it)
    _meetings(it)
    with clock.at(it.today):
        _drafts(it)
    return it.said


def _running(it: Filler) -> None:
    """A process in the middle of its talks."""
    say, long, store, lead = it.said.text, it.said.long, it.store, it.lead
    id = it.process(RUNNING, 200)
    base = scenarios.base(store, id)
    assert base is not None
    variants.add_variant(store, lead, id, say("scenario.name", 80), {"conversations": 3})
    gone = variants.add_variant(store, lead, id, say("scenario.name", 80), {"conversations": 4})
    variants.delete(store, lead, gone.id, gone.version)
    with clock.at(it.day(190)):
        it.form(id, "approach", approved_on=it.day(195), keeps_personal_data=True)
        now = forms.get(store, id, "approach").version
        forms.attach(store, lead, id, "approach", now, say("document.name", plain_name=True), b"paper")
    it.grant(it.ask(id, 185), 180)
    with clock.at(it.day(60)):
        people_of = {role: {"name": say("raci.name"), "deputy": say("raci.deputy")} for role in raci.roles()}
        forms.save(store, lead, id, "roles", 0, {"people": people_of})
        for number in range(2, 5):
            it.step(id, number, status="done", actual_start=it.day(170 - number), actual_finish=it.day(150 - number))
        it.step(id, 5, status="busy", actual_start=it.day(140), expected_finish=it.day(-20))
        it.step(id, 6, status="busy", actual_start=it.day(90))
        it.step(id, 8, status="skipped")
        _records(it, id)
    with clock.at(it.day(5)):
        report = {name: long(f"status_report.{name}") for name in (*status_reports.REASONS, *status_reports.ASKED)}
        report |= {name: long(f"status_report.{name}") for name in status_reports.PLAIN}
        lights = {"planning": "red", "budget": "amber", "risk": "green", "decide_before": it.today}
        status_reports.add(store, lead, id, {**report, **lights})


def _records(it: Filler, id: str) -> None:
    say, long, store, lead = it.said.text, it.said.long, it.store, it.lead
    for status, more in (
        ("planned", {"planned_on": it.day(-10), "form": "dialoogtafel"}),
        ("held", {"planned_on": it.day(100), "held_on": it.day(100), "invited_on": it.day(120)}),
        ("cancelled", {"planned_on": it.day(80)}),
    ):
        talk = {name: long(f"talk.{name}") for name in talks.LONGS}
        talk |= {"title": say("talk.title"), "place": say("talk.place"), "audience": [say("talk.audience")]}
        talks.add(store, lead, id, {**talk, **more, "status": status})
    for _ in range(2):
        found = {name: long(f"finding.{name}") for name in findings.LONGS}
        found |= {"theme": say("finding.theme"), "audience": say("finding.audience")}
        findings.add(store, lead, id, found)
    for line in (
        {"kind": "hours", "hours": 5.0},
        {"kind": "spent", "cents": 50_000},
        {"kind": "committed", "cents": 1},
    ):
        typed = {"role": say("booking.role"), "note": say("booking.note")}
        bookings.add(store, lead, id, {**typed, **line, "step": 5})
    for part in feedback.PARTS:
        sent = {"channel": say("feedback.channel"), "audience": say("feedback.audience"), "note": long("feedback.note")}
        feedback.send(store, lead, id, {**sent, "part": part, "sent_on": clock.today(), "public": True})
    for kind in journal.KINDS:
        address = "https://voorbeeld.example/" + say("journal.url").replace(" ", "").replace("\r", "").replace("\n", "")
        note = {"kind": kind, "text": long("journal.text"), "url": address if kind == "link" else ""}
        for step in (5, None):
            journal.add(store, lead, id, {**note, "step": step})
    for rule in ("P01", "P05", "P12"):
        values = {"rule": rule, "reason": long("acceptance.reason"), "until": it.day(-100)}
        acceptances.accept(store, lead, id, values)
    it.form(id, "interpretation", answered="partly")
    for kind in ("evaluation", "account"):
        it.form(id, kind)


def _closed(it: Filler) -> None:
    """A process that was closed, and what it teaches."""
    store, lead = it.store, it.lead
    id = it.process(CLOSED, 400)
    it.grant(it.ask(id, 385), 380)
    with clock.at(it.day(100)):
        for number in range(2, 11):
            dates = {"actual_start": it.day(380 - number * 20), "actual_finish": it.day(365 - number * 20)}
            it.step(id, number, status="done", actual_hours=20.0, **dates)
        for kind in ("interpretation", "evaluation", "account"):
            it.form(id, kind)
        version = processes.get(store, id).version
        processes.update(store, lead, id, version, {"status": "closed"})
        lesson = lessons.learned(closed_processes.closed(store), figures_in_use.current(store))
        adopted.adopt(store, lead, lesson.to_dict())


def _decisions(it: Filler) -> None:
    """Requests in every state, with the words that each decision needs."""
    say, long, store, client = it.said.text, it.said.long, it.store, it.client
    it.process(WAITING, 60, {"budget_route": "college"})
    asked = it.ask(WAITING, 40)
    with clock.at(it.day(20)):
        requests.record_decision(
            store, client, asked.id, 1, say("verdict.body"), it.day(25), say("verdict.reference"),
            say("document.name", plain_name=True), b"paper", "deferred", long("verdict.reason"),
        )  # fmt: skip
    asked = it.ask(it.process("payload-returned", 60, confidential=True), 40)
    with clock.at(it.day(30)):
        requests.return_(store, client, asked.id, 1, long("verdict.reason"))
    asked = it.ask(it.process("payload-lower", 60), 40)
    with clock.at(it.day(30)):
        limit = round(asked.cost_cents * 0.8)
        requests.approve_lower(store, client, asked.id, 1, limit, long("verdict.statement"), long("verdict.reason"))
    processes.update(store, it.lead, "payload-lower", 1, {"status": "paused"})


def _settings(it: Filler) -> None:
    """What the municipality sets for all its processes."""
    say, store, lead = it.said.text, it.store, it.lead
    for key in ("tariff_average", "lead_2"):
        own_figures.set_(store, lead, key, None, 101, None, say("own_figure.reason", 400))
    own_figures.restore(store, lead, "lead_2", say("own_figure.reason", 400))
    own_figures.set_(store, lead, "lead_2", None, 102, None, say("own_figure.reason", 400))
    for code in own_template.LANGUAGES:
        name = say("template.name", 190, plain_name=True) + ".docx"
        own_template.keep(store, lead, code, 0, name, shipped(code), check_template)
    capacity.set_available(store, lead, 0, dict.fromkeys(ROLES, 0.5))  # so little that the processes are named
    for version, address in enumerate(("view=geld", f"q={say('views.address')}&theme=x")):
        saved_views.add(store, lead, version, say("views.name"), address)


def _imports(it: Filler) -> None:
    """A list that was imported, with the headers of its columns; and a process of a platform."""
    say, store, lead = it.said.text, it.store, it.lead
    with clock.at(it.today):
        row = {"name": say("process.name"), "theme": say("process.theme")}
        headers = [say("import.header") for _ in row]
        import_write.remember(store, lead, "processes", headers, dict(zip(row, headers, strict=True)))
        file, digest = say("import.file", 59, plain_name=True), "0" * 64
        import_write.write(store, lead, "processes", [Line(2, row)], file=file, sha256=digest)
        dates = {"start": it.day(-30), "end": it.day(-60)}
        phase = {"title": say("platform.phase"), "step": 5, **dates}
        row = {"name": say("process.name"), "source": say("platform.source"), "phases": [phase]}
        file = say("import.file", 59, plain_name=True)
        import_write.write(store, lead, "platform", [Line(1, row)], file=file, sha256=digest)


def _meetings(it: Filler) -> None:
    """One that was closed, with an addition and why a milestone moved, and one that is open."""
    long, store, lead = it.said.long, it.store, it.lead
    for ago in (50, 20):
        _meeting(it, ago)
    last = next(one for one in meetings.listing(store) if one.status == "closed")
    snapshots.add_to(store, lead, last.id, long("meeting_addition.text"))
    for step in (9, 10):
        trend.add_note(store, lead, RUNNING, step, last.id, long("trend_note.text"))
    with clock.at(it.today):
        _log(it, _open(it, it.today).id)


def _open(it: Filler, day: dt.date) -> Meeting:
    found = snapshots.of_meeting(standing.of_all(it.store), False)
    items = agenda.filled(found, day, snapshots.last(it.store, False))
    items.append(agenda.item("free", it.said.text("agenda.title")))
    return meetings.open_(it.store, it.lead, day, items, title=it.said.text("meeting.title"))


def _log(it: Filler, meeting_id: str) -> None:
    say, long = it.said.text, it.said.long
    for kind, process_id in (("decision", RUNNING), ("action", RUNNING), ("decision", None), ("action", None)):
        values: dict[str, Any] = {"kind": kind, "text": long("meeting_entry.text"), "process_id": process_id}
        if kind == "action":
            values |= {"owner": say("meeting_entry.owner"), "due": clock.today() + dt.timedelta(days=10)}
        entries.add(it.store, it.lead, meeting_id, values)


def _meeting(it: Filler, ago: int) -> None:
    with clock.at(it.day(ago)):
        opened = _open(it, clock.today())
        _log(it, opened.id)
        snapshots.close(it.store, it.lead, opened.id, opened.version)


def _drafts(it: Filler) -> None:
    """What somebody of the local picker typed and didn't save."""
    long, store = it.said.long, it.store
    drafts.put(store, LOCAL_LEAD, f"logboek:{RUNNING}:5", {"text": long("draft.text")})

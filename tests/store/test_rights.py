"""Each role does exactly its row of the table of rights, function by function, on both databases.

A walk through everything that can be written: at each step first everybody whose role doesn't allow it tries, which is
refused, logged and changes nothing; then somebody who may does it, and it is logged. What is written and isn't in the
walk makes the test fail, so that a new function can't be forgotten.
"""

from __future__ import annotations

import ast
import datetime as dt
import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from portfolio import (
    acceptances,
    archive,
    audit,
    backups,
    bookings,
    drafts,
    example,
    feedback,
    findings,
    forms,
    import_undo,
    import_write,
    journal,
    learned,
    meeting_days,
    own_figures,
    own_template,
    people,
    processes,
    requests,
    rights,
    saved_views,
    scenarios,
    shift,
    status_reports,
    steps,
    talks,
    variants,
    verdicts,
)
from portfolio.identity import ROLES, User
from portfolio.import_write import Line
from portfolio.meeting import agenda, entries, meetings, snapshots, trend
from portfolio.shift import Rules
from portfolio.store import Refused, SignedOut, Store, clock, records, tables
from portfolio.verify import verify
from portfolio.whole import capacity, pooled, standing
from tests.support import writers

from .conftest import FIELDS, FINANCE, SCOPE
from .test_learned import content

TODAY = clock.today()
PERSONS = {role: User("local", f"de-{role}", role.title(), frozenset({role})) for role in ROLES}
PERSONS["niemand"] = User("local", "de-niemand", "Niemand", frozenset({"root"}))
UNSAVED = {"import.preview"}  # asks for the role of the import, tells what it would do, and undoes it

# What the functions of the walk are made of; each asks for the role of the action that it is called for.
INNER = {
    "rows.add": "through talks, findings, bookings and the like",
    "rows.change": "as rows.add",
    "rows.remove": "as rows.add",
    "settings.put": "through meeting_days, saved_views, capacity and import_write.remember",
    "meeting.snapshots.keep": "through meeting.snapshots.close",
    "example.remove": "through processes.remove_example",
    "example_meetings.fill": "through example.load, as the people of the example",
    "example_records.approach": "as example_meetings.fill",
    "example_records.fill": "as example_meetings.fill",
    "import_platform.process": "through import_write",
    **{f"import_rows.{kind}": "through import_write" for kind in ("booking", "group", "process", "step", "tariff")},
}


@dataclass
class Walk:
    """The walk as one person does what they may, beside everybody who may not."""

    store: Store
    turn: int  # which of the roles that may: 0 the first, -1 the last
    seen: dict[str, Any] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)
    functions: set[str] = field(default_factory=set)

    def do(self, action: str, function: Callable[..., Any], *args: Any, **more: Any) -> Any:
        may = rights.roles_for(action)
        assert set(may) == {may[0], may[-1]}, "a third role is never walked"
        before = fingerprint(self.store)
        for name, person in PERSONS.items():
            if name not in may:
                self._refused(action, function, person, args, more)
        assert fingerprint(self.store) == before, f"{action}: a refused attempt changed something"
        number = audit.head(self.store)[0]
        found = function(self.store, PERSONS[may[self.turn]], *args, **more)
        if action in UNSAVED:
            assert (fingerprint(self.store), audit.head(self.store)[0]) == (before, number)
        else:
            rows = [row for row in audit.rows(self.store) if row["number"] > number]
            assert (action, "done") in {(row["action"], row["result"]) for row in rows}, action
        self.done.add(action)
        self.functions.add(writers.name_of(function))
        return found

    def _refused(self, action: str, function: Callable[..., Any], person: User, args: Any, more: Any) -> None:
        number = audit.head(self.store)[0]
        with pytest.raises(Refused) as told:
            function(self.store, person, *args, **more)
        assert told.value.security, (action, person.subject, told.value.message)
        rows = audit.rows(self.store, limit=1)
        assert [(row["number"], row["action"], row["result"]) for row in rows] == [(number + 1, action, "refused")]


def fingerprint(store: Store) -> str:
    """Of everything in the database but the chain and who was seen."""
    digest = hashlib.sha256()
    with store.read() as c:
        for table in tables.ALL:
            if table.name not in ("audit", "users"):
                rows = sorted(map(repr, c.execute(sa.select(table))))
                digest.update(f"{table.name} {rows}".encode())
    return digest.hexdigest()


@pytest.fixture(params=[0, -1], ids=["first", "last"])
def walk(store: Store, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Walk]:
    draft = next(case for case in example.CASES if case.end == "draft")
    monkeypatch.setattr(example, "CASES", (draft,))
    monkeypatch.setattr(example.example_meetings, "fill", lambda *_: None)
    yield Walk(store, request.param)


def test_each_role_does_exactly_its_row(walk: Walk, tmp_path: Path) -> None:
    granted = _process_and_request(walk)
    _scenarios(walk, granted)
    _records(walk, granted)
    _meeting(walk, granted)
    _for_all(walk, granted)
    _in_and_out(walk)
    assert walk.done == set(rights.RIGHTS), "an action of the table that the walk doesn't do"
    writing = writers.public(writers.reaching(writers.BEGINNINGS))
    assert walk.functions | set(writers.SILENT) | set(INNER) == writing, "a function that writes and isn't in the walk"
    assert verify(walk.store).faults == []


def _process_and_request(walk: Walk) -> str:
    store = walk.store
    process = walk.do("process.create", processes.create, FIELDS)
    process = walk.do("process.update", processes.update, process.id, 1, {"area": "Zuid"})
    base = walk.do("scenario.save", scenarios.save, process.id, "Basis", SCOPE)
    asked = walk.do("request.submit", requests.submit, process.id, FINANCE)
    walk.do("request.return", verdicts.return_, asked.id, 1, "Waarom acht?")
    asked = requests.submit(store, PERSONS["bewerker"], process.id, FINANCE)
    walk.do("request.refuse", verdicts.refuse, asked.id, asked.version, "Te duur")
    other = processes.create(store, PERSONS["bewerker"], FIELDS | {"name": "Ander plein"})
    scenarios.save(store, PERSONS["bewerker"], other.id, "Basis", SCOPE)
    third = User("local", "een-ander", "Een ander", frozenset({"bewerker"}))
    paper = processes.create(store, third, FIELDS | {"name": "Op papier"})
    scenarios.save(store, third, paper.id, "Basis", SCOPE)
    paper_asked = requests.submit(store, third, paper.id, FINANCE)
    walk.do("request.record", verdicts.record_decision, paper_asked.id, 1, "College", TODAY, "Z-1", "b.pdf", b"%PDF b")
    less = requests.submit(store, PERSONS["bewerker"], other.id, FINANCE)
    walk.do("request.approve", verdicts.approve_lower, less.id, 1, less.cost_cents * 3 // 4, "Akkoord", "Krap")
    asked = requests.submit(store, PERSONS["bewerker"], process.id, FINANCE)
    walk.do("request.approve", verdicts.approve, asked.id, asked.version, "Akkoord")
    walk.seen["base"] = base
    return process.id


def _scenarios(walk: Walk, id: str) -> None:
    small = walk.do("scenario.add", variants.add_variant, id, "Kleiner", {"conversations": 3})
    small = walk.do("scenario.change", variants.change_variant, small.id, small.version, {"conversations": 2})
    copied = walk.do("scenario.copy", variants.copy, small.id, "Kopie")
    copied = walk.do("scenario.rename", variants.rename, copied.id, copied.version, "Nog kleiner")
    gone = walk.do("scenario.delete", variants.delete, copied.id, copied.version)
    walk.do("scenario.undo_delete", variants.undo_delete, gone.id)
    walk.do("scenario.presets", variants.presets, id)
    walk.do("scenario.apply", variants.apply, small.id, small.version)
    other = next(one for one in scenarios.list_for(walk.store, id) if not one.is_base)
    walk.do("scenario.make_base", scenarios.make_base, other.id, other.version)


def _records(walk: Walk, id: str) -> None:
    store = walk.store
    row = steps.progress(store, id)[1]
    walk.do("step.update", steps.update, id, 2, row.version, {"status": "busy"})
    plan = {one.step: (one.planned_start, one.planned_finish) for one in steps.progress(store, id)}
    start, finish = plan[3]
    assert start and finish
    moves = shift.propose(  # type: ignore[arg-type]
        plan, 3, (start, finish + dt.timedelta(days=70)), Rules(meeting_days.load(store), frozenset({1}))
    )
    walk.do("step.shift", shift.apply, id, {one.step: one.version for one in steps.progress(store, id)}, moves)
    walk.do("form.save", forms.save, id, "approach", 0, {"goal": "Rust"})
    walk.do("form.attach", forms.attach, id, "approach", 1, "aanpak.pdf", b"%PDF aanpak")
    talk = walk.do("talk.add", talks.add, id, {"title": "Tafel 1", "planned_on": "2030-02-01"})
    talk = walk.do("talk.change", talks.change, talk["id"], 1, {"discussion_piece": "Schets"})
    line = walk.do("booking.add", bookings.add, id, {"step": 1, "kind": "hours", "hours": 4.0})
    walk.do("booking.remove", bookings.remove, line["id"])
    sent = {"part": "heard", "sent_on": TODAY, "channel": "Brief", "audience": "Alle deelnemers"}
    heard = walk.do("feedback.add", feedback.send, id, sent)
    walk.do("feedback.remove", feedback.remove, heard["id"])
    found = walk.do("finding.add", findings.add, id, {"theme": "Groen", "answer": "Meer"})
    found = walk.do("finding.change", findings.change, found["id"], 1, {"basis": "Tafel 1"})
    walk.do("finding.remove", findings.remove, found["id"])
    note = walk.do("journal.add", journal.add, id, {"kind": "note", "text": "Zaal", "step": 5})
    walk.do("journal.remove", journal.remove, note["id"])
    until = TODAY + dt.timedelta(days=30)
    accepted = walk.do("acceptance.add", acceptances.accept, id, {"rule": "P06", "reason": "Klein", "until": until})
    walk.do("acceptance.remove", acceptances.end, accepted["id"])
    walk.do("talk.remove", talks.remove, talk["id"])
    light = {"planning": "green", "budget": "green", "risk": "green"}
    walk.do("status_report.add", status_reports.add, id, light)


def _meeting(walk: Walk, id: str) -> None:
    store = walk.store
    items = agenda.filled(standing.of_all(store), TODAY, snapshots.last(store, False))
    meeting = walk.do("meeting.open", meetings.open_, TODAY, items)
    meeting = walk.do("meeting.change", meetings.change, meeting.id, meeting.version, {"title": "Overleg"})
    made = {"kind": "action", "text": "Brief", "owner": "Noor", "due": TODAY}
    entry = walk.do("meeting_entry.add", entries.add, meeting.id, made)
    entry = walk.do("meeting_entry.change", entries.change, entry.id, entry.version, {"text": "Brief sturen"})
    entry = walk.do("meeting_entry.done", entries.set_done, entry.id, True)
    walk.do("meeting_entry.remove", entries.remove, entry.id)
    walk.do("meeting.close", snapshots.close, meeting.id, meeting.version)
    walk.do("meeting.add", snapshots.add_to, meeting.id, "Rectificatie")
    walk.do("trend_note.add", trend.add_note, id, 9, meeting.id, "Ziekte")
    walk.do("trend_note.remove", trend.remove_note, id, 9, meeting.id)


def _for_all(walk: Walk, id: str) -> None:
    walk.do("own_figure.set", own_figures.set_, "tariff_average", None, 99.5, None, "Kostprijs")
    walk.do("own_figure.restore", own_figures.restore, "tariff_average", "Terug")
    _closed(walk.store, id)
    walk.do("learned.adopt", learned.adopt, {"ids": [id], **content(1.08)})
    walk.do("learned.stop", learned.stop)
    kept = walk.do("template.keep", own_template.keep, "nl", 0, "voorstel.docx", b"een", lambda *_: None)
    walk.do("template.remove", own_template.remove, "nl", kept.version)
    walk.do("setting.put", meeting_days.put, 0, {"region": "noord"})
    walk.do("setting.put", saved_views.add, 0, "Sport", "theme=Sport")
    walk.do("setting.put", saved_views.remove, 1, "Sport")
    walk.do("setting.put", capacity.set_available, 0, {"process_lead": 1})
    walk.do("setting.put", import_write.remember, "processes", ["Naam"], {"name": "Naam"})
    walk.do("example.load", example.load)
    walk.do("example.remove", processes.remove_example)


def _closed(store: Store, id: str) -> None:
    for row in steps.progress(store, id)[1:]:
        changes = {"status": "done", "override_reason": "klaar"}
        steps.update(store, PERSONS["bewerker"], id, row.step, row.version, changes)
    version = processes.get(store, id).version
    processes.update(store, PERSONS["bewerker"], id, version, {"status": "closed"})


def _in_and_out(walk: Walk) -> None:
    lines = [Line(2, {"name": "Park Zuid", "theme": "groen"})]
    walk.do("import.preview", import_write.preview, "processes", lines)
    done = walk.do("import.write", import_write.write, "processes", lines, file="lijst.csv", sha256="0" * 64)
    walk.do("import.undo", import_undo.undo, done.id)
    walk.do("backup.make", backups.make)
    walk.do("archive.make", backups.everything)
    somebody = next(row for row in people.listing(walk.store) if row["subject"] == "een-ander")
    walk.do("user.sign_out", people.end_sign_ins, somebody["id"])
    walk.do("user.erase", people.erase, somebody["id"])


def test_every_change_goes_through_the_table() -> None:
    """No action stands in the code that isn't in the table; the other way round is the walk's."""
    for file in (writers.ROOT / "portfolio").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "commit":
                action = node.args[2]
                if isinstance(action, ast.Constant):
                    assert action.value in rights.RIGHTS, (file.name, action.value)


def test_a_screen_asks_for_actions_not_for_roles() -> None:
    """Every action that a screen asks for stands in the table; only whether somebody has a role at all is asked so."""
    asking = {"may": 0, "may_edit": 0, "buttons": 3, "adding": 4, "take_back": 3}
    roles, actions = [], set()
    for file in (file for room in ("ui", "pages", "serving") for file in (writers.ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr == "has":
                roles += [(file.name, ast.unparse(one)) for one in node.args if ast.unparse(one) != "'lezer'"]
            of_forms = ast.unparse(node.func.value) in ("process_save", "process_rows")
            if node.func.attr == "may" or (of_forms and node.func.attr in asking):
                actions.add((file.name, ast.unparse(node.args[asking[node.func.attr]])))
    assert not roles
    handed_on = {("process_save.py", "action"), ("process_rows.py", "action")}
    assert {ast.literal_eval(action) for _file, action in actions - handed_on} <= set(rights.RIGHTS)
    assert handed_on < actions and len(actions) > 30


def test_what_is_silent_leaves_no_row_and_a_draft_takes_a_role(
    store: Store, make: Callable[..., processes.Process], tmp_path: Path
) -> None:
    process = make()
    before = audit.head(store)
    for role in ROLES:
        drafts.put(store, PERSONS[role], "raming:new", {"of": role})
    drafts.drop(store, PERSONS["lezer"], "raming:new")
    kept = [drafts.get(store, PERSONS[role], "raming:new") for role in ROLES]
    assert kept == [None, *({"of": role} for role in ROLES[1:])]
    with pytest.raises(Refused):
        drafts.put(store, PERSONS["niemand"], "raming:new", {})
    assert drafts.get(store, PERSONS["niemand"], "raming:new") is None
    signed_in = User("https://id.example", "1", "X", frozenset({"lezer"}), signed_at=int(time.time()))
    people.seen(store, signed_in)
    people.sign_out(store, signed_in)
    with pytest.raises(SignedOut):
        people.seen(store, signed_in)
    with store.write() as c:
        assert records.delete(c, tables.total_draws, process_id=process.id)
    found = standing.of_all(store)
    assert pooled.warm(store, found) == 0
    with store.read() as c:
        assert len(records.many(c, tables.total_draws)) == len(found) == 1
    archive.archive(store, tmp_path / "archive.db")
    archive.backup(store, tmp_path / "backup.db")
    assert audit.head(store) == before


def test_an_unknown_action_is_a_mistake_of_ours(store: Store, lead: User) -> None:
    from portfolio.store.commit import commit

    with pytest.raises(LookupError):
        commit(store, lead, "process.burn", lambda tx: "x")
    assert audit.head(store)[0] == 0


def test_the_document_says_what_the_table_says() -> None:
    told = {}
    for line in (writers.ROOT / "docs" / "rights.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and cells[-1].startswith("`"):
            told[cells[-1].strip("`")] = tuple(
                role for role, cell in zip(ROLES, cells[1:5], strict=True) if cell == "\u2713"
            )
    assert told == {action: tuple(sorted(roles, key=ROLES.index)) for action, roles in rights.RIGHTS.items()}

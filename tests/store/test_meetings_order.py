"""Meetings on both databases: their order within a second, what an action may still do, and what verify sees."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from portfolio import example, processes, status_reports, verify
from portfolio.identity import User
from portfolio.meeting import decisions, entries, meetings, snapshots
from portfolio.processes import Process
from portfolio.store import NotFound, Refused, Store, clock, triggers
from portfolio.verify_meetings import MEETING_CHANGED

TODAY = dt.date(2026, 11, 24)
ACTION = {"kind": "action", "text": "Brief", "owner": "Noor", "due": TODAY}


def closed(store: Store, user: User, held_on: dt.date, *logged: dict[str, object]) -> meetings.Meeting:
    made = meetings.open_(store, user, held_on, title="Overleg")
    for values in logged:
        entries.add(store, user, made.id, values)
    snapshots.close(store, user, made.id, made.version)
    return meetings.get(store, made.id)


def test_meetings_of_one_second_and_of_an_earlier_day_keep_their_order(store: Store, lead: User) -> None:
    with clock.at(TODAY):
        made = [closed(store, lead, day).id for day in (TODAY, TODAY, TODAY - dt.timedelta(days=3))]
        now = meetings.open_(store, lead, TODAY - dt.timedelta(days=9))
    assert [one.meeting_id for one in snapshots.recent(store, False, 9)] == made[::-1]
    last = snapshots.last(store, False, now)
    assert last and last.meeting_id == made[-1]
    second = meetings.get(store, made[1])
    before = snapshots.last(store, False, second)
    assert before and before.meeting_id == made[0]
    assert snapshots.last(store, False, meetings.get(store, made[0])) is None


def test_entries_and_additions_of_one_second_keep_their_order(store: Store, lead: User) -> None:
    words = [f"Besluit {n}" for n in range(12)]
    with clock.at(TODAY):
        made = closed(store, lead, TODAY, *({"kind": "decision", "text": text} for text in words))
        for text in words:
            snapshots.add_to(store, lead, made.id, text)
    assert [one.text for one in entries.of(store, made.id)] == words
    assert [one["text"] for one in snapshots.get(store, made.id).content["entries"]] == words
    assert [one.text for one in snapshots.additions(store, made.id)] == words
    assert [one.entry.text for one in decisions.search(store, "besluit")] == words[::-1]


def test_a_day_may_be_given_as_text(store: Store, lead: User) -> None:
    assert meetings.open_(store, lead, TODAY.isoformat()).held_on == TODAY  # type: ignore[arg-type]


def test_an_action_that_is_done(store: Store, lead: User, people: dict[str, User]) -> None:
    meeting = meetings.open_(store, lead, TODAY)
    first, second, gone = (entries.add(store, lead, meeting.id, ACTION) for _ in range(3))
    with clock.at(TODAY):
        assert entries.set_done(store, lead, first.id).version == 2
    with clock.at(TODAY + dt.timedelta(days=5)):
        again = entries.set_done(store, people["secretaris"], first.id)
    assert (again.done_on, again.version) == (TODAY, 2)  # the first day counts
    entries.set_done(store, lead, second.id)
    decided = entries.change(store, lead, second.id, 2, {"kind": "decision"})
    assert (decided.due, decided.done_on) == (None, None)
    with pytest.raises(Refused, match="Only an action"):
        entries.set_done(store, lead, second.id)
    entries.remove(store, lead, gone.id)
    with pytest.raises(NotFound):
        entries.set_done(store, lead, gone.id)
    with pytest.raises(Refused, match="takes the role bewerker"):
        entries.set_done(store, people["controller"], first.id, False)
    assert entries.set_done(store, lead, first.id, False).done_on is None


TOLD = {
    "meeting_entry": ("id", "meeting_id", "kind", "text", "owner", "made_by", "at", "example", "audit_number", "due"),
    "snapshot": ("content", "sha256", "closed_by", "closed_at", "audit_number", "audit_hash", "example"),
    "meeting_addition": ("text", "at", "audit_number"),
    "meeting": ("title", "held_on", "minutes", "agenda", "version", "audit_number"),
}


@pytest.mark.parametrize("table", TOLD)
def test_raw_sql_changes_nothing_of_a_closed_meeting(store: Store, lead: User, table: str) -> None:
    made = closed(store, lead, TODAY, ACTION)
    snapshots.add_to(store, lead, made.id, "Het was Sanne")
    for column in TOLD[table]:
        number = column in ("example", "audit_number", "minutes", "version")
        value = "7" if number else "'decision'" if column == "kind" else "'x'"
        with pytest.raises(sa.exc.IntegrityError, match=r"append-only|stays as it is|fixed"), store.write() as c:
            c.exec_driver_sql(f"update {table} set {column} = {value}")


def test_an_open_meeting_cant_be_replaced(store: Store, lead: User) -> None:
    made = meetings.open_(store, lead, TODAY)
    columns = (
        "title, held_on, minutes, status, agenda, example, version, created_by, created_at, updated_by, updated_at"
    )
    how = "insert or replace" if store.kind == "sqlite" else "insert"
    with pytest.raises(sa.exc.IntegrityError), store.write() as c:
        c.exec_driver_sql(f"{how} into meeting (id, {columns}, audit_number) select 'x', {columns}, 9 from meeting")
    assert meetings.current(store) == made


@pytest.mark.parametrize(
    "statement",
    [
        "update meeting_entry set text = 'Geen brief'",
        "update meeting_entry set owner = 'Sanne'",
        "update meeting_entry set deleted_at = 'x'",
        "delete from meeting_entry",
        "update meeting set title = 'Ander overleg'",
        "update meeting set status = 'open'",
        "update meeting set held_on = '2026-11-25'",
    ],
)
def test_verify_holds_a_closed_meeting_to_its_snapshot(store: Store, lead: User, statement: str) -> None:
    made = closed(store, lead, TODAY, ACTION)
    entries.set_done(store, lead, entries.of(store, made.id)[0].id)
    assert verify.verify(store).faults == []
    with store.write() as c:
        triggers.drop_all(c)
        c.exec_driver_sql(statement)
        triggers.create_all(c)
    assert [fault.template for fault in verify.verify(store).faults] == [MEETING_CHANGED]


def test_red_with_an_empty_day_is_refused_by_the_database(
    store: Store, lead: User, make: Callable[..., Process]
) -> None:
    red = dict.fromkeys(status_reports.LIGHTS, "red") | {"decide_before": clock.today()}
    texts = (*status_reports.REASONS, *status_reports.ASKED)
    status_reports.add(store, lead, make().id, red | dict.fromkeys(texts, "Tekst"))
    names = "process_id, reported_on, planning, budget, risk, made_by, at, audit_number, " + ", ".join(texts)
    with pytest.raises(sa.exc.IntegrityError, match="asked"), store.write() as c:
        c.exec_driver_sql(
            f"insert into status_report (id, {names}, decide_before) select 'x', {names}, '' from status_report"
        )


def test_the_example_takes_its_meetings_along_and_leaves_mine(
    store: Store, lead: User, make: Callable[..., Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(example, "CASES", tuple(c for c in example.CASES if c.end == "approved")[:2])
    mine = closed(store, lead, TODAY, ACTION)
    status_reports.add(store, lead, make().id, dict.fromkeys(status_reports.LIGHTS, "green"))
    example.load(store, lead, TODAY)
    assert len(meetings.listing(store, True)) == 4 and decisions.search(store, example=True)
    open_ = meetings.open_(store, lead, TODAY, example=True)  # also one that is still open
    entries.add(store, lead, open_.id, ACTION)
    assert example.remove(store, lead) == 2
    assert meetings.listing(store) == [mine] and len(entries.of(store, mine.id)) == 1
    assert decisions.search(store, example=True) == []
    assert len(processes.listing(store)) == 1
    assert verify.verify(store).faults == []

"""Meetings and status reports on both databases: prepared, logged, closed, corrected, and the next one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from portfolio import processes, status_reports, steps, verify
from portfolio.identity import User
from portfolio.meeting import agenda, changes, decisions, entries, meetings, snapshots, trend
from portfolio.meeting.meetings import AgendaItem, Meeting
from portfolio.processes import Process
from portfolio.requests import Request, approve
from portfolio.store import Conflict, Refused, Store, clock
from portfolio.store.database import Connection
from portfolio.whole import standing

from .conftest import FIELDS

TODAY = clock.today()
RED = {
    "planning": "red",
    "budget": "green",
    "risk": "amber",
    "cause": "Ziekte",
    "consequence": "Zes weken later",
    "steering": "Vervanging",
    "decision_asked": "Mag het later?",
    "decider": "College",
    "decide_before": TODAY + dt.timedelta(days=9),
}


@pytest.fixture
def three(store: Store, lead: User, client: User, ask: Callable[..., Request]) -> list[Process]:
    """Three approved processes and one in preparation."""
    found = []
    for name in ("Aanpak", "Beekdal", "Cultuur"):
        asked = ask()
        approve(store, client, asked.id, 1, "Akkoord")
        process = processes.get(store, asked.process_id)
        found.append(processes.update(store, lead, process.id, process.version, {"name": name}))
    processes.create(store, lead, FIELDS | {"name": "Daarna"})
    return found


def opened(store: Store, user: User, **fields: object) -> Meeting:
    items = agenda.filled(standing.of_all(store), TODAY, snapshots.last(store, False))
    return meetings.open_(store, user, TODAY, items, **fields)  # type: ignore[arg-type]


def test_the_next_meeting_names_exactly_what_changed(store: Store, lead: User, three: list[Process]) -> None:
    first = opened(store, lead)
    entries.add(store, lead, first.id, {"kind": "decision", "text": "Door", "process_id": three[0].id})
    entries.add(store, lead, first.id, {"kind": "action", "text": "Brief", "owner": "Noor", "due": TODAY})
    left = snapshots.close(store, lead, first.id, first.version, "t")
    assert snapshots.close(store, lead, first.id, first.version, "t") == left  # twice is once
    columns = {point.meeting_id for line in trend.of(store, False) for point in line.points}
    assert columns == {first.id}
    now = snapshots.portfolio_of(standing.of_all(store), TODAY)
    assert changes.between(left.content, now) == []

    row = steps.progress(store, three[0].id)[1]
    steps.update(store, lead, three[0].id, 2, row.version, {"status": "busy"})
    process = processes.get(store, three[1].id)
    processes.update(store, lead, process.id, process.version, {"status": "paused"})
    status_reports.add(store, lead, three[2].id, RED)
    found = changes.between(left.content, snapshots.portfolio_of(standing.of_all(store), TODAY))
    assert [one.name for one in found] == ["Aanpak", "Beekdal", "Cultuur"]

    second = opened(store, lead)
    assert [item.kind for item in second.agenda[:2]] == ["last", "changed"]
    assert snapshots.get(store, first.id).text == left.text
    snapshots.close(store, lead, second.id, second.version)
    assert {p.meeting_id for line in trend.of(store, False) for p in line.points} == {first.id, second.id}
    assert [one.entry.text for one in decisions.search(store, "aanpak DOOR")] == ["Door"]
    assert [one.entry.text for one in decisions.search(store, kind="action")] == ["Brief"]
    assert verify.verify(store).faults == []


def test_what_a_closed_meeting_left_stays(store: Store, lead: User, three: list[Process]) -> None:
    meeting = opened(store, lead)
    action = entries.add(store, lead, meeting.id, {"kind": "action", "text": "Brief", "owner": "Noor", "due": TODAY})
    left = snapshots.close(store, lead, meeting.id, meeting.version)
    attempts: list[Callable[[], object]] = [
        lambda: entries.add(store, lead, meeting.id, {"kind": "decision", "text": "Nog een"}),
        lambda: entries.change(store, lead, action.id, 1, {"text": "Anders"}),
        lambda: entries.remove(store, lead, action.id),
        lambda: meetings.change(store, lead, meeting.id, meeting.version + 1, {"agenda": ()}),
    ]
    for attempt in attempts:
        with pytest.raises(Refused, match="was closed"):
            attempt()
    for statement in (
        "update snapshot set content = '{}'",
        "delete from snapshot",
        "update meeting set title = 'x'",
        "update meeting_entry set text = 'x'",
        "update meeting_entry set deleted_at = 'x'",
        "delete from meeting_entry",
    ):
        with pytest.raises(sa.exc.DBAPIError), store.write() as c:
            c.exec_driver_sql(statement)
    assert entries.set_done(store, lead, action.id).done_on == TODAY  # only this still moves
    added = snapshots.add_to(store, lead, meeting.id, "Het was Sanne")
    with pytest.raises(sa.exc.DBAPIError), store.write() as c:
        c.exec_driver_sql("update meeting_addition set text = 'x'")
    assert [one.text for one in snapshots.additions(store, meeting.id)] == [added.text]
    assert snapshots.get(store, meeting.id).text == left.text
    assert verify.verify(store).faults == []


def test_two_secretaries(store: Store, lead: User, people: dict[str, User], three: list[Process]) -> None:
    meeting = opened(store, lead)
    with pytest.raises(Refused, match="still open"):
        opened(store, people["secretaris"])
    meetings.change(store, lead, meeting.id, 1, {"minutes": 90})
    with pytest.raises(Conflict) as clash:
        meetings.change(store, people["secretaris"], meeting.id, 1, {"minutes": 45})
    assert clash.value.theirs.minutes == 90
    with pytest.raises(Conflict):
        snapshots.close(store, people["secretaris"], meeting.id, 1)
    with pytest.raises(Refused, match="takes the role bewerker"):
        meetings.change(store, people["controller"], meeting.id, 2, {"minutes": 45})
    one = entries.add(store, lead, meeting.id, {"kind": "decision", "text": "Ja"}, "token")
    assert entries.add(store, lead, meeting.id, {"kind": "decision", "text": "Ja"}, "token") == one
    entries.change(store, lead, one.id, 1, {"text": "Nee"})
    with pytest.raises(Conflict) as other:
        entries.change(store, people["secretaris"], one.id, 1, {"text": "Misschien"})
    assert other.value.theirs.text == "Nee"


def test_closing_waits_for_a_change_that_comes_between(
    store: Store, lead: User, three: list[Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = opened(store, lead)
    real, calls = standing.of_all, []

    def changing(given_store: Store) -> tuple[standing.Standing, ...]:
        found = real(given_store)
        if not calls:
            calls.append(1)
            entries.add(store, lead, meeting.id, {"kind": "decision", "text": "Nog net"})
        return found

    monkeypatch.setattr(standing, "of_all", changing)
    left = snapshots.close(store, lead, meeting.id, meeting.version)
    assert [one["text"] for one in left.content["entries"]] == ["Nog net"]


def test_wrong_input_is_named(store: Store, lead: User, three: list[Process]) -> None:
    meeting = opened(store, lead)
    item = AgendaItem("a", "process", "bestaat-niet", "", 5)
    with pytest.raises(Refused, match="no process of this portfolio"):
        meetings.change(store, lead, meeting.id, 1, {"agenda": (item,)})
    with pytest.raises(Refused, match="not a number of minutes"):
        meetings.change(store, lead, meeting.id, 1, {"minutes": 3})
    with pytest.raises(Refused) as refused:
        entries.add(store, lead, meeting.id, {"kind": "action", "text": ""})
    assert {fault.field for fault in refused.value.faults} == {"text", "owner", "due"}


@pytest.mark.parametrize("missing", ["decision_asked", "decider", "decide_before", "cause", "consequence", "steering"])
def test_red_without_its_reasons_is_refused_here_and_in_the_database(
    store: Store, lead: User, three: list[Process], missing: str
) -> None:
    id = three[0].id
    with pytest.raises(Refused) as refused:
        status_reports.add(store, lead, id, RED | {missing: None})
    assert [fault.field for fault in refused.value.faults] == [missing]
    status_reports.add(store, lead, id, RED)
    empty = "null" if missing == "decide_before" else "' '"
    names = "id, process_id, reported_on, planning, budget, risk, made_by, at, audit_number"
    others = ", ".join(name for name in RED if name not in ("planning", "budget", "risk", missing))
    copied = f"insert into status_report ({names}, {others}, {missing}) select 'x', {names[4:]}, {others}, {empty}"
    with pytest.raises(sa.exc.IntegrityError), store.write() as c:
        c.exec_driver_sql(f"{copied} from status_report")
    with pytest.raises(sa.exc.DBAPIError), store.write() as c:
        c.exec_driver_sql("update status_report set planning = 'green'")
    assert len(status_reports.listing(store, id)) == 1


def test_of_two_reports_in_one_second_the_last_counts(store: Store, lead: User, three: list[Process]) -> None:
    green = dict.fromkeys(status_reports.LIGHTS, "green")
    status_reports.add(store, lead, three[0].id, RED)
    status_reports.add(store, lead, three[0].id, green)
    report = next(one for one in standing.of_all(store) if one.id == three[0].id).report
    assert report and report.lights == green

    def last(c: Connection) -> str:
        return status_reports.last_of_all(c)[three[0].id].planning

    with store.read() as c:
        assert last(c) == "green"


# --- what changed, without a database -------------------------------------------------------------------------

COLOURS = st.sampled_from(["", "green", "amber", "red"])
DAYS = st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2028, 1, 1)).map(dt.date.isoformat)
CENTS = st.none() | st.integers(0, 10**9)
LIGHTS = st.fixed_dictionaries(dict.fromkeys(status_reports.LIGHTS, COLOURS))
STATES = st.lists(st.sampled_from(["open", "busy", "done", "skipped"]), min_size=10, max_size=10)
PROCESS = st.builds(
    lambda phase, states, finish, granted, expected, calculated, report: {
        "phase": phase,
        "steps": [{"step": n, "status": state} for n, state in enumerate(states, 1)],
        "finish": finish,
        "money": {"granted": granted, "expected": expected},
        "calculated": calculated,
        "report": report,
    },
    st.sampled_from(processes.PHASES), STATES, DAYS, CENTS, CENTS, LIGHTS, st.none() | LIGHTS,
)  # fmt: skip


def moment(found: dict[str, dict[str, object]]) -> dict[str, object]:
    return {"processes": [{"id": id, "name": f"P{id}", "confidential": False, **one} for id, one in found.items()]}


@given(st.dictionaries(st.sampled_from("abcde"), PROCESS), st.dictionaries(st.sampled_from("abcde"), PROCESS))
def test_nothing_changes_by_itself_and_each_process_is_named_once(
    was: dict[str, dict[str, object]], now: dict[str, dict[str, object]]
) -> None:
    assert changes.between(moment(was), moment(was)) == []
    found = changes.between(moment(was), moment(now))
    named = [one.process_id for one in found]
    assert len(named) == len(set(named))
    assert set(now) - set(was) <= set(named) and set(was) - set(now) <= set(named)
    assert {one.process_id for one in changes.between(moment(now), moment(was))} >= set(was) ^ set(now)

"""Talks, findings, bookings, feedback, notes and forms: once per token, at a version, never lost; on both databases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from portfolio import (
    acceptances,
    bookings,
    feedback,
    findings,
    forms,
    journal,
    processes,
    requests,
    settings,
    steps,
    talks,
    verify,
)
from portfolio.identity import User
from portfolio.processes import Process
from portfolio.requests import Request
from portfolio.store import Conflict, NotFound, Refused, Store, clock

TODAY = clock.today()


@pytest.fixture
def approved(store: Store, client: User, ask: Callable[..., Request]) -> Request:
    return requests.approve(store, client, ask().id, 1, "Akkoord")


def named(problem: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [fault.field for fault in problem.value.faults]


def test_a_talk_is_added_once_changed_at_its_version_and_taken_back(
    store: Store, lead: User, make: Callable[..., Process]
) -> None:
    process = make()
    talk = talks.add(store, lead, process.id, {"title": "Tafel 1", "planned_on": "2030-02-01"}, "t1")
    assert (
        talks.add(store, lead, process.id, {"title": "Tafel 1", "planned_on": "2030-02-01"}, "t1")["id"] == talk["id"]
    )
    changed = talks.change(store, lead, talk["id"], 1, {"discussion_piece": "Schets", "form": "dialoogtafel"})
    assert (changed["version"], changed["planned_on"]) == (2, dt.date(2030, 2, 1))
    with pytest.raises(Conflict) as clash:
        talks.change(store, lead, talk["id"], 1, {"tasks": "Sanne leidt"})
    assert (clash.value.theirs["discussion_piece"], clash.value.yours) == ("Schets", {"tasks": "Sanne leidt"})
    talks.remove(store, lead, talk["id"])
    talks.remove(store, lead, talk["id"])
    assert talks.listing(store, process.id) == []
    with pytest.raises(NotFound):
        talks.change(store, lead, talk["id"], 2, {"tasks": "te laat"})
    assert verify.verify(store).faults == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "T", "form": "kletskring"}, "form"),
        ({"title": "T", "status": "held"}, "held_on"),
        ({"title": "T", "status": "held", "held_on": "2059-01-01"}, "held_on"),
        ({"title": "T", "status": "cancelled"}, "reason"),
        ({"title": "T", "planned_on": "2030-02-01", "invited_on": "2030-02-02"}, "invited_on"),
        ({"title": "T", "participants": -1}, "participants"),
        ({"title": "T", "participants": 1.5}, "participants"),
        ({"title": "T", "nummer": 1}, "nummer"),
    ],
)
def test_a_talk_that_cant_be_is_refused_by_its_field(
    store: Store, lead: User, make: Callable[..., Process], values: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as problem:
        talks.add(store, lead, make().id, values)
    assert named(problem) == [field]


def test_bookings_make_the_total_of_a_step(store: Store, lead: User, approved: Request) -> None:
    id = approved.process_id
    steps.update(store, lead, id, 2, 1 + steps.progress(store, id)[1].version - 1, {"status": "busy"})
    first = bookings.add(store, lead, id, {"step": 2, "kind": "hours", "hours": 2.5, "note": "overleg"})
    bookings.add(store, lead, id, {"step": 2, "kind": "hours", "hours": 4})
    bookings.add(store, lead, id, {"step": 2, "kind": "spent", "cents": 12_345})
    bookings.add(store, lead, id, {"step": 5, "kind": "committed", "cents": 500_000})
    row = steps.progress(store, id)[1]
    assert (row.actual_hours, row.actual_cents) == (6.5, 12_345)
    assert steps.progress(store, id)[4].actual_cents is None
    bookings.remove(store, lead, first["id"])
    assert steps.progress(store, id)[1].actual_hours == 4
    assert bookings.sums(bookings.listing(store, id)) == {
        "hours": {2: 4.0}, "committed": {5: 500_000}, "spent": {2: 12_345},
    }  # fmt: skip
    with pytest.raises(Refused) as problem:
        bookings.add(store, lead, id, {"step": 2, "kind": "spent", "cents": -12_346})
    assert named(problem) == ["cents"]
    with pytest.raises(Refused) as problem:
        bookings.add(store, lead, id, {"step": 5, "kind": "hours", "hours": 1})
    assert named(problem) == ["step"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"step": 11, "kind": "hours", "hours": 1}, "step"),
        ({"step": True, "kind": "hours", "hours": 1}, "step"),
        ({"step": 1, "kind": "geschat", "hours": 1}, "kind"),
        ({"step": 1, "kind": "hours", "hours": 0}, "hours"),
        ({"step": 1, "kind": "hours", "hours": "8"}, "hours"),
        ({"step": 1, "kind": "spent", "cents": 0}, "cents"),
        ({"step": 1, "kind": "spent", "cents": 12.5}, "cents"),
        ({"step": 1, "kind": "spent", "cents": 5, "day": "2059-01-01"}, "day"),
    ],
)
def test_a_line_that_cant_be_is_refused_by_its_field(
    store: Store, lead: User, approved: Request, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as problem:
        bookings.add(store, lead, approved.process_id, values)
    assert named(problem) == [field]


def test_only_sending_ends_the_feedback_debt(store: Store, lead: User, make: Callable[..., Process]) -> None:
    process, talk = make(), TODAY - dt.timedelta(days=20)
    assert [d.part for d in feedback.debts(talk, None, feedback.listing(store, process.id), TODAY)] == ["heard", "done"]
    with pytest.raises(Refused) as problem:
        feedback.send(store, lead, process.id, {"part": "heard", "sent_on": TODAY})
    assert named(problem) == ["channel", "audience"]
    sent = {"sent_on": TODAY, "channel": "Brief", "audience": "Alle deelnemers"}
    heard = feedback.send(store, lead, process.id, {"part": "heard", **sent})
    assert [d.part for d in feedback.debts(talk, None, feedback.listing(store, process.id), TODAY)] == ["done"]
    feedback.remove(store, lead, heard["id"])
    feedback.send(store, lead, process.id, {"part": "done", **sent})
    assert feedback.debts(talk, None, feedback.listing(store, process.id), TODAY) == []


def test_a_form_is_saved_at_its_version(store: Store, lead: User, make: Callable[..., Process]) -> None:
    id = make().id
    assert forms.get(store, id, "approach") == forms.Form(id, "approach")
    saved = forms.save(store, lead, id, "approach", 0, {"goal": " Rust op het plein ", "approved_on": "2030-01-02"})
    assert (saved.version, saved.content) == (1, {"goal": "Rust op het plein", "approved_on": "2030-01-02"})
    again = forms.save(store, lead, id, "approach", 1, {"light": True, "approved_on": None})
    assert again.content == {"goal": "Rust op het plein", "approved_on": None, "light": True}
    with pytest.raises(Conflict) as clash:
        forms.save(store, lead, id, "approach", 0, {"goal": "Anders"})
    assert clash.value.theirs == again
    with pytest.raises(Refused) as problem:
        forms.save(store, lead, id, "interpretation", 0, {"answered": "misschien"})
    assert named(problem) == ["answered"]


def test_a_row_of_roles_has_one_a(store: Store, lead: User, make: Callable[..., Process]) -> None:
    id = make().id
    with pytest.raises(Refused) as problem:
        forms.save(store, lead, id, "roles", 0, {"letters": {"5": {"official_client": "A", "process_lead": "A/R"}}})
    assert (named(problem), problem.value.faults[0].params["count"]) == (["letters"], 2)
    good = {"letters": {"5": {"official_client": "A", "process_lead": "R"}}}
    assert forms.save(store, lead, id, "roles", 0, good).content["letters"]["5"]["process_lead"] == "R"


def test_a_note_a_link_and_an_accepted_pitfall(store: Store, lead: User, make: Callable[..., Process]) -> None:
    id = make().id
    journal.add(store, lead, id, {"kind": "note", "text": "Zaal gereserveerd", "step": 5})
    journal.add(store, lead, id, {"kind": "link", "url": "https://merenbroek.example/plein"})
    with pytest.raises(Refused) as problem:
        journal.add(store, lead, id, {"kind": "link", "url": "javascript:alert(1)"})
    assert named(problem) == ["url"]
    assert [row["kind"] for row in journal.listing(store, id)] == ["note", "link"]
    until = TODAY + dt.timedelta(days=30)
    acceptances.accept(store, lead, id, {"rule": "P06", "reason": "Klein team", "until": until})
    found = acceptances.listing(store, id)
    assert set(acceptances.in_force(found, until)) == {"P06"}
    assert acceptances.in_force(found, until + dt.timedelta(days=1)) == {}
    with pytest.raises(Refused) as problem:
        acceptances.accept(store, lead, id, {"rule": "P06", "reason": "", "until": TODAY})
    assert named(problem) == ["until", "reason"]


def test_a_finding_and_a_setting(
    store: Store, lead: User, people: dict[str, User], make: Callable[..., Process]
) -> None:
    id = make().id
    row = findings.add(store, lead, id, {"theme": "Groen", "audience": "Jongeren", "answer": "Meer schaduw"})
    assert findings.gate([row], {})["basis_per_theme_group"] is False
    row = findings.change(store, lead, row["id"], 1, {"basis": "Tafels 1 en 3", "minority": "Parkeren"})
    assert all(findings.gate([row], {"answered": "partly"}).values())
    assert settings.put(store, lead, "calendar", 0, {"raad": ["2030-01-31"]}).version == 1
    with pytest.raises(Conflict):
        settings.put(store, people["beheerder"], "calendar", 0, {})


def test_who_may_only_read_changes_nothing(store: Store, people: dict[str, User], make: Callable[..., Process]) -> None:
    id, reader = make().id, people["controller"]
    for call in (
        lambda: talks.add(store, reader, id, {"title": "T"}),
        lambda: forms.save(store, reader, id, "approach", 0, {"goal": "x"}),
        lambda: feedback.send(store, reader, id, {"part": "heard", "sent_on": TODAY, "channel": "x", "audience": "y"}),
    ):
        with pytest.raises(Refused):
            call()
    assert talks.listing(store, id) == []


def test_nothing_is_added_to_a_closed_process(store: Store, lead: User, make: Callable[..., Process]) -> None:
    process = make()
    processes.update(store, lead, process.id, 1, {"status": "stopped"})
    with pytest.raises(Refused):
        journal.add(store, lead, process.id, {"kind": "note", "text": "te laat"})

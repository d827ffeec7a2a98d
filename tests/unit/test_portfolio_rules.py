"""Small rules of the records, without a database."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from portfolio import identity, steps
from portfolio.checks import Faults
from portfolio.feedback_debt import TICKS, open_debts
from portfolio.identity import LOCAL_USERS, ROLES, User
from portfolio.progress import StepState
from portfolio.store import Fault, Refused
from portfolio.store.codec import canonical, cents, sha256
from tests.support import writers


def state(
    step: int, status: str = "open", finish: dt.date | None = None, gate: dict[str, bool] | None = None
) -> StepState:
    return StepState(step, status, status, None, None, None, finish, gate or {})


def ten(**changes: StepState) -> tuple[StepState, ...]:
    return tuple(changes.get(f"s{n}", state(n)) for n in range(1, 11))


TALKED = state(5, "done", dt.date(2026, 5, 12))


HEARD, DONE = "heard_within_two_weeks", "done_after_interpreting"
MAY = dt.date(2026, 5, 12)


@pytest.mark.parametrize(
    ("steps_", "last_held", "planned", "told", "open_"),
    [
        # Without records: the end of step 5 counts as the last talk, and ticks pay.
        (ten(), None, 0, [], []),
        (ten(s5=state(5, "busy")), None, 0, [], []),
        (ten(s5=state(5, "done")), None, 0, [], []),
        (ten(s5=TALKED), None, 0, [], ["heard", "done"]),
        (ten(s5=TALKED, s7=state(7, "skipped")), None, 0, [], ["heard", "done"]),
        (ten(s5=TALKED, s7=state(7, "busy", gate={HEARD: True})), None, 0, [], ["done"]),
        (ten(s5=TALKED, s7=state(7, "busy", gate={HEARD: True, DONE: True})), None, 0, [], []),
        (ten(s5=TALKED, s7=state(7, "done")), None, 0, [], []),
        # With talks on record: the last one held, once none is to come, also while step 5 is still busy.
        (ten(s5=state(5, "busy")), MAY, 1, [], []),
        (ten(s5=state(5, "busy")), MAY, 0, [], ["heard", "done"]),
        (ten(s5=TALKED), MAY, 1, [], ["heard", "done"]),
        # With something sent on record, ticks and "done" pay nothing any more.
        (ten(s5=TALKED, s7=state(7, "done")), None, 0, ["heard"], ["done"]),
        (ten(s5=TALKED), None, 0, ["done"], []),
    ],
)
def test_what_participants_still_have_to_hear(
    steps_: tuple[StepState, ...], last_held: dt.date | None, planned: int, told: list[str], open_: list[str]
) -> None:
    assert [debt.part for debt in open_debts(steps_, last_held, planned, told, dt.date(2026, 5, 20))] == open_


def test_the_level_grows_by_the_rule() -> None:
    def level(days: int, part: int, six: StepState | None = None) -> tuple[str, int]:
        found = open_debts(ten(s5=TALKED, **({"s6": six} if six else {})), None, 0, [], MAY + dt.timedelta(days=days))
        return found[part].level, found[part].days

    assert [level(days, 0) for days in (14, 15, 56, 57)] == [("ok", 14), ("amber", 15), ("amber", 56), ("red", 57)]
    assert [level(days, 1) for days in (28, 29, 56, 57)] == [("ok", 28), ("amber", 29), ("amber", 56), ("red", 57)]
    interpreted = state(6, "done", MAY + dt.timedelta(days=3))  # due two weeks later: day 17
    assert [level(days, 1, interpreted)[0] for days in (17, 18)] == ["ok", "amber"]


def test_the_points_that_pay_the_feedback_debt_are_in_the_data() -> None:
    assert set(TICKS) <= {point.key for point in steps.STEPS[6].gates}


def test_the_ten_steps() -> None:
    assert [step.step for step in steps.STEPS] == list(range(1, 11))
    assert [step.step for step in steps.STEPS if step.named] == [1, 2, 5, 6]
    for step in steps.STEPS:
        keys = [point.key for point in step.gates]
        assert keys and len(set(keys)) == len(keys)
        assert all(point.nl and point.en for point in step.gates)
        assert all(before < step.step for before in step.depends_on)


def test_unmet_points() -> None:
    keys = [point.key for point in steps.STEPS[1].gates]
    assert [point.key for point in steps.unmet(2, {})] == keys
    assert [point.key for point in steps.unmet(2, {keys[0]: True, keys[1]: False})] == keys[1:]
    assert steps.unmet(2, dict.fromkeys(keys, True)) == []


def test_roles_of_the_local_picker() -> None:
    assert all(user.roles <= set(ROLES) and user.roles for user in LOCAL_USERS)
    assert len({user.subject for user in LOCAL_USERS}) == len(LOCAL_USERS)
    assert not any(user.signed_in for user in LOCAL_USERS)
    assert all(user.has("lezer") for user in LOCAL_USERS)
    assert {role for user in LOCAL_USERS for role in user.roles} == set(ROLES)


def test_unknown_roles_count_for_nothing() -> None:
    stranger = User("idp", "1", "X", frozenset({"root"}))
    assert stranger.signed_in
    assert not any(stranger.has(role) for role in (*ROLES, "root"))


def test_nobody_is_never_somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "_provider", None)
    with pytest.raises(RuntimeError):
        identity.current_user()
    monkeypatch.setattr(identity, "_provider", lambda: LOCAL_USERS[1])
    assert identity.current_user().subject == "opdrachtgever"


def test_canonical_json_is_one_text_for_one_content() -> None:
    assert canonical({"b": [1.0, None], "a": "é"}) == canonical({"a": "é", "b": (1.0, None)})
    assert sha256(canonical({"a": 1})) != sha256(canonical({"a": 1.0}))
    for bad in (float("nan"), float("inf")):
        with pytest.raises(ValueError):
            canonical({"a": bad})


@pytest.mark.parametrize(
    ("euros", "expected"), [(0.1 + 0.2, 30), (1.005, 101), (2.675, 268), (-1.005, -101), (123456789.99, 12345678999)]
)
def test_euros_become_whole_cents(euros: float, expected: int) -> None:
    assert cents(euros) == expected


def test_every_faulty_field_is_kept() -> None:
    faults = Faults()
    faults.text("a", "", required=True)
    faults.yes_no("b", 1)
    faults.day("c", "31-12-2026")
    with pytest.raises(Refused) as refused:
        faults.stop()
    assert [fault.field for fault in refused.value.faults] == ["a", "b", "c"]
    assert refused.value.message == refused.value.faults[0].message
    assert isinstance(refused.value.faults[0], Fault)
    Faults().stop()


@pytest.mark.parametrize("value", [dt.date(2026, 3, 1), "2026-03-01"])
def test_a_day_is_a_date_or_its_text(value: object) -> None:
    faults = Faults()
    assert faults.day("d", value) == dt.date(2026, 3, 1)
    assert faults.day("d", None) is None and faults.day("d", "") is None
    assert faults.found == []


def test_every_mutating_function_is_audited() -> None:
    """What writes goes through commit(), which refuses a change without an audit row: directly, or through others.

    What doesn't, by design, is named with its reason.
    """
    audited = writers.public(writers.reaching({writers.COMMIT}))
    assert len(audited) > 60
    assert writers.public(writers.reaching(writers.BEGINNINGS)) - audited == set(writers.SILENT)


def test_the_search_for_writers_sees_one_that_goes_around(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "portfolio" / "meeting"
    folder.mkdir(parents=True)
    (folder / "wild.py").write_text(
        "from functools import partial\n"
        "def burn(storage, key):\n    storage.transact(lambda c: c)\n"
        "def _hidden(storage):\n    return map(partial(burn, storage), 'ab')\n"
        "def all_of(storage):\n    return list(_hidden(storage))\n"
        "def reads(storage, burn):\n    return burn\n"
    )
    monkeypatch.setattr(writers, "ROOT", tmp_path)
    found = writers.public(writers.reaching(writers.BEGINNINGS))
    assert found == {"meeting.wild.burn", "meeting.wild.all_of"}

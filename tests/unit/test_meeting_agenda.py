"""The agenda from the exceptions, with more of them than fit in a meeting."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from portfolio.meeting import agenda, meetings
from portfolio.whole import attention
from portfolio.whole.attention import Reason

TODAY = dt.date(2026, 11, 24)


def one(id: str, *reasons: Reason, brighter: bool = False) -> Any:
    """As much of a Standing as an agenda looks at."""
    row = SimpleNamespace(process=SimpleNamespace(status="active"), awake=True)
    return SimpleNamespace(id=id, name=id, row=row, reasons=list(reasons), brighter=brighter)


@pytest.fixture(autouse=True)
def given_reasons(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attention, "of", lambda standing, _today: standing.reasons)


LATE = Reason("planning", 5, "▲", "late")
MONEY = Reason("money", 1, "■", "money")


def test_decisions_first_then_questions_then_false_green_then_the_rest_in_one() -> None:
    found = [one("late", LATE), one("bright", brighter=True), one("money", LATE, MONEY), one("calm")]
    items = agenda.filled(found, TODAY, None)
    assert [(item.kind, item.process_id, item.minutes) for item in items] == [
        ("process", "money", 8),
        ("process", "late", 4),
        ("process", "bright", 4),
        ("green", None, 2),
    ]


def test_last_time_only_when_something_was_logged() -> None:
    def kinds(logged: list[object]) -> list[str]:
        last: Any = SimpleNamespace(content={"entries": logged})
        return [item.kind for item in agenda.filled([one("calm")], TODAY, last)]

    assert kinds([]) == ["changed", "green"]
    assert kinds([{}]) == ["last", "changed", "green"]


def test_with_very_many_exceptions_the_weightiest_come_on_it() -> None:
    found = [one(f"late {n}", LATE) for n in range(700)] + [one("money", MONEY), one("calm")]
    items = agenda.filled(found, TODAY, None)
    assert len(items) < meetings.ITEMS_MOST - 10  # with room for what somebody adds
    assert items[0].process_id == "money" and items[-1].kind == "green"
    on = [item.process_id for item in items if item.process_id]
    assert [left.id for left in agenda.green(found, on, TODAY)] == ["calm"]  # what didn't fit isn't called planned

"""What was learned from closed processes: adopted, replaced, stopped; each process once and running ones never."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from estimator.learning import Learned, Lesson
from portfolio import audit, estimates, example, figures, learned, own_figures, processes, requests, steps, verify
from portfolio.identity import User
from portfolio.requests import Request
from portfolio.store import Refused, Store, clock


def content(factor: float = 1.1) -> dict[str, Any]:
    """What was learned of the hours, without the processes it rests on."""
    lesson = Lesson(3, factor, 0.43, factor, 0.3, 0.4, {"p50": factor})
    return {k: v for k, v in Learned((), {"hours": lesson}, {}).to_dict().items() if k != "ids"}


@pytest.fixture
def closed(store: Store, lead: User, client: User, ask: Callable[..., Request]) -> Callable[[], str]:
    """closed() -> the id of a process of which all ten steps are done."""

    def run() -> str:
        with clock.at(dt.date(2026, 3, 2)):
            asked = ask()
            requests.approve(store, client, asked.id, 1, "Akkoord")
        with clock.at(dt.date(2026, 6, 1)):
            for step in range(2, 11):
                version = steps.progress(store, asked.process_id)[step - 1].version
                changes = {"status": "done", "override_reason": "klaar"}
                steps.update(store, lead, asked.process_id, step, version, changes)
            processes.update(store, lead, asked.process_id, 1, {"status": "closed"})
        return asked.process_id

    return run


def test_what_was_learned_is_adopted_replaced_and_stopped(store: Store, lead: User, closed: Callable[[], str]) -> None:
    assert learned.current(store) is None
    ids = [closed(), closed()]
    first = learned.adopt(store, lead, {"ids": ids[:1], **content(1.08)})
    assert learned.current(store) == {"ids": ids[:1], **content(1.08)} == first.content
    learned.adopt(store, lead, {"ids": ids, **content(1.12)}, "token")
    learned.adopt(store, lead, {"ids": ids, **content(1.12)}, "token")
    learned.stop(store, lead)
    assert learned.current(store) is None
    assert [row.content and row.content["classes"]["hours"]["factor"] for row in learned.history(store)] == [
        None,
        1.12,
        1.08,
    ]
    assert {row.who for row in learned.history(store)} == {lead.name}
    assert [row["action"] for row in audit.rows(store, "learned")] == ["learned.stop", *["learned.adopt"] * 2]
    assert verify.verify(store).faults == []


def test_each_process_counts_once_and_only_when_closed(
    store: Store, lead: User, closed: Callable[[], str], ask: Callable[..., Request]
) -> None:
    id = closed()
    with pytest.raises(Refused, match="counts twice"):
        learned.adopt(store, lead, {"ids": [id, id], **content()})
    with pytest.raises(Refused, match="isn't closed"):
        learned.adopt(store, lead, {"ids": [id, ask().process_id], **content()})
    for nothing in ({}, {"ids": [], **content()}):
        with pytest.raises(Refused, match="nothing to adopt"):
            learned.adopt(store, lead, nothing)
    for broken in ({"hours": {"factor": 1.08}}, {"classes": {"hours": 3}, "steps": {}}):
        with pytest.raises(Refused, match="can't be read"):
            learned.adopt(store, lead, {"ids": [id], **broken})
    with pytest.raises(Refused, match="nothing to stop"):
        learned.stop(store, lead)
    assert learned.history(store) == []


def test_a_reader_adopts_nothing(store: Store, people: dict[str, User], closed: Callable[[], str]) -> None:
    with pytest.raises(Refused, match="takes the role bewerker / beheerder"):
        learned.adopt(store, people["controller"], {"ids": [closed()], **content()})
    with pytest.raises(Refused, match="takes the role"):
        learned.stop(store, people["controller"])


def test_what_was_learned_from_the_example_goes_with_it(
    store: Store, lead: User, closed: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(example, "CASES", example.CLOSED[:1])
    monkeypatch.setattr(figures, "current", lambda _store: estimates.shipped())  # what is learned here is no content
    example.load(store, lead, dt.date(2026, 11, 24))
    real = closed()
    with pytest.raises(Refused, match="don't count together with real ones"):
        learned.adopt(store, lead, {"ids": ["voorbeeld-01", real], **content()})
    own_figures.set_(store, lead, "tariff_average", None, 99, None, "blijft")
    learned.adopt(store, lead, {"ids": ["voorbeeld-01"], **content()})
    example.remove(store, lead)
    assert learned.current(store) is None
    assert set(own_figures.current(store)) == {"tariff_average"}
    learned.adopt(store, lead, {"ids": [real], **content()})
    example.load(store, lead, dt.date(2026, 11, 24))
    example.remove(store, lead)
    assert learned.current(store) == {"ids": [real], **content()}
    assert verify.verify(store).faults == []

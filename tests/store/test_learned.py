"""What was learned from closed processes: adopted, replaced, stopped; each process once and running ones never."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from portfolio import audit, estimates, example, figures, learned, own_figures, processes, requests, steps, verify
from portfolio.identity import User
from portfolio.requests import Request
from portfolio.store import Refused, Store, clock


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
    first = learned.adopt(store, lead, {"ids": ids[:1], "hours": {"factor": 1.08}})
    assert learned.current(store) == {"ids": ids[:1], "hours": {"factor": 1.08}} == first.content
    learned.adopt(store, lead, {"ids": ids, "hours": {"factor": 1.12}}, "token")
    learned.adopt(store, lead, {"ids": ids, "hours": {"factor": 1.12}}, "token")
    learned.stop(store, lead)
    assert learned.current(store) is None
    assert [row.content and row.content["hours"]["factor"] for row in learned.history(store)] == [None, 1.12, 1.08]
    assert {row.who for row in learned.history(store)} == {lead.name}
    assert [row["action"] for row in audit.rows(store, "learned")] == ["learned.stop", *["learned.adopt"] * 2]
    assert verify.verify(store).faults == []


def test_each_process_counts_once_and_only_when_closed(
    store: Store, lead: User, closed: Callable[[], str], ask: Callable[..., Request]
) -> None:
    id = closed()
    with pytest.raises(Refused, match="counts twice"):
        learned.adopt(store, lead, {"ids": [id, id]})
    with pytest.raises(Refused, match="isn't closed"):
        learned.adopt(store, lead, {"ids": [id, ask().process_id]})
    for nothing in ({}, {"ids": []}):
        with pytest.raises(Refused, match="nothing to adopt"):
            learned.adopt(store, lead, nothing)
    with pytest.raises(Refused, match="nothing to stop"):
        learned.stop(store, lead)
    assert learned.history(store) == []


def test_a_reader_adopts_nothing(store: Store, people: dict[str, User], closed: Callable[[], str]) -> None:
    with pytest.raises(Refused, match="takes the role bewerker / beheerder"):
        learned.adopt(store, people["controller"], {"ids": [closed()]})
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
        learned.adopt(store, lead, {"ids": ["voorbeeld-01", real]})
    own_figures.set_(store, lead, "tariff_average", None, 99, None, "blijft")
    learned.adopt(store, lead, {"ids": ["voorbeeld-01"]})
    example.remove(store, lead)
    assert learned.current(store) is None
    assert set(own_figures.current(store)) == {"tariff_average"}
    learned.adopt(store, lead, {"ids": [real]})
    example.load(store, lead, dt.date(2026, 11, 24))
    example.remove(store, lead)
    assert learned.current(store) == {"ids": [real]}
    assert verify.verify(store).faults == []

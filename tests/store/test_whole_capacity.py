"""What there is of each role is set once, checked, and counted against what is asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portfolio.identity import User
from portfolio.processes import Process
from portfolio.store import Store, clock
from portfolio.store.errors import Conflict, Refused
from portfolio.whole import capacity, standing


def test_what_there_is_breaks_what_is_asked(store: Store, lead: User, make: Callable[..., Process]) -> None:
    today = clock.today()
    make({"start": today.isoformat()})
    found = standing.of_all(store)
    assert capacity.available(store) == ({}, 0)
    before = capacity.of(store, found, today)
    assert before.rows and not before.breaks
    said, version = capacity.set_available(store, lead, 0, {"process_lead": 1, "finance": None, "support": ""})
    assert (said, version) == ({"process_lead": 1.0}, 1)
    after = capacity.of(store, standing.of_all(store), today)
    assert {one.role for one in after.breaks} == {"process_lead"} and after.breaks[0].middle_too
    assert after.breaks[0].processes[0][0] == found[0].id


def test_what_there_is_is_checked(store: Store, lead: User, people: dict[str, User]) -> None:
    with pytest.raises(Refused) as refused:
        capacity.set_available(store, lead, 0, {"process_lead": -1, "analyst": "veel", "koning": 3})
    assert {fault.field for fault in refused.value.faults} == {"process_lead", "analyst", "koning"}
    with pytest.raises(Refused):
        capacity.set_available(store, people["controller"], 0, {"analyst": 3})
    capacity.set_available(store, lead, 0, {"analyst": 3})
    with pytest.raises(Conflict):
        capacity.set_available(store, lead, 0, {"analyst": 4})

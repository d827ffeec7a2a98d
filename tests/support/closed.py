"""Closed processes to learn from: those of the example, made as a municipality's own."""

from __future__ import annotations

import datetime as dt
from typing import Any
from unittest import mock

from portfolio import example, processes
from portfolio.processes import Process
from portfolio.store import Store
from portfolio.store.codec import new_id


def own_closed(store: Store, n: int, today: dt.date | None = None) -> list[str]:
    """The first ``n`` closed processes of the example as real ones; their ids."""
    create = processes.create
    made = []
    cases = [case for case in example.CASES if case.status == "closed"]
    for case in cases[:n]:
        id = new_id()

        def real(store: Store, user: Any, fields: Any, token: str, example_id: str) -> Process:
            return create(store, user, fields, token, id=example_id)

        with mock.patch.object(example.processes, "create", real):
            example._load_case(store, id, case, today or dt.date.today())
        made.append(id)
    return made

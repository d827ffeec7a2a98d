"""What the tests of scenarios share: reading and changing the base of a process."""

from __future__ import annotations

from portfolio import overrides, scenarios
from portfolio.identity import User
from portfolio.processes import Process
from portfolio.scenarios import Scenario
from portfolio.store import Store


def base_of(store: Store, process: Process) -> Scenario:
    """The base; there must be one."""
    found = scenarios.base(store, process.id)
    assert found is not None
    return found


def change_base(store: Store, user: User, process: Process, **fields: object) -> Scenario:
    """Save the base with these fields, at the version that it has."""
    found = base_of(store, process)
    scope = overrides.given(found.scope) | fields
    return scenarios.save(store, user, process.id, found.name, scope, found.version)


def names(store: Store, process: Process) -> list[str]:
    """The names of the scenarios, in their order."""
    return [one.name for one in scenarios.list_for(store, process.id)]

"""What screen What if is about: a scenario on the sliders beside its base, and the estimates of both.

The draft of the sliders holds overrides as portfolio/overrides.py knows them: only what differs from the base.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

import streamlit as st

import estimator
from estimator import Benchmarks, Scope
from estimator.share import Shared
from portfolio import overrides, processes, scenarios, variants
from portfolio.processes import Process
from portfolio.scenarios import Scenario
from ui import fields, state, whatif_link
from ui.errors import guard
from ui.estimate_save import new_token, token
from ui.estimate_scope import EXAMPLE, default_start

Estimate = dict[str, Any]
Overrides = dict[str, Any]
CHOSEN, VERSION = "_whatif_scenario", "_version"


@dataclass(frozen=True)
class Subject:
    """The process of this visit with its scenarios (base first), and the one that is chosen; or a link that was
    opened; or nothing of these: example numbers."""

    process: Process | None = None
    scenarios: tuple[Scenario, ...] = ()
    chosen: Scenario | None = None
    shared: Shared | None = None

    @property
    def base(self) -> Scenario | None:
        """The scenario that the variants follow."""
        return self.scenarios[0] if self.scenarios else None

    @property
    def saved(self) -> Overrides:
        """What the chosen scenario changes of the base, as saved, and the version that was seen."""
        return {**self.chosen.overrides, VERSION: self.chosen.version} if self.chosen else {}

    @property
    def form_key(self) -> str:
        """The key of the draft of the sliders."""
        if self.shared:
            return f"watals:link:{whatif_link.mark()}"
        return f"watals:{self.chosen.id if self.chosen else 'example'}"

    @property
    def draw_key(self) -> str | None:
        """The key of the random draws: that of the process, so that differences between scenarios are real ones."""
        if self.shared:
            return self.shared.process_key
        return self.process.id if self.process else None

    @property
    def figures(self) -> Benchmarks:
        """The figures in use here, or those that came with the link."""
        return self.shared.benchmarks if self.shared else state.figures()

    @property
    def base_scope(self) -> Scope:
        """The scope that is changed: the base, that of the link, or the example numbers."""
        if self.shared:
            return self.shared.scope
        given = self.base.scope if self.base else {**EXAMPLE, "start": default_start(dt.date.today()).isoformat()}
        return Scope.from_dict(given)


@dataclass(frozen=True)
class Asked:
    """What the parts of the screen work on. `process` is None while one plays with the example numbers; `key` names
    the draws; `base_est` and `est` are estimates as dicts; `form` is the key of the sliders' draft."""

    process: Process | None
    base: Scope
    scope: Scope
    figures: Benchmarks
    key: str | None
    base_est: Estimate
    est: Estimate
    form: str

    def put(self, scope: Scope) -> None:
        """Put a scope on the sliders; meant as `on_click` of a button, else rerun afterwards."""
        put(self.form, self.base, scope)

    def to_scenario(self, name: str, scope: Scope) -> Scenario:
        """Save a scope as a new variant of the process and choose it; one record however often it is clicked.

        Raises Refused, Conflict (the name is taken) or ScopeError; ValueError without a process.
        """
        if self.process is None:
            raise ValueError("there is no process to save to")
        changed = overrides.difference(self.base.to_dict(), scope.to_dict())
        made = variants.add_variant(
            state.store(), state.user(), self.process.id, name, changed, token(f"{self.form}:new")
        )
        new_token(f"{self.form}:new")
        choose(made)
        return made


def subject() -> Subject:
    """The link or the process and scenario of this visit; a process that is gone is dropped with a sentence."""
    shared = whatif_link.opened()
    if shared:
        return Subject(shared=shared)
    wanted = state.process_id()
    if wanted is None:
        return Subject()
    with guard():
        process = processes.get(state.store(), wanted)
        found = tuple(scenarios.list_for(state.store(), wanted))
        asked = st.session_state.get(CHOSEN)
        return Subject(process, found, next((one for one in found if one.id == asked), found[0] if found else None))
    state.choose_process(None)
    return Subject()


def choose(scenario: Scenario | None) -> None:
    """Make the sliders be about this scenario from the next run on."""
    st.session_state[CHOSEN] = scenario.id if scenario else None


def put(form_key: str, base: Scope, scope: Scope) -> None:
    """Put a scope on the sliders: the draft holds what it changes of the base."""
    fields.reset(form_key, _marks(form_key) | overrides.difference(base.to_dict(), scope.to_dict()), draft=True)


def _marks(form_key: str) -> dict[str, Any]:
    """What a draft keeps beside the overrides: the version it began at."""
    return {name: value for name, value in fields.open_form(form_key).values.items() if name.startswith("_")}


def changed_scope(base: Scope, changed: Overrides) -> Scope:
    """The base with these overrides. Raises ScopeError with every fault."""
    return Scope.from_dict(overrides.effective(base.to_dict(), without_marks(changed)))


def without_marks(values: dict[str, Any]) -> Overrides:
    """The overrides in a draft, without what the screen keeps beside them."""
    return {name: value for name, value in values.items() if not name.startswith("_")}


def estimate(scope: Scope, used: Benchmarks, key: str | None) -> Estimate:
    """The estimate of a scope as a dict; computed once for all visitors."""
    return _estimate(json.dumps(scope.to_dict(), sort_keys=True), used.sha256, key, scope, used)


@st.cache_data(max_entries=500, show_spinner=False)
def _estimate(scope_json: str, sha256: str, key: str | None, _scope: Scope, _used: Benchmarks) -> Estimate:
    return estimator.estimate(_scope, _used, process_key=key).to_dict()


def asked(about: Subject, base: Scope, scope: Scope) -> Asked:
    """All that the parts of the screen need of a scope on the sliders."""
    used = about.figures
    of_base, of_scope = estimate(base, used, about.draw_key), estimate(scope, used, about.draw_key)
    return Asked(about.process, base, scope, used, about.draw_key, of_base, of_scope, about.form_key)

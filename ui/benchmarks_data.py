"""What screen Benchmarks counts with: the estimate of this visit, with the figures in use, and what each row moves.

The estimate is the one that screen Estimate shows: what was typed there counts, also when it wasn't saved.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

import streamlit as st

import estimator
from estimator import Benchmarks, Scope, ScopeError
from estimator.moves import Move, moves
from portfolio import figures
from ui import estimate_save, fields, state
from ui.estimate_fields import last_municipality
from ui.estimate_save import Subject
from ui.estimate_scope import default_start, is_example, scope_dict

Estimate = dict[str, Any]
_CHANGED = "_figures_changed"


@dataclass(frozen=True)
class Asked:
    """The estimate that the figures are shown for; ``example`` when nobody typed a number yet."""

    about: Subject
    scope_json: str
    draw_key: str
    example: bool


def asked() -> Asked:
    """The process of this visit, else the estimate that isn't saved yet, else the example of three numbers."""
    about = estimate_save.subject()
    form = fields.open_form(about.form_key, about.values)
    return Asked(about, _scope_json(form.values), estimate_save.draw_key(about, form), _is_example(about, form.values))


def _is_example(about: Subject, values: dict[str, Any]) -> bool:
    return about.base is None and is_example(values)


def _scope_json(values: dict[str, Any]) -> str:
    """The scope in the fields; when a field is faulty, the example."""
    start, municipality = default_start(dt.date.today()), last_municipality()
    try:
        scope = Scope.from_dict(scope_dict(values, start, municipality))
    except ScopeError:
        scope = Scope.from_dict(scope_dict({}, start, municipality))
    return json.dumps(scope.to_dict(), sort_keys=True)


def estimate(asked: Asked, used: Benchmarks) -> Estimate:
    """The estimate with these figures."""
    return _estimate(asked.scope_json, used.sha256, asked.draw_key)


@st.cache_data(max_entries=200, show_spinner=False)
def _estimate(scope_json: str, sha256: str, draw_key: str) -> Estimate:
    scope, used = Scope.from_dict(json.loads(scope_json)), figures.by_sha(state.store(), sha256)
    return estimator.estimate(scope, used, process_key=draw_key).to_dict()


def moved(asked: Asked, used: Benchmarks) -> dict[str, Move]:
    """What every figure that the estimate reads carries and moves, by row id."""
    return _moves(asked.scope_json, used.sha256)


@st.cache_data(max_entries=200, show_spinner=False)
def _moves(scope_json: str, sha256: str) -> dict[str, Move]:
    return moves(Scope.from_dict(json.loads(scope_json)), figures.by_sha(state.store(), sha256))


def snapshot(what: str) -> dict[str, Any]:
    """How it stands before a figure changes. ``what`` is plain text that names the change."""
    now = asked()
    return {"what": what, "scope": now.scope_json, "before": estimate(now, state.figures())}


def remember(before: dict[str, Any]) -> None:
    """Call it after the change: the head then says what that did to the amount."""
    st.session_state[_CHANGED] = before


def changed(asked: Asked) -> tuple[str, Estimate] | None:
    """The last change of this visit and the estimate before it, when it was the same estimate."""
    held = st.session_state.get(_CHANGED)
    return (held["what"], held["before"]) if held and held["scope"] == asked.scope_json else None

"""Only what differs: between what was approved and what is asked now, as a table of was and becomes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import streamlit as st

from display.difference import Side, rows
from portfolio import requests, tripwires
from portfolio.processes import Process
from portfolio.requests import Request
from portfolio.scenarios import Scenario
from portfolio.store.codec import cents
from ui import approval_tripwires, state, tables
from ui.approval_words import finance_words
from ui.i18n import _
from ui.text import esc


def beside(process: Process, base: Scenario, est: dict[str, Any], finance: Mapping[str, Any]) -> None:
    """Above a new version after an approval: what was crossed, and only what differs."""
    history = requests.history(state.store(), process.id)
    before = tripwires.approved(history)
    if before is None:
        return
    if not history[0].approved:  # else it stands above the form already
        approval_tripwires.crossed(tripwires.of(state.store(), process.id))
    asked = est["request"]
    amounts = tuple(cents(asked[name]) for name in ("cost_eur", "cash_eur", "own_hours_eur"))
    now = Side(amounts, dt.date.fromisoformat(asked["finish"]), base.scope, finance_words(finance))
    draw(_title(before), rows(_granted(before), now), "to_be_asked")


def of(before: Request, after: Request) -> None:
    """Between an approved version and a later one."""
    draw(_title(before), rows(_granted(before), _granted(after)), "was_asked")


def _title(before: Request) -> str:
    return _("Beside what was approved (version {number})", number=before.number)


def _granted(request: Request) -> Side:
    """What counts of a version: what was granted, or what is asked while nothing was decided."""
    amounts = (request.granted_cents, request.granted_cash_cents, request.granted_own_cents)
    return Side(amounts, request.granted_finish, request.granted_scope, finance_words(request.finance))


def draw(title: str, found: Mapping[str, tuple[str, str]], key: str) -> None:
    """The table; without a difference it says so."""
    st.markdown(f"**{title}**")
    if not found:
        st.caption(_("Nothing differs from what was approved."))
        return
    columns = {
        _("What differs"): list(found),
        _("was"): [esc(was) for was, _becomes in found.values()],
        _("becomes"): [esc(becomes) for _was, becomes in found.values()],
    }
    tables.figures(key, columns)

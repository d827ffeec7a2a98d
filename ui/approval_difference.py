"""Only what differs: between what was approved and what is asked now, as a table of was and becomes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from portfolio import requests, tripwires
from portfolio.processes import Process
from portfolio.requests import Request
from portfolio.scenarios import Scenario
from ui import approval_tripwires, state, tables
from ui.approval_words import finance_words
from ui.estimate_words import scope_in_words
from ui.formats import date_text, euro
from ui.i18n import _
from ui.text import esc

Rows = dict[str, tuple[str, str]]  # label → (was, becomes)
NONE = "–"


def beside(process: Process, base: Scenario, est: dict[str, Any], finance: Mapping[str, Any]) -> None:
    """Above a new version after an approval: what was crossed, and only what differs."""
    history = requests.history(state.store(), process.id)
    before = tripwires.approved(history)
    if before is None:
        return
    if not history[0].approved:  # else it stands above the form already
        approval_tripwires.crossed(tripwires.of(state.store(), process.id))
    asked = est["request"]
    now = {
        "amount": (asked["cost_eur"], asked["cash_eur"], asked["own_hours_eur"], asked["finish"]),
        "scope": base.scope,
        "finance": finance,
    }
    draw(_("Beside what was approved (version {number})", number=before.number), rows(before, now), "to_be_asked")


def of(before: Request, after: Request) -> None:
    """Between an approved version and a later one."""
    granted = after.granted_estimate["request"]
    now = {
        "amount": (granted["cost_eur"], granted["cash_eur"], granted["own_hours_eur"], granted["finish"]),
        "scope": after.granted_scope,
        "finance": after.finance,
    }
    draw(_("Beside what was approved (version {number})", number=before.number), rows(before, now), "was_asked")


def rows(before: Request, now: Mapping[str, Any]) -> Rows:
    """Label → was and becomes, only where they differ: amounts and date, then the scope, then what finance asks."""
    was = before.granted_estimate["request"]
    amounts = (was["cost_eur"], was["cash_eur"], was["own_hours_eur"], was["finish"])
    names = (_("Amount, excluding VAT"), _("Costs"), _("Own hours"), _("Done by"))
    shown = [[*map(euro, part[:3]), date_text(part[3])] for part in (amounts, now["amount"])]
    found: Rows = {name: (a, b) for name, a, b in zip(names, *shown, strict=True)}
    for one, other in (
        (scope_in_words(before.granted_scope), scope_in_words(now["scope"])),
        (finance_words(before.finance), finance_words(now["finance"])),
    ):
        found |= {name: (one.get(name, NONE), other.get(name, NONE)) for name in {**one, **other}}
    return {name: pair for name, pair in found.items() if pair[0] != pair[1]}


def draw(title: str, found: Rows, key: str) -> None:
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

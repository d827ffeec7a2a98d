"""Granting less: the most that is granted, what falls away with it, and then the sentence that is agreed with."""

from __future__ import annotations

from typing import Any

import streamlit as st

from display.less_words import fallen, people_text, returns
from display.seek_words import listed
from portfolio import requests, scenarios
from portfolio.grants import Grant
from portfolio.processes import Process
from portfolio.requests import Request
from portfolio.store import Conflict, NotFound, Refused
from ui import fields, process_save, sign_in, state
from ui.approval_write import once
from ui.errors import sentence
from ui.fields import Form
from ui.formats import date_text, euro, number, percent
from ui.i18n import _


def amount(form: Form, asked: Request) -> int | None:
    """The field for the most that is granted, in cents; None while it holds nothing that can be read."""
    euros = fields.decimal(
        form,
        "amount",
        _("Grant at most, in euros (excluding VAT)"),
        help=_("All cost: what is paid out and own hours together. Asked is {amount}.", amount=euro(_asked(asked))),
    )
    return None if euros is None else round(100 * euros)


def shown(form: Form, asked: Request, limit_cents: int) -> Grant | None:
    """What would be granted and what falls away, or by the field why that can't be."""
    try:
        found = _lower(asked.id, asked.sha256, limit_cents)
    except Refused as problem:
        for fault in problem.faults:
            fields.fault(form, "amount", sentence(fault))
        fields.show_faults(form)
        return None
    st.warning(told(asked, found), icon=":material/content_cut:")
    lines = [people_text(_people(asked.estimate), _people(found.estimate))]
    lines += returns(asked.estimate["warnings"], found.estimate["warnings"])
    st.markdown("\n".join(f"- {line}" for line in lines if line))
    return found


def _people(est: dict[str, Any]) -> dict[str, float]:
    """Seats, and who registers and comes in the middle estimate."""
    seats = est["seats"]
    return {name: value["p50"] if isinstance(value, dict) else value for name, value in seats.items()}


@st.cache_data(max_entries=50, show_spinner=False)
def _lower(id: str, sha256: str, limit_cents: int) -> Grant:
    store = state.store()
    return requests.lower(store, requests.get(store, id), limit_cents)


def told(asked: Request, found: Any) -> str:
    """What is granted and what falls away, as markdown. ``found``: a Grant, or a stored one as a dict."""
    scope, estimate = (found["scope"], found["estimate"]) if isinstance(found, dict) else (found.scope, found.estimate)
    lost = fallen(asked.scope, scope)
    return _(
        "**{amount}** for a smaller process, done by {date}. This falls away: {lost}.",
        amount=euro(estimate["request"]["cost_eur"]),
        date=date_text(estimate["request"]["finish"]),
        lost=listed(lost) if lost else _("nothing"),
    )


def statement(asked: Request, found: Grant) -> str:
    """The sentence that an approver of less agrees with."""
    now = found.estimate["request"]
    return _(
        "I grant {cost} instead of the {asked} that was asked, excluding VAT: {cash} in costs and {own} in own hours, "
        "for the smaller process with {talks} conversations, done by {date} with {confidence} certainty.",
        cost=euro(now["cost_eur"]),
        asked=euro(_asked(asked)),
        cash=euro(now["cash_eur"]),
        own=euro(now["own_hours_eur"]),
        talks=number(found.scope["conversations"]),
        date=date_text(now["finish"]),
        confidence=percent(0.8),
    )


def draw(asked: Request, form: Form) -> None:
    """The whole panel."""
    st.caption(_("Less money is a smaller process: you see what falls away before you decide."))
    limit = amount(form, asked)
    reason = fields.text(form, "lower_reason", _("Reason or conditions"), area=True)
    form.slots["reason"] = form.slots.get("lower_reason", st.empty())
    fields.keep(form)
    found = shown(form, asked, limit) if limit is not None and not form.faults else None
    if found is None:
        fields.show_faults(form)
        return
    sign_in.fresh()
    text = statement(asked, found)
    st.container(border=True).markdown(text)
    agreed = st.checkbox(_("This is what I agree with"), key=f"agree.lower.{asked.id}.{asked.version}.{limit}")
    if not st.button(_("Grant this"), key="decide_lower", type="primary", icon=":material/check:"):
        return
    if not agreed:
        st.error(_("Tick first that you agree with the sentence above."))
        return
    who, about = state.user(), (asked.id, asked.version, limit or 0, text, reason)
    once(form, lambda token: requests.approve_lower(state.store(), who, *about, token), asked)


def take_over(process: Process, asked: Request) -> None:
    """After less was granted: the granted scope into the estimate, with one click."""
    base, lower = scenarios.base(state.store(), process.id), asked.lower
    if not lower or base is None or base.scope == lower["scope"]:
        return
    st.info(told(asked, lower), icon=":material/content_cut:")
    if not state.user().may("scenario.save"):
        return
    st.caption(_("The estimate still counts with what was asked."))
    if not st.button(_("Take the granted scope over"), key="take_over", icon=":material/south_east:"):
        return
    token = process_save.token("overnemen", asked.id, base.version)
    try:
        scenarios.save(
            state.store(), state.user(), process.id, base.name, lower["scope"], token=token, version=base.version
        )
    except (Refused, NotFound, Conflict) as problem:
        st.warning(sentence(problem))
        return
    st.toast(_("Taken over."), icon=":material/check:")
    st.rerun()


def _asked(asked: Request) -> float:
    return asked.cost_cents / 100

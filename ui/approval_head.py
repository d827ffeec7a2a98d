"""The top of screen Request: the question, where it stands in a sentence, and what is asked."""

from __future__ import annotations

import json
from typing import Any

import streamlit as st

from display import words
from display.asked import sum_text
from portfolio import estimates
from portfolio import figures as figure_sets
from portfolio.processes import Process
from portfolio.requests import Request
from portfolio.scenarios import Scenario
from ui import estimate_answer, portfolio_links, state
from ui.approval_words import person
from ui.formats import date_text, euro, percent
from ui.i18n import _
from ui.process_pick import kicker
from ui.state import page_setup
from ui.text import esc

Estimate = dict[str, Any]


def head(process: Process, asked: Request | None) -> None:
    """The question as title, and the answer so far in a sentence."""
    aside = page_setup(_("Does this process get time and money?"), kicker(process, process.name), actions=True)
    with (aside or st.container()).container(horizontal=True, horizontal_alignment="right"):
        portfolio_links.link("estimate", _("Estimate"), process.id, icon=":material/calculate:")
        portfolio_links.link("process", _("The ten steps"), process.id, icon=":material/conversion_path:")
    st.markdown(where_it_stands(asked))


def where_it_stands(asked: Request | None) -> str:
    """Where the latest version stands, as markdown."""
    if asked is None:
        return _("**Not asked yet.** Below is what would be asked, and what the decider still needs to know.")
    if asked.status == "submitted":
        return _(
            "**Not decided yet.** Version {number} was sent on {date} and waits for {who}.",
            number=asked.number,
            date=date_text(asked.submitted_at),
            who=esc(words.body(asked.finance.get("decider_money") or "") or _("the decider")),
        )
    decision = asked.decision or {}
    params = {
        "amount": euro(asked.granted_cents / 100),
        "asked": euro(asked.cost_cents / 100),
        "date": date_text(decision.get("date") or decision.get("at") or asked.submitted_at),
        "who": esc(words.body(decision.get("body") or "") or (person(decision["who"]) if decision else "")),
        "number": asked.number,
    }
    if asked.lower:
        text = _("**Yes, to less.** {who} granted {amount} of the {asked} on {date} (version {number}).", **params)
        return text + _reason(decision)
    if asked.approved:
        return _("**Yes.** {who} granted {amount} on {date} (version {number}).", **params)
    if asked.status == "returned":
        return _("**Not yet.** {who} returned version {number} on {date} with questions.", **params) + _reason(decision)
    return _("**No.** {who} refused version {number} on {date}.", **params) + _reason(decision)


def _reason(decision: dict[str, Any]) -> str:
    return f"\n\n> {esc(decision['reason'])}" if decision.get("reason") else ""


def to_be_asked(process: Process, base: Scenario) -> Estimate:
    """The estimate that sending freezes: the base scenario, computed with the figures of today."""
    scope = json.dumps(base.scope, sort_keys=True)
    return _computed(scope, process.id, state.figures().sha256)


@st.cache_data(max_entries=100, show_spinner=False)
def _computed(scope_json: str, process_id: str, sha256: str) -> Estimate:
    return estimates.compute(json.loads(scope_json), process_id, figure_sets.by_sha(state.store(), sha256)).estimate


def figures(est: Estimate, compensable: bool | None, granted: bool = False) -> None:
    """What is asked, or was granted: a clear no to the wanted date first, the sentence, three figures beside it, and
    the money as finance reads it."""
    estimate_answer.refusal(est)
    estimate_answer.asked(est, granted)
    estimate_answer.figures(est)
    estimate_answer.doubt(est)
    asked = est["request"]
    parts = {"sum": sum_text(asked), "cost": euro(asked["cost_eur"])}
    st.markdown(
        (
            _("{sum} = **{cost} granted**, excluding VAT.", **parts)
            if granted
            else _("{sum} = **{cost} asked**, excluding VAT.", **parts)
        )
        + " "
        + vat(asked, compensable)
    )
    years = " · ".join(f"{year} **{euro(amount)}**" for year, amount in asked["by_year"].items())
    st.caption(
        _("Per budget year: {years}.", years=years)
        + " "
        + (
            _(
                "Without the usual overrun the amount and the date hold together with {share} certainty.",
                share=percent(_joint(est)),
            )
            if asked.get("overrun_eur")
            else _("The amount and the date hold together with {share} certainty.", share=percent(_joint(est)))
        )
    )


def _joint(est: Estimate) -> float:
    found = est["joint80"]["confidence"]
    return 0.8 if 0.8 <= found < 0.82 else found


def vat(asked: dict[str, Any], compensable: bool | None) -> str:
    """Costs excluding and including VAT, and which of the two counts for the budget."""
    text = _(
        "The costs are {ex} excluding and {incl} including VAT ({vat}).",
        ex=euro(asked["cash_eur"]),
        incl=euro(asked["cash_incl_vat_eur"]),
        vat=euro(asked["vat_eur"]),
    )
    if compensable is None:
        return text
    counts = _("The VAT is compensable: {amount} counts for the budget.", amount=euro(asked["cash_eur"]))
    if not compensable:
        counts = _(
            "The VAT is not compensable: {amount} counts for the budget.", amount=euro(asked["cash_incl_vat_eur"])
        )
    return f"{text} {counts}"

"""For the controller, folded: percentiles, what the contingency is made of, what moves the answer, a second opinion.

What takes time (tornado, dependence, second opinion) is computed when the fold is open, once per estimate.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import streamlit as st

from display import charts_spread, words
from display.steps import numbered
from display.words import label
from estimator import Scope
from estimator.crosscheck import second_opinion
from estimator.sensitivity import rho_band, tornado
from portfolio import figures
from ui import chart_style, state, tables
from ui.formats import date_text, euro, number, percent
from ui.i18n import _
from ui.text import esc
from ui.turns import in_turn

Estimate = dict[str, Any]
About = tuple[str, str, str]  # scope as JSON, hash of the benchmarks, key of the draws


@st.fragment(key="controller_part")
@in_turn
def controller(est: Estimate, about: About) -> None:
    """The fold; its parts are drawn when it is open."""
    with st.expander(_("For the controller"), key="controller", on_change="rerun") as box:
        if not box.open:
            return
        _percentile_table(est)
        _confidence(est)
        _contingency(est)
        _by_step(est)
        _spread(est, about)
        _dependence(about)
        _second(est, about)
        _roles(est)
        st.caption(_("Engine {engine}, benchmarks {sha}.", engine=est["engine"], sha=est["benchmarks_sha256"][:12]))


@st.cache_data(max_entries=60, show_spinner=False)
def _deep(name: str, scope_json: str, sha256: str, process_key: str) -> Any:
    scope, used = Scope.from_dict(json.loads(scope_json)), figures.by_sha(state.store(), sha256)
    work: dict[str, Callable[[], Any]] = {
        "tornado": lambda: tornado(scope, used, process_key=process_key),
        "rho": lambda: rho_band(scope, used, process_key=process_key),
        "second": lambda: second_opinion(scope, used),
    }
    return work[name]()


def _percentile_table(est: Estimate) -> None:
    tables.figures("percentiles", _percentiles(est))


def _confidence(est: Estimate) -> None:
    joint = est["joint80"]
    st.markdown(
        _(
            "The amount and the date asked hold together in {joint}; the costs by themselves in {cash} and the own "
            "hours by themselves in {hours} of the draws.",
            joint=percent(joint["confidence"]),
            cash=percent(joint["cash_confidence"]),
            hours=percent(joint["own_hours_confidence"]),
        )
    )
    st.markdown(
        _(
            "The amount that is 80% certain and the date that is 80% certain would hold together in only {both}; that "
            "is why both are asked at {level}.",
            both=percent(est["joint_confidence"]),
            level=percent(joint["percentile"]),
        )
    )


def _contingency(est: Estimate) -> None:
    """From the estimate without uncertainty to the amount that is 80 % certain, in parts that add up."""
    st.markdown(_("**From without uncertainty to 80% certain**"))
    st.markdown(
        _(
            "With every benchmark at its likely value and no event the process costs {amount}; "
            "the chance that this is enough is {chance}.",
            amount=euro(round(est["deterministic_eur"])),
            chance=percent(est["probability_of_deterministic"]),
        )
    )
    parts = est["contingency_parts"]
    rows = {
        _("Without uncertainty"): est["deterministic_eur"],
        _("plus the spread of the items and of the weeks they run"): parts["items"],
        _("plus what may happen"): parts["events"],
        _("plus differences between one process and another"): parts["case"],
        _("together 80% certain"): est["cost_eur"]["p80"],
    }
    _amounts(rows)
    request = est["request"]
    st.markdown(
        _(
            "The middle estimate (50%) is {middle}. What is asked, {asked}, is more than 80% certain by itself, "
            "because it holds together with the date.",
            middle=euro(request["estimate_eur"]),
            asked=euro(request["cost_eur"]),
        )
    )
    st.caption(
        _(
            "By the draws around the amount that is 80% certain. The difference between one process and another is "
            "what single items can't see; it is an assumption until your own closed processes say more."
        )
    )


def _amounts(rows: dict[str, float]) -> None:
    tables.figures("parts", {_("Part"): list(rows), _("Amount"): [euro(round(amount)) for amount in rows.values()]})


def _by_step(est: Estimate) -> None:
    """The contingency of each step; together they are the whole."""
    st.markdown(_("**The same by step**"))
    steps = est["by_step"]
    names = [numbered(one["step"], short=False) for one in steps]
    whole = {"without": est["deterministic_eur"], "contingency": est["contingency_eur"], "p80": est["cost_eur"]["p80"]}
    without = [one["deterministic_eur"] for one in steps] + [whole["without"]]
    more = [one["contingency_eur"] for one in steps] + [whole["contingency"]]
    tables.figures(
        "by_step",
        {
            _("Step"): [*names, f"**{_('Together')}**"],
            _("Without uncertainty"): [euro(round(amount)) for amount in without],
            _("On top"): [euro(round(amount)) for amount in more],
            _("Together, 80% certain"): [euro(round(a + b)) for a, b in zip(without, more, strict=True)],
        },
    )
    st.caption(
        _("The steps add up to the amount that is 80% certain: not everything goes wrong in every step at once.")
    )


def _spread(est: Estimate, about: About) -> None:
    st.markdown(_("**What the spread comes from**"))
    sentence = charts_spread.spread_text(est["driver_groups"])
    chart_style.draw(charts_spread.spread_shares(est["driver_groups"]), sentence, "spread_shares")
    st.caption(sentence)
    tables.figures("drivers", {esc(words.named(one)): percent(one["share"]) for one in est["drivers"][:8]})
    st.caption(_("Share of the spread of the amount (covariance); with the rest it adds up to 100%."))
    st.markdown(_("**What moves the amount that is 80% certain**"))
    bars = _deep("tornado", *about)
    content = {"bars": bars, "now": est["cost_eur"]["p80"]}
    chart_style.draw(charts_spread.tornado(content), charts_spread.tornado_text(bars), "tornado")
    st.caption(charts_spread.tornado_text(bars))


def _dependence(about: About) -> None:
    """How the contingency depends on how much the items move together."""
    st.markdown(_("**If items move together less or more**"))
    band = _deep("rho", *about)
    tables.figures(
        "rho",
        {
            _("Dependence ρ"): [number(one["rho"], 1) for one in band],
            _("80% certain"): [euro(round(one["p80"], -2)) for one in band],
            _("Above without uncertainty"): [euro(round(one["contingency_eur"], -2)) for one in band],
        },
    )
    st.caption(
        _("The estimate uses ρ = 0.2 between steps and 0.4 within a step: practice, not measured for participation.")
    )


def _second(est: Estimate, about: About) -> None:
    """The estimate beside one that was computed without draws."""
    st.markdown(_("**A second opinion**"))
    other = _deep("second", *about)
    rows = [
        (_("Middle estimate"), est["cost_eur"]["p50"], other["cost_eur"]["p50"], euro_round),
        (_("80% certain"), est["cost_eur"]["p80"], other["cost_eur"]["p80"], euro_round),
        (_("Weeks, middle"), est["weeks"]["p50"], other["weeks"]["p50"], lambda value: number(value, 1)),
        (_("Weeks, 80% certain"), est["weeks"]["p80"], other["weeks"]["p80"], lambda value: number(value, 1)),
    ]
    tables.figures(
        "second",
        {
            _("Figure"): [name for name, *_rest in rows],
            _("Estimate"): [show(mine) for _name, mine, _theirs, show in rows],
            _("Second opinion"): [show(theirs) for _name, _mine, theirs, show in rows],
            _("Difference"): [percent(theirs / mine - 1 if mine else 0.0, 1) for _name, mine, theirs, _show in rows],
        },
    )
    st.caption(
        _(
            "Computed another way, with formulas and without random draws. A large difference would mean a fault; "
            "only near a recess a small change may move a date by weeks."
        )
    )


def _roles(est: Estimate) -> None:
    st.markdown(_("**Hours per role** (50% / 80%)"))
    roles = {
        label(words.ROLE, role["role"]): f"{number(role['p50'], 0)} / {number(role['p80'], 0)}"
        for role in est["hours_by_role"]
    }
    tables.figures("roles", roles)


def _percentiles(est: Estimate) -> dict[str, list[str]]:
    rows = [
        (_("Costs and own hours"), est["cost_eur"], euro_round),
        (_("Costs"), est["cash_eur"], euro_round),
        (_("Costs including VAT"), est["cash_incl_vat_eur"], euro_round),
        (_("Own hours in euros"), est["own_hours_eur"], euro_round),
        (_("Own hours"), est["own_hours"], lambda value: number(value, 0)),
        (_("Hired hours"), est["hired_hours"], lambda value: number(value, 0)),
        (_("Weeks"), est["weeks"], lambda value: number(value, 1)),
        (_("Done"), est["finish"], date_text),
    ]
    table: dict[str, list[str]] = {_("Figure"): [name for name, _spread, _show in rows]}
    for level in ("p10", "p50", "p80", "p90"):
        table[f"{level[1:]} %"] = [show(spread[level]) for _name, spread, show in rows]
    return table


def euro_round(amount: float) -> str:
    """Euros on hundreds: what lies below is noise."""
    return euro(round(amount, -2))

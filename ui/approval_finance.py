"""The fields of a request as finance wants them, with help beside each; a small process answers fewer."""

from __future__ import annotations

from typing import Any

import streamlit as st

from display import words
from display.words import label
from portfolio.readiness import GATE, LIGHT_CENTS, PROCUREMENT, TOLERANCES, light_fits
from portfolio.scenarios import Scenario
from ui import fields
from ui.approval_words import ANSWERS, FINANCE, answer
from ui.fields import Form
from ui.formats import euro, hours_text, number
from ui.i18n import _

Finance = dict[str, Any]
ROUTES = "procurement_route"


def draw(form: Form, base: Scenario, est: dict[str, Any]) -> Finance:
    """All fields; what stands in them, by name."""
    st.subheader(_("What finance wants to know"), anchor=False)
    found: Finance = {}
    if light_fits(base.scope, est) or form.values.get("light"):
        found["light"] = fields.yes(
            form,
            "light",
            _("Light track: fewer questions"),
            help=_(
                "For an evening with at most {amount} of costs beside own hours (our assumption): only who decides, "
                "the cover, the cost centre, and whether it fits the budget and the VAT is compensable.",
                amount=euro(LIGHT_CENTS / 100),
            ),
        )
    else:
        text = _(
            "The light track, with fewer questions, is for the lightest way of working with at most {amount} of costs "
            "beside own hours (our assumption).",
            amount=euro(LIGHT_CENTS / 100),
        )
        st.caption(text)
    light = bool(found.get("light"))
    _deciders(form, base, found)
    _budget(form, found)
    if not light:
        hours = hours_text(est["request"]["own_hours"])
        text = _("Costs of at most three years are usually incidental.")
        found["incidental"] = _yes_no(form, "incidental", help=text)
        text = _("It is about {hours}.", hours=hours)
        found["within_formation"] = _yes_no(form, "within_formation", help=text)
    if base.scope["own_staff_share"] < 1:
        _hiring(form, found)
    if not light:
        _tolerances(form, found)
        _gate(form, found)
    found["notes"] = fields.text(form, "notes", label(FINANCE, "notes"), area=True)
    return found


def _deciders(form: Form, base: Scenario, found: Finance) -> None:
    left, right = st.columns(2)
    with left:
        found["decider_money"] = _text(form, "decider_money", help=_route_help(base, "budget_route"))
    with right:
        found["decider_outcome"] = _text(form, "decider_outcome", help=_route_help(base, "outcome_route"))


def _budget(form: Form, found: Finance) -> None:
    left, right = st.columns(2)
    with left:
        found["coverage"] = _text(form, "coverage", help=_("From which budget this is paid."))
    with right:
        text = _("The number or name under which it is booked.")
        found["cost_centre"] = _text(form, "cost_centre", help=text)
    text = _("Inside what the council authorised for this programme and year.")
    found["within_budget"] = _yes_no(form, "within_budget", help=text)
    if found["within_budget"] is False:
        st.warning(
            _("Outside the authorised budget: the council decides, with an amendment of the budget."),
            icon=":material/gavel:",
        )
        text = _("For example the amendment that goes with the spring report, or the meeting in which it is decided.")
        found["budget_amendment"] = _text(form, "budget_amendment", help=text)
    text = _("Compensable: the VAT comes back from the VAT compensation fund, so the amount without VAT counts.")
    found["vat_compensable"] = _yes_no(form, "vat_compensable", help=text)


def _hiring(form: Form, found: Finance) -> None:
    left, right = st.columns([3, 2])
    with left:
        before = form.values.get(ROUTES)  # a request of before this list keeps its own words
        options = [*PROCUREMENT, *([before] if before and before not in PROCUREMENT else [])]
        text = _("How it is bought. Which route is allowed is in your own purchasing rules.")
        found[ROUTES] = fields.choice(
            form, ROUTES, _label(ROUTES), options, None, lambda code: answer(ROUTES, code), help=text
        )
    with right:
        text = _("From the approval to the contract. It is held against the time there is before the talks.")
        usual = PROCUREMENT.get(str(found[ROUTES]))
        found["procurement_weeks"] = fields.decimal(
            form,
            "procurement_weeks",
            _label("procurement_weeks"),
            help=text,
            placeholder=number(usual) if usual else "",
        )
    if usual and found["procurement_weeks"] is None:
        st.caption(
            _("{weeks} weeks is our assumption for this route; type your own if you know them.", weeks=number(usual))
        )


def _tolerances(form: Form, found: Finance) -> None:
    """How much may differ before it is asked again."""
    with st.expander(_("What may differ before it is asked again"), key="tolerances"):
        st.caption(
            _(
                "Usual, and our assumption: {money}% more money, {weeks} weeks later, {scope}% more groups, talks or "
                "residents. Leave a field empty to keep that.",
                money=number(TOLERANCES["tolerance_money_pct"]),
                weeks=number(TOLERANCES["tolerance_weeks"]),
                scope=number(TOLERANCES["tolerance_scope_pct"]),
            )
        )
        for place, (name, usual) in zip(st.columns(3), TOLERANCES.items(), strict=True):
            with place:
                found[name] = fields.decimal(form, name, _label(name), placeholder=number(usual))


def _gate(form: Form, found: Finance) -> None:
    """The five questions of gate 1, with where they come from."""
    with st.expander(_("Five questions before you begin"), key="gate_1"):
        st.caption(_("From the OECD guidelines for citizen participation. They don't stop a request."))
        for name in GATE:
            found[name] = _yes_no(form, name)


def _label(name: str) -> str:
    return label(FINANCE, name)


def _text(form: Form, name: str, help: str | None = None) -> str:
    return fields.text(form, name, _label(name), help=help)


def _yes_no(form: Form, name: str, help: str | None = None) -> bool | None:
    yes, no = ANSWERS[name]
    return fields.choice(
        form,
        name,
        _label(name),
        [True, False],
        None,
        lambda value: _(yes) if value else _(no),
        help=help,
        visible=True,
    )


def _route_help(base: Scenario, route: str) -> str:
    return _("The estimate counts on: {route}.", route=label(words.ROUTE, base.scope[route]))

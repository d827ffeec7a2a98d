"""The outside view on screen Estimate: what comparable public processes really took, beside the calculated figure."""

from __future__ import annotations

from typing import Any

import streamlit as st

from display import words
from display.words import label
from estimator import Scope
from estimator.outside import outside_view
from ui.estimate_why import address
from ui.formats import euro, number
from ui.i18n import N_, _, ngettext
from ui.text import esc

POSITION = {
    "below": N_("▲ Your middle estimate lies below that: ask yourself what they needed and you don't."),
    "within": N_("Your middle estimate lies within that."),
    "above": N_("Your middle estimate lies above that."),
}
CASH = N_("{n} comparable processes cost {low} to {high} without own staff.")
CASH_ONE = N_("One comparable process cost {low} without own staff.")
COST = N_("{n} comparable processes cost {low} to {high}, own staff included or not stated.")
COST_ONE = N_("One comparable process cost {low}, own staff included or not stated.")
WEEKS = N_("From first to last meeting {n} of them took {low} to {high} weeks.")
WEEKS_ONE = N_("From first to last meeting one of them took {low} weeks.")


def draw_outside(scope: Scope, est: dict[str, Any]) -> None:
    """A sentence for each band that has cases, and the cases with their sources; else that there are none."""
    view = outside_view(scope, est)
    st.subheader(_("Outside view"), anchor=False)
    if not view["cases"]:
        forms = ", ".join(label(words.FORM, form) for form in scope.conversations_by_form)
        st.markdown(_("We found no comparable public processes for: {forms}.", forms=forms))
        return
    lines = [
        *_line(view["cost"], COST_ONE, COST, money=True),
        *_line(view["cash"], CASH_ONE, CASH, money=True),
        *_line(view["weeks"], WEEKS_ONE, WEEKS, money=False),
    ]
    st.markdown("  \n".join(lines))
    with st.expander(_("The comparable processes ({n})", n=len(view["cases"])), key="outside_cases"):
        for case in view["cases"]:
            st.markdown(_case(case))
        st.caption(
            _(
                "Local and regional processes of the same form, at most three times larger or smaller. Amounts are in "
                "euros at the price level of your estimate. Famous and disputed processes publish more than others."
            )
        )


def _line(band: dict[str, Any], one: str, many: str, money: bool) -> list[str]:
    if not band["n"]:
        return []
    write = euro if money else number
    figures = {"n": number(band["n"]), "low": write(band["low"]), "high": write(band["high"])}
    text = _(one if band["n"] == 1 else many, **figures)
    return [f"{text} {_(POSITION[band['position']])}" if money else text]


def _case(case: dict[str, Any]) -> str:
    parts = [f"**{esc(case['name'])}**, {esc(case['place'])} {case['year'] or ''}".strip()]
    if case["participants"]:
        parts.append(_("{n} participants", n=number(case["participants"])))
    if case["days"]:
        parts.append(ngettext("{n} meeting", "{n} meetings", case["days"], n=number(case["days"])))
    if case["cost_eur"]:
        parts.append(euro(round(case["cost_eur"] / 100) * 100))
    source = esc(case["source"]) or _("source")
    link = address(case["url"])
    parts.append(f"[{source}]({link})" if link else source)
    return "- " + " · ".join(parts)

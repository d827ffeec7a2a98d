"""The right side of screen What if: what the scenario changes in a sentence, five figures, the pictures over the base,
and which warnings come or go."""

from __future__ import annotations

from typing import Any

import streamlit as st

from display import charts_whatif, comparison
from display.comparison import date_difference, euros_difference, hours_difference, share_difference, weeks_difference
from ui import chart_style, whatif_html
from ui.estimate_answer import SIGNS, refusal
from ui.formats import date_text, euro, fill, number, percent, weeks_text
from ui.i18n import _
from ui.theme import is_dark
from ui.whatif_data import Asked

Estimate = dict[str, Any]


def draw(asked: Asked) -> None:
    """The answer: a clear no first, the sentence, figures, pictures, warnings."""
    refusal(asked.est)
    st.subheader(_sentence(asked), anchor=False)
    figures(asked.base_est, asked.est)
    _deadline(asked.base_est, asked.est)
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(_("How sure is the amount"), anchor=False)
        text = charts_whatif.curve_text(asked.base_est, asked.est)
        picture(charts_whatif.curve_over(asked.base_est, asked.est, is_dark()), text, "whatif_curve")
    with right:
        st.subheader(_("When, step by step"), anchor=False)
        text = charts_whatif.steps_text(asked.base_est, asked.est)
        picture(charts_whatif.steps_over(asked.base_est, asked.est, is_dark()), text, "whatif_steps")
    warnings(asked.base_est, asked.est)


def picture(spec: dict[str, Any], text: str, key: str, caption: str | None = None) -> None:
    """A chart as wide as its column, with the sentence under it that a screen reader reads instead.

    ``caption``: the same as markdown, for a text with names that users typed.
    """
    chart_style.draw(spec, text, key)
    st.caption(text if caption is None else caption)


def _sentence(asked: Asked) -> str:
    if asked.scope == asked.base or asked.est["request"] == asked.base_est["request"]:
        request = asked.est["request"]
        return _(
            "The same as the base: {cash} in costs and {hours} own hours.",
            cash=f"**{euro(request['cash_eur'])}**",
            hours=f"**{number(request['own_hours'])}**",
        )
    return comparison.in_a_sentence(asked.base_est, asked.est)


def figures(base: Estimate, est: Estimate) -> None:
    """Five figures, each with its difference to the base in a word and a sign."""
    now, before = est["request"], base["request"]
    sure, was_sure = (comparison.said(one["joint80"]["confidence"]) for one in (est, base))
    own = hours_difference(now["own_hours"], before["own_hours"])
    whatif_html.show(
        whatif_html.cards(
            [
                (_("Costs asked"), euro(now["cash_eur"]), euros_difference(now["cash_eur"], before["cash_eur"])),
                (_("Own hours asked"), number(now["own_hours"], 0), own),
                (_("Lead time"), weeks_text(now["weeks"]), weeks_difference(now["weeks"], before["weeks"])),
                (_("Done by"), date_text(now["finish"]), date_difference(now["finish"], before["finish"])),
                (_("Amount and date together"), percent(sure), share_difference(sure, was_sure)),
            ]
        )
    )


def _deadline(base: Estimate, est: Estimate) -> None:
    chance, before, day = est["probability_of_deadline"], base["probability_of_deadline"], est["scope"].get("deadline")
    if chance is None or not day or any(one["code"].startswith("deadline") for one in est["warnings"]):
        return
    text = _("The wanted date, {date}, holds with {chance}.", date=f"**{date_text(day)}**", chance=percent(chance))
    if before is not None and base["scope"].get("deadline") == day:
        text += f" {share_difference(chance, before)}."
    st.markdown(text)


def warnings(base: Estimate, est: Estimate) -> None:
    """Which warnings come with this scenario, which go, and which stay."""
    known, now = ({one["code"]: one for one in each["warnings"]} for each in (base, est))
    come = [one for code, one in now.items() if code not in known and one["severity"] != "no"]
    gone = [one for code, one in known.items() if code not in now]
    stay = [one for code, one in now.items() if code in known and one["severity"] != "no"]
    if not (come or gone or stay):
        return
    st.subheader(_("What to watch"), anchor=False)
    for one in come:
        text = f"**{_('New:')}** {fill(one['template'], one['params'])}"
        if one["severity"] == "warning":
            st.warning(text, icon=SIGNS["warning"])
        else:
            st.markdown(f"{SIGNS['info']} {text}")
    for one in gone:
        st.markdown(f":material/check: **{_('Gone:')}** {fill(one['template'], one['params'])}")
    for one in stay:
        st.caption(f"{SIGNS[one['severity']]} {_('As in the base:')} {fill(one['template'], one['params'])}")

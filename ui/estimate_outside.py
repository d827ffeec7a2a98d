"""The outside view on screen Estimate: what comparable public processes really took, beside the calculated figure."""

from __future__ import annotations

from typing import Any

import streamlit as st

from display import words
from display.i18n import column
from display.words import label
from estimator import Benchmarks, Scope
from estimator.outside import outside_view
from ui import tables
from ui.estimate_why import address
from ui.formats import euro, number, percent, weeks_text
from ui.i18n import N_, _, ngettext
from ui.text import esc

POSITION = {
    "below": N_("Your middle estimate, {amount}, lies below that: ask yourself what they needed and you don't."),
    "within": N_("Your middle estimate, {amount}, lies within that."),
    "above": N_("Your middle estimate, {amount}, lies above that: ask yourself what you do more than they did."),
}
CASH = N_("{n} comparable processes cost {low} to {high} without own staff.")
CASH_ONE = N_("One comparable process cost {low} without own staff.")
COST = N_("{n} comparable processes cost {low} to {high}, own staff included or not stated.")
COST_ONE = N_("One comparable process cost {low}, own staff included or not stated.")
PHASE = {
    "wk_decision_to_first": N_("From approval to the first meeting"),
    "wk_invite_to_first": N_("From invitation to the first meeting"),
    "wk_first_to_last": N_("From the first to the last meeting"),
    "wk_last_to_report": N_("From the last meeting to the report"),
}
STAFF = {
    "in": N_("own staff included"),
    "partly": N_("own staff partly included"),
    "out": N_("without own staff"),
    "unknown": N_("own staff not stated"),
}
SCALE = {"local": N_("local"), "regional": N_("regional")}


def draw_outside(scope: Scope, est: dict[str, Any], figures: Benchmarks) -> None:
    """A sentence for each band that has cases, weeks by phase, the cases with their sources; and the usual overrun."""
    view = outside_view(scope, est, figures)
    st.subheader(_("Outside view"), anchor=False)
    if view["cases"]:
        _bands(view)
        _phases(view["phases"])
        _cases(view["cases"])
    else:
        forms = ", ".join(label(words.FORM, form) for form in scope.conversations_by_form)
        st.markdown(_("We found no comparable public processes for: {forms}.", forms=forms))
    _overrun(est["overrun"], est["request"])


def _bands(view: dict[str, Any]) -> None:
    for band, one, many in ((view["cost"], COST_ONE, COST), (view["cash"], CASH_ONE, CASH)):
        if not band["n"]:
            continue
        figures = {"n": number(band["n"]), "low": euro(band["low"]), "high": euro(band["high"])}
        text = _(one if band["n"] == 1 else many, **figures)
        text += " " + _(POSITION[band["position"]], amount=euro(band["calculated"]))
        if band["position"] != "within":
            st.warning(text, icon=":material/warning:")
        else:
            st.markdown(text)


def _phases(phases: dict[str, Any]) -> None:
    """Weeks of each phase: what comparable processes took beside what is calculated, and a sign where they differ."""
    known = {name: band for name, band in phases.items() if band["n"]}
    if not known:
        return
    signs = {"below": "▼ " + _("shorter"), "within": "", "above": "▲ " + _("longer")}
    tables.figures(
        "phases",
        {
            _("Phase (number of processes)"): [f"{_(PHASE[name])} ({number(b['n'])})" for name, b in known.items()],
            _("They took"): [_range(band) for band in known.values()],
            _("Calculated"): [
                f"{weeks_text(band['calculated'])} {signs[band['position']]}".strip() for band in known.values()
            ],
        },
    )
    differ = [_(PHASE[name]) for name, band in known.items() if band["position"] != "within"]
    if differ:
        text = _("The calculated weeks differ from theirs: {phases}.", phases="; ".join(differ))
        st.warning(text, icon=":material/warning:")


def _range(band: dict[str, Any]) -> str:
    if band["low"] == band["high"]:
        return weeks_text(band["low"])
    return _("{low} to {high} weeks", low=number(band["low"]), high=number(band["high"]))


def _cases(cases: list[dict[str, Any]]) -> None:
    with st.expander(_("The comparable processes ({n})", n=len(cases)), key="outside_cases"):
        for case in cases:
            st.markdown(_case(case))
        st.caption(
            _(
                "Local and regional processes of the same form, at most three times larger or smaller. Amounts are in "
                "euros at the price level of your estimate. Famous and disputed processes publish more than others."
            )
        )


def _case(case: dict[str, Any]) -> str:
    parts = [f"**{esc(case['name'])}**, {esc(case['place'])} {case['year'] or ''}".strip()]
    parts.append(f"{label(words.FORM, case['form'])}, {label(SCALE, case['scale'])}")
    if case["participants"]:
        parts.append(_("{n} participants", n=number(case["participants"])))
    if case["days"]:
        parts.append(ngettext("{n} meeting", "{n} meetings", case["days"], n=number(case["days"])))
    if case["cost_eur"]:
        parts.append(f"{euro(round(case['cost_eur'] / 100) * 100)} ({_price(case)})")
    source = esc(case["source"]) or _("source")
    link = address(case["url"])
    parts.append(f"[{source}]({link})" if link else source)
    return "- " + " · ".join(parts)


def _price(case: dict[str, Any]) -> str:
    """How an amount must be read: own staff in or out, and the year it was published at."""
    staff = _(STAFF[case["staff"]])
    return f"{staff}, {_('published at {year} prices', year=case['price_year'])}" if case["price_year"] else staff


def _overrun(usual: dict[str, Any], asked: dict[str, Any]) -> None:
    """How much more public processes took than planned, and whether that counts in what is asked."""
    if "money" not in usual and "time" not in usual:
        return
    st.markdown(f"**{_('The usual overrun')}**")
    if not usual["eur"] and not usual["weeks"]:
        st.markdown(_("Your own closed processes already say how it goes; the overrun of others isn't counted again."))
        return
    if usual["on"]:
        text = _(
            "Counted, as a line of its own beside the contingency: {eur} and {weeks}.",
            eur=f"**{euro(asked['overrun_eur'])}**",
            weeks=f"**{weeks_text(asked['overrun_weeks'])}**",
        )
    else:
        text = _(
            "Not counted. As in the public cases it would be {eur} and {weeks} more; switch it on under “{title}”.",
            eur=f"**{euro(round(usual['eur'], -2))}**",
            weeks=f"**{weeks_text(usual['weeks'])}**",
            title=_("What may happen"),
        )
    st.markdown(text)
    with st.expander(_("What the usual overrun rests on"), key="overrun_why"):
        for name, title in (("money", _("Money")), ("time", _("Time"))):
            if name in usual:
                st.markdown(_overrun_row(title, usual[name]))


def _overrun_row(title: str, row: dict[str, Any]) -> str:
    return _(
        "{title}: {likely} more than planned, eight in ten between {low} and {high}. {note}",
        title=f"**{title}**",
        likely=percent(row["likely"] - 1),
        low=_signed(row["low"] - 1),
        high=_signed(row["high"] - 1),
        note=esc(column(row | {"note_nl": row["note"]}, "note")),
    )


def _signed(share: float) -> str:
    return f"{'+' if share > 0 else '−'}{percent(abs(share))}"

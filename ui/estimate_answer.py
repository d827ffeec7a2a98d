"""The right side of screen Estimate: what is asked in words and at most five figures, then pictures, then the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from display import charts
from display.asked import sum_text
from display.charts_spread import spread_text
from ui.chart_style import draw
from ui.formats import date_text, euro, fill, number, percent, weeks_text
from ui.i18n import _

Estimate = dict[str, Any]
SIGNS = {"no": ":material/block:", "warning": ":material/warning:", "info": ":material/info:"}


def draw_answer(est: Estimate) -> None:
    """The whole answer above the reasons: a clear no first, then what is asked, warnings and pictures."""
    refusal(est)
    asked(est)
    figures(est)
    hints(est)
    pictures(est)
    seats(est)


def refusal(est: Estimate) -> None:
    """When the wish can't come true: no, the chance, the date that does hold, and the reasons."""
    noes = [warning for warning in est["warnings"] if warning["severity"] == "no"]
    if not noes:
        return
    lines = [fill(one["template"], one["params"]) for one in noes]
    reasons = "".join(f"\n- {line}" for line in lines[1:])
    st.error(f"**{lines[0]}**\n{reasons}", icon=SIGNS["no"])


def asked(est: Estimate, granted: bool = False) -> None:
    """The sentence that counts: costs and own hours apart, and the date that holds together with them."""
    request, joint = est["request"], est["joint80"]
    parts = {"cash": f"**{euro(request['cash_eur'])}**", "hours": f"**{number(request['own_hours'])}**"}
    title = (
        _("Granted: {cash} in costs, and {hours} own hours.", **parts)
        if granted
        else _("Asked: {cash} in costs, and {hours} own hours.", **parts)
    )
    st.subheader(title, anchor=False)
    st.markdown(f"{_certainty(request, joint)} {_deadline(est)}")


def _certainty(request: dict[str, Any], joint: dict[str, Any]) -> str:
    """How sure the amount and the date are together; the usual overrun comes on top of what is that sure."""
    confidence, date = percent(_said(joint["confidence"])), date_text(request["finish"])
    if not request.get("overrun_eur") and not request.get("overrun_weeks"):
        return _(
            "With {confidence} certainty that is enough and the process is done by **{date}** at the latest, "
            "according to our assumptions.",
            confidence=confidence,
            date=date,
        )
    return _(
        "Done by **{date}** at the latest. Without the usual overrun of {eur} and {weeks}, which is counted here on "
        "top, amount and date hold with {confidence} certainty, according to our assumptions.",
        date=date,
        eur=euro(request["overrun_eur"]),
        weeks=weeks_text(request["overrun_weeks"]),
        confidence=confidence,
    )


def _said(confidence: float) -> float:
    """A confidence as it is said: 80 % when it is 80 % and a bit."""
    return 0.8 if 0.8 <= confidence < 0.82 else confidence


def _deadline(est: Estimate) -> str:
    probability, deadline = est["probability_of_deadline"], est["scope"].get("deadline")
    if probability is None or not deadline or any(one["code"].startswith("deadline") for one in est["warnings"]):
        return ""  # the warning says it
    day = f"**{date_text(deadline)}**"
    if probability >= 0.995:
        return _("The wanted date, {date}, is practically certain.", date=day)
    return _("The wanted date, {date}, holds with {chance}.", date=day, chance=percent(probability))


def figures(est: Estimate) -> None:
    """Two more figures, five with those in the sentences, and in a word what all of it rests on."""
    request = est["request"]
    left, middle, right = st.columns(3)
    left.metric(
        _("Costs and own hours together"),
        euro(request["cost_eur"]),
        border=True,
        height="stretch",
        help=_("{sum}; excluding VAT.", sum=sum_text(request)),
    )
    middle.metric(
        _("Lead time"),
        weeks_text(request["weeks"]),
        border=True,
        height="stretch",
        help=_(
            "From {start}; {middle} in the middle estimate.",
            start=date_text(est["scope"]["start"]),
            middle=weeks_text(est["weeks"]["p50"]),
        ),
    )
    right.metric(
        _("Rests mostly on"),
        _("assumptions") if est["trust"]["assumed"] >= 0.5 else _("sources"),
        border=True,
        height="stretch",
        help=_("The shares stand below, under “{title}”.", title=_("What this rests on")),
    )


def hints(est: Estimate) -> None:
    """Warnings, each in its box, then remarks together."""
    for warning in est["warnings"]:
        if warning["severity"] == "warning":
            st.warning(fill(warning["template"], warning["params"]), icon=SIGNS["warning"])
    remarks = [fill(one["template"], one["params"]) for one in est["warnings"] if one["severity"] == "info"]
    if remarks:
        st.caption("  \n".join(f"{SIGNS['info']} {text}" for text in remarks))


def doubt(est: Estimate) -> None:
    """How unlikely the wanted date is: whoever asks or decides must see it, as on screen Estimate."""
    hints({"warnings": [one for one in est["warnings"] if one["code"] == "deadline_unlikely"]})


def pictures(est: Estimate) -> None:
    """How sure, when, and where the money goes: each picture with its sentence."""
    left, right = st.columns(2, gap="large")
    with left:
        _picture(_("How sure is the amount"), charts.s_curve, charts.s_curve_text(est), est)
        st.caption(spread_text(est["driver_groups"]))
    with right:
        _picture(_("When, step by step"), charts.step_timeline, charts.step_timeline_text(est), est)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _picture(_("Where the money goes"), charts.step_money, charts.step_money_text(est), est)
    with right:
        _picture(_("What kind of money"), charts.kind_money, charts.kind_money_text(est), est)
        by_year(est)


def _picture(title: str, build: Callable[..., Any], sentence: str, est: Estimate) -> None:
    _heading(title)
    draw(build(est), sentence, build.__name__)
    st.caption(sentence)


def _heading(title: str) -> None:
    st.subheader(title, anchor=False)


def by_year(est: Estimate) -> None:
    """The amounts per budget year, and with VAT."""
    request = est["request"]
    years = ", ".join(f"{year}: {euro(amount)}" for year, amount in request["by_year"].items())
    _heading(_("Per budget year"))
    st.markdown(years)
    st.caption(
        _(
            "The costs of {cash} are {incl} including VAT.",
            cash=euro(request["cash_eur"]),
            incl=euro(request["cash_incl_vat_eur"]),
        )
    )


def seats(est: Estimate) -> None:
    """The chain invited → registered → present → seats in numbers, with its spread."""
    chain = est["seats"]
    _heading(_("Who will come"))
    parts = [
        (_("letters"), chain["letters"]),
        (_("invited"), chain["invited"]),
        (_("registered"), chain["registered"]),
        (_("present"), chain["present"]),
    ]
    shown = [_link(name, spread) for name, spread in parts if spread["p50"] > 0]
    shown.append(_("**{n}** seats", n=number(chain["seats"], 0)))
    st.markdown(" → ".join(shown))
    per_head = est["eur_per_participant"]
    st.caption(_("Per participant {amount}, costs and own hours together.", amount=euro(round(per_head, -1))))


def _link(name: str, spread: dict[str, float]) -> str:
    low, high = round(spread["p10"]), round(spread["p90"])
    text = f"**{number(spread['p50'], 0)}** {name}"
    return text if low == high else f"{text} ({number(low)}–{number(high)})"

"""Where the process ends as things stand: one sentence under the strip, and folded why and how much per step."""

from __future__ import annotations

from typing import Any

import streamlit as st

from portfolio.forecast_cost import Forecast
from portfolio.processes import Process
from ui import process_money
from ui.formats import date_text, euro, fill
from ui.i18n import _


def draw(process: Process, found: Forecast | None) -> None:
    """The sentence, with sign and word; below it the reasons and the table."""
    if found is None or process.status not in ("active", "paused"):
        return
    over = found.known and found.over_eur > 0
    with st.container(key="forecast"):
        (st.warning if over else st.info)(
            _sentence(found), icon=":material/trending_up:" if over else ":material/flag:"
        )
        box = st.expander(_("Why, and how much per step"), key=f"forecast:{process.id}", on_change="rerun")
        if box.open:
            with box:
                _more(found)


def _sentence(found: Forecast) -> str:
    params: dict[str, Any] = {
        "middle": f"**{euro(_round(found.cost_eur))}**",
        "high": f"**{euro(_round(found.cost80_eur))}**",
        "approved": euro(found.approved_eur),
    }
    if not found.known:
        money = _(
            "**Nothing booked yet, so this is the plan**: {middle} (middle), with 80% certainty at no more than "
            "{high}. Approved is {approved}.",
            **params,
        )
        return money + " " + _date(found)
    if found.over_eur > 0:
        params["over"] = euro(max(_round(found.cost80_eur) - found.approved_eur, 0))
        money = _(
            "**Above what was approved**: as it runs now this ends at {middle} (middle), with 80% certainty at no more "
            "than {high}. Approved is {approved}; that is {over} less.",
            **params,
        )
    else:
        money = _(
            "**Within what was approved**: as it runs now this ends at {middle} (middle), with 80% certainty at no "
            "more than {high}. Approved is {approved}.",
            **params,
        )
    return money + " " + _date(found) + _first(found)


def _date(found: Forecast) -> str:
    if found.finish is None:
        return _("When it is done can't be said: not every step has dates.")
    done = date_text(found.finish)
    if found.finish > found.approved_finish:
        return _(
            "Done on {date}: later than {approved}, as approved.", date=done, approved=date_text(found.approved_finish)
        )
    return _("Done on {date}; approved is {approved}.", date=done, approved=date_text(found.approved_finish))


def _first(found: Forecast) -> str:
    return "  \n" + fill(*found.reasons[0]) if found.reasons else ""


def _more(found: Forecast) -> None:
    st.markdown("\n".join(f"- {fill(template, params)}" for template, params in found.reasons))
    st.caption(
        _(
            "Cost is hours × what an hour costs in own tariffs ({rate}) + money paid out. What happened is certain; "
            "what remains is as uncertain as the estimate says. How much the pace so far says about the rest is our "
            "assumption.",
            rate=euro(found.an_hour, cents=True),
        )
    )
    process_money.table(found)


def _round(amount: float) -> float:
    """To what a forecast allows: € 500, below € 10,000 to € 100."""
    unit = 100 if abs(amount) < 10_000 else 500
    return round(amount / unit) * unit

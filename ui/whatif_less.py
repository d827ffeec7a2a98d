"""The price of less: with a lower budget or fewer weeks, what falls away, what returns, and the three levers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import streamlit as st

from display import less_words
from estimator import Scope
from estimator.less import WEEKS, price_of_less
from ui import fields, whatif_data, whatif_parts
from ui.fields import Form
from ui.formats import euro, number, weeks_text
from ui.i18n import N_, _
from ui.whatif_data import Asked

Found = dict[str, Any]
LEVERS = {"later": N_("Later"), "smaller": N_("Smaller"), "more_people": N_("More people")}
TEXTS: dict[str, Callable[[Found | None, Found], str]] = {
    "later": lambda one, now: less_words.later_text(one),
    "smaller": less_words.smaller_text,
    "more_people": less_words.more_people_text,
}


def draw(asked: Asked) -> None:
    """Budget and weeks to drag down, then what falls away, then the three levers."""
    form = whatif_parts.open_part(asked, "less")
    budget, weeks = _limits(form, asked)
    fields.keep(form)
    fields.show_faults(form)
    if form.faults:
        return
    if budget is None and weeks is None:
        st.markdown(_("Drag the budget or the weeks down, or type them; then you read what falls away."))
        return
    found = _found(whatif_parts.about(asked), budget, weeks, asked)
    after = _after(asked, found)
    first, *rest = less_words.less_section(found, asked.est, after)
    if found["fits"]:
        st.success(first, icon=":material/check:")
        return
    st.warning(first, icon=":material/content_cut:")
    if rest:
        st.markdown("\n".join(f"- {line}" for line in rest))
    left = found["order"][-1]
    if left["feasible"]:
        _take(asked, left, found, "less_take", _("Put what is left on the sliders"))
    _levers(asked, found)


def _limits(form: Form, asked: Asked) -> tuple[float | None, float | None]:
    """Euros and weeks to make do with; None where nothing is asked to be less."""
    request = asked.est["request"]
    left, right = st.columns(2)
    with left:
        budget = _dragged(form, "money", _("Budget, as a share of what is asked now"), request["cost_eur"])
        typed = whatif_parts.money(form, "budget", _("Or an amount (€, excluding VAT)"))
        if typed is None and budget is not None:
            st.caption(_("{part} of {whole}", part=euro(budget), whole=euro(request["cost_eur"])))
    with right:
        weeks = _dragged(form, "time", _("Weeks, as a share of what is asked now"), request["weeks"])
        typed_weeks = _weeks(form)
        if typed_weeks is None and weeks is not None:
            st.caption(_("{part} of {whole}", part=weeks_text(weeks), whole=weeks_text(request["weeks"])))
    return typed or budget, typed_weeks or (max(weeks, 1.0) if weeks is not None else None)


def _dragged(form: Form, name: str, label: str, whole: float) -> float | None:
    """A share of the whole; None at 100 %, when nothing is less."""
    share = fields.share(form, name, label, 1.0)
    return None if share >= 1 else max(share, 0.05) * whole


def _weeks(form: Form) -> float | None:
    typed = fields.decimal(form, "weeks", _("Or a number of weeks"))
    low, high = WEEKS
    if typed is not None and not low <= typed <= high:
        text = _("{value} is no number of weeks; allowed is {low} to {high}.", value=number(typed), low=low, high=high)
        fields.fault(form, "weeks", text)
        return None
    return typed


@st.cache_data(max_entries=100, show_spinner=False)
def _found(about: str, budget: float | None, weeks: float | None, _asked: Asked) -> Found:
    return price_of_less(_asked.scope, _asked.figures, budget=budget, weeks=weeks, process_key=_asked.key)


def _after(asked: Asked, found: Found) -> dict[str, Any]:
    """The estimate of what is left, with the wish that it is measured by."""
    scope = found["order"][-1]["scope"] if found["order"] else found["now"]["scope"]
    return whatif_data.estimate(Scope.from_dict(scope), asked.figures, asked.key)


def _deadline(asked: Asked, found: Found) -> dict[str, Any]:
    """The wanted date that goes with fewer weeks."""
    weeks = found["asked"]["weeks"]
    if weeks is None:
        return {}
    return {"deadline": (asked.scope.start + dt.timedelta(days=round(7 * weeks) - 1)).isoformat()}


def _levers(asked: Asked, found: Found) -> None:
    """Later, smaller, more people: each with its figures and, when it changes something, a button."""
    for (name, title), column in zip(LEVERS.items(), st.columns(3, gap="medium"), strict=True):
        one = found["levers"][name]
        with column, st.container(border=True, height="stretch"):
            st.markdown(f"**{_(title)}**  \n{TEXTS[name](one, found['now'])}")
            if one is not None and one["feasible"]:
                _take(asked, one, found, f"less_{name}")


def _take(asked: Asked, one: Found, found: Found, key: str, label: str = "") -> None:
    change = {} if "before" in one else _deadline(asked, found)  # later has its own date
    whatif_parts.take(asked, one["scope"], key, label or _("Put this on the sliders"), **change)

"""What if, the other way round: the largest scope within a budget and before a date, and the cheapest way to a date."""

from __future__ import annotations

import datetime as dt
from typing import Any

import streamlit as st

from display import seek_words
from display.seek_words import VARY, size_text
from display.words import label
from estimator.solve import cheapest, solve
from estimator.vary import VARY as VARIED
from ui import fields, whatif_parts
from ui.fields import Form
from ui.formats import date_text, euro, percent
from ui.i18n import N_, _
from ui.whatif_data import Asked

Found = dict[str, Any]
BINDING = {
    "budget": N_("One step more and the **budget** no longer holds."),
    "date": N_("One step more and the **date** no longer holds."),
    "both": N_("One step more and **budget and date together** no longer hold."),
    "scope": N_("Nothing stands in the way up to the largest that can be estimated."),
}
STAYS = {"participants": N_("The number of seats that you gave stays as it is.")}
LEVERS_SHOWN = 6


def draw(asked: Asked) -> None:
    """The limits and what to vary, then the answer, then the cheapest way to the date."""
    form = whatif_parts.open_part(asked, "seek")
    budget, before, sure, vary = _limits(form, asked)
    fields.keep(form)
    fields.show_faults(form)
    if form.faults:
        return
    if budget is None and before is None:
        st.markdown(_("Fill in a budget, a date or both; then you read the largest scope that fits."))
        return
    key = whatif_parts.about(asked)
    found = _solved(key, budget, before.isoformat() if before else None, sure, vary, asked)
    _fits(asked, found) if found["feasible"] else _fits_not(form, found)
    if before:
        _levers(asked, _ways(key, before.isoformat(), sure, asked))


def _limits(form: Form, asked: Asked) -> tuple[float | None, dt.date | None, float, str]:
    one, two = st.columns(2)
    with one:
        budget = whatif_parts.money(
            form,
            "budget",
            _("Budget, costs and own hours together (€, excluding VAT)"),
            help=_("Leave it empty when only the date counts."),
        )
        sure = whatif_parts.confidence(form)
    with two:
        typed = fields.day(
            form,
            "before",
            _("Done at the latest on"),
            asked.scope.deadline,
            help=_("Leave it empty when only the budget counts."),
        )
        vary = fields.choice(
            form, "vary", _("What may change"), VARIED, "conversations", lambda code: label(VARY, code)
        )
    before = dt.date.fromisoformat(typed) if typed else None
    whatif_parts.after_start(form, "before", before, asked)
    return budget, before, sure, str(vary)


@st.cache_data(max_entries=100, show_spinner=False)
def _solved(about: str, budget: float | None, before: str | None, sure: float, vary: str, _asked: Asked) -> Found:
    return solve(
        _asked.scope,
        _asked.figures,
        budget=budget,
        before=dt.date.fromisoformat(before) if before else None,
        confidence=sure,
        vary=vary,
        process_key=_asked.key,
    )


@st.cache_data(max_entries=100, show_spinner=False)
def _ways(about: str, before: str, sure: float, _asked: Asked) -> Found:
    return cheapest(
        _asked.scope,
        _asked.figures,
        before=dt.date.fromisoformat(before),
        confidence=sure,
        process_key=_asked.key,
    )


def limits_text(budget: float | None, before: str | None) -> str:
    """The limits in words: within an amount, done by a date, or both."""
    if budget is not None and before:
        return _("within {amount} and done by {date}", amount=euro(budget), date=date_text(before))
    return (
        _("within {amount}", amount=euro(budget))
        if budget is not None
        else _("done by {date}", date=date_text(before or ""))
    )


def _fits(asked: Asked, found: Found) -> None:
    """The largest scope, how sure, what stands in the way, and the button to the sliders."""
    wanted, vary = found["asked"], found["vary"]
    st.success(
        _(
            "**At most {size}** {limits}: that holds with {confidence}. Now it is {now}.",
            size=size_text(vary, found["value"]),
            limits=limits_text(wanted["budget"], wanted["before"]),
            confidence=percent(found["confidence"]),
            now=size_text(vary, found["now"]),
        ),
        icon=":material/check:",
    )
    said = [_(BINDING[found["binding"]])]
    if found["next"]:
        said.append(
            _(
                "With {size} the chance is {confidence}; you asked for {wanted}.",
                size=size_text(vary, found["next"]["value"]),
                confidence=percent(found["next"]["confidence"]),
                wanted=percent(wanted["confidence"]),
            )
        )
    said += [_(STAYS[name]) for name in found["stays"]]
    st.markdown(" ".join(said))
    if found["value"] != found["now"] or wanted["before"] != asked.scope.to_dict()["deadline"]:
        change = {"deadline": wanted["before"]} if wanted["before"] else {}
        whatif_parts.take(asked, found["scope"], "seek_take", **change)


def _fits_not(form: Form, found: Found) -> None:
    """It can't be done: the smallest scope's chance, and the limits that would do."""
    near, wanted = found["nearest"], found["asked"]
    st.error(
        _(
            "**It can't be done** {limits}: even with {size} the chance is {confidence}; you asked for {wanted}.",
            limits=limits_text(wanted["budget"], wanted["before"]),
            size=size_text(found["vary"], found["value"]),
            confidence=percent(found["confidence"]),
            wanted=percent(wanted["confidence"]),
        ),
        icon=":material/block:",
    )
    lines, limits = _nearest(near, wanted)
    st.markdown("\n".join(f"- {line}" for line in lines))
    st.button(
        _("Use these limits"),
        key="seek_nearest",
        on_click=fields.reset,
        args=(form.key, {**form.values, **limits}, True),
    )


def _nearest(near: Found, wanted: Found) -> tuple[list[str], Found]:
    """The limits at which the smallest scope does fit, in words, and as what to fill in."""
    lines, limits = [], {}
    if wanted["budget"] is not None and near["budget"] is not None:
        limits["budget"] = whatif_parts.enough(near["budget"])
        lines.append(_("With {amount} instead, that smallest scope does fit.", amount=euro(limits["budget"])))
    if wanted["before"] and near["before"]:
        limits["before"] = near["before"]
        lines.append(_("Done by {date} instead, that smallest scope does fit.", date=date_text(near["before"])))
    if wanted["budget"] is not None and wanted["before"]:
        limits = {"budget": whatif_parts.enough(near["pair"]["budget"]), "before": near["pair"]["before"]}
        amount, date = euro(limits["budget"]), date_text(limits["before"])
        lines.append(_("Nearest of both together: {amount} and {date}.", amount=amount, date=date))
    return lines, limits


def _levers(asked: Asked, found: Found) -> None:
    """The levers that reach the date, cheapest first, each with its figures and a button."""
    date = date_text(found["before"])
    st.markdown(f"**{_('The cheapest way to be done by {date}', date=date)}**")
    if found["feasible"]:
        st.markdown(_("The date holds with {chance} as it is; nothing is needed.", chance=percent(found["confidence"])))
        return
    reached = [one for one in found["levers"] if one["feasible"]]
    st.markdown(
        _(
            "As it is, the date holds with {chance}. Cheapest first, this reaches it:",
            chance=percent(found["confidence"]),
        )
        if reached
        else _(
            "As it is, the date holds with {chance}, and no lever by itself reaches it. This comes nearest:",
            chance=percent(found["confidence"]),
        )
    )
    for number, one in enumerate((reached or found["levers"])[:LEVERS_SHOWN]):
        _lever(asked, one, number)


def _lever(asked: Asked, one: Found, number: int) -> None:
    said = _(
        "**{what}**: {chance} sure, {difference}",
        what=seek_words.lever_text(one["lever"], one["change"], asked.scope.to_dict()),
        chance=percent(one["confidence"]),
        difference=seek_words.difference_text(one["difference_eur"]),
    )
    left, right = st.columns([3, 1], vertical_alignment="center")
    left.markdown(said)
    with right:
        whatif_parts.take(asked, one["scope"], f"lever_{number}", _("On the sliders"))

"""Hours and euros: line by line at a step, and per step against what was made available."""

from __future__ import annotations

from typing import Any

import streamlit as st

from display.steps import numbered
from display.words import label
from portfolio import bookings
from portfolio.forecast_cost import Forecast, StepCost
from portfolio.processes import Process
from portfolio.rows import Row
from portfolio.steps import StepProgress
from portfolio.store import clock
from portfolio.store.codec import cents
from ui import fields, process_rows, state, tables
from ui.fields import Form
from ui.formats import date_text, euro, hours_text, number
from ui.i18n import _, ngettext
from ui.process_record_words import BOOKING_KIND
from ui.text import esc


def draw(process: Process, row: StepProgress, forecast: Forecast | None) -> None:
    """What stands for the step and what went into it, the lines, and the form that books one."""
    _sums(row, forecast.steps[row.step - 1] if forecast else None)
    lines = [line for line in bookings.listing(state.store(), process.id) if line["step"] == row.step]
    if not lines:
        st.caption(_("No lines yet. Book line by line here, or type a total at “Status and gate”."))
    for line in reversed(lines):
        _line(line)
    begun = row.stored_status in ("busy", "done")
    if not begun:
        st.caption(_("Hours and spending can be booked once the step has begun; what is committed can be booked now."))
    kinds = bookings.KINDS if begun else ("committed",)

    def write(given: dict[str, Any], token: str) -> Any:
        return bookings.add(state.store(), state.user(), process.id, given | {"step": row.step}, token)

    process_rows.adding(
        f"boeking:{process.id}:{row.step}", _("Book"), lambda form: _fields(form, kinds), write, "booking.add"
    )


def _fields(form: Form, kinds: tuple[str, ...]) -> dict[str, Any]:
    kind = fields.choice(
        form, "kind", _("What to book"), kinds, kinds[0], lambda code: label(BOOKING_KIND, code), visible=True
    )
    places = st.columns([1, 1, 2])
    given: dict[str, Any] = {"kind": kind}
    with places[0]:
        if kind == "hours":
            given["hours"] = hours = fields.decimal(form, "hours", _("Hours"))
            read = hours_said(hours) if hours is not None else ""
        else:
            euros = fields.decimal(form, "euros", _("Euros, excluding VAT"))
            form.slots["cents"] = form.slots["euros"]
            given["cents"] = cents(euros) if euros is not None else None
            read = euro(euros, cents=True) if euros is not None else ""
    with places[1]:
        given["day"] = fields.day(form, "day", _("Day of the booking"), clock.today())
    with places[2]:
        given["note"] = fields.text(form, "note", _("What it was for"))
    if read:
        st.caption(_("Read as: {what}", what=read))
    return given


def hours_said(hours: float) -> str:
    """Hours with their decimals: `7,5 uur`."""
    return ngettext("{n} hour", "{n} hours", hours, n=number(hours))


def _line(line: Row) -> None:
    amount = hours_said(line["hours"]) if line["kind"] == "hours" else euro(line["cents"] / 100, cents=True)
    words = [f"**{amount}**", label(BOOKING_KIND, line["kind"]), date_text(line["day"])]
    words += [esc(line["note"])] if line["note"] else []
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(" · ".join(words), width="content")
        process_rows.take_back(
            f"boeking:{line['id']}.remove",
            _("Take back"),
            lambda token: bookings.remove(state.store(), state.user(), line["id"], token),
            "booking.remove",
        )


def _sums(row: StepProgress, cost: StepCost | None) -> None:
    made = unknown() if row.actual_hours is None else hours_said(row.actual_hours)
    spent = unknown() if row.actual_cents is None else euro(row.actual_cents / 100)
    shown = {}
    if cost:
        shown[_("Hours planned (middle)")] = hours_text(cost.hours.planned)
    shown[_("Hours made so far")] = made
    if cost:
        shown[_("Hours expected at the end")] = hours_text(cost.hours.end)
        shown[_("Costs made available")] = euro(cost.granted_cash_eur)
        shown[_("Costs committed")] = unknown() if cost.committed_eur is None else euro(cost.committed_eur)
    shown[_("Costs spent")] = spent
    if cost:
        shown[_("Costs expected at the end")] = euro(round(cost.cash.end))
    tables.figures(f"step_money_{row.step}", shown)


def unknown() -> str:
    """Nothing booked is unknown, never zero."""
    return _("nothing booked yet")


def table(found: Forecast) -> None:
    """Hours, and euros made available, committed, spent and expected, per step and in total."""
    rows = found.steps
    st.markdown(f"**{_('Costs: euros paid out, excluding VAT')}**")
    granted = sum(row.granted_cash_eur for row in rows)
    tables.figures(
        "money",
        {
            _("Step"): [*(numbered(row.step) for row in rows), f"**{_('Total')}**"],
            _("Made available"): [*(euro(row.granted_cash_eur) for row in rows), f"**{euro(granted)}**"],
            _("Committed"): _column([row.committed_eur for row in rows], _euros),
            _("Spent"): _column([row.cash.made for row in rows], _euros),
            _("Expected"): [*(euro(round(row.cash.end)) for row in rows), f"**{euro(round(found.cash_eur))}**"],
        },
    )
    st.markdown(f"**{_('Hours of everybody')}**")
    tables.figures(
        "hours",
        {
            _("Step"): [*(numbered(row.step) for row in rows), f"**{_('Total')}**"],
            _("Planned (middle)"): _column([row.hours.planned for row in rows], _whole),
            _("Made"): _column([row.hours.made for row in rows], _whole),
            _("Expected"): [*(_whole(row.hours.end) for row in rows), f"**{_whole(found.hours)}**"],
        },
    )
    st.caption(_("“–” is not booked yet: that is unknown, not zero. A total counts what is known."))


def _euros(amount: float) -> str:
    return euro(round(amount))


def _whole(hours: float) -> str:
    return number(hours, 0)


def _column(values: list[float | None], show: Any) -> list[str]:
    known = [value for value in values if value is not None]
    cells = ["–" if value is None else show(value) for value in values]
    return [*cells, f"**{show(sum(known))}**" if known else "–"]

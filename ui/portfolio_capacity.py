"""Portfolio, view Capacity: per role what is asked month by month against what there is, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from display.months import month_text
from display.words import ROLE, label
from portfolio.store import clock
from portfolio.whole import capacity, standing
from portfolio.whole.capacity import Break, Capacity, RoleRow
from portfolio.whole.standing import Standing
from ui import portfolio_capacity_form as form
from ui import portfolio_money_html as tables
from ui import state
from ui.formats import number
from ui.i18n import _, ngettext

NAMED = 2  # processes named in the sentence


def draw(found: Sequence[Standing]) -> None:
    """The view: the first break in a sentence, the table, and the form that says what there is."""
    asked = capacity.of(state.store(), standing.counted(found), clock.today())
    if not any(any(row.asked80) for row in asked.rows):
        st.markdown(
            _(
                "As far as is known no process asks hours in the coming twelve months. Hours follow from an estimate "
                "and the days of its steps: start with an estimate."
            )
        )
    else:
        _answer(asked)
        _table(asked)
        _notes(asked)
    form.draw(unfolded=not any(row.available is not None for row in asked.rows))


def _answer(asked: Capacity) -> None:
    if not any(row.available is not None for row in asked.rows):
        st.markdown(f"#### {_('How much there is of each role, nobody said yet.')}")
        st.markdown(_("Fill in below how many hours a month there are; then this view says where it breaks, and when."))
        return
    if not asked.breaks:
        st.markdown(f"#### {_('What is asked fits in what there is, in every month and with 80% certainty.')}")
        return
    st.markdown(f"#### {tables.said(broken(asked.breaks[0]))}")
    st.markdown(_("What can be done:"))
    st.markdown("\n".join(f"- {tables.said(lever)}" for lever in levers(asked.breaks[0])))
    rest = asked.breaks[1:]
    if rest:
        title = ngettext("{n} more month that breaks", "{n} more months that break", len(rest), n=len(rest))
        with st.expander(title, key="capacity_more"):
            st.markdown("\n".join(f"- {tables.said(broken(one))}" for one in rest))


def broken(one: Break) -> str:
    """Where it breaks: the month, the role, what is asked and what there is."""
    said = {
        "month": month_text(one.month),
        "role": label(ROLE, one.role),
        "middle": number(one.asked50, 0),
        "high": number(one.asked80, 0),
        "there": number(one.available),
    }
    if one.middle_too:
        return _("In {month} {middle} hours are asked of the role {role} (80%: {high}), and there are {there}.", **said)
    return _(
        "In {month} {middle} hours are asked of the role {role}, with 80% certainty {high}, and there are {there}.",
        **said,
    )


def levers(one: Break) -> list[str]:
    """Later, smaller or more people, in hours."""
    short = number(one.asked80 - one.available, 0)
    named = [
        _("“{name}” ({hours} hours)", name=name, hours=number(hours, 0))
        for _id, name, hours in one.processes[:NAMED]
        if hours >= 1
    ]
    later = [_("later: move {names} out of this month", names=_(" or ").join(named))] if named else []
    return [
        *later,
        _("smaller: ask {short} hours less in this month", short=short),
        _("more people: {short} hours more in this month", short=short),
    ]


def _table(asked: Capacity) -> None:
    months = [month_text(month, short=True) for month in asked.months]
    rows = [_row(row, asked) for row in asked.rows]
    tables.show(tables.by_month(_("Hours asked per role and month"), _("Role"), months, rows))


def _row(row: RoleRow, asked: Capacity) -> str:
    name = label(ROLE, row.role)
    cells = "".join(_cell(row, n, asked) for n in range(len(asked.months)))
    head = escape(name[:1].upper() + name[1:])
    if any(each.available is not None for each in asked.rows):
        head += f'<span class="wh-sub">{escape(_there(row))}</span>'
    return f'<tr role="row"><th role="rowheader" scope="row">{head}</th>{cells}</tr>'


def _there(row: RoleRow) -> str:
    if row.available is None:
        return _("not known how many there are")
    return _("there are {hours} a month", hours=number(row.available))


def _cell(row: RoleRow, n: int, asked: Capacity) -> str:
    middle, high = row.asked50[n], row.asked80[n]
    month = escape(month_text(asked.months[n], short=True))
    spoken = escape(_("{hours} hours, with 80% {high}", hours=number(middle, 0), high=number(high, 0)))
    shown = f'<b>{number(middle, 0)}</b><span class="wh-sub">{number(high, 0)}</span>'
    mark, kind = "", ""
    if row.available is not None and high > row.available:
        word = _("too much") if middle > row.available else _("tight")
        sign = "▲" if middle > row.available else "△"
        mark = f'<span class="wh-short"><i aria-hidden="true">{sign}</i> {escape(word)}</span>'
        kind = " wh-over" if middle > row.available else ""
    return (
        f'<td role="cell" class="wh-cell{kind}"><span class="wh-head" aria-hidden="true">{month}</span>'
        f'<span class="wh-hidden">{spoken}</span><span aria-hidden="true">{shown}</span>{mark}</td>'
    )


def _notes(asked: Capacity) -> None:
    st.caption(
        _(
            "Hours of own people that are still to be made. Bold: the middle estimate; below it: with 80% certainty. "
            "▲ too much: the middle is already more than there is; △ tight: only with 80%. A step's hours are spread "
            "evenly over its days; that is our assumption, and so is how far processes turn out dear together."
        )
    )
    if asked.left_out:
        names = ", ".join(asked.left_out)
        st.caption(tables.said(_("Not in it, for want of days or an estimate: {names}.", names=names)))

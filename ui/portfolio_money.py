"""Portfolio, view Money: the state of the money in a sentence, what is needed less together, then every process."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from html import escape

import streamlit as st

from display import charts_money, earned_words, money_words
from display.money_words import Row, amount, round_eur
from portfolio.store import clock
from portfolio.whole import earned, pooled, standing
from portfolio.whole.pooled import Pooled
from portfolio.whole.standing import Standing
from ui import chart_style, state
from ui import portfolio_money_html as tables
from ui import portfolio_money_open as still_open
from ui.formats import euro
from ui.i18n import _, ngettext
from ui.tables import page as paged

PAGE = 40  # processes at once


def draw(found: Sequence[Standing]) -> None:
    """The view, of the processes in ``found`` that go; the example is never added to one's own."""
    found = standing.counted(found)
    ours = money_words.granted(found)
    if ours:
        _granted(ours)
    else:
        st.markdown(_("Nothing was made available yet: this view fills with the first approval."))
    still_open.draw([one for one in money_words.going(found) if one.money.granted is None])
    ended = len(found) - len(money_words.going(found))
    if ended:
        text = ngettext("{n} ended process is not in this.", "{n} ended processes are not in this.", ended, n=ended)
        st.caption(text)


def _granted(ours: Sequence[Standing]) -> None:
    rows = money_words.rows(ours)
    whole, together = money_words.total(rows), pooled.of(state.store(), ours)
    cash = [one.money.granted_cash for one in ours if one.money.granted_cash is not None]
    st.markdown(f"#### {tables.said(money_words.sentence(whole, sum(cash) if cash else None, together))}")
    n = len(rows)
    about = ngettext(
        "About the {n} process in this selection to which something was made available.",
        "About the {n} processes in this selection to which something was made available.",
        n,
        n=n,
    )
    st.caption(tables.said(f"{about} {money_words.stamp(clock.today())}"))
    _together(together)
    st.subheader(_("Made available against what is expected"), anchor=False)
    text = money_words.differences_text(rows)
    st.markdown(tables.said(text))
    if any(row.difference is not None for row in rows):
        chart_style.draw(charts_money.differences(rows), text, "money_differences")
    table(rows, whole, together)
    _earned(ours)


def _together(found: Pooled) -> None:
    st.subheader(_("Needed less together"), anchor=False)
    together, apart = round_eur(found.p80_cents), round_eur(found.sum_p80_cents)
    if found.counted > 1 and together < apart:
        lines = [
            (_("Each 80% certain by itself, added up"), euro(apart), False),
            (_("All together 80% certain"), euro(together), False),
            (_("Contingency that you need less together"), euro(apart - together), True),
        ]
        tables.show(tables.block(lines, money_words.limits()))
    else:
        st.markdown(tables.said(money_words.freed(found)))
    if found.left_out:
        names = ", ".join(found.left_out)
        st.caption(tables.said(_("Not in it, for want of an estimate that can be added up: {names}.", names=names)))


def table(rows: Sequence[Row], whole: Row, together: Pooled) -> None:
    """A row per process, so many at once, with the total of all below."""
    st.subheader(_("Per process"), anchor=False)
    pages = -(-len(rows) // PAGE)
    first = (paged("money_page", pages) - 1) * PAGE
    heads = [
        _("Process"),
        _("Made available"),
        _("Committed"),
        _("Spent"),
        _("Expected"),
        _("With 80%"),
        _("Difference"),
    ]
    shown = [
        (tables.name(row.id, row.name, [_("confidential")] if row.confidential else []), _cells(row))
        for row in rows[first : first + PAGE]
    ]
    sums = [(escape(_("Total")), _cells(whole))]
    if together.counted == len(rows) > 1 and whole.granted is not None:
        pool = dataclasses.replace(whole, expected80=together.p80_cents)
        cells = _cells(pool)
        sums.append((escape(_("All together 80% certain")), [cells[0], "", "", "", *cells[4:]]))
    tables.show(tables.table(_("Money per process"), heads, shown, sums))
    if pages > 1:
        st.pagination(pages, key="money_page")
    st.caption(
        _(
            "Made available and expected: own hours and costs; committed and spent: costs alone. Difference: made "
            "available minus expected with 80% certainty. A total counts what is known."
        )
    )


def _cells(row: Row) -> list[str]:
    cells = [_cell(getattr(row, name)) for name in ("granted", "committed", "spent", "expected", "expected80")]
    if row.difference is not None and row.difference < 0:
        word = f'<b class="wh-short"><i aria-hidden="true">▲</i> {escape(_("lacks"))}</b> '
        return [*cells, word + escape(amount(-row.difference))]
    return [*cells, _cell(row.difference)]


def _cell(cents: int | None) -> str:
    text = escape(amount(cents))
    return f'<span class="wh-unknown">{text}</span>' if cents is None else text


def _earned(ours: Sequence[Standing]) -> None:
    box = st.expander(_("For the controller"), key="money_earned", on_change="rerun")
    if not box.open:
        return
    with box:
        st.markdown(f"**{_('Earned value, in plain words')}**")
        st.caption(earned_words.explained())
        known = [(one, value) for one in ours if (value := earned.of(one, clock.today()))]
        pages = -(-len(known) // PAGE)
        first = (paged("earned_page", pages) - 1) * PAGE
        heads = [_("Process"), _("Should be done"), _("Is done"), _("Made and spent")]
        rows = [
            (
                tables.name(one.id, one.name) + f"<p>{escape(' '.join(earned_words.sentences(value)))}</p>",
                [_cell(value.planned_cents), _cell(value.earned_cents), _cell(value.actual_cents)],
            )
            for one, value in known[first : first + PAGE]
        ]
        tables.show(tables.table(_("Earned value per process"), heads, rows))
        if pages > 1:
            st.pagination(pages, key="earned_page")

"""What an import would do, in a sentence and row by row; the wrong rows first, each with its reason and column."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

from display.formats import fill
from portfolio.import_rows import CHANGED, NEW, SAME, WRONG
from portfolio.import_write import Report, Told
from portfolio.store import Fault
from ui.formats import number
from ui.i18n import N_, _, ngettext

SHOWN = 100  # rows in the table
WORDS = {NEW: N_("new"), CHANGED: N_("changed"), SAME: N_("the same"), WRONG: N_("wrong")}
SIGNS = {NEW: "+", CHANGED: "±", SAME: "=", WRONG: "✕"}
ORDER = (WRONG, NEW, CHANGED, SAME)


def counts(found: Mapping[str, int]) -> str:
    """``3 new, 1 changed``; what there is none of is left out.

    >>> from display.i18n import language
    >>> with language("en"): counts({"new": 3, "changed": 0, "wrong": 1})
    '3 new, 1 wrong'
    """
    return ", ".join(
        f"{number(found[name])} {_(WORDS[name])}" for name in (NEW, CHANGED, SAME, WRONG) if found.get(name)
    )


def draw(seen: Report, mapping: Mapping[str, str]) -> None:
    """The sentence and the table."""
    said = _("{counts}. Nothing has been saved yet.", counts=counts(seen.counts))
    if seen.wrong:
        st.warning(said, icon=":material/warning:")
    elif seen.writes:
        st.info(said, icon=":material/fact_check:")
    else:
        st.info(_("Every row is there already; there is nothing to import."), icon=":material/check:")
    rows = sorted(seen.rows, key=lambda row: (ORDER.index(row.done), row.number))
    with st.expander(_("The report, row by row"), expanded=bool(seen.wrong), icon=":material/list:"):
        st.html(_table(rows[:SHOWN], mapping))
        more = len(rows) - SHOWN
        if more > 0:
            st.caption(ngettext("And {n} more row.", "And {n} more rows.", more, n=number(more)))


def _table(rows: list[Told], mapping: Mapping[str, str]) -> str:
    head = f"<th scope='col' style='text-align:right;padding-right:1rem'>{escape(_('Row'))}</th>" + "".join(
        f"<th scope='col'>{escape(word)}</th>" for word in (_("What happens"), _("Why"))
    )
    body = "".join(_row(row, mapping) for row in rows)
    style = "border-spacing:0 .3rem;text-align:left"
    return f"<table style='{style}'><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _row(row: Told, mapping: Mapping[str, str]) -> str:
    what = f"{SIGNS[row.done]} {escape(_(WORDS[row.done]))}"
    why = "<br>".join(_why(mapping.get(fault.field, fault.field), fault) for fault in row.faults)
    return (
        f"<tr style='vertical-align:top'><td style='text-align:right;padding-right:1rem'>{number(row.number)}</td>"
        f"<td style='white-space:nowrap;padding-right:1rem'>{what}</td>"
        f"<td style='overflow-wrap:anywhere'>{why}</td></tr>"
    )


def _why(column: str, fault: Fault) -> str:
    said = fill(fault.template, fault.params, escape)
    return f"<b>{escape(column)}</b>: {said}" if column else said

"""View Money, the processes to which nothing was made available yet: what they ask or are estimated at."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from display.process_words import PHASE
from display.words import label
from portfolio.whole.standing import Standing
from ui import portfolio_money_html as tables
from ui.formats import euro
from ui.i18n import _, ngettext
from ui.tables import page as paged

PAGE = 40


def draw(found: Sequence[Standing]) -> None:
    """A fold with a row per process, the dearest first."""
    if not found:
        return
    n = len(found)
    title = ngettext("Nothing made available yet: {n} process", "Nothing made available yet: {n} processes", n, n=n)
    box = st.expander(title, key="money_open", on_change="rerun")
    if not box.open:
        return
    with box:
        rows = sorted(found, key=lambda one: (-(_asked(one) or 0.0), one.name.casefold()))
        pages = -(-n // PAGE)
        first = (paged("money_open_page", pages) - 1) * PAGE
        shown = [
            (
                tables.name(one.id, one.name, [_("confidential")] if one.row.process.confidential else []),
                [escape(label(PHASE, one.row.phase)), _amount(_asked(one))],
            )
            for one in rows[first : first + PAGE]
        ]
        known = [amount for one in found if (amount := _asked(one)) is not None]
        sums = [(escape(_("Total")), ["", _amount(sum(known) if known else None)])]
        heads = [_("Process"), _("Status"), _("Asked, or else estimated")]
        tables.show(tables.table(_("Processes without money"), heads, shown, sums))
        if pages > 1:
            st.pagination(pages, key="money_open_page")
        st.caption(_("None of this is in the amounts above."))


def _asked(one: Standing) -> float | None:
    """Euros of the request that waits, else of the estimate."""
    if one.money.asked is not None:
        return one.money.asked / 100
    estimate = (one.row.estimate or {}).get("request") or {}
    return float(estimate["cost_eur"]) if estimate.get("cost_eur") is not None else None


def _amount(euros: float | None) -> str:
    if euros is None:
        return f'<span class="wh-unknown">{escape(_("not known"))}</span>'
    return escape(euro(round(euros)))

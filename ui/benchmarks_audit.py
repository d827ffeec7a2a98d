"""Who changed which figure, when, from what to what and why: own figures and what was adopted, newest first."""

from __future__ import annotations

import streamlit as st

from estimator import Row
from portfolio import estimates, learned, own_figures
from portfolio.learned import Adoption
from portfolio.own_figures import OwnFigure
from ui import benchmarks_words as written
from ui import state
from ui.benchmarks_form import change_line
from ui.formats import date_text
from ui.i18n import _, ngettext
from ui.text import esc

MOST = 50


def draw() -> None:
    """Folded; the last changes."""
    box = st.expander(_("Who changed which figure?"), key="figures_audit", on_change="rerun")
    if box.open:
        with box:
            _table()


def _table() -> None:
    shipped = {row.id: row for row in estimates.shipped().rows}
    figures, adoptions = own_figures.history(state.store()), learned.history(state.store())
    lines = [_own(one, figures, shipped) for one in figures] + [_adoption(one) for one in adoptions]
    lines.sort(key=lambda line: -line[0])
    if not lines:
        st.markdown(_("Nobody changed a figure yet."))
        return
    st.markdown("\n".join(f"- {line}" for _number, line in lines[:MOST]))
    if len(lines) > MOST:
        st.caption(ngettext("{n} older change.", "{n} older changes.", len(lines) - MOST, n=len(lines) - MOST))


def _own(one: OwnFigure, all_of_them: list[OwnFigure], shipped: dict[str, Row]) -> tuple[int, str]:
    row = shipped.get(one.key)
    older = [other for other in all_of_them if other.key == one.key and other.audit_number < one.audit_number]
    before = max(older, key=lambda other: other.audit_number, default=None)
    known = row is not None or one.key in own_figures.AVERAGES
    name = esc(written.name_of(one.key, row)) if known else f"`{esc(one.key)}`"
    return one.audit_number, f"**{name}** · {change_line(one, before, row)}"


def _adoption(one: Adoption) -> tuple[int, str]:
    n = len(one.content.get(learned.IDS, ())) if one.content else 0
    what = ngettext("adopted from {n} closed process", "adopted from {n} closed processes", n, n=n)
    said = _(
        "**{name}** · {date}, {who}: {what}",
        name=_("What we learned"),
        date=date_text(one.at),
        who=esc(_(one.who)),
        what=what if one.content else _("stopped"),
    )
    return one.audit_number, f"{said} ({_('audit {n}', n=one.audit_number)})"

"""What asks for attention, by who must decide or act: decisions first; what goes as planned folded to one line."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from display import attention as said
from portfolio.whole import attention
from portfolio.whole.attention import Item
from portfolio.whole.standing import Standing
from ui import portfolio_strip as strips
from ui.i18n import _, ngettext
from ui.portfolio_links import address

FIRST = 8  # so many items before the fold
MOST = 100  # so many under it


def draw(found: Sequence[Item], every: Sequence[Standing]) -> None:
    """Who must decide or do something; calm when nobody must."""
    st.subheader(_("What needs attention"), anchor=False)
    if not found:
        st.markdown(_("Nothing now: no decision waits, no step is late, and all participants heard back in time."))
    groups = list(attention.by_decider(found).values())
    shown, left = _first(groups, FIRST)
    strips.show("".join(_group(group) for group in shown))
    count = sum(map(len, left))
    if count:
        title = ngettext("{n} more", "{n} more", count, n=count)
        box = st.expander(title, key="attention_more", on_change="rerun")
        if box.open:
            with box:
                some, rest = _first(left, MOST)
                strips.show("".join(_group(group) for group in some))
                if rest:
                    st.caption(_("For the others: choose who decides or acts under “More filters”."))
    _greens(found, every)


def _first(groups: Sequence[Sequence[Item]], most: int) -> tuple[list[Sequence[Item]], list[Sequence[Item]]]:
    """The groups with the first so many items, and the groups with the others."""
    shown: list[Sequence[Item]] = []
    left: list[Sequence[Item]] = []
    for group in groups:
        room = max(most - sum(map(len, shown)), 0)
        shown += [group[:room]] if room else []
        left += [group[room:]] if group[room:] else []
    return shown, left


def _group(items: Sequence[Item]) -> str:
    who = said.who(items[0].reason)
    deciding = sum(item.reason.decision for item in items)
    count = ngettext("{n} decision", "{n} decisions", deciding, n=deciding) if deciding else ""
    title = f'<h3 class="ts-by">{escape(who)}<span>{escape(count)}</span></h3>'
    return f'{title}<ul class="ts-cards">{"".join(_card(item) for item in items)}</ul>'


def _card(item: Item) -> str:
    reason = item.reason
    where = escape(address(reason.page, item.standing.id))
    day = said.before(reason)
    before = _("before {day}", day=day) if day else ""
    return (
        f'<li><a href="{where}" target="_self">{escape(item.standing.name)}</a>'
        f'<span class="ts-kind"><span aria-hidden="true">{reason.sign} </span>{escape(said.kind(reason))}</span>'
        f'<span>{escape(said.text(reason))}</span><span class="ts-who">{escape(before)}</span></li>'
    )


def _greens(found: Sequence[Item], every: Sequence[Standing]) -> None:
    """The rest that goes: one line, to be unfolded."""
    waiting = {item.standing.id for item in found}
    calm = [one for one in every if one.row.awake and one.id not in waiting and one.worst in ("green", "")]
    if not calm:
        return
    title = ngettext("✓ {n} goes as planned", "✓ {n} go as planned", len(calm), n=len(calm))
    box = st.expander(title, key="attention_green", on_change="rerun")
    if box.open:
        with box:
            links = "".join(
                f'<li><a href="{escape(address("process", one.id))}" target="_self">{escape(one.name)}</a></li>'
                for one in calm
            )
            strips.show(f'<ul class="ts-plain">{links}</ul>')

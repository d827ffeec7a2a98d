"""Below the head of screen Portfolio: what asks for attention, then every process with its ten steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from display.steps import numbered
from display.words import label
from portfolio.pitfalls import Finding
from portfolio.processes import ProcessRow
from ui import pitfalls_words
from ui import portfolio_strip as strips
from ui.formats import date_text, euro
from ui.i18n import _, ngettext
from ui.portfolio_attention import Item
from ui.portfolio_links import address
from ui.portfolio_words import PHASE

FIRST = 6  # so many items of attention before the fold
PAGE = 40  # processes at once
OPEN, ALL = "_open", "_all"


def attention(found: Sequence[Item]) -> None:
    """Who must decide or do something, the decisions first; calm when nobody must."""
    st.subheader(_("What needs attention"), anchor=False)
    if not found:
        st.markdown(_("Nothing now: no decision waits, no step is late, and all participants heard back in time."))
        return
    strips.show(_cards(found[:FIRST]))
    rest = found[FIRST:]
    if rest:
        with st.expander(ngettext("{n} more", "{n} more", len(rest), n=len(rest)), key="attention_more"):
            strips.show(_cards(rest))


def _cards(found: Sequence[Item]) -> str:
    return f'<ul class="ts-cards">{"".join(_card(item) for item in found)}</ul>'


def _card(item: Item) -> str:
    where = escape(address(item.page, item.row.id))
    return (
        f'<li><a href="{where}" target="_self">{escape(item.row.name)}</a>'
        f'<span class="ts-kind"><span aria-hidden="true">{item.sign} </span>{escape(item.kind)}</span>'
        f'<span>{escape(item.sentence)}</span><span class="ts-who">{escape(item.who)}</span></li>'
    )


def processes(rows: Sequence[ProcessRow], found: Mapping[str, Sequence[Finding]] | None = None) -> None:
    """Filter, search and the list. ``found``: the pitfalls per process."""
    st.subheader(_("Where everything stands"), anchor=False)
    wanted, text = _filters(rows)
    shown = [row for row in rows if _matches(row, wanted, text)]
    if not shown:
        st.markdown(_("No process matches. Empty the search, or choose another status."))
        return
    pages = -(-len(shown) // PAGE)
    page = st.session_state.get("portfolio_page", 1) if pages > 1 else 1
    first = (min(page, pages) - 1) * PAGE
    strips.show(_list(shown[first : first + PAGE], found or {}))
    if pages > 1:
        st.pagination(pages, key="portfolio_page")


def _filters(rows: Sequence[ProcessRow]) -> tuple[str, str]:
    left, right, _rest = st.columns([3, 3, 4])
    text = left.text_input(
        _("Search by name"), key="portfolio_search", placeholder=_("Part of the name"), persist_state="session"
    )
    counts = {phase: sum(row.phase == phase for row in rows) for phase in PHASE}
    going = sum(_is_open(row) for row in rows)
    choices = [OPEN, *(phase for phase in PHASE if counts[phase]), *([ALL] if going < len(rows) else [])]
    words = {OPEN: _("everything not closed ({n})", n=going), ALL: _("everything ({n})", n=len(rows))}
    wanted = right.selectbox(
        _("Status"),
        choices,
        format_func=lambda one: words.get(one) or f"{label(PHASE, one)} ({counts[one]})",
        key="portfolio_status",
        persist_state="session",
    )
    return wanted or OPEN, (text or "").strip().casefold()


def _is_open(row: ProcessRow) -> bool:
    return row.phase not in ("stopped", "closed")


def _matches(row: ProcessRow, wanted: str, text: str) -> bool:
    by_status = wanted == ALL or row.phase == wanted or (wanted == OPEN and _is_open(row))
    return by_status and text in row.name.casefold()


def _list(rows: Sequence[ProcessRow], found: Mapping[str, Sequence[Finding]]) -> str:
    head = f'<div class="ts-head" aria-hidden="true"><span></span>{strips.names()}</div>'
    items = "".join(_row(row, found.get(row.id, ())) for row in rows)
    return f"{head}<ul>{items}</ul>{strips.legend()}{strips.key()}"


def _row(row: ProcessRow, found: Sequence[Finding]) -> str:
    name = f'<a href="{escape(address("process", row.id))}" target="_self">{escape(row.name)}</a>'
    here = row.current_step if row.phase in ("approved", "running") else None
    cells = strips.statuses(row.steps, row.phase in ("requested", "returned"))
    return (
        f'<li class="ts-row"><div class="ts-name">{name}'
        f'<span class="ts-phase">{escape(label(PHASE, row.phase))}{_marks(row)}</span></div>'
        f"<div>{strips.strip(cells, here)}{_facts(row, found)}</div></li>"
    )


def _marks(row: ProcessRow) -> str:
    words = [_("example")] if row.process.example else []
    words += [_("confidential")] if row.process.confidential else []
    return "".join(f'<span class="ts-mark">{escape(word)}</span>' for word in words)


def _facts(row: ProcessRow, found: Sequence[Finding]) -> str:
    parts = [_next(row), _owner(row), *_money(row), _end(row), _pitfalls(found)]
    spans = "".join(f"<span>{part}</span>" for part in parts if part)
    links = "".join(
        f'<a href="{escape(address(page, row.id))}" target="_self">{escape(word)}'
        f'<span class="ts-hidden"> {escape(row.name)}</span></a>'
        for page, word in (("estimate", _("Estimate")), ("request", _("Request")))
    )
    return f'<div class="ts-facts">{spans}<span class="ts-go">{links}</span></div>'


def _pitfalls(found: Sequence[Finding]) -> str:
    counted = pitfalls_words.counted(found)
    return _("Pitfalls: {counted}", counted=f"<b>{escape(counted)}</b>") if counted else ""


def _next(row: ProcessRow) -> str:
    by_phase = {
        "draft": _("Make the request") if row.estimate else _("Make an estimate"),
        "requested": _("Decide on the request"),
        "returned": _("Answer the questions"),
        "refused": _("Make it smaller, or stop"),
    }
    if row.phase in by_phase:
        what = by_phase[row.phase]
    elif row.phase in ("approved", "running") and row.current_step:
        what = numbered(row.current_step)
    elif row.phase == "done":
        what = _("Close the process")
    else:
        return ""
    return _("Next: {what}", what=f"<b>{escape(what)}</b>")


def _owner(row: ProcessRow) -> str:
    owner = row.process.process_owner or row.process.content_owner
    return _("Owner: {name}", name=f"<b>{escape(owner)}</b>") if owner else escape(_("No owner named"))


def _money(row: ProcessRow) -> list[str]:
    parts = []
    if row.approved_cost_cents is not None:
        parts.append(_("Granted: {amount}", amount=_amount(row.approved_cost_cents)))
    if row.cost_cents is not None and row.request_id != row.approved_id:
        parts.append(_("Asked: {amount}", amount=_amount(row.cost_cents)))
    if not parts and row.estimate:
        parts.append(_("Estimated: {amount}", amount=_amount(row.estimate["request"]["cost_eur"] * 100)))
    return parts


def _amount(cents: float) -> str:
    return f"<b>{escape(euro(round(cents / 100)))}</b>"


def _end(row: ProcessRow) -> str:
    finish = row.approved_finish or row.finish or (row.estimate["request"]["finish"] if row.estimate else None)
    return _("Done by {date}", date=f"<b>{escape(date_text(finish))}</b>") if finish else ""

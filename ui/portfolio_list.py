"""The list of screen Portfolio: every process with its ten steps, what is next, lights, money and how fresh it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from html import escape

import streamlit as st

from display import lights
from display.process_words import PHASE
from display.steps import numbered
from display.words import label
from portfolio.pitfalls import Finding
from portfolio.processes import ProcessRow
from portfolio.whole.standing import Standing
from ui import pitfalls_words
from ui import portfolio_strip as strips
from ui.formats import date_text, euro
from ui.i18n import _, ngettext
from ui.portfolio_links import address
from ui.tables import page as paged

PAGE = 40  # processes at once


def draw(found: Sequence[Standing], today: dt.date) -> None:
    """The processes that are asked for, so many at once."""
    pages = -(-len(found) // PAGE)
    first = (paged("portfolio_page", pages) - 1) * PAGE
    head = f'<div class="ts-head" aria-hidden="true"><span></span>{strips.names()}</div>'
    items = "".join(_row(one, today) for one in found[first : first + PAGE])
    strips.show(f"{head}<ul>{items}</ul>{strips.legend()}{strips.key()}")
    if pages > 1:
        st.pagination(pages, key="portfolio_page")


def quiet(found: Sequence[Standing]) -> str:
    """A line per process that sleeps or ended."""
    rows = "".join(
        f'<li><a href="{escape(address("process", one.id))}" target="_self">{escape(one.name)}</a> '
        f'<span class="ts-phase">{escape(label(PHASE, one.row.phase))}{_marks(one.row)}</span></li>'
        for one in found
    )
    return f'<ul class="ts-plain">{rows}</ul>'


def _row(one: Standing, today: dt.date) -> str:
    row = one.row
    name = f'<a href="{escape(address("process", row.id))}" target="_self">{escape(row.name)}</a>'
    here = row.current_step if row.phase in ("approved", "running") else None
    cells = strips.statuses(row.steps, row.phase in ("requested", "returned"))
    return (
        f'<li class="ts-row"><div class="ts-name">{name}'
        f'<span class="ts-phase">{escape(label(PHASE, row.phase))}{_marks(row)}</span></div>'
        f"<div>{strips.strip(cells, here)}{_facts(one, today)}</div></li>"
    )


def _marks(row: ProcessRow) -> str:
    words = [_("example")] if row.process.example else []
    words += [_("confidential")] if row.process.confidential else []
    return "".join(f'<span class="ts-mark">{escape(word)}</span>' for word in words)


def _facts(one: Standing, today: dt.date) -> str:
    row = one.row
    parts = [_next(row), _owner(row), *_lights(one), *_money(row), _end(row), _pitfalls(one.findings)]
    parts.append(escape(fresh(one, today)))
    spans = "".join(f"<span>{part}</span>" for part in parts if part)
    links = "".join(
        f'<a href="{escape(address(page, row.id))}" target="_self">{escape(word)}'
        f'<span class="ts-hidden"> {escape(row.name)}</span></a>'
        for page, word in (("estimate", _("Estimate")), ("request", _("Request")))
    )
    return f'<div class="ts-facts">{spans}<span class="ts-go">{links}</span></div>'


def _lights(one: Standing) -> list[str]:
    """The lights that aren't green: as reported, else as calculated, and where these differ."""
    differing = one.differing
    out = [
        f"<em>{escape(lights.name(name))}: {escape(lights.differing(*pair))}</em>" for name, pair in differing.items()
    ]
    return out + [
        f"{escape(lights.name(name))}: <b>{escape(lights.said(colour))}</b>"
        for name, colour in one.shown.items()
        if colour in ("amber", "red") and name not in differing
    ]


def fresh(one: Standing, today: dt.date) -> str:
    """How long ago somebody changed anything of a process."""
    days = max((today - one.updated_on).days, 0)
    if not days:
        return _("updated today")
    return ngettext("updated {n} day ago", "updated {n} days ago", days, n=days)


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

"""Lists and tables of a meeting as accessible HTML. Everything that goes in is escaped here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from display import changes as said
from display import lights
from display.formats import date_text, euro
from display.process_words import PHASE
from display.steps import numbered
from display.words import label
from portfolio.meeting.changes import Change
from portfolio.meeting.entries import Entry
from ui.i18n import _
from ui.portfolio_links import address
from ui.theme import variables

CSS = Path(__file__).resolve().parent / "assets" / "meeting.css"
COLOURS = variables("text", "muted", "line", "limit", "main")
KIND = {"decision": "◆", "action": "→"}


def show(body: str, big: bool = False) -> None:
    """Put this HTML on the page in the colours of the visitor's theme; texts in it must have been escaped."""
    st.html(CSS)
    st.html(f'<div class="mt{" mt-big" if big else ""}" style="{COLOURS}">{body}</div>')


def changed(found: Iterable[Change]) -> str:
    """A process per line with what changed in it."""
    rows = "".join(
        f'<li class="mt-two"><span>{named(one.process_id, one.name)}</span>'
        f"<span>{''.join(f'<span>{escape(text)}</span>' for text in said.sentences(one))}</span></li>"
        for one in found
    )
    return f"<ul>{rows}</ul>"


def named(process_id: str | None, name: str) -> str:
    """The name of a process as a link to it."""
    if not process_id:
        return f"<b>{escape(name)}</b>"
    return f'<a href="{escape(address("process", process_id))}" target="_self">{escape(name)}</a>'


def logged(found: Sequence[Entry], names: Mapping[str, str], today: dt.date, links: bool = True) -> str:
    """Decisions and actions; of an action who does it, before when, and whether that was done."""
    rows = []
    for entry in found:
        name = names.get(entry.process_id or "", "")
        about = named(entry.process_id if links else None, name) + "<br>" if name else ""
        kind = _("Decision") if entry.kind == "decision" else _("Action")
        rows.append(
            f'<li class="mt-two"><span><b><i aria-hidden="true">{KIND[entry.kind]} </i>{escape(kind)}</b></span>'
            f"<span>{about}{escape(entry.text)}{_action(entry, today)}</span></li>"
        )
    return f"<ul>{''.join(rows)}</ul>"


def _action(entry: Entry, today: dt.date) -> str:
    if entry.kind != "action":
        return ""
    due = date_text(entry.due) if entry.due else "–"
    if entry.done_on:
        text, late = _("{who}, done on {day}", who=entry.owner, day=date_text(entry.done_on)), False
    else:
        text, late = _("{who}, before {day}", who=entry.owner, day=due), bool(entry.due and entry.due < today)
    extra = f' <span class="mt-late">▲ {escape(_("not done in time"))}</span>' if late else ""
    return f'<span class="mt-quiet">{escape(text)}{extra}</span>'


def processes(found: Sequence[Mapping[str, Any]]) -> str:
    """The processes of a snapshot as they were then: a table on a wide screen, a list on a phone."""
    heads = (_("Phase"), _("Step"), _("Lights"), _("Made available"), _("Expected"), _("End"))
    titles = "".join(f'<th scope="col"{_right(at)}>{escape(head)}</th>' for at, head in enumerate(heads))
    body = "".join(_process(one, heads) for one in found)
    first = f'<th scope="col">{escape(_("Process"))}</th>'
    return f'<table class="mt-list"><thead><tr>{first}{titles}</tr></thead><tbody>{body}</tbody></table>'


def _right(at: int) -> str:
    return ' class="mt-right"' if at in (3, 4) else ""


def _process(one: Mapping[str, Any], heads: Sequence[str]) -> str:
    cells = (
        label(PHASE, one["phase"]),
        numbered(one["step"]) if one["step"] else "–",
        _lights(one) or "–",
        amount(one["money"]["granted"]),
        amount(one["money"]["expected"]),
        date_text(one["finish"]) if one["finish"] else "–",
    )
    found = "".join(
        f'<td{_right(at)}><span class="mt-head" aria-hidden="true">{escape(head)}</span>{escape(cell)}</td>'
        for at, (head, cell) in enumerate(zip(heads, cells, strict=True))
    )
    return f'<tr><th scope="row">{escape(one["name"])}</th>{found}</tr>'


def _lights(one: Mapping[str, Any]) -> str:
    """The sign of every light that there was, and what it means unless it went as planned."""
    told = one["report"] or {}
    shown = {name: told.get(name) or one["calculated"].get(name, "") for name in lights.LIGHT}
    return ", ".join(
        f"{lights.name(name)} {lights.SIGNS[colour] if colour == 'green' else lights.said(colour)}"
        for name, colour in shown.items()
        if colour
    )


def wide(body: str, about: str) -> str:
    """A table that may be wider than the screen: it scrolls by itself, with the keyboard too."""
    return f'<div class="mt-wide" role="region" tabindex="0" aria-label="{escape(about)}">{body}</div>'


def amount(cents: int | None) -> str:
    """Whole euros, or that there is nothing."""
    return "–" if cents is None else euro(round(cents / 100))

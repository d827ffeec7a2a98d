"""Tables of the whole as accessible HTML: figures to the right, a table on a wide screen and a list on a phone.

A canvas grid can't be read aloud cell by cell. Everything that goes in is escaped here.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

import streamlit as st

from display.formats import NBSP, THIN
from ui.portfolio_links import address
from ui.text import esc
from ui.theme import variables

CSS = Path(__file__).resolve().parent / "assets" / "whole.css"
COLOURS = variables("text", "muted", "line", "limit", "main")


def show(body: str) -> None:
    """Put this HTML on the page in the colours of the visitor's theme; texts in it must have been escaped."""
    st.html(CSS)
    st.html(f'<div class="wh" style="{COLOURS}">{body}</div>')


def said(text: str) -> str:
    """A sentence in which user text may stand, safe in markdown; what may not be broken off stays together.

    >>> said("80\u00a0% at *A*") == "80\u00a0% at \\\\*A\\\\*"
    True
    """
    kept = text.replace(NBSP, "\ue000").replace(THIN, "\ue001")
    return esc(kept).replace("\ue000", NBSP).replace("\ue001", THIN)


def name(process_id: str, text: str, marks: Sequence[str] = ()) -> str:
    """The name of a process as a link to it, with marks as "confidential" behind it."""
    shown = "".join(f'<span class="wh-mark">{escape(mark)}</span>' for mark in marks)
    return f'<a href="{escape(address("process", process_id))}" target="_self">{escape(text)}</a>{shown}'


def table(
    label: str,
    heads: Sequence[str],
    rows: Sequence[tuple[str, Sequence[str]]],
    sums: Sequence[tuple[str, Sequence[str]]] = (),
) -> str:
    """A row per process: its name as HTML, then cells of figures as HTML; the sums below a line."""
    titles = "".join(f'<th role="columnheader" scope="col">{escape(head)}</th>' for head in heads)
    body = "".join(_row(first, cells, heads[1:]) for first, cells in rows)
    foot = "".join(_row(first, cells, heads[1:]) for first, cells in sums)
    foot = f'<tfoot role="rowgroup">{foot}</tfoot>' if foot else ""
    return (
        f'<table role="table" class="wh-figures" aria-label="{escape(label)}"><thead role="rowgroup">'
        f'<tr role="row">{titles}</tr></thead><tbody role="rowgroup">{body}</tbody>{foot}</table>'
    )


def _row(first: str, cells: Sequence[str], heads: Sequence[str]) -> str:
    found = "".join(
        f'<td role="cell"{_blank(cell)}><span class="wh-head" aria-hidden="true">{escape(head)}</span>'
        f"<span>{cell}</span></td>"
        for head, cell in zip(heads, cells, strict=True)
    )
    return f'<tr role="row"><th role="rowheader" scope="row">{first}</th>{found}</tr>'


def _blank(cell: str) -> str:
    return "" if cell else ' class="wh-blank"'


def by_month(label: str, first: str, months: Sequence[str], rows: Sequence[str], quiet: bool = False) -> str:
    """A row per role, area or group (as HTML), a column per month. `quiet`: empty months are left out on a phone."""
    titles = "".join(f'<th role="columnheader" scope="col">{escape(head)}</th>' for head in (first, *months))
    return (
        f'<table role="table" class="wh-months{" wh-quiet" if quiet else ""}" aria-label="{escape(label)}">'
        f'<thead role="rowgroup"><tr role="row">{titles}</tr></thead>'
        f'<tbody role="rowgroup">{"".join(rows)}</tbody></table>'
    )


def block(lines: Sequence[tuple[str, str, bool]], why: str) -> str:
    """A sum in a box: (label, amount, result) lines as plain text, the result below a line, and why under it."""
    found = "".join(
        f'<div class="{"wh-result" if result else "wh-line"}"><dt>{escape(label)}</dt><dd>{escape(amount)}</dd></div>'
        for label, amount, result in lines
    )
    return f'<div class="wh-block"><dl>{found}</dl><p>{escape(why)}</p></div>'

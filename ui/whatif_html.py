"""The figures of screen What if as accessible HTML: five in a row, and scenarios in a table, on a phone a list.

Everything that goes in is escaped here.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

import streamlit as st

from display.comparison import Comparison, Figure
from ui.i18n import _
from ui.theme import variables

CSS = Path(__file__).resolve().parent / "assets" / "compare.css"
COLOURS = variables("text", "muted", "line")


def show(body: str) -> None:
    """Put this HTML on the page in the colours of the visitor's theme; texts in it must have been escaped."""
    st.html(CSS)
    st.html(f'<div class="wi" style="{COLOURS}">{body}</div>')


def table(found: Comparison) -> str:
    """The comparison as HTML: a row per figure, per input that differs, and one of warnings."""
    heads = "".join(f'<th role="columnheader" scope="col">{escape(name)}</th>' for name in found.names)
    first = f'<th role="columnheader" scope="col"><span class="wi-hidden">{escape(_("What"))}</span></th>'
    rows = "".join(
        _figure(figure, found.names) for figure in found.figures if any(v is not None for v in figure.values)
    )
    rows += _part(_("What differs in the inputs"), len(found.names))
    for name, texts in found.inputs.items():
        rows += _row(name, [escape(text) for text in texts], found.names)
    if not found.inputs:
        rows += _row(_("Nothing"), ["–"] * len(found.names), found.names)
    rows += _part(_("What to watch"), len(found.names))
    common = [text for text in found.warnings[0] if all(text in texts for texts in found.warnings)]
    for text in common if len(found.names) > 1 else []:
        rows += _whole(_("In all: {warning}", warning=text), len(found.names))
    own = [[t for t in texts if t not in common or len(found.names) == 1] for texts in found.warnings]
    if any(own):
        rows += _row(_("By scenario"), [_list(texts) for texts in own], found.names)
    elif not common:
        rows += _whole(_("Nothing"), len(found.names))
    label = escape(_("Scenarios beside each other"))
    return (
        f'<table role="table" aria-label="{label}"><thead role="rowgroup"><tr role="row">{first}{heads}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table>'
    )


def _figure(figure: Figure, names: Sequence[str]) -> str:
    cells = [
        f"<b>{escape(text)}</b>" + (f'<span class="wi-diff">{escape(difference)}</span>' if difference else "")
        for text, difference in zip(figure.texts, figure.differences, strict=True)
    ]
    return _row(figure.label, cells, names)


def _row(label: str, cells: Sequence[str], names: Sequence[str]) -> str:
    found = "".join(
        f'<td role="cell"><span class="wi-name" aria-hidden="true">{escape(name)}</span><div>{cell}</div></td>'
        for name, cell in zip(names, cells, strict=True)
    )
    return f'<tr role="row"><th role="rowheader" scope="row">{escape(label)}</th>{found}</tr>'


def _part(title: str, count: int) -> str:
    head = f'<th role="rowheader" scope="rowgroup" colspan="{count + 1}">{escape(title)}</th>'
    return f'<tr role="row" class="wi-part">{head}</tr>'


def _whole(text: str, count: int) -> str:
    """A sentence as wide as the table."""
    return f'<tr role="row"><td role="cell" class="wi-whole" colspan="{count + 1}">{escape(text)}</td></tr>'


def _list(texts: Sequence[str]) -> str:
    if not texts:
        return "–"
    return f"<ul>{''.join(f'<li>{escape(text)}</li>' for text in texts)}</ul>"


def cards(figures: Sequence[tuple[str, str, str]]) -> str:
    """Figures in a row: (label, text, difference) each."""
    found = "".join(
        f"<div><dt>{escape(label)}</dt><dd><b>{escape(text)}</b>"
        f'<span class="wi-diff">{escape(difference)}</span></dd></div>'
        for label, text, difference in figures
    )
    return f'<dl class="wi-cards">{found}</dl>'

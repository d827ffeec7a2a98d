"""The ten steps as a strip of ten cells in accessible HTML: a sign and a word in every cell, never a colour alone.

A canvas picture can't be read aloud cell by cell, can't be a link and doesn't shrink to a phone; a list does.
Everything that goes in is escaped here.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

import streamlit as st

from display.colours import STATUS_SIGNS
from display.process_words import STEP
from display.steps import step_row, steps
from display.words import label
from portfolio.progress import StepState
from portfolio.steps import StepProgress
from ui.i18n import _, column
from ui.theme import variables

CSS = Path(__file__).resolve().parent / "assets" / "strip.css"
COLOURS = variables("main", "limit", "text", "muted", "line", "done", "busy", "late", "skipped", "open", "on_status")


def show(body: str) -> None:
    """Put this HTML on the page with the colours of the visitor's theme; texts in it must have been escaped."""
    st.html(CSS)
    st.html(f'<div class="ts" style="{COLOURS}">{body}</div>')


def statuses(found: Sequence[StepState | StepProgress], asked: bool) -> list[str]:
    """The status of each of the ten steps; step 1 is busy while a request for it is on its way."""
    first = "busy" if asked and found[0].status == "open" else found[0].status
    return [first, *(step.status for step in found[1:])]


def strip(statuses: Sequence[str], here: int | None = None) -> str:
    """Ten cells for ten statuses (done, busy, late, skipped, open); `here` marks the current step."""
    return f'<ol class="ts-strip">{"".join(_cell(n, s, n == here) for n, s in enumerate(statuses, start=1))}</ol>'


def _cell(step: int, status: str, here: bool) -> str:
    name, word = escape(column(step_row(step), "name")), escape(label(STEP, status))
    spoken = _("step {step}, {name}: {status}", step=step, name=name, status=word)
    marks = f"ts-cell ts-{status}" + (" ts-here" if here else "")
    shown = f'<b aria-hidden="true">{word}</b>' if status in ("busy", "late", "skipped") else ""
    return (
        f'<li class="{marks}" title="{spoken}"><span class="ts-hidden">{spoken}</span>'
        f'<span class="ts-sign" aria-hidden="true">{STATUS_SIGNS[status]}</span>{shown}</li>'
    )


def names() -> str:
    """The names of the steps above a strip; numbers alone where the screen is narrow, `key` then says the rest."""
    cells = "".join(
        f'<span>{row["step"]}<span class="ts-short"> {escape(column(row, "short"))}</span></span>' for row in steps()
    )
    return f'<div class="ts-names" aria-hidden="true">{cells}</div>'


def key() -> str:
    """The numbers of the steps with their names, shown where the heads of the columns have no room for them."""
    found = " · ".join(f"{row['step']} {escape(column(row, 'short'))}" for row in steps())
    return f'<p class="ts-key">{found}</p>'


def legend() -> str:
    """The five signs with their words."""
    shown = "".join(
        f'<span><i class="ts-{status}" aria-hidden="true">{sign}</i>{escape(label(STEP, status))}</span>'
        for status, sign in STATUS_SIGNS.items()
    )
    return f'<div class="ts-legend">{shown}</div>'

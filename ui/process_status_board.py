"""The three lights as accessible HTML: what is calculated beside what was reported, each with sign, word and why.

Everything that goes in is escaped here.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path

import streamlit as st

from display.formats import date_text, fill
from display.words import label
from portfolio.status_reports import StatusReport
from portfolio.whole.lights import Light
from ui.i18n import _
from ui.process_status_words import FIELDS, LIGHT, LIGHTS, SIGNS, WORD, differing, limit
from ui.theme import variables

CSS = Path(__file__).resolve().parent / "assets" / "status.css"
COLOURS = variables("text", "muted", "line", "limit")
TEXTS = ("achieved", "coming", "scope_change", "cause", "consequence", "steering")


def show(body: str) -> None:
    """Put this HTML on the page in the colours of the visitor's theme; texts in it must have been escaped."""
    st.html(CSS)
    st.html(f'<div class="st" style="{COLOURS}">{body}</div>')


def board(calculated: Mapping[str, Light], report: StatusReport | None, allowed: Mapping[str, float]) -> str:
    """A row per light."""
    reported = _("reported") + (f" ({date_text(report.reported_on)})" if report else "")
    heads = [_("Light"), _("calculated"), reported]
    cells = "".join(f'<th role="columnheader" scope="col">{escape(head)}</th>' for head in heads)
    rows = "".join(_row(name, calculated[name], report, allowed) for name in LIGHTS)
    return (
        f'<table role="table" aria-label="{escape(_("Status: reported and calculated"))}"><thead role="rowgroup">'
        f'<tr role="row">{cells}</tr></thead><tbody role="rowgroup">{rows}</tbody></table>'
    )


def _row(name: str, light: Light, report: StatusReport | None, allowed: Mapping[str, float]) -> str:
    why = fill(light.template, light.params)
    told = _colour(report.lights[name]) if report else f"<span>{escape(_('nothing reported yet'))}</span>"
    if report and light.colour and report.lights[name] != light.colour:
        told += f'<span class="st-differs">{escape(differing(report.lights[name], light.colour))}</span>'
    return (
        f'<tr role="row"><th role="rowheader" scope="row">{escape(label(LIGHT, name))}</th>'
        f'<td role="cell"><span class="st-head" aria-hidden="true">{escape(_("calculated"))}</span>'
        f"<div>{_colour(light.colour)}<span>{escape(why)}</span>"
        f'<span class="st-limit">{escape(_("Limit: {limit}", limit=limit(name, allowed)))}</span></div></td>'
        f'<td role="cell"><span class="st-head" aria-hidden="true">{escape(_("reported"))}</span><div>{told}</div></td>'
        "</tr>"
    )


def _colour(colour: str) -> str:
    return (
        f'<b class="st-{colour or "none"}"><i aria-hidden="true">{SIGNS[colour]}</i> {escape(label(WORD, colour))}</b>'
    )


def told(report: StatusReport) -> str:
    """What a report says beside its lights; empty when it says nothing more."""
    found = [(label(FIELDS, name), text) for name in TEXTS if (text := getattr(report, name))]
    if report.decision_asked:
        asked = _(
            "{decision} By {who}, before {day}.",
            decision=_sentence(report.decision_asked),
            who=report.decider,
            day=date_text(report.decide_before) if report.decide_before else "–",
        )
        found.append((label(FIELDS, "decision_asked"), asked))
    rows = "".join(f"<div><dt>{escape(title)}</dt><dd>{escape(text)}</dd></div>" for title, text in found)
    return f"<dl>{rows}</dl>" if rows else ""


def _sentence(text: str) -> str:
    return text if text[-1:] in ".?!" else f"{text}."


def earlier(report: StatusReport) -> str:
    """A report of before: its date, its lights in a line, and what it says."""
    lights = "".join(
        f"<span>{escape(label(LIGHT, name))}: {_colour(colour)}</span>" for name, colour in report.lights.items()
    )
    day = f"<h4>{escape(date_text(report.reported_on))}</h4>"
    return f'<div class="st-earlier">{day}<p class="st-line">{lights}</p>{told(report)}</div>'

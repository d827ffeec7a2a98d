"""The pre-read of the portfolio meeting on A4, as a PDF that screen readers can follow (PDF/UA-1): the order is that of
the screen, and so are the figures (reports.portfolio_source)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst

from display import charts_portfolio
from display.formats import date_text
from display.i18n import N_, _, language
from reports.context import printable
from reports.pictures import svg_of
from reports.plain import short
from reports.portfolio_source import MONEY, Source, amount

PAGE = Path(__file__).resolve().parent / "templates" / "preread.typ"
WIDTH, ROW = 17.0, 0.52  # cm: of a picture, and of a row in it
MOST_NAME, MOST_TEXT = 60, 420  # characters
MOST_ROWS = 60
HEADS = {
    "granted": N_("Made available"),
    "committed": N_("Committed"),
    "spent": N_("Spent"),
    "expected": N_("Expected"),
    "expected80": N_("80% certain"),
}


def build(source: Source, audit_head: tuple[int, str], language_code: str) -> bytes:
    """The paper in `nl` or `en`; ``source`` was made in the same language."""
    with language(language_code):
        data = printable(_data(source, audit_head))
        data["lang"] = language_code
        bars = charts_portfolio.rows(source.found[:MOST_ROWS], source.day)
        timeline = heat = ""
        if bars:
            chart = charts_portfolio.timeline(bars, source.day, dark=False).to_dict()
            timeline = svg_of(chart, WIDTH, 1.2 + ROW * len(bars), 7.5)
        if source.found:
            rows = source.found[:MOST_ROWS]
            heat = svg_of(charts_portfolio.heat_map(rows, dark=False).to_dict(), WIDTH, 1.6 + ROW * len(rows), 7)
    inputs = {"data": json.dumps(data), "timeline": timeline, "heat": heat}
    return bytes(typst.compile(PAGE.read_bytes(), sys_inputs=inputs, format="pdf", pdf_standards=["ua-1"]))


def _data(source: Source, audit_head: tuple[int, str]) -> dict[str, Any]:
    number, digest = audit_head
    since = date_text(source.last_day) if source.last_day else ""
    bars = charts_portfolio.rows(source.found[:MOST_ROWS], source.day)
    return {
        "title": _("Pre-read portfolio meeting, {day}", day=date_text(source.day)),
        "kind": " · ".join([_("Participation portfolio"), *_example(source)]),
        "state": source.title,
        "amounts": list(source.amounts),
        "confidence": source.confidence,
        "left_out": source.left_out,
        "asks_title": _("What needs attention"),
        "asks": [
            {"who": short(who, MOST_NAME), "items": [_ask(item) for item in items]}
            for who, items in source.asks.items()
        ],
        "calm": _("Nothing now: no decision waits, no step is late, and all participants heard back in time."),
        "greens_title": _("What goes as planned"),
        "greens": ", ".join(source.greens),
        "changed_title": _("Changed since last time") + (f" ({since})" if since else ""),
        "changed": [{"name": short(name, MOST_NAME), "text": clip(" ".join(texts))} for name, texts in source.changed],
        "changed_none": source.changed_title if source.last_day else _("There was no meeting before this one."),
        "logged_title": _("Decisions and actions of last time"),
        "logged": [{"kind": kind, "text": clip(text), "who": who} for kind, text, who in source.logged],
        "heat_title": _("Where everything stands"),
        "heat_alt": _("The ten steps of every process; the table below says the same in words."),
        "standing": [_standing(row) for row in source.rows[:MOST_ROWS]],
        "standing_heads": [_("Process"), _("Step"), _("Lights"), _("Expected end"), _("Updated")],
        "money_title": _("Money, excluding VAT"),
        "money_heads": [_("Process"), *(_(HEADS[name]) for name in MONEY)],
        "money": [[short(row.name, MOST_NAME), *_amounts(row)] for row in source.rows],
        "money_total": [_("Total"), *(amount(source.totals[name]) for name in MONEY)],
        "timeline_title": _("Timeline"),
        "timeline_text": charts_portfolio.sentence(bars, source.day) if bars else "",
        "timeline_key": charts_portfolio.key(),
        "made": _("Made with Tienstap. Audit record {number}, {hash}.", number=number, hash=digest[:12]),
        "page": _("page"),
    }


def clip(text: str) -> str:
    """A text that may be long, cut where it would fill the page."""
    return text if len(text) <= MOST_TEXT else short(text, MOST_TEXT)


def _example(source: Source) -> list[str]:
    return [_("example of a fictitious municipality")] if source.example else []


def _ask(item: Any) -> dict[str, str]:
    return {
        "name": short(item.name, MOST_NAME),
        "kind": f"{item.sign} {item.kind}",
        "text": clip(item.text),
        "before": _("before {day}", day=item.before) if item.before else "",
    }


def _amounts(row: Any) -> list[str]:
    """Of a process that nothing was granted to only dashes: there is nothing to know yet."""
    if row.money["granted"] is None:
        return ["–" for _name in MONEY]
    return [amount(row.money[name]) for name in MONEY]


def _standing(row: Any) -> dict[str, Any]:
    return {
        "name": short(row.name, MOST_NAME),
        "step": f"{row.step} – {row.phase}" if row.step != "–" else row.phase,
        "lights": [f"{name} {word}" for name, word in row.lights.items() if word != "–"] or ["–"],
        "differs": list(row.differs),
        "finish": date_text(row.finish) if row.finish else "–",
        "updated": date_text(row.updated_on),
    }

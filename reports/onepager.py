"""The request on one page A4 for who decides, as a PDF that screen readers can follow (PDF/UA-1).

The figures and sentences are those of the Word proposal (reports.context); this only picks and places them.
"""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import segno
import typst

from display import charts
from display.i18n import _, language
from estimator import Benchmarks
from portfolio.processes import Process
from portfolio.request_record import Request
from reports.context import printable, proposal_context
from reports.pictures import svg_of
from reports.plain import short

PAGE = Path(__file__).resolve().parent / "templates" / "onepager.typ"
CHART = (8.6, 4.2)  # cm, before it is made to fit
# Characters, so that one page always holds.
MOST_MARK, MOST_CHANGES, MOST_HALF, MOST_NAME = 260, 420, 620, 110
QUIET = 2  # white squares around the code; the paper adds more
LARGEST = 25  # version of the code: 117 squares a side, on 2.4 cm 0.2 mm each


def build(
    request: Request,
    process: Process,
    audit_head: tuple[int, str],
    language_code: str,
    link: str | None = None,
    benchmarks: Benchmarks | None = None,
    before: Request | None = None,
) -> bytes:
    """One page, in `nl` or `en`. ``link``: the public address of the scenario, printed as a QR code; without one the
    page has none. The other arguments are those of reports.proposal.build; the same errors."""
    context = proposal_context(request, process, audit_head, language_code, benchmarks, before)
    return page(context, request, language_code, link)


def page(context: dict[str, Any], request: Request, language_code: str, link: str | None = None) -> bytes:
    """As ``build``, of a context that was made before."""
    with language(language_code):
        code = _code(link) if link else None
        data = printable(_data(context, link if code else None))
        data["lang"] = language_code
        curve = svg_of(charts.s_curve(request.estimate, dark=False), *CHART)
    inputs = {"data": json.dumps(data), "curve": curve, "code": code or ""}
    return bytes(typst.compile(PAGE.read_bytes(), sys_inputs=inputs, format="pdf", pdf_standards=["ua-1"]))


def _data(context: dict[str, Any], link: str | None) -> dict[str, Any]:
    """What the page shows, each text as it stands in the proposal."""
    texts = ("version", "asked", "question", "rests", "curve_text", "stamp")
    return {
        **{name: context[name] for name in texts},
        "title": context["subject"],
        "author": context["municipality"] or "Tienstap",
        "keywords": [context["kind"]],
        "top": " · ".join(filter(None, (context["municipality"], context["kind"]))),
        "name": short(context["name"], MOST_NAME),
        "marks": [{**mark, "text": short(mark["text"], MOST_MARK)} for mark in context["marks"]],
        "changes": [short(context[name], MOST_CHANGES) for name in ("granted", "difference") if context[name]],
        "figures": _figures(context),
        "people": [context["groups"], context["seats_text"], *_per_participant(context)],
        "half": short(context["half"], MOST_HALF),
        "visible": context["visible_rows"],
        "verification": context["verification"],
        **_titles(),
        "link": link or "",
        "code_text": _("Scan the code, or click it, to move the sliders of this scenario yourself."),
        "made": _("Made with Tienstap; amounts exclude VAT unless it says otherwise."),
    }


def _figures(context: dict[str, Any]) -> list[dict[str, str]]:
    titles = {
        "cash": _("Costs, excluding VAT"),
        "own_hours": _("Own hours"),
        "cost": _("Together"),
        "finish": _("Done at the latest"),
    }
    notes = {"own_hours": "own_note"}
    return [
        {"label": title, "value": context[name], "note": context[notes.get(name, f"{name}_note")]}
        for name, title in titles.items()
    ]


def _titles() -> dict[str, Any]:
    return {
        "question_title": _("The question to the participants"),
        "rests_title": _("What it rests on"),
        "people_title": _("Who takes part"),
        "half_title": _("What if it is half"),
        "sure_title": _("How sure the amount is"),
        "visible_title": _("What residents see"),
        "visible_head": [_("What"), _("When (80% certain)")],
    }


def _per_participant(context: dict[str, Any]) -> list[str]:
    found = [one for one in context["arguments"] if context["per_participant"] in one["lead"]]
    return [" ".join((found[-1]["lead"], found[-1]["text"]))] if found else []


def _code(link: str) -> str | None:
    """The address as a QR code (SVG); None when it is too long for one that scans from paper."""
    try:
        code = segno.make_qr(link, error="l")
    except segno.DataOverflowError:
        return None
    if int(code.version) > LARGEST:
        return None
    out = io.BytesIO()
    code.save(out, kind="svg", border=QUIET, dark="#000", light="#fff", scale=4, xmldecl=True)
    return out.getvalue().decode()

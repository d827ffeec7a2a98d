"""The Word proposal: what is asked, on the headings of a college- or raadsvoorstel, in a template one can edit."""

from __future__ import annotations

import io
from html import escape
from typing import Any

from docx.shared import Cm
from docxtpl import DocxTemplate, InlineImage, RichText

from display import charts
from display.i18n import language
from estimator import Benchmarks
from portfolio.processes import Process
from portfolio.request_record import Request
from reports.context import proposal_context
from reports.pictures import png_of
from reports.template import check_template, fill_template, shipped

__all__ = ["build", "check_template"]

WIDTH = 16.6  # cm between the margins of our templates
LINK = "0B5C6B"
TAGS = {"nl": "nl-NL", "en": "en-GB"}


def build(
    request: Request,
    process: Process,
    audit_head: tuple[int, str],
    language_code: str,
    template: bytes | None = None,
    benchmarks: Benchmarks | None = None,
    before: Request | None = None,
) -> bytes:
    """The proposal as a .docx, in `nl` or `en`. All amounts are those of the request.

    ``request``: a stored one, or that of reports.draft.draft_request, which is marked as a draft. ``audit_head``:
    number and hash of the log's last line. ``template``: a municipality's own (default: ours). ``benchmarks``: the
    figures the request was computed with (default: those of this version; see portfolio.benchmark_sets).
    ``before``: the version that was approved earlier. Raises
    Refused with the faults of a template, and reports.evidence.OtherFigures for other benchmarks.
    """
    context = proposal_context(request, process, audit_head, language_code, benchmarks, before)
    filled = fill_template(
        shipped(language_code) if template is None else template,
        context,
        lambda word: {**_pictures(word, request, context, language_code), "sources": _linked(word, context["sources"])},
    )
    _properties(filled, context, language_code)
    out = io.BytesIO()
    filled.save(out)
    return out.getvalue()


class _Picture(InlineImage):
    """A picture with a text for who can't see it."""

    alt = ""

    def _insert_image(self) -> str:
        drawing: str = super()._insert_image()
        drawing = drawing.replace("<wp:docPr ", f'<wp:docPr descr="{escape(self.alt)}" ', 1)
        # Without these LibreOffice shifts the picture by the distance it keeps for floating ones.
        return drawing.replace("<wp:inline ", '<wp:inline distT="0" distB="0" distL="0" distR="0" ', 1)


def _pictures(
    word: DocxTemplate, request: Request, context: dict[str, Any], language_code: str
) -> dict[str, InlineImage]:
    est = request.estimate
    with language(language_code):
        drawn = {
            "curve_picture": (charts.s_curve(est, dark=False), 4.0, context["curve_text"]),
            "timeline_picture": (charts.step_timeline(est, dark=False), 4.8, context["timeline_text"]),
        }
    found = {}
    for name, (chart, height, text) in drawn.items():
        picture = _Picture(word, io.BytesIO(png_of(chart, WIDTH, height)), width=Cm(WIDTH))
        picture.alt = text
        found[name] = picture
    return found


def _linked(word: DocxTemplate, sources: list[dict[str, str]]) -> list[dict[str, Any]]:
    """The sources with a text that leads to their address; only web addresses become links."""
    return [{**one, "link": _link(word, one)} for one in sources]


def _link(word: DocxTemplate, source: dict[str, str]) -> RichText:
    if not source["url"].startswith(("https://", "http://")):
        return RichText(source["text"])
    return RichText(source["text"], url_id=word.build_url_id(source["url"]), color=LINK)


def _properties(word: DocxTemplate, context: dict[str, Any], language_code: str) -> None:
    """What the file says about itself."""
    properties = word.docx.core_properties
    properties.title = context["subject"][:255]
    properties.subject = context["kind"]
    properties.author = context["municipality"] or "Tienstap"
    properties.last_modified_by = "Tienstap"
    properties.comments = context["version"]
    properties.language = TAGS[language_code]

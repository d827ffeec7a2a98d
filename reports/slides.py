"""Slides for the portfolio meeting (PPTX) with native charts: they can be changed in the program that opens them.

A slide for the whole, what asks for attention, money, what changed, last time's decisions, and one for each process on
the agenda. Texts are clipped so that nothing runs off a slide; figures are those of reports.portfolio_source.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from display.colours import LIGHT, STATUS_SIGNS
from display.formats import date_text
from display.i18n import _, lang, language
from display.process_words import STEP
from display.steps import numbered
from display.words import label
from reports.plain import short
from reports.portfolio_source import Asked, Row, Source, amount
from reports.preread import HEADS

WIDE, HIGH = Inches(13.333), Inches(7.5)
LEFT, TOP, ACROSS = Inches(0.7), Inches(0.5), Inches(11.93)
MOST_LINE = 420  # characters of what changed in a process
PER_SLIDE, CHANGES, BARS = 7, 4, 12  # rows
LOCALE = {"nl": "nl-NL", "en": "en-GB"}


def build(source: Source, audit_head: tuple[int, str], process_ids: Sequence[str], language_code: str) -> bytes:
    """The slides in `nl` or `en`; ``process_ids``: which processes get a slide, in that order."""
    with language(language_code):
        deck = Presentation()
        deck.slide_width, deck.slide_height = WIDE, HIGH
        deck.core_properties.title = _("Portfolio meeting, {day}", day=date_text(source.day))
        deck.core_properties.author = "Tienstap"
        deck.core_properties.language = LOCALE[language_code]
        _first(deck, source, audit_head)
        _asks(deck, source)
        _money(deck, source)
        _changed(deck, source)
        by_id = {row.id: row for row in source.rows}
        asked = [(who, item) for who, items in source.asks.items() for item in items]
        for id in process_ids:
            if id in by_id:
                _process(deck, by_id[id], [(who, item) for who, item in asked if item.process_id == id])
        out = io.BytesIO()
        deck.save(out)
    return out.getvalue()


def _slide(deck: Any, title: str) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[5])  # title only
    box = slide.shapes.title
    box.left, box.top, box.width, box.height = LEFT, TOP, ACROSS, Inches(0.9)
    box.text_frame.word_wrap = True
    box.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    _write(box.text_frame, [(short(title, 80), 32, True, LIGHT["main"])])
    return slide


def _write(frame: Any, lines: Sequence[tuple[str, float, bool, str]]) -> None:
    """Paragraphs (text, points, bold, colour) in a text frame."""
    frame.word_wrap = True
    for at, (text, size, bold, colour) in enumerate(lines):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.space_after = Pt(size / 3)
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.bold, run.font.name = Pt(size), bold, "Arial"
        run.font.color.rgb = RGBColor.from_string(colour.lstrip("#"))
        run._r.get_or_add_rPr().set("lang", LOCALE[lang()])


def _text(slide: Any, top: Any, height: Any, lines: Sequence[tuple[str, float, bool, str]]) -> None:
    box = slide.shapes.add_textbox(LEFT, top, ACROSS, height)
    _write(box.text_frame, lines)


def _first(deck: Any, source: Source, audit_head: tuple[int, str]) -> None:
    slide = _slide(deck, source.title)
    lines = [(one, 22.0, False, LIGHT["text"]) for one in source.amounts]
    lines.append((source.confidence, 14, False, LIGHT["muted"]))
    if source.left_out:
        lines.append((source.left_out, 16, True, LIGHT["limit"]))
    _text(slide, Inches(1.7), Inches(3.5), lines)
    mark = [_("Portfolio meeting, {day}", day=date_text(source.day))]
    mark += [_("example of a fictitious municipality")] if source.example else []
    number, digest = audit_head
    mark.append(_("Made with Tienstap. Audit record {number}, {hash}.", number=number, hash=digest[:12]))
    _text(slide, Inches(6.6), Inches(0.6), [(" · ".join(mark), 12, False, LIGHT["muted"])])


def _asks(deck: Any, source: Source) -> None:
    every = [(who, item) for who, items in source.asks.items() for item in items]
    title = _("What needs attention")
    if not every:
        slide = _slide(deck, title)
        calm = _("Nothing now: no decision waits, no step is late, and all participants heard back in time.")
        _text(slide, Inches(1.7), Inches(2), [(calm, 22, False, LIGHT["text"])])
    for first in range(0, len(every), PER_SLIDE):
        part = every[first : first + PER_SLIDE]
        heads = [_("Who"), _("Process"), _("What is asked")]
        body = [
            [
                short(who, 32),
                short(item.name, 40),
                f"{item.sign} {short(item.text, 170)}"
                + (f" ({_('before {day}', day=item.before)})" if item.before else ""),
            ]
            for who, item in part
        ]
        _table(_slide(deck, title), heads, body, (2.6, 3.2, 6.1), ())
    if source.greens:
        slide = _slide(deck, _("What goes as planned"))
        _text(slide, Inches(1.7), Inches(4), [(short(", ".join(source.greens), 600), 20, False, LIGHT["text"])])


def _money(deck: Any, source: Source) -> None:
    rows = [row for row in source.rows if row.money["granted"] is not None]
    if not rows:
        return
    title = _("Money, excluding VAT")
    shown = sorted(rows, key=lambda row: -(row.money["granted"] or 0))[:BARS]
    slide = _slide(deck, title)
    data = CategoryChartData(number_format="#,##0")
    data.categories = [short(row.name, 34) for row in shown[::-1]]
    for name in ("granted", "expected80", "expected"):
        data.add_series(_(HEADS[name]), [round((row.money[name] or 0) / 100) for row in shown[::-1]])
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, LEFT, Inches(1.5), ACROSS, Inches(5.4), data)
    texts = [f"{row.name}: {_(HEADS['granted'])} {amount(row.money['granted'])}" for row in shown]
    _describe(frame, _("Bars per process: {texts}", texts="; ".join(texts)))
    chart = frame.chart
    chart.has_legend, chart.has_title = True, False
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.font.size, chart.font.name = Pt(12), "Arial"
    chart.plots[0].gap_width, chart.plots[0].overlap = 60, -10
    for series, colour in zip(chart.plots[0].series, ("main", "main_soft", "late"), strict=True):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = RGBColor.from_string(LIGHT[colour].lstrip("#"))
    chart.value_axis.tick_labels.number_format, chart.value_axis.tick_labels.number_format_is_linked = "€ #,##0", False
    chart.value_axis.major_gridlines.format.line.color.rgb = RGBColor.from_string(LIGHT["line"].lstrip("#"))
    names = ("granted", "committed", "spent", "expected", "expected80")
    heads = [_("Process"), *(_(HEADS[name]) for name in names)]
    body = [[short(row.name, 44), *(amount(row.money[name]) for name in names)] for row in rows]
    body.append([_("Total"), *(amount(source.totals[name]) for name in names)])
    for first in range(0, len(body), 10):
        _table(_slide(deck, title), heads, body[first : first + 10], (4.2, 1.6, 1.5, 1.5, 1.5, 1.6), (1, 2, 3, 4, 5))


def _changed(deck: Any, source: Source) -> None:
    if source.last_day:
        title = _("Changed since last time")
        body = [[short(name, 40), short(" ".join(texts), MOST_LINE)] for name, texts in source.changed]
        if not body:
            _text(_slide(deck, title), Inches(1.7), Inches(1), [(source.changed_title, 22, False, LIGHT["text"])])
        for first in range(0, len(body), CHANGES):
            _table(
                _slide(deck, title), [_("Process"), _("What changed")], body[first : first + CHANGES], (3.4, 8.5), ()
            )
    if source.logged:
        body = [[kind, short(text, 150), short(who, 60)] for kind, text, who in source.logged]
        for first in range(0, len(body), PER_SLIDE):
            heads = [_("What"), _("Text"), _("Who and when")]
            slide = _slide(deck, _("Decisions and actions of last time"))
            _table(slide, heads, body[first : first + PER_SLIDE], (1.5, 7.0, 3.4), ())


def _process(deck: Any, row: Row, asked: Sequence[tuple[str, Asked]]) -> None:
    slide = _slide(deck, row.name)
    lines: list[tuple[str, float, bool, str]] = []
    for who, item in asked[:3]:
        before = f", {_('before {day}', day=item.before)}" if item.before else ""
        lines.append((f"{item.sign} {short(item.text, 150)}", 18, True, LIGHT["text"]))
        lines.append((f"{item.kind}: {short(who, 50)}{before}", 12, False, LIGHT["muted"]))
    if not lines:
        lines.append((_("Nothing is asked here."), 20, False, LIGHT["text"]))
    _text(slide, Inches(1.45), Inches(2.8), lines)
    heads = [numbered(step) for step in range(1, 11)]
    cells = [f"{STATUS_SIGNS[status]} {label(STEP, status)}".strip() for status in row.steps]
    _table(slide, heads, [cells], (1.193,) * 10, (), top=Inches(4.35), size=10)
    light = " · ".join(f"{name}: {word}" for name, word in row.lights.items())
    below: list[tuple[str, float, bool, str]] = [(light, 18, True, LIGHT["text"])]
    below += [(text, 14, False, LIGHT["limit"]) for text in row.differs]
    if row.money["granted"] is not None:
        names = ("granted", "spent", "expected", "expected80")
        below.append(
            (" · ".join(f"{_(HEADS[name])} {amount(row.money[name])}" for name in names), 16, False, LIGHT["text"])
        )
    if row.finish:
        below.append((_("Expected end: {day}.", day=date_text(row.finish)), 16, False, LIGHT["text"]))
    _text(slide, Inches(5.4), Inches(1.9), below)


def _table(
    slide: Any,
    heads: Sequence[str],
    body: Sequence[Sequence[str]],
    widths: Sequence[float],
    right: Sequence[int],
    top: Any = None,
    size: float = 14,
) -> None:
    """A plain table: head in grey, a thin line below each row, numbers to the right."""
    place = Inches(1.6) if top is None else top
    shape = slide.shapes.add_table(
        len(body) + 1, len(heads), LEFT, place, ACROSS, Emu(int(Inches(0.42)) * (len(body) + 1))
    )
    table = shape.table
    style = shape._element.graphic.graphicData.tbl.tblPr.find(qn("a:tableStyleId"))
    if style is not None:
        style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no style, no grid
    for at, width in enumerate(widths):
        table.columns[at].width = Inches(width)
    for row_at, cells in enumerate([heads, *body]):
        for at, text in enumerate(cells):
            cell = table.cell(row_at, at)
            cell.margin_left = cell.margin_right = Inches(0.05)
            cell.margin_top = cell.margin_bottom = Inches(0.04)
            colour = LIGHT["muted"] if row_at == 0 else LIGHT["text"]
            _write(
                cell.text_frame,
                [(text, size - (2 if row_at == 0 and size > 11 else 0), row_at > 0 and at == 0, colour)],
            )
            if at in right:
                cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT


def _describe(frame: Any, text: str) -> None:
    """The text that a screen reader reads instead of a chart."""
    frame._element.nvGraphicFramePr.cNvPr.set("descr", short(text, 900))

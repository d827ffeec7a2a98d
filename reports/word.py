"""The pieces of a Word document in the look of the proposal: headings, paragraphs, tables, and blanks to fill in.

A part that nobody filled in yet is a marked blank, never an empty heading. Users' texts are only ever text.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table
from docxtpl import DocxTemplate

from display.formats import NBSP, THIN
from display.i18n import _
from reports.plain import lines

WIDTH = 16.6  # cm between the margins
TAGS = {"nl": "nl-NL", "en": "en-GB"}
TEMPLATES = Path(__file__).resolve().parent / "templates"
Rows = Sequence[Sequence[str]]


def begin(language_code: str, head: dict[str, Any]) -> Document:
    """An empty document with the proposal's styles; ``head``: municipality, stamp, name_short and version."""
    template = DocxTemplate(TEMPLATES / f"plain_{language_code}.docx")
    template.render(head, autoescape=True)  # the edges only: the body is empty still
    doc: Document = template.docx
    return doc


def opening(doc: Document, kind: str, head: dict[str, Any]) -> None:
    """Title, version and marks."""
    doc.add_paragraph(kind, style="Title")
    doc.add_paragraph(f"{head['name']} · {head['version']}", style="Subtitle")
    for mark in head["marks"]:
        led(doc, "Mark", mark["lead"], mark["text"])


def led(doc: Document, style: str, lead: str, text: str) -> None:
    """A paragraph with its beginning in bold."""
    paragraph = doc.add_paragraph(style=style)
    paragraph.add_run(lead).bold = True
    paragraph.add_run(f" {kept(text)}")


def kept(said: object) -> str:
    """Plain text that keeps its line breaks and the spaces at which a line may not break.

    >>> kept("€\\u202f5  per\\x0b stuk")
    '€\\xa05 per stuk'
    """
    return NBSP.join(lines(part) for part in str(said or "").replace(THIN, NBSP).split(NBSP))


def heading(doc: Document, text: str, level: int = 1) -> None:
    """A heading; something always follows it."""
    doc.add_paragraph(text, style=f"Heading {level}")


def text(doc: Document, said: str, style: str = "Normal") -> None:
    """Text of a user or ours: a paragraph for each empty line in it."""
    for part in kept(said).split("\n\n"):
        doc.add_paragraph(part, style=style)


def blank(doc: Document, what: str) -> None:
    """A place that somebody still has to fill in: in brackets, so that it is seen without colour."""
    doc.add_paragraph(blank_text(what), style="Blank")


def blank_text(what: str) -> str:
    """`[nog invullen: wat er is gezegd]`."""
    return _("[to fill in: {what}]", what=what)


def answer(doc: Document, said: object, what: str) -> None:
    """What was filled in, or a blank that says what belongs here."""
    found = kept(said)
    if found:
        text(doc, found)
    else:
        blank(doc, what)


def facts(doc: Document, rows: Rows) -> None:
    """Label and value beside each other."""
    table = _table(doc, [5, WIDTH - 5], len(rows))
    for at, (label, value) in enumerate(rows):
        _cell(table, at, 0, label, "Cell head")
        _cell(table, at, 1, value, "Cell")
    _gap(doc)


def listing(
    doc: Document,
    heads: Sequence[str],
    rows: Rows,
    widths: Sequence[float],
    numbers: Sequence[int] = (),
    total: Sequence[str] | None = None,
) -> None:
    """A table whose head is repeated on every page and whose rows stay whole. ``numbers``: columns at the right."""
    table = _table(doc, widths, len(rows) + 1 + bool(total), head=True, total=bool(total))
    for at, title in enumerate(heads):
        _cell(table, 0, at, title, "Cell head number" if at in numbers else "Cell head")
    for row, texts in enumerate([*rows, *([total] if total else [])], start=1):
        for at, said in enumerate(texts):
            _cell(table, row, at, said, "Cell number" if at in numbers else "Cell", bold=row > len(rows))
    for at in range(len(heads)):  # the head doesn't stay alone at the foot of a page
        table.cell(0, at).paragraphs[0].paragraph_format.keep_with_next = True
    _gap(doc)


def _table(doc: Document, widths: Sequence[float], rows: int, head: bool = False, total: bool = False) -> Table:
    table = doc.add_table(rows=rows, cols=len(widths))
    table.style = doc.styles["Tienstap"]
    table.autofit = False
    _look(table, head, total)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)
    if head:
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    return table


def _look(table: Table, head: bool, total: bool) -> None:
    """Which parts of the table style count: Word reads the names, older programs the sum of their bits."""
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    if look is None:
        look = OxmlElement("w:tblLook")
        properties.append(look)
    for key in list(look.attrib):
        del look.attrib[key]
    shown = {"firstRow": 0x20 * head, "lastRow": 0x40 * total, "firstColumn": 0, "noHBand": 0x200, "noVBand": 0x400}
    look.set(qn("w:val"), f"{sum(shown.values()):04X}")
    for key, bit in shown.items():
        look.set(qn(f"w:{key}"), "1" if bit else "0")


def _cell(table: Table, row: int, column: int, said: str, style: str, bold: bool = False) -> None:
    paragraph = table.cell(row, column).paragraphs[0]
    paragraph.style = style
    paragraph.paragraph_format.keep_together = True  # a row stays on one page
    run = paragraph.add_run(kept(said))
    run.bold = True if bold else None


def _gap(doc: Document) -> None:
    """Word wants a paragraph between tables; this one is only air."""
    air = doc.add_paragraph(style="Cell").paragraph_format
    air.space_before = air.space_after = Pt(0)
    air.line_spacing = Pt(6)


def save(doc: Document, language_code: str, kind: str, head: dict[str, Any]) -> bytes:
    """The file, with what it says about itself."""
    last = doc.paragraphs[-1]
    if not last.text:  # the air after a table at the end: a higher one would make an empty page
        last.paragraph_format.line_spacing = Pt(1)
        last.paragraph_format.space_before = last.paragraph_format.space_after = Pt(0)
    properties = doc.core_properties
    properties.title = f"{kind} – {head['name']}"[:255]
    properties.subject = kind
    properties.author = head["municipality"] or "Tienstap"
    properties.last_modified_by = "Tienstap"
    properties.comments = head["version"]
    properties.language = TAGS[language_code]
    out = io.BytesIO()
    doc.save(out)
    return out.getvalue()

"""Makes reports/templates/proposal_nl.docx, plain_nl.docx and the English ones: `python -m tools.make_templates`.

The templates are ordinary Word files that a municipality edits in Word; this script only made the first ones, and makes
them again when the layout changes. docs/templates.md explains what stands between the braces.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

from tools import template_layout as layout
from tools.template_layout import WIDTH

TARGET = Path(__file__).resolve().parents[1] / "reports" / "templates"

WORDS: dict[str, dict[str, Any]] = {
    "nl": {
        "tag": "nl-NL",
        "h": [
            "Onderwerp",
            "Gevraagd besluit",
            "Inleiding",
            "Beoogd effect",
            "Argumenten",
            "Kanttekeningen en risico’s",
            "Financiën",
            "Participatie en communicatie",
            "Planning, uitvoering en evaluatie",
            "Wij gaan uit van…",
            "Bronnen",
            "Bijlagen en verificatie",
        ],
        "less": "Wat als het minder is",
        "changes": "Wat er anders is dan goedgekeurd",
        "changed": ["Wat", "Was", "Wordt"],
        "figures": ["Kosten, exclusief btw", "Eigen uren", "Samen", "Uiterlijk klaar"],
        "money": [
            ("Eigen uren ({{ own_hours }} uur)", "own_eur"),
            ("Kosten: inhuur en inkoop, exclusief btw", "cash"),
            ("Samen gevraagd", "cost"),
            ("waarvan middenraming (50 %)", "estimate"),
            ("waarvan onvoorzien", "contingency"),
            ("Btw over de kosten", "vat"),
            ("Kosten inclusief btw", "cash_incl_vat"),
        ],
        "money_head": ["Gevraagd", "Bedrag"],
        "years": ["Begrotingsjaar", "Kosten", "Eigen uren", "Samen"],
        "visible": ["Wat inwoners zien", "Wanneer (80 % zeker)"],
        "steps": ["Stap", "Trekker", "Begin", "Klaar", "Weken", "Kosten", "Eigen uren", "Samen"],
        "assumed": ["Aanname", "Scheelt ongeveer"],
        "total": "Samen",
        "page": ("pagina ", " van "),
        "note": "Toelichting: ",
    },
    "en": {
        "tag": "en-GB",
        "h": [
            "Subject",
            "Decision asked",
            "Introduction",
            "Intended effect",
            "Arguments",
            "Caveats and risks",
            "Finance",
            "Participation and communication",
            "Planning, execution and evaluation",
            "We assume…",
            "Sources",
            "Attachments and verification",
        ],
        "less": "What if it is less",
        "changes": "What differs from what was approved",
        "changed": ["What", "Was", "Becomes"],
        "figures": ["Costs, excluding VAT", "Own hours", "Together", "Done at the latest"],
        "money": [
            ("Own hours ({{ own_hours }} hours)", "own_eur"),
            ("Costs: hiring and purchases, excluding VAT", "cash"),
            ("Asked together", "cost"),
            ("of which middle estimate (50%)", "estimate"),
            ("of which contingency", "contingency"),
            ("VAT on the costs", "vat"),
            ("Costs including VAT", "cash_incl_vat"),
        ],
        "money_head": ["Asked", "Amount"],
        "years": ["Budget year", "Costs", "Own hours", "Together"],
        "visible": ["What residents see", "When (80% certain)"],
        "steps": ["Step", "Lead", "Start", "Done", "Weeks", "Costs", "Own hours", "Together"],
        "assumed": ["Assumption", "Moves about"],
        "total": "Together",
        "page": ("page ", " of "),
        "note": "Note: ",
    },
}


def make(language: str) -> None:
    """Write the template of the proposal, and the empty one in the same look for the other documents."""
    said = WORDS[language]
    plain = _empty(said)
    _properties(plain, said["tag"])
    plain.save(TARGET / f"plain_{language}.docx")
    doc = _empty(said)
    _top(doc, said)
    _changes(doc, said)
    _why(doc, said["h"])
    _less(doc, said["less"])
    _finance(doc, said)
    _people(doc, said)
    _planning(doc, said)
    _evidence(doc, said)
    _properties(doc, said["tag"])
    doc.save(TARGET / f"proposal_{language}.docx")


def _empty(said: dict[str, Any]) -> Any:
    """A document with page, styles, header and footer, and nothing in it."""
    doc = Document()
    for paragraph in list(doc.paragraphs):
        paragraph._p.getparent().remove(paragraph._p)
    layout.clean(doc, said["tag"])
    layout.page(doc)
    layout.styles(doc)
    layout.edges(doc, said["page"])
    return doc


def _properties(doc: Any, tag: str) -> None:
    properties = doc.core_properties
    properties.title, properties.author, properties.comments = "", "Tienstap", ""
    properties.language = tag
    properties.created = properties.modified = dt.datetime(2026, 1, 1)


# --- what stands where ---------------------------------------------------------------------------------------------


def _top(doc: Any, said: dict[str, Any]) -> None:
    _text(doc, "Subtitle", "{{ kind }}").paragraph_format.space_after = Pt(0)
    _text(doc, "Title", "{{ name }}")
    _text(doc, "Subtitle", "{{ version }}")
    _each(doc, "marks", lambda: _led(doc, "Mark", "item"))
    _text(doc, "Ask", "{{ asked }}")
    figures = ("cash", "own_hours", "cost", "finish")
    table = _table(doc, [WIDTH / 4] * 4, 3, head=False)
    for at, (title, name) in enumerate(zip(said["figures"], figures, strict=True)):
        _cell(table, 0, at, title, "Cell head")
        _cell(table, 1, at, "{{ " + name + " }}", "Figure")
        _cell(table, 2, at, "{{ " + name.replace("own_hours", "own") + "_note }}", "Cell")
    _no_lines(table)
    heads = said["h"]
    _heading(doc, heads[0])
    _text(doc, "Normal", "{{ subject }}")
    _when(doc, "granted", lambda: _text(doc, "Mark", "{{ granted }}"))
    _pairs(doc, "facts")
    _heading(doc, heads[1])
    _each(doc, "decisions", lambda: _text(doc, "List Number", "{{ item }}"))


def _changes(doc: Any, said: dict[str, Any]) -> None:
    """What differs from the version that was approved: heading and all only when there is one."""
    doc.add_paragraph("{%p if difference_rows %}")
    _heading(doc, said["changes"])
    columns = ["{{ row.what }}", "{{ row.was }}", "{{ row.becomes }}"]
    _listing(doc, "difference_rows", said["changed"], columns, [WIDTH - 10, 5, 5], ())
    doc.add_paragraph("{%p endif %}")


def _why(doc: Any, heads: list[str]) -> None:
    for head, name in zip(heads[2:4], ("introduction", "aim"), strict=True):
        _heading(doc, head)
        _each(doc, name, lambda: _text(doc, "Normal", "{{ item }}"))
    for head, name in zip(heads[4:6], ("arguments", "caveats"), strict=True):
        _heading(doc, head)
        _each(doc, name, lambda: _led(doc, "Normal", "item"))


def _less(doc: Any, head: str) -> None:
    """What falls away with less: heading and all only when something is known of it."""
    doc.add_paragraph("{%p if less %}")
    _heading(doc, head)
    _each(doc, "less", lambda: _led(doc, "Normal", "item"))
    doc.add_paragraph("{%p endif %}")


def _finance(doc: Any, said: dict[str, Any]) -> None:
    _heading(doc, said["h"][6])
    _text(doc, "Normal", "{{ sum_text }}").paragraph_format.keep_with_next = True
    rows = said["money"]
    table = _table(doc, [WIDTH - 3.4, 3.4], len(rows) + 1)
    for at, title in enumerate(said["money_head"]):
        _cell(table, 0, at, title, "Cell head number" if at else "Cell head")
    for at, (title, name) in enumerate(rows, 1):
        bold = name == "cost"
        _cell(table, at, 0, title, "Cell", bold, indent=name in ("estimate", "contingency"))
        _cell(table, at, 1, "{{ " + name + " }}", "Cell number", bold)
    _text(doc, "Picture", "{{ curve_picture }}")
    _text(doc, "Small", "{{ curve_text }}")
    columns = ["{{ row.year }}", "{{ row.cash }}", "{{ row.own }}", "{{ row.cost }}"]
    widths = [WIDTH - 9, 3, 3, 3]
    total = [said["total"], "{{ cash }}", "{{ own_eur }}", "{{ cost }}"]
    _listing(doc, "year_rows", said["years"], columns, widths, (1, 2, 3), total)
    _text(doc, "Small", "{{ years_text }}")
    _pairs(doc, "finance_facts")
    _when(doc, "notes", lambda: _text(doc, "Normal", said["note"] + "{{ notes }}"))


def _people(doc: Any, said: dict[str, Any]) -> None:
    _heading(doc, said["h"][7])
    _each(doc, "participation", lambda: _text(doc, "Normal", "{{ item }}"))
    _listing(doc, "visible_rows", said["visible"], ["{{ row.what }}", "{{ row.when }}"], [WIDTH - 6, 6], ())


def _planning(doc: Any, said: dict[str, Any]) -> None:
    _heading(doc, said["h"][8])
    names = ("step", "lead", "start", "finish", "weeks", "cash", "own", "cost")
    columns = ["{{ row." + name + " }}" for name in names]
    widths = [4.5, 2.7, 1.7, 1.7, 1.15, 1.55, 1.55, 1.75]
    total = ["", "", "", "", "", "cash", "own_eur", "cost"]
    total = [said["total"], *("{{ " + name + " }}" if name else "" for name in total[1:])]
    _listing(doc, "step_rows", said["steps"], columns, widths, (4, 5, 6, 7), total, " small")
    _text(doc, "Small", "{{ dates_text }}")
    _text(doc, "Picture", "{{ timeline_picture }}")
    _text(doc, "Small", "{{ timeline_text }}")
    _text(doc, "Normal", "{{ evaluation }}")


def _evidence(doc: Any, said: dict[str, Any]) -> None:
    _heading(doc, said["h"][9])
    _text(doc, "Small", "{{ assumptions_text }}").paragraph_format.keep_with_next = True
    columns = ["{{ row.text }}", "{{ row.euros }}"]
    _listing(doc, "assumption_rows", said["assumed"], columns, [WIDTH - 3.2, 3.2], (1,))
    _text(doc, "Small", "{{ assumptions_more }}")
    _heading(doc, said["h"][10])
    _text(doc, "Normal", "{{ sources_text }}")
    _each(doc, "sources", lambda: _text(doc, "List Bullet", "{{r item.link }}"))
    _heading(doc, said["h"][11])
    _each(doc, "attachments", lambda: _text(doc, "List Bullet", "{{ item }}"))
    _pairs(doc, "verification")


# --- pieces ----------------------------------------------------------------------------------------------------------


def _text(doc: Any, style: str, text: str) -> Any:
    return doc.add_paragraph(text, style=style)


def _heading(doc: Any, text: str) -> None:
    doc.add_paragraph(text, style="Heading 1")


def _led(doc: Any, style: str, name: str) -> None:
    """A point: its lead in bold, its text after it."""
    paragraph = doc.add_paragraph(style=style)
    paragraph.add_run("{{ " + name + ".lead }}").bold = True
    paragraph.add_run(" {{ " + name + ".text }}")


def _each(doc: Any, name: str, body: Any) -> None:
    doc.add_paragraph("{%p for item in " + name + " %}")
    body()
    doc.add_paragraph("{%p endfor %}")


def _when(doc: Any, name: str, body: Any) -> None:
    doc.add_paragraph("{%p if " + name + " %}")
    body()
    doc.add_paragraph("{%p endif %}")


def _pairs(doc: Any, name: str) -> None:
    """Rows of label and value."""
    table = _table(doc, [5, WIDTH - 5], 3, head=False)
    table.cell(0, 0).paragraphs[0].text = "{%tr for row in " + name + " %}"
    _cell(table, 1, 0, "{{ row.label }}", "Cell head")
    _cell(table, 1, 1, "{{ row.value }}", "Cell")
    for cell in table.rows[1].cells:
        cell.paragraphs[0].paragraph_format.keep_with_next = True
    table.cell(2, 0).paragraphs[0].text = "{%tr endfor %}"
    _no_lines(table)
    _gap(doc)


def _listing(
    doc: Any,
    name: str,
    heads: list[str],
    columns: list[str],
    widths: list[float],
    numbers: Iterable[int],
    total: list[str] | None = None,
    size: str = "",
) -> None:
    """A table with one row an item, kept on one page where it fits; else its head is repeated."""
    numbers = set(numbers)
    table = _table(doc, widths, 5 if total else 4, total=bool(total))
    table.cell(1, 0).paragraphs[0].text = "{%tr for row in " + name + " %}"
    table.cell(3, 0).paragraphs[0].text = "{%tr endfor %}"
    for at in range(len(columns)):
        kind = ("Cell number" if at in numbers else "Cell") + size
        _cell(table, 0, at, heads[at], ("Cell head number" if at in numbers else "Cell head") + size)
        _cell(table, 2, at, columns[at], kind)
        if total:
            _cell(table, 4, at, total[at], kind, bold=True)
        for row in (0, 2):
            table.cell(row, at).paragraphs[0].paragraph_format.keep_with_next = True
    if not total:
        _gap(doc)


def _gap(doc: Any) -> None:
    """Word wants a paragraph between tables; this one is only air."""
    air = doc.add_paragraph(style="Cell")
    air.paragraph_format.space_before = air.paragraph_format.space_after = Pt(0)
    air.paragraph_format.line_spacing = Pt(4)


def _table(doc: Any, widths: list[float], rows: int, head: bool = True, total: bool = False) -> Any:
    table = doc.add_table(rows=rows, cols=len(widths))
    table.style = doc.styles["Tienstap"]
    table.autofit = False
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    if look is None:
        look = OxmlElement("w:tblLook")
        table._tbl.tblPr.append(look)
    for key in list(look.attrib):
        del look.attrib[key]
    # Word reads the names, older programs the sum of their bits.
    shown = {"firstRow": 0x20 * head, "lastRow": 0x40 * total, "firstColumn": 0, "noHBand": 0x200, "noVBand": 0x400}
    look.set(qn("w:val"), f"{sum(shown.values()):04X}")
    for key, bit in shown.items():
        look.set(qn(f"w:{key}"), "1" if bit else "0")
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)
    for at, row in enumerate(table.rows):
        # Not both: LibreOffice loses rows of a table with a repeated head whose rows can't split.
        if not head:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        elif at == 0:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    return table


def _cell(table: Any, row: int, column: int, text: str, style: str, bold: bool = False, indent: bool = False) -> None:
    paragraph = table.cell(row, column).paragraphs[0]
    paragraph.style = style
    run = paragraph.add_run(text)
    if bold:
        run.bold = True
    if indent:
        paragraph.paragraph_format.left_indent = Cm(0.4)


def _no_lines(table: Any) -> None:
    borders = "".join(f'<w:{side} w:val="nil"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    layout = table._tbl.tblPr.find(qn("w:tblLayout"))
    layout.addprevious(parse_xml(f"<w:tblBorders {nsdecls('w')}>{borders}</w:tblBorders>"))


if __name__ == "__main__":
    TARGET.mkdir(parents=True, exist_ok=True)
    for each in WORDS:
        make(each)

"""Makes reports/templates/proposal_nl.docx and proposal_en.docx: `python tools/make_templates.py`.

The templates are ordinary Word files that a municipality edits in Word; this script only made the first ones, and makes
them again when the layout changes. docs/templates.md explains what stands between the braces.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

TARGET = Path(__file__).resolve().parents[1] / "reports" / "templates"
FONT = "Arial"
TEAL, OCHRE, TEXT, MUTED, LINE = "0B5C6B", "8F4C05", "16262B", "46585E", "C9D5D3"
WASH, WARM = "E9F2F3", "FBF1E6"
WIDTH = 16.6  # cm: A4 with margins of 2.2
RIGHT = "right"

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
        "assumed": ["Assumption", "Makes a difference of about"],
        "total": "Together",
        "page": ("page ", " of "),
        "note": "Note: ",
    },
}


def make(language: str) -> None:
    """Write one template."""
    said = WORDS[language]
    doc = Document()
    for paragraph in list(doc.paragraphs):
        paragraph._p.getparent().remove(paragraph._p)
    _page(doc)
    _styles(doc, said["tag"])
    _edges(doc, said["page"])
    _top(doc, said)
    _why(doc, said["h"])
    _finance(doc, said)
    _people(doc, said)
    _planning(doc, said)
    _evidence(doc, said)
    properties = doc.core_properties
    properties.title, properties.author, properties.comments = "", "Tienstap", ""
    properties.language = said["tag"]
    properties.created = properties.modified = dt.datetime(2026, 1, 1)
    doc.save(TARGET / f"proposal_{language}.docx")


# --- page and styles ----------------------------------------------------------------------------------------------


def _page(doc: Any) -> None:
    section = doc.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2.3), Cm(2.0)
    section.header_distance, section.footer_distance = Cm(1.1), Cm(0.9)


def _styles(doc: Any, tag: str) -> None:
    for lang in doc.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), tag)
    normal = _style(doc, "Normal", size=9.5, after=4)
    normal.paragraph_format.line_spacing = 1.12
    normal.paragraph_format.widow_control = True
    _style(doc, "Title", size=17, bold=True, colour=TEAL, after=2)
    _style(doc, "Subtitle", size=9.5, colour=MUTED, after=8)
    heading = _style(doc, "Heading 1", size=12, bold=True, colour=TEAL, before=10, after=3)
    heading.paragraph_format.keep_with_next = True
    _style(doc, "Header", size=8, colour=MUTED)
    _style(doc, "Footer", size=8, colour=MUTED)
    number = _style(doc, "List Number", size=9.5, after=2)
    number.paragraph_format.left_indent, number.paragraph_format.first_line_indent = Cm(0.6), Cm(-0.6)
    bullet = _style(doc, "List Bullet", size=8, after=0)
    bullet.paragraph_format.left_indent, bullet.paragraph_format.first_line_indent = Cm(0.4), Cm(-0.4)
    _boxed(_style(doc, "Ask", size=12, bold=True, before=2, after=6, based="Normal"), WASH, TEAL)
    _boxed(_style(doc, "Mark", size=9.5, before=0, after=4, based="Normal"), WARM, OCHRE)
    _style(doc, "Cell", size=8.5, before=1.5, after=1.5, based="Normal").paragraph_format.line_spacing = 1.0
    _style(doc, "Cell number", size=8.5, based="Cell").paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _style(doc, "Cell head", size=8.5, bold=True, colour=MUTED, based="Cell")
    _style(doc, "Cell head number", bold=True, colour=MUTED, size=8.5, based="Cell number")
    for name in ("Cell", "Cell number", "Cell head", "Cell head number"):
        head = "head" in name
        _style(doc, f"{name} small", size=8, bold=head, colour=MUTED if head else TEXT, based=name)
    _style(doc, "Figure", size=13, bold=True, colour=TEAL, before=0, after=0, based="Cell")
    _style(doc, "Small", size=8.5, colour=MUTED, before=2, after=6, based="Normal")
    picture = _style(doc, "Picture", size=8.5, before=4, after=0, based="Normal")
    picture.paragraph_format.keep_with_next = True
    picture.paragraph_format.line_spacing = 1.0
    _table_style(doc)


def _style(
    doc: Any,
    name: str,
    size: float,
    bold: bool = False,
    colour: str = TEXT,
    before: float | None = None,
    after: float | None = None,
    based: str | None = None,
) -> Any:
    known = name in [style.name for style in doc.styles]
    style = doc.styles[name] if known else doc.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if based:
        style.base_style = doc.styles[based]
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for key in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{key}"), FONT)
    for spread in style.element.rPr.findall(qn("w:spacing")):
        style.element.rPr.remove(spread)
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)
    if before is not None or not based:
        style.paragraph_format.space_before = Pt(before or 0)
    if after is not None or not based:
        style.paragraph_format.space_after = Pt(after or 0)
    return style


def _boxed(style: Any, fill: str, edge: str) -> None:
    """A paragraph on a soft ground with a bar at its left."""
    style.paragraph_format.left_indent = style.paragraph_format.right_indent = Cm(0.25)
    properties = style.element.get_or_add_pPr()
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/>'
        for side, size, space, colour in (
            ("top", 4, 4, fill),
            ("left", 24, 6, edge),
            ("bottom", 4, 4, fill),
            ("right", 4, 6, fill),
        )
    )
    borders = parse_xml(f"<w:pBdr {nsdecls('w')}>{sides}</w:pBdr>")
    shade = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{fill}"/>')
    spacing = properties.find(qn("w:spacing"))
    spacing.addprevious(borders)
    spacing.addprevious(shade)


def _table_style(doc: Any) -> None:
    """Thin lines between the rows, a stronger one under the head and above the total."""
    line = f'w:val="single" w:sz="4" w:space="0" w:color="{LINE}"'
    strong = f'w:val="single" w:sz="8" w:space="0" w:color="{MUTED}"'
    doc.styles.element.append(
        parse_xml(
            f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="Tienstap"><w:name w:val="Tienstap"/>'
            '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/><w:tblPr>'
            f"<w:tblBorders><w:bottom {line}/><w:insideH {line}/></w:tblBorders>"
            '<w:tblCellMar><w:left w:w="40" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>'
            f'<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders><w:bottom {strong}/></w:tcBorders></w:tcPr>'
            f'</w:tblStylePr><w:tblStylePr w:type="lastRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders><w:top {strong}/>'
            "</w:tcBorders></w:tcPr></w:tblStylePr></w:style>"
        )
    )


def _edges(doc: Any, page: tuple[str, str]) -> None:
    """Header: municipality and stamp; footer: name and version, page x of y."""
    section = doc.sections[0]
    for part in (section.header, section.footer):
        stops = part.paragraphs[0].paragraph_format.tab_stops
        stops.add_tab_stop(Cm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    head = section.header.paragraphs[0]
    head.add_run("{{ municipality }}")
    stamp = head.add_run("\t{{ stamp }}")
    stamp.bold, stamp.font.all_caps = True, True
    stamp.font.color.rgb = RGBColor.from_string(OCHRE)
    foot = section.footer.paragraphs[0]
    foot.add_run("{{ name_short }} · {{ version }}\t" + page[0])
    _field(foot, "PAGE")
    foot.add_run(page[1])
    _field(foot, "NUMPAGES")
    for name in ("Header", "Footer"):
        tabs = doc.styles[name].element.pPr.find(qn("w:tabs"))
        if tabs is not None:
            doc.styles[name].element.pPr.remove(tabs)


def _field(paragraph: Any, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    field.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>1</w:t></w:r>"))
    paragraph._p.append(field)


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
    _pairs(doc, "facts")
    _heading(doc, heads[1])
    _each(doc, "decisions", lambda: _text(doc, "List Number", "{{ item }}"))


def _why(doc: Any, heads: list[str]) -> None:
    for head, name in zip(heads[2:4], ("introduction", "aim"), strict=True):
        _heading(doc, head)
        _each(doc, name, lambda: _text(doc, "Normal", "{{ item }}"))
    for head, name in zip(heads[4:6], ("arguments", "caveats"), strict=True):
        _heading(doc, head)
        _each(doc, name, lambda: _led(doc, "Normal", "item"))


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

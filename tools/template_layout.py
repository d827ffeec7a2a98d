"""The look of the Word templates: page, styles, header and footer."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

FONT = "Arial"
TEAL, OCHRE, TEXT, MUTED, LINE = "0B5C6B", "8F4C05", "16262B", "46585E", "C9D5D3"
WASH, WARM = "E9F2F3", "FBF1E6"
WIDTH = 16.6  # cm: A4 with margins of 2.2


def page(doc: Any) -> None:
    """A4 with margins of 2.2 cm."""
    section = doc.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2.1), Cm(1.9)
    section.header_distance, section.footer_distance = Cm(1.1), Cm(0.9)


def clean(doc: Any, tag: str) -> None:
    """The language of the text, today's Word, and nothing of the library's own sample document."""
    for lang in (*doc.styles.element.iter(qn("w:lang")), *doc.settings.element.iter(qn("w:themeFontLang"))):
        lang.set(qn("w:val"), tag)
    for setting in doc.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    for style in list(doc.styles.element.findall(qn("w:style"))):
        if style.get(qn("w:type")) == "table" and style.get(qn("w:styleId")) != "TableNormal":
            doc.styles.element.remove(style)
    for rels in (doc.part.package.rels, doc.part.rels):
        for id_, rel in list(rels.items()):
            if rel.reltype.endswith(("/thumbnail", "/stylesWithEffects")):
                del rels[id_]


def styles(doc: Any) -> None:
    """Every style that the templates use, so that a municipality changes a typeface or a colour in one place."""
    normal = _style(doc, "Normal", size=9.5, after=4)
    normal.paragraph_format.line_spacing = 1.08
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
    point = _style(doc, "List Bullet 2", size=9.5, after=1)
    point.paragraph_format.left_indent, point.paragraph_format.first_line_indent = Cm(0.5), Cm(-0.5)
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
    _style(doc, "Blank", size=9.5, bold=True, colour=OCHRE, before=2, after=6, based="Normal")
    second = _style(doc, "Heading 2", size=10, bold=True, colour=TEXT, before=6, after=2)
    second.paragraph_format.keep_with_next = True
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
            '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>'
            f'<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders><w:bottom {strong}/></w:tcBorders></w:tcPr>'
            f'</w:tblStylePr><w:tblStylePr w:type="lastRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders><w:top {strong}/>'
            "</w:tcBorders></w:tcPr></w:tblStylePr></w:style>"
        )
    )


def edges(doc: Any, page: tuple[str, str]) -> None:
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

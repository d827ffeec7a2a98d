"""What users typed is text in every document: nothing is evaluated, linked, run, or read as a formula or a property."""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from xml.etree import ElementTree

import icalendar
import openpyxl
import pytest
from docx import Document
from pptx import Presentation

from display import comparison
from display.i18n import language
from portfolio import agenda, audit, meeting_days, processes, requests, scenarios
from portfolio.store import Store, clock, open_store
from reports import calendar_file, compare, portfolio_documents, request_documents, step_documents
from tests.pages.test_papers import about
from tests.support import pdf
from tests.support.payload_records import CLOSED, RUNNING, WAITING, fill
from tests.support.payloads import EVIL, Said, broken
from tests.unit.reports.conftest import text_of
from ui import calendar_data

Filled = tuple[Store, Said]
LANGUAGES = ("nl", "en")


@pytest.fixture(scope="module")
def filled(tmp_path_factory) -> Iterator[Filled]:
    """A database in which everything is a payload."""
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('payloads') / 'tienstap.db'}")
    yield store, fill(store)
    store.close()


def as_typed(shown: str, said: Said, *fields: str, but: str = "") -> None:
    """Everything in it stands as it was typed, and these fields are in it. ``but``: as in ``broken``."""
    seen, wrong = broken(shown, said, but)
    assert not wrong, "\n".join(wrong)
    assert set(fields) <= {said.fields[sign] for sign in seen}


def no_way_out(content: bytes) -> None:
    """Nothing in an Office file leads to another place by a payload."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        for name in file.namelist():
            part = file.read(name)
            if name.endswith(".rels"):
                for one in ElementTree.fromstring(part):
                    target = one.get("Target", "")
                    assert EVIL not in target and not target.startswith("javascript"), (name, target)
            if name.endswith(".xml"):
                ElementTree.fromstring(part)
                assert not re.findall(rb"<w:instrText[^>]*>[^<]*i\d+q", part), name


def in_word(content: bytes) -> str:
    no_way_out(content)
    return text_of(Document(io.BytesIO(content)))


def in_slides(content: bytes) -> str:
    no_way_out(content)
    out = []
    for slide in Presentation(io.BytesIO(content)).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                out.append(shape.text_frame.text)
            if shape.has_table:
                out += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(out)


def in_excel(content: bytes) -> str:
    """What stands in the cells; a formula is never what somebody typed."""
    no_way_out(content)
    book, out = openpyxl.load_workbook(io.BytesIO(content)), []
    for sheet in book.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            formula = cell.data_type == "f"
            assert not (formula and re.search(r"[if]\d+q|cmd", str(cell.value))), (sheet.title, cell.coordinate)
            assert cell.hyperlink is None or EVIL not in str(cell.hyperlink.target)
            if not formula:
                out.append(str(cell.value))
    return "\n".join(out)


def in_calendar(content: bytes) -> str:
    """What events say; they have only the properties that we give them."""
    file, out = icalendar.Calendar.from_ical(content), []
    kinds = {part.name for part in file.walk()}
    assert kinds == {"VCALENDAR", "VEVENT"}
    ours = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "TRANSP", "CLASS", "SEQUENCE", "CATEGORIES"}
    for event in file.walk("VEVENT"):
        assert set(event.keys()) <= ours | {"STATUS"}, set(event.keys()) - ours
        out += [str(event.get("SUMMARY", "")), str(event.get("DESCRIPTION", ""))]
    return "\n".join([str(file.get("X-WR-CALNAME", "")), *out])


def in_svg(content: bytes) -> str:
    found = ElementTree.fromstring(content)
    for one in found.iter():
        assert one.tag.rsplit("}", 1)[-1] not in ("script", "foreignObject", "image", "iframe", "a"), one.tag
        for name, value in one.attrib.items():
            assert not name.lower().startswith("on"), name
            assert "href" not in name or EVIL not in value, value
    return "\n".join(found.itertext())


def in_pdf(content: bytes) -> str:
    assert not [to for to in pdf.addresses(content) if EVIL in to or to.startswith("javascript")]
    return pdf.text_of(content)


def in_picture(content: bytes) -> str:
    assert content.startswith(b"\x89PNG")
    return ""


READ: dict[str, Callable[[bytes], str]] = {
    "preread": in_pdf,
    "slides": in_slides,
    "workbook": in_excel,
    "calendar": in_calendar,
    "heat_png": in_picture,
    "heat_svg": in_svg,
    "timeline_png": in_picture,
    "timeline_svg": in_svg,
}


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("kind", READ)
def test_the_papers_of_the_portfolio(filled: Filled, kind: str, code: str) -> None:
    store, said = filled
    content = portfolio_documents.make(about(store), kind, code, True, "Overleg")
    fields = () if kind.endswith("png") else ("process.name",)
    as_typed(READ[kind](content), said, *fields, but="-" if kind == "preread" else "")  # words are broken off there
    assert set(READ) == set(portfolio_documents.KINDS)


WORD = {
    "notification": ("process.name", "process.question", "form.account.who", "form.approach.privacy_purpose"),
    "final_report": ("process.name", "talk.title", "finding.theme", "feedback.channel", "form.account.input"),
    "evaluation": ("process.name", "form.evaluation.lessons"),
}


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("name", WORD)
def test_the_documents_of_the_steps(filled: Filled, name: str, code: str) -> None:
    store, said = filled
    for id in (RUNNING, CLOSED):
        builders = step_documents.builders(store, id)
        assert set(builders) == set(WORD)
        shown = in_word(builders[name](code))
        if name == "evaluation":  # what was typed below each other is numbered there
            shown = re.sub(r"(?m)^(?:[2-9]|[1-9]\d)\.\s", "", shown)
        as_typed(shown, said, *(WORD[name] if id == RUNNING else WORD[name][:1]))


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("kind", ["proposal", "onepager", "workbook"])
def test_the_documents_of_a_request(filled: Filled, kind: str, code: str) -> None:
    store, said = filled
    read = {"proposal": in_word, "onepager": in_pdf, "workbook": in_excel}[kind]
    for id in (RUNNING, WAITING, "payload-lower", "payload-returned"):
        asked, process = requests.latest(store, id), processes.get(store, id)
        assert asked is not None
        source = request_documents.Source(asked, process, audit.head(store))
        as_typed(read(request_documents.make(kind, source, code)), said, "process.name")


@pytest.mark.parametrize("code", LANGUAGES)
def test_scenarios_beside_each_other(filled: Filled, code: str) -> None:
    store, said = filled
    asked = requests.latest(store, RUNNING)
    assert asked is not None
    names = [one.name for one in scenarios.list_for(store, RUNNING)]
    with language(code):
        found = comparison.compare(names, [asked.estimate] * len(names), [{}] * len(names))
    title, given = processes.get(store, RUNNING).name, [asked.estimate] * len(names)
    as_typed(in_excel(compare.excel(title, found, given, code)), said, "process.name", "scenario.name")
    as_typed(in_pdf(compare.pdf(title, found, given, code)), said, "process.name", "scenario.name")


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_calendars_of_processes(filled: Filled, code: str) -> None:
    store, said = filled
    every = [row.process for row in processes.listing(store)]
    for kept in (every, [one for one in every if one.id == RUNNING]):
        known = [calendar_data.stored(store, process) for process in kept]
        events, _left_out = agenda.portfolio_events(known, meeting_days.load(store), clock.today())
        content = calendar_file.build(events, kept[0].name, clock.now(), code)
        as_typed(in_calendar(content), said, "process.name", "talk.title")


def test_the_characters_that_turn_a_text_are_in_no_document(filled: Filled) -> None:
    """They don't come in any more; what was stored before is left out too."""
    store, _said = filled
    process = dataclasses.replace(processes.get(store, RUNNING), name="Park \u202e00.1 \u2066€")
    asked = requests.latest(store, RUNNING)
    assert asked is not None
    asked = dataclasses.replace(asked, process=asked.process | {"name": process.name})
    source = request_documents.Source(asked, process, audit.head(store))
    for kind, read in (("proposal", in_word), ("onepager", in_pdf), ("workbook", in_excel)):
        shown = read(request_documents.make(kind, source, "nl"))
        assert "Park" in shown and not re.search("[\u202a-\u202e\u2066-\u2069]", shown), kind

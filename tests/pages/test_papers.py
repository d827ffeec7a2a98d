"""The papers of the portfolio say what the screen says: the same sentences and figures, and nothing confidential."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from pptx import Presentation

from portfolio import audit, processes
from portfolio.meeting import agenda, changes, entries, snapshots
from portfolio.store import Store, clock
from portfolio.whole import standing
from reports import portfolio_documents, portfolio_source, preread
from tests.pages.screens import LEAD, asked, make, spoken, texts, visit
from tests.support.example import put
from ui.i18n import language

EVIL = '=cmd|"/c calc"!A1 <script>*vet*</script> #{panic()} '


def about(store: Store) -> portfolio_documents.About:
    found = standing.counted(standing.of_all(store))
    example = all(one.row.process.example for one in found)
    last = snapshots.last(store, example)
    return portfolio_documents.About(
        store=store,
        found=found,
        changed=changes.between(last.content, snapshots.portfolio_of(found, clock.today())) if last else (),
        logged=entries.of(store, last.meeting_id) if last else (),
        last_day=dt.date.fromisoformat(last.content["meeting"]["held_on"]) if last else None,
        on_agenda=[item.process_id for item in agenda.filled(found, clock.today(), last) if item.process_id],
        actions=entries.open_actions(store, example),
        audit_head=audit.head(store),
    )


def source(store: Store, confidential: bool) -> portfolio_source.Source:
    it = about(store)
    return portfolio_source.of(store, it.found, it.changed, it.logged, it.last_day, confidential)


def plain(text: str) -> str:
    """With ordinary spaces."""
    return " ".join(text.split())


def on_slides(content: bytes) -> str:
    deck, out = Presentation(io.BytesIO(content)), []
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                out.append(shape.text_frame.text)
            if shape.has_table:
                out += [cell.text for row in shape.table.rows for cell in row.cells]
            assert shape.left >= 0 and shape.left + shape.width <= deck.slide_width
    return "\n".join(out)


@pytest.mark.parametrize("code", ["nl", "en"])
def test_the_same_sentences_and_figures_as_on_the_screen(store, tmp_path_factory, code: str) -> None:
    put(store, tmp_path_factory)
    at = visit("portfolio", language=code)
    screen = texts(at).replace("*", "") + spoken(at)
    with language(code):
        paper = source(store, confidential=True)
        assert at.title[0].value == paper.title
        for sentence in (*paper.amounts, paper.confidence):
            assert plain(sentence) in plain(screen)
        first = list(paper.asks.items())[:3]  # what stands before the fold
        assert all(item.process_id and item.name in screen for who, items in first for item in items)
        assert all(who in screen for who, _items in first)
        data = preread._data(paper, audit.head(store))
        amounts = [portfolio_source.amount(paper.totals[name]) for name in portfolio_source.MONEY]
    assert data["state"] == paper.title and data["amounts"] == list(paper.amounts)
    assert data["money_total"][1:] == amounts
    slides = on_slides(portfolio_documents.make(about(store), "slides", code, True, ""))
    assert paper.title in slides and all(sentence in slides for sentence in (*paper.amounts, *amounts))
    book = openpyxl.load_workbook(
        io.BytesIO(portfolio_documents.make(about(store), "workbook", code, True, "")), data_only=True
    )
    last = list(book.worksheets[2].iter_rows(values_only=True))[-1]
    assert [round(value * 100) for value in last[1:]] == [paper.totals[name] for name in portfolio_source.MONEY]
    pdf = portfolio_documents.make(about(store), "preread", code, True, "")
    assert pdf.startswith(b"%PDF") and b"/MarkInfo" in pdf


def test_confidential_processes_stay_out_unless_asked_for(store, tmp_path_factory) -> None:
    put(store, tmp_path_factory)
    secret = [row.name for row in processes.listing(store) if row.process.confidential]
    assert secret
    it = about(store)
    with language("nl"):
        paper = source(store, confidential=False)
    assert paper.left_out and not set(secret) & {row.name for row in paper.rows}
    for kind in portfolio_documents.KINDS:
        content = portfolio_documents.make(it, kind, "nl", False, "Overleg")
        shown = on_slides(content) if kind == "slides" else content.decode("utf-8", "ignore")
        if kind == "workbook":
            with zipfile.ZipFile(io.BytesIO(content)) as file:
                shown = "".join(file.read(name).decode() for name in file.namelist() if name.endswith(".xml"))
        assert not [name for name in secret if name in shown], kind
    with language("nl"):
        open_ = source(store, confidential=True)
    assert set(secret) & {row.name for row in open_.rows} and not open_.left_out


@pytest.mark.parametrize("code", ["nl", "en"])
def test_what_users_typed_stays_text_and_long_names_fit(store, code: str) -> None:
    asked(store, name=EVIL + "x" * 120, process_owner=EVIL, theme=EVIL)
    process = make(store, name="-1+2")
    processes.update(store, LEAD, process.id, process.version, {"question": EVIL})
    it = about(store)
    book = openpyxl.load_workbook(io.BytesIO(portfolio_documents.make(it, "workbook", code, True, "")))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    formulas = [cell.value for cell in cells if cell.data_type == "f"]
    assert all(str(formula).startswith("=SUM(") for formula in formulas)
    assert "-1+2" in [cell.value for cell in cells]
    assert "<script>" in on_slides(portfolio_documents.make(it, "slides", code, True, ""))
    for kind in ("preread", "calendar", "heat_png", "heat_svg"):
        assert portfolio_documents.make(it, kind, code, True, "Overleg")


def test_an_empty_portfolio_makes_no_picture_that_fails(store) -> None:
    make(store)
    for kind in portfolio_documents.KINDS:
        assert portfolio_documents.make(about(store), kind, "nl", False, "Overleg")

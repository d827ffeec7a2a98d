"""The documents are offered where they are needed, in both languages, and the municipality's own template is used."""

from __future__ import annotations

import io

import pytest
from docx import Document
from streamlit.testing.v1 import AppTest

from portfolio import own_template
from reports.template import check_template, shipped
from tests.pages.screens import asked, estimated, make, visit


def _template_page() -> None:
    from reports.template import check_template, shipped
    from ui import template_upload

    template_upload.draw(check_template, shipped)


def labels_of(page: AppTest) -> list[str]:
    return [button.label.replace("\\", "") for button in page.get("download_button")]


def test_a_version_and_a_draft_have_three_documents(store) -> None:
    process = asked(store)[0]
    at = visit("approval", process.id).run()
    assert not at.exception
    assert {"Voorstel (Word)", "Eén pagina (PDF)", "Berekening (Excel)"} <= set(labels_of(at))
    draft = visit("approval", estimated(store).id, language="en").run()
    found = [one for one in labels_of(draft) if "draft" in one]
    assert found == ["Read the proposal first (Word, draft)", "One page (PDF, draft)", "Calculation (Excel, draft)"]


def test_the_process_page_offers_the_documents_of_the_steps(store) -> None:
    labels = labels_of(visit("process", make(store).id).run())
    for wanted in ("Kennisgeving (Word, stap 3)", "Eindverslag (Word, stap 8)", "Evaluatieformulier (Word, stap 10)"):
        assert wanted in labels


def test_an_own_template_is_taken_when_it_has_no_faults(store, monkeypatch: pytest.MonkeyPatch) -> None:
    at = AppTest.from_function(_template_page, default_timeout=60).run()
    assert not at.exception
    assert "In gebruik: het sjabloon dat bij Tienstap hoort." in [one.value for one in at.markdown]
    wrong = Document()
    wrong.add_paragraph("{{ onzin }}")
    out = io.BytesIO()
    wrong.save(out)
    at.file_uploader(key="template.nl.file.0").upload("fout.docx", out.getvalue(), "application/msword").run()
    assert any("onzin" in one.value.replace("\\", "") for one in at.markdown)
    assert own_template.current(store, "nl") is None
    at.file_uploader(key="template.nl.file.0").upload("goed.docx", shipped("nl"), "application/msword").run()
    at.button(key="template.nl.keep").click().run()
    assert not at.exception
    assert own_template.current(store, "nl") == shipped("nl") and check_template(shipped("nl")) == []
    assert any("goed" in one.value and "sinds" in one.value for one in at.markdown)
    at.button(key="template.nl.remove").click().run()
    assert own_template.current(store, "nl") is None

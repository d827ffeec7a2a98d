"""Notification, final report and evaluation: filled from the records, with a marked blank where nothing is known."""

from __future__ import annotations

import dataclasses
import io
from typing import Any

import pytest
from docx import Document

from display.i18n import language
from portfolio import processes
from portfolio.identity import LOCAL_USERS
from portfolio.store import open_store
from reports import evaluation_form, final_report, notification, step_record
from reports.deviations import deviations
from tests.unit.reports.conftest import text_of
from tests.unit.reports.step_cases import LONG, done, record, step, talk

BUILD = {"notification": notification.build, "final": final_report.build, "evaluation": evaluation_form.build}
BLANK = {"nl": "[nog invullen: ", "en": "[to fill in: "}
HOSTILE = "A&B <b>x</b> {{ 7*7 }} {% for x in y %} \x00\x0b\x1b ]]> \u202e%{ “q” 😀"


def made(name: str, size: str, code: str = "nl", **changes: Any) -> Any:
    found = dataclasses.replace(record(size), **changes)
    return Document(io.BytesIO(BUILD[name](found, code)))


def table_headed(doc: Any, *heads: str) -> Any:
    return next(t for t in doc.tables if [cell.text for cell in t.rows[0].cells][: len(heads)] == list(heads))


@pytest.mark.parametrize("code", ["nl", "en"])
@pytest.mark.parametrize("size", ["tiny", "mid", "large"])
@pytest.mark.parametrize("name", BUILD)
def test_no_heading_is_empty(name: str, size: str, code: str) -> None:
    doc = made(name, size, code)
    kinds = []
    for part in doc.element.body:
        if part.tag.endswith("}tbl"):
            kinds.append("table")
        elif part.tag.endswith("}p"):
            style = next((p.style.name for p in doc.paragraphs if p._p is part), "")
            said = "".join(part.itertext()).strip()
            kinds.append(style if style.startswith("Heading") else ("text" if said else ""))
    filled = [kind for kind in kinds if kind]
    for at, kind in enumerate(filled):
        after = filled[at + 1] if at + 1 < len(filled) else ""
        assert kind != "Heading 2" or after in ("text", "table"), f"{at}: {filled}"
        assert kind != "Heading 1" or after in ("text", "table", "Heading 2"), f"{at}: {filled}"
    assert doc.core_properties.language == {"nl": "nl-NL", "en": "en-GB"}[code]
    assert doc.core_properties.title and doc.core_properties.author.startswith(("Gemeente", "Municipality"))


@pytest.mark.parametrize("code", ["nl", "en"])
def test_what_nobody_filled_in_is_a_marked_blank_and_a_full_one_has_none(code: str) -> None:
    for name in ("notification", "final"):
        assert text_of(made(name, "tiny", code)).count(BLANK[code]) >= 6
        full = text_of(made(name, "large", code))
        assert BLANK[code] not in full
        assert ("Voorbeeld." if code == "nl" else "Example.") in full
    assert ("VERTROUWELIJK" if code == "nl" else "CONFIDENTIAL") in text_of(made("final", "mid", code)).upper()


def test_what_people_typed_is_text() -> None:
    forms = record("large").forms
    forms["account"] = dict.fromkeys(forms["account"], HOSTILE)
    process = dataclasses.replace(record("large").process, name=HOSTILE, question=HOSTILE)
    for name in ("notification", "final"):
        text = text_of(made(name, "large", forms=forms, process=process))
        assert "A&B <b>x</b> {{ 7*7 }} {% for x in y %}" in text and "\u202e" not in text


def test_deviations_are_those_of_the_records() -> None:
    with language("nl"):
        found = deviations(record("large"))
        assert found == [
            "5 Gesprekken organiseren was klaar op 7 juni 2030, 12 dagen later dan gepland.",
            "Er zijn 23 gesprekken gehouden; goedgekeurd waren er 24.",
            "Het gesprek “Inloopavond 4” is afgezegd: Te weinig aanmeldingen.",
            found[-1],
        ]
        assert found[-1].startswith("Er is € 300.000 aan kosten uitgegeven".replace("€ ", "€\xa0"))
        unknown = [done(n, cents=None) for n in range(1, 11)]
        same = dataclasses.replace(record("large"), progress=unknown, talks=[])
        assert deviations(same) == []  # what isn't known deviates from nothing
        skipped = [done(n) if n != 4 else step(4, status="skipped", override_reason="Al bekend.") for n in range(1, 11)]
        assert deviations(dataclasses.replace(same, progress=skipped)) == [
            "4 Publieksgroepen uitnodigen is overgeslagen: Al bekend."
        ]


def test_the_evaluation_holds_planned_beside_real_and_says_what_is_unknown() -> None:
    table = table_headed(made("evaluation", "large"), "Stap", "Weken, gepland")
    fifth = [cell.text for cell in table.rows[5].cells]
    assert fifth[1:3] == ["4", "5,5"]  # 28 days, and 12 days more: 40 ÷ 7 = 5.7
    assert fifth[4] == "20" and fifth[6] == "€\xa030.000"
    assert [cell.text for cell in table.rows[11].cells][4] == "200"  # 10 × 20 hours
    halfway = table_headed(made("evaluation", "mid"), "Stap")
    assert [cell.text for cell in halfway.rows[5].cells][4] == "onbekend"
    assert [cell.text for cell in halfway.rows[11].cells][4] == "onbekend"  # never the sum of half
    text = text_of(made("evaluation", "large"))
    assert "1.\xa0Te laat uitgenodigd" in text and text.count("[nog invullen: een valkuil") == 1
    assert "4.\xa0Eten" in text and "een valkuil" not in text.split("Drie dingen die werkten")[1]


def test_the_talks_with_their_participants_and_what_is_unknown() -> None:
    doc = made("final", "large")
    rows = {row.cells[0].text.split("\n")[0]: row.cells for row in table_headed(doc, "Gesprek").rows}
    assert rows["Huisaanhuisgesprek 3"][5].text == "onbekend"
    assert rows["Inloopavond 4"][4].text == "afgezegd"
    # 23 held, one unknown: 10 + n for n of 0 to 23 without 3 and 4
    assert f"{sum(10 + n for n in range(24) if n not in (3, 4))} deelnemers in 22 gesprekken" in text_of(doc)
    assert text_of(doc).count(LONG.split("\n")[0][:40]) > 12


def test_the_notification_lists_the_talks_and_when_people_hear_back() -> None:
    table = table_headed(made("notification", "mid"), "Wat", "Wanneer")
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert ["Atelier 1 · werkatelier · Buurthuis", "7 mei 2030"] in rows
    text = text_of(made("notification", "mid"))
    assert "uiterlijk 28 juli 2030" in text and "Persoonsgegevens" in text
    extra = [talk("Geheim", planned_on=None)]
    assert "Geheim" not in text_of(made("notification", "mid", talks=extra))


def test_a_process_is_read_from_the_store(tmp_path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'x.db'}")
    lead = next(user for user in LOCAL_USERS if user.has("bewerker"))
    process = processes.create(store, lead, {"name": "Speelplek", "question": "Wat komt er op de speelplek?"})
    found = step_record.read(store, process.id)
    assert found.approved is None and len(found.progress) == 10 and found.talks == []
    for build in BUILD.values():
        assert "Speelplek" in text_of(Document(io.BytesIO(build(found, "nl"))))
    store.close()

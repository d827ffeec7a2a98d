"""Importing on screen Beheer, under AppTest: preview, report, import, undo, and nothing for who reads."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from portfolio import import_write, processes, steps
from portfolio.store import Store
from tests.pages.screens import LEAD, make, press, raw, texts, visit

GOOD = "Naam;Thema;Vertrouwelijk\nPark Zuid;groen;nee\nPlein <b>Oost</b>;grijs;ja\n"


def upload(at: AppTest, content: str | bytes, name: str = "lijst.csv") -> AppTest:
    data = content.encode() if isinstance(content, str) else content
    box = next(one for one in at.get("file_uploader") if one.key.startswith("import.file"))
    box.set_value((name, data, "text/csv")).run()
    assert not at.exception, at.exception
    return at


def test_a_list_is_previewed_imported_and_undone(store: Store) -> None:
    at = upload(visit("data"), GOOD)
    assert "2 nieuw. Er is nog niets opgeslagen." in texts(at)
    assert processes.listing(store) == []
    press(at, "import.write")
    assert [row.name for row in processes.listing(store)] == ["Park Zuid", "Plein <b>Oost</b>"]
    assert "lijst.csv: 2 nieuw" in " ".join(one.value for one in at.success).replace("\\", "")
    upload(at, GOOD)
    assert "Alle rijen staan er al" in texts(at)
    assert not [one for one in at.button if one.key == "import.write"]
    press(at, f"import.undo.{import_write.listing(store)[0].key.removeprefix('import/')}")
    assert processes.listing(store) == []
    assert "Teruggedraaid" in texts(at)


def test_wrong_rows_are_named_and_only_the_good_ones_go_in_by_choice(store: Store) -> None:
    at = upload(visit("data"), "Naam;Vertrouwelijk\nPark;nee\nPlein;<i>misschien</i>\n")
    assert "1 nieuw, 1 fout" in texts(at)
    assert "&lt;i&gt;misschien&lt;/i&gt; is geen ja of nee" in raw(at)
    assert at.button(key="import.write").disabled
    box = next(one for one in at.checkbox if one.key.startswith("import.only_good"))
    box.check().run()
    press(at, "import.write")
    assert [row.name for row in processes.listing(store)] == ["Park"]


def test_another_column_is_chosen_and_remembered(store: Store) -> None:
    strange = "Wat;Waar\nPark;Zuid\n"
    at = upload(visit("data"), strange)
    assert "Er is geen kolom gekozen voor Naam" in texts(at)
    next(one for one in at.selectbox if one.key.endswith(".name") and "import.map" in one.key).set_value("Wat").run()
    press(at, "import.write")
    assert [row.name for row in processes.listing(store)] == ["Park"]
    again = upload(visit("data"), strange.replace("Park", "Plein"))
    assert "1 nieuw" in texts(again)


@pytest.mark.parametrize("content", [b"", b"\xd0\xcf\x11\xe0" + bytes(99), b"a;a\n1;2\n", b"PK\x03\x04", b"\x00\x01"])
def test_a_bad_file_is_a_sentence(store: Store, content: bytes) -> None:
    at = upload(visit("data", language="en"), content)
    assert len(at.error) == 1
    assert store is not None


def test_what_stands_in_the_way_of_an_undo_is_said(store: Store) -> None:
    at = upload(visit("data"), GOOD)
    press(at, "import.write")
    row = processes.listing(store)[0]
    processes.update(store, LEAD, row.id, row.process.version, {"theme": "blauw"})
    press(at, f"import.undo.{import_write.listing(store)[0].key.removeprefix('import/')}")
    assert "Park Zuid is na de import gewijzigd." in texts(at)
    assert len(processes.listing(store)) == 2


def test_who_reads_sees_no_upload(store: Store) -> None:
    make(store)
    at = visit("data", person="controller")
    assert not [one for one in at.get("file_uploader") if one.key.startswith("import.file")]
    assert "importeren" in texts(at)


FIXTURES = Path(__file__).resolve().parents[1] / "unit" / "imports" / "fixtures"


EXPORTS = {
    "decidim.json": "Stadspark",
    "govocal.json": "Dorpshart",
    "openstad.json": "Buurtplannen",
    "consul.csv": "Wijkbudget",
}


@pytest.mark.parametrize(("file", "title"), EXPORTS.items())
def test_an_export_of_a_platform_is_imported_and_a_second_time_only_compared(
    store: Store, file: str, title: str
) -> None:
    content = (FIXTURES / file).read_bytes()

    def again() -> AppTest:
        at = visit("data")
        at.selectbox(key="import.kind").set_value("platform").run()
        box = next(one for one in at.get("file_uploader") if one.key.startswith("import.platform"))
        box.set_value((file, content, "application/json")).run()
        assert not at.exception, at.exception
        return at

    press(again(), "import.platform.write")
    made = next(row for row in processes.listing(store) if row.name == title)
    planned = [one.step for one in steps.progress(store, made.id) if one.planned_start]
    assert planned and min(planned) >= 3
    fifth = steps.progress(store, made.id)[4]
    late = fifth.planned_start.replace(year=2028)
    steps.update(store, LEAD, made.id, 5, fifth.version, {"planned_start": late, "planned_finish": None})
    before = steps.progress(store, made.id)
    at = again()
    assert "Platform zegt" in texts(at) and "≠ wijkt af" in texts(at)
    assert not [one for one in at.button if one.key == "import.platform.write"]
    assert steps.progress(store, made.id) == before

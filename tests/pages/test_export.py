"""The export on screen Beheer, under AppTest: what is asked of whom, and the file that comes out."""

from __future__ import annotations

from exports import make
from exports.choice import CSV, JSON, XLSX, Choice
from portfolio.store import Store
from tests.pages.screens import LEAD, press, texts, visit
from tests.pages.screens import make as process
from tests.support.example import put
from tests.support.exported import tables
from ui.settings_export import KEPT


def keys(at) -> set[str]:
    return {one.key for one in at.toggle}


def test_somebody_makes_an_export_without_names_and_confidential_processes(store: Store) -> None:
    process(store)
    process(store, name="Geheim", confidential=True)
    at = visit("data")
    assert "Een export heeft een tabel per soort gegevens" in texts(at)
    assert not keys(at) & {"export.names", "export.confidential", "export.example"}
    press(at, "export.make")
    assert any("1 vertrouwelijk proces is weggelaten" in one.value for one in at.success)
    choice, content, made = at.session_state[KEPT]
    assert choice == Choice(XLSX, "nl") and made.confidential_out == 1
    assert [row["name"] for row in tables(content, choice)["processes"]] == ["Speelplekken Noord"]
    assert [one for one in at.get("download_button") if one.proto.id.endswith("export.save")]


def test_an_administrator_may_take_names_and_confidential_processes_along(store: Store) -> None:
    process(store)
    process(store, name="Geheim", confidential=True)
    at = visit("data", person="beheerder")
    at.segmented_control(key="export.format").set_value(CSV).run()
    at.segmented_control(key="export.language").set_value("en").run()
    at.toggle(key="export.names").set_value(True).run()
    at.toggle(key="export.confidential").set_value(True).run()
    press(at, "export.make")
    choice, content, _made = at.session_state[KEPT]
    assert choice == Choice(CSV, "en", names=True, confidential=True)
    found = tables(content, choice)
    assert len(found["processes"]) == 2 and "Bram de Wit" in {row["name"] for row in found["names"]}
    assert "deel het met zorg" in texts(at)
    at.segmented_control(key="export.format").set_value(JSON).run()
    assert not [one for one in at.get("download_button") if one.proto.id.endswith("export.save")]  # other choices


def test_the_example_is_offered_when_it_is_there(store: Store, tmp_path_factory) -> None:
    assert "export.example" not in keys(visit("data"))
    put(store, tmp_path_factory)
    at = visit("data")
    at.toggle(key="export.example").set_value(True).run()
    press(at, "export.make")
    choice, _content, made = at.session_state[KEPT]
    assert choice.example and made.rows["processes"] + make.left_out(store, example=True)[0] == 24


def test_a_failure_is_a_sentence(store: Store, monkeypatch) -> None:
    monkeypatch.setattr("exports.excel.MOST_ROWS", 0)
    process(store)
    at = visit("data", person=LEAD.subject)
    press(at, "export.make")
    assert any("kies CSV of JSON" in one.value for one in at.error) and not at.exception

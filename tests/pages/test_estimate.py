"""Screen Raming under AppTest: defaults, faulty input with its sentence, saving, drafts, both languages."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from portfolio import drafts, processes, scenarios
from portfolio.identity import LOCAL_USERS
from portfolio.store import open_store

SHELL = str(Path(__file__).resolve().parents[2] / "ui" / "shell.py")
PAGE = "../pages/estimate.py"
NEW = "raming:new"


@pytest.fixture
def url(sqlite_url, monkeypatch):
    monkeypatch.setenv("TIENSTAP_DATABASE_URL", sqlite_url)
    return sqlite_url


def visit(language: str | None = None, process: str | None = None, person: str = "projectleider") -> AppTest:
    """The page Raming in a new session."""
    at = AppTest.from_file(SHELL, default_timeout=30)
    at.query_params["as"] = person
    if language:
        at.query_params["lang"] = language
    if process:
        at.query_params["process"] = process
    at.run()
    at.switch_page(PAGE).run()
    assert not at.exception
    return at


def field(at: AppTest, name: str, key: str = NEW):
    return at.text_input(key=f"{key}.{name}")


def commit(at: AppTest, name: str, value: str, key: str = NEW) -> AppTest:
    field(at, name, key).set_value(value).run()
    assert not at.exception
    return at


def texts(at: AppTest) -> str:
    """Everything that is written on the page."""
    parts = [*at.title, *at.header, *at.subheader, *at.markdown, *at.caption, *at.error, *at.warning, *at.metric]
    lines = (f"{getattr(part, 'label', '') or ''} {part.value}" for part in parts)
    return "\n".join(lines).replace("\\", "")  # without the escapes of markdown


def has_answer(at: AppTest) -> bool:
    return len(at.metric) == 3


def test_three_example_numbers_give_an_answer_at_once(url):
    at = visit()
    assert at.title[0].value == "Wat kost dit, en wanneer is het klaar?"
    assert [field(at, name).value for name in ("stakeholder_groups", "conversations", "resident_reach")] == [
        "5",
        "8",
        "2.000",
    ]
    shown = texts(at)
    assert "Gevraagd:" in shown and "aan kosten" in shown and "eigen uren" in shown
    assert "volgens onze aannamen" in shown
    assert "voorbeeld" in shown
    assert has_answer(at)
    assert len(at.get("vega_lite_chart")) == 4


def test_the_same_page_in_english(url):
    at = visit("en")
    assert at.title[0].value == "What does this cost, and when is it done?"
    assert field(at, "resident_reach").value == "2,000"
    shown = texts(at)
    assert "Asked:" in shown and "own hours" in shown
    assert "according to our assumptions" in shown
    assert "Gevraagd" not in shown and "Wij gaan uit" not in shown


FAULTY = [
    ("stakeholder_groups", "0", "Publieksgroepen: 0 kan niet", "Audience groups: 0 is out of range"),
    ("stakeholder_groups", "1000000", "tot en met 200", "1 to 200"),
    ("conversations", "-3", "Gesprekken: -3 kan niet", "Conversations: -3 is out of range"),
    ("conversations", "veel", "“veel” is geen getal", "“veel” is not a number"),
    ("conversations", "2,5", "geen heel getal", "not a whole number"),
    ("conversations", "", "Gesprekken is nodig", "Conversations is required"),
    ("resident_reach", "99999999", "kan niet", "out of range"),
]


@pytest.mark.parametrize("code", ["nl", "en"])
def test_a_faulty_number_gets_a_sentence_and_the_other_input_stays(url, code):
    at = visit(code)
    for name, typed, dutch, english in FAULTY:
        other = "conversations" if name == "stakeholder_groups" else "stakeholder_groups"
        commit(at, other, "7")
        commit(at, name, typed)
        assert (dutch if code == "nl" else english) in texts(at)
        assert not has_answer(at)
        assert (field(at, other).value, field(at, name).value) == ("7", typed)
        commit(at, name, "3")
        assert has_answer(at)


def test_what_can_mean_two_things_is_asked_back(url):
    at = commit(visit(), "resident_reach", "1,500")
    assert "1500 of 1,5" in texts(at)
    at = commit(visit("en"), "resident_reach", "1.500")
    assert "1500 or 1.5" in texts(at)


def test_more_than_the_residents_of_the_municipality(url):
    at = visit()
    at.selectbox(key=f"{NEW}.municipality").set_value("GM0193").run()
    assert "inwoners van Zwolle" in texts(at)
    commit(at, "resident_reach", "500000")
    assert "meer dan er inwoners zijn in Zwolle" in texts(at)
    assert at.selectbox(key=f"{NEW}.municipality").value == "GM0193"


def test_an_end_before_the_start(url):
    at = visit()
    at.date_input(key=f"{NEW}.start").set_value(dt.date(2027, 3, 1)).run()
    at.date_input(key=f"{NEW}.deadline").set_value(dt.date(2027, 2, 1)).run()
    assert "ligt niet na de start; kies een datum na 1 maart 2027" in texts(at)
    assert not has_answer(at)


def test_everyone_in_six_weeks_is_a_clear_no(url):
    at = visit()
    at.selectbox(key=f"{NEW}.municipality").set_value("GM0405").run()
    commit(at, "stakeholder_groups", "10")
    commit(at, "conversations", "40")
    commit(at, "resident_reach", "50000")
    at.date_input(key=f"{NEW}.start").set_value(dt.date(2027, 1, 4)).run()
    at.date_input(key=f"{NEW}.deadline").set_value(dt.date(2027, 2, 15)).run()
    answer = at.error[0].value
    assert answer.startswith("**Nee: uiterlijk 15 februari 2027 klaar zijn lukt niet.")
    assert "minder dan 1 op de 100" in answer and "80\u202f% zekerheid" in answer
    assert answer.count("\n- ") >= 3


def test_two_forms_share_the_conversations_and_must_add_up(url):
    at = visit()
    at.multiselect(key=f"{NEW}.forms").set_value(["dialoogtafel", "inloopavond"]).run()
    assert field(at, "form.dialoogtafel").value == "4"
    commit(at, "form.inloopavond", "2")
    assert field(at, "form.dialoogtafel").value == "6"
    commit(at, "form.dialoogtafel", "5")
    assert "de werkvormen tellen op tot 7" in texts(at)


def test_tariffs_take_comma_and_point(url):
    at = commit(visit(), "tariffs.average", "97,5")
    low = texts(at)
    assert has_answer(at)
    commit(at, "tariffs.average", "1500")
    assert "Eigen tarief (gemiddeld): 1.500 kan niet" in texts(at)
    commit(at, "tariffs.average", "97.50")
    assert texts(at) == low


def test_what_was_committed_comes_back_in_a_new_session_and_per_person(url):
    at = visit()
    commit(at, "stakeholder_groups", "9")
    commit(at, "conversations", "veel")
    again = visit()
    assert field(again, "stakeholder_groups").value == "9"
    assert field(again, "conversations").value == "veel"
    assert "Nog niet opgeslagen" in texts(again)
    assert field(visit(person="opdrachtgever"), "stakeholder_groups").value == "5"
    again.button(key="restart").click().run()
    assert field(visit(), "stakeholder_groups").value == "5"


def test_a_draft_is_shown_in_the_language_of_the_reader(url):
    commit(visit(), "tariffs.average", "97,5")
    assert field(visit("en"), "tariffs.average").value == "97.5"


def saved_process(url: str, values: dict | None = None):
    store, user = open_store(url), LOCAL_USERS[0]
    process = processes.create(store, user, {"name": "Speelplekken *Noord*", "municipality": "GM0193"})
    scope = {"stakeholder_groups": 4, "conversations": 6, "resident_reach": 900, "municipality": "GM0193"}
    scenario = scenarios.save(store, user, process.id, "Basis", scope | (values or {}))
    return store, user, process, scenario


def test_a_saved_estimate_opens_with_its_figures_and_saves_a_new_version(url):
    store, user, process, _scenario = saved_process(url)
    key = f"raming:{process.id}"
    at = visit(process=process.id)
    assert field(at, "resident_reach", key).value == "900"
    assert "Speelplekken \\*Noord\\*" in next(iter(at.caption)).value
    commit(at, "resident_reach", "1200", key)
    at.button(key="save").click().run()
    assert not at.exception
    base = scenarios.base(store, process.id)
    assert (base.version, base.scope["resident_reach"]) == (2, 1200)
    assert drafts.get(store, user, key) is None
    assert at.button(key="save").disabled


def test_the_figures_stay_the_same_when_a_new_estimate_is_saved(url):
    at = commit(visit(), "stakeholder_groups", "6")
    before = [metric.value for metric in at.metric]
    at.button(key="save").click().run()
    at.text_input(key="new_name").set_value("Sportnota").run()
    at.button(key="new_save").click().run()
    assert not at.exception
    rows = processes.listing(open_store(url))
    assert [row.name for row in rows] == ["Sportnota"]
    assert [metric.value for metric in at.metric] == before
    assert field(at, "stakeholder_groups", f"raming:{rows[0].id}").value == "6"
    assert drafts.get(open_store(url), LOCAL_USERS[0], NEW) is None


@pytest.mark.parametrize("choice", ["clash_theirs", "clash_mine"])
def test_a_clash_shows_both_texts_and_loses_neither(url, choice):
    store, _user, process, scenario = saved_process(url)
    key = f"raming:{process.id}"
    at = visit(process=process.id, person="secretaris")
    commit(at, "resident_reach", "1200", key)
    scenarios.save(store, LOCAL_USERS[1], process.id, "Basis", scenario.scope | {"resident_reach": 700}, 1)
    at.button(key="save").click().run()
    assert not at.exception
    assert scenarios.base(store, process.id).scope["resident_reach"] == 700
    tables = [str(table.value.to_dict("list")).replace("\\", "") for table in at.table]
    assert any("'700'" in table and "'1.200'" in table for table in tables)
    at.button(key=choice).click().run()
    assert not at.exception
    kept = {one.name: one.scope["resident_reach"] for one in scenarios.list_for(store, process.id)}
    if choice == "clash_theirs":
        assert any("Secretaris (legt besluiten vast)" in name for name in kept)
        assert kept.pop("Basis") == 700 and list(kept.values()) == [1200]
    else:
        assert kept == {"Basis": 1200} and scenarios.base(store, process.id).version == 3
    assert at.button(key="save").disabled


def test_a_reader_may_look_and_reads_why_there_is_no_save(url):
    _store, _user, process, _scenario = saved_process(url)
    at = visit(process=process.id, person="controller")
    commit(at, "resident_reach", "1200", f"raming:{process.id}")
    assert has_answer(at)
    assert not {"save", "ask"} & {button.key for button in at.button}
    assert "rol bewerker" in " ".join(one.value for one in at.caption)


def test_an_unknown_process_in_the_address_is_said_and_dropped(url):
    at = visit(process="weg")
    assert has_answer(at)
    assert "weg" in " ".join(one.value for one in at.error)


def test_another_person_gets_their_own_draft_in_the_same_window(url):
    at = commit(visit(), "stakeholder_groups", "9")
    at.radio(key="user_pick").set_value("opdrachtgever").run()
    assert at.text_input(key=f"{NEW}.stakeholder_groups.1").value == "5"
    at.radio(key="user_pick").set_value("projectleider").run()
    assert at.text_input(key=f"{NEW}.stakeholder_groups.2").value == "9"

"""Screen Raming: what may happen, the usual overrun, the outside view, and what only a controller reads."""

from __future__ import annotations

import re

import pytest

from portfolio import scenarios
from portfolio.store import open_store
from tests.pages.screens import LEAD, estimated
from tests.pages.test_estimate import NEW, commit, texts, visit

ASSEMBLY = {"conversations": 5, "conversations_by_form": {"burgerberaad": 5}, "recruitment": "sortition"}


@pytest.fixture
def url(sqlite_url, monkeypatch):
    monkeypatch.setenv("TIENSTAP_DATABASE_URL", sqlite_url)
    return sqlite_url


def asked(at) -> int:
    """The amount in the first figure."""
    return int(re.sub(r"\D", "", at.metric[0].value))


def box(at, name: str, key: str = NEW):
    return at.checkbox(key=f"{key}.{name}")


def edit(at, event: str):
    at.selectbox(key="edit_event").select(event).run()
    assert not at.exception
    return at


def test_an_event_switched_off_asks_less_and_comes_back_to_exactly_the_first_amount(url):
    at = visit()
    first = asked(at)
    assert "Bezwaar of mediastorm (8" in box(at, "events.storm.on").label
    box(at, "events.storm.on").uncheck().run()
    assert asked(at) < first
    assert "Niet meegerekend: Bezwaar of mediastorm" in texts(at)
    box(at, "events.storm.on").check().run()
    assert asked(at) == first


def test_a_chance_is_typed_in_percent_and_a_wrong_one_is_said_and_kept(url):
    at = edit(visit(), "storm")
    first = asked(at)
    commit(at, "events.storm.probability", "140")
    assert "140 is geen kans; toegestaan is 0 tot 100 procent." in texts(at)
    assert at.text_input(key=f"{NEW}.events.storm.probability").value == "140"
    commit(at, "events.storm.probability", "40,5")
    assert asked(at) > first
    assert "(41" in box(at, "events.storm.on").label or "(40" in box(at, "events.storm.on").label
    box(at, "events.storm.mitigated").check().run()
    assert "(25" in box(at, "events.storm.on").label  # .05 ÷ .08 of 40.5 %


def test_hours_of_an_event_move_the_amount_and_stay_after_a_new_visit(url):
    at = edit(visit(), "venue_lost")
    first = asked(at)
    commit(at, "events.venue_lost.hours", "900")
    assert asked(at) > first
    again = edit(visit(), "venue_lost")
    assert again.text_input(key=f"{NEW}.events.venue_lost.hours").value == "900"
    assert asked(again) == asked(at)


def test_only_events_that_can_happen_are_listed(url):
    at = visit()
    at.selectbox(key=f"{NEW}.budget_route").select("budgethouder").run()
    assert "deferral_money" not in at.selectbox(key="edit_event").options
    labels = [one.label for one in at.checkbox]
    assert not any("Tijd en geld worden aangehouden" in label for label in labels)


def test_the_usual_overrun_is_a_line_of_its_own(url):
    at = visit()
    first = asked(at)
    assert "Niet meegerekend. Zoals in de openbare gevallen" in texts(at)
    box(at, "overrun").check().run()
    shown = texts(at)
    assert "Meegerekend, als eigen regel naast het onvoorzien" in shown
    assert "gebruikelijke overschrijding" in at.metric[0].help
    assert asked(at) > first
    assert "helt omhoog" in shown and "Uit 5 openbare gevallen" in shown


def test_saving_keeps_events_and_overrun(url):
    store = open_store(url)
    process = estimated(store)
    base = scenarios.base(store, process.id)
    kept = {k: v for k, v in base.scope.items() if k != "assumed"}
    changed = {**kept, "events": {"storm": {"on": False}, "venue_lost": {"hours": 12.0}}, "overrun": True}
    scenarios.save(store, LEAD, process.id, "Basis", changed, base.version)
    at = visit(process=process.id)
    key = f"raming:{process.id}"
    assert not box(at, "events.storm.on", key).value
    assert box(at, "overrun", key).value
    edit(at, "venue_lost")
    assert at.text_input(key=f"{key}.events.venue_lost.hours").value == "12"
    assert at.button(key="save").disabled  # nothing was changed


def test_an_assembly_stands_beside_public_cases_phase_by_phase(url):
    store = open_store(url)
    process = estimated(store, ASSEMBLY | {"stakeholder_groups": 5, "resident_reach": 9000})
    at = visit(process=process.id)
    shown = texts(at)
    assert "vergelijkbare processen kostten" in shown
    phases = next(t for t in at.table if "Fase (aantal processen)" in t.value.columns).value
    assert phases.iloc[0, 0].startswith("Van goedkeuring tot eerste bijeenkomst (")
    assert len(phases) == 4
    assert "eigen uren" in shown and "gepubliceerd in prijzen van 2022" in shown


@pytest.mark.parametrize(("code", "second"), [("nl", "Tweede mening"), ("en", "Second opinion")])
def test_the_controller_sees_parts_that_add_up_and_a_second_opinion(url, code, second):
    at = visit(code)
    at.session_state["controller"] = True
    at.run()
    assert not at.exception
    tables = [t.value for t in at.table]
    opinion = next(t for t in tables if second in t.columns)
    assert len(opinion) == 4
    assert all(abs(float(re.sub(r"[^\d.,-]", "", cell).replace(",", "."))) <= 1.5 for cell in opinion.iloc[:, -1][:2])
    whole = [
        re.sub(r"[^\d-]", "", cell) for cell in next(t for t in tables if len(t) == 5 and t.shape[1] == 2).iloc[:, 1]
    ]
    assert abs(sum(int(n) for n in whole[:4]) - int(whole[4])) <= 3
    steps = next(t for t in tables if len(t) == 11)
    amounts = [[int(re.sub(r"[^\d-]", "", cell)) for cell in steps.iloc[:, k]] for k in (1, 2, 3)]
    for column in amounts:
        assert abs(sum(column[:10]) - column[10]) <= 10
    assert amounts[2][10] == int(whole[4])
    assert len(at.get("vega_lite_chart")) == 6


def test_every_euro_of_every_step_says_where_it_comes_from(url):
    """Two clicks for the largest step, three for any other: each item has a source, or is called an assumption."""
    store = open_store(url)
    process = estimated(store, ASSEMBLY | {"stakeholder_groups": 5, "resident_reach": 9000})
    at = visit(process=process.id)
    at.session_state["why_open"] = True
    at.run()
    picked = at.selectbox(key="why_step")
    seen = 0
    for step in range(11):
        if not any(option.startswith(f"{step} ") for option in picked.options) and step:
            continue
        at.selectbox(key="why_step").select(step).run()
        assert not at.exception
        items = [m.value for m in at.markdown if m.value.startswith("**") and " = **€" in m.value]
        origins = [m.value for m in at.markdown if m.value.startswith(":small[")]
        assert items and len(items) == len([o for o in origins if "aanname" in o or "graad" in o])
        for origin in origins:
            sourced = "graad" in origin and ("](http" in origin or ", " in origin)
            assert "onze eigen aanname, geen bron gevonden" in origin or sourced, origin
        seen += len(items)
    assert seen > 60

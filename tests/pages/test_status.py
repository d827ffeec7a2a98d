"""Status on screen Proces under AppTest: reported beside calculated, and what amber and red need."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from portfolio import status_reports
from portfolio.processes import Process
from portfolio.store import clock
from tests.pages.screens import LEAD, approved, errors, make, press, texts, visit


def opened(process: Process, turn: int = 0, **who: str) -> AppTest:
    """The page with the form unfolded."""
    at = visit("process", process.id, **who)
    at.session_state[f"status:{process.id}:{turn}"] = True
    at.run()
    assert not at.exception, at.exception
    return at


def colour(at: AppTest, process: Process, **chosen: str) -> AppTest:
    for name, value in chosen.items():
        at.button_group(key=f"melding:{process.id}.{name}").set_value(value).run()
    assert not at.exception, at.exception
    return at


def keys(at: AppTest) -> set[str]:
    return {box.key.rpartition(".")[2] for box in at.text_area}


def test_there_is_no_status_before_there_is_something_to_hold_it_against(store):
    assert "Status melden" not in texts(visit("process", make(store).id))


def test_a_reader_sees_the_lights_with_their_limits_and_no_form(store):
    process = approved(store)
    shown = texts(visit("process", process.id, person="controller"))
    assert "Grens: oranje als een stap te laat is" in shown and "nog niets gemeld" in shown
    assert "Status melden" not in shown


def test_green_needs_no_more_than_a_click(store):
    process = approved(store)
    at = colour(opened(process), process, risk="green")
    assert keys(at) == {"achieved", "coming", "scope_change", "note"}  # nothing that green doesn't need
    assert status_reports.listing(store, process.id) == []  # the suggestion isn't a report
    press(at, f"melding:{process.id}.save.0")
    (report,) = status_reports.listing(store, process.id)
    assert set(report.lights.values()) == {"green"}
    assert f"melding:{process.id}.save.0" not in [button.key for button in at.button]


def test_red_without_its_decision_is_refused_by_the_field_and_nothing_is_lost(store):
    process = approved(store)
    key = f"melding:{process.id}"
    at = colour(opened(process), process, planning="red", risk="green")
    assert {"cause", "consequence", "steering", "decision_asked"} <= keys(at)
    at.text_area(key=f"{key}.cause").set_value("De zaal is *weg*").run()
    press(at, f"{key}.save.0")
    refused = errors(at)
    assert refused.count("Oranje en rood hebben dit nodig") == 2 and refused.count("Rood heeft dit nodig") == 3
    assert status_reports.listing(store, process.id) == []

    at = visit("process", process.id)  # another browser, or the next day: it stands unfolded
    assert at.text_area(key=f"{key}.cause").value == "De zaal is *weg*"
    for name in ("consequence", "steering", "decision_asked"):
        at.text_area(key=f"{key}.{name}").set_value(f"tekst {name}").run()
    at.text_input(key=f"{key}.decider").set_value("Anneke Visser").run()
    at.date_input(key=f"{key}.decide_before").set_value(clock.today()).run()
    press(at, f"{key}.save.0")
    (report,) = status_reports.listing(store, process.id)
    assert (report.planning, report.cause, report.decider) == ("red", "De zaal is *weg*", "Anneke Visser")
    assert report.decide_before == clock.today()
    shown = texts(at)
    assert "gemeld: vraagt een besluit, berekend:" in shown and "De zaal is *weg*" in shown


def test_amber_that_became_green_again_takes_no_hidden_text_along(store):
    process = approved(store)
    key = f"melding:{process.id}"
    at = colour(opened(process), process, planning="green", budget="green", risk="amber")
    at.text_area(key=f"{key}.cause").set_value("toch niet").run()
    colour(at, process, risk="green")
    press(at, f"{key}.save.0")
    assert status_reports.listing(store, process.id)[0].cause == ""


def test_a_draft_of_which_the_report_was_saved_before_a_crash_starts_afresh(store):
    process = approved(store)
    at = colour(opened(process), process, planning="green", budget="green", risk="green")
    at.text_area(key=f"melding:{process.id}.achieved").set_value("Zaal geboekt").run()
    lights = dict.fromkeys(status_reports.LIGHTS, "green")
    status_reports.add(store, LEAD, process.id, lights | {"achieved": "Zaal geboekt"})
    again = opened(process, turn=1)
    assert not again.text_area(key=next(b.key for b in again.text_area if ".achieved" in b.key)).value


def test_earlier_reports_are_folded(store):
    process = approved(store)
    lights = dict.fromkeys(status_reports.LIGHTS, "green")
    for text in ("eerst dit", "toen dat"):
        status_reports.add(store, LEAD, process.id, lights | {"achieved": text})
    at = visit("process", process.id, language="en")
    assert "toen dat" in texts(at) and "eerst dit" not in texts(at)
    at.session_state[f"status_earlier:{process.id}"] = True
    at.run()
    assert "eerst dit" in texts(at)

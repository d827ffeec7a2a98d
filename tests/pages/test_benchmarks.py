"""Screen Benchmarks: what the estimate rests on, own figures in its place and back, and how good it was before."""

from __future__ import annotations

import datetime as dt

import pytest

from estimator import Benchmarks
from estimator.backtest import backtest
from portfolio import closed, estimates, figures, learned, lessons, own_figures, processes, scenarios
from portfolio.store import clock
from tests.pages.screens import FIELDS, LEAD, SCOPE, SECRETARY, errors, estimated, press, spoken, texts, visit
from tests.support.closed import own_closed
from tests.support.example import put
from ui import benchmarks_list as the_list
from ui import benchmarks_words as written
from ui.benchmarks_backtest import CASES
from ui.i18n import language

AVERAGE = "figure:tariff_average"
ROW = "plan_script"


def amounts(at) -> list[str]:
    """The key figures of the head."""
    return [part.value for part in at.metric]


def fill(at, key: str, **values: str):
    """Type in the fields of a form; after a save they begin anew, under another key."""
    for name, text in values.items():
        field = next(one for one in at.text_input if str(one.key).startswith(f"{key}.{name}"))
        field.set_value(text)
    return at.run()


def shown(at) -> list[str]:
    """The ids of the rows in the list."""
    return [button.key.removeprefix("open:") for button in at.button if str(button.key).startswith("open:")]


def opened(language: str | None = None, person: str = "projectleider", row: str = ROW, process: str | None = None):
    """The page by an address that names a row."""
    at = visit("portfolio", process, language, person)
    at.query_params["row"] = row
    at.switch_page("../pages/benchmarks.py").run()
    assert not at.exception, at.exception
    return at


# --- the answer -----------------------------------------------------------------------------------------------


def test_the_head_says_what_is_asked_and_what_it_rests_on(store) -> None:
    process = estimated(store)
    at = visit("benchmarks", process.id)
    assert at.title[0].value == "Waar rust de raming op?"
    assert "Gevraagd wordt nu" in texts(at) and "aanname" in texts(at)
    assert len(amounts(at)) == 4
    assert "nog geen eigen cijfers" in texts(at)
    raming = visit("estimate", process.id)
    assert f"€ {amounts(at)[0].split()[-1]}" in texts(raming)


def test_without_a_process_it_is_about_the_example_and_says_so(store) -> None:
    at = visit("benchmarks")
    assert "Voor een voorbeeld" in texts(at)
    assert "For an example" in texts(visit("benchmarks", language="en"))


# --- own figures ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["97,5", "97.5", "€ 97,50"])
def test_one_average_tariff_moves_total_and_trust_and_restoring_brings_back_the_first_numbers(store, typed) -> None:
    process = estimated(store)
    at = visit("benchmarks", process.id)
    before = amounts(at)
    fill(at, AVERAGE, likely=typed, reason="kostprijs 2027")
    assert "Gelezen als € 97,50 per uur" in texts(at)
    press(at, f"{AVERAGE}.save")
    assert not errors(at)
    after = amounts(at)
    assert after[0] != before[0] and after[3] != before[3]
    assert own_figures.current(store)["tariff_average"].likely == 97.5
    assert "Laatste wijziging in dit bezoek, Gemiddeld eigen tarief" in texts(at)
    assert f"was € {before[0].split()[-1]}" in texts(at) and f"nu **€ {after[0].split()[-1]}**" in texts(at)
    assert "€ 97,50 per uur**, van Projectleider" in texts(at) and "kostprijs 2027" in texts(at)
    press(at, f"{AVERAGE}.restore")
    assert amounts(at) == before
    assert figures.current(store).sha256 == estimates.shipped().sha256


def test_a_row_gets_an_own_figure_with_a_range_and_shows_who_when_and_why(store) -> None:
    at = opened()
    assert "Draaiboek en kalender" in texts(at)
    fill(at, f"figure:{ROW}", likely="14,25", low="10", high="20", reason="gemeten bij drie processen")
    press(at, f"figure:{ROW}.save")
    own = own_figures.current(store)[ROW]
    assert (own.low, own.likely, own.high) == (10, 14.25, 20)
    assert "10 – 14,25 – 20 uur per proces" in texts(at)
    assert "het kengetal → **10 – 14,25 – 20 uur per proces** – gemeten bij drie processen" in texts(at)
    fill(at, f"figure:{ROW}", high="25", reason="breder")
    press(at, f"figure:{ROW}.save")
    own = own_figures.current(store)[ROW]
    assert (own.low, own.likely, own.high) == (10, 14.25, 25), "what stays empty stays as it was"
    press(at, f"figure:{ROW}.restore")
    assert ROW not in own_figures.current(store)
    assert "25 uur per proces → **het kengetal**" in texts(at)
    fill(at, f"figure:{ROW}", likely="14,25", low="10", high="20", reason="gemeten bij drie processen")
    press(at, f"figure:{ROW}.save")
    assert ROW in own_figures.current(store), "the same figure can be set again after it was restored"


@pytest.mark.parametrize(
    ("row", "likely", "reason", "sentence"),
    [
        (ROW, "veel", "omdat", "“veel” is geen getal"),
        (ROW, "-3", "omdat", "-3 is te laag; toegestaan is meer dan 0"),
        (ROW, "12", "", "Geef de reden in 3 tot en met 400 tekens"),
        ("response_open", "140", "omdat", "140 is te hoog; toegestaan is meer dan 0 en ten hoogste 100"),
        ("tariff_analyst", "9750", "omdat", "9.750 is geen tarief; toegestaan is 1 tot en met 500"),
    ],
)
def test_what_is_wrong_is_said_by_the_field_and_stays_as_it_was_typed(store, row, likely, reason, sentence) -> None:
    at = opened(row=row)
    before = amounts(at)
    fill(at, f"figure:{row}", likely=likely, reason=reason)
    press(at, f"figure:{row}.save")
    assert sentence in errors(at).replace("‘", "“").replace("’", "”").replace("−", "-")
    assert at.text_input(key=f"figure:{row}.likely").value == likely
    assert not own_figures.current(store) and amounts(at) == before
    assert opened("en", row=row).text_input(key=f"figure:{row}.likely").value == likely, "kept in the other language"


def test_a_share_is_typed_in_percent(store) -> None:
    at = opened(row="response_open")
    fill(at, "figure:response_open", likely="7,25", reason="eigen respons")
    assert "Gelezen als 7,2 %" in texts(at) or "Gelezen als 7,3 %" in texts(at)
    press(at, "figure:response_open.save")
    assert own_figures.current(store)["response_open"].likely == 0.0725


def test_saving_twice_makes_one_change(store) -> None:
    at = opened()
    fill(at, f"figure:{ROW}", likely="14", reason="gemeten")
    press(at, f"figure:{ROW}.save")
    press(at, f"figure:{ROW}.save")
    assert len(own_figures.history(store, ROW)) == 1


def test_who_was_first_is_shown_beside_what_was_typed(store) -> None:
    at = opened()
    fill(at, f"figure:{ROW}", likely="14", reason="gemeten")
    own_figures.set_(store, SECRETARY, ROW, None, 18.0, None, "andere telling")
    at.run()
    assert "heeft dit gewijzigd" in texts(at) or "wijzigde" in texts(at)
    press(at, f"figure:{ROW}.mine")
    assert own_figures.current(store)[ROW].likely == 14
    assert len(own_figures.history(store, ROW)) == 2


def test_a_role_has_its_own_tariff_under_the_fold(store) -> None:
    at = visit("benchmarks")
    at.session_state["tariffs_more"] = True
    at.run()
    at.selectbox(key="tariff_pick").set_value("tariff_analyst").run()
    fill(at, "figure:tariff_analyst", likely="91", reason="functieschaal 10")
    press(at, "figure:tariff_analyst.save")
    rows = {row.id: row for row in figures.current(store).rows}
    assert rows["tariff_analyst"].likely == 91 and rows["tariff_analyst"].grade == "own"


def test_a_reader_sees_everything_and_changes_nothing(store) -> None:
    own_figures.set_(store, LEAD, ROW, None, 14.0, None, "gemeten")
    at = opened(person="controller")
    assert "gemeten" in texts(at) and "7 – 14 – 28 uur per proces" in texts(at)
    keys = [str(button.key) for button in at.button]
    assert not [key for key in keys if key.endswith((".save", ".restore"))]
    assert not [field.key for field in at.text_input if str(field.key).startswith("figure:")]


# --- every figure ---------------------------------------------------------------------------------------------


def test_the_list_begins_with_what_moves_most_and_is_searched_and_filtered(store) -> None:
    at = visit("benchmarks")
    first = shown(at)
    assert len(first) == the_list.PAGE and first[0] == "case_money"
    at.text_input(key="benchmarks_search").set_value("dialoogtafel leiden").run()
    assert "Geen cijfer past" in texts(at) or len(shown(at)) < 5
    at.text_input(key="benchmarks_search").set_value("schouwen").run()
    assert shown(at) and "bron zonder jaar" in texts(at)
    at.text_input(key="benchmarks_search").set_value("").run()
    at.selectbox(key="benchmarks_step").set_value("9").run()
    assert shown(at)[0].startswith(("lead_9", "dec_", "event_deferral"))
    at.selectbox(key="benchmarks_role").set_value("finance").run()
    assert shown(at) == ["dec_finance"]
    at.selectbox(key="benchmarks_role").set_value(the_list.ALL)
    at.checkbox(key="benchmarks_used").uncheck().run()
    assert "niet in deze raming" in spoken(at)
    at.selectbox(key="benchmarks_grade").set_value("A").run()
    assert shown(at) == ["lead_extra_laid_open"]


def test_the_grade_filter_finds_own_figures_and_lets_go_when_the_last_is_restored(store) -> None:
    own_figures.set_(store, LEAD, ROW, None, 14.0, None, "gemeten")
    at = visit("benchmarks")
    at.selectbox(key="benchmarks_grade").set_value("own").run()
    assert shown(at) == [ROW]
    own_figures.restore(store, LEAD, ROW)
    at.run()
    assert not at.exception and len(shown(at)) == the_list.PAGE


def test_a_row_opens_below_its_line_and_closes_again(store) -> None:
    at = visit("benchmarks")
    press(at, "open:case_money")
    assert at.query_params["row"] in ("case_money", ["case_money"])
    assert "case_money" in texts(at) or any("case_money" in table.value.to_string() for table in at.table)
    press(at, "close_row")
    assert "row" not in at.query_params


def test_an_unknown_row_is_said_and_dropped(store) -> None:
    at = opened(row="no_such_row")
    assert "Er is geen kengetal" in texts(at) and "no_such_row" in texts(at)
    assert "row" not in at.query_params
    at.run()
    assert "no_such_row" not in texts(at)


def test_a_row_stays_open_through_the_menu(store) -> None:
    at = opened()
    at.switch_page("../pages/portfolio.py").run()
    at.switch_page("../pages/benchmarks.py").run()
    assert f"figure:{ROW}.likely" in [field.key for field in at.text_input]


# --- words ----------------------------------------------------------------------------------------------------


def test_old_sources_and_those_without_a_year_say_so() -> None:
    rows = {row.id: row for row in Benchmarks.load().rows}
    today = dt.date(2026, 11, 25)
    with language("nl"):
        assert written.age(rows["noshow_targeted"], today) == "bron van 2015: 11 jaar oud"
        assert written.age(rows["noshow_open"], today) == "bron zonder jaar"
        assert written.age(rows["response_sortition"], today) == "", "three years is not old"
        assert written.age(rows["case_money"], today) == "", "an assumption has no source"


def test_every_row_can_be_written_in_both_languages() -> None:
    for code in ("nl", "en"):
        with language(code):
            for row in Benchmarks.load().rows:
                assert written.figure_of(row) and written.source(row, clock.today()) and written.counts_for(row)


# --- for the controller ---------------------------------------------------------------------------------------


def unfold(at, *keys: str):
    """Open folds, as a click does."""
    for key in keys:
        at.session_state[key] = True
    at.run()
    assert not at.exception, at.exception
    return at


def test_with_nothing_closed_it_says_how_to_begin(store) -> None:
    at = unfold(visit("benchmarks"), "learning", "accuracy")
    assert "Er is nog geen proces afgesloten" in texts(at)
    assert "learned.adopt" not in [button.key for button in at.button]


def test_three_closed_without_figures_enough_are_too_few_to_judge(store) -> None:
    own_closed(store, 2)
    at = unfold(visit("benchmarks"), "learning", "accuracy")
    assert "Te weinig om van te leren**: 2 afgesloten processen" in texts(at)
    assert "learned.adopt" not in [button.key for button in at.button]
    own_closed(store, 1)
    at = unfold(visit("benchmarks"), "accuracy")
    assert texts(at).count("te weinig om te oordelen") == 3


def test_twelve_closed_give_factors_and_a_verdict_and_adopting_them_moves_the_amount(store) -> None:
    own_closed(store, 12)
    # a large process whose draws show the factor: with those of others rounding may hide it
    process = processes.create(store, LEAD, FIELDS, id="groot-5")
    scenarios.save(store, LEAD, process.id, "Basis", SCOPE | {"conversations": 40, "resident_reach": 6000})
    at = unfold(visit("benchmarks", process.id), "learning", "accuracy")
    said = texts(at)
    assert "12 afgesloten processen: **uren ×" in said and "Voorbeeld" not in said
    assert any("n = 12, weegt 75" in table.value.to_string() for table in at.table)
    assert "de bandbreedte" in said
    assert "Als u dit overneemt, wordt het bedrag **€" in said
    before = amounts(at)
    press(at, "learned.adopt")
    after = amounts(at)
    assert after[0] != before[0]
    assert f"wordt het bedrag **€ {after[0].split()[-1]}**" in said.replace("\u00a0", " ")
    assert "**In gebruik** sinds" in texts(at) and "van 12 afgesloten processen" in texts(at)
    assert "learned.adopt" not in [button.key for button in at.button], "there is nothing new to adopt"
    unfold(at, "figures_audit")
    assert "overgenomen van 12 afgesloten processen" in texts(at)
    press(at, "learned.stop")
    assert amounts(at) == before
    assert figures.current(store).sha256 == estimates.shipped().sha256


def test_a_closed_process_that_was_not_adopted_yet_is_named(store) -> None:
    ids = own_closed(store, 3)
    adopted = lessons.learned(closed.closed(store), estimates.shipped())
    learned.adopt(store, LEAD, adopted.to_dict())
    own_closed_4 = own_closed(store, 4)
    assert len(set(ids) & set(own_closed_4)) == 0
    at = unfold(visit("benchmarks"), "learning")
    assert "4 afgesloten processen zitten nog niet in wat is overgenomen" in texts(at)


def test_the_example_shows_how_it_looks_and_offers_nothing(store, tmp_path_factory) -> None:
    put(store, tmp_path_factory)
    at = unfold(visit("benchmarks"), "learning", "accuracy")
    assert "Voorbeeld**: u hebt zelf nog geen afgesloten processen" in texts(at)
    assert "12 afgesloten processen" in texts(at)
    assert "learned.adopt" not in [button.key for button in at.button]
    own_closed(store, 1)
    at = unfold(visit("benchmarks"), "learning")
    assert "Voorbeeld**" not in texts(at) and "1 afgesloten proces," in texts(at), "real and example never mix"


def test_a_reader_sees_the_lessons_without_the_button(store) -> None:
    own_closed(store, 3)
    at = unfold(visit("benchmarks", person="controller"), "learning")
    assert "Als u dit overneemt" in texts(at)
    assert "learned.adopt" not in [button.key for button in at.button]


def test_the_back_test_states_its_figures_names_its_misses_and_counts_what_was_skipped(store) -> None:
    at = unfold(visit("benchmarks"), "backtest")
    said = texts(at)
    found = backtest(CASES)
    assert f"Van {found['cost']['n']} lokale en regionale processen" in said
    missed = [row for row in found["rows"] if not row["inside"]]
    assert f"{len(missed)} uitkomsten buiten hun band" in said
    for row in missed:
        assert row["id"] in said
    assert "Nog niet verklaard" not in said
    assert f"{len(found['skipped'])} regels doen niet mee" in said

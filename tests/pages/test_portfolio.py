"""Screen Portfolio under AppTest: the empty state, the sentence, who must act, the strips, filter and search."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from portfolio import example, processes, requests, steps
from portfolio.store import clock
from tests.pages.screens import CLIENT, LEAD, approved, asked, estimated, make, press, raw, spoken, texts, visit
from tests.support.example import put


def test_without_records_it_welcomes_and_offers_two_ways_to_begin(store):
    at = visit("portfolio")
    assert at.title[0].value == "Waar staan al uw participatieprocessen?"
    assert {button.label for button in at.button} == {"Nieuwe raming", "Voorbeeld laden"}
    assert "drie getallen zijn genoeg" in texts(at)


def test_the_welcome_in_english(store):
    at = visit("portfolio", language="en")
    assert at.title[0].value == "Where do all your participation processes stand?"
    assert {button.label for button in at.button} == {"New estimate", "Load the example"}


def test_new_estimate_opens_the_estimate(store):
    at = press(visit("portfolio"), "welcome_estimate")
    assert at.title[0].value == "Wat kost dit, en wanneer is het klaar?"


def test_the_whole_in_a_sentence_and_the_amounts(store):
    _process, request = asked(store, name="Sportnota")
    make(store, name="Cultuurnota")
    granted = approved(store, name="Parkeren")
    at = visit("portfolio")
    assert at.title[0].value == "3 processen lopen, 1 vraagt een besluit"
    euros = f"{request.cost_cents // 100:,}".replace(",", ".")
    shown = texts(at)
    assert f"gevraagd en nog niet besloten **€ {euros}**" in shown
    assert (
        f"Beschikbaar gesteld **€ {requests.latest(store, granted.id).cost_cents // 100:,}".replace(",", ".") in shown
    )
    assert "80 % zeker" in shown and "exclusief btw" in shown


def test_one_process_and_no_decision_in_both_languages(store):
    make(store)
    assert visit("portfolio").title[0].value == "1 proces loopt, geen ervan vraagt een besluit"
    english = visit("portfolio", language="en")
    assert english.title[0].value == "1 process running, none needs a decision"
    assert "Nothing now: no decision waits" in texts(english)


def test_who_must_decide_comes_first_and_is_named(store):
    process = approved(store, name="Aalscholver")
    step = steps.progress(store, process.id)[1]
    past = {"planned_start": dt.date(2020, 1, 1), "planned_finish": dt.date(2020, 2, 1)}
    steps.update(store, LEAD, process.id, 2, step.version, past)
    asked(store, name="Zwembad")
    cards = spoken(visit("portfolio")).split("Waar alles staat")[0]
    assert cards.index("Zwembad") < cards.index("Aalscholver")
    assert "besluit over het geld" in cards and "Anneke Visser" in cards
    assert re.search(r"Stap 2 Organisatie is [\d.]+ dagen te laat", cards)
    assert "Samira El Idrissi" in cards


def test_a_returned_and_a_refused_request_ask_their_owner(store):
    for name, answer in (("Terug", requests.return_), ("Weg", requests.refuse)):
        _process, request = asked(store, name=name)
        answer(store, CLIENT, request.id, request.version, "Waarom twee gesprekken?")
    shown = spoken(visit("portfolio"))
    assert "De aanvraag kwam terug met vragen" in shown
    assert "De aanvraag is afgewezen" in shown


def test_participants_who_heard_nothing(store):
    with clock.at(clock.today() - dt.timedelta(days=90)):
        process = approved(store)
        for number in (2, 3, 4, 5):
            gate = {point.key: True for point in steps.STEPS[number - 1].gates}
            step = steps.progress(store, process.id)[number - 1]
            steps.update(store, LEAD, process.id, number, step.version, {"status": "done", "gate": gate})
    assert "90 dagen na het laatste gesprek hebben deelnemers nog niets gehoord." in spoken(visit("portfolio"))


def test_every_cell_of_the_strip_has_a_sign_and_a_word(store):
    process = approved(store)
    step = steps.progress(store, process.id)[1]
    steps.update(store, LEAD, process.id, 2, step.version, {"status": "busy"})
    step = steps.progress(store, process.id)[2]
    steps.update(store, LEAD, process.id, 3, step.version, {"status": "skipped", "override_reason": "Geen tijd"})
    page = visit("portfolio")
    shown = spoken(page)
    assert "stap 1, Goedkeuring tijd en geld: klaar" in shown
    assert "stap 2, Inrichten organisatiestructuur: bezig" in shown
    assert "stap 3, Plannen en bekendmaken: overgeslagen" in shown
    assert "stap 10, Besluit delen, evalueren, borgen: open" in shown
    assert all(sign in shown for sign in "✓◐✕▲")
    english = spoken(visit("portfolio", language="en"))
    assert "step 2, Setting up the organisation: busy" in english


def test_each_process_links_to_its_pages_and_keeps_language_and_person(store):
    process = estimated(store)
    html = raw(visit("portfolio", language="en", person="opdrachtgever"))
    for page in ("proces", "raming", "aanvraag"):
        assert f'href="{page}?process={process.id}&amp;as=opdrachtgever&amp;lang=en"' in html


def test_what_users_typed_is_never_html_or_markdown(store):
    make(store, name='<script>alert(1)</script> **vet** "x"', process_owner="<b>Jan</b>")
    at = visit("portfolio")
    assert "<script>" not in raw(at) and "<b>Jan" not in raw(at)
    assert "<script>alert(1)</script> **vet**" in spoken(at)


def test_search_and_filter(store):
    make(store, name="Sportnota")
    asked(store, name="Warmtevisie")
    at = visit("portfolio")
    at.text_input(key="portfolio_search").set_value("  SPORT ").run()
    listed = spoken(at).split("Waar alles staat")[-1]
    assert "Sportnota" in listed and "Warmtevisie Eigenaar" not in listed
    at.text_input(key="portfolio_search").set_value("bestaat niet").run()
    assert "Geen proces voldoet hieraan" in texts(at)
    at.text_input(key="portfolio_search").set_value("").run()
    assert at.selectbox(key="portfolio_phase").options == [
        "alles wat loopt (2)",
        "in voorbereiding (1)",
        "wacht op een besluit (1)",
    ]
    at.selectbox(key="portfolio_phase").set_value("draft").run()
    assert "Sportnota" in raw(at) and 'class="ts-name"><a href="proces' in raw(at)
    assert raw(at).count('class="ts-row"') == 1


def test_stopped_processes_are_shown_on_request_only(store):
    process = make(store, name="Gestopt plan")
    make(store, name="Loopt nog")
    processes.update(store, LEAD, process.id, process.version, {"status": "stopped"})
    at = visit("portfolio")
    assert at.title[0].value.startswith("1 proces loopt")
    assert "Gestopt plan" not in spoken(at)
    at.selectbox(key="portfolio_phase").set_value("all").run()
    assert "Gestopt plan" in spoken(at)


@pytest.mark.slow
def test_the_example_is_marked_and_leaves_with_one_click(store, tmp_path_factory):
    put(store, tmp_path_factory)
    loaded = len(example.CASES)
    own = make(store, name="Van onszelf")
    at = visit("portfolio")
    assert "**Voorbeeld**" in texts(at)
    at.selectbox(key="portfolio_phase").set_value("all").run()
    assert raw(at).count(">voorbeeld</span>") == loaded
    at = press(at, "example_remove")
    assert "Voorbeeld" not in texts(at)
    assert [row.id for row in processes.listing(store)] == [own.id]


@pytest.mark.slow
@pytest.mark.slow
def test_the_headline_never_adds_the_example_to_ones_own(store, tmp_path_factory):
    put(store, tmp_path_factory)
    alone = visit("portfolio").title[0].value
    approved(store)
    at = visit("portfolio")
    own = next(row for row in processes.listing(store) if not row.process.example)
    assert alone.startswith("11 processen") and at.title[0].value == "1 proces loopt, geen ervan vraagt een besluit"
    assert f"{(own.approved_cost_cents or 0) // 100:,}".replace(",", ".") in texts(at).split("nog niet besloten")[0]


def test_loading_the_example_from_the_welcome(store, monkeypatch):
    monkeypatch.setattr(example, "CASES", example.CASES[:4])  # all of them are loaded elsewhere
    at = visit("portfolio")
    at.button(key="example_load").click().run(timeout=120)
    assert not at.exception
    assert "processen lopen" in at.title[0].value
    assert "**Voorbeeld**" in texts(at)


def test_who_may_not_load_the_example_reads_why(store):
    at = press(visit("portfolio", person="controller"), "example_load")
    assert "Uw rol laat dit niet toe" in at.error[0].value


def test_a_long_list_comes_in_pages(store):
    for number in range(42):
        make(store, name=f"Proces {number:02d}")
    at = visit("portfolio")
    assert raw(at).count('class="ts-row"') == 40
    at.session_state["portfolio_page"] = 2
    at.run()
    assert raw(at).count('class="ts-row"') == 2 and "Proces 41" in spoken(at)

"""Pitfalls on screen: at the step, in short, in the portfolio; accepting one until a day."""

from __future__ import annotations

import datetime as dt

from streamlit.testing.v1 import AppTest

from portfolio import acceptances, forms, pitfalls
from portfolio.store import Store, clock
from tests.pages.screens import LEAD, approved, errors, make, press, spoken, texts, visit

QUESTION = "Waar willen kinderen in deze buurt spelen?"


def pitted(store: Store) -> str:
    """A process with one red pitfall, at step 3."""
    process = make(store, name="Speelplek", question=QUESTION)
    keeps = {"keeps_personal_data": True, "privacy_purpose": "Een bericht"}
    forms.save(store, LEAD, process.id, "approach", 0, keeps)
    assert [one.rule for one in pitfalls.of(store, process.id)] == ["P27"]
    return process.id


def opened(process: str, step: int, **who: str) -> AppTest:
    at = visit("process", process, **who)
    at.session_state[f"step_{step}:{process}"] = True
    return at.run()


def test_a_pitfall_stands_at_its_step_with_what_to_do(store):
    at = opened(pitted(store), 3)
    shown = texts(at)
    assert "■ **rood**" in shown and "Privacy en openbaarheid" in shown
    assert "er staat niet tot wanneer" in shown
    assert "Leg vast waarvoor de gegevens zijn" in shown
    assert "gemeente.groningen.nl" in shown
    assert "■ 1 rood" in " ".join(box.label for box in at.expander)


def test_in_english_with_both_numbers_and_our_assumption(store):
    process = approved(store, name="Vorm")  # one working form
    shown = texts(opened(process.id, 5, language="en"))
    assert "▲ **amber**" in shown and "Usual suspects only" in shown
    assert "found 1 working form, limit 2 working forms" in shown and "limit: our assumption" in shown


def test_accepting_takes_a_reason_and_ends_on_its_day(store):
    id = pitted(store)
    at = opened(id, 3)
    key = f"valkuil:{id}:P27"
    at.date_input(key=f"{key}.until").set_value(clock.today()).run()
    at = press(at, f"{key}.add")
    assert errors(at) or ":red[" in texts(at)  # no reason, and a day that isn't later
    assert acceptances.listing(store, id) == []
    until = clock.today() + dt.timedelta(days=20)
    at.text_area(key=f"{key}.reason").set_value("De *functionaris* kijkt mee").run()
    at.date_input(key=f"{key}.until").set_value(until).run()
    at = press(at, f"{key}.add")
    row = acceptances.listing(store, id)[0]
    assert (row["reason"], row["until"]) == ("De *functionaris* kijkt mee", until)
    shown = texts(at)
    assert "Geaccepteerd tot en met" in shown and "De *functionaris* kijkt mee" in shown
    assert "rood" not in shown
    assert "1 geaccepteerd" in " ".join(box.label for box in at.expander)
    press(at, f"{key}.end")
    assert acceptances.listing(store, id) == []


def test_who_only_reads_accepts_nothing(store):
    id = pitted(store)
    at = opened(id, 3, person="controller")
    assert "■ **rood**" in texts(at)
    assert f"valkuil:{id}:P27.add" not in {button.key for button in at.button}


def test_the_portfolio_counts_them_and_asks_attention_for_the_red_ones(store):
    pitted(store)
    shown = " ".join(spoken(visit("portfolio")).split())
    assert "Valkuilen: ■ 1 rood" in shown
    cards = shown.split("Waar alles staat")[0]
    assert "valkuil" in cards and "er staat niet tot wanneer" in cards


def test_without_pitfalls_nothing_is_said(store):
    process = make(store, question=QUESTION)
    assert "Valkuil" not in texts(visit("process", process.id))
    assert "Valkuil" not in spoken(visit("portfolio"))

"""Views Money, Capacity and Pressure of screen Portfolio under AppTest, and the words and bars that they share."""

from __future__ import annotations

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest

from display import charts_money, money_words
from display.i18n import language
from display.money_words import Row
from portfolio import talks
from portfolio.store import Store, clock
from portfolio.whole import capacity, pooled, standing
from tests.pages.screens import LEAD, errors, estimated, make, press, texts
from tests.support import example

TODAY = clock.today()
SOON = (TODAY + dt.timedelta(days=7)).isoformat()


def page(view: str) -> None:
    import importlib

    from portfolio.whole import standing
    from ui import state

    importlib.import_module(f"ui.portfolio_{view}").draw(standing.of_all(state.store()))


def look(view: str, person: str = "projectleider", lang: str = "nl", **session: object) -> AppTest:
    """One view by itself, with what is unfolded in `session`."""
    at = AppTest.from_function(page, kwargs={"view": view}, default_timeout=30)
    at.query_params["as"], at.query_params["lang"] = person, lang
    for name, value in session.items():
        at.session_state[name] = value
    at.run()
    assert not at.exception, at.exception
    return at


def row(name: str, granted: int | None, expected80: int | None) -> Row:
    return Row(name, name, False, granted, None, None, expected80, expected80)


# --- money ----------------------------------------------------------------------------------------------------


def test_money_of_the_example_says_what_the_records_say(store: Store, tmp_path_factory: pytest.TempPathFactory) -> None:
    example.put(store, tmp_path_factory)
    shown = texts(look("money", money_earned=True, money_open=True))
    ours = [one for one in standing.of_all(store) if one.money.granted and one.row.phase not in ("stopped", "closed")]
    together = pooled.of(store, ours)
    with language("nl"):
        granted = money_words.amount(sum(one.money.granted or 0 for one in ours))
        apart, one_sum = (
            money_words.amount(cents, rounded=True) for cents in (together.sum_p80_cents, together.p80_cents)
        )
        less = money_words.euro(
            money_words.round_eur(together.sum_p80_cents) - money_words.round_eur(together.p80_cents)
        )
    for amount in (granted, apart, one_sum, less):
        assert amount.replace("\u00a0", " ") in shown
    assert "niet bekend" in shown and "€ 0" not in shown
    assert "Bedragen zonder btw" in shown and "dat u samen minder nodig heeft" in shown
    assert "Van het werk had" in shown  # earned value in words, unfolded
    assert all((one.name in shown) == (one in ours or one.money.granted is None) for one in standing.of_all(store))


def test_the_example_is_never_added_to_ones_own(store: Store, tmp_path_factory: pytest.TempPathFactory) -> None:
    example.put(store, tmp_path_factory)
    own = make(store, name="Ons eigen proces")
    shown = texts(look("money", money_open=True))
    assert own.name in shown and "Burgerberaad Klimaat" not in shown and "beschikbaar gesteld, waarvan" not in shown
    assert "Voor zover bekend vraagt geen proces" in texts(look("capacity"))
    assert "wordt het komende jaar niemand gevraagd" in texts(look("pressure"))


def test_money_before_any_approval_says_what_fills_it(store: Store) -> None:
    make(store)
    shown = texts(look("money", money_open=True))
    assert "vult zich met de eerste goedkeuring" in shown and "niet bekend" in shown


def test_what_is_not_known_is_no_zero_and_what_lacks_comes_first() -> None:
    found = [row("genoeg", 900, 400), row("onbekend", None, None), row("tekort", 500, 700), row("krap", 500, 600)]
    rows = sorted(found, key=lambda one: (one.difference is None, one.difference or 0))
    whole = money_words.total(rows)
    assert (whole.granted, whole.expected80, whole.committed, whole.difference) == (1900, 1700, None, 200)
    with language("nl"):
        assert money_words.amount(whole.committed) == "niet bekend"
        said = money_words.differences_text(rows)
    assert said.startswith("2 van 3 processen") and "“tekort”" in said


def test_the_chart_shows_twenty_and_adds_up_the_rest_with_a_sign_for_what_lacks() -> None:
    rows = [row("dezelfde naam", 100 * n, 5000) for n in range(70)]
    with language("nl"):
        found = charts_money.bars(rows)
        charts_money.differences(rows).to_dict()
    assert len(found) == charts_money.MOST + 1 and len({bar["name"] for bar in found}) == len(found)
    assert sum(bar["euros"] for bar in found) == sum(one.difference or 0 for one in rows) / 100
    assert all(bar["text"].startswith("▲") == (bar["euros"] < 0) for bar in found)


def many() -> None:
    from display import money_words
    from display.money_words import Row
    from portfolio.whole.pooled import Pooled
    from ui import portfolio_money

    rows = [Row(f"p{n}", f"Proces {n:03} <b>", n == 0, 1000, None, None, 700, 900) for n in range(101)]
    portfolio_money.table(rows, money_words.total(rows), Pooled(0, 80000, 0, 90900, 10900, 101, ()))


def test_hundreds_of_processes_come_forty_at_once_with_the_total_of_all(store: Store) -> None:
    at = AppTest.from_function(many, default_timeout=30)
    at.session_state["money_page"] = 3
    at.run()
    assert not at.exception, at.exception
    shown = texts(at)
    assert "Proces 080 <b>" in shown and "Proces 100 <b>" in shown and "Proces 079" not in shown
    assert "€ 1.010" in shown and "€ 909" in shown and "€ 800" in shown  # granted, one by one, together


# --- capacity -------------------------------------------------------------------------------------------------


def test_hours_are_filled_in_the_dutch_way_and_then_it_says_where_it_breaks(store: Store) -> None:
    estimated(store, {"start": SOON}, name="Plein *Noord*")
    at = look("capacity")
    assert "heeft nog niemand ingevuld" in texts(at)
    at.text_input(key="capaciteit.process_lead").set_value("0,5").run()
    at.text_input(key="capaciteit.support").set_value("1.250,5").run()
    at.text_input(key="capaciteit.finance").set_value("veel").run()
    press(at, "capaciteit.save")
    assert "“veel” is geen getal" in errors(at) and capacity.available(store)[0] == {}
    at.text_input(key="capaciteit.finance").set_value("").run()
    press(at, "capaciteit.save")
    assert capacity.available(store)[0] == {"process_lead": 0.5, "support": 1250.5}
    shown = texts(at)
    first = capacity.of(store, standing.of_all(store), TODAY).breaks[0]
    assert first.role == "process_lead" and "wordt van de rol procesleider" in shown and "te veel" in shown
    assert "later: schuif “Plein *Noord*”" in shown and "uur erbij" in shown
    assert "er is 1.250,5 per maand" in shown


def test_a_reader_sees_the_hours_without_the_form_and_an_empty_view_says_what_to_do(store: Store) -> None:
    assert "begin met een raming" in texts(look("capacity"))
    estimated(store, {"start": SOON})
    at = look("capacity", person="controller", lang="en")
    assert not at.text_input and "nobody said yet" in texts(at)


# --- pressure -------------------------------------------------------------------------------------------------


def asking(store: Store, name: str, day: dt.date) -> None:
    process = make(store, name=name, area="Noord", group_names=["Ouders"])
    talks.add(store, LEAD, process.id, {"title": "Tafel", "planned_on": day, "registrations": 12})


def test_the_fourth_process_in_a_month_is_too_much_and_neighbours_could_talk_at_once(store: Store) -> None:
    assert "niemand gevraagd" in texts(look("pressure"))
    day = (TODAY.replace(day=1) + dt.timedelta(days=62)).replace(day=10)
    for n in range(3):
        asking(store, f"Proces *{n}*", day + dt.timedelta(days=3 * n))
    three = texts(look("pressure", person="controller"))
    assert "△ vol" in " ".join(three.split()) and "Niemand wordt te vaak gevraagd" in three
    asking(store, "Vierde", day)
    four = " ".join(texts(look("pressure", pressure_groups_open=True)).split())
    assert "te veel van dezelfde mensen" in four and "▲ te veel" in four
    assert "Proces *0*, Proces *1*, Proces *2*, Vierde" in four and "overweeg één gesprek voor beide" in four
    assert "Ouders" in four

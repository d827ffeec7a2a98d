"""The seven views of Portfolio under AppTest: the address is the view, saved views, who was silent, the heat map."""

from __future__ import annotations

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest

from portfolio import saved_views
from portfolio.identity import LOCAL_USERS
from portfolio.store import Refused, clock
from portfolio.whole import standing
from tests.pages.screens import LEAD, SHELL, approved, make, press, raw, spoken, texts
from ui import portfolio_fresh, portfolio_heat, portfolio_list
from ui.portfolio_views import VIEWS

READER = next(one for one in LOCAL_USERS if one.subject == "controller")


def visit(_page: str, language: str = "nl", person: str = "projectleider", **params: str) -> AppTest:
    """The portfolio at an address."""
    at = AppTest.from_file(SHELL, default_timeout=30)
    for name, value in {"as": person, "lang": language, **params}.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception, at.exception
    return at


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_opens_from_its_address(store, view):
    approved(store, name="Parkeren")
    make(store, name="Zonder raming")
    at = visit("portfolio", view=view)
    assert not at.exception
    assert at.title[0].value.startswith("2 processen lopen")


def test_a_filter_of_the_address_is_followed_and_can_be_cleared(store):
    make(store, name="Sportnota", theme="Sport")
    make(store, name="Cultuurnota", theme="Cultuur")
    at = visit("portfolio", theme="Sport")
    assert raw(at).count('class="ts-row"') == 1 and "Sportnota" in spoken(at)
    at = press(at, "filters_clear")
    assert raw(at).count('class="ts-row"') == 2
    assert "theme" not in at.query_params


def test_a_filter_that_does_not_exist_shows_everything(store):
    make(store, name="Sportnota", theme="Sport")
    assert raw(visit("portfolio", theme="Bestaat niet", view="zomaar")).count('class="ts-row"') == 1


def test_a_saved_view_is_a_link_without_what_belongs_to_a_visit(store):
    make(store, name="Sportnota", theme="Sport")
    saved_views.add(store, LEAD, 0, "<b>Sport</b>", "theme=Sport&as=controller&process=x&view=stappen")
    html = raw(visit("portfolio", language="en"))
    assert "theme=Sport&amp;view=stappen" in html and "as=controller" not in html
    assert "<b>Sport" not in html and "&lt;b&gt;Sport" in html


def test_saving_a_view_takes_a_role_a_new_name_and_a_filter(store):
    saved_views.add(store, LEAD, 0, "Sport", "theme=Sport")
    version = saved_views.listing(store)[1]
    for name, address in (("Sport", "theme=Sport"), ("Leeg", "as=controller"), ("", "theme=Sport")):
        with pytest.raises(Refused):
            saved_views.add(store, LEAD, version, name, address)
    with pytest.raises(Refused):
        saved_views.add(store, READER, version, "Anders", "theme=Sport")
    saved_views.remove(store, LEAD, version, "Sport")
    assert saved_views.listing(store)[0] == {}


def test_a_controller_cannot_save_a_view_on_screen(store):
    make(store, name="Sportnota", theme="Sport")
    at = visit("portfolio", person="controller", theme="Sport")
    assert "view_save" not in {button.key for button in at.button}


def test_who_was_silent_since_a_day_and_the_letter(store):
    with clock.at(clock.today() - dt.timedelta(days=40)):
        make(store, name="Oud & stil")
    make(store, name="Vers")
    found = standing.of_all(store)
    owners = portfolio_fresh.silent(found, clock.today() - dt.timedelta(days=30))
    assert {name: [one.name for one in theirs] for name, theirs in owners.items()} == {
        "Samira El Idrissi": ["Oud & stil"]
    }
    assert "1 proces" in " ".join(box.label for box in visit("portfolio").expander)


def test_the_heat_map_says_state_and_what_is_missing_and_leads_to_the_step(store):
    process = approved(store, name="Parkeren", content_owner="")
    html = raw(visit("portfolio", view="stappen"))
    assert f'href="proces?process={process.id}&amp;as=projectleider&amp;step=2"' in html
    said = spoken(visit("portfolio", view="stappen"))
    assert "stap 1, Goedkeuring tijd en geld: klaar" in said
    [one] = standing.of_all(store)
    assert portfolio_heat.lacks(one, 1) == [] and "owner" in portfolio_heat.lacks(one, 2)


def test_the_board_names_step_light_owner_and_freshness(store):
    approved(store, name="<i>Parkeren</i>")
    html = raw(visit("portfolio", view="bord"))
    assert "<h3>2 " in html and "Samira El Idrissi" in html and "vandaag bijgewerkt" in html
    assert "<i>Parkeren" not in html


def test_a_page_beyond_the_end_becomes_the_last(store, monkeypatch):
    monkeypatch.setattr(portfolio_list, "PAGE", 2)
    for number in range(5):
        make(store, name=f"Nota {number}")
    at = visit("portfolio")
    at.session_state["portfolio_page"] = 3
    at.run()
    assert raw(at).count('class="ts-row"') == 1
    at.text_input(key="portfolio_search").set_value("Nota 1").run()
    assert not at.exception and "Nota 1" in spoken(at)


def test_the_letter_names_the_owner_and_the_processes(store):
    with clock.at(clock.today() - dt.timedelta(days=40)):
        make(store, name="Oud & stil")
    theirs = standing.of_all(store)
    text = portfolio_fresh.letter("Samira", theirs, clock.today())
    assert text.startswith("Beste Samira,") and "- Oud & stil (laatst bijgewerkt op" in text


def test_a_view_is_saved_and_removed_on_screen(store):
    make(store, name="Sportnota", theme="Sport")
    at = visit("portfolio", theme="Sport")
    at.text_input(key="view_name.0").set_value("Alleen sport").run()
    press(at, "view_save")
    assert saved_views.listing(store)[0] == {"Alleen sport": "theme=Sport"}
    press(at, "view_off.Alleen sport")
    assert saved_views.listing(store)[0] == {} and "Sportnota" in texts(at) + spoken(at)


@pytest.mark.parametrize("view", VIEWS)
def test_what_users_typed_is_never_markdown_in_any_view(store, view):
    approved(store, name="![i](http://evil.example/i.png) :red[x]", area="[k](http://evil.example)")
    make(store, name="<b>x</b> **vet**", process_owner="![o](http://evil.example/o.png)")
    saved_views.add(store, LEAD, 0, "![v](http://evil.example/v.png)", "theme=Sport")
    at = visit("portfolio", view=view)
    said = [one.value for kind in (at.markdown, at.caption, at.title, at.subheader) for one in kind]
    said += [one.label for kind in (at.expander, at.button) for one in kind]
    for text in said:
        for mark in ("![", "[k](", ":red[x]", "**vet", "<b>x"):
            assert mark not in text.replace("\\" + mark, ""), text
    assert "<b>x" not in raw(at)


def test_a_heat_map_with_many_rows_has_sums_and_pages(store, monkeypatch):
    monkeypatch.setattr(portfolio_heat, "PAGE", 2)
    monkeypatch.setattr(portfolio_heat, "MANY", 3)
    for number in range(5):
        make(store, name=f"Nota {number}")
    html = raw(visit("portfolio", view="stappen"))
    assert html.count('<tr><th scope="row"><a href') == 2 and 'class="ts-sums"' in html

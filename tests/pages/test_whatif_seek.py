"""Screen Wat als, asked further: goal seek, the map, plan backwards, the price of less, and a link that carries it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from display.charts_seek import cells_of, feasibility
from display.i18n import language
from display.less_words import less_section
from estimator import Scope, estimate
from estimator.feasible import feasibility_map
from estimator.less import price_of_less
from portfolio import own_figures
from portfolio.identity import LOCAL_USERS
from portfolio.store import Store
from tests.pages.screens import SHELL, errors, estimated, press, spoken, texts, visit

WHERE = {"stakeholder_groups": 5, "conversations": 8, "resident_reach": 2000, "start": "2032-01-12"}
MIXED = WHERE | {"conversations_by_form": {"dialoogtafel": 6, "inloopavond": 2}, "options": ["graphic_recording"]}


def opened(store: Store, part: str, language: str | None = None, **scope: Any) -> AppTest:
    """The page of a new process with one box open."""
    process = estimated(store, WHERE | scope)
    return unfold(visit("whatif", process.id, language), part)


def unfold(at: AppTest, part: str) -> AppTest:
    at.session_state[f"whatif_{part}"] = True
    return done(at)


def done(at: AppTest) -> AppTest:
    at.run()
    assert not at.exception, at.exception
    return at


def field(at: AppTest, name: str) -> Any:
    """A field of a part, whatever scenario it is of and however often it began anew."""
    pattern = re.compile(rf"watals:.+:{re.escape(name)}(\.\d+)*")
    kinds = (at.text_input, at.selectbox, at.slider, at.date_input, at.get("button_group"))
    return next(one for kind in kinds for one in kind if pattern.fullmatch(one.key or ""))


def type_in(at: AppTest, name: str, value: Any) -> AppTest:
    field(at, name).set_value(value)
    return done(at)


def conversations(at: AppTest) -> int:
    pattern = re.compile(r"watals:[^.]+\.conversations(\.\d+)*")
    return next(one for one in [*at.slider, *at.select_slider, *at.number_input] if pattern.fullmatch(one.key)).value


def said(at: AppTest) -> str:
    return texts(at) + "\n" + "\n".join(one.value.replace("\\", "").replace("\u00a0", " ").replace("\u202f", " ")
                                        for one in at.success)  # fmt: skip


def test_goal_seek_names_the_largest_what_stops_it_and_puts_it_on_the_sliders(store):
    at = opened(store, "seek")
    assert "Vul een budget in, een datum of allebei" in said(at)
    type_in(at, "seek.budget", "€ 150.000")
    assert "Gelezen als € 150.000" in said(at)
    found = re.search(r"Ten hoogste (\d+) gesprekken\*\* binnen € 150\.000: dat houdt met (\d+) %", said(at))
    assert found and int(found[2]) >= 80
    assert "Eén stap meer en het **budget** houdt niet meer" in said(at)
    press(at, "seek_take")
    assert conversations(at) == int(found[1])


def test_what_cannot_be_done_says_so_with_the_nearest_that_can(store):
    at = opened(store, "seek")
    type_in(at, "seek.budget", "1000")
    assert "Kan niet" in said(at) and "ook met 1 gesprek is de kans" in said(at)
    press(at, "seek_nearest")
    assert "Ten hoogste" in said(at)
    assert "Kan niet" not in said(at)


def test_the_cheapest_way_to_a_date_is_a_list_of_levers_with_buttons(store):
    at = opened(store, "seek", outcome_route="raad")
    type_in(at, "seek.before", dt.date(2032, 12, 1))
    assert "De goedkoopste weg naar 1 december 2032" in said(at)
    assert re.search(r"zeker, (€ [\d.]+ (goedkoper|duurder)|ongeveer even duur)", said(at))
    press(at, "lever_0")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("dertig", "is geen getal"), ("-5", "is geen budget"), ("0", "is geen budget"), ("1,500", "kan")],
)
def test_a_faulty_budget_is_said_and_kept(store, typed, sentence):
    at = type_in(opened(store, "seek"), "seek.budget", typed)
    assert sentence in errors(at)
    assert field(at, "seek.budget").value == typed


def test_a_date_before_the_start_is_a_fault(store):
    at = type_in(opened(store, "seek"), "seek.before", dt.date(2031, 1, 1))
    assert "Deze datum ligt niet na het begin, 12 januari 2032" in errors(at)


def test_the_map_writes_every_chance_and_says_where_one_is(store):
    at = opened(store, "map")
    assert re.search(r"Nu vraagt u \*\*8 gesprekken\*\* met \*\*\d+ weken\*\*: een kans van \*\*8\d %", said(at))
    assert "dat vak heeft een kader" in said(at)
    type_in(at, "map.x", "resident_reach")
    type_in(at, "map.y", "budget")
    assert re.search(r"Nu vraagt u \*\*2\.000 inwoners", said(at))
    assert "de datum telt hier niet mee" in said(at)


@pytest.mark.parametrize(("code", "row"), [("nl", "30 weken"), ("en", "30 weeks")])
def test_the_map_has_a_chance_in_every_cell_and_one_frame(code, row):
    scope = Scope.from_dict(WHERE | {"deadline": "2032-08-08"})
    found = feasibility_map(scope, xs=[4, 8, 12], ys=[20.0, 30.0, 60.0])
    with language(code):
        content = cells_of(found)
        spec = feasibility(content).to_dict()
    cells = content["cells"]
    assert [(cell["x"], cell["y"]) for cell in cells if cell["here"]] == [("8", row)]
    assert cells[0]["y"].startswith("60") and len(cells) == 9
    texts_in_cells = [cell["text"] for data in spec["datasets"].values() for cell in data]
    assert len(texts_in_cells) == 9 and all("%" in text for text in texts_in_cells)


def test_plan_backwards_begins_with_the_sentence_and_goes_to_the_sliders(store):
    at = opened(store, "back", outcome_route="raad")
    assert "Aangenomen: de raad vergadert" in said(at)
    box = field(at, "back.meeting")
    type_in(at, "back.meeting", "other")
    type_in(at, "back.date", dt.date(2032, 12, 9))
    assert re.search(r"Uiterlijk \d+ \w+ 203[12] beginnen\*\*; dan valt het besluit op 9 december 2032", said(at))
    table = next(t.value for t in at.table if "Uiterlijk begin" in t.value.columns)
    assert len(table) == 9 and "werkdagen" in table.iloc[0, 0]
    press(at, "back_take")
    assert "ding" in said(at) and "Alles staat zoals in de basis" not in said(at)
    assert len(box.options) > 6


def test_a_meeting_that_is_too_soon_names_the_steps_and_the_first_that_is_made(store):
    at = opened(store, "back", outcome_route="raad")
    box = field(at, "back.meeting")
    box.select_index(1)
    done(at)
    assert "redt u" in said(at) and ("komt" in said(at) or "ontbre" in said(at))
    assert "De eerste vergadering die u wel haalt" in said(at)


@pytest.mark.parametrize("day", [dt.date(2001, 5, 1), dt.date(2055, 5, 1)])
def test_a_date_that_no_plan_can_meet_is_a_fault(store, day):
    at = type_in(opened(store, "back", outcome_route="budgethouder"), "back.date", day)
    assert "Deze datum moet na vandaag liggen en niet later dan 31 december 2045" in errors(at)
    at = type_in(opened(store, "seek"), "seek.before", dt.date(2055, 5, 1))
    assert "2045" in errors(at)


def test_the_price_of_less_names_what_falls_away_and_puts_it_on_the_sliders(store):
    at = opened(store, "less", **{k: v for k, v in MIXED.items() if k not in WHERE})
    assert "Sleep het budget of de weken omlaag" in said(at)
    type_in(at, "less.money", 85)
    shown = said(at)
    assert "valt dit weg: " in shown and "visueel verslag" in shown
    assert "Later helpt niet" in shown and "Kleiner" in shown and "Meer mensen" in shown
    press(at, "less_take")
    assert "Alles staat zoals in de basis" not in said(at)


def test_fewer_weeks_bring_the_pitfall_back(store):
    at = type_in(opened(store, "less"), "less.weeks", "20")
    assert "komt de valkuil “Te weinig tijd” terug" in said(at)
    type_in(at, "less.weeks", "900")
    assert "900 is geen aantal weken" in errors(at)


def test_weeks_that_end_beyond_what_is_computed_are_refused_in_a_sentence(store):
    at = type_in(opened(store, "less", start="2039-01-10"), "less.weeks", "520")
    assert "2045" in errors(at)


def test_the_price_of_less_as_a_section_is_plain_text_in_both_languages():
    scope = Scope.from_dict(MIXED)
    now = estimate(scope).to_dict()
    found = price_of_less(scope, budget=now["request"]["cost_eur"] * 0.7)
    after = estimate(Scope.from_dict(found["order"][-1]["scope"])).to_dict()
    with language("nl"):
        dutch = less_section(found, now, after)
    with language("en"):
        english = less_section(found, now, after)
    assert "dialoogtafel" in dutch[0] and "dialogue table" in english[0]
    assert len(dutch) == len(english) >= 2
    assert not any(mark in line for line in dutch + english for mark in ("{", "<", "**"))


def link_of(at: AppTest) -> str:
    return at.code[0].value.split("s=")[1].split("&")[0]


def by_link(text: str, code: str | None = None) -> AppTest:
    at = AppTest.from_file(SHELL, default_timeout=30)
    at.query_params["s"] = text
    if code:
        at.query_params["lang"] = code
    done(at)
    at.query_params["s"] = text  # AppTest drops them when the page changes
    at.switch_page("../pages/whatif.py")
    return done(at)


def amounts(at: AppTest) -> list[str]:
    """The first sentence and the figures under it."""
    figures = next(text for text in spoken(at).split("\n") if "€" in text) if "€" in spoken(at) else ""
    return [next(one.value for one in at.subheader if "€" in one.value), figures]


def test_a_link_opens_with_the_same_figures_without_the_records_it_came_from(store, tmp_path, monkeypatch):
    own_figures.set_(store, LOCAL_USERS[0], "tariff_average", 99.0, 99.0, 99.0, "kostprijs 2032")
    at = opened(store, "share")
    text, figures = link_of(at), amounts(at)
    assert "niet wie hem maakte" in said(at)
    monkeypatch.setenv("TIENSTAP_DATABASE_URL", f"sqlite:///{(tmp_path / 'other.db').as_posix()}")
    other = by_link(text)
    assert "geopend met een link" in said(other) and "Speelplekken Noord" in said(other)
    assert amounts(other) == figures
    assert not other.warning or "andere" not in other.warning[0].value
    press(other, "share_close")
    assert "geopend met een link" not in said(other)


@pytest.mark.parametrize("damage", ["x", "T1.abc.def", "T9.e30.AAAAAAAAAAAAAAAA", "", "é" * 50, "A" * 9000])
def test_a_damaged_link_gives_a_sentence_and_the_page(store, damage):
    at = by_link(damage)
    assert at.title[0].value == "Wat als we het anders doen?"
    if damage:
        assert len(at.error) == 1 and "link" in at.error[0].value.lower()
    press(at, "share_close") if damage else None
    assert not at.error


def test_a_qr_code_needs_the_public_address(store, monkeypatch):
    at = opened(store, "share")
    assert not at.get("image") and "QR-code stelt uw beheerder in" in said(at)
    monkeypatch.setenv("TIENSTAP_PUBLIC_URL", "https://tienstap.voorbeeld.nl")
    done(at)
    assert at.code[0].value.startswith("https://tienstap.voorbeeld.nl/wat-als?s=T1.")
    assert at.get("image")
    monkeypatch.setenv("TIENSTAP_PUBLIC_URL", "ftp://x")
    done(at)
    assert "TIENSTAP" in at.warning[-1].value or "TIENSTAP" in said(at)


@pytest.mark.parametrize("part", ["seek", "map", "back", "less", "share"])
def test_every_part_is_english_in_english(store, part):
    at = opened(store, part, "en")
    if part == "seek":
        type_in(at, "seek.budget", "150,000")
    if part == "less":
        type_in(at, "less.money", 70)
    shown = said(at)
    assert not re.search(r"\b(gesprekken|vergadering|schuiven|weken|houdt)\b", shown)

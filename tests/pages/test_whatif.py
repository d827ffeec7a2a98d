"""Screen Wat als under AppTest: sliders that move and reset exactly, variants, clashes, comparing, both languages."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from portfolio import drafts, processes, requests, scenarios, variants
from tests.pages.screens import (
    CLIENT,
    FIELDS,
    LEAD,
    SCOPE,
    approved,
    errors,
    estimated,
    make,
    press,
    raw,
    spoken,
    texts,
    visit,
)


def widget(at: AppTest, name: str) -> Any:
    """The slider, stepper or list of a field, whatever scenario it is of and however often it began anew."""
    kinds = (at.slider, at.select_slider, at.number_input, at.selectbox, at.multiselect, at.checkbox, at.date_input)
    pattern = re.compile(rf"watals:[^.]+\.{re.escape(name)}(\.\d+)*")
    return next(one for kind in kinds for one in kind if pattern.fullmatch(one.key or ""))


def move(at: AppTest, name: str, value: Any) -> AppTest:
    widget(at, name).set_value(value).run()
    assert not at.exception, at.exception
    return at


def told(at: AppTest) -> str:
    """What the last action did."""
    return " ".join(one.value for one in at.success).replace("\\", "")


def choose(at: AppTest, scenario: str) -> AppTest:
    next(box for box in at.selectbox if (box.key or "").startswith("whatif_scenario.")).set_value(scenario).run()
    return at


def figures(at: AppTest) -> str:
    """The five figures and the sentence above them."""
    return raw(at).partition("<table")[0] + at.subheader[-1].value


def charts(at: AppTest) -> list[str]:
    return [chart.proto.spec for chart in at.get("vega_lite_chart")]


def test_without_a_process_one_plays_with_example_numbers(store):
    at = visit("whatif")
    assert at.title[0].value == "Wat als we het anders doen?"
    assert "voorbeeldcijfers om mee te spelen: er wordt niets van opgeslagen" in texts(at)
    assert "Gelijk aan de basis" in texts(at)
    move(at, "conversations", 4)
    shown = texts(at)
    assert "Vergeleken met de basis vraagt dit" in shown and "minder" in shown and "eerder" in shown
    assert not any(button.key == "whatif_save" for button in at.button)
    assert widget(visit("whatif"), "conversations").value == 4  # his own draft


def test_the_same_page_in_english(store):
    process = estimated(store)
    at = visit("whatif", process.id, "en")
    assert at.title[0].value == "What if we do it differently?"
    move(at, "conversations", 1)
    shown = texts(at)
    assert "Compared with the base this asks" in shown and "fewer" in shown
    assert "Vergeleken" not in shown and "minder" not in shown


MOVES: list[tuple[str, Any]] = [
    ("stakeholder_groups", 9),
    ("conversations", 12),
    ("resident_reach", 2000),
    ("recruitment", "sortition"),
    ("budget_route", "raad"),
    ("outcome_route", "raad"),
    ("own_staff_share", 50),
    ("hours_per_week", 6),
    ("preset", "uitgebreid"),
    ("options", ["interpreter"]),
    ("events.storm", True),
    ("deadline", dt.date(2033, 6, 1)),
]


def test_every_slider_moves_the_answer_is_marked_and_resets_exactly(store):
    process = estimated(store)
    at = visit("whatif", process.id)
    first, pictures = figures(at), charts(at)
    for name, value in MOVES:
        move(at, name, value)
        assert (figures(at), charts(at)) != (first, pictures), name
        assert "1 ding is anders" in texts(at), name
        press(at, next(b.key for b in at.button if b.key.startswith("back.")))
        assert (figures(at), charts(at)) == (first, pictures), name
        assert "Alles staat zoals in de basis" in texts(at), name


def test_moving_back_by_hand_is_a_reset_too(store):
    process = estimated(store)
    at = visit("whatif", process.id)
    first = figures(at)
    move(at, "conversations", 7)
    assert figures(at) != first
    move(at, "conversations", 2)
    assert figures(at) == first
    assert "Alles staat zoals in de basis" in texts(at)


def test_everything_back_at_once_and_what_was_moved_is_still_there_in_a_new_session(store):
    process = estimated(store)
    at = visit("whatif", process.id)
    first = figures(at)
    move(at, "conversations", 7)
    move(at, "stakeholder_groups", 5)
    again = visit("whatif", process.id)
    assert widget(again, "conversations").value == 7
    assert "2 dingen zijn anders" in texts(again)
    press(again, "whatif_all_back")
    assert figures(again) == first
    assert figures(visit("whatif", process.id)) == first
    assert "Alles staat zoals in de basis" in texts(visit("whatif", process.id, person="opdrachtgever"))


def test_forms_keep_their_mix_and_can_be_counted_apart(store):
    process = estimated(store, {"conversations": 8, "conversations_by_form": {"dialoogtafel": 6, "enquete": 2}})
    at = visit("whatif", process.id)
    move(at, "conversations", 4)
    counts = [widget(at, f"form.{form}").value for form in ("dialoogtafel", "enquete")]
    assert counts == [3, 1]
    move(at, "form.enquete", 5)
    assert widget(at, "conversations").value == 8
    move(at, "forms", ["dialoogtafel"])
    assert widget(at, "conversations").value == 3


def test_a_date_before_the_start_gets_a_sentence_and_the_rest_stays(store):
    process = estimated(store)
    at = move(visit("whatif", process.id), "conversations", 7)
    move(at, "deadline", dt.date(2031, 1, 6))
    assert "ligt niet na de start" in errors(at)
    move(at, "deadline", dt.date(2034, 1, 6))
    assert widget(at, "conversations").value == 7
    assert "De gewenste datum, **6 januari 2034**" in texts(at)


def save_as(at: AppTest, name: str) -> AppTest:
    at.text_input(key="whatif_new_name").set_value(name).run()
    return press(at, "whatif_new_save")


def test_a_variant_is_saved_reloaded_changed_and_compared(store):
    process = estimated(store)
    at = move(visit("whatif", process.id), "conversations", 6)
    save_as(at, "Meer *gesprekken* <b>")
    found = scenarios.list_for(store, process.id)
    assert [(one.name, one.overrides) for one in found[1:]] == [("Meer *gesprekken* <b>", {"conversations": 6})]
    assert "Variant “Meer *gesprekken* <b>” is opgeslagen." in told(at)
    assert drafts.get(store, LEAD, f"watals:{found[0].id}") is None
    assert widget(at, "conversations").value == 6
    move(at, "stakeholder_groups", 4)
    press(at, "whatif_save")
    assert scenarios.list_for(store, process.id)[1].overrides == {"conversations": 6, "stakeholder_groups": 4}
    again = visit("whatif", process.id)
    shown = spoken(again)
    assert "Meer *gesprekken* <b>" in shown and "Publieksgroepen" in shown and "&lt;b&gt;" in raw(again)


def test_the_same_inputs_have_the_same_figures(store):
    process = estimated(store)
    variants.add_variant(store, LEAD, process.id, "Een", {"conversations": 5})
    variants.add_variant(store, LEAD, process.id, "Twee", {"conversations": 5})
    at = visit("whatif", process.id)
    rows = raw(at).partition("<tbody")[2].split("<tr")[1:]
    for row in rows:
        cells = re.findall(r"<div>(.*?)</div></td>", row)
        if cells:
            assert cells[1] == cells[2]


def test_three_variants_rename_copy_delete_and_put_back(store):
    process = estimated(store)
    at = press(visit("whatif", process.id), "whatif_presets")
    press(at, "whatif_presets")
    names = [one.name for one in scenarios.list_for(store, process.id)]
    assert names == ["Basis", "Minimaal", "Sober", "Uitgebreid"]
    one = scenarios.list_for(store, process.id)[1]
    choose(at, one.id)
    field = f"whatif_name.{one.id}.{one.version}"
    at.text_input(key=field).set_value("Heel klein").run()
    press(at, "whatif_rename")
    assert "Scenario “Heel klein” heeft zijn nieuwe naam." in told(at)
    press(at, "whatif_copy")
    assert "Heel klein (kopie)" in [one.name for one in scenarios.list_for(store, process.id)]
    press(at, "whatif_delete")
    assert "Heel klein (kopie)" not in [one.name for one in scenarios.list_for(store, process.id)]
    assert "Scenario “Heel klein (kopie)” is verwijderd." in texts(at)
    press(at, "whatif_undo")
    assert "Heel klein (kopie)" in [one.name for one in scenarios.list_for(store, process.id)]


def test_a_name_that_exists_is_refused_and_what_was_moved_stays(store):
    process = estimated(store)
    variants.add_variant(store, LEAD, process.id, "Klein", {"conversations": 1})
    at = move(visit("whatif", process.id), "conversations", 6)
    save_as(at, "klein")
    assert "Klein" in errors(at)
    assert widget(at, "conversations").value == 6


def test_applying_makes_it_the_base_and_says_that_one_asks_again(store):
    process = approved(store)
    one = variants.add_variant(store, LEAD, process.id, "Groter", {"conversations": 6})
    at = visit("whatif", process.id)
    choose(at, one.id)
    move(at, "stakeholder_groups", 4)
    press(at, "whatif_apply")
    assert "Sla eerst op wat u verschoven hebt" in errors(at)
    press(at, "whatif_saved_back")
    press(at, "whatif_apply")
    assert scenarios.base(store, process.id).scope["conversations"] == 6
    shown = told(at)
    assert "“Groter” is nu de basis" in shown and "vraagt u opnieuw" in shown
    assert requests.latest(store, process.id).approved


def test_a_clash_shows_both_and_loses_neither(store):
    process = estimated(store)
    one = variants.add_variant(store, LEAD, process.id, "Klein", {"conversations": 1})
    at = visit("whatif", process.id)
    choose(at, one.id)
    move(at, "conversations", 6)
    variants.change_variant(store, CLIENT, one.id, one.version, {"conversations": 4})
    press(at, "whatif_save")
    assert scenarios.get(store, one.id).overrides == {"conversations": 4}
    table = str(at.table[0].value.to_dict("list"))
    assert "'4'" in table and "'6'" in table
    press(at, "whatif_on_top")
    assert scenarios.get(store, one.id).overrides == {"conversations": 6}


def test_a_reader_moves_the_sliders_and_saves_nothing(store):
    process = estimated(store)
    at = move(visit("whatif", process.id, person="controller"), "conversations", 6)
    changing = ("save", "apply", "presets", "rename", "copy", "delete")
    assert not [b.key for b in at.button if b.key.startswith("whatif_") and b.key.endswith(changing)]
    assert "whatif_new_name" not in [box.key for box in at.text_input], "no field without a button"
    assert len(scenarios.list_for(store, process.id)) == 1


def test_a_process_without_an_estimate_says_what_to_do(store):
    at = visit("whatif", make(store).id)
    assert "nog geen raming" in texts(at)
    assert "Gelijk aan de basis" in texts(at)


def test_the_base_that_changed_is_followed(store):
    process = estimated(store)
    variants.add_variant(store, LEAD, process.id, "Klein", {"conversations": 1})
    at = visit("whatif", process.id)
    scenarios.save(
        store, LEAD, process.id, "Basis", scenarios.base(store, process.id).scope | {"resident_reach": 250}, 1
    )
    at.run()
    assert widget(at, "resident_reach").value == 250
    assert "Alles staat zoals in de basis" in texts(at)


@pytest.mark.parametrize("name", ["stakeholder_groups", "conversations"])
def test_one_step_more_never_costs_less(store, name):
    """Of one process with draws of its own; the part of the amount that is paid out may differ by a rounding unit."""
    process = processes.create(store, LEAD, FIELDS, id="5eed5eed5eed5eed")
    scenarios.save(store, LEAD, process.id, "Basis", SCOPE)
    at = visit("whatif", process.id)
    move(at, name, widget(at, name).value + 1)
    assert "minder** aan" not in texts(at).partition("Vergeleken")[2].partition("\n")[0]

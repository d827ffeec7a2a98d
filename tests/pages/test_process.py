"""Screen Proces under AppTest: next action, the ten steps, gates, dates, details, drafts and two people at once."""

from __future__ import annotations

import datetime as dt

from streamlit.testing.v1 import AppTest

from portfolio import drafts, processes, requests, scenarios, steps
from portfolio.forecast import expected
from portfolio.store import Store, clock
from tests.pages.screens import (
    CLIENT,
    LEAD,
    SCOPE,
    SECRETARY,
    approved,
    asked,
    errors,
    estimated,
    make,
    press,
    spoken,
    texts,
    visit,
)


def opened(process: str, step: int | None = None, details: bool = False, **who: str) -> AppTest:
    """The page with a step or the details unfolded."""
    at = visit("process", process, **who)
    if step:
        at.session_state[f"step_{step}:{process}"] = True
    if details:
        at.session_state[f"details:{process}"] = True
    return at.run()


def started(store: Store, step: int = 2) -> processes.Process:
    """A process whose steps before this one are done, and this one busy."""
    process = approved(store)
    for number in range(2, step):
        change(store, process.id, number, status="done", gate=met(number))
    change(store, process.id, step, status="busy")
    return process


def change(store: Store, process: str, step: int, user=LEAD, **changes) -> None:
    version = steps.progress(store, process)[step - 1].version
    steps.update(store, user, process, step, version, changes)


def met(step: int) -> dict[str, bool]:
    return {point.key: True for point in steps.STEPS[step - 1].gates}


def test_a_step_planned_far_away_still_opens(store):
    process = approved(store)
    far = dt.date(2057, 12, 31)  # a process may start in 2045 and take twelve years
    change(store, process.id, 9, planned_start=dt.date(2050, 1, 3), planned_finish=far)
    at = opened(process.id, step=9)
    assert not at.exception
    assert far in [one.value for one in at.date_input]


# --- head and next action -------------------------------------------------------------------------------------


def test_without_a_process_it_asks_which_one(store):
    process = make(store)
    at = visit("process")
    assert at.title[0].value == "Welk proces?"
    at.selectbox(key="pick_one").set_value(process.id).run()
    assert at.title[0].value == "Speelplekken Noord"


def test_the_head_names_question_and_people(store):
    shown = texts(visit("process", make(store, portfolio_holder="", process_owner="").id))
    assert "Waar willen kinderen spelen?" in shown and "Zwolle" in shown
    assert "ambtelijk opdrachtgever **Anneke Visser**" in shown
    assert "nog niet benoemd: proceseigenaar" in shown


def test_the_next_action_follows_the_process(store):
    process = make(store)
    assert "**Nu te doen:** een raming maken" in texts(visit("process", process.id))
    scenarios.save(store, LEAD, process.id, "Basis", SCOPE)
    assert "**Nu te doen:** tijd en geld aanvragen" in texts(visit("process", process.id))
    process, request = asked(store, name="Gevraagd")
    assert "**Nu te doen:** Anneke Visser besluit over" in texts(visit("process", process.id))
    requests.return_(store, CLIENT, request.id, 1, "Waarom?")
    shown = texts(visit("process", process.id))
    assert "de vragen beantwoorden" in shown and "Waarom?" in shown


def test_the_next_action_is_the_first_open_point_of_the_gate(store):
    process = started(store)
    shown = texts(visit("process", process.id))
    assert "stap **2 Inrichten organisatiestructuur** vraagt nog: “Eén ambtelijk opdrachtgever met naam”." in shown
    english = texts(visit("process", process.id, language="en"))
    assert "**Next:** step **2 Setting up the organisation** still needs: “One official client by name”." in english


def test_a_paused_process_says_so(store):
    process = approved(store)
    processes.update(store, LEAD, process.id, process.version, {"status": "paused"})
    assert "dit proces is gepauzeerd" in texts(visit("process", process.id))


def test_an_example_and_a_confidential_process_are_marked(store):
    process = make(store, confidential=True)
    assert visit("process", process.id).caption[0].value.startswith("Vertrouwelijk")


# --- the ten steps --------------------------------------------------------------------------------------------


def test_the_ten_steps_named_or_proposed_with_sign_and_word(store):
    process = started(store, 3)
    labels = [box.label.replace("\\", "") for box in visit("process", process.id).expander]
    lines = [line for line in labels if line.startswith(("✓", "◐", "○", "▲", "✕"))]
    assert len(lines) == 10
    assert lines[0].startswith("✓ **1 Goedkeuring tijd en geld** · klaar")
    assert lines[2].startswith("◐ **3 Plannen en bekendmaken** · bezig") and "*voorgestelde stap*" in lines[2]
    assert all("voorgestelde stap" not in lines[named - 1] for named in (1, 2, 5, 6))
    assert "stap 3, Plannen en bekendmaken: bezig" in spoken(visit("process", process.id))


def test_planned_dates_come_from_the_estimate_then_from_the_request(store):
    process = estimated(store)
    shown = texts(visit("process", process.id))
    assert "de geplande data komen uit de raming, 80 % zeker" in shown and "2032" in shown
    process = approved(store, name="Goedgekeurd")
    assert "De geplande data komen uit de goedgekeurde aanvraag" in texts(visit("process", process.id))
    assert "Nog geen data: er is nog geen raming." in texts(visit("process", make(store, name="Leeg").id))


def test_planned_stands_beside_expected_and_real(store):
    process = started(store)
    at = opened(process.id, 2)
    rows = [table.value.to_dict() for table in at.table]
    flat = str(rows)
    assert "Gepland" in flat and "Verwacht" in flat and "Werkelijk" in flat


def test_a_step_is_done_when_its_gate_is_met(store):
    process = started(store)
    at = opened(process.id, 2)
    key = f"stap:{process.id}:2"
    at.button_group(key=f"{key}.status").set_value("done").run()
    press(at, f"{key}.save")
    assert "Punten van de poort waaraan niet is voldaan: 3" in errors(at)
    for point in steps.STEPS[1].gates:
        at.checkbox(key=f"{key}.gate.{point.key}").check()
    at.run()
    press(at, f"{key}.save")
    row = steps.progress(store, process.id)[1]
    assert (row.status, row.actual_finish) == ("done", clock.today())


def test_or_overruled_with_a_reason_that_stays_visible(store):
    process = started(store)
    at = opened(process.id, 2)
    key = f"stap:{process.id}:2"
    at.button_group(key=f"{key}.status").set_value("done").run()
    at.text_area(key=f"{key}.override_reason").set_value("Rollen volgen in stap 3").run()
    press(at, f"{key}.save")
    assert steps.progress(store, process.id)[1].status == "done"
    shown = texts(opened(process.id, 2))
    assert "Afgerond zonder dat aan de hele poort is voldaan" in shown and "Rollen volgen in stap 3" in shown


def test_a_skipped_step_says_why_it_matters(store):
    process = started(store, 3)
    at = opened(process.id, 6)
    key = f"stap:{process.id}:6"
    at.button_group(key=f"{key}.status").set_value("skipped").run()
    press(at, f"{key}.save")
    assert "Geef de reden om deze stap over te slaan" in errors(at)
    at.text_area(key=f"{key}.override_reason").set_value("Geen tijd").run()
    press(at, f"{key}.save")
    warning = opened(process.id, 6).warning[0].value.replace("\\", "")
    assert "Deze stap is overgeslagen" in warning and "Geen tijd" in warning
    assert "Zonder duiding gaat een stapel losse uitspraken naar het besluit" in warning


def test_nothing_starts_before_time_and_money_are_approved(store):
    process = estimated(store)
    at = opened(process.id, 2)
    key = f"stap:{process.id}:2"
    at.button_group(key=f"{key}.status").set_value("busy").run()
    press(at, f"{key}.save")
    assert "Tijd en geld zijn nog niet goedgekeurd" in errors(at)
    assert steps.progress(store, process.id)[1].status == "open"


def test_the_end_before_the_start_is_refused_and_stays_typed(store):
    process = started(store)
    at = opened(process.id, 2)
    key = f"stap:{process.id}:2"
    at.date_input(key=f"{key}.planned_start").set_value(dt.date(2030, 5, 2))
    at.date_input(key=f"{key}.planned_finish").set_value(dt.date(2030, 5, 1)).run()
    press(at, f"{key}.save")
    assert "1 mei 2030 ligt vóór het begin op 2 mei 2030" in errors(at)
    assert at.date_input(key=f"{key}.planned_finish").value == dt.date(2030, 5, 1)


def test_step_1_is_decided_elsewhere(store):
    at = opened(estimated(store).id, 1)
    assert "Deze stap is klaar door het besluit op de aanvraag" in texts(at)
    assert not [button for button in at.button if ":1.save" in button.key]


def test_what_was_typed_survives_a_restart_and_unfolds(store):
    process = started(store)
    at = opened(process.id, 7)
    key = f"stap:{process.id}:7"
    at.text_area(key=f"{key}.note").set_value("Brief ligt klaar").run()
    again = visit("process", process.id)
    assert again.text_area(key=f"{key}.note").value == "Brief ligt klaar"
    assert any("nog niet opgeslagen" in box.label for box in again.expander)
    again.button(key=f"{key}.undo").click().run()
    assert drafts.get(store, LEAD, key) is None


def test_who_only_reads_can_not_save(store):
    process = started(store)
    at = opened(process.id, 2, person="controller")
    assert not [button for button in at.button if button.key.endswith(".save")]
    assert "wijzigen doet wie de rol bewerker heeft" in texts(at)


# --- hours and costs ------------------------------------------------------------------------------------------


def booked(store: Store, process: str, step: int = 2) -> tuple[float | None, int | None]:
    row = steps.progress(store, process)[step - 1]
    return row.actual_hours, row.actual_cents


def test_hours_and_costs_are_typed_the_dutch_way_and_read_back(store):
    process = started(store)
    key = f"stap:{process.id}:2"
    at = opened(process.id, 2)
    at.text_input(key=f"{key}.actual_hours").set_value("37,5")
    at.text_input(key=f"{key}.actual_eur").set_value("€ 1.250,-").run()
    assert "Gelezen als: 37,5 uur · € 1.250,00" in texts(at)
    press(at, f"{key}.save")
    assert booked(store, process.id) == (37.5, 125_000)
    shown = [table.value.to_string() for table in opened(process.id, 2).table]
    assert any("37,5 uur" in text and "1.250,00" in text for text in shown)


def test_empty_is_unknown_and_zero_is_zero(store):
    process = started(store)
    key = f"stap:{process.id}:2"
    at = opened(process.id, 2)
    assert at.text_input(key=f"{key}.actual_hours").value == ""
    at.text_input(key=f"{key}.actual_eur").set_value("0").run()
    press(at, f"{key}.save")
    assert booked(store, process.id) == (None, 0)
    at = opened(process.id, 2)
    at.text_input(key=f"{key}.actual_eur").set_value("").run()
    press(at, f"{key}.save")
    assert booked(store, process.id) == (None, None)


def test_what_is_no_number_is_not_saved_and_stays_typed(store):
    process = started(store)
    key = f"stap:{process.id}:2"
    at = opened(process.id, 2)
    at.text_input(key=f"{key}.actual_hours").set_value("veel")
    at.text_area(key=f"{key}.note").set_value("Druk").run()
    assert "“veel” is geen getal" in errors(at)
    press(at, f"{key}.save")
    assert errors(at).count("“veel” is geen getal") == 1
    assert booked(store, process.id) == (None, None)
    again = opened(process.id, 2)
    assert again.text_input(key=f"{key}.actual_hours").value == "veel"
    again.text_input(key=f"{key}.actual_hours").set_value("-3").run()
    press(again, f"{key}.save")
    assert "toegestaan is 0 tot en met" in errors(again)


def test_a_step_that_has_not_begun_has_no_hours(store):
    process = started(store)
    at = opened(process.id, 5)
    key = f"stap:{process.id}:5"
    assert f"{key}.actual_hours" not in [box.key for box in at.text_input]
    change(store, process.id, 2, actual_hours=4)
    at = opened(process.id, 2)
    key = f"stap:{process.id}:2"
    at.button_group(key=f"{key}.status").set_value("open").run()
    press(at, f"{key}.save")
    assert "horen bij een stap die bezig of klaar is" in errors(at)
    at.text_input(key=f"{key}.actual_hours").set_value("").run()
    press(at, f"{key}.save")
    assert steps.progress(store, process.id)[1].status == "open"


def test_the_hours_of_step_1_are_noted_once_it_is_decided(store):
    process = approved(store)
    key = f"stap:{process.id}:1"
    at = opened(process.id, 1)
    at.text_input(key=f"{key}.actual_hours").set_value("12").run()
    press(at, f"{key}.save")
    assert booked(store, process.id, 1) == (12.0, None)
    assert f"{key}.note" not in [box.key for box in at.text_area]


def test_two_people_who_note_hours(store):
    process = started(store)
    key = f"stap:{process.id}:2"
    at = opened(process.id, 2)
    at.text_input(key=f"{key}.actual_eur").set_value("1.500,50").run()
    assert opened(process.id, 2).text_input(key=f"{key}.actual_eur").value == "1.500,5"
    change(store, process.id, 2, SECRETARY, actual_cents=90_000, actual_hours=8)
    press(at, f"{key}.save")
    both = at.table[-1].value.to_string().replace("\u00a0", " ").replace("\\", "")
    assert "€ 900,00" in both and "€ 1.500,50" in both and "8 uur" in both
    press(at, f"{key}.mine")
    assert booked(store, process.id) == (8.0, 150_050)


def test_hours_in_english(store):
    process = started(store)
    at = opened(process.id, 2, language="en")
    labels = [box.label for box in at.text_input]
    assert "Hours made, in total" in labels and "Costs spent (€, excluding VAT)" in labels


# --- two people at once ---------------------------------------------------------------------------------------


def clashing(store: Store) -> tuple[AppTest, str, str]:
    """Two people wrote a note for the same step; the second tries to save."""
    process = started(store)
    key = f"stap:{process.id}:2"
    at = opened(process.id, 2)
    at.text_area(key=f"{key}.note").set_value("Mijn tekst").run()
    change(store, process.id, 2, SECRETARY, note="Hun tekst")
    press(at, f"{key}.save")
    return at, key, process.id


def test_a_clash_shows_both_texts_and_saves_nothing_yet(store):
    at, key, process = clashing(store)
    assert "Secretaris (legt besluiten vast) heeft dit gewijzigd" in at.warning[0].value.replace("\\", "")
    both = at.table[-1].value.to_string()
    assert "Hun tekst" in both and "Mijn tekst" in both
    assert steps.progress(store, process)[1].note == "Hun tekst"
    assert drafts.get(store, LEAD, key)["note"] == "Mijn tekst"


def test_keeping_the_other_version_sets_mine_aside(store):
    at, key, process = clashing(store)
    press(at, f"{key}.theirs")
    assert steps.progress(store, process)[1].note == "Hun tekst"
    assert "**Apart bewaard**: wat u had geschreven." in texts(at) and "Mijn tekst" in texts(at)
    press(at, f"{key}:aside.back")
    assert at.text_area(key=next(box.key for box in at.text_area if ".note" in box.key)).value == "Mijn tekst"


def test_saving_mine_on_top_sets_theirs_aside(store):
    at, key, process = clashing(store)
    press(at, f"{key}.mine")
    assert steps.progress(store, process)[1].note == "Mijn tekst"
    assert "wat de ander had geschreven" in texts(at) and "Hun tekst" in texts(at)
    press(at, f"{key}:aside.drop")
    assert "Apart bewaard" not in texts(at)


def test_a_clash_survives_a_restart(store):
    _at, _key, process = clashing(store)
    both = visit("process", process).table[-1].value.to_string()
    assert "Hun tekst" in both and "Mijn tekst" in both


def test_a_field_that_only_the_other_changed_is_not_overwritten(store):
    process = started(store)
    key = f"stap:{process.id}:2"
    at = opened(process.id, 2)
    at.text_area(key=f"{key}.note").set_value("Mijn tekst").run()
    change(store, process.id, 2, SECRETARY, process_owner="Kees")
    press(at, f"{key}.save")
    press(at, f"{key}.mine")
    row = steps.progress(store, process.id)[1]
    assert (row.note, row.process_owner) == ("Mijn tekst", "Kees")


def test_without_a_draft_the_newer_text_is_simply_shown(store):
    process = started(store)
    at = opened(process.id, 2)
    change(store, process.id, 2, SECRETARY, note="Nieuw")
    at.run()
    assert next(box.value for box in at.text_area if ".note" in box.key) == "Nieuw"


# --- the details ----------------------------------------------------------------------------------------------


def test_the_details_are_changed_here(store):
    process = make(store)
    key = f"proces:{process.id}"
    at = opened(process.id, details=True)
    at.text_input(key=f"{key}.theme").set_value("Spelen")
    at.text_area(key=f"{key}.group_names").set_value("ouders\n\njongeren\n").run()
    at.checkbox(key=f"{key}.confidential").check().run()
    press(at, f"{key}.save")
    now = processes.get(store, process.id)
    assert (now.theme, now.group_names, now.confidential) == ("Spelen", ("ouders", "jongeren"), True)


def test_an_empty_name_is_refused_by_its_field(store):
    process = make(store)
    key = f"proces:{process.id}"
    at = opened(process.id, details=True)
    at.text_input(key=f"{key}.name").set_value("  ").run()
    press(at, f"{key}.save")
    assert "Vul dit in; het kan niet leeg blijven." in errors(at)
    assert processes.get(store, process.id).name == "Speelplekken Noord"


def test_closing_with_open_steps_is_refused(store):
    process = make(store)
    key = f"proces:{process.id}"
    at = opened(process.id, details=True)
    at.selectbox(key=f"{key}.status").set_value("closed").run()
    press(at, f"{key}.save")
    assert "Dit proces kan nog niet worden afgesloten: stap 1 is nog open" in errors(at)


def test_two_people_in_the_details(store):
    process = make(store)
    key = f"proces:{process.id}"
    at = opened(process.id, details=True)
    at.text_area(key=f"{key}.question").set_value("Mijn vraag?").run()
    processes.update(store, SECRETARY, process.id, process.version, {"question": "Hun vraag?"})
    press(at, f"{key}.save")
    both = at.table[-1].value.to_string()
    assert "Hun vraag?" in both and "Mijn vraag?" in both


def test_user_text_is_not_markdown(store):
    at = visit("process", make(store, name="**Vet** $x$ :red[y]").id)
    assert at.title[0].value == r"\*\*Vet\*\* \$x\$ \:red\[y\]"


# --- what is expected -----------------------------------------------------------------------------------------


def test_expected_dates_move_with_what_happened(store):
    process = approved(store)
    progress = steps.progress(store, process.id)
    day = dt.date(2030, 1, 1)
    plan = {n: (day + dt.timedelta(days=10 * n), day + dt.timedelta(days=10 * n + 7)) for n in range(1, 11)}
    calm = expected(progress, plan, day)
    assert calm[2] == plan[2] and calm[10] == plan[10] and 1 not in calm
    late = expected(progress, plan, plan[2][0] + dt.timedelta(days=30))
    assert late[2] == (plan[2][0] + dt.timedelta(days=30), plan[2][1] + dt.timedelta(days=30))
    assert late[3][0] == late[2][1]

"""Screen Proces under AppTest: talks, interpretation, feedback, roles, bookings, log, the update and the forecast."""

from __future__ import annotations

import datetime as dt

from streamlit.testing.v1 import AppTest

from portfolio import bookings, feedback, findings, forms, journal, processes, raci, requests, steps, talks
from portfolio.store import Store, clock
from tests.pages.screens import LEAD, SECRETARY, approved, errors, press, texts, visit

TODAY = clock.today()


def started(store: Store, step: int, **fields: object) -> processes.Process:
    process = approved(store, **fields)
    for number in range(2, step + 1):
        changes = {"status": "done", "override_reason": "klaar"} if number < step else {"status": "busy"}
        change(store, process.id, number, **changes)
    return process


def change(store: Store, process: str, step: int, **changes: object) -> None:
    version = steps.progress(store, process)[step - 1].version
    steps.update(store, LEAD, process, step, version, changes)


def tab(process: str, step: int, name: str, *open_: str, **who: str) -> AppTest:
    """The page with a step unfolded at one of its tabs; ``open_``: keys of boxes that are unfolded too."""
    at = visit("process", process, **who)
    at.session_state[f"step_{step}:{process}"] = True
    at.session_state[f"tabs_{step}:{process}"] = name
    for key in open_:
        at.session_state[key] = True
    at.run()
    assert not at.exception, at.exception
    return at


# --- talks ----------------------------------------------------------------------------------------------------


def test_a_talk_is_added_and_says_what_it_lacks(store):
    process = started(store, 5)
    at = tab(process.id, 5, "Gesprekken", f"talk_new:{process.id}")
    key = f"gesprek-nieuw:{process.id}"
    at.text_input(key=f"{key}.title").set_value("Tafel in **Noord**").run()
    press(at, f"{key}.add")
    (talk,) = talks.listing(store, process.id)
    assert talk["title"] == "Tafel in **Noord**"
    shown = texts(at)
    assert "mist: praatstuk, werkvorm, taakverdeling" in shown
    assert "geef elk gesprek een praatstuk, werkvorm en taakverdeling" in texts(tab(process.id, 5, "Stand en poort"))


def test_an_empty_talk_is_refused_by_its_field_and_stays(store):
    process = started(store, 5)
    at = tab(process.id, 5, "Gesprekken", f"talk_new:{process.id}")
    key = f"gesprek-nieuw:{process.id}"
    press(at, f"{key}.add")
    assert "Vul eerst iets in." in texts(at)
    at.text_input(key=f"{key}.place").set_value("Buurthuis").run()
    press(at, f"{key}.add")
    assert "Vul dit in" in errors(at) and talks.listing(store, process.id) == []
    again = tab(process.id, 5, "Gesprekken", f"talk_new:{process.id}")
    assert again.text_input(key=f"{key}.place").value == "Buurthuis"


def test_a_talk_gets_its_report_and_the_gate_follows(store):
    process = started(store, 5)
    values = {"title": "Tafel", "form": "dialoogtafel", "discussion_piece": "Schets", "tasks": "Sanne"}
    talk = talks.add(store, LEAD, process.id, values)
    at = tab(process.id, 5, "Gesprekken", f"talk_{talk['id']}")
    key = f"gesprek:{talk['id']}"
    at.button_group(key=f"{key}.status").set_value("held").run()
    at.text_input(key=f"{key}.participants").set_value("9")
    at.text_area(key=f"{key}.report").set_value("Het was vol").run()
    press(at, f"{key}.save")
    assert "Een gehouden gesprek heeft een datum" in errors(at)
    at.date_input(key=f"{key}.held_on").set_value(TODAY).run()
    press(at, f"{key}.save")
    (saved,) = talks.listing(store, process.id)
    assert (saved["status"], saved["participants"], saved["held_on"]) == ("held", 9, TODAY)
    assert set(steps.progress(store, process.id)[4].derived.values()) == {True}
    assert "Punten met ✓ of ○ volgen uit wat is vastgelegd" in texts(tab(process.id, 5, "Stand en poort"))


def test_the_programme_of_the_estimate_is_made_once(store):
    process = started(store, 5)
    at = tab(process.id, 5, "Gesprekken")
    press(at, f"gesprekken-uit-raming:{process.id}")
    made = talks.listing(store, process.id)
    assert [(talk["title"], talk["form"]) for talk in made] == [
        ("Dialoogtafel 1", "dialoogtafel"),
        ("Dialoogtafel 2", "dialoogtafel"),
    ]
    assert all(talk["planned_on"].weekday() < 5 for talk in made)
    assert f"gesprekken-uit-raming:{process.id}" not in [button.key for button in at.button]


# --- interpretation -------------------------------------------------------------------------------------------


def test_the_answer_and_a_finding_meet_the_gate(store):
    process = started(store, 6)
    at = tab(process.id, 6, "Duiding", f"finding_new:{process.id}")
    key = f"formulier:{process.id}:interpretation:answered"
    at.button_group(key=f"{key}.answered").set_value("partly").run()
    at.text_area(key=f"{key}.minority").set_value("Niemand zag het anders").run()
    press(at, f"{key}.save")
    new = f"bevinding-nieuw:{process.id}"
    at.text_input(key=f"{new}.theme").set_value("Groen")
    at.text_area(key=f"{new}.answer").set_value("Meer bomen")
    at.text_area(key=f"{new}.basis").set_value("Tafel 1").run()
    press(at, f"{new}.add")
    assert forms.get(store, process.id, "interpretation").content["answered"] == "partly"
    assert [row["theme"] for row in findings.listing(store, process.id)] == ["Groen"]
    assert set(steps.progress(store, process.id)[5].derived.values()) == {True}
    assert "✓ compleet" in texts(at)


# --- feedback -------------------------------------------------------------------------------------------------


def test_only_sending_ends_the_debt_on_screen(store):
    process = started(store, 7)
    held = TODAY - dt.timedelta(days=20)
    talks.add(store, LEAD, process.id, {"title": "Tafel", "status": "held", "held_on": held})
    at = tab(process.id, 7, "Terugkoppeling")
    shown = texts(at)
    assert "▲ **te laat**: 20 dagen na het laatste gesprek hebben deelnemers “dit hoorden we” nog niet gehoord" in shown
    key = f"terugkoppeling:{process.id}:heard"
    at.text_input(key=f"{key}.channel").set_value("brief")
    at.text_input(key=f"{key}.audience").set_value("iedereen die meedeed").run()
    press(at, f"{key}.add")
    (sent,) = feedback.listing(store, process.id)
    assert (sent["part"], sent["sent_on"]) == ("heard", TODAY)
    shown = texts(at)
    assert "“dit hoorden we” nog niet gehoord" not in shown and "“dit doen we ermee” nog niet gehoord" in shown
    press(at, f"terugkoppeling:{sent['id']}.remove")
    assert "“dit hoorden we” nog niet gehoord" in texts(at)


def test_what_is_late_stands_on_top_whatever_the_step(store):
    process = started(store, 8)
    change(store, process.id, 7, status="skipped", override_reason="geen tijd")
    held = TODAY - dt.timedelta(days=60)
    talks.add(store, LEAD, process.id, {"title": "Tafel", "status": "held", "held_on": held})
    at = visit("process", process.id)
    assert [box.value.split("**")[1] for box in at.error] == ["veel te laat", "veel te laat"]


# --- roles ----------------------------------------------------------------------------------------------------


def test_a_row_of_the_table_keeps_exactly_one_a(store):
    process = started(store, 2)
    at = tab(process.id, 2, "Rollen")
    at.selectbox(key=f"raci_step:{process.id}").set_value(5).run()
    key = f"raci:{process.id}:5"
    at.selectbox(key=f"{key}.facilitator").set_value("A").run()
    press(at, f"{key}.save")
    assert "Stap 5 heeft 2 rollen met een A" in errors(at)
    at.selectbox(key=f"{key}.process_lead").set_value("R").run()
    press(at, f"{key}.save")
    table = raci.table(forms.get(store, process.id, "roles").content, "budgethouder", "college")
    assert (table[5]["facilitator"], table[5]["process_lead"]) == ("A", "R")
    assert table[6] == raci.proposed("budgethouder", "college")[6]


def test_every_role_named_or_not_applicable_meets_the_gate(store):
    process = started(store, 2)
    at = tab(process.id, 2, "Rollen")
    key = f"rollen:{process.id}"
    for role in raci.roles()[1:]:
        at.text_input(key=f"{key}.{role}.name").set_value("Naam")
    at.text_input(key=f"{key}.{raci.roles()[1]}.hours_per_week").set_value("7,5").run()
    press(at, f"{key}.save")
    assert steps.progress(store, process.id)[1].derived["roles_filled"] is False
    at.checkbox(
        key=next(box.key for box in at.checkbox if f"{raci.roles()[0]}.not_applicable" in box.key)
    ).check().run()
    press(at, f"{key}.save")
    assert set(steps.progress(store, process.id)[1].derived.values()) == {True}
    people = forms.get(store, process.id, "roles").content["people"]
    assert people[raci.roles()[1]]["hours_per_week"] == 7.5


# --- bookings and log -----------------------------------------------------------------------------------------


def test_a_line_is_booked_the_dutch_way_and_taken_back(store):
    process = started(store, 2)
    at = tab(process.id, 2, "Uren en euro’s")
    key = f"boeking:{process.id}:2"
    at.text_input(key=f"{key}.hours").set_value("7,5").run()
    assert "Gelezen als: 7,5 uur" in texts(at)
    press(at, f"{key}.add")
    press(at, f"{key}.add")  # impatient: nothing more to book
    (line,) = bookings.listing(store, process.id)
    assert line["hours"] == 7.5 and steps.progress(store, process.id)[1].actual_hours == 7.5
    at.button_group(key=next(one.key for one in at.button_group if one.key.startswith(f"{key}.kind"))).set_value(
        "spent"
    ).run()
    euros = next(box.key for box in at.text_input if box.key.startswith(f"{key}.euros"))
    at.text_input(key=euros).set_value("1.250,50").run()
    press(at, f"{key}.add")
    assert steps.progress(store, process.id)[1].actual_cents == 125_050
    press(at, f"boeking:{line['id']}.remove")
    assert steps.progress(store, process.id)[1].actual_hours is None


def test_a_booked_total_is_not_typed_over(store):
    process = started(store, 2)
    bookings.add(store, LEAD, process.id, {"step": 2, "kind": "hours", "hours": 4})
    at = tab(process.id, 2, "Stand en poort")
    key = f"stap:{process.id}:2"
    at.text_input(key=f"{key}.actual_hours").set_value("9").run()
    press(at, f"{key}.save")
    assert "Dit totaal volgt uit de geboekte regels" in errors(at)


def test_nothing_booked_is_unknown_and_money_can_be_committed_before_a_step_begins(store):
    process = started(store, 2)
    at = tab(process.id, 5, "Uren en euro’s")
    flat = str([table.value.to_dict() for table in at.table])
    assert "nog niets geboekt" in flat
    key = f"boeking:{process.id}:5"
    at.text_input(key=f"{key}.euros").set_value("2.000").run()
    press(at, f"{key}.add")
    assert bookings.sums(bookings.listing(store, process.id))["committed"] == {5: 200_000}


def test_the_log_keeps_notes_and_links(store):
    process = started(store, 2)
    at = tab(process.id, 2, "Logboek")
    key = f"logboek:{process.id}:2"
    at.button_group(key=f"{key}.kind").set_value("link").run()
    at.text_input(key=f"{key}.url").set_value("javascript:alert(1)").run()
    press(at, f"{key}.add")
    assert "is geen webadres" in errors(at)
    at.text_input(key=f"{key}.url").set_value("https://example.org/plan").run()
    press(at, f"{key}.add")
    assert [row["url"] for row in journal.listing(store, process.id)] == ["https://example.org/plan"]


# --- account and evaluation -----------------------------------------------------------------------------------


def test_announcement_report_and_evaluation_are_forms_of_their_step(store):
    process = started(store, 3)
    at = tab(process.id, 3, "Kennisgeving")
    key = f"formulier:{process.id}:account:who"
    at.text_area(key=f"{key}.who").set_value("Alle bewoners").run()
    press(at, f"{key}.save")
    at = tab(process.id, 8, "Eindverslag")
    key = f"formulier:{process.id}:account:process_followed"
    at.text_area(key=f"{key}.input").set_value("Veel").run()
    press(at, f"{key}.save")
    content = forms.get(store, process.id, "account").content
    assert (content["who"], content["input"]) == ("Alle bewoners", "Veel")
    at = tab(process.id, 10, "Vertellen en evalueren")
    key = f"formulier:{process.id}:evaluation:evaluated_on"
    at.text_area(key=f"{key}.lessons").set_value("Eerder beginnen").run()
    press(at, f"{key}.save")
    assert steps.progress(store, process.id)[9].derived["lessons_stored"] is True


def test_another_part_of_the_same_form_is_no_clash(store):
    process = started(store, 3)
    at = tab(process.id, 3, "Kennisgeving")
    key = f"formulier:{process.id}:account:who"
    at.text_area(key=f"{key}.who").set_value("Alle bewoners").run()
    forms.save(store, SECRETARY, process.id, "account", 0, {"input": "Veel"})
    press(at, f"{key}.save")
    content = forms.get(store, process.id, "account").content
    assert (content["who"], content["input"]) == ("Alle bewoners", "Veel")
    at.text_area(key=next(box.key for box in at.text_area if ".who" in box.key)).set_value("Buren").run()
    forms.save(store, SECRETARY, process.id, "account", 2, {"who": "Ondernemers"})
    press(at, next(one.key for one in at.button if one.key == f"{key}.save"))
    both = at.table[-1].value.to_string()
    assert "Ondernemers" in both and "Buren" in both


# --- the update of two minutes --------------------------------------------------------------------------------


def updating(process: processes.Process, step: int) -> tuple[AppTest, str]:
    at = visit("process", process.id)
    at.session_state[f"update:{process.id}"] = True
    return at.run(), f"bijwerken:{process.id}:{step}"


def test_the_update_saves_all_and_says_what(store):
    process = started(store, 2)
    at, key = updating(process, 2)
    at.text_input(key=f"{key}.percent").set_value("40")
    at.text_input(key=f"{key}.hours").set_value("12,5")
    at.text_input(key=f"{key}.euros").set_value("80")
    at.checkbox(key=f"{key}.gate.client_named").check()
    at.date_input(key=f"{key}.expected_finish").set_value(TODAY + dt.timedelta(days=9))
    at.text_input(key=f"{key}.line").set_value("Rollen bijna rond").run()
    press(at, f"{key}.save")
    row = steps.progress(store, process.id)[1]
    assert (row.percent, row.actual_hours, row.actual_cents) == (40, 12.5, 8000)
    assert (row.expected_finish, row.gate) == (TODAY + dt.timedelta(days=9), {"client_named": True})
    assert [one["text"] for one in journal.listing(store, process.id)] == ["Rollen bijna rond"]
    assert "Opgeslagen: uren, euro’s, stand van de stap, notitie." in at.success[0].value


def test_what_was_saved_isnt_saved_twice_when_the_rest_is_refused(store):
    process = started(store, 2)
    at, key = updating(process, 2)
    at.text_input(key=f"{key}.hours").set_value("4")
    at.button_group(key=f"{key}.status").set_value("done").run()
    press(at, f"{key}.save")
    assert "Opgeslagen: uren. De rest is nog niet opgeslagen." in at.info[0].value
    assert "Punten van de poort waaraan niet is voldaan: 3" in errors(at)
    reason = next(box.key for box in at.text_input if ".override_reason" in box.key)
    at.text_input(key=reason).set_value("Rollen volgen").run()
    press(at, f"{key}.save")
    row = steps.progress(store, process.id)[1]
    assert (row.stored_status, row.actual_hours) == ("done", 4.0)
    assert len(bookings.listing(store, process.id)) == 1


def test_the_update_of_a_step_that_another_changed_saves_nothing(store):
    process = started(store, 2)
    at, key = updating(process, 2)
    at.text_input(key=f"{key}.percent").set_value("40")
    at.text_input(key=f"{key}.hours").set_value("4").run()
    version = steps.progress(store, process.id)[1].version
    steps.update(store, SECRETARY, process.id, 2, version, {"percent": 70})
    press(at, f"{key}.save")
    assert "Iemand anders heeft deze stap intussen gewijzigd" in errors(at)
    row = steps.progress(store, process.id)[1]
    assert (row.percent, row.actual_hours) == (70, None)


# --- the forecast ---------------------------------------------------------------------------------------------


def test_the_forecast_says_above_or_within_and_why(store):
    process = started(store, 5)
    assert "Nog niets geboekt, dus dit is het plan" in texts(visit("process", process.id))
    plan = next(one for one in requests.history(store, process.id) if one.approved).estimate["by_step"]
    for number in range(1, 5):
        hours = plan[number - 1]["hours"]["p50"] * 1.8
        bookings.add(store, LEAD, process.id, {"step": number, "kind": "hours", "hours": hours})
    at = visit("process", process.id)
    shown = texts(at)
    assert "**Boven wat is goedgekeurd**" in shown and "T/m stap 4 kostte het 17" in shown
    at.session_state[f"forecast:{process.id}"] = True
    at.run()
    assert "Beschikbaar gesteld" in str([table.value.to_dict() for table in at.table])
    english = texts(visit("process", process.id, language="en"))
    assert "**Above what was approved**" in english and "Up to step 4 it took 17" in english


def test_who_only_reads_sees_the_records_but_no_forms(store):
    process = started(store, 5)
    talks.add(store, LEAD, process.id, {"title": "Tafel"})
    at = tab(process.id, 5, "Gesprekken", person="controller")
    assert "Tafel" in texts(at)
    assert not [button for button in at.button if button.key.endswith((".add", ".save", ".remove"))]
    assert f"update:{process.id}" not in str([box.label for box in at.expander])

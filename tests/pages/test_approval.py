"""Screen Aanvraag under AppTest: asking, the check, drafts, deciding, recording, four eyes, versions and documents."""

from __future__ import annotations

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest

from portfolio import drafts, processes, requests, scenarios, steps
from portfolio.store import Store, clock
from tests.pages.screens import (
    CLIENT,
    FINANCE,
    LEAD,
    SCOPE,
    SECRETARY,
    approved,
    asked,
    errors,
    estimated,
    make,
    press,
    texts,
    visit,
)
from ui.approval_words import file_name

COLLEGE = {"budget_route": "college"}


def fill_in(at: AppTest, process: str, skip: str = "") -> AppTest:
    """Every finance field, or all but one."""
    for name, value in FINANCE.items():
        if name == skip:
            continue
        key = f"aanvraag:{process}.{name}"
        if isinstance(value, bool):
            at.button_group(key=key).set_value(value)
        else:
            at.text_input(key=key).set_value(value)
    return at.run()


def latest(store: Store, process: str) -> requests.Request:
    found = requests.latest(store, process)
    assert found is not None
    return found


# --- which process, and nothing to ask ------------------------------------------------------------------------


def test_without_a_process_it_asks_which_one(store):
    process, _request = asked(store)
    at = visit("approval")
    assert at.title[0].value == "Krijgt dit proces tijd en geld?"
    assert at.selectbox(key="pick_one").options == ["Speelplekken Noord – wacht op een besluit"]
    at.selectbox(key="pick_one").set_value(process.id).run()
    assert "Nog niet besloten." in texts(at)


def test_without_records_it_leads_to_an_estimate(store):
    at = visit("approval")
    assert "Er is nog geen proces." in texts(at)
    assert press(at, "pick_estimate").title[0].value == "Wat kost dit, en wanneer is het klaar?"


def test_a_process_that_is_gone_gets_a_sentence(store):
    at = visit("approval", "weg")
    assert "Er is geen proces weg" in errors(at)


def test_without_an_estimate_there_is_nothing_to_ask(store):
    assert "Er is nog geen raming" in texts(visit("approval", make(store).id))


# --- asking ---------------------------------------------------------------------------------------------------


def test_what_would_be_asked_and_what_is_missing(store):
    process = estimated(store)
    at = visit("approval", process.id)
    shown = texts(at)
    assert "**Nog niet gevraagd.**" in shown
    assert "Gevraagd:" in shown and "aan kosten" in shown and "eigen uren" in shown
    assert "middenraming" in shown and "onvoorzien" in shown and "exclusief" in shown and "inclusief btw" in shown
    assert "80 % zekerheid" in shown
    assert "**6 punten ontbreken:**" in shown and "Noem de dekking" in shown
    assert "Publieksgroepen" not in shown and "publieksgroepen hebben een naam" in shown


def test_a_wanted_date_that_can_not_be_met_is_told_before_and_after_sending(store):
    late = {"start": "2027-01-04", "deadline": "2027-02-15"}
    process = estimated(store, late)
    assert "uiterlijk 15 februari 2027 klaar zijn lukt niet" in errors(visit("approval", process.id))
    process, _request = asked(store, late)
    assert "uiterlijk 15 februari 2027 klaar zijn lukt niet" in errors(visit("approval", process.id, person="college"))


def test_a_wanted_date_that_is_unlikely_is_told(store):
    process = estimated(store, {"start": "2027-01-04", "deadline": "2027-06-01"})
    assert "De kans om uiterlijk 1 juni 2027 klaar te zijn" in texts(visit("approval", process.id))


def test_the_same_page_in_english(store):
    shown = texts(visit("approval", estimated(store).id, language="en"))
    assert "Does this process get time and money?" in shown
    assert "**6 points are missing:**" in shown and "Name the cover" in shown
    assert "excluding VAT" in shown


def test_vat_says_which_amount_counts(store):
    process = estimated(store)
    at = visit("approval", process.id)
    figures = scenarios.base(store, process.id).result["request"]
    key = f"aanvraag:{process.id}.vat_compensable"
    for compensable, amount in ((True, "cash_eur"), (False, "cash_incl_vat_eur")):
        at.button_group(key=key).set_value(compensable).run()
        euros = f"{figures[amount]:,.0f}".replace(",", ".")
        assert f"voor de begroting telt € {euros}." in texts(at)


def test_outside_the_budget_the_council_decides(store):
    process = estimated(store)
    at = visit("approval", process.id)
    at.button_group(key=f"aanvraag:{process.id}.within_budget").set_value(False).run()
    assert "begrotingswijziging" in at.warning[0].value
    assert "kies de raad als degene die over het geld besluit" in texts(at)


def test_hiring_asks_for_the_procurement_route(store):
    process = estimated(store, {"own_staff_share": 0.5})
    at = visit("approval", process.id)
    route = at.selectbox(key=f"aanvraag:{process.id}.procurement_route")
    assert route.label == "Inkooproute voor wat wordt ingehuurd"
    assert "noem de inkooproute" in texts(at)
    route.set_value("Europees").run()
    shown = texts(at)
    assert "26 weken is onze aanname voor deze route" in shown
    assert "Inhuren duurt 26 weken (onze aanname), en tussen goedkeuring en gesprekken zitten er maar" in shown
    at.text_input(key=f"aanvraag:{process.id}.procurement_weeks").set_value("1").run()
    assert "Inhuren duurt 1 weken en tussen goedkeuring en gesprekken zitten er" in texts(at)


def test_a_route_in_words_of_before_the_list_stays(store):
    process = estimated(store, {"own_staff_share": 0.5})
    old = requests.submit(store, LEAD, process.id, FINANCE | {"procurement_route": "Drie offertes"})
    requests.return_(store, CLIENT, old.id, 1, "Hoezo?")
    at = visit("approval", process.id)
    assert at.selectbox(key=f"aanvraag:{process.id}.procurement_route").value == "Drie offertes"


def test_sending_with_something_missing_sends_nothing_and_keeps_what_was_typed(store):
    process = estimated(store)
    at = fill_in(visit("approval", process.id), process.id, skip="coverage")
    press(at, "send")
    assert requests.latest(store, process.id) is None
    assert "Noem de dekking" in errors(at)
    assert drafts.get(store, LEAD, f"aanvraag:{process.id}")["cost_centre"] == "6.210"
    again = visit("approval", process.id)  # another browser, or the same one after a restart
    assert again.text_input(key=f"aanvraag:{process.id}.cost_centre").value == "6.210"


def test_too_long_a_text_is_refused_by_its_field(store):
    process = estimated(store)
    at = fill_in(visit("approval", process.id), process.id)
    at.text_input(key=f"aanvraag:{process.id}.coverage").set_value("x" * 300).run()
    press(at, "send")
    assert "Dit heeft 300 tekens; ten hoogste 200 zijn toegestaan." in errors(at)
    assert requests.latest(store, process.id) is None


def test_sending_freezes_what_was_shown(store):
    process = estimated(store)
    at = fill_in(visit("approval", process.id), process.id)
    shown = next(metric.value for metric in at.metric if metric.label == "Kosten en eigen uren samen")
    press(at, "send")
    found = latest(store, process.id)
    assert {name: found.finance[name] for name in FINANCE} == FINANCE
    assert f"{found.cost_cents // 100:,}".replace(",", ".") in shown
    assert drafts.get(store, LEAD, f"aanvraag:{process.id}") is None
    assert "**Nog niet besloten.** Versie 1" in texts(at) and "ligt bij Anneke Visser" in texts(at)


def test_who_only_reads_can_not_send(store):
    process = estimated(store)
    at = visit("approval", process.id, person="controller")
    assert not [button for button in at.button if button.key == "send"]
    assert "versturen doet wie de rol bewerker heeft" in texts(at)


# --- four eyes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("nl", "U werkte zelf aan deze aanvraag; iemand anders besluit erover"), ("en", "You worked on this request")],
)
def test_the_requester_reads_why_somebody_else_decides(store, language, sentence):
    process, _request = asked(store)
    at = visit("approval", process.id, language)
    assert sentence in at.info[0].value
    assert not [button for button in at.button if button.key.startswith("decide_")]


def test_who_edited_what_is_asked_does_not_decide_either(store):
    process = estimated(store)
    processes.update(store, CLIENT, process.id, process.version, {"theme": "Spelen"})
    requests.submit(store, LEAD, process.id, FINANCE)
    at = visit("approval", process.id, person="opdrachtgever")
    assert "vier" not in at.info[0].value and "U werkte zelf aan deze aanvraag" in at.info[0].value
    assert not [button for button in at.button if button.key.startswith("decide_")]


def test_who_only_reads_sees_no_decision_buttons(store):
    process, _request = asked(store)
    at = visit("approval", process.id, person="controller")
    assert "een beslisser keurt goed" in at.info[0].value
    assert not [button for button in at.button if button.key.startswith("decide_")]


# --- deciding -------------------------------------------------------------------------------------------------


def test_approving_wants_the_tick_and_makes_the_baseline(store):
    process, request = asked(store)
    at = press(visit("approval", process.id, person="opdrachtgever"), "decide_approve")
    assert "Vink eerst aan" in errors(at)
    assert latest(store, process.id).status == "submitted"
    at.checkbox(key=f"agree.{request.id}.1").check().run()
    press(at, "decide_approve")
    found = latest(store, process.id)
    assert found.status == "approved"
    said = found.decision["statement"].replace("\u00a0", " ")
    assert "Ik stel € " in said and "exclusief btw" in said and "inclusief btw" in said and "uiterlijk" in said
    assert steps.progress(store, process.id)[0].status == "done"
    assert "**Ja.** Opdrachtgever (budgethouder) stelde op" in texts(at)


def test_returning_asks_for_the_questions_and_the_requester_reads_them(store):
    process, request = asked(store)
    at = visit("approval", process.id, person="opdrachtgever")
    at.button_group(key=f"besluit:{request.id}.action").set_value("return").run()
    press(at, "decide_return")
    assert "Vul dit in; het kan niet leeg blijven." in errors(at)
    at.text_area(key=f"besluit:{request.id}.questions").set_value("Waarom *twee* gesprekken?").run()
    press(at, "decide_return")
    assert latest(store, process.id).status == "returned"
    shown = texts(visit("approval", process.id))
    assert "Waarom *twee* gesprekken?" in shown and "stuurde versie 1" in shown
    assert "Versturen als versie 2" in [button.label for button in visit("approval", process.id).button]


def test_refusing_asks_for_the_reason(store):
    process, request = asked(store)
    at = visit("approval", process.id, person="opdrachtgever")
    at.button_group(key=f"besluit:{request.id}.action").set_value("refuse").run()
    at.text_area(key=f"besluit:{request.id}.reason").set_value("Past dit jaar niet").run()
    press(at, "decide_refuse")
    assert latest(store, process.id).status == "refused"
    assert "**Nee.** Opdrachtgever (budgethouder) wees versie 1" in texts(at)


def test_college_money_is_recorded_not_approved(store):
    process, request = asked(store, COLLEGE)
    at = visit("approval", process.id, person="opdrachtgever")
    assert "Over dit geld besluit het college" in texts(at)
    assert not [button for button in at.button if button.key == "decide_approve"]
    assert at.button_group(key=f"besluit:{request.id}.action").options == [
        "besluit vastleggen",
        "terugsturen met vragen",
    ]


def test_recording_with_a_signed_document(store):
    process, request = asked(store, COLLEGE)
    at = visit("approval", process.id, person="secretaris")
    form = f"besluit:{request.id}"
    press(at, "decide_record")
    assert errors(at).count("Vul dit in") == 2  # number and date
    at.text_input(key=f"{form}.number").set_value("B&W 2026-7")
    at.date_input(key=f"{form}.date").set_value(clock.today() + dt.timedelta(days=3)).run()
    press(at, "decide_record")
    assert "moet nog komen; een besluit heeft de datum van vandaag of eerder" in errors(at)
    at.date_input(key=f"{form}.date").set_value(clock.today()).run()
    at.get("file_uploader")[0].set_value(("besluit.pdf", b"%PDF-1.4 getekend", "application/pdf")).run()
    press(at, "decide_record")
    found = latest(store, process.id)
    assert (found.status, found.decision["number"]) == ("recorded", "B&W 2026-7")
    assert requests.document(store, found.decision["document"]["id"]) == ("besluit.pdf", b"%PDF-1.4 getekend")
    shown = texts(at)
    assert "nummer B&W 2026-7" in shown and "zonder aanmelding" in shown
    assert "vastgelegd door Secretaris" in shown
    labels = [button.label.replace("\\", "") for button in at.get("download_button")]
    assert "Getekend besluit (besluit.pdf)" in labels and "Voorstel (Word)" in labels


def test_a_deferred_decision_stays_open_and_is_shown(store):
    process, request = asked(store, COLLEGE)
    day = clock.today()
    requests.record_decision(
        store, SECRETARY, request.id, 1, "college", day, "Z-1", outcome="deferred", note="Eerst de cijfers"
    )
    shown = texts(visit("approval", process.id, person="secretaris"))
    assert "**aangehouden**" in shown and "Eerst de cijfers" in shown
    assert "Nog niet besloten" in shown


def test_somebody_else_decided_in_the_meantime(store):
    process, request = asked(store)
    at = visit("approval", process.id, person="opdrachtgever")
    at.button_group(key=f"besluit:{request.id}.action").set_value("refuse").run()
    at.text_area(key=f"besluit:{request.id}.reason").set_value("Nee").run()
    requests.return_(store, CLIENT, request.id, 1, "Eerst vragen")
    press(at, "decide_refuse")
    assert latest(store, process.id).status == "returned"


# --- versions and documents -----------------------------------------------------------------------------------


def test_a_new_version_supersedes_and_says_the_difference(store):
    process, _first = asked(store)
    base = scenarios.base(store, process.id)
    scenarios.save(store, LEAD, process.id, "Basis", SCOPE | {"conversations": 6}, base.version)
    at = visit("approval", process.id)
    at.session_state["again"] = True
    at.run()
    press(at, "send")
    found = latest(store, process.id)
    assert found.number == 2
    shown = texts(at)
    assert "Naast versie 1:" in shown and "meer" in shown
    assert "vervangen door een nieuwe versie" in shown


def test_downloads_carry_a_hash_of_their_content(store):
    process = approved(store)
    english = visit("approval", process.id, "en")
    found = latest(store, process.id)
    names = {file_name("v1", found.process["name"], found.sha256, found.audit_hash, code) for code in ("nl", "en")}
    assert len(names) == 2 and all(name.startswith("voorstel-speelplekken-noord-v1-") for name in names)
    assert "Proposal (Word)" in [button.label for button in english.get("download_button")]

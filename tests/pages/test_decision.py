"""Aanvraag: step 0, the finance fields that depend on each other, granting less, and what was crossed."""

from __future__ import annotations

import pytest

from portfolio import forms, requests, scenarios
from portfolio.store import Refused, Store
from tests.pages.screens import CLIENT, FINANCE, LEAD, asked, estimated, texts, visit

BIG = {"stakeholder_groups": 3, "conversations": 8, "resident_reach": 1200}


def field(process: str, name: str) -> str:
    return f"aanvraag:{process}.{name}"


def test_the_approach_is_kept_and_no_longer_missed(store: Store):
    process = estimated(store)
    at = visit("approval", process.id)
    assert "Stel eerst de Participatieaanpak vast" in texts(at)
    at.text_area(key=f"aanpak:{process.id}.goal").set_value("Rust *en* ruimte")
    at.text_input(key=f"aanpak:{process.id}.approved_by").set_value("College")
    at.text_input(key=f"aanpak:{process.id}.approved_by").run()
    forms.save(store, LEAD, process.id, "approach", 0, {"approved_by": "College", "approved_on": "2026-03-02"})
    at = visit("approval", process.id, person="controller")
    assert "Stel eerst de Participatieaanpak vast" not in texts(at)
    assert "De Participatieaanpak is op 2 maart 2026 vastgesteld door College." in texts(at)


def test_an_attached_approach_is_kept_as_it_is_under_its_hash(store: Store):
    process = estimated(store)
    found = forms.attach(store, LEAD, process.id, "approach", 0, "C:\\map\\aanpak.pdf", b"%PDF aanpak", "t")
    assert forms.attach(store, LEAD, process.id, "approach", 0, "C:\\map\\aanpak.pdf", b"%PDF aanpak", "t") == found
    assert found.content["document_name"] == "aanpak.pdf"
    assert requests.document(store, found.content["document_id"]) == ("aanpak.pdf", b"%PDF aanpak")
    assert not visit("approval", process.id).exception


def test_outside_the_budget_the_amendment_is_asked_and_needed(store: Store):
    process = estimated(store, {"budget_route": "raad"})
    at = visit("approval", process.id)
    at.button_group(key=field(process.id, "within_budget")).set_value(False).run()
    assert "noem de begrotingswijziging" in texts(at)
    at.text_input(key=field(process.id, "budget_amendment")).set_value("BW 2026-3").run()
    assert "Begrotingswijziging: BW 2026-3." in texts(at)


def test_the_light_track_asks_less_and_only_of_a_small_process(store: Store):
    small = {"preset": "minimaal", "stakeholder_groups": 1, "conversations": 1, "resident_reach": 40}
    light = estimated(store, small)
    at = visit("approval", light.id)
    assert "Incidenteel of structureel?" in [group.label for group in at.button_group]
    at.checkbox(key=field(light.id, "light")).check().run()
    assert "Incidenteel of structureel?" not in [group.label for group in at.button_group]
    few = ("decider_money", "coverage", "cost_centre", "within_budget", "vat_compensable")
    sent = requests.submit(store, LEAD, light.id, {name: FINANCE[name] for name in few} | {"light": True})
    assert sent.finance["light"] is True
    big = estimated(store, BIG)
    at = visit("approval", big.id)
    assert all(box.key != field(big.id, "light") for box in at.checkbox)
    with pytest.raises(Refused, match="light track is for processes"):
        requests.submit(store, LEAD, big.id, FINANCE | {"light": True})


def test_hiring_that_takes_longer_than_there_is_is_told(store: Store):
    process = estimated(store, {"own_staff_share": 0.5})
    at = visit("approval", process.id)
    at.text_input(key=field(process.id, "procurement_weeks")).set_value("90").run()
    assert "Inhuren duurt 90 weken" in texts(at)
    at.text_input(key=field(process.id, "procurement_weeks")).set_value("1,5").run()
    assert "Inhuren duurt 1,5 weken en tussen" in texts(at)


def test_granting_less_shows_what_falls_away_and_wants_the_tick(store: Store):
    process, request = asked(store, BIG)
    at = visit("approval", process.id, person="opdrachtgever")
    at.button_group(key=f"besluit:{request.id}.action").set_value("lower").run()
    at.text_input(key=f"besluit:{request.id}.amount").set_value(str(request.cost_cents // 100 + 5)).run()
    assert "is niet minder dan de" in texts(at)
    at.text_input(key=f"besluit:{request.id}.amount").set_value(str(request.cost_cents * 8 // 1000)).run()
    assert "Dit valt weg" in at.warning[0].value
    at.button(key="decide_lower").click().run()
    assert requests.get(store, request.id).status == "submitted"
    agree = next(box for box in at.checkbox if str(box.key).startswith("agree.lower"))
    agree.check().run()
    at.button(key="decide_lower").click().run()
    done = requests.get(store, request.id)
    assert done.lower and done.granted_cents <= request.cost_cents * 8 // 10
    assert "Ja, voor minder." in texts(at)
    assert f"{done.granted_cents // 100:,}".replace(",", ".") in texts(at)
    line = next(box.label for box in at.expander if "Versie 1" in box.label).replace("\u00a0", " ").replace("\\", "")
    granted, before = (f"€ {cents // 100:,}".replace(",", ".") for cents in (done.granted_cents, done.cost_cents))
    assert f"{granted} van {before}" in line


def test_the_granted_scope_is_taken_over_once(store: Store):
    process, request = asked(store, BIG)
    done = requests.approve_lower(store, CLIENT, request.id, 1, request.cost_cents * 8 // 10, "Akkoord")
    at = visit("approval", process.id)
    assert "Meer dan is goedgekeurd" not in texts(at)  # that less was granted is said, and the way to take it over
    at.button(key="take_over").click().run()
    assert scenarios.base(store, process.id).scope == done.granted_scope
    assert all(button.key != "take_over" for button in at.button)


def test_a_reader_sees_the_approach_and_changes_nothing(store: Store):
    process = estimated(store)
    at = visit("approval", process.id, person="controller")
    assert not at.exception
    assert all(button.key != f"aanpak:{process.id}.save" for button in at.button)

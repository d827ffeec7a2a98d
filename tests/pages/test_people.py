"""Beheer, people and roles, under AppTest: who was here, and what an administrator does with one of them."""

from __future__ import annotations

import time

import pytest

from portfolio import people, processes
from portfolio.identity import COMMAND_LINE, User
from portfolio.store import SignedOut
from tests.pages.screens import make, press, raw, texts, visit

BRAM = User("https://id.example", "bram", "Bram <b>Bewerker</b>", frozenset({"bewerker"}), int(time.time()))


def test_nobody_yet_and_a_reader_sees_no_names(store):
    assert "Er heeft zich nog niemand aangemeld." in texts(visit("data", person="beheerder"))
    processes.create(store, BRAM, {"name": "Plein"})
    at = visit("data", person="controller")
    assert "Bram" not in texts(at) and "een beheerder meldt mensen af" in texts(at)


@pytest.mark.parametrize(("language", "name"), [("nl", "Opdrachtregel"), ("en", "Command line")])
def test_names_of_ours_are_translated_and_others_stay_text(store, language, name):
    make(store)
    processes.create(store, COMMAND_LINE, {"name": "Park"})
    processes.create(store, BRAM, {"name": "Plein"})
    at = visit("data", person="beheerder", language=language)
    assert name in texts(at) and "Bram &lt;b&gt;Bewerker" in raw(at)


def test_an_administrator_signs_out_and_erases(store):
    processes.create(store, BRAM, {"name": "Plein"})
    known = next(row for row in people.listing(store) if row["subject"] == "bram")
    at = visit("data", person="beheerder")
    at.selectbox(key="people.one").select(known["id"]).run()
    press(at, "people.out")
    assert "is overal afgemeld" in texts(at) or "is overal afgemeld" in " ".join(one.value for one in at.success)
    with pytest.raises(SignedOut):
        people.holds(store, BRAM)
    press(at, "people.erase")
    assert "De naam is gewist." in " ".join(one.value for one in at.success)
    assert "Bram" not in raw(at) and "gewist op" in raw(at)
    assert next(row for row in people.listing(store) if row["id"] == known["id"])["erased_at"]

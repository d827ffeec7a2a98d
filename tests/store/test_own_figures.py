"""The municipality's own figures on both databases: set with who, when and why, restored, and never lost."""

from __future__ import annotations

import datetime as dt
import math

import pytest

from portfolio import audit, estimates, own_figures, people, verify
from portfolio.identity import User
from portfolio.own_figures import current, history, restore, set_
from portfolio.store import Conflict, Refused, Store, clock

ROW = "tariff_process_lead"


def row(id: str):
    return next(row for row in estimates.shipped().rows if row.id == id)


def hours_row():
    return next(row for row in estimates.shipped().rows if row.kind == "hours" and row.low < row.likely < row.high)


def test_a_tariff_is_set_and_restored_with_who_when_and_why(store: Store, lead: User, people: dict[str, User]) -> None:
    with clock.at(dt.date(2026, 5, 1)):
        made = set_(store, lead, ROW, None, 104.5, None, "Kostprijsmodel 2026")
    assert (made.low, made.likely, made.high, made.who, made.at[:10]) == (104.5, 104.5, 104.5, lead.name, "2026-05-01")
    assert current(store) == {ROW: made}
    set_(store, people["beheerder"], ROW, None, 110, None, "Nieuwe loonronde", seen=made.audit_number)
    back = restore(store, lead, ROW, "Toch niet")
    assert current(store) == {}
    assert [figure.action for figure in history(store, ROW)] == ["restore", "set", "set"]
    assert (back.likely, back.reason) == (None, "Toch niet")
    assert [figure.likely for figure in history(store)] == [None, 110.0, 104.5]
    assert verify.verify(store).faults == []


def test_one_number_keeps_the_relative_range_of_the_benchmark(store: Store, lead: User) -> None:
    shipped = hours_row()
    made = set_(store, lead, shipped.id, None, shipped.likely * 2, None, "Eigen urenregistratie")
    assert made.low == pytest.approx(shipped.low * 2, rel=1e-5)
    assert made.high == pytest.approx(shipped.high * 2, rel=1e-5)
    share = next(r for r in estimates.shipped().rows if r.kind == "fraction" and r.high <= 1)
    assert set_(store, lead, share.id, None, 1, None, "Iedereen komt").high == 1


def test_the_chain_has_the_numbers_and_no_words(store: Store, lead: User) -> None:
    set_(store, lead, "tariff_average", None, 95, None, "Afgesproken met Wilhelmina Achternaam")
    last = audit.rows(store, "own_figure/tariff_average")[0]
    assert (last["action"], last["who"]) == ("own_figure.set", lead.name)
    assert '"likely":95.0' in last["content"] and "Achternaam" not in last["content"]
    restore(store, lead, "tariff_average")
    assert audit.rows(store, "own_figure/tariff_average")[0]["action"] == "own_figure.restore"


@pytest.mark.parametrize(
    ("key", "low", "likely", "high", "reason", "field", "says"),
    [
        ("nope", None, 5, None, "reden", "key", "no benchmark figure nope"),
        (ROW, None, 0.5, None, "reden", "likely", "allowed is 1 to 500 euros an hour"),
        (ROW, None, 501, None, "reden", "likely", "501 is not a tariff"),
        ("hired_average", None, math.nan, None, "reden", "likely", "nan is not a tariff"),
        ("lead_2", None, math.inf, None, "reden", "likely", "inf is not a number"),
        ("lead_2", None, "2", None, "reden", "likely", "2 is not a number"),
        ("lead_2", None, True, None, "reden", "likely", "True is not a number"),
        ("lead_2", None, 0, None, "reden", "likely", "0 is too low; allowed is more than 0"),
        ("lead_2", 1, -2, 4, "reden", "likely", "-2 is too low"),
        ("lead_2", 0, 2, 4, "reden", "low", "0 is too low"),
        ("lead_2", 3, 2, 4, "reden", "low", "3.0 is above the figure itself, 2.0"),
        ("lead_2", 1, 2, 1.5, "reden", "high", "1.5 is below the figure itself, 2.0"),
        ("lead_2", 1, 2, 521, "reden", "high", "at most 520"),
        (ROW, 90, 100, None, "reden", "low", "has no range"),
        ("household_size", None, 2.1, 2.2, "reden", "high", "has no range"),
        ("lead_2", None, None, None, "reden", "likely", "Give the figure itself"),
        ("response_open", None, 1.2, None, "reden", "likely", "1.2 is too high; allowed is more than 0 and at most 1"),
        ("lead_2", 1, 2, 3, "", "reason", "in 3 to 400 characters"),
        ("lead_2", 1, 2, 3, " ab ", "reason", "in 3 to 400 characters"),
        ("lead_2", 1, 2, 3, "x" * 401, "reason", "in 3 to 400 characters"),
    ],
)
def test_a_faulty_figure_gets_a_sentence(store: Store, lead: User, key, low, likely, high, reason, field, says) -> None:
    with pytest.raises(Refused) as refused:
        set_(store, lead, key, low, likely, high, reason)
    assert [fault.field for fault in refused.value.faults] == [field]
    assert says in refused.value.message
    assert history(store) == []


def test_who_may_not_change_figures(store: Store, people: dict[str, User]) -> None:
    with pytest.raises(Refused, match="takes the role bewerker / beheerder"):
        set_(store, people["controller"], ROW, None, 100, None, "reden")
    assert history(store) == [] and audit.rows(store)[0]["result"] == "refused"


def test_what_is_not_own_is_not_restored(store: Store, lead: User) -> None:
    with pytest.raises(Refused, match="no own figure here"):
        restore(store, lead, ROW)
    set_(store, lead, ROW, None, 100, None, "reden")
    restore(store, lead, ROW)
    with pytest.raises(Refused, match="no own figure here"):
        restore(store, lead, ROW)


def test_who_was_first_is_told(store: Store, lead: User, client: User) -> None:
    first = set_(store, lead, ROW, None, 100, None, "van de een", seen=0)
    with pytest.raises(Conflict) as clash:
        set_(store, client, ROW, None, 120, None, "van de ander", seen=0)
    assert clash.value.theirs == first and clash.value.yours["likely"] == 120
    with pytest.raises(Conflict):
        restore(store, client, ROW, seen=first.audit_number - 1)
    restore(store, client, ROW, seen=first.audit_number)
    assert set_(store, client, ROW, None, 120, None, "van de ander", seen=0).likely == 120
    seen = restore(store, lead, ROW).audit_number
    assert set_(store, lead, ROW, None, 121, None, "na het herstel", seen=seen).likely == 121


def test_four_clicks_set_one_figure(store: Store, lead: User) -> None:
    made = [set_(store, lead, ROW, None, 100, None, "reden", "token", seen=0) for _ in range(4)]
    assert len(set(made)) == 1 == len(history(store))


def test_a_name_that_was_erased_leaves_the_figure(store: Store, lead: User, people_: dict[str, User]) -> None:
    made = set_(store, lead, ROW, None, 100, None, "reden")
    people.erase(store, people_["beheerder"], made.set_by)
    assert current(store)[ROW].who == made.set_by
    assert verify.verify(store).faults == []


@pytest.fixture
def people_(people: dict[str, User]) -> dict[str, User]:
    return people


def test_a_figure_of_a_row_that_is_gone_can_be_restored(
    store: Store, lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_(store, lead, ROW, None, 100, None, "reden")
    fewer = estimates.shipped().from_rows(r for r in estimates.shipped().rows if r.id != ROW)
    monkeypatch.setattr(estimates, "shipped", lambda: fewer)
    restore(store, lead, ROW)
    assert own_figures.current(store) == {}

"""Variants of a process: what they change, how they follow their base, and how they are kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

import estimator
from portfolio import audit, overrides, own_figures, processes, scenarios, verify
from portfolio.identity import User
from portfolio.processes import Process
from portfolio.store import Conflict, NotFound, Refused, Store

from .conftest import FIELDS, SCOPE
from .variants import base_of, change_base, names

FORMS = {"dialoogtafel": 6, "enquete": 2}


@pytest.fixture
def process(make: Callable[..., Process]) -> Process:
    return make({"conversations": 8, "meetings": 6, "deadline": "2031-06-02"})


# --- following the base -------------------------------------------------------------------------------------------


def test_a_variant_keeps_only_what_it_changes(store: Store, lead: User, process: Process) -> None:
    base = base_of(store, process)
    made = scenarios.add_variant(store, lead, process.id, " Kleiner ", {"conversations": 4.0})
    assert (made.name, made.version, made.is_base, made.overrides) == ("Kleiner", 1, False, {"conversations": 4})
    assert (made.scope["conversations"], made.scope["meetings"], made.scope["deadline"]) == (4, 4, "2031-06-02")
    assert made.result["cost_eur"]["p50"] < base.result["cost_eur"]["p50"]
    assert (scenarios.overridden(made), scenarios.overridden(base), base.overrides) == (["conversations"], [], {})
    assert scenarios.list_for(store, process.id) == [base, made] and scenarios.get(store, made.id) == made
    assert verify.verify(store).faults == []


def test_a_variant_follows_its_base_in_the_same_change(store: Store, lead: User, process: Process) -> None:
    made = scenarios.add_variant(store, lead, process.id, "Kleiner", {"conversations": 4})
    own = scenarios.add_variant(store, lead, process.id, "Bereik", {"resident_reach": 900})
    change_base(store, lead, process, resident_reach=5000)
    now = scenarios.get(store, made.id)
    assert (now.version, now.scope["resident_reach"], now.scope["conversations"]) == (2, 5000, 4)
    assert now.result["cost_eur"]["p50"] > made.result["cost_eur"]["p50"] and now.overrides == made.overrides
    assert scenarios.get(store, own.id) == own  # nothing changed for this one
    assert audit.rows(store, f"scenario/{made.id}")[0]["action"] == "scenario.follow"
    assert verify.verify(store).faults == []


def test_the_same_inputs_have_the_same_figures(store: Store, lead: User, process: Process) -> None:
    base = base_of(store, process)
    made = scenarios.add_variant(store, lead, process.id, "Anders", {"conversations": 3, "meetings": 2})
    back = scenarios.change_variant(store, lead, made.id, 1, {})
    same = scenarios.add_variant(store, lead, process.id, "Zelfde", {"conversations": 8, "assumed": ["deadline"]})
    assert (back.scope, back.result) == (same.scope, same.result) == (base.scope, base.result)
    assert (back.overrides, same.overrides) == ({}, {"conversations": 8})


def test_the_forms_go_with_the_conversations(store: Store, lead: User, make: Callable[..., Process]) -> None:
    process = make({"conversations": 8, "conversations_by_form": FORMS})
    half = scenarios.add_variant(store, lead, process.id, "Helft", {"conversations": 4})
    forms = scenarios.add_variant(
        store, lead, process.id, "Vormen", {"conversations": 5, "conversations_by_form": {"dialoogtafel": 5}}
    )
    assert half.scope["conversations_by_form"] == {"dialoogtafel": 3, "enquete": 1}
    change_base(store, lead, process, conversations=10, conversations_by_form={"straatgesprek": 10})
    assert scenarios.get(store, half.id).scope["conversations_by_form"] == {"straatgesprek": 4}
    assert scenarios.get(store, forms.id) == forms


def test_events_are_merged_one_by_one(store: Store, lead: User, make: Callable[..., Process]) -> None:
    process = make({"events": {"storm": {"on": False}, "venue_lost": {"probability": 0.5}}})
    made = scenarios.add_variant(
        store, lead, process.id, "Storm", {"events": {"storm": {"on": True}, "venue_lost": None}}
    )
    assert made.scope["events"] == {"storm": {"on": True}}
    assert scenarios.overridden(made) == ["events.storm", "events.venue_lost"]
    change_base(store, lead, process, events={"storm": {"on": False}, "key_person_away": {"weeks": 3}})
    events = scenarios.get(store, made.id).scope["events"]
    assert events == {"storm": {"on": True}, "key_person_away": {"weeks": 3.0}}


def test_a_base_that_a_variant_no_longer_fits_is_saved_and_the_variant_marked(
    store: Store, lead: User, process: Process
) -> None:
    made = scenarios.add_variant(store, lead, process.id, "Later", {"start": "2031-01-06"})
    change_base(store, lead, process, deadline="2030-12-02")
    marked = scenarios.get(store, made.id)
    assert (marked.fits, marked.version, marked.scope, marked.result) == (False, 1, made.scope, made.result)
    assert [fault.field for fault in scenarios.misfits(store, made.id)] == ["deadline"]
    for attempt in (scenarios.apply, scenarios.make_base):
        with pytest.raises(estimator.ScopeError):
            attempt(store, lead, made.id, 1)
    change_base(store, lead, process, deadline="2031-12-01")
    assert scenarios.get(store, made.id).fits and scenarios.misfits(store, made.id) == []
    assert scenarios.get(store, made.id).scope["deadline"] == "2031-12-01"
    change_base(store, lead, process, deadline="2030-12-02")
    mended = scenarios.change_variant(store, lead, made.id, 2, {"start": "2031-01-06", "deadline": None})
    assert (mended.fits, mended.scope["deadline"]) == (True, None)
    assert verify.verify(store).faults == []


def test_new_figures_reach_every_variant_with_the_base(store: Store, lead: User, process: Process) -> None:
    made = scenarios.add_variant(store, lead, process.id, "Kleiner", {"conversations": 4})
    own_figures.set_(store, lead, "tariff_average", None, 180, None, "Kostprijsmodel")
    base = change_base(store, lead, process)
    now = scenarios.get(store, made.id)
    assert now.result["benchmarks_sha256"] == base.result["benchmarks_sha256"] != made.result["benchmarks_sha256"]


SCOPES = st.fixed_dictionaries(
    {"stakeholder_groups": st.integers(1, 9), "conversations": st.integers(4, 40), "resident_reach": st.just(800)},
    optional={
        "meetings": st.integers(1, 4),
        "deadline": st.sampled_from(["2031-06-02", "2032-06-01"]),
        "start": st.sampled_from(["2030-01-07", "2031-01-06"]),
        "preset": st.sampled_from(["minimaal", "sober", "uitgebreid"]),
        "options": st.lists(st.sampled_from(["interpreter", "platform"]), unique=True),
        "tariffs": st.sampled_from([{}, {"average": 90}, {"analyst": 80}]),
        "events": st.dictionaries(
            st.sampled_from(["storm", "venue_lost"]), st.sampled_from([{"on": False}, {"probability": 0.25}])
        ),
        "conversations_by_form": st.just(True),
    },
)


def read(scope: dict[str, object]) -> dict[str, object]:
    if "conversations_by_form" in scope:
        total = int(str(scope["conversations"]))
        scope = scope | {"conversations_by_form": {"dialoogtafel": total - total // 3, "enquete": total // 3}}
    return estimator.Scope.from_dict(scope).to_dict()


@settings(max_examples=200, deadline=None)
@given(SCOPES, SCOPES, SCOPES)
def test_what_differs_from_a_base_comes_to_the_same_scope_again(one: dict, other: dict, third: dict) -> None:
    base, scope, later = read(one), read(other), read(third)
    told = overrides.difference(base, scope)
    assert read_plain(overrides.effective(base, told)) == scope
    assert overrides.checked(base, told) == told
    assert read_plain(overrides.effective(later, overrides.rebased(base, later, told))) == scope
    assert overrides.difference(base, base) == {}


def read_plain(scope: dict[str, object]) -> dict[str, object]:
    return estimator.Scope.from_dict(scope).to_dict()


# --- copy, rename, delete, put back, presets ------------------------------------------------------------------------


def test_copy_and_rename(store: Store, lead: User, process: Process) -> None:
    base = base_of(store, process)
    made = scenarios.add_variant(store, lead, process.id, "Kleiner", {"conversations": 4})
    again = scenarios.copy(store, lead, made.id, "Nog kleiner")
    assert (again.overrides, again.result, again.version) == (made.overrides, made.result, 1)
    of_base = scenarios.copy(store, lead, base.id, "Als de basis")
    assert (of_base.overrides, of_base.scope, of_base.is_base) == ({}, base.scope, False)
    renamed = scenarios.rename(store, lead, made.id, 1, "Klein")
    assert (renamed.name, renamed.version, renamed.scope) == ("Klein", 2, made.scope)
    assert scenarios.rename(store, lead, base.id, 1, "Uitgangspunt").is_base
    assert scenarios.rename(store, lead, made.id, 2, "KLEIN").name == "KLEIN"
    assert names(store, process) == ["Uitgangspunt", "Als de basis", "KLEIN", "Nog kleiner"]
    assert verify.verify(store).faults == []


def test_a_name_that_exists_is_told(store: Store, lead: User, process: Process) -> None:
    made = scenarios.add_variant(store, lead, process.id, "Kleiner", {"conversations": 4})
    for attempt in (
        lambda: scenarios.add_variant(store, lead, process.id, "kleiner", {}),
        lambda: scenarios.copy(store, lead, made.id, "Basis"),
        lambda: scenarios.rename(store, lead, made.id, 1, "basis"),
    ):
        with pytest.raises(Conflict, match=r"There is a scenario .* already"):
            attempt()
    assert names(store, process) == ["Basis", "Kleiner"]


@pytest.mark.parametrize(("name", "says"), [("", "can't be empty"), ("x" * 81, "at most 80"), (None, "be empty")])
def test_a_faulty_name_gets_a_sentence(store: Store, lead: User, process: Process, name: str, says: str) -> None:
    base = base_of(store, process)
    for attempt in (
        lambda: scenarios.add_variant(store, lead, process.id, name, {}),
        lambda: scenarios.copy(store, lead, base.id, name),
        lambda: scenarios.rename(store, lead, base.id, 1, name),
    ):
        with pytest.raises(Refused, match=says) as refused:
            attempt()
        assert refused.value.faults[0].field == "scenario_name"


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"conversations": 0}, "conversations"), ({"kleur": 1}, "kleur"), ({"events": {"storm": 3}}, "events.storm")],
)
def test_faulty_changes_save_nothing(store: Store, lead: User, process: Process, changes: dict, field: str) -> None:
    made = scenarios.add_variant(store, lead, process.id, "Kleiner", {"conversations": 4})
    for attempt in (
        lambda: scenarios.add_variant(store, lead, process.id, "Fout", changes),
        lambda: scenarios.change_variant(store, lead, made.id, 1, changes),
    ):
        with pytest.raises(estimator.ScopeError) as fault:
            attempt()
        assert fault.value.faults[0].field == field
    with pytest.raises(estimator.ScopeError):
        scenarios.add_variant(store, lead, process.id, "Fout", [])  # type: ignore[arg-type]
    assert scenarios.list_for(store, process.id)[1:] == [made]


def test_what_is_deleted_can_be_put_back_and_follows_the_base_as_it_is_then(
    store: Store, lead: User, process: Process
) -> None:
    made = scenarios.add_variant(store, lead, process.id, "Kleiner", {"conversations": 4})
    gone = scenarios.delete(store, lead, made.id, 1)
    assert gone.deleted_at is not None and names(store, process) == ["Basis"]
    change_base(store, lead, process, resident_reach=5000)
    assert scenarios.get(store, made.id).version == 1
    with pytest.raises(Conflict, match="was deleted in the meantime") as clash:
        scenarios.change_variant(store, lead, made.id, 1, {"conversations": 5})
    assert clash.value.yours == {"conversations": 5}
    back = scenarios.undo_delete(store, lead, made.id)
    assert (back.deleted_at, back.version, back.scope["resident_reach"]) == (None, 2, 5000)
    with pytest.raises(Refused, match="isn't deleted"):
        scenarios.undo_delete(store, lead, made.id)
    assert verify.verify(store).faults == []


def test_the_name_of_what_was_deleted_may_be_used_again(store: Store, lead: User, process: Process) -> None:
    made = scenarios.add_variant(store, lead, process.id, "Kleiner", {"conversations": 4})
    scenarios.delete(store, lead, made.id, 1)
    other = scenarios.add_variant(store, lead, process.id, "Kleiner", {"conversations": 5})
    with pytest.raises(Conflict, match="another scenario Kleiner by now") as taken:
        scenarios.undo_delete(store, lead, made.id)
    assert taken.value.theirs == other
    scenarios.rename(store, lead, other.id, 1, "Klein")
    assert scenarios.undo_delete(store, lead, made.id).name == "Kleiner"
    assert scenarios.save(store, lead, process.id, "Kleiner", SCOPE, 1).version == 2


def test_the_base_is_no_variant(store: Store, lead: User, process: Process) -> None:
    base = base_of(store, process)
    with pytest.raises(Refused, match="can't be deleted"):
        scenarios.delete(store, lead, base.id, 1)
    for attempt in (
        lambda: scenarios.change_variant(store, lead, base.id, 1, {}),
        lambda: scenarios.apply(store, lead, base.id, 1),
    ):
        with pytest.raises(Refused, match="Basis is the base itself"):
            attempt()
    with pytest.raises(sa.exc.IntegrityError), store.write() as c:
        c.exec_driver_sql("update scenario set deleted_at = '2026-01-01'")


def test_one_click_makes_three_scenarios_and_the_next_none(store: Store, lead: User, make: Callable[..., Process]):
    process = make({"options": ["platform"]})
    three = scenarios.presets(store, lead, process.id)
    assert [one.name for one in three] == ["Minimaal", "Sober", "Uitgebreid"]
    assert [len(one.scope["options"]) for one in three] == [0, 0, 3]
    costs = [one.result["cost_eur"]["p50"] for one in three]
    assert costs == sorted(set(costs))
    changed = scenarios.change_variant(store, lead, three[0].id, 1, {"preset": "minimaal", "conversations": 2})
    scenarios.delete(store, lead, three[2].id, 1)
    again = scenarios.presets(store, lead, process.id)
    assert again[:2] == [changed, three[1]] and again[2].id != three[2].id
    assert scenarios.presets(store, lead, process.id) == again and len(names(store, process)) == 4
    assert verify.verify(store).faults == []


def test_there_are_at_most_24_variants(store: Store, lead: User, process: Process) -> None:
    made = [scenarios.add_variant(store, lead, process.id, f"V{n:02}", {}) for n in range(scenarios.MOST - 2)]
    with pytest.raises(Refused, match="at most 24 variants"):
        scenarios.presets(store, lead, process.id)
    made += [scenarios.add_variant(store, lead, process.id, f"W{n}", {}) for n in range(2)]
    for attempt in (
        lambda: scenarios.add_variant(store, lead, process.id, "Te veel", {}),
        lambda: scenarios.copy(store, lead, made[0].id, "Te veel"),
        lambda: scenarios.save(store, lead, process.id, "Te veel", SCOPE),
    ):
        with pytest.raises(Refused, match="at most 24 variants"):
            attempt()
    scenarios.delete(store, lead, made[0].id, 1)
    scenarios.add_variant(store, lead, process.id, "Past nog", {})
    with pytest.raises(Refused, match="at most 24 variants"):
        scenarios.undo_delete(store, lead, made[0].id)


def test_what_is_not_there(store: Store, lead: User) -> None:
    bare = processes.create(store, lead, FIELDS)
    for attempt in (
        lambda: scenarios.add_variant(store, lead, bare.id, "Kleiner", {}),
        lambda: scenarios.presets(store, lead, bare.id),
    ):
        with pytest.raises(Refused, match="Save an estimate for this process first"):
            attempt()
    for attempt in (
        lambda: scenarios.add_variant(store, lead, "nope", "Kleiner", {}),
        lambda: scenarios.copy(store, lead, "nope", "Kleiner"),
        lambda: scenarios.delete(store, lead, "nope", 1),
        lambda: scenarios.make_base(store, lead, "nope", 1),
        lambda: scenarios.undo_delete(store, lead, "nope"),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_who_may_change_scenarios(store: Store, lead: User, people: dict[str, User], process: Process) -> None:
    made = scenarios.add_variant(store, lead, process.id, "Kleiner", {"conversations": 4})
    reader = people["controller"]
    for attempt in (
        lambda: scenarios.add_variant(store, reader, process.id, "Anders", {}),
        lambda: scenarios.change_variant(store, reader, made.id, 1, {}),
        lambda: scenarios.copy(store, reader, made.id, "Anders"),
        lambda: scenarios.rename(store, reader, made.id, 1, "Anders"),
        lambda: scenarios.delete(store, reader, made.id, 1),
        lambda: scenarios.undo_delete(store, reader, made.id),
        lambda: scenarios.presets(store, reader, process.id),
        lambda: scenarios.apply(store, reader, made.id, 1),
        lambda: scenarios.make_base(store, reader, made.id, 1),
    ):
        with pytest.raises(Refused, match="takes the role bewerker"):
            attempt()
        assert audit.rows(store)[0]["result"] == "refused"
    assert scenarios.list_for(store, process.id)[1:] == [made]

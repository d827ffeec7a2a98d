"""data/benchmarks.csv holds what an estimate needs, checked independently of the estimator that reads it."""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from scipy.stats import t as student

from estimator import codes

DATA = Path(__file__).resolve().parents[2] / "data"
ITEMS = {"hours", "euro", "euro_per_week"}
ROLES = [
    "official_client",
    "process_lead",
    "content_owner",
    "facilitator",
    "communication",
    "analyst",
    "support",
    "finance",
]
HIREABLE = [r for r in ROLES if r not in ("official_client", "content_owner", "finance")]
ROUTES = ["budgethouder", "college", "raad"]
OPTIONS = {
    "interpreter",
    "child_care",
    "expense_fee",
    "platform",
    "independent_chair",
    "note_taker",
    "translation",
    "transcription",
    "graphic_recording",
    "laid_open",
    "first_time",
}
DRIVERS = {
    "process",
    "groups",
    "conversations",
    "meetings",
    "meeting_days",
    "seats",
    "participant_days",
    "facilitator_hours",
    "conversation_hours",
    "meeting_hours",
    "reach",
    "households",
    "letters",
    "registrations",
    "approaches",
    "languages",
    "weeks",
    "weeks_talks",
}
# Forms by which an event can't happen: nobody meets, or not in a room.
NO_TALKS = {"straatgesprek", "huisaanhuisgesprek", "enquete", "flitspeiling", "inwonerpanel", "pwe", "online_platform"}
NO_ROOM = NO_TALKS | {"excursie", "wijkschouw", "keukentafelgesprek"}
EVENTS = {
    "deferral_money": lambda scope: scope["budget_route"] & {"college", "raad"},
    "deferral_outcome": lambda scope: scope["outcome_route"] & {"college", "raad"},
    "second_invitation": lambda scope: True,
    "extra_conversation": lambda scope: scope["form"] - NO_TALKS,
    "key_person_away": lambda scope: True,
    "venue_lost": lambda scope: scope["form"] - NO_ROOM,
    "storm": lambda scope: True,
}
CERTAIN = DRIVERS - {"letters", "registrations", "approaches", "weeks", "weeks_talks"}


def read(name: str) -> list[dict[str, str]]:
    with open(DATA / name, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


ROWS = read("benchmarks.csv")
FORMS = {r["form"] for r in read("working_forms.csv")}
ALLOWED = {
    "form": FORMS,
    "option": OPTIONS,
    "level": {"informeren", "raadplegen", "adviseren", "coproduceren", "meebeslissen"},
    "recruitment": {"open", "targeted", "sortition"},
    "budget_route": set(ROUTES),
    "outcome_route": set(ROUTES),
    "preset": {"minimaal", "sober", "uitgebreid"},
    "hired": {"yes", "no"},
}


def conditions(row: dict[str, str]) -> list[tuple[str, list[str]]]:
    """``applies_when`` as (key, alternatives) pairs."""
    pairs = (p.split("=") for p in row["applies_when"].split(";") if p)
    return [(key, values.split("|")) for key, values in pairs]


def applies(row: dict[str, str], scope: dict[str, set[str]]) -> bool:
    """True when every condition holds; ``!x`` holds when x is absent."""
    return all(any((v[1:] not in scope[k]) if v[0] == "!" else v in scope[k] for v in vs) for k, vs in conditions(row))


def scopes() -> Iterator[dict[str, set[str]]]:
    """Every combination of choices, with one form and at most one option at a time."""
    plain = {"form": {"dialoogtafel"}, "option": set[str](), "level": {"raadplegen"}, "hired": {"no"}}
    for recruitment, money, outcome, preset in product(
        ALLOWED["recruitment"], ROUTES, ROUTES, sorted(ALLOWED["preset"])
    ):
        yield plain | {
            "recruitment": {recruitment},
            "budget_route": {money},
            "outcome_route": {outcome},
            "preset": {preset},
        }
    base = plain | {
        "recruitment": {"open"},
        "budget_route": {"college"},
        "outcome_route": {"raad"},
        "preset": {"sober"},
    }
    yield from (base | {"form": {f}, "preset": {p}} for f in FORMS for p in ALLOWED["preset"])
    yield from (
        base | {"option": {o}, "hired": {h}, "preset": {p}}
        for o, h, p in product(OPTIONS, ("yes", "no"), ALLOWED["preset"])
    )
    yield from (base | {"level": {level}} for level in ALLOWED["level"])
    yield base | {"form": set(FORMS), "option": set(OPTIONS), "hired": {"yes"}}


@pytest.mark.parametrize("row", ROWS, ids=[r["id"] for r in ROWS])
def test_row(row: dict[str, str]) -> None:
    low, likely, high = (float(row[c]) for c in ("low", "likely", "high"))
    assert 0 < low <= likely <= high
    assert 0 < float(row["p_low"]) < 0.5 < float(row["p_high"]) < 1
    assert re.fullmatch(r"[a-z0-9_]+", row["id"])
    assert 0 <= int(row["step"]) <= 10
    assert all(row[c].strip() for c in ("name_nl", "name_en", "unit", "source", "publisher", "note", "note_en"))
    if row["driver"].startswith("event"):
        _event_row(row)
    elif row["kind"] in ITEMS:
        assert row["driver"] in DRIVERS
        assert 32 <= int(row["column"]) <= 287
    assert (row["role"] in ROLES) == (row["kind"] == "hours")
    if row["kind"] in ("euro", "euro_per_week"):
        assert row["vat"] in ("excl", "incl", "none", "unknown")
    for key, values in conditions(row):
        assert {v.lstrip("!") for v in values} <= ALLOWED[key]


def _event_row(row: dict[str, str]) -> None:
    what, _, rest = row["driver"].partition(".")
    key, _, count = rest.partition("*")
    assert key in EVENTS
    assert not count or (count in CERTAIN and row["kind"] == "euro")
    kinds = {"event_weeks": {"weeks"}, "event_mitigated": {"probability"}}
    assert row["kind"] in kinds.get(what, {"hours", "euro", "probability"})
    # a measure is another chance on the same draws, so it has no column of its own
    assert row["column"] == "" if what == "event_mitigated" else 416 <= int(row["column"]) <= 495
    assert row["kind"] != "probability" or float(row["high"]) <= 1
    assert row["kind"] != "weeks" or 1 <= int(row["step"]) <= 10


@pytest.mark.parametrize("row", ROWS, ids=[r["id"] for r in ROWS])
def test_assumption_or_source(row: dict[str, str]) -> None:
    if row["grade"] == "D":
        assert (row["source"], row["publisher"], row["url"], row["country"]) == ("aanname", "Tienstap", "", "")
        assert len(row["note"]) >= 30 and len(row["note_en"]) >= 25
    else:
        assert row["grade"] in "ABC"
        ours = row["driver"].startswith("overrun.")  # computed from a data file, which names its sources
        assert row["source"].endswith("data/reference_cases.csv") if ours else row["url"].startswith("http")
        assert row["source_year"] == "undated" or re.fullmatch(r"20\d\d", row["source_year"])
        assert row["country"] == "" or re.fullmatch("[A-Z]{2}", row["country"])
        if row["kind"] in ("euro", "euro_per_week") and not row["price_year"]:
            assert "ndexeerd" in row["note"], "an undated price says that it is not indexed"


def test_ids_and_columns_are_unique_and_kept_in_the_ledger() -> None:
    assert max(Counter(r["id"] for r in ROWS).values()) == 1
    columns = Counter(r["column"] for r in ROWS if r["column"])
    assert max(columns.values()) == 1
    ledger = {r["column"]: r["id"] for r in read("benchmark_columns.csv")}
    assert {r["column"]: r["id"] for r in ROWS if r["column"]}.items() <= ledger.items()
    by_id = {r["id"]: r["column"] for r in ROWS}
    assert (by_id["case_money"], by_id["case_time"]) == ("11", "12")


def test_enough_rows_rest_on_a_source() -> None:
    used = [r for r in ROWS if r["grade"] != "D" and any(applies(r, s) for s in scopes())]
    assert len(used) >= 45
    assert len({(r["source"], r["low"], r["likely"], r["high"]) for r in used}) >= 45
    items = [r for r in used if r["kind"] in ITEMS]
    assert len(items) >= 35


def test_every_row_applies_somewhere() -> None:
    everywhere = list(scopes())
    assert [r["id"] for r in ROWS if not any(applies(r, s) for s in everywhere)] == []


def test_one_lead_time_per_step_and_one_value_per_parameter_in_every_scope() -> None:
    summed = ("uplift", "lead_extra", "event_weeks.")
    parameters = [r for r in ROWS if r["kind"] not in ITEMS and not r["driver"].startswith(summed)]
    wanted = {f"lead.{n}" for n in range(1, 11)} | {f"{n}.{r}" for r in ROLES for n in ("tariff", "capacity")}
    wanted |= {"household_size", "facilitator_group", "case.money", "case.time", "pace"}
    for scope in scopes():
        found = Counter(r["driver"] for r in parameters if applies(r, scope))
        assert max(found.values()) == 1, found.most_common(1)
        recruitment = next(iter(scope["recruitment"]))
        assert wanted | {f"response.{recruitment}", f"noshow.{recruitment}"} <= found.keys()


@pytest.mark.parametrize("preset", sorted(ALLOWED["preset"]))
def test_every_step_has_hours_in_every_preset(preset: str) -> None:
    for scope in scopes():
        if scope["preset"] == {preset}:
            steps = {int(r["step"]) for r in ROWS if r["kind"] == "hours" and applies(r, scope)}
            assert steps >= set(range(1, 11))


def test_every_role_driver_and_option_is_used() -> None:
    assert {r["role"] for r in ROWS if r["kind"] == "hours"} == set(ROLES)
    drivers = {r["driver"].partition("*")[2] or r["driver"] for r in ROWS if r["kind"] in ITEMS}
    assert drivers >= DRIVERS - {"reach"}
    named = {v.lstrip("!") for r in ROWS for k, vs in conditions(r) if k == "option" for v in vs}
    assert named == OPTIONS
    assert {r["driver"] for r in ROWS if r["driver"].startswith("hired.")} == {f"hired.{r}" for r in HIREABLE}


@pytest.mark.parametrize("form", sorted(FORMS))
def test_every_form_has_its_figures_and_work(form: str) -> None:
    drivers = {r["driver"] for r in ROWS}
    assert {f"{n}.{form}" for n in ("participants", "session_hours", "conversations_per_meeting")} <= drivers
    for step in ("5", "6"):
        own = [r for r in ROWS if r["kind"] == "hours" and r["step"] == step and ("form", form) in _forms(r)]
        assert own, f"no hours of its own in step {step}"


def _forms(row: dict[str, str]) -> set[tuple[str, str]]:
    return {(k, v) for k, vs in conditions(row) for v in vs if k == "form"}


def test_paid_and_own_note_taking_exclude_each_other() -> None:
    for scope in scopes():
        rows = {r["id"] for r in ROWS if applies(r, scope)}
        own = {i for i in rows if i.startswith("talk_notes_")}
        hired = {i for i in rows if i.startswith("note_taker_")}
        assert not (own and hired)


# Events


def test_the_events_are_those_that_a_scope_may_set() -> None:
    assert tuple(EVENTS) == codes.EVENTS


@pytest.mark.parametrize("key", EVENTS)
def test_an_event_has_a_chance_a_measure_and_an_impact_wherever_it_can_happen(key: str) -> None:
    mine = [r for r in ROWS if r["driver"].partition(".")[2].partition("*")[0] == key and "event" in r["driver"]]
    for scope in scopes():
        rows = [r for r in mine if applies(r, scope)]
        before, after = (
            [r for r in rows if r["kind"] == "probability" and r["driver"].startswith(f"{name}.")]
            for name in ("event", "event_mitigated")
        )
        assert (len(before), len(after)) == ((1, 1) if EVENTS[key](scope) else (0, 0)), scope
        if before:
            assert all(float(after[0][c]) < float(before[0][c]) for c in ("low", "likely", "high"))
            assert after[0]["name_nl"].startswith("Maatregel: ") and after[0]["name_en"].startswith("Measure: ")
            assert [r for r in rows if r["kind"] in ITEMS]
            assert [r for r in rows if r["kind"] == "weeks"]


def test_events_without_euros_of_their_own_are_named() -> None:
    priced = (r["driver"] for r in ROWS if r["kind"] == "euro" and r["driver"].startswith("event."))
    with_euros = {driver.removeprefix("event.").partition("*")[0] for driver in priced}
    assert set(codes.WITHOUT_EUROS) == set(EVENTS) - with_euros


# The usual overrun


@pytest.mark.parametrize(("what", "column"), [("money", "cost_overrun_ratio"), ("time", "duration_overrun_ratio")])
def test_the_usual_overrun_follows_from_the_reference_cases(what: str, column: str) -> None:
    """Normal-inverse-gamma on ln(actual ÷ planned), with four imaginary processes without an overrun."""
    row = next(r for r in ROWS if r["driver"] == f"overrun.{what}")
    ratios = [float(r[column]) for r in read("reference_cases.csv") if r[column] and r["tier"] == "1"]
    logs, n = [math.log(x) for x in ratios], len(ratios)
    mean = sum(logs) / n
    weight = 4 + n
    middle = n * mean / weight
    squares = sum((x - mean) ** 2 for x in logs)
    spread = math.sqrt((6 * 0.25**2 + squares + 4 * n / weight * mean**2) / (6 + n) * (1 + 1 / weight))
    for name, p in (("low", 0.1), ("likely", 0.5), ("high", 0.9)):
        expected = math.exp(middle + spread * float(student.ppf(p, 6 + n)))
        assert float(row[name]) == pytest.approx(expected, abs=0.0005), name
    assert float(row["likely"]) > 1
    for note, lean, point in ((row["note"], "helt omhoog", ","), (row["note_en"], "leans high", ".")):
        figures = [f"{x:.2f}".replace(".", point) for x in (min(ratios), max(ratios), math.exp(mean))]
        assert lean in note
        assert re.search(rf"\b{n}\b.*{figures[0]} (tot|to) {figures[1]}.*{figures[2]}", note), (n, figures)

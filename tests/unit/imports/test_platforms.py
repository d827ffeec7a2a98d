"""Exports in the shape of each platform → one neutral shape, and a step proposed for each phase."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from imports.platforms import consul, reading, shape
from imports.platforms.shape import Project
from portfolio.store import Refused

FIXTURES = Path(__file__).parent / "fixtures"
D = dt.date


def read(name: str) -> list[Project]:
    return reading.read((FIXTURES / name).read_bytes())


def dates(project: Project) -> list[tuple[str, dt.date | None, dt.date | None]]:
    return [(phase.title, phase.start, phase.end) for phase in project.phases]


def test_decidim_with_steps_phases_and_neither() -> None:
    park, bare, newest = read("decidim.json")
    assert (park.key, park.title, park.group, park.start, park.end) == (
        "decidim/12",
        "Stadspark",
        "Groen",
        D(2027, 10, 2),
        None,
    )
    assert dates(park) == [
        ("Voorbereiding", D(2027, 9, 2), D(2027, 10, 30)),  # before the process itself
        ("Bijeenkomsten", D(2027, 11, 1), D(2027, 12, 15)),
        ("Evaluatie", None, None),
    ]
    assert [shape.proposed(phase) for phase in park.phases] == [3, 5, 10]
    assert [phase.active for phase in park.phases] == [False, True, False]
    assert park.ignored > 3 and bare.phases == ()
    assert newest.title == "Newest shape" and dates(newest) == [("Ideas", D(2027, 1, 11), D(2027, 2, 12))]


def test_go_vocal_with_projects_and_an_open_end() -> None:
    (heart,) = read("govocal.json")
    assert (heart.title, heart.slug, heart.start, heart.end) == ("Dorpshart", "dorpshart", D(2027, 5, 1), None)
    assert dates(heart) == [("Ideeën fase", D(2027, 5, 1), D(2027, 6, 29)), ("Stemmen", D(2027, 6, 30), None)]
    assert [phase.method for phase in heart.phases] == ["ideation", "voting"]


def test_go_vocal_phases_alone_and_a_single_phase() -> None:
    answers = json.loads((FIXTURES / "govocal.json").read_text())
    (alone,) = reading.read(json.dumps(answers[1]).encode())
    assert (alone.title, len(alone.phases)) == ("Dorpshart", 2)
    (single,) = reading.read(json.dumps({"phase": answers[1]["phases"][0]}).encode())
    assert dates(single) == [("Stemmen", D(2027, 6, 30), None)]


def test_openstad_items_end_the_day_before_the_next() -> None:
    (plans,) = read("openstad.json")
    assert (plans.title, plans.end) == ("Buurtplannen", D(2027, 9, 30))
    assert dates(plans) == [
        ("Inzenden van ideeën", D(2027, 6, 17), D(2027, 6, 30)),
        ("Stemmen", D(2027, 7, 1), D(2027, 8, 31)),
        ("Uitslag", D(2027, 9, 1), None),
    ]


def test_openstad_widgets_alone() -> None:
    widgets = json.loads((FIXTURES / "openstad.json").read_text())["records"][0]["widgets"]
    (plans,) = reading.read(json.dumps(widgets).encode())
    assert (plans.title, len(plans.phases)) == ("Tijdlijn", 3)


def test_consul_rows_of_budget_phases() -> None:
    ward, village = read("consul.csv")
    assert dates(ward) == [
        ("Voorstellen indienen", D(2027, 3, 1), D(2027, 4, 30)),  # the phase between isn't enabled
        ("Stemmen", D(2027, 5, 1), D(2027, 5, 31)),
        ("Klaar", D(2027, 6, 1), D(2027, 6, 30)),
    ]
    assert dates(village) == [("drafting", None, None)]
    assert [one.title for one in reading.read(consul.template())] == ["Wijkbudget"]


def test_nothing_is_proposed_for_steps_1_and_2() -> None:
    assert {step for step, _words in shape.WORDS} <= set(shape.STEPS) == set(range(3, 11))


@pytest.mark.parametrize(
    "content",
    [b"", b"[", b"{}", b"[]", b"null", b'{"records": 5}', b'[{"participatory_process_steps": 3}]', b"[" * 100_000,
     b'{"phases": [{"start_at": {}, "id": []}]}', b'[{"id": NaN, "participatory_process_steps": []}]',
     b"naam;vraag\na;b\n",
     b'[{"id": 1, "title": {"nl": 5}, "participatory_process_steps": [{"position": "x", "start_date": 7}]}]',
     b"\xff\xfe{",
     b'{"id": 1, "title": "x", "config": {"project": 3}, "widgets": [{"type": "agenda", "config": [1]}]}'],
)  # fmt: skip
def test_what_is_no_export_is_refused_or_read_without_a_fault(content: bytes) -> None:
    try:
        assert reading.read(content)
    except Refused as problem:
        assert problem.message

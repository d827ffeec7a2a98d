"""The tables of many visitors say what was measured, which target was missed, and what follows for a host."""

from __future__ import annotations

import doctest

from bench import load, plan
from bench.load import Run


def runs() -> dict[str, Run]:
    """A run of each kind: 95 % of the many is nine times the middle of the one."""
    one = Run(lasted=10, took=[0.1] * 100, computed=8.0, rest=400.0, memory=[450.0])
    many = Run(lasted=10, took=[0.2] * 90 + [0.9] * 10, computed=10.0, memory=[800.0])
    most = Run(lasted=10, took=[0.5] * 100, computed=10.0, saved={"p": 5}, memory=[800.0])
    two = Run(lasted=10, took=[0.3] * 160, computed=16.0, memory=[800.0, 700.0])
    killed = Run(lasted=10, took=[0.4] * 50, faults=["a sentence"], again=40, missing=["p"], memory=[900.0])
    return {"one": one, "many": many, "most": most, "two": two, "killed": killed}


def test_the_table_and_its_verdicts() -> None:
    lines = load.text(runs()).splitlines()
    assert any(line.endswith("| 10.0 | 200 | 900 | 100 | 0 | 800 |") for line in lines), lines
    assert any(line.endswith("| 5.0 | 400 | 400 |  | 1 | 900 |") for line in lines), (
        "what a dead process computed: unknown"
    )
    verdicts = load.verdicts(runs())
    assert [good for good, _ in verdicts] == [False, True, False, False]
    assert "9.0 ×" in verdicts[0][1] and "1.60 ×" in verdicts[1][1]


def test_the_plan_follows_from_what_was_measured() -> None:
    assert doctest.testmod(plan).failed == 0
    said = plan.text(runs())
    assert "400 MB at rest, 800 MB" in said and "| computed | **memory** | **451 GB**" in said
    twice = plan.plan(ms_each=200, mb_rest=400, mb_busy=800)
    assert (twice.cores, twice.gigabytes) == (69, 451)


def test_the_documents_have_their_places() -> None:
    for document, marks in ((plan.DOCUMENT, plan.MARKS), (plan.DOCUMENT.parent / "speed.md", load.MARKS)):
        content = document.read_text(encoding="utf-8")
        assert content.index(marks[0]) < content.index(marks[1])

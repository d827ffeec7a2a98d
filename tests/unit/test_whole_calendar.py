"""What all processes ask of roles, areas and groups; planned against done against spent."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import numpy as np
import pytest

from estimator import Benchmarks, Scope
from estimator.draws import RHO_BETWEEN
from estimator.likely import likely
from portfolio.forecast_cost import Forecast, Part, StepCost
from portfolio.pitfalls.facts import TalkFacts
from portfolio.processes import Process, ProcessRow
from portfolio.steps import StepProgress
from portfolio.whole import capacity, earned, placed, pressure
from portfolio.whole.drawn import Source
from portfolio.whole.reading import Estimated
from portfolio.whole.standing import Money, Standing

TODAY = dt.date(2026, 3, 16)
SCOPE = Scope.from_dict(
    {"stakeholder_groups": 2, "conversations": 4, "resident_reach": 800, "start": "2026-04-01"}
).to_dict()
SHIPPED = Benchmarks.load()


def day(month: int, number: int) -> dt.date:
    return dt.date(2026, month, number)


def step(number: int, status: str = "open", **more: Any) -> StepProgress:
    known = {field.name: None for field in dataclasses.fields(StepProgress)}
    same = {"step": number, "status": status, "stored_status": status, "gate": {}, "derived": {}}
    return StepProgress(**{**known, **same, **more})


def standing(
    name: str,
    days: dict[int, tuple[dt.date, dt.date]] | None = None,
    groups: tuple[str, ...] = (),
    area: str = "",
    talks: tuple[TalkFacts, ...] = (),
    phase: str = "draft",
    steps: tuple[StepProgress, ...] | None = None,
    forecast: Forecast | None = None,
    hours: tuple[float, float] = (400.0, 500.0),
) -> Standing:
    process = Process(
        **{field.name: "" for field in dataclasses.fields(Process)}
        | {"id": name, "name": name, "area": area, "group_names": groups}
    )
    row = ProcessRow(
        **{field.name: None for field in dataclasses.fields(ProcessRow)} | {"process": process, "phase": phase}
    )
    return Standing(
        row=row,
        money=Money(granted=1_000_000),
        finish=None,
        updated_on=TODAY,
        decider_money="",
        findings=(),
        calculated={},
        report=None,
        forecast=forecast,
        ends={},
        wires=(),
        progress=steps if steps is not None else tuple(step(n) for n in range(1, 11)),
        days=days or {},
        talks=talks,
        estimate=Estimated(Source(name, SCOPE, SHIPPED.sha256, "x"), hours, day(9, 1), phase == "running"),
    )


@pytest.fixture(autouse=True)
def shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(placed.figures, "by_sha", lambda _store, _sha: SHIPPED)
    monkeypatch.setattr(capacity, "available", lambda _store: ({"process_lead": 20.0}, 1))


def talk(on: dt.date, *audience: str, people: int | None = None) -> TalkFacts:
    return TalkFacts(audience=audience, planned_on=on, people=people)


def asked(*found: Standing) -> capacity.Capacity:
    return capacity.of(None, found, TODAY)  # type: ignore[arg-type]


def pressed(*found: Standing) -> pressure.Pressure:
    return pressure.of(None, found, TODAY)  # type: ignore[arg-type]


def test_likely_hours_are_those_of_the_items() -> None:
    found = likely(Scope.from_dict(SCOPE), SHIPPED)
    whole = sum(sum(of) for of in found.hours.values())
    assert 100 < whole < 2000
    assert all(0 <= a <= b <= 1 for a, b in found.spans)
    assert found.spans[0][0] == 0 and found.people > 0


def test_hours_lie_in_the_months_of_their_steps_and_add_up() -> None:
    found = asked(standing("A"))
    assert found.counted == 1 and found.months[0] == day(3, 1)
    assert sum(sum(row.asked50) for row in found.rows) == pytest.approx(400, abs=2)
    assert sum(sum(row.asked80) for row in found.rows) == pytest.approx(500, abs=2)
    lead = next(row for row in found.rows if row.role == "process_lead")
    assert lead.asked50[0] == 0 and sum(lead.asked50[1:7]) == pytest.approx(sum(lead.asked50))


def test_several_processes_share_their_room() -> None:
    one, four = asked(standing("A")), asked(*(standing(name) for name in "ABCD"))
    for few, many in zip(one.rows, four.rows, strict=True):
        for m in range(12):
            d = few.asked80[m] - few.asked50[m]
            room = np.sqrt((1 - RHO_BETWEEN) * 4 * d**2 + RHO_BETWEEN * (4 * d) ** 2)
            assert many.asked80[m] == pytest.approx(4 * few.asked50[m] + room, abs=0.5)


def test_it_breaks_where_more_is_asked_than_there_is() -> None:
    found = asked(standing("A"), standing("Klein", hours=(40.0, 50.0)), standing("Rust", phase="paused"))
    assert found.breaks and found.counted == 2
    first = found.breaks[0]
    assert first.role == "process_lead" and first.asked80 > first.available == 20.0
    assert [name for _id, name, _hours in first.processes] == ["A", "Klein"]
    assert first.middle_too == (first.asked50 > 20.0)


def test_only_what_remains_of_a_running_process_is_asked() -> None:
    done = tuple(step(n, "done" if n < 6 else "open") for n in range(1, 11))
    days = {n: (day(4, 1), day(5, 1)) for n in range(1, 11)}
    part = Part(10.0, 4.0, 14.0, 19.0)
    ends = forecast(StepCost(n, "open", part, part, 0, 0, 0, 0, None) for n in range(1, 11))
    found = asked(standing("A", days, phase="running", steps=done, forecast=ends))
    split = likely(Scope.from_dict(SCOPE), SHIPPED)
    left = sum(sum(of[5:]) for of in split.hours.values()) / sum(sum(of) for of in split.hours.values())
    assert sum(sum(row.asked50) for row in found.rows) == pytest.approx(400 * left, abs=2)  # (14 − 4) ÷ 10 of it
    assert sum(sum(row.asked80) for row in found.rows) == pytest.approx(400 * left * 1.5, abs=2)


def test_working_days_divide_over_months() -> None:
    months = capacity.months_from(TODAY)
    days = np.array([[day(3, 30), day(4, 3)], [day(4, 4), day(4, 5)], [day(1, 1), day(2, 1)]], dtype="datetime64[D]")
    shares = capacity.month_shares(days, months)
    assert shares[0, :2].tolist() == pytest.approx([0.4, 0.6])  # Monday and Tuesday in March
    assert shares[1, 1] == 1.0  # a weekend counts on its first day
    assert shares[2].sum() == 0.0
    assert months[-1] == dt.date(2027, 2, 1)


def test_the_fourth_process_in_one_month_is_told() -> None:
    three = [standing(name, groups=("Jongeren",), area="Oost", talks=(talk(day(5, 6)),)) for name in "ABC"]
    assert not pressed(*three).warnings
    fourth = standing("D", groups=("jongeren ",), area="oost", talks=(talk(day(5, 20)),))
    elsewhere = standing("E", groups=("Jongeren",), area="West", talks=(talk(day(5, 20)),))
    found = pressed(*three, fourth, elsewhere)
    assert [(w.kind, w.period, w.first, w.last, len(w.processes)) for w in found.warnings] == [
        ("area", "month", day(5, 1), day(5, 31), 4),
        ("group", "month", day(5, 1), day(5, 31), 4),
    ]
    later = standing("D", groups=("Jongeren",), area="Oost", talks=(talk(day(6, 20)),))
    assert {w.period for w in pressed(*three, later).warnings} == {"quarter"}
    assert not pressed(*three, standing("D", area="Oost", talks=(talk(day(7, 20)),))).warnings


def test_a_talk_for_one_group_asks_that_group() -> None:
    one = standing("A", groups=("Jongeren", "Ouderen"), area="Oost", talks=(talk(day(5, 6), "jongeren", people=12),))
    rows = {(row.kind, row.name): row.cells[2] for row in pressed(one).rows}
    assert rows["area", "Oost"].people == rows["group", "Jongeren"].people == 12
    assert ("group", "Ouderen") not in rows


def test_without_talks_the_days_of_step_4_and_5_count() -> None:
    days = {n: (day(4, 1), day(4, 2)) for n in range(1, 11)} | {4: (day(4, 1), day(4, 30)), 5: (day(5, 1), day(5, 29))}
    (row,) = pressed(standing("A", days, area="Oost")).rows
    assert [bool(cell.processes) for cell in row.cells[:4]] == [False, True, True, False]
    assert row.cells[1].people == 0 < row.cells[2].people
    assert not pressed(standing("A", days, area="Oost", phase="stopped")).rows


def test_two_that_talk_with_the_same_group_soon_after_each_other_may_merge() -> None:
    a = standing("A", groups=("Jongeren",), area="Oost", talks=(talk(day(5, 4)), talk(day(3, 2))))
    b = standing("B", groups=("Jongeren",), area="Oost", talks=(talk(day(6, 15)),))
    (merge,) = pressed(a, b).merges
    assert (merge.kind, merge.one[0], merge.other[0], merge.days) == ("group", "A", "B", 42)
    late = standing("B", groups=("Jongeren",), area="Oost", talks=(talk(day(6, 16)),))
    assert not pressed(a, late).merges
    same = standing("C", groups=("Jongeren",), area="Oost", talks=(talk(day(5, 4)),))
    assert pressed(a, same).merges[0].template == pressure.MERGE_SAME


def forecast(steps: Any) -> Forecast:
    known: dict[str, Any] = {field.name: 0.0 for field in dataclasses.fields(Forecast)}
    return Forecast(**known | {"steps": tuple(steps), "an_hour": 50.0, "finish": None, "reasons": (), "known": True})


def cost(number: int, made: float | None) -> StepCost:
    hours, cash = Part(20.0, made, 20.0, 25.0), Part(0.0, None, 0.0, 0.0)
    return StepCost(number, "", hours, cash, 0.0, 0.0, 1000.0, 0.0, None)


def test_planned_done_and_spent() -> None:
    assert earned.of(standing("A"), TODAY) is None
    plan = {"planned_start": day(3, 1), "planned_finish": day(3, 20)}
    rows = (
        step(1, "done", **plan), step(2, "busy", percent=25, **plan), step(3, "busy", **plan),
        step(4, "skipped", **plan),
        *(step(n, planned_start=day(4, 1), planned_finish=day(5, 1)) for n in range(5, 11)),
    )  # fmt: skip
    ends = forecast([cost(1, 30.0), cost(2, None), *(cost(n, None) for n in range(3, 11))])
    days = {3: (day(3, 12), day(3, 19))}
    found = earned.of(standing("A", days, phase="running", steps=rows, forecast=ends), TODAY)
    assert found is not None
    assert found.planned_cents == 3 * 80_000  # 16 of 20 days
    assert found.earned_cents == 100_000 + 25_000 + 50_000  # half of the days of step 3 before today
    assert found.actual_cents == 150_000
    assert found.assumed == (3,) and found.unknown == ()
    assert [template for template, _ in found.sentences] == [earned.BEHIND, earned.CHEAPER, earned.ASSUMED]


def test_nothing_noted_says_nothing_of_what_it_took() -> None:
    rows = tuple(step(n, "done" if n == 1 else "open") for n in range(1, 11))
    found = earned.of(standing("A", steps=rows, forecast=forecast(cost(n, None) for n in range(1, 11))), TODAY)
    assert found is not None and found.actual_cents is None and found.unknown == (1,)
    assert [template for template, _ in found.sentences] == [earned.AHEAD, earned.NOT_NOTED]

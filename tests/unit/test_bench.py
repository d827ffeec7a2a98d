"""bench/: the model that all engines compute is the estimator's own, and the table says what was measured."""

from __future__ import annotations

import pytest

from bench import arrays, scalar
from bench.model import Model, extract
from bench.table import BEGIN, END, Line, placed, row, verdicts
from estimator import Benchmarks, Scope
from estimator.draws import unit_draws
from estimator.events import happens
from estimator.model import parts, simulate
from tests.unit.engine.helpers import BASE

TWO_FORMS = {"conversations_by_form": {"dialoogtafel": 6, "inloopavond": 2}}
SCOPES = [
    {**BASE},
    {**BASE, "recruitment": "sortition", "outcome_route": "raad"},
    {**BASE, "recruitment": "targeted", "options": ["interpreter", "child_care"], "own_staff_share": 0.5},
    {k: v for k, v in {**BASE, **TWO_FORMS}.items() if k != "municipality"},
]


def permanent(m: Model, figures: Benchmarks) -> list:
    """The estimator's permanent draws of the model's variables."""
    draws = unit_draws(figures, None)
    return [draws[v.id] if v.chance is None else happens(v.chance, draws[v.id]) for v in m.variables]


@pytest.mark.parametrize("data", SCOPES)
def test_on_the_same_draws_the_models_give_what_the_estimator_gives(data):
    scope, figures = Scope.from_dict(data), Benchmarks.load()
    out, m = simulate(parts(scope, figures)), extract(scope, figures)
    draws, prepared = permanent(m, figures), scalar.prepare(m)
    cost, finish = arrays.outcome(m, draws)
    assert cost == pytest.approx(out.cost, rel=1e-12)
    assert (finish == out.finish).all()
    for k in range(25):
        one, day = scalar.outcome(prepared, [float(u[k]) for u in draws])
        assert one == pytest.approx(out.cost[k], rel=1e-12) and day == out.finish[k]


def test_normals_become_the_same_draws_on_arrays_and_one_by_one():
    m = extract(Scope.from_dict(BASE), Benchmarks.load())
    numbers = [((i * 37) % 100 - 50) / 25 for i in range(m.normals)]
    source = iter(numbers)
    one = scalar.units(scalar.prepare(m), source.__next__)
    assert next(source, None) is None
    many = arrays.spread(m, arrays.np.array(numbers)[:, None])
    assert one == pytest.approx([float(u[0]) for u in many], rel=1e-12)


def lines(**cpu: float) -> dict[str, Line]:
    found = {name: Line(name, wall=[s], cpu=[s], answers=[(101.0, 40.0)]) for name, s in cpu.items()}
    found["naive"].answers = [(98.0, 40.0)]
    return found


def test_what_must_hold_is_judged_by_the_figures():
    truth = (100.0, 40.0)
    good = lines(floor=1.0, estimate=2.0, slider=0.1, naive=60.0)
    assert [met for met, _ in verdicts(good, truth)] == [True, True, True]
    bad = lines(floor=1.0, estimate=3.5, slider=0.5, naive=60.0)
    assert [met for met, _ in verdicts(bad, truth)] == [False, False, False]
    good["naive"].answers = [(100.0, 40.0)]
    assert "larger" in verdicts(good, truth)[2][1] and not verdicts(good, truth)[2][0]


def test_a_line_of_the_table():
    line = Line("ours", 8192, [0.02], [0.02], [(101.0, 40.0)], first=1.2, peak=150.4)
    assert row(line, 0.01, (100.0, 40.0)) == "| ours | 8,192 | 20.00 | 20.00 | 2.00 | 1,200 | 150 | 1.00 | 0.00 |"
    assert "not installed" in row(Line("x", missing=True), 0.01, (1.0, 1.0))


def test_the_table_comes_between_its_marks_and_nowhere_else():
    once = placed(f"before {BEGIN}{END} after", "| 1 |")
    assert placed(once, "| 1 |") == once and once.startswith("before ") and once.endswith(" after")
    with pytest.raises(ValueError, match="lost its marks"):
        placed("nothing", "| 1 |")

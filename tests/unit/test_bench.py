"""bench/: the model that all engines compute is the estimator's own, and the table says what was measured."""

from __future__ import annotations

import pytest

from bench import arrays, scalar, slider
from bench.model import Model, extract
from bench.slider import Timed
from bench.stored import key, stored
from bench.table import BEGIN, END, Line, placed, row, said, verdicts
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


def test_two_tables_each_keep_to_their_own_marks():
    begin, end = slider.MARKS
    document = placed(placed(f"{BEGIN}{END} and {begin}{end}", "| 1 |"), "| 2 |", slider.MARKS)
    assert document.index("| 1 |") < document.index(f"{END} and {begin}") < document.index("| 2 |")


def timed(**both: float) -> dict[str, Timed]:
    return {name: Timed(name, [ms - 10, ms, ms + 70], [ms, ms - 5, ms + 90]) for name, ms in both.items()}


def test_a_slider_is_answered_when_figures_and_curve_are_both_there():
    pages = timed(whatif=120.0, stored=100.0, one=48.0)
    assert pages["whatif"].both == [120.0, 120.0, 210.0]
    assert "| whatif | 120 | 120 | 120 | 210 | 1.20 | 2.50 |" in slider.table(pages).splitlines()
    assert [met for met, _ in slider.verdicts(pages)] == [True, True]
    assert said(slider.verdicts(timed(whatif=140.0, stored=100.0, one=40.0))).count("NOT MET") == 2


def test_every_move_of_the_slider_goes_to_a_value_that_is_new():
    found = slider.moves()
    assert len(found) == len(set(found)) == slider.ROUNDS + slider.WARM
    assert slider.BASE not in found and all(1 <= value <= slider.LAST for value in found)


def test_a_stored_result_is_handed_out_and_another_scope_is_computed_and_said(capsys):
    known, other = Scope.from_dict(BASE), Scope.from_dict({**BASE, "conversations": 7})
    estimate = stored({key(known): {"a": 1}}, lambda scope, *rest, **more: "computed")
    assert estimate(known, None, process_key="x").to_dict() == {"a": 1} and not capsys.readouterr().out
    assert estimate(other) == "computed" and "not stored" in capsys.readouterr().out

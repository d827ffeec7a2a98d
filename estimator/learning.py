"""What closed processes teach: factors on hours, purchases and weeks, and how wide one process' band really is.

Per class r = ln(actual ÷ P50), normal-inverse-gamma with m₀ = 0, κ₀ = 4, ν₀ = 6 and s₀ the spread of the estimates
themselves (reference 2.8):

    κ = κ₀ + n    ν = ν₀ + n    m = n·r̄ ÷ κ    s² = (ν₀s₀² + Σ(r − r̄)² + κ₀n/κ · r̄²) ÷ ν

so one's own mean weighs n ÷ (n + 4). Steps are pooled: b_j = m + w_j(r̄_j − r̄) with w_j = n_j ÷ (n_j + 5.4), r̄ here the
mean over all steps, so that the steps together move by m and not by more. A record is used once, running processes
never. Pure: the same records give the same factors, rounded, on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from math import exp, log, sqrt
from statistics import mean
from typing import Any

from estimator.benchmarks import Benchmarks, Row
from estimator.draws import Z90
from estimator.drivers import WEEKLY

LEAST = 3  # with fewer closed processes nothing is learned
KAPPA, NU = 4.0, 6.0
POOLED = 5.4  # σ² ÷ τ² for σ = .35 within a step and τ = .15 between steps
SMALLEST_SIGMA = 0.05
USUAL_SIGMA = 0.25  # s₀ where no estimate has a known spread: that of the shipped case-to-case factors
CLASSES = ("hours", "cash", "weeks")
LEVELS = {"p10": 0.1, "p50": 0.5, "p80": 0.8, "p90": 0.9}
Pair = tuple[float, float]  # planned (P50) and actual


@dataclass(frozen=True)
class Record:
    """One closed process: planned (P50) and actual, in hours, euros and weeks; None or absent is unknown.

    ``spread``: σ of the estimate by class, ln(P90 ÷ P10) ÷ 2z, the case-to-case factor included.
    """

    id: str
    hours: Pair | None = None
    cash: Pair | None = None
    weeks: Pair | None = None
    hours_by_step: Mapping[int, Pair] = field(default_factory=dict)
    weeks_by_step: Mapping[int, Pair] = field(default_factory=dict)
    spread: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Lesson:
    """What one class or step teaches. ``factor``: on the benchmark; ``weight``: of one's own mean; ``sigma``: spread of
    ln(actual ÷ P50) that the next process has; ``predictive``: factors at P10, P50, P80 and P90."""

    n: int
    factor: float
    weight: float
    mean_ratio: float
    sigma: float = 0.0
    model_sigma: float = 0.0
    predictive: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Learned:
    """All lessons, with the ids of the processes they rest on."""

    ids: tuple[str, ...]
    classes: dict[str, Lesson]
    steps: dict[str, dict[int, Lesson]]

    def to_dict(self) -> dict[str, Any]:
        """JSON types."""
        steps = {k: {str(s): asdict(one) for s, one in v.items()} for k, v in self.steps.items()}
        return {"ids": list(self.ids), "classes": {k: asdict(v) for k, v in self.classes.items()}, "steps": steps}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Learned:
        """From ``to_dict``."""
        steps = {k: {int(s): Lesson(**one) for s, one in v.items()} for k, v in data["steps"].items()}
        return cls(tuple(data["ids"]), {k: Lesson(**v) for k, v in data["classes"].items()}, steps)


def record(id: str, estimate: Mapping[str, Any], actual: Mapping[str, Any]) -> Record:
    """A record from an estimate (its dict) and what really happened.

    ``actual``: ``hours``, ``cash_eur``, ``weeks`` (None is unknown), ``hours_by_step`` and ``weeks_by_step``.
    """
    names = {"hours": "hours", "cash": "cash_eur", "weeks": "weeks"}
    whole = {k: _pair(estimate[name]["p50"], actual.get(name)) for k, name in names.items()}
    steps = {step["step"]: step for step in estimate["by_step"]}
    by_step = {
        kind: {
            int(s): pair
            for s, value in actual.get(f"{kind}_by_step", {}).items()
            if (pair := _pair(steps[int(s)][kind]["p50"], value))
        }
        for kind in ("hours", "weeks")
    }
    spread = {
        k: log(estimate[name]["p90"] / estimate[name]["p10"]) / (2 * Z90)
        for k, name in names.items()
        if whole[k] and estimate[name]["p10"] > 0
    }
    return Record(id, **whole, hours_by_step=by_step["hours"], weeks_by_step=by_step["weeks"], spread=spread)


def _pair(planned: float, actual: float | None) -> Pair | None:
    return (float(planned), float(actual)) if actual and planned > 0 else None


def learn(records: Iterable[Record]) -> Learned:
    """The lessons of closed processes, in any order; one without any whole figure teaches nothing.

    Raises ValueError when a process comes twice.
    """
    given = sorted(records, key=lambda r: r.id)
    ids = [r.id for r in given]
    if len(set(ids)) < len(ids):
        raise ValueError(f"process {next(i for i in ids if ids.count(i) > 1)} counts once")
    kept = [r for r in given if any(getattr(r, k) for k in CLASSES)]
    classes = {k: lesson for k in CLASSES if (lesson := _class(k, kept))}
    steps: dict[str, dict[int, Lesson]] = {}
    for k in ("hours", "weeks"):
        if k in classes:
            steps[k] = _steps(classes[k], [getattr(r, f"{k}_by_step") for r in kept])
    return Learned(tuple(r.id for r in kept), classes, steps)


def _class(name: str, records: list[Record]) -> Lesson | None:
    known = [r for r in records if getattr(r, name)]
    if not known:
        return None
    ratios = [log(actual / planned) for planned, actual in (getattr(r, name) for r in known)]
    spreads = [r.spread[name] for r in known if r.spread.get(name)]
    model = mean(spreads) if spreads else USUAL_SIGMA
    n, average = len(ratios), mean(ratios)
    kappa, nu = KAPPA + n, NU + n
    m = n * average / kappa
    scatter = sum((r - average) ** 2 for r in ratios)
    s = sqrt((NU * model**2 + scatter + KAPPA * n / kappa * average**2) / nu)
    scale = s * sqrt(1 + 1 / kappa)
    predictive = {k: round(exp(m + scale * _student(p, nu)), 4) for k, p in LEVELS.items()}
    sigma = scale * _student(0.9, nu) / Z90
    return Lesson(n, _four(exp(m)), _four(n / kappa), _four(exp(average)), _four(sigma), _four(model), predictive)


def _student(p: float, nu: float) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(nu, p))


def _four(value: float) -> float:
    return round(value, 4)


def _steps(whole: Lesson, found: list[Mapping[int, Pair]]) -> dict[int, Lesson]:
    """Lessons by step, drawn to the whole as far as there are few of them."""
    ratios: dict[int, list[float]] = {}
    for by_step in found:
        for step, (planned, actual) in by_step.items():
            ratios.setdefault(step, []).append(log(actual / planned))
    everything = mean(r for rs in ratios.values() for r in rs) if ratios else 0.0
    lessons = {}
    for step, rs in sorted(ratios.items()):
        weight = len(rs) / (len(rs) + POOLED)
        own = mean(rs)
        factor = exp(log(whole.factor) + weight * (own - everything))
        lessons[step] = Lesson(len(rs), _four(factor), _four(weight), _four(exp(own)))
    return lessons


def with_learned(benchmarks: Benchmarks, learned: Learned) -> Benchmarks:
    """The benchmarks with what was learned in place; unchanged, with the same hash, when that is nothing.

    Hours by the factor of their step (step 0: of the class), purchases by the factor of cash, lead times and pace by
    the factor of weeks of their step unless they are fixed terms. Weekly work runs in weeks that were scaled already,
    so its own factor is divided by that of weeks. The case-to-case factors get the σ with which the model's whole
    spread equals the learned one: σ² = max(.05², σ_learned² − (σ_model² − σ_case²)). The usual overrun of others
    falls away where one's own processes say how it goes. Sources and grades stay: a factor on a total documents no
    single item. A class with fewer than three processes changes nothing.
    """
    usable = {k: v for k, v in learned.classes.items() if v.n >= LEAST}
    if not usable:
        return benchmarks
    return Benchmarks.from_rows(_row(row, usable, learned.steps) for row in benchmarks.rows)


def _row(row: Row, classes: dict[str, Lesson], steps: dict[str, dict[int, Lesson]]) -> Row:
    if row.driver in ("case.money", "case.time"):
        return _case(row, classes)
    if row.driver.startswith("overrun."):
        return _no_overrun(row, classes)
    kind = _class_of(row)
    if kind not in classes:
        return row
    lesson = steps.get(kind, {}).get(row.step, classes[kind])
    factor = lesson.factor
    if row.driver in WEEKLY and "weeks" in classes:
        factor = factor / classes["weeks"].factor
    if factor == 1.0:
        return row
    scaled: dict[str, Any] = {k: float(f"{getattr(row, k) * factor:.6g}") for k in ("low", "likely", "high")}
    return replace(row, **scaled, **_noted(row, lesson, factor))


def _class_of(row: Row) -> str:
    """The class that a row learns from, or empty: chances, shares, tariffs and fixed terms don't."""
    if row.kind == "hours":
        return "hours"
    if row.kind in ("euro", "euro_per_week"):
        return "cash"
    timed = row.driver.startswith(("lead.", "lead_extra", "pace"))
    return "weeks" if timed and row.low < row.high else ""


def _noted(row: Row, lesson: Lesson, factor: float) -> dict[str, Any]:
    """The notes of a row, with what own processes made of it in front."""
    times, weight = f"{factor:.2f}", round(100 * lesson.weight)
    nl = f"Eigen processen: n = {lesson.n}, × {times.replace('.', ',')}, weegt {weight} %. "
    en = f"Own processes: n = {lesson.n}, × {times}, weighs {weight} %. "
    return {"note": nl + row.note, "note_en": en + row.note_en}


def _no_overrun(row: Row, classes: dict[str, Lesson]) -> Row:
    """No overrun of others where own processes were learned from: the same lean would count twice."""
    lessons = [classes[k] for k in (("weeks",) if row.driver == "overrun.time" else ("hours", "cash")) if k in classes]
    if not lessons:
        return row
    ones: dict[str, Any] = dict.fromkeys(("low", "likely", "high"), 1.0)
    return replace(row, **ones, **_noted(row, lessons[0], 1.0))


def _case(row: Row, classes: dict[str, Lesson]) -> Row:
    lesson = classes.get("weeks") if row.driver == "case.time" else classes.get("hours", classes.get("cash"))
    if lesson is None:
        return row
    usual = log(row.high / row.low) / (2 * Z90)
    sigma = sqrt(max(SMALLEST_SIGMA**2, lesson.sigma**2 - (lesson.model_sigma**2 - usual**2)))
    low, high = (float(f"{exp(side * Z90 * sigma):.6g}") for side in (-1, 1))
    ends: dict[str, Any] = {"low": low, "likely": 1.0, "high": high}
    return replace(row, **ends, **_noted(row, lesson, 1.0))

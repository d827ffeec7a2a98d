"""A second engine, written apart: plain Monte Carlo with fresh draws and row-by-row loops. Both must agree.

It shares only the benchmark rows, the quantities and the free days with the real one: distributions, dependence, the
case-to-case factors, events, prices, durations, the network and percentiles are written again from docs/method.
"""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pytest

from estimator import Benchmarks, Row, Scope, estimate
from estimator.drivers import UNCERTAIN, counts
from estimator.model import parts, simulate
from estimator.workdays import COLLEGE_SUMMER_SKIP, COLLEGE_SUMMER_WEEKS, _named, _public_holidays
from tests.unit.engine.helpers import BASE, shipped

N = 200_000
SET = {"storm": {"probability": 0.6, "hours": 200}, "deferral_outcome": {"mitigated": True}, "venue_lost": False}
SCOPES = [
    {**BASE},
    {**BASE, "conversations": 5, "conversations_by_form": {"burgerberaad": 5}, "options": ["expense_fee"]},
    {**BASE, "preset": "uitgebreid", "own_staff_share": 0.4, "level": "adviseren"},
    {**BASE, "start": "2027-03-01", "budget_route": "raad", "outcome_route": "raad", "events": SET},
]
HIREABLE = ("process_lead", "facilitator", "communication", "analyst", "support")
BESIDE = {"facilitator_hours": "meeting_hours", "conversation_hours": "meeting_hours", "conversations": "meetings"}
PRICES = {2023: 0.038, 2024: 0.033, 2025: 0.033, 2022: 0.10, 2021: 0.027, 2020: 0.013, 2019: 0.026}


def certain_drivers() -> Benchmarks:
    """The shipped rows without those whose quantity is itself uncertain."""
    return Benchmarks.from_rows(r for r in shipped().rows if not r.is_item or r.driver not in UNCERTAIN)


class ByHand:
    """One run: ``cost`` in euros and ``finish`` of the decision in days since the start, of every draw."""

    def __init__(self, scope: Scope, figures: Benchmarks) -> None:
        self.rng = np.random.default_rng(20261123)
        self.scope, self.number = scope, counts(scope, figures)
        self.rows = [r for r in figures.rows if r.applies(scope)]
        self.programme, *self.steps = (self.rng.standard_normal(N) for _ in range(12))
        self.likely = {r.driver: r.likely for r in self.rows if not r.is_item}
        chances = [r.driver.removeprefix("event.") for r in self.rows if r.kind == "probability"]
        self.happened = {k: self.occurs(k) for k in chances if not k.startswith("event_mitigated")}
        total, self.hours = np.zeros(N), {}
        for row in self.rows:
            if row.is_item:
                total += self.amount(row) * self.price(row)
        self.cost = total * self.alone("case.money")
        self.finish = self.dates()

    def occurs(self, key: str) -> np.ndarray:
        """In which draws an event happens."""
        given = self.scope.events.get(key, {})
        usual = self.likely[f"event.{key}"]
        lower = self.likely[f"event_mitigated.{key}"] / usual if given.get("mitigated") else 1.0
        return (self.rng.random(N) < given.get("probability", usual) * lower) & given.get("on", True)

    def spread(self, row: Row, z: np.ndarray) -> np.ndarray:
        """The two halves of a lognormal through the three figures of a row."""
        if row.low == row.high:
            return np.full(N, row.likely)
        down, up = (math.log(row.likely / row.low) / 1.2815516, math.log(row.high / row.likely) / 1.2815516)
        return row.likely * np.exp(z * np.where(z < 0, down, up))

    def alone(self, parameter: str) -> np.ndarray:
        """A parameter that moves with nothing else."""
        return self.spread(next(r for r in self.rows if r.driver == parameter), self.rng.standard_normal(N))

    def together(self, row: Row) -> np.ndarray:
        """Draws that share the programme factor with all rows and another with those of their step."""
        own = math.sqrt(0.6) * self.rng.standard_normal(N)
        if not row.step:
            return self.spread(row, math.sqrt(0.4) * self.programme + own)
        return self.spread(row, math.sqrt(0.2) * (self.programme + self.steps[row.step]) + own)

    def impact(self, key: str, row: Row) -> np.ndarray:
        """What an event costs by one of its rows: only where it happened, scaled to the total that the user set."""
        name = {"hours": "hours", "euro": "euros", "weeks": "weeks"}[row.kind]
        given, scale = self.scope.events.get(key, {}).get(name), 1.0
        if given is not None:
            mine = (f"event.{key}", f"event_weeks.{key}")
            scale = given / sum(r.likely for r in self.rows if r.driver in mine and r.kind == row.kind)
        return self.happened[key] * self.spread(row, self.rng.standard_normal(N)) * scale

    def amount(self, row: Row) -> np.ndarray:
        """Hours or euros of one item; hours that aren't an event's also keep their role busy in their step."""
        if row.driver.startswith("event."):
            key, _, count = row.driver.removeprefix("event.").partition("*")
            many = self.number.of(count) if count else 1.0
            return self.impact(key, row) * many if key in self.happened else np.zeros(N)
        forms = [f for f in row.forms or () if not f.startswith("!")] or None
        many = self.number.of(row.driver, forms)
        found = self.together(row) * many * self.uplift(row)
        if row.kind == "hours":
            beside = self.number.of(BESIDE[row.driver], forms) / many if row.step == 5 and row.driver in BESIDE else 1.0
            role = self.hours.setdefault((row.step, row.role), np.zeros(N))
            role += found * min(beside, 1.0)
        return found

    def uplift(self, row: Row) -> float:
        """More hours by an option, in all steps or in the row's own."""
        more = (r.likely for r in self.rows if r.driver == "uplift" and r.step in (0, row.step))
        return 1 + sum(more) if row.kind == "hours" else 1.0

    def price(self, row: Row) -> float:
        """Euros for one unit of a row."""
        if row.kind != "hours":
            years = range((row.price_year or 2026) + 1, 2027)
            indexed = math.prod(1 + PRICES.get(y, 0.0) for y in years)
            return indexed / (1.21 if row.vat == "incl" else 1)
        share = self.scope.own_staff_share if row.role in HIREABLE else 1.0
        hired = self.likely.get(f"hired.{row.role}", 0.0)
        return share * self.likely[f"tariff.{row.role}"] + (1 - share) * hired

    def durations(self) -> dict[int, np.ndarray]:
        """Working days of every step."""
        pace, found = self.alone("case.time"), {}
        for step in range(1, 11):
            lead = self.together(next(r for r in self.rows if r.driver == f"lead.{step}"))
            extra = [self.together(r) for r in self.rows if r.driver == "lead_extra" and r.step == step]
            weeks = lead + np.max([np.zeros(N), *extra], axis=0)
            for (where, role), hours in self.hours.items():
                if where == step:
                    weeks = np.maximum(weeks, hours / self.likely[f"capacity.{role}"])
            if step == 5:
                weeks = np.maximum(weeks, self.talks())
            for row in self.rows:
                key = row.driver.removeprefix("event_weeks.")
                if row.kind == "weeks" and key in self.happened and row.step == step:
                    weeks = weeks + self.impact(key, row)
            found[step] = np.ceil(np.round(weeks * 5 * pace, 9)).astype(np.int64)
        return found

    def talks(self) -> np.ndarray:
        """Weeks from the first to the last occasion, of a process with one working form."""
        (form,) = self.scope.conversations_by_form
        rows = [r for name in (f"pace.{form}", "pace") for r in self.rows if r.driver == name]
        return (self.number.of("meetings") - 1) * self.together(rows[0])

    def dates(self) -> np.ndarray:
        """Offset of the morning after the decision, through the network of steps on numpy's business days."""
        days, region, start = self.durations(), self.scope.place.region, np.datetime64(self.scope.start)
        year, named = self.scope.start.year, _named(region, self.scope.start.year, self.scope.start.year + 12)
        public = [dt.date.fromordinal(o) for o in _public_holidays(year, year + 12)]
        summer, christmas = ([(a, b) for n, a, b in named if n == f"{s}vakantie"] for s in ("zomer", "kerst"))
        week = dt.timedelta(days=7)
        first = dt.timedelta(days=COLLEGE_SUMMER_SKIP)
        quiet = [(a + first, a + first + COLLEGE_SUMMER_WEEKS * week - dt.timedelta(days=1)) for a, _ in summer]
        free = {
            "work": public,
            "talks": public + within([(a, b) for _, a, b in named]),
            "college": public + within(quiet + christmas),
            "raad": public + within(summer + christmas),
            "budgethouder": public,
        }

        def after(kind: str, begin: np.ndarray, length: np.ndarray) -> np.ndarray:
            last = np.busday_offset(start + begin, length - 1, roll="forward", holidays=free[kind])
            return (last - start).astype(np.int64) + 1

        def half(step: int) -> np.ndarray:
            return (days[step] + 1) // 2

        one = after(self.scope.budget_route, np.zeros(N, dtype=np.int64), days[1])
        two = after("work", one, days[2])
        three = after("work", two, days[3])
        four = after("work", after("work", two, half(3)), days[4])
        begin = np.maximum(three, four)
        five = after("talks", begin, days[5])
        six = after("work", after("talks", begin, half(5)), days[6])
        six = np.maximum(six, after("work", five, half(6)))
        both = np.maximum(after("work", six, days[7]), after("work", six, days[8]))
        return after(self.scope.outcome_route, both, days[9])


def within(periods: list[tuple[dt.date, dt.date]]) -> list[dt.date]:
    """Every day of some periods."""
    return [a + dt.timedelta(days=k) for a, b in periods for k in range((b - a).days + 1)]


@pytest.mark.parametrize("data", SCOPES)
def test_both_engines_agree(data):
    scope, figures = Scope.from_dict(data), certain_drivers()
    real, other = estimate(scope, figures), ByHand(scope, figures)
    finish = np.sort(simulate(parts(scope, figures)).finish)
    for name, p in (("p10", 0.1), ("p50", 0.5), ("p80", 0.8), ("p90", 0.9)):
        assert real.cost_eur[name] == pytest.approx(float(np.quantile(other.cost, p)), rel=0.008), name
        # dates come in lumps (a recess), so what is compared is how often the other engine is in time
        day = finish[math.ceil(p * len(finish)) - 1]
        assert np.mean(other.finish < day) - 0.01 <= p <= np.mean(other.finish <= day) + 0.01, name


def test_both_engines_agree_on_what_every_event_does():
    """Share of draws in which each event happens and its mean cost, apart from everything else."""
    scope, figures = Scope.from_dict(SCOPES[3]), certain_drivers()
    real, other = estimate(scope, figures), ByHand(scope, figures)
    for event in real.events:
        key = event["key"]
        assert other.happened[key].mean() == pytest.approx(event["probability"] * event["on"], abs=0.004)
        rows = [r for r in other.rows if r.is_item and r.driver.startswith(f"event.{key}")]
        mean = sum(float(other.amount(r).mean()) * other.price(r) for r in rows) * real_case(scope, figures)
        assert event["mean_eur"] == pytest.approx(mean, rel=0.06, abs=1), key


def real_case(scope: Scope, figures: Benchmarks) -> float:
    """Mean of the case-to-case factor, which multiplies everything."""
    return float(simulate(parts(scope, figures)).case_money.mean())

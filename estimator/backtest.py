"""How the estimator does on public cases: its bands against what was really paid and how long it really took.

Rules of use, written down before any result was looked at:

* Tier 2 rows, class ``out`` and forms that no working form resembles are skipped, with the reason.
* A case becomes a scope with what it states: form, participants, meeting days (else meetings), invited, groups. The
  rest is default. Assemblies and G1000s are a ``burgerberaad`` (one conversation = one day; five days and 100 people
  where unknown, a G1000 one day), juries a ``burgerforum`` of four days, dialogue programmes ``dialoogtafel`` (eight
  seats a table), surveys an ``enquete``. Assemblies, juries and G1000s draw lots.
* Reach: residents reached, else invited, else population, else 10,000. Five groups where unknown. Start: the decision,
  else six weeks before the invitation, else twenty weeks before the first meeting, else January of the year.
* Cost (own staff left out): what was paid then includes a hired organiser and facilitators, so the scope hires all
  hours that can be hired (own_staff_share 0).
* Cost: budgets, contracts and realised amounts count; partial amounts don't. Own staff in or partly in, or not
  stated: compared with all costs; out or mostly out: with cash only. In euros at the year's rate (the nearest known
  year of that currency), the estimate at the price level of that year. Participants or days must be known.
* Weeks: every phase with a figure counts: decision → first (end of step 1 to start of step 5), invitation → first
  (start of step 4 to start of step 5), first → last (step 5), last → report (end of step 5 to end of step 8). Phases
  shorter than half a week count as half a week in the bias.
* Local and regional cases are the test; national ones are for information.
* The case-to-case σ is fitted on the same cases: what the spread of ln(actual ÷ P50) around its mean exceeds the
  spread of the bands without that factor. One for money, one for time.

Changed after the first run, because the model or a rule said something else than it meant, never to fit a row; the
first figures stand in docs/method: (1) table leaders and note takers of one occasion work side by side, not one after
the other; (2) first → last is one gap less than the number of occasions; (3) the rule on own staff left out.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from math import exp, log, sqrt
from pathlib import Path
from statistics import mean, variance
from typing import Any

import numpy as np
from numpy.typing import NDArray

from estimator.benchmarks import Benchmarks
from estimator.codes import NATIONAL_RESIDENTS, ScopeError
from estimator.draws import CASE_MONEY, CASE_TIME, Z90, column
from estimator.model import Outcome, parts, simulate
from estimator.places import DATA
from estimator.quantiles import four
from estimator.scope import Scope

Array = NDArray[np.float64]
PHASES = {
    "wk_decision_to_first": lambda t: t.starts[5] - t.ends[1],
    "wk_invite_to_first": lambda t: t.starts[5] - t.starts[4],
    "wk_first_to_last": lambda t: t.ends[5] - t.starts[5],
    "wk_last_to_report": lambda t: t.ends[8] - t.ends[5],
}
FORM_OF = {
    "citizens assembly": ("burgerberaad", 5, 100),
    "G1000 / burgertop": ("burgerberaad", 1, 100),
    "citizens jury / panel": ("burgerforum", 4, 20),
    "dialogue programme (many meetings)": ("dialoogtafel", 8, 8),
    "online consultation / survey / PWE": ("enquete", 1, None),
    "hybrid: survey/PWE + small forum": ("enquete", 1, None),
    "participatory budget": ("burgerbegroting", 4, None),
}
BY_LOT = ("citizens assembly", "G1000 / burgertop", "citizens jury / panel")
COUNTED = ("budget", "contract", "actual")
SHORTEST_WEEKS = 0.5


@dataclass(frozen=True)
class Trial:
    """One figure of one case: draws without the case-to-case factor, what really happened, and its group."""

    id: str
    what: str
    draws: Array
    actual: float
    national: bool
    time: bool


def scope_of(case: dict[str, str]) -> Scope:
    """The scope of a case. Raises ValueError with the reason when it can't be one."""
    form = FORM_OF.get(case["form"])
    if form is None:
        raise ValueError(f"form {case['form']!r} resembles none of the working forms")
    key, usual, people = form
    participants = whole(case["participants"]) or people
    days = whole(case["meeting_days"]) or whole(case["meetings"]) or usual
    if key == "dialoogtafel":
        stated = whole(case["participants"])
        tables = max(1, round(stated / 8)) if stated else days
        conversations, meetings = max(tables, days), min(days, max(tables, days))
    else:
        conversations, meetings = days, None
    reach = whole(case["residents_reached"]) or whole(case["invited"]) or whole(case["population"]) or 10_000
    price_year = whole(case["price_year"]) or whole(case["year"]) or 2025
    data: dict[str, Any] = {
        "stakeholder_groups": whole(case["stakeholder_groups"]) or 5,
        "conversations": conversations,
        "conversations_by_form": {key: conversations},
        "resident_reach": min(reach, NATIONAL_RESIDENTS),
        "recruitment": "sortition" if case["form"] in BY_LOT else "open",
        "level": "raadplegen" if key == "enquete" else "adviseren",
        "price_year": min(max(price_year, 2010), 2040),
        "start": _start(case).isoformat(),
        "done": "evaluation",
    }
    if meetings:
        data["meetings"] = meetings
    if staff_out(case):
        data["own_staff_share"] = 0.0
    if participants and key != "dialoogtafel":
        data["participants"] = participants
    return Scope.from_dict(data)


def staff_out(case: dict[str, str]) -> bool:
    """True when the case says that own staff isn't in its costs."""
    return case["staff_time_in"].startswith(("out", "mostly out"))


def cost_counts(case: dict[str, str]) -> bool:
    """True for budgets, contracts and realised amounts; partial amounts don't count."""
    return case["cost_status"].startswith(COUNTED)


def _start(case: dict[str, str]) -> dt.date:
    for name, weeks in (("date_decision", 0), ("date_invited", 6), ("date_first_meeting", 20)):
        if case[name]:
            return dt.date.fromisoformat(case[name]) - dt.timedelta(weeks=weeks)
    return dt.date(whole(case["year"]) or 2025, 1, 2)


def whole(text: str) -> int | None:
    """A whole number in a cell, or None when it is empty, zero or no number."""
    try:
        return int(float(text)) or None
    except ValueError:
        return None


@cache
def _exchange() -> tuple[tuple[str, int, float], ...]:
    with open(DATA / "exchange_rates.csv", encoding="utf-8", newline="") as f:
        return tuple((r["currency"], int(r["year"]), float(r["eur_per_unit"])) for r in csv.DictReader(f))


def euros(amount: float, currency: str, year: int) -> float:
    """An amount in euros at the rate of the year, else of the nearest known year. Raises ValueError if none."""
    if currency == "EUR":
        return amount
    known = [(abs(y - year), r) for c, y, r in _exchange() if c == currency]
    if not known:
        raise ValueError(f"no exchange rate for {currency}")
    return amount * min(known)[1]


def trials(case: dict[str, str], without_case: Benchmarks) -> tuple[list[Trial], list[str]]:
    """What of a case can be tested, and why the rest can't."""
    if case["class"] == "out":
        return [], ["out of class"]
    if case["tier"] != "1":
        return [], ["tier 2: bulk row, not read one by one"]
    phases = [k for k in PHASES if case[k]]
    if not phases and not case["total_cost"]:
        return [], ["states neither cost nor a phase in weeks"]
    try:
        scope = scope_of(case)
    except (ValueError, ScopeError) as e:
        return [], [str(e)]
    out = simulate(parts(scope, without_case))
    national = case["class"] == "national"
    found = [Trial(case["id"], k, PHASES[k](out.timeline) / 7, float(case[k]), national, True) for k in phases]
    if not case["total_cost"]:
        return found, []
    cost, why = _cost(case, out)
    if cost is None:
        return found, [f"cost: {why}"]
    draws = out.cash if staff_out(case) else out.cost
    return [*found, Trial(case["id"], "cost", draws, cost, national, False)], []


def _cost(case: dict[str, str], out: Outcome) -> tuple[float | None, str]:
    if not cost_counts(case):
        return None, f"status is {case['cost_status'] or 'unknown'}"
    if not whole(case["participants"]) and not whole(case["meeting_days"]) and not whole(case["meetings"]):
        return None, "neither participants nor days known"
    try:
        return euros(float(case["total_cost"]), case["currency"], whole(case["price_year"]) or 2025), ""
    except ValueError as e:
        return None, str(e)


def backtest(path: Path | str, benchmarks: Benchmarks | None = None) -> dict[str, Any]:
    """Coverage of the 80 % band and geometric bias (actual ÷ P50) on the cases of a file; see the rules above."""
    figures = benchmarks or Benchmarks.load()
    without = Benchmarks.from_rows(
        replace(r, low=1.0, likely=1.0, high=1.0) if r.driver.startswith("case.") else r for r in figures.rows
    )
    with open(path, encoding="utf-8-sig", newline="") as f:
        cases = list(csv.DictReader(f))
    found: list[Trial] = []
    skipped = []
    for case in cases:
        new, reasons = trials(case, without)
        found += new
        skipped += [{"id": case["id"], "reason": r} for r in reasons]
    money = [t for t in found if not t.time and not t.national]
    time = [t for t in found if t.time and not t.national]
    sigma = {"cost": fitted_sigma(money), "weeks": fitted_sigma(time)}
    rows = [_row(t, sigma["weeks" if t.time else "cost"]) for t in found]

    def summary(chosen: Iterable[Trial], s: float) -> dict[str, Any]:
        return _summary([_row(t, s) for t in chosen])

    return {
        "cost": summary(money, sigma["cost"]),
        "cost_national": summary([t for t in found if not t.time and t.national], sigma["cost"]),
        "weeks": summary(time, sigma["weeks"]),
        "weeks_national": summary([t for t in found if t.time and t.national], sigma["weeks"]),
        "without_case_factor": {"cost": summary(money, 0.0), "weeks": summary(time, 0.0)},
        "with_default_case_factor": {
            "cost": summary(money, _default_sigma(figures, "case.money")),
            "weeks": summary(time, _default_sigma(figures, "case.time")),
        },
        "sigma": {k: round(v, 3) for k, v in sigma.items()},
        "rows": rows,
        "skipped": skipped,
        "benchmarks_sha256": figures.sha256,
    }


def _default_sigma(figures: Benchmarks, name: str) -> float:
    row = figures.parameters[name][0]
    return log(row.high / row.low) / (2 * Z90)


def fitted_sigma(chosen: list[Trial]) -> float:
    """The σ that the bands lack: √(variance of ln(actual ÷ P50) − mean variance of the bands), at least 0."""
    if len(chosen) < 2:
        return 0.0
    residuals, spreads = [], []
    for t in chosen:
        q = four(t.draws)
        middle = max(q["p50"], SHORTEST_WEEKS if t.time else 1.0)
        residuals.append(log(max(t.actual, SHORTEST_WEEKS if t.time else 1.0) / middle))
        low, high = (max(q[k], SHORTEST_WEEKS if t.time else 1.0) for k in ("p10", "p90"))
        spreads.append((log(high / low) / (2 * Z90)) ** 2)
    return sqrt(max(0.0, variance(residuals) - mean(spreads)))


def _row(t: Trial, sigma: float) -> dict[str, Any]:
    z = column(CASE_TIME if t.time else CASE_MONEY)
    q = four(t.draws * np.exp(sigma * z))
    digits = 1 if t.time else 0
    return {
        "id": t.id,
        "what": t.what,
        "p10": round(q["p10"], digits),
        "p50": round(q["p50"], digits),
        "p90": round(q["p90"], digits),
        "actual": round(t.actual, digits),
        "inside": bool(q["p10"] <= t.actual <= q["p90"]),
        "national": t.national,
    }


def _summary(rows: list[dict[str, Any]]) -> dict[str, Any]:
    if not rows:
        return {"n": 0, "coverage80": None, "bias": None}

    def least(r: dict[str, Any], k: str) -> float:
        return max(float(r[k]), 1.0 if r["what"] == "cost" else SHORTEST_WEEKS)

    bias = exp(mean(log(least(r, "actual") / least(r, "p50")) for r in rows))
    return {"n": len(rows), "coverage80": round(mean(r["inside"] for r in rows), 3), "bias": round(bias, 3)}

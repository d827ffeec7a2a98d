"""Plan backwards: the decision is taken on or before a meeting; when must the process and each of its steps begin?

The network of steps is walked from its end. Every rule of ``network.forward`` has an exact inverse (``latest``), so the
answer needs no search: a start meets the meeting if and only if it lies on or before the latest one. Unknown holiday
region: the earliest of the three, step by step, so that a date holds wherever the municipality lies (a plan that starts
in time in all three may then end a step past the date that another region sets).

- Level ``likely``: the deterministic durations.
- Level ``p80``: the latest start from which at least 80 % of the shared draws meet the meeting. The latest dates of a
  step say the same of that step: begun (or finished) then, whatever came before, the rest still holds in 80 % of the
  draws. The margin so lies behind each step, not in it.

Too late to start: the shortage is divided over the steps, longest first and down to a common length, one day at least
for each; what is not needed is given back, to the shortest first. A statutory term is never shortened. At ``p80`` every
draw of a step gets as many days less as its 80 % duration does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np

from estimator.benchmarks import Benchmarks
from estimator.codes import FIRST_DATE, LAST_DATE
from estimator.meetings import BODIES, meetings
from estimator.model import parts, point, simulate
from estimator.network import calendar_of
from estimator.quantiles import place
from estimator.result import ENGINE
from estimator.scope import Scope
from estimator.workdays import HORIZON, Calendar, Calendars, Days, latest_of_regions

__all__ = ["meetings", "plan_back"]

STEPS = range(1, 10)  # sharing the decision (step 10) comes after the meeting
SHARE = {"likely": 1.0, "p80": 0.8}
YEARS_BACK = 10  # a process that must begin longer ago has no latest start
NEVER = -1
STATUTORY = "laid_open"  # six weeks for formal views (Awb 3:16), a part of step 9


@dataclass(frozen=True)
class Limits:
    """Latest start (day) and latest end (the morning after) by step 1–9, as offsets; shape (n,), −1 for never."""

    starts: dict[int, Days]
    ends: dict[int, Days]

    def earliest(self, other: Limits) -> Limits:
        """The earlier of two, step by step and draw by draw."""
        return Limits(
            {s: np.minimum(self.starts[s], other.starts[s]) for s in STEPS},
            {s: np.minimum(self.ends[s], other.ends[s]) for s in STEPS},
        )


@dataclass(frozen=True)
class Task:
    """What must be done before ``end`` (an offset, the morning after the meeting) in a share of the draws.

    ``durations``: working days by step, shape (n,). ``floors``: days that a step can't be squeezed below.
    """

    scope: Scope
    durations: dict[int, Days]
    floors: dict[int, int]
    cals: tuple[Calendars, ...]
    end: int
    share: float

    def limits(self, less: dict[int, int] | None = None) -> Limits:
        """Latest dates of every draw in every region, when steps take some days less."""
        durations = self.durations if less is None else self.shortened(less)
        first, *others = [limits(durations, self.scope, c, self.end) for c in self.cals]
        for other in others:
            first = first.earliest(other)
        return first

    def shortened(self, less: dict[int, int]) -> dict[int, Days]:
        """Durations with some days less for steps; a draw at or below the floor of its step stays as it is."""
        found = dict(self.durations)
        for s, days in less.items():
            found[s] = np.maximum(found[s] - days, np.minimum(found[s], self.floors[s]))
        return found

    def begin(self, less: dict[int, int] | None = None) -> int:
        """The latest start of the process."""
        return self.held(self.limits(less).starts[1])

    def held(self, latest: Days) -> int:
        """The latest of the days that a share of the draws allows."""
        back = len(latest) - 1 - place(len(latest), self.share)
        return int(np.partition(latest, back)[back])

    def days(self, step: int, less: dict[int, int] | None = None) -> int:
        """Working days of a step that a share of its draws keeps."""
        at = place(len(self.durations[step]), self.share)
        return int(np.partition(self.durations[step], at)[at]) - (less or {}).get(step, 0)


def plan_back(
    scope: Scope,
    meeting: dt.date,
    benchmarks: Benchmarks | None = None,
    *,
    level: str = "likely",
    process_key: str | None = None,
    not_before: dt.date | None = None,
) -> dict[str, Any]:
    """When a process and its steps must begin for step 9 to end on or before ``meeting``; the scope's start is unused.

    ``level``: likely or p80. ``not_before``: the first day on which it can begin (today). As JSON types:

    - ``start``: the latest start (a day on which step 1 can be worked on), None when over ten years ago;
      ``probability``: the share of draws that then meet the date (p80 only).
    - ``steps``: of each step 1–9 its working ``days``, ``latest_start`` and ``latest_finish`` (the last day of work).
    - ``short_days``: working days from ``start`` to ``not_before``, 0 when in time. If more, ``squeezed`` names the
      steps that get fewer days than they need: ``days`` less ``of`` so many, and the ``body`` whose own procedure it
      is (college, raad or None). ``squeezed_steps`` is ``steps`` with those durations. ``alone`` names every step that
      could do it alone, and with how many days less.
    - ``possible``: False when even that isn't enough; ``squeezed`` then holds all that can be taken off and
      ``still_short_days`` what is still missing (0 otherwise).
    - ``statutory``: terms that are never shortened (step, working days, option).
    - ``assumed_dates``: whether school holidays before the meeting are assumed rather than known.

    Raises ValueError for an unknown level or a meeting before 1980 or after 2045.
    """
    if level not in SHARE:
        raise ValueError(f"level: {level!r} is not one of {', '.join(SHARE)}")
    if not FIRST_DATE <= meeting <= LAST_DATE:
        raise ValueError(f"meeting: {meeting} does not lie between {FIRST_DATE} and {LAST_DATE}")
    figures = benchmarks or Benchmarks.load()
    task = task_of(scope, meeting, figures, level, process_key)
    found = task.limits()
    start = task.held(found.starts[1])
    statutory = {s: days for s, days in task.floors.items() if days > 1}
    return {
        "meeting": meeting.isoformat(),
        "route": scope.outcome_route,
        "level": level,
        "start": _date(task, start),
        "probability": round(float(np.mean(found.starts[1] >= start)), 4) if level != "likely" else None,
        "steps": _steps(task, found),
        "not_before": not_before.isoformat() if not_before else None,
        **_shortage(task, start, not_before),
        "statutory": [{"step": s, "days": days, "option": STATUTORY} for s, days in statutory.items()],
        "assumed_dates": any(meeting > c.known_until for c in task.cals),
        "benchmarks_sha256": figures.sha256,
        "engine": ENGINE,
    }


def task_of(scope: Scope, meeting: dt.date, figures: Benchmarks, level: str, process_key: str | None) -> Task:
    """Durations and calendars of a scope, with tables that begin ten years before the year of the meeting."""
    p = parts(scope, figures)
    out = point(p) if level == "likely" else simulate(p, process_key)
    since = dt.date(meeting.year - YEARS_BACK, 1, 1)
    cals = latest_of_regions(since, scope.place.region if scope.place else None)
    return Task(scope, out.durations, _floors(scope, figures), cals, (meeting - since).days + 1, SHARE[level])


def _floors(scope: Scope, figures: Benchmarks) -> dict[int, int]:
    """Working days below which a step can't be squeezed: a day, or its statutory term."""
    found = dict.fromkeys(STEPS, 1)
    for row in figures.parameters.get("lead_extra", ()):
        if ("option", (STATUTORY,)) in row.conditions and row.applies(scope):
            found[row.step] = max(found[row.step], ceil(round(row.likely * 5, 9)))
    return found


def limits(durations: dict[int, Days], scope: Scope, cal: Calendars, end: int) -> Limits:
    """``network.forward`` from its end: a plan is over before ``end`` exactly when no start is later than these."""
    starts: dict[int, Days] = {}
    ends: dict[int, Days] = {}

    def run(step: int, before: Days, halfway: Days | None = None) -> None:
        """The step is over before ``before``; half of it is over before ``halfway``."""
        own, days = calendar_of(step, scope, cal), durations[step]
        ends[step] = np.where(days > 0, _after_last(own, before), before)
        starts[step] = latest(own, before, days)
        if halfway is not None:
            starts[step] = np.minimum(starts[step], latest(own, halfway, (days + 1) // 2))

    run(9, np.full_like(durations[9], end))
    run(8, starts[9])
    run(7, starts[9])
    run(6, np.minimum(starts[7], starts[8]))
    run(5, latest(cal.work, ends[6], (durations[6] + 1) // 2), halfway=starts[6])
    run(4, starts[5])
    run(3, starts[5], halfway=starts[4])
    run(2, starts[3])
    run(1, starts[2])
    return Limits(starts, ends)


def latest(cal: Calendar, before: Days, duration: Days) -> Days:
    """The last day to begin ``duration`` allowed days that are over by the morning ``before``; −1 when there is none.

    The inverse of ``Calendar.finish``: finish(start, duration) ≤ before exactly when start ≤ latest(before, duration).
    """
    at = cal.index.take(before, mode="clip") - duration
    begin = np.where(at >= 0, cal.days.take(at, mode="clip"), NEVER)
    return np.where(duration > 0, begin, before)


def _after_last(cal: Calendar, before: Days) -> Days:
    """The morning after the last allowed day that is over by the morning ``before``."""
    at = cal.index.take(before, mode="clip") - 1
    return np.where(at >= 0, cal.days.take(at, mode="clip") + 1, NEVER)


def _date(task: Task, offset: int) -> str | None:
    return (task.cals[0].start + dt.timedelta(days=offset)).isoformat() if offset > NEVER else None


def _steps(task: Task, found: Limits, less: dict[int, int] | None = None) -> list[dict[str, Any]]:
    return [
        {
            "step": s,
            "days": task.days(s, less),
            "latest_start": _date(task, task.held(found.starts[s])),
            "latest_finish": _date(task, max(task.held(found.ends[s]) - 1, NEVER)),
        }
        for s in STEPS
    ]


# Too late to start


def _shortage(task: Task, start: int, not_before: dt.date | None) -> dict[str, Any]:
    """How many working days are missing, and the steps that they would be taken from."""
    first = min(max((not_before - task.cals[0].start).days, 0), HORIZON) if not_before else NEVER
    if first <= start or not_before is None:
        found = {"short_days": 0, "possible": not_before is not None or start > NEVER}
        return {**found, "squeezed": [], "squeezed_steps": [], "alone": [], "still_short_days": 0}
    less = _down_to(task, 1)
    reached = task.begin(less)
    possible = reached >= first
    bodies = {1: task.scope.budget_route, 9: task.scope.outcome_route}
    alone = {s: _fewest(task, first, {}, s, most) for s, most in less.items()}
    if possible:
        less = squeeze(task, first)
    return {
        "short_days": _workdays(task, start, first),
        "possible": possible,
        "squeezed": [
            {"step": s, "days": days, "of": task.days(s), "body": bodies[s] if bodies.get(s) in BODIES else None}
            for s, days in less.items()
        ],
        "squeezed_steps": _steps(task, task.limits(less), less) if possible else [],
        "alone": [{"step": s, "days": days} for s, days in alone.items() if days is not None],
        "still_short_days": 0 if possible else _workdays(task, reached, first),
    }


def _workdays(task: Task, since: int, until: int) -> int:
    """Working days from one offset to another."""
    index = task.cals[0].work.index
    return int(index[max(until, 0)] - index[max(since, 0)])


def _down_to(task: Task, length: int) -> dict[int, int]:
    """Days to take off each step so that none takes more than ``length``, or its floor."""
    less = {s: task.days(s) - max(length, task.floors[s]) for s in STEPS}
    return {s: days for s, days in less.items() if days > 0}


def squeeze(task: Task, first: int) -> dict[int, int]:
    """Days less by step with which a process that begins on offset ``first`` still makes it: the longest steps are
    brought down to a common length, then each gets back what it can, the shortest first. No single day can be given
    back after that. It must be possible with every step at its floor."""
    longest = max(task.days(s) for s in STEPS)
    cut = _least(lambda n: task.begin(_down_to(task, longest - n)) >= first, longest - 1)
    less = _down_to(task, longest - cut)
    for s in sorted(less, key=task.days):
        less[s] = _fewest(task, first, less, s, less[s]) or 0
    return {s: days for s, days in sorted(less.items()) if days}


def _fewest(task: Task, first: int, less: dict[int, int], step: int, most: int) -> int | None:
    """The fewest days to take off one step, beside those off the others, to begin on ``first``; None if even ``most``
    is too few."""

    def enough(days: int) -> bool:
        return task.begin({**less, step: days}) >= first

    return _least(enough, most) if enough(most) else None


def _least(enough: Callable[[int], bool], most: int) -> int:
    """The smallest whole number from 0 that is enough; ``most`` is, and so is all between.

    >>> _least(lambda n: n >= 7, 20)
    7
    """
    low, high = 0, most
    while low < high:
        middle = (low + high) // 2
        if enough(middle):
            high = middle
        else:
            low = middle + 1
    return low

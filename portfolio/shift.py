"""When one step moves, where the following steps go: the plan keeps its shape, on days on which people work.

A following step keeps its own length and its distance to the end of the steps it waits for (an overlap stays one), both
counted in working days; talks are placed and counted outside school holidays; the decision on the outcome falls on a
meeting for which the final report is ready in time. Nothing here moves by itself: it is a proposal.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from portfolio import meeting_days
from portfolio.identity import User
from portfolio.meeting_days import Calendar
from portfolio.messages import N_
from portfolio.rows import open_process
from portfolio.steps import CHANGED, ORDER, STEPS
from portfolio.store import records, tables
from portfolio.store.commit import Tx, commit
from portfolio.store.database import Store
from portfolio.store.errors import Conflict, Refused

Span = tuple[dt.date | None, dt.date | None]  # planned start and finish; None is open
Allowed = Callable[[dt.date], bool]
TALKS, REPORT, DECISION = 5, 8, 9
DAY = dt.timedelta(days=1)
FAR = dt.date(2060, 12, 31)  # as portfolio.checks.LAST_DAY: nothing moves past it

FOLLOWS = N_("moves along with step {step}")
AFTER_HOLIDAY = N_("moves along with step {step}, and talks stay outside the school holidays")
FIXED = N_("Step {step} is done or skipped; its dates stay as they are.")
ON_MEETING = N_("moves along with step {step}, to a meeting of the deciding body")


@dataclass(frozen=True)
class Move:
    """A step with its planned dates as they are and as proposed; ``why`` is a sentence with {step}: ``cause``."""

    step: int
    old: Span
    new: Span
    why: str
    cause: int


@dataclass(frozen=True)
class Rules:
    """What a proposal keeps to. ``fixed``: steps that are done or skipped; ``begun``: steps that are busy, of which
    only the finish moves; ``floor``: the day of the approval; ``body``: who decides on the outcome."""

    calendar: Calendar
    fixed: frozenset[int] = frozenset()
    begun: frozenset[int] = frozenset()
    floor: dt.date | None = None
    body: str = ""
    municipality: str = ""


def propose(
    plan: Mapping[int, Span],
    changed: int,
    new: Span,
    rules: Rules,
    depends_on: Mapping[int, Sequence[int]] | None = None,
) -> list[Move]:
    """The moves of the steps after ``changed``, which went from ``plan[changed]`` to ``new``; empty when nothing
    follows from it. A step that didn't move moves nothing."""
    depends = depends_on or {about.step: about.depends_on for about in STEPS}
    old_ends: dict[int, dt.date] = {}
    new_ends: dict[int, dt.date] = {}
    moves: list[Move] = []
    for step in sorted(depends):
        was = plan.get(step, (None, None))
        now = new if step == changed else was
        before = [one for one in depends[step] if one in old_ends]
        if step > changed and any(was) and step not in rules.fixed:
            found = _moved(step, was, before, old_ends, new_ends, rules)
            if found and found.new != was:
                now = found.new
                moves.append(found)
        _ends(step, was, now, before, old_ends, new_ends)
    return moves


def apply(
    store: Store,
    user: User,
    process_id: str,
    versions: Mapping[int, int],
    moves: Sequence[Move],
    token: str | None = None,
) -> None:
    """Write the new planned dates of all moves at once, each at its version; all or nothing. Role: bewerker.

    Raises Conflict when somebody changed one of these steps in the meantime; Refused when one is done or skipped.
    """

    def work(tx: Tx) -> str:
        open_process(tx, process_id)
        for move in moves:
            _write(tx, process_id, move, versions.get(move.step, 0))
        return process_id

    if moves:
        commit(store, user, "step.shift", work, token, f"process/{process_id}")


def _write(tx: Tx, process_id: str, move: Move, version: int) -> None:
    where = {"process_id": process_id, "step": move.step}
    row = records.one(tx.c, tables.step_progress, **where)
    if row is None or row["version"] != version:
        raise Conflict(CHANGED, step=move.step, theirs=row, yours=move.new)
    start, finish = move.new
    if row["status"] in ("done", "skipped"):
        raise Refused(FIXED, field="status", step=move.step)
    if start and finish and finish < start:
        raise Refused(ORDER, field="planned_finish", value=finish, low=start)
    stamp = {"version": version + 1, "updated_by": tx.actor, "updated_at": tx.now}
    records.change(tx.c, tables.step_progress, where, {"planned_start": start, "planned_finish": finish, **stamp})
    dates = {"planned_start": start, "planned_finish": finish}
    said = {name: day.isoformat() if day else None for name, day in dates.items()}
    tx.log(f"process/{process_id}/step/{move.step}", {"version": version + 1, "moved_with": move.cause, **said})


def _ends(
    step: int,
    was: Span,
    now: Span,
    before: Sequence[int],
    old_ends: dict[int, dt.date],
    new_ends: dict[int, dt.date],
) -> None:
    """When the step ends in both plans, by what both know; a step without dates ends with those before it."""
    for part in (1, 0):
        old, new = was[part], now[part]
        if old and new:
            old_ends[step], new_ends[step] = old, new
            return
    if before:
        old_ends[step] = max(old_ends[one] for one in before)
        new_ends[step] = max(new_ends[one] for one in before)


def _moved(
    step: int,
    was: Span,
    before: Sequence[int],
    old_ends: Mapping[int, dt.date],
    new_ends: Mapping[int, dt.date],
    rules: Rules,
) -> Move | None:
    """Where a step goes; None when those before it end as they did."""
    deltas = {one: working_days(old_ends[one], new_ends[one]) for one in before}
    if not any(deltas.values()):
        return None
    by = max(deltas.values())
    cause = max(before, key=lambda one: (deltas[one], one))
    if by == 0:  # another step it waits for stays where it is
        return None
    allowed = _allowed(step, rules)
    start, finish = was
    if step in rules.begun:
        placed = _begun(was, by)
    elif start is None:
        assert finish is not None
        placed = None, _add(finish, by, allowed)
    else:
        first = _not_before(_add(start, by, allowed), rules.floor, allowed)
        placed = first, _last_day(first, _length(was, allowed), allowed) if finish else None
    why = FOLLOWS
    if step == TALKS and start and placed[0] and placed[0] != _add(start, by, meeting_days.is_working_day):
        why = AFTER_HOLIDAY
    if step == DECISION and finish and meeting_days.BODIES.count(rules.body):
        decided = _decision(placed, was, by, new_ends, before, rules)
        if decided:
            placed, why = decided, ON_MEETING
    kept = _one_way(was, placed, by)
    return Move(step, was, kept, why, cause) if _sound(kept) else None


def _begun(was: Span, by: int) -> Span:
    """Of a step that has begun only the finish moves, and not to before its start."""
    start, finish = was
    if finish is None:
        return was
    moved = _add(finish, by, meeting_days.is_working_day)
    return start, _from(max(moved, start), meeting_days.is_working_day) if start else moved


def _decision(
    placed: Span, was: Span, by: int, new_ends: Mapping[int, dt.date], before: Sequence[int], rules: Rules
) -> Span | None:
    """The decision on a meeting: the one that was planned when it can still be met, else the first that can."""
    start, finish = placed
    assert finish is not None and was[1] is not None
    ready = new_ends[REPORT] if REPORT in before else max(new_ends[one] for one in before)
    since = max(was[1] if by > 0 else finish, start or dt.date.min)
    meeting = meeting_days.in_time(rules.calendar, rules.body, ready, since)
    return (start, meeting.day) if meeting else None


def _one_way(was: Span, placed: Span, by: int) -> Span:
    """A date goes the way the step went, or stays: later when ``by`` is positive, else earlier."""
    pick = max if by > 0 else min
    start, finish = (pick(old, new) if old and new else old for old, new in zip(was, placed, strict=True))
    return was if by < 0 and start == was[0] and start != placed[0] else (start, finish)


def _sound(span: Span) -> bool:
    return all(day is None or day <= FAR for day in span)


def _allowed(step: int, rules: Rules) -> Allowed:
    if step != TALKS:
        return meeting_days.is_working_day
    where = meeting_days.regions(rules.calendar, rules.municipality)
    return lambda day: meeting_days.is_working_day(day) and meeting_days.school_holiday(day, where) is None


def working_days(first: dt.date, then: dt.date) -> int:
    """How many working days lie between two days, negative when ``then`` is earlier.

    >>> working_days(dt.date(2026, 4, 2), dt.date(2026, 4, 8))  # Good Friday and Easter Monday in between
    2
    """
    if then < first:
        return -working_days(then, first)
    return sum(meeting_days.is_working_day(first + k * DAY) for k in range(1, (then - first).days + 1))


def _add(day: dt.date, count: int, allowed: Allowed) -> dt.date:
    """The day ``count`` working days later (or earlier), then the first allowed day from there. A day on which nobody
    works counts as the working day after it."""
    day = _from(day, meeting_days.is_working_day)
    step = DAY if count > 0 else -DAY
    left = abs(count)
    while left:
        day += step
        left -= meeting_days.is_working_day(day)
    return _from(day, allowed)


def _from(day: dt.date, allowed: Allowed) -> dt.date:
    while not allowed(day) and day <= FAR:
        day += DAY
    return day


def _length(span: Span, allowed: Allowed) -> int:
    """The number of allowed days of a step, at least one."""
    start, finish = span
    assert start and finish
    return max(sum(allowed(start + k * DAY) for k in range((finish - start).days + 1)), 1)


def _last_day(start: dt.date, length: int, allowed: Allowed) -> dt.date:
    day, left = start, length - allowed(start)
    while left and day <= FAR:
        day += DAY
        left -= allowed(day)
    return day


def _not_before(day: dt.date, floor: dt.date | None, allowed: Allowed) -> dt.date:
    return _from(max(day, floor), allowed) if floor else day

"""The municipality's own figures: set beside the shipped benchmarks with who, when and why, and restored again.

Every change is a row that stays; the last row of a key counts. A figure is of the municipality, never of the example.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from estimator.benchmarks import Row
from estimator.own import HIGHEST, TARIFF
from portfolio import estimates
from portfolio.checks import Faults, shown
from portfolio.identity import User
from portfolio.messages import N_
from portfolio.store import figure_rows, records, tables
from portfolio.store.codec import canonical, new_id, sha256
from portfolio.store.commit import Tx, commit
from portfolio.store.database import Store
from portfolio.store.errors import Conflict, Refused

AVERAGES = ("tariff_average", "hired_average")
SHORTEST, LONGEST = 3, 400  # characters of a reason

NO_FIGURE = N_("There is no benchmark figure {value}.")
NOT_NUMBER = N_("{value} is not a number; allowed is more than 0 and at most {high}.")
NOT_POSITIVE = N_("{value} is too low; allowed is more than 0 and at most {high}.")
TOO_HIGH = N_("{value} is too high; allowed is more than 0 and at most {high}.")
NOT_TARIFF = N_("{value} is not a tariff; allowed is {low} to {high} euros an hour.")
NO_LIKELY = N_("Give the figure itself; the range around it may stay empty.")
ABOVE = N_("{value} is above the figure itself, {high}; the low end is at most as high.")
BELOW = N_("{value} is below the figure itself, {low}; the high end is at least as high.")
NO_RANGE = N_("This figure has no range in the estimate; leave the low and the high end empty.")
REASON = N_("Give the reason in {low} to {high} characters; whoever checks this later reads it.")
CHANGED = N_("Somebody else changed this figure in the meantime. Look at it again, then save.")
NOT_OWN = N_("There is no own figure here to restore: the benchmark is in use.")


@dataclass(frozen=True)
class OwnFigure:
    """One row: a figure that was set, or restored (``action`` "restore", without numbers).

    ``low``, ``likely`` and ``high`` are in the unit of the benchmark, or euros an hour for the two averages. ``who``:
    the name as known, else the pseudonym. ``audit_number`` is what a screen gives back as ``seen``.
    """

    key: str
    action: str
    low: float | None
    likely: float | None
    high: float | None
    reason: str
    set_by: str
    who: str
    at: str
    audit_number: int
    audit_hash: str


def set_(
    store: Store,
    user: User,
    key: str,
    low: float | None,
    likely: float | None,
    high: float | None,
    reason: str,
    token: str | None = None,
    *,
    seen: int | None = None,
) -> OwnFigure:
    """Use an own figure from now on. Roles: bewerker, beheerder.

    ``key``: the id of a benchmark, or ``tariff_average`` or ``hired_average`` for every tariff without a figure of its
    own. Without ``low`` or ``high`` the range is as wide, relatively, as that of the benchmark; a figure without a draw
    column, like a tariff, has none. ``seen``: the audit number of the last change the user saw, 0 when the benchmark
    was in use, None not to look. Raises Refused with a sentence per faulty field (key, low, likely, high, reason),
    Conflict when somebody was first.
    """
    faults = Faults()
    row = _row(faults, key)
    numbers = _numbers(faults, row, key, {"low": low, "likely": likely, "high": high})
    why = _reason(faults, reason, SHORTEST)
    faults.stop()
    work = _change("set", key, numbers, why, seen)
    return _get(store, key, commit(store, user, "own_figure.set", work, token, f"own_figure/{shown(key)}"))


def restore(
    store: Store, user: User, key: str, reason: str = "", token: str | None = None, *, seen: int | None = None
) -> OwnFigure:
    """Use the benchmark again. Roles: bewerker, beheerder. Raises Refused when no own figure is in use."""
    faults = Faults()
    why = _reason(faults, reason, 0)
    faults.stop()
    work = _change("restore", key, dict.fromkeys(("low", "likely", "high")), why, seen)
    return _get(store, key, commit(store, user, "own_figure.restore", work, token, f"own_figure/{shown(key)}"))


def current(store: Store) -> dict[str, OwnFigure]:
    """The own figures in use, by key."""
    with store.read() as c:
        rows = figure_rows.last_per_key(c)
    return {row["key"]: _figure(row) for row in rows if row["action"] == "set"}


def history(store: Store, key: str | None = None) -> list[OwnFigure]:
    """Everything that was set and restored, newest first; of one key when given."""
    with store.read() as c:
        return [_figure(row) for row in figure_rows.of_key(c, key)]


def facts(row: Mapping[str, Any]) -> dict[str, Any]:
    """What the audit chain holds about a row: the numbers, and of the reason only the hash."""
    return {name: row[name] for name in ("low", "likely", "high")} | {"reason_sha256": sha256(canonical(row["reason"]))}


def _change(
    action: str, key: str, numbers: Mapping[str, float | None], reason: str, seen: int | None
) -> Callable[[Tx], str]:
    """The work of one change: a row with its audit row."""

    def work(tx: Tx) -> str:
        before = next((row for row in figure_rows.of_key(tx.c, key)), None)
        if seen is not None and seen not in _numbers_seen(before):
            raise Conflict(CHANGED, theirs=_figure(before) if before else None, yours=dict(numbers))
        if action == "restore" and (before is None or before["action"] == "restore"):
            raise Refused(NOT_OWN, field="key")
        made = {"id": new_id(), "key": key, "action": action, "reason": reason, **numbers}
        number, audit_hash = tx.log(f"own_figure/{key}", facts(made))
        records.insert(
            tx.c,
            tables.own_figure,
            **made,
            set_by=tx.actor,
            at=tx.now,
            audit_number=number,
            audit_hash=audit_hash,
        )
        return str(made["id"])

    return work


def _get(store: Store, key: str, id: str) -> OwnFigure:
    with store.read() as c:
        return next(_figure(row) for row in figure_rows.of_key(c, key) if row["id"] == id)


def _numbers_seen(row: Mapping[str, Any] | None) -> set[int]:
    """What somebody may have seen who saw the last change: its audit number, or 0 when the benchmark is in use."""
    if row is None:
        return {0}
    return {int(row["audit_number"])} | ({0} if row["action"] == "restore" else set())


def _row(faults: Faults, key: str) -> Row | None:
    if key in AVERAGES:
        return None
    found = next((row for row in estimates.shipped().rows if row.id == key), None)
    if found is None:
        faults.add("key", NO_FIGURE, value=shown(key))
    return found


def _numbers(faults: Faults, row: Row | None, key: str, given: Mapping[str, Any]) -> dict[str, float | None]:
    """Low, likely and high, the empty ends filled in; faults by field."""
    tariff = key in AVERAGES or (row is not None and row.driver.startswith(("tariff.", "hired.")))
    limits = TARIFF if tariff else (0.0, _highest(row))
    found = {name: _one(faults, name, given[name], limits, tariff) for name in given}
    likely = found["likely"]
    if given["likely"] is None or given["likely"] == "":
        faults.add("likely", NO_LIKELY)
    if likely is None:
        return found
    certain = row is None or row.column is None
    for name in ("low", "high"):
        if certain and found[name] not in (None, likely):
            faults.add(name, NO_RANGE)
        if row is None or certain:
            found[name] = likely
        elif found[name] is None:
            found[name] = _relative(row, name, likely, limits[1])
    if found["low"] is not None and found["low"] > likely:
        faults.add("low", ABOVE, value=found["low"], high=likely)
    if found["high"] is not None and found["high"] < likely:
        faults.add("high", BELOW, value=found["high"], low=likely)
    return found


def _highest(row: Row | None) -> float:
    """The most that a figure of this row may be; a share of something is at most 1."""
    if row is None:
        return TARIFF[1]
    if row.kind == "fraction" and row.high <= 1:
        return 1.0
    return HIGHEST[row.kind]


def _one(faults: Faults, field: str, value: Any, limits: tuple[float, float], tariff: bool) -> float | None:
    if value is None or value == "":
        return None
    least, most = limits
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        faults.add(field, NOT_TARIFF if tariff else NOT_NUMBER, value=shown(value), low=int(least), high=most)
    elif tariff and not least <= value <= most:
        faults.add(field, NOT_TARIFF, value=value, low=int(least), high=int(most))
    elif value <= 0:
        faults.add(field, NOT_POSITIVE, value=value, high=most)
    elif value > most:
        faults.add(field, TOO_HIGH, value=value, high=most)
    else:
        return float(f"{value:.10g}")  # as the benchmark sets are stored
    return None


def _relative(row: Row, end: str, likely: float, most: float) -> float:
    """An end of the range as far from the own figure, relatively, as it is from the benchmark."""
    found = float(f"{likely * getattr(row, end) / row.likely:.6g}") if row.likely else likely
    return min(found, likely) if end == "low" else max(min(found, most), likely)


def _reason(faults: Faults, reason: object, least: int) -> str:
    text = faults.text("reason", reason, 10**6)
    if not least <= len(text) <= LONGEST:
        faults.add("reason", REASON, low=SHORTEST, high=LONGEST)
    return text


def _figure(row: Mapping[str, Any]) -> OwnFigure:
    kept = ("key", "action", "low", "likely", "high", "reason", "set_by", "at", "audit_number", "audit_hash")
    return OwnFigure(who=row["who"] or row["set_by"], **{name: row[name] for name in kept})

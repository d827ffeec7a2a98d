"""Hours that all processes together ask of each role, month by month, against what there is.

Of each process that goes, the hours of own people that are left:

    split      hours by role and step at the likely values, so scaled that they add up to the middle estimate (P50)
    left       of a granted process, per step: (forecast at the end − made) ÷ planned; else all of it
    month      the hours of a step lie evenly over its working days from today on (portfolio.whole.placed)

The middle is the sum. For the 80 % figure, d is what a process asks with 80 % minus its middle, in that month and role:
together they lie √((1 − ρ) × Σd² + ρ × (Σd)²) above the sum, with the ρ that processes share in the estimator. That
takes the plan's days as they are: a process that slips moves its hours.

Even spreading, ρ and 12 months ahead are our assumptions (grade D). What there is, the municipality says itself:
without that nothing breaks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from estimator.codes import ROLES
from estimator.draws import RHO_BETWEEN
from portfolio import settings
from portfolio.checks import Faults, shown
from portfolio.identity import User
from portfolio.messages import N_
from portfolio.pitfalls.facts import ENDED
from portfolio.store.database import Store
from portfolio.whole import placed
from portfolio.whole.standing import Standing

KEY = "capacity"
MONTHS = 12
MOST_HOURS = 100_000
WEIGHTIEST = 5  # processes named with a break

NOT_HOURS = N_("{value} is not a number of hours a month; allowed is 0 to {high}, or nothing while it isn't known.")

Array = NDArray[np.float64]


@dataclass(frozen=True)
class RoleRow:
    """What is asked of one role by month, and what there is each month; None: nobody said."""

    role: str
    asked50: tuple[float, ...]
    asked80: tuple[float, ...]
    available: float | None


@dataclass(frozen=True)
class Break:
    """A month in which more is asked of a role, with 80 %, than there is. ``processes``: (id, name, hours), those that
    ask most, in order."""

    role: str
    month: dt.date
    asked80: float
    available: float
    processes: tuple[tuple[str, str, float], ...]
    asked50: float = 0.0

    @property
    def middle_too(self) -> bool:
        """True when already the middle estimate is more than there is."""
        return self.asked50 > self.available


@dataclass(frozen=True)
class Capacity:
    """``months``: the first day of each; ``rows``: the roles of which something is asked or said; ``counted`` processes
    are in it, those without days or an estimate are in ``left_out`` by name."""

    months: tuple[dt.date, ...]
    rows: tuple[RoleRow, ...]
    breaks: tuple[Break, ...]
    counted: int = 0
    left_out: tuple[str, ...] = ()


def available(store: Store) -> tuple[dict[str, float], int]:
    """Role → hours a month that there are, for the roles of which somebody said it; and the version."""
    found = settings.get(store, KEY)
    return {role: float(hours) for role, hours in found.content.items() if role in ROLES}, found.version


def set_available(
    store: Store, user: User, version: int, values: Mapping[str, Any], token: str | None = None
) -> tuple[dict[str, float], int]:
    """Say what there is of each role, in hours a month; nothing is unknown. Role: bewerker or beheerder.

    Raises Refused with a sentence per faulty field, Conflict when somebody was first.
    """
    faults = Faults()
    faults.known(values, ROLES)
    clean: dict[str, float] = {}
    for role, hours in values.items():
        if hours is None or hours == "":
            continue
        known = isinstance(hours, int | float) and not isinstance(hours, bool)
        if not known or not 0 <= hours <= MOST_HOURS:
            faults.add(role, NOT_HOURS, value=shown(hours), high=MOST_HOURS)
        else:
            clean[role] = float(hours)
    faults.stop()
    settings.put(store, user, KEY, version, clean, token)
    return available(store)


_once: placed.Once[Capacity] = placed.Once()


def of(store: Store, found: Sequence[Standing], today: dt.date) -> Capacity:
    """From the month of ``today`` on."""
    there, version = available(store)
    return _once(found, (store, today, version, tuple(there.items())), lambda: _of(store, found, today, there))


def _of(store: Store, found: Sequence[Standing], today: dt.date, there: Mapping[str, float]) -> Capacity:
    months = months_from(today)
    going = placed.going(found)
    asked = [_asked(store, one, today) for one in going]
    counted = [(one, part) for one, part in zip(going, asked, strict=True) if part is not None]
    left_out = tuple(one.name for one, part in zip(going, asked, strict=True) if part is None)
    if not counted:
        rows = tuple(RoleRow(role, (0.0,) * MONTHS, (0.0,) * MONTHS, there[role]) for role in ROLES if role in there)
        return Capacity(months, rows, (), 0, left_out)
    hours50, hours80 = (np.array([part[i] for _one, part in counted]) for i in (0, 1))  # (processes, steps, roles)
    days = np.array([part[2] for _one, part in counted], dtype="datetime64[D]")  # (processes, steps, 2)
    shares = month_shares(days, months)
    middle: Array = np.einsum("psr,psm->prm", hours50, shares)
    high: Array = np.einsum("psr,psm->prm", hours80, shares)
    room = np.maximum(high - middle, 0.0)
    asked50 = middle.sum(axis=0)
    spread = (1 - RHO_BETWEEN) * (room**2).sum(axis=0) + RHO_BETWEEN * room.sum(axis=0) ** 2
    asked80 = asked50 + np.sqrt(spread)
    rows = tuple(
        RoleRow(role, _tenths(asked50[i]), _tenths(asked80[i]), there.get(role))
        for i, role in enumerate(ROLES)
        if role in there or asked80[i].any()
    )
    breaks = tuple(
        _break(row, m, months[m], [one for one, _part in counted], high[:, ROLES.index(row.role), m])
        for m in range(MONTHS)
        for row in rows
        if row.available is not None and row.asked80[m] > row.available
    )
    return Capacity(months, rows, breaks, len(counted), left_out)


def months_from(today: dt.date) -> tuple[dt.date, ...]:
    """The first days of this month and the next ones."""
    first = today.year * 12 + today.month - 1
    return tuple(dt.date((first + n) // 12, (first + n) % 12 + 1, 1) for n in range(MONTHS))


def month_shares(days: NDArray[np.datetime64], months: Sequence[dt.date]) -> Array:
    """The share of the working days from … to (…, 2) that lies in each month: shape (…, months). Days without a working
    day among them count on the first."""
    edges = np.array([*months, _after(months[-1])], dtype="datetime64[D]")
    first, until = days[..., 0], days[..., 1] + 1
    whole = np.busday_count(first, until)
    shares = []
    for begin, end in pairwise(edges):
        a, b = np.maximum(first, begin), np.minimum(until, end)
        inside = np.where(b > a, np.busday_count(a, np.maximum(a, b)), 0)
        shares.append(np.where(whole > 0, inside / np.maximum(whole, 1), (first >= begin) & (first < end)))
    return np.stack(shares, axis=-1).astype(np.float64)


def _after(month: dt.date) -> dt.date:
    return (month + dt.timedelta(days=32)).replace(day=1)


def _tenths(values: Array) -> tuple[float, ...]:
    return tuple(round(float(value), 1) for value in values)


def _break(row: RoleRow, m: int, month: dt.date, processes: Sequence[Standing], hours: Array) -> Break:
    order = np.argsort(-hours, kind="stable")[:WEIGHTIEST]
    most = tuple((processes[i].id, processes[i].name, round(float(hours[i]), 1)) for i in order if hours[i] > 0)
    assert row.available is not None
    return Break(row.role, month, row.asked80[m], row.available, most, row.asked50[m])


def _asked(store: Store, one: Standing, today: dt.date) -> tuple[Array, Array, list[tuple[dt.date, dt.date]]] | None:
    """Hours by step and role that are left, P50 and 80 %, and the days of each step; None without both."""
    split = placed.likely_of(store, one)
    days = placed.days_of(one, split, today)
    hours: Array = np.array([split.hours.get(role, (0.0,) * 10) for role in ROLES]).T
    whole = hours.sum()
    if one.estimate is None or not days or not whole:
        return None
    middle, high = one.estimate.own_hours
    left50, left80 = np.ones(10), np.full(10, high / middle if middle else 1.0)
    if one.forecast is not None:
        for step in one.forecast.steps:
            left50[step.step - 1], left80[step.step - 1] = _left(step.hours.planned, step.hours)
    for row in one.progress:
        if row.stored_status in ENDED or row.step not in days:
            left50[row.step - 1] = left80[row.step - 1] = 0.0
    spans = [days.get(step, (today, today)) for step in range(1, 11)]
    ahead = [(max(first, today), max(last, today)) for first, last in spans]
    scaled = hours * (middle / whole)
    return scaled * left50[:, None], scaled * left80[:, None], ahead


def _left(planned: float, part: Any) -> tuple[float, float]:
    made = part.made or 0.0
    if not planned:
        return 0.0, 0.0
    return max(part.end - made, 0.0) / planned, max(part.end80 - made, 0.0) / planned

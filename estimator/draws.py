"""Permanent random draws: scrambled Sobol points as standard normals, one column per benchmark for ever.

Scipy's points of the first columns change with the number of columns, so that number (D_MAX) never changes and a
column, once given to a row, is never given to another. Every scenario of a process reads the same draws: what
differs between two scenarios is then a real difference.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from estimator.benchmarks import Benchmarks, Row

D_MAX = 512
LOG2_N = 13
N = 2**LOG2_N
SEED = 20270104
RHO_BETWEEN, RHO_WITHIN = 0.2, 0.4
Z90 = 1.2815515655446004  # Φ⁻¹(0.9)

PROGRAMME = 0  # the factor that processes share
STEP_FACTORS = range(1, 11)
CASE_MONEY, CASE_TIME = 11, 12
ITEM_COLUMNS = range(32, 288)
PARAMETER_COLUMNS = range(288, 416)
EVENT_COLUMNS = range(416, 496)

Array = NDArray[np.float64]
CERTAIN: Array = np.ones(N)  # the draws of a row that is its likely value everywhere
CERTAIN.setflags(write=False)


@cache
def base() -> Array:
    """The permanent standard normals, shape (D_MAX, N), float32 and read-only; made once per process.

    scipy.stats.qmc.Sobol with LMS and digital shift, 2**13 points, first point kept.
    """
    from scipy.special import ndtri
    from scipy.stats import qmc

    points = qmc.Sobol(d=D_MAX, scramble=True, rng=np.random.default_rng(SEED)).random_base2(LOG2_N)
    normals = ndtri(np.clip(points.T, 1e-12, 1 - 1e-12)).astype(np.float32)
    out = np.ascontiguousarray(normals)
    out.setflags(write=False)
    return out


@lru_cache(maxsize=256)
def permutation(process_key: str | None) -> NDArray[np.int64] | None:
    """The row order of one process, seeded by its key; None (no key) keeps the order.

    Without it the P80 of a portfolio would equal the sum of P80s: two processes would be the same draw.
    """
    if process_key is None:
        return None
    seed = int.from_bytes(hashlib.sha256(process_key.encode()).digest()[:8], "big")
    return np.random.default_rng(seed).permutation(N)


def column(index: int, process_key: str | None = None) -> Array:
    """Standard normals of one column, shape (N,). Only the programme factor keeps its order across processes."""
    values = base()[index]
    order = permutation(process_key)
    kept: Array = (values if order is None or index == PROGRAMME else values.take(order)).astype(np.float64)
    return kept


def two_piece(z: Array, low: float, likely: float, high: float, p_low: float = 0.1, p_high: float = 0.9) -> Array:
    """Two-piece lognormal through three points: likely·exp(σ₋z) below the middle and likely·exp(σ₊z) above.

    σ₋ = ln(likely/low)/|Φ⁻¹(p_low)|, σ₊ = ln(high/likely)/Φ⁻¹(p_high). Monotone in z; raising ``high`` lowers no draw.

    >>> two_piece(np.array([-Z90, 0.0, Z90]), 8, 12, 25).round(6).tolist()
    [8.0, 12.0, 25.0]
    """
    below = np.log(likely / low) / _z(p_low)
    above = np.log(high / likely) / _z(p_high)
    draws: Array = np.minimum(z, 0.0)
    draws *= below
    draws += above * np.maximum(z, 0.0)  # one of both is 0: the same numbers as by cases, in half the time
    np.exp(draws, out=draws)
    draws *= likely
    return draws


@cache
def _z(p: float) -> float:
    """|Φ⁻¹(p)|; the usual ends need no scipy."""
    if p in (0.1, 0.9):
        return Z90
    from scipy.special import ndtri

    return abs(float(ndtri(p)))


def dependent(row: Row) -> bool:
    """Hours, euros and weeks move together; fractions, rates, the case-to-case factors and events stand alone."""
    return row.kind in ("hours", "euro", "euro_per_week", "weeks") and not row.driver.startswith("event")


class Factors:
    """What the rows of a process share: the programme factor and those of the steps.

    Two-level factor: z = √ρ_b·F + √(ρ_w − ρ_b)·G_step + √(1 − ρ_w)·ε, with ρ_b = .2 and ρ_w = .4.
    """

    def __init__(self, process_key: str | None, between: float = RHO_BETWEEN, within: float = RHO_WITHIN) -> None:
        self._key = process_key
        programme, each = column(PROGRAMME), np.sqrt(within - between)
        self._steps = {s: np.sqrt(between) * programme + each * column(s, process_key) for s in STEP_FACTORS}
        # a row without a step shares the programme factor with all and a step factor with none
        self._steps[0] = np.sqrt(within) * programme
        self._own = np.sqrt(1 - within)

    def draws(self, row: Row) -> Array:
        """Draws of an uncertain row divided by its likely value, shape (N,). The chance of an event comes as plain
        standard normals: it happens where they are low."""
        assert row.column is not None
        z = column(row.column, self._key)
        if row.kind == "probability":
            return z
        if dependent(row):
            z *= self._own
            z += self._steps[row.step]
        return two_piece(z, row.low / row.likely, 1.0, row.high / row.likely, row.p_low, row.p_high)


def uncertain(row: Row) -> bool:
    """Whether a row has draws; else it is its likely value everywhere."""
    return row.column is not None and (row.low != row.high or row.kind == "probability")


class UnitDraws(Mapping[str, Array]):
    """Draws of the uncertain rows of a set for one process, by row id; each made when it is first asked for, then kept.

    A scope reads half of the rows or less. Shared: what is handed out is read-only.
    """

    def __init__(self, benchmarks: Benchmarks, process_key: str | None) -> None:
        self._factors = Factors(process_key)
        self._rows = {row.id: row for row in benchmarks.rows if uncertain(row)}
        self._made: dict[str, Array] = {}

    def __getitem__(self, id: str) -> Array:
        found = self._made.get(id)
        if found is None:
            found = self._factors.draws(self._rows[id])
            found.setflags(write=False)
            self._made[id] = found
        return found

    def of(self, row: Row) -> Array:
        """Draws of a row of the set; ``CERTAIN`` where it has none."""
        return self[row.id] if row.id in self._rows else CERTAIN

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, id: object) -> bool:
        return id in self._rows


@lru_cache(maxsize=16)
def unit_draws(benchmarks: Benchmarks, process_key: str | None) -> UnitDraws:
    """The draws of a set for a process, kept for the last sixteen: some 10 MB each with the rows of one scope."""
    return UnitDraws(benchmarks, process_key)


class Changed(Mapping[str, Array]):
    """Other draws, changed when they are read: ``change(row id, draws)`` gives what stands in their place."""

    def __init__(self, draws: Mapping[str, Array], change: Callable[[str, Array], Array]) -> None:
        self._draws, self._change = draws, change

    def __getitem__(self, id: str) -> Array:
        return self._change(id, self._draws[id])

    def __iter__(self) -> Iterator[str]:
        return iter(self._draws)

    def __len__(self) -> int:
        return len(self._draws)

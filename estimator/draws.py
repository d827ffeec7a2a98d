"""Permanent random draws: scrambled Sobol points as standard normals, one column per benchmark for ever.

Scipy's points of the first columns change with the number of columns, so that number (D_MAX) never changes and a
column, once given to a row, is never given to another. Every scenario of a process reads the same draws: what
differs between two scenarios is then a real difference.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
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
    values = base()[index].astype(np.float64)
    order = permutation(process_key)
    kept: Array = values if order is None or index == PROGRAMME else values[order]
    return kept


def two_piece(z: Array, low: float, likely: float, high: float, p_low: float = 0.1, p_high: float = 0.9) -> Array:
    """Two-piece lognormal through three points: likely·exp(σ₋z) below the middle and likely·exp(σ₊z) above.

    σ₋ = ln(likely/low)/|Φ⁻¹(p_low)|, σ₊ = ln(high/likely)/Φ⁻¹(p_high). Monotone in z; raising ``high`` lowers no draw.

    >>> two_piece(np.array([-Z90, 0.0, Z90]), 8, 12, 25).round(6).tolist()
    [8.0, 12.0, 25.0]
    """
    below = np.log(likely / low) / _z(p_low)
    above = np.log(high / likely) / _z(p_high)
    draws: Array = likely * np.exp(np.where(z < 0, below, above) * z)
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


@lru_cache(maxsize=8)
def unit_draws(benchmarks: Benchmarks, process_key: str | None) -> dict[str, Array]:
    """``draws_of`` all rows, shared and read-only."""
    return draws_of(benchmarks.rows, process_key)


def draws_of(
    rows: Iterable[Row], process_key: str | None, between: float = RHO_BETWEEN, within: float = RHO_WITHIN
) -> dict[str, Array]:
    """Draws of every uncertain row divided by its likely value, by row id, shape (N,) each. The chance of an event
    comes as plain standard normals: it happens where they are low.

    Two-level factor: z = √ρ_b·F + √(ρ_w − ρ_b)·G_step + √(1 − ρ_w)·ε, with ρ_b = .2 and ρ_w = .4.
    """
    factor = np.sqrt(between) * column(PROGRAMME)
    steps = {s: factor + np.sqrt(within - between) * column(s, process_key) for s in (*STEP_FACTORS,)}
    loose = np.sqrt(within) * column(PROGRAMME)
    own = np.sqrt(1 - within)
    out: dict[str, Array] = {}
    for row in rows:
        if row.column is None or (row.low == row.high and row.kind != "probability"):
            continue
        z = column(row.column, process_key)
        if row.kind == "probability":
            z.setflags(write=False)
            out[row.id] = z
            continue
        if dependent(row):
            # a row without a step (step 0) shares the programme factor with all and a step factor with none
            z = own * z + (steps[row.step] if row.step else loose)
        draws = two_piece(z, row.low / row.likely, 1.0, row.high / row.likely, row.p_low, row.p_high)
        draws.setflags(write=False)
        out[row.id] = draws
    return out

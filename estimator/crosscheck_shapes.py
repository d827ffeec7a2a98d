"""Shapes of the second opinion: nodes instead of draws, moments of two-piece lognormals and the curve through moments.

Dependence is written again from the reference (2.2): z = √.2·F + √.2·G_step + √.6·ε, a row without a step
z = √.4·F + √.6·ε. Given F and G only ε is left, and that part is done with formulas.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from estimator.benchmarks import Row

Array = NDArray[np.float64]
BETWEEN, WITHIN = 0.2, 0.4
TINY = 1e-12


def ndtr(z: Array) -> Array:
    """The standard normal distribution function; scipy is only loaded when a second opinion is asked."""
    from scipy import special

    share: Array = special.ndtr(z)
    return share


def ndtri(p: Array | float) -> Array:
    """The z below which a standard normal has chance ``p``."""
    from scipy import special

    z: Array = special.ndtri(p)
    return z


@dataclass(frozen=True)
class Nodes:
    """Points on a standard normal and their weights (sum 1)."""

    at: Array
    weight: Array

    def __len__(self) -> int:
        return len(self.at)


def nodes(step: float, reach: float) -> Nodes:
    """Equally spaced points on a standard normal from −reach to reach: the trapezium rule, as good as exact for smooth
    functions and hardly disturbed by the bend in the middle of a two-piece lognormal.

    >>> n = nodes(0.5, 3.5)
    >>> len(n), round(float((n.weight * n.at**2).sum()), 2)
    (15, 1.0)
    """
    half = round(reach / step)
    at: Array = np.arange(-half, half + 1, dtype=np.float64) * step
    weight = np.exp(-(at**2) / 2)
    return Nodes(at, weight / weight.sum())


@dataclass(frozen=True)
class Shape:
    """Two-piece lognormals with middle 1, one per row: exp(down·z) below the middle and exp(up·z) above. Arrays have
    shape (rows,); ``programme``, ``step`` and ``own`` are the loadings of F, G and ε."""

    down: Array
    up: Array
    programme: Array
    step: Array
    own: Array

    def centre(self, programme: Array, step: Array) -> Array:
        """The mean of z given F and G; shape (rows, *broadcast of both)."""
        shape = (-1, *(1,) * np.broadcast(programme, step).ndim)
        found: Array = self.programme.reshape(shape) * programme + self.step.reshape(shape) * step
        return found

    def raw(self, programme: Array, step: Array) -> Array:
        """Raw moments 1 to 3 given F and G: shape (3, rows, *broadcast of both)."""
        m = self.centre(programme, step)
        tail = (slice(None), *(None,) * (m.ndim - 1))
        s, down, up = self.own[tail], self.down[tail], self.up[tail]

        def half(a: Array, side: int) -> Array:
            found: Array = np.exp(a * m + (a * s) ** 2 / 2) * ndtr(side * (m / s + a * s))
            return found

        return np.array([half(k * up, 1) + half(k * down, -1) for k in (1, 2, 3)])

    def below(self, value: Array, programme: Array, step: Array) -> Array:
        """P(row 0 ≤ value) given F and G; everything broadcasts together. Without spread it is a step, and the value
        itself counts."""
        logs = np.log(np.maximum(value, TINY))
        m = self.programme[0] * programme + self.step[0] * step
        if self.down[0] == self.up[0] == 0:
            there: Array = np.where(logs >= -1e-9, 1.0, 0.0) + 0 * m
            return there
        z = np.where(logs < 0, logs / max(float(self.down[0]), TINY), logs / max(float(self.up[0]), TINY))
        return ndtr((z - m) / self.own[0])

    def value(self, z: Array) -> Array:
        """Row 0 at a given z."""
        found: Array = np.exp(np.where(z < 0, self.down[0], self.up[0]) * z)
        return found


def uncertain(row: Row) -> bool:
    """True when the row varies: it has a column and its ends differ."""
    return row.column is not None and row.low != row.high


def shape_of(rows: tuple[Row, ...] | list[Row]) -> Shape:
    """The shapes of rows; those that don't vary are always 1."""
    down, up, programme, step, own = [], [], [], [], []
    for row in rows:
        spread = uncertain(row)
        down.append(np.log(row.likely / row.low) / abs(float(ndtri(row.p_low))) if spread else 0.0)
        up.append(np.log(row.high / row.likely) / abs(float(ndtri(row.p_high))) if spread else 0.0)
        shared = row.kind in ("hours", "euro", "euro_per_week", "weeks") and not row.driver.startswith("event")
        programme.append((BETWEEN if row.step else WITHIN) ** 0.5 if shared else 0.0)
        step.append((WITHIN - BETWEEN) ** 0.5 if shared and row.step else 0.0)
        own.append((1 - WITHIN) ** 0.5 if shared else 1.0)
    return Shape(*(np.array(v, dtype=np.float64) for v in (down, up, programme, step, own)))


def expected(row: Row) -> float:
    """The mean of a row that stands by itself."""
    return row.likely * float(shape_of([row]).raw(np.zeros(()), np.zeros(()))[0, 0])


def cumulants(raw: Array) -> Array:
    """Raw moments 1 to 3 → mean, variance and third central moment, along the first axis.

    >>> cumulants(np.array([1.0, 2.0, 6.0])).tolist()
    [1.0, 1.0, 2.0]
    """
    a, b, c = raw
    return np.array([a, np.maximum(b - a * a, 0.0), c - 3 * a * b + 2 * a**3])


def mixture(parts: Array, weight: Array, axes: int) -> Array:
    """Cumulants (3, …) of a mixture over the last ``axes`` axes, with the weights of those axes."""
    over = tuple(range(-axes, 0))
    weight = np.broadcast_to(weight, parts.shape[1:])
    mean = (weight * parts[0]).sum(over, keepdims=True)
    d = parts[0] - mean
    second = (weight * (parts[1] + d**2)).sum(over)
    third = (weight * (parts[2] + 3 * d * parts[1] + d**3)).sum(over)
    return np.array([mean.reshape(second.shape), second, third])


def below(value: Array, found: Array) -> Array:
    """P(X ≤ value) for the shifted lognormal with the cumulants ``found`` (3, …): the same mean, variance and third
    moment; a normal where it doesn't lean right, a step where it doesn't vary."""
    mean, variance, third = found
    sd = np.sqrt(np.maximum(variance, (1e-9 * np.abs(mean) + TINY) ** 2))
    skew = third / sd**3
    t = (value - mean) / sd
    leaning = skew > 1e-3
    g = np.where(leaning, skew, 1.0)
    # (ω + 2)·√(ω − 1) = skew, solved in closed form
    b = 1 + g**2 / 2 + g * np.sqrt(1 + g**2 / 4)
    root = np.cbrt(b)
    omega = np.maximum(root + 1 / root - 1, 1 + TINY)
    sigma = np.sqrt(np.log(omega))
    scale = np.sqrt(omega - 1)
    curved = ndtr(np.log(np.maximum(t * scale + 1, TINY) * np.sqrt(omega)) / sigma)
    # a sum without spread is a step, and its value itself counts
    flat = np.where(value >= mean - 1e-9 * np.abs(mean) - TINY, 1.0, 0.0)
    share: Array = np.where(variance <= 0, flat, np.where(leaning, curved, ndtr(t)))
    return share


def convolve(chances: Array, other: Array) -> Array:
    """Chances of the sum of two independent whole numbers, along the last axis; the other axes broadcast.

    >>> convolve(np.array([0.5, 0.5]), np.array([0.0, 1.0])).round(9).tolist()
    [0.0, 0.5, 0.5]
    """
    from scipy.fft import irfft, next_fast_len, rfft

    length = chances.shape[-1] + other.shape[-1] - 1
    n = next_fast_len(length, True)
    found: Array = irfft(rfft(chances, n) * rfft(other, n), n)[..., :length]
    return found

"""The network of the second opinion: distributions instead of draws pushed through the ten steps and the calendars.

A measure holds, per node (factor F × case-to-case time), the chance of every offset. Exact: calendars, steps 3 and 4
(one calendar), steps 7 and 8 (one calendar). Approximate: where step 6 follows the talks, the time from halfway to the
last talk is divided over marks (exact below six working days).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from estimator.crosscheck_shapes import Array, convolve
from estimator.network import calendar_of
from estimator.scope import Scope
from estimator.workdays import Calendar, Calendars, Days

Chances = dict[int, Array]  # per step (nodes, working days): the chance of every duration
EXACT, WIDTH = 6, 4  # marks: all up to here, then a quarter apart
CHUNKS = 4
HARDLY = 1e-5


@dataclass(frozen=True)
class Reading:
    """Durations of steps 5 and 6 that go together, and the chance of this pair; an event may lengthen both."""

    chance: float
    five: Array
    six: Array


def push(scope: Scope, cal: Calendars, chances: Chances, readings: list[Reading], size: int) -> dict[str, Array]:
    """Every duration through the network on one region's calendars: chances by day (nodes, ``size``) of the end of
    steps 1, 6, 9 and 10 ("end1" …) and of the start of step 4 ("start4"). What comes later than ``size`` is the last
    day."""
    three, four = chances[3], chances[4]
    first = _take(np.eye(1, size), chances[1], calendar_of(1, scope, cal))
    begun = convolve(_at_index(first, cal.work), chances[2])
    talks = _by_day(convolve(begun, _with_overlap(three, four)), cal.work, size)
    read = _read(_short(_at_index(talks, cal.talks)), readings, cal)
    done = _by_day(convolve(read, _longest(chances[7], chances[8])), cal.work, size)
    ninth = _take(done, chances[9], calendar_of(9, scope, cal))
    return {
        "end1": first,
        "start4": _by_day(convolve(begun, _halved(three)), cal.work, size),
        "end6": _by_day(read, cal.work, size),
        "end9": ninth,
        "end10": _take(ninth, chances[10], cal.work),
    }


def _at_index(measure: Array, cal: Calendar) -> Array:
    """Chances by day → by how many allowed days lie before that day."""
    size = measure.shape[-1]
    index = cal.index[np.minimum(np.arange(size), len(cal.index) - 1)]
    starts = np.flatnonzero(np.diff(index, prepend=-1))
    return np.add.reduceat(measure, starts, axis=-1)


def _short(measure: Array) -> Array:
    """A measure without its end where hardly anything is (in no node); that counts as the last."""
    after = measure[:, ::-1].cumsum(1)[:, ::-1]
    size = int((after > HARDLY).any(0).sum())
    return np.concatenate([measure[:, : size - 1], after[:, size - 1 : size]], axis=1)


def _by_day(measure: Array, cal: Calendar, size: int) -> Array:
    """Chances by allowed days done → by the morning after the last of them; what lies beyond ``size`` is the last."""
    out = np.zeros((*measure.shape[:-1], size))
    days = np.minimum(_mornings(cal, measure.shape[-1]), size - 1)
    inside = np.flatnonzero(days < size - 1)
    out[..., days[inside]] = measure[..., inside]
    out[..., -1] = measure[..., len(inside) :].sum(-1)
    return out


def _mornings(cal: Calendar, count: int) -> Days:
    """The morning after k allowed days, for k = 0, 1, …; beyond the table the last one."""
    found: Days = np.concatenate([[0], cal.days + 1])[np.minimum(np.arange(count), len(cal.days))]
    return found


def _take(measure: Array, chances: Array, cal: Calendar) -> Array:
    """Chances by day → by the day on which a step that lasts ``chances`` ends. Of no duration it ends at its start."""
    still = chances[:, :1]
    lasting = np.concatenate([np.zeros_like(still), chances[:, 1:]], axis=1)
    moved = _by_day(convolve(_at_index(measure, cal), lasting), cal, measure.shape[-1])
    found: Array = moved + measure * still
    return found


def _with_overlap(three: Array, four: Array) -> Array:
    """Working days from the start of step 3 to the end of the later of 3 and 4; 4 starts halfway 3."""
    size = three.shape[1] + four.shape[1]
    share = np.zeros((len(three), size))
    padded = np.concatenate([four.cumsum(1), np.ones((len(four), size))], axis=1)
    for days in range(three.shape[1]):
        half = (days + 1) // 2
        share[:, days:] += three[:, days, None] * padded[:, days - half : size - half]
    return np.diff(share, axis=1, prepend=0.0)


def _longest(one: Array, other: Array) -> Array:
    """Chances of the longer of two independent durations."""
    size = max(one.shape[1], other.shape[1])
    shares = [np.concatenate([a.cumsum(1), np.ones((len(a), size - a.shape[1]))], axis=1) for a in (one, other)]
    return np.diff(shares[0] * shares[1], axis=1, prepend=0.0)


def _halved(chances: Array) -> Array:
    """Chances of half a duration, rounded up."""
    half = (np.arange(chances.shape[1]) + 1) // 2
    return np.add.reduceat(chances, np.flatnonzero(np.diff(half, prepend=-1)), axis=1)


def _read(begun: Array, readings: list[Reading], cal: Calendars) -> Array:
    """Start of step 5 by days of talks gone by → end of step 6 by working days done.

    Step 6 starts halfway the talks and needs at least half its own time after the last: with i working days done
    halfway and g more at the last talk it ends at i + max(d6, g + ⌈d6 / 2⌉).
    """
    both = [pair.chance * _ended(_gaps(begun, pair.five, cal), pair.six) for pair in readings]
    size = max(b.shape[1] for b in both)
    found: Array = sum((np.pad(b, ((0, 0), (0, size - b.shape[1]))) for b in both), np.zeros(()))
    return found


def _gaps(begun: Array, five: Array, cal: Calendars) -> dict[int, Array]:
    """Chances by working days done halfway the talks (days, nodes), by mark of the working days from there to the last
    talk. Halfway is ⌈d5 / 2⌉ days of talks after the start, the last n = ⌊d5 / 2⌋ more."""
    reach = begun.shape[1] + five.shape[1] // 2 + 1  # days of talks halfway, at most
    mornings = _mornings(cal.talks, 2 * reach)
    done = cal.work.index[np.minimum(mornings, len(cal.work.index) - 1)]  # working days after so many days of talks
    once = np.flatnonzero(np.diff(done[:reach], append=-1))  # at the horizon more days of talks fall together
    halfway, found = done[once], _Sums((int(done[-1]) + 1, len(five)))
    for last, moved in _halfway(begun.T, five.T, reach).items():
        if len(once) < reach:
            moved = np.add.reduceat(moved, np.concatenate([[0], once[:-1] + 1]), axis=0)
        low, high, share = _marks(done[np.minimum(once + last, len(done) - 1)] - halfway)
        for mark in np.unique(low):
            rows = np.flatnonzero(low == mark)
            found[int(mark)][halfway[rows]] += moved[rows] * (1 - share[rows, None])
            found[int(high[rows[0]])][halfway[rows]] += moved[rows] * share[rows, None]
    return found


def _halfway(begun: Array, five: Array, reach: int) -> dict[int, Array]:
    """Chances by days of talks gone by halfway (``reach``, nodes), by mark of the days of talks from there on."""
    size, found = len(begun), _Sums((reach, begun.shape[1]))
    lasts = np.pad(five, ((0, 2), (0, 0)))
    low, high, share = _marks(np.arange(len(five) // 2 + 1))
    for mark in np.unique(low):
        few = np.flatnonzero(low == mark)
        for some in np.array_split(few, min(len(few), CHUNKS)):  # long talks a few days at a time
            n = int(some[len(some) // 2])
            for k, odds in ((n, lasts[2 * some]), (n + 1, lasts[2 * some + 1])):
                for to, part in ((low[n], 1 - share[some]), (high[n], share[some])):
                    if part.any():
                        found[int(to)][k : k + size] += begun * (part @ odds)
    return found


class _Sums(dict[int, Array]):
    """Arrays of one shape by mark, each nothing at first."""

    def __init__(self, shape: tuple[int, int]) -> None:
        super().__init__()
        self.shape = shape

    def __missing__(self, mark: int) -> Array:
        self[mark] = np.zeros(self.shape)
        return self[mark]


def _ended(gaps: dict[int, Array], six: Array) -> Array:
    """Working days done at the end of step 6, (nodes, days)."""
    from scipy.fft import irfft, next_fast_len, rfft

    share = np.pad(six.cumsum(1), ((0, 0), (1, 0))).T
    size = len(next(iter(gaps.values()))) + max(gaps) + len(share)
    n = next_fast_len(size, True)
    total = np.zeros((n // 2 + 1, share.shape[1]), dtype=np.complex128)
    for g, measure in gaps.items():
        y = np.arange(g + len(share))
        longest = np.clip(np.minimum(y, 2 * (y - g)), -1, len(share) - 2)
        kernel = np.diff(share[longest + 1], axis=0, prepend=0.0)
        total += rfft(measure, n, axis=0) * rfft(kernel, n, axis=0)
    found: Array = irfft(total, n, axis=0)[:size].T
    return found


def _marks(numbers: Days) -> tuple[Days, Days, Array]:
    """The marks on both sides of each number and which share of it goes to the higher, so that the mean stays; every
    number up to EXACT is a mark, then they lie further apart."""
    marks = [*range(EXACT + 1)]
    while marks[-1] <= numbers.max():
        marks.append(marks[-1] + max(1, marks[-1] // WIDTH))
    at = np.searchsorted(marks, numbers, side="right") - 1
    low, high = np.array(marks)[at], np.array(marks)[at + 1]
    share: Array = (numbers - low) / (high - low)
    return low, high, share

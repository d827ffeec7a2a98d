"""From measurements to lines: the table, what must hold, and where it stands in docs/speed.md."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass, field
from math import sqrt
from pathlib import Path
from statistics import mean, median

from bench.peers import P80s

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "speed.md"
BEGIN, END = "<!-- bench: what stands between these marks is written by dev.py bench -->", "<!-- /bench -->"
HEAD = (
    "| engine | draws | wall ms | CPU ms | × floor | first call ms | peak MB | P80 cost error % | P80 weeks error % |"
)
RULE = "|---|---:|---:|---:|---:|---:|---:|---:|---:|"
MOST_FLOORS, LEAST_SLIDER, LEAST_NAIVE = 3.0, 10.0, 20.0


@dataclass
class Line:
    """One engine: seconds of every call, the answers it gave, and what its first call took."""

    name: str
    draws: int | None = None
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    answers: list[P80s] = field(default_factory=list)
    first: float | None = None  # seconds
    peak: float | None = None  # MB
    missing: bool = False

    @property
    def cost(self) -> float:
        """Median CPU seconds of a call."""
        return median(self.cpu)

    def errors(self, truth: P80s) -> tuple[float, float]:
        """Root mean square error of the P80 of cost and of weeks, in percent of the reference."""
        cost, weeks = (sqrt(mean((a[k] / truth[k] - 1) ** 2 for a in self.answers)) for k in (0, 1))
        return 100 * cost, 100 * weeks


def number(value: float | None, decimals: int = 1) -> str:
    """A figure for the table; nothing where there is none.

    >>> number(1234.56), number(0.0412, 2), number(None)
    ('1,234.6', '0.04', '')
    """
    return "" if value is None else f"{value:,.{decimals}f}"


def row(line: Line, floor: float, truth: P80s) -> str:
    """One line of the table."""
    if line.missing:
        return f"| {line.name} | not installed here |||||||"
    cost, weeks = line.errors(truth) if line.answers else (None, None)
    ratio = line.cost / floor
    cells = [
        line.name,
        number(line.draws, 0),
        number(1000 * median(line.wall), 2),
        number(1000 * line.cost, 2),
        number(ratio, 2 if ratio < 100 else 0),
        number(None if line.first is None else 1000 * line.first, 0),
        number(line.peak, 0),
        number(cost, 2),
        number(weeks, 2),
    ]
    return "| " + " | ".join(cells) + " |"


def text(lines: dict[str, Line], truth: P80s, today: str) -> str:
    """The table with the line that says on what it was measured."""
    import numpy
    import scipy

    cores = os.cpu_count()
    said = f"Measured {today} on {cores} cores ({platform.machine()}), one thread; Python {platform.python_version()}, "
    said += f"numpy {numpy.__version__}, scipy {scipy.__version__}."
    return "\n".join([said, "", HEAD, RULE, *(row(line, lines["floor"].cost, truth) for line in lines.values())])


def verdicts(lines: dict[str, Line], truth: P80s) -> list[tuple[bool, str]]:
    """What must hold, each with its figures."""
    floor, ours, slider, naive = (lines[k] for k in ("floor", "estimate", "slider", "naive"))
    above, quicker, ahead = ours.cost / floor.cost, ours.cost / slider.cost, naive.cost / ours.cost
    own, other = ours.errors(truth)[0], naive.errors(truth)[0]
    closer = "no larger" if own <= other else "larger"
    return [
        (above <= MOST_FLOORS, f"full Estimate: {above:.2f} × the floor, at most {MOST_FLOORS:g}"),
        (
            quicker >= LEAST_SLIDER,
            f"slider on fixed items: {quicker:.0f} × cheaper than that, at least {LEAST_SLIDER:g}",
        ),
        (
            ahead >= LEAST_NAIVE and own <= other,
            f"full Estimate: {ahead:.0f} × cheaper than naive Python, at least {LEAST_NAIVE:g}, "
            f"at a P80 error of {own:.2f} % beside {other:.2f} %, {closer}",
        ),
    ]


def placed(document: str, table: str, marks: tuple[str, str] = (BEGIN, END)) -> str:
    """The document with the table between its marks. Raises ValueError when the marks aren't there.

    >>> placed(f"a {BEGIN} old {END} b", "new").split(chr(10))[1:-1]
    ['', 'new', '']
    """
    begin, end = marks
    if begin not in document or end not in document:
        raise ValueError(f"{DOCUMENT.name} has lost its marks {begin} and {end}")
    before, rest = document.split(begin, 1)
    return f"{before}{begin}\n\n{table}\n\n{end}{rest.split(end, 1)[1]}"


def said(found: list[tuple[bool, str]]) -> str:
    """Which of what must hold is met, a line each."""
    return "\n".join(f"- {'met' if good else '**NOT MET**'}: {sentence}." for good, sentence in found)

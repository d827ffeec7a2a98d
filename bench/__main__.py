"""How long an estimate takes, as a ratio: beside drawing as many fresh normals, in one run on one machine.

    python3 dev.py bench

Target (design): scope changed → full Estimate in at most 3 times the time of fresh normals; the first estimate pays for
the permanent columns once per process.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

import numpy as np

from estimator import Benchmarks, Scope, assumptions, deterministic, estimate
from estimator.draws import N, base, unit_draws
from estimator.model import item_matrix, parts, simulate

SCOPE = {"stakeholder_groups": 5, "conversations": 8, "resident_reach": 2000, "municipality": "GM0193"}
TIMES = 21


def milliseconds(work: Callable[[], object], times: int = TIMES) -> float:
    """Median wall time of a call."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return 1000 * median(found)


def scopes() -> Callable[[], Scope]:
    """Another scope at every call, as a slider gives."""
    turn = iter(range(10**6))
    return lambda: Scope.from_dict({**SCOPE, "conversations": 4 + next(turn) % 20})


def main() -> None:
    """Measure and print a table."""
    figures = Benchmarks.load()
    cold = milliseconds(base, 1)
    unit_draws(figures, None)
    item_matrix(figures, None)
    rows = len(parts(Scope.from_dict(SCOPE), figures).rows)
    uncertain = len(unit_draws(figures, None))
    rng = np.random.default_rng(1)
    floor = milliseconds(lambda: rng.standard_normal((rows, N)))
    another = scopes()
    estimate(another(), figures)
    table = [
        ("permanent columns, once per process", cold),
        (f"fresh normals for the {rows} rows in use (the floor)", floor),
        ("scope changed → full Estimate", milliseconds(lambda: estimate(another(), figures))),
        ("… of which the draws and dates", milliseconds(lambda: simulate(parts(another(), figures)))),
        ("deterministic figure", milliseconds(lambda: deterministic(another(), figures))),
        ("all assumptions with their euros", milliseconds(lambda: assumptions(another(), figures))),
    ]
    print(f"{N} draws, {rows} of {uncertain} uncertain rows in use")
    for name, value in table:
        print(f"{name:<52}{value:>9.1f} ms{value / floor:>8.2f} × the floor")


if __name__ == "__main__":
    main()

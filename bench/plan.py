"""What many municipalities together ask of machines: from a measured run, and from assumptions that are said."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

from bench.load import THINK, USERS, Run
from bench.table import number

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "hosting.md"
MARKS = ("<!-- plan: what stands between these marks is written by dev.py bench -->", "<!-- /plan -->")

# All of these are our assumptions: nobody measured them at a municipality.
TOWNS, EACH = 342, 50  # municipalities, and people with an account at each
AT_ONCE = 0.2  # of whom so many click at the busiest moment of the week
FILLED = 0.5  # of a core, at most, at that moment; the rest is for bursts
PAIR = 2  # processes per municipality
DATABASE_MB = 150  # for the connections and the cache of one database


@dataclass(frozen=True)
class Plan:
    """What must be there: processes, GB of memory, cores, and page runs a second at the busiest moment."""

    processes: int
    gigabytes: int
    cores: int
    per_second: float


def plan(ms_each: float, mb_rest: float, mb_busy: float, think: float = THINK) -> Plan:
    """The machines for TOWNS municipalities of EACH users. ``ms_each``: computing per page run; ``mb_rest`` and
    ``mb_busy``: memory of a process before its first visitor and after a busy run. One process of a pair is counted
    as busy, the other at rest.

    >>> plan(ms_each=100, mb_rest=400, mb_busy=800)
    Plan(processes=684, gigabytes=451, cores=35, per_second=171.0)
    """
    runs = TOWNS * EACH * AT_ONCE / think
    memory = TOWNS * (mb_busy + (PAIR - 1) * mb_rest + DATABASE_MB)
    return Plan(TOWNS * PAIR, math.ceil(memory / 1024), math.ceil(runs * ms_each / 1000 / FILLED), runs)


def text(found: dict[str, Run]) -> str:
    """What was measured, what is assumed, and what follows."""
    many, rest = found["many"], found["one"].rest
    busy = max(many.memory)
    asked = plan(many.each, rest, busy)
    rows = [
        ("measured", "computing per page run", f"{number(many.each, 0)} ms, with {USERS} users on one process"),
        ("measured", "memory of a process", f"{number(rest, 0)} MB at rest, {number(busy, 0)} MB with {USERS} users"),
        ("assumed", "municipalities and accounts", f"{TOWNS} × {EACH}"),
        ("assumed", "of whom click at the busiest moment", f"{AT_ONCE:.0%}, with {THINK:g} s between two pages"),
        ("assumed", "how full a core may be then", f"{FILLED:.0%}"),
        ("assumed", "memory of the database per municipality", f"{DATABASE_MB} MB"),
        ("computed", "page runs a second", number(asked.per_second, 0)),
        ("computed", "processes, two per municipality", number(asked.processes, 0)),
        ("computed", "**memory**", f"**{number(asked.gigabytes, 0)} GB**, one of each two processes busy"),
        ("computed", "**cores**", f"**{number(asked.cores, 0)}**, the database's own work not counted"),
    ]
    return "\n".join(["| | | |", "|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows)])

"""Tienstap's own engine in the table: the full estimate, the draws alone, a slider, and what stands beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

from bench.peers import P80s
from estimator import Benchmarks, Scope, assumptions, deterministic, estimate
from estimator.model import parts, simulate
from estimator.quantiles import four
from estimator.quick import Quick

SCOPE = {"stakeholder_groups": 5, "conversations": 8, "resident_reach": 2000, "municipality": "GM0193"}


def scope(conversations: int = 8) -> Scope:
    """The scope of the table, with another number of conversations if given."""
    return Scope.from_dict({**SCOPE, "conversations": conversations})


def changing() -> Iterator[Scope]:
    """Another scope at every turn, as someone gives who moves a slider of the scope."""
    return (scope(4 + turn % 20) for turn in count())


def calls(figures: Benchmarks) -> dict[str, Callable[[], object]]:
    """What is timed, by name: work on draws that are there already, on a scope that changed."""
    another, turns = changing(), count()
    quick = Quick.of(scope(), figures)
    row = max(parts(scope(), figures).rows, key=lambda r: r.likely if r.kind == "hours" else 0.0).id
    return {
        "estimate": lambda: estimate(next(another), figures),
        "simulate": lambda: simulate(parts(next(another), figures)),
        "slider": lambda: quick.figures({row: 0.5 + next(turns) % 20 / 20}),
        "deterministic": lambda: deterministic(next(another), figures),
        "assumptions": lambda: assumptions(next(another), figures),
    }


def answer(figures: Benchmarks, process_key: str | None) -> P80s:
    """P80 of cost (euros) and of weeks, as the estimate of one process gives them."""
    out = simulate(parts(scope(), figures), process_key)
    return four(out.cost)["p80"], four(out.finish)["p80"] / 7

"""What an estimate comes to with every figure at its likely value: hours by role and step, how the steps lie in time,
and how many people come. A millisecond, no draws: for dividing what the draws say, not for saying how much it is.
"""

from __future__ import annotations

from dataclasses import dataclass

from estimator.benchmarks import Benchmarks
from estimator.model import parts, point
from estimator.scope import Scope


@dataclass(frozen=True)
class Likely:
    """``hours``: role → hours of own people in steps 1–10, work that runs over all steps divided by how long they take;
    ``spans``: where each step begins and ends, as a share of the whole; ``people``: who come, all talks together."""

    hours: dict[str, tuple[float, ...]]
    spans: tuple[tuple[float, float], ...]
    people: float


def likely(scope: Scope, benchmarks: Benchmarks) -> Likely:
    """The likely values of a scope."""
    out = point(parts(scope, benchmarks))
    hours: dict[str, list[float]] = {}
    for i, group in enumerate(out.parts.groups):
        own = out.parts.rates.own_share.get(group.role, 0.0) if group.role else 0.0
        if own:
            of_role = hours.setdefault(group.role, [0.0] * 10)
            for step in range(10):
                of_role[step] += own * float(out.natives[i, 0]) * float(out.step_share[step, i])
    whole = max(float(end[0]) for end in out.timeline.ends.values()) or 1.0
    spans = tuple(
        (float(out.timeline.starts[step][0]) / whole, float(out.timeline.ends[step][0]) / whole)
        for step in range(1, 11)
    )
    return Likely({role: tuple(of) for role, of in hours.items()}, spans, float(out.chain.present[0]))

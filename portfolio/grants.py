"""Granting less than is asked: the smaller process that fits the amount, frozen with the decision.

Less money with the same plan is a process whose last steps, the feedback and the account, get lost. So a lower grant
names what is granted: a scope that asks no more than the amount, its estimate, and what falls away. See
docs/decisions/0010.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import estimator
from estimator.less import falls_away
from estimator.within import within
from portfolio import estimates
from portfolio.checks import Faults
from portfolio.messages import N_
from portfolio.request_record import Request
from portfolio.store.codec import canonical, cents
from portfolio.store.errors import Refused

NOT_LESS = N_(
    "€ {value} is not less than the € {high} that is asked; approve the request as it is, or lower the amount."
)
NOT_AN_AMOUNT = N_("{value} is not an amount; allowed is more than € 0.")
TOO_LITTLE = N_("With € {value} nothing is left of this process: even the smallest form of it asks € {low}.")
OTHER_ENGINE = N_("This request was computed by an earlier version; return it, so that it is asked again.")


@dataclass(frozen=True)
class Grant:
    """What is granted instead of what was asked. ``limit_cents``: the most that the decider wanted to grant."""

    scope: dict[str, Any]
    estimate: dict[str, Any]
    falls_away: dict[str, Any]
    limit_cents: int
    engine: str
    process_key: str
    computed: estimates.Computed | None = field(default=None, compare=False, repr=False)  # None once it is read back

    @property
    def cost_cents(self) -> int:
        """What the smaller process asks, at most the limit."""
        return cents(self.estimate["request"]["cost_eur"])

    def text(self) -> str:
        """Canonical JSON: what the database keeps and the audit chain holds the hash of."""
        kept = ("scope", "estimate", "falls_away", "limit_cents", "engine", "process_key")
        return canonical({name: getattr(self, name) for name in kept} | {"cost_cents": self.cost_cents})


def read(text: str) -> Grant:
    """A grant from its text."""
    found = json.loads(text)
    return Grant(**{name: value for name, value in found.items() if name != "cost_cents"})


def smaller(request: Request, limit_cents: int, benchmarks_csv: str) -> Grant:
    """The process that fits ``limit_cents``, with the figures and draws of the request.

    Raises Refused, by field ``amount``, when this is no less than what is asked or when nothing fits.
    """
    faults = Faults()
    if isinstance(limit_cents, bool) or not isinstance(limit_cents, int) or limit_cents <= 0:
        faults.add("amount", NOT_AN_AMOUNT, value=_euros(limit_cents) if isinstance(limit_cents, int) else limit_cents)
    elif limit_cents >= request.cost_cents:
        faults.add("amount", NOT_LESS, value=_euros(limit_cents), high=_euros(request.cost_cents))
    faults.stop()
    if request.engine != str(estimator.ENGINE):
        raise Refused(OTHER_ENGINE, field="amount")
    figures = estimator.Benchmarks.from_csv(benchmarks_csv)
    scope = estimator.Scope.from_dict(request.scope)
    left, least = within(scope, limit_cents / 100, figures, process_key=request.process_id)
    if left is None:
        raise Refused(TOO_LITTLE, field="amount", value=_euros(limit_cents), low=_euros(cents(least)))
    found = estimates.compute(left.to_dict(), request.process_id, figures)
    lost = falls_away(scope, left)
    return Grant(found.scope, found.estimate, lost, limit_cents, found.engine, request.process_id, found)


def _euros(amount: int) -> float:
    return amount / 100

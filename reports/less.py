"""What less money would mean: what falls away with a quarter less and with half, before somebody takes it off."""

from __future__ import annotations

import copy
import json
from functools import lru_cache
from typing import Any

import estimator
from display.i18n import N_, _
from display.less_words import less_section
from estimator import Benchmarks, Scope
from estimator.less import price_of_less
from portfolio.estimates import shipped
from portfolio.request_record import Request
from portfolio.store.codec import canonical

SHARES = {0.75: N_("A quarter less."), 0.5: N_("Half of it.")}


def less(request: Request, benchmarks: Benchmarks | None = None) -> dict[str, Any]:
    """`less`: points {lead, text}, one for each share of all cost excluding VAT that is left; `half`: the text of half.

    Computed with the figures and the draws of the request, so only when this engine made it; of a request that another
    one made nothing can be said, and there are no points.
    """
    if request.engine != str(estimator.ENGINE):
        return {"less": [], "half": ""}
    figures, scope = benchmarks or shipped(), Scope.from_dict(request.scope)
    points = []
    for share, lead in SHARES.items():
        budget = float(round(share * request.cost_cents / 100, -2))
        found, after = _found(scope, figures, budget, request.process_id)
        points.append({"lead": _(lead), "text": " ".join(less_section(found, request.estimate, after))})
    return {"less": points, "half": points[-1]["text"]}


def _found(scope: Scope, figures: Benchmarks, budget: float, key: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The price of less and the estimate of what is left. Kept for the last requests: Word, page and draft, in two
    languages, ask the same; each gets a copy of its own."""
    return copy.deepcopy(_computed(canonical(scope.to_dict()), _Figures(figures), budget, key))


class _Figures:
    """Benchmarks that are the same when their content is."""

    def __init__(self, figures: Benchmarks) -> None:
        self.figures = figures

    def __hash__(self) -> int:
        return hash(self.figures.sha256)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Figures) and other.figures.sha256 == self.figures.sha256


@lru_cache(maxsize=16)
def _computed(scope_json: str, used: _Figures, budget: float, key: str) -> tuple[dict[str, Any], dict[str, Any]]:
    scope = Scope.from_dict(json.loads(scope_json))
    found = price_of_less(scope, used.figures, budget=budget, process_key=key)
    left = Scope.from_dict(found["order"][-1]["scope"]) if found["order"] else scope
    return found, estimator.estimate(left, used.figures, process_key=key).to_dict()

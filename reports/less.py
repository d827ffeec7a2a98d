"""What less money would mean: what falls away with a quarter less and with half, before somebody takes it off."""

from __future__ import annotations

from typing import Any

import estimator
from display.i18n import N_, _
from display.less_words import less_section
from estimator import Benchmarks, Scope
from estimator.less import price_of_less
from portfolio.estimates import shipped
from portfolio.request_record import Request

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
        found = price_of_less(scope, figures, budget=budget, process_key=request.process_id)
        left = Scope.from_dict(found["order"][-1]["scope"]) if found["order"] else scope
        after = estimator.estimate(left, figures, process_key=request.process_id).to_dict()
        points.append({"lead": _(lead), "text": " ".join(less_section(found, request.estimate, after))})
    return {"less": points, "half": points[-1]["text"]}

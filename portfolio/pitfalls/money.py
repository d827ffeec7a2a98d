"""Rules about money: amount, cover and VAT said, and nothing outside the budget without the council."""

from __future__ import annotations

from portfolio.messages import N_
from portfolio.pitfalls.facts import Elsewhere, Facts
from portfolio.pitfalls.finding import RED, Finding, make


def no_cover(facts: Facts, _other: Elsewhere) -> Finding | None:
    """P17, from the moment that a request was sent until step 9 has ended."""
    if facts.asked is None or facts.ended(9):
        return None
    known = {
        N_("the amount"): facts.asked.cost_cents is not None,
        N_("the cover"): bool(facts.finance.get("coverage")),
        N_("whether VAT is compensable"): facts.finance.get("vat_compensable") is not None,
    }
    missing = [name for name, said in known.items() if not said]
    if not missing:
        return None
    return make("P17", RED, 1, N_("The request doesn't say: {missing}."), {"missing": tuple(missing)})


def outside_budget(facts: Facts, _other: Elsewhere) -> Finding | None:
    """P29, from the moment that a request was sent until step 9 has ended."""
    if facts.asked is None or facts.ended(9) or facts.finance.get("within_budget") is not False:
        return None
    if facts.asked.scope.get("budget_route") != "raad":
        text = N_("The cover lies outside the authorised budget, and the council doesn't decide on the money.")
        return make("P29", RED, 1, text)
    if not facts.finance.get("budget_amendment"):
        text = N_("The cover lies outside the authorised budget, and no budget amendment is named.")
        return make("P29", RED, 1, text)
    return None

"""The worked example of docs/ is what the code computes, and its sums hold when they are redone."""

from __future__ import annotations

import re

import pytest

from estimator import Scope, estimate
from tools.worked_example import DOCS, PAGES, SCOPE, page


@pytest.mark.parametrize("code", list(PAGES))
def test_the_page_is_what_the_code_computes(code):
    made = (DOCS / PAGES[code]).read_text(encoding="utf-8")
    assert made == page(code), "run: python -m tools.worked_example"


def test_the_items_on_the_page_multiply_and_add_up():
    """Redone from the printed text alone: quantity × figure × tariff × factor, and the sum of the column."""
    text = (DOCS / PAGES["en"]).read_text(encoding="utf-8")
    rows = [
        [c.strip() for c in line.strip("|").split("|")] for line in text.splitlines() if re.match(r"\| \d+ \|", line)
    ]
    items = [r for r in rows if len(r) == 7]
    total = 0.0
    for _step, name, quantity, figure, tariff, factor, amount in items:
        number = float(re.match(r"[\d.,]+", figure).group().replace(",", ""))
        rate = float(tariff.strip("€ \xa0").replace(",", "")) if tariff else 1.0
        times = float(factor) if factor else 1.0
        by_hand = float(quantity.replace(",", "")) * number * rate * times
        assert by_hand == pytest.approx(float(amount.replace(",", "")), rel=0.004, abs=0.05), name
        total += float(amount.replace(",", ""))
    e = estimate(Scope.from_dict(SCOPE))
    assert len(items) == len(e.items) > 40
    assert total == pytest.approx(e.deterministic_eur, abs=0.05)

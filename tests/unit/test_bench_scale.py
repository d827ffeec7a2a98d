"""The table of a thousand processes beside twenty says what was measured, and which target it missed."""

from __future__ import annotations

from bench import scale

FEW = {"page": 100.0, "pooled": 5.0, "pooled_again": 0.1, "interactive": 900.0, "peak": 200.0}
MANY = {"page": 290.0, "pooled": 2500.0, "pooled_again": 51.0, "interactive": 1800.0, "peak": 300.0}


def test_the_table_and_its_verdicts() -> None:
    found = {scale.FEW: FEW, scale.MANY: MANY}
    lines = scale.text(found).splitlines()
    assert "| **Page Portfolio, server, median of 9** | 100 | 290 | 2.90 |" in lines
    assert not any("capacity" in line for line in lines)  # what wasn't measured isn't there
    assert [good for good, _text in scale.verdicts(found)] == [True, True, False, True]
    assert "51.0 ms" in scale.verdicts(found)[2][1]
    without = {count: {k: v for k, v in times.items() if k != "interactive"} for count, times in found.items()}
    assert len(scale.verdicts(without)) == 3

"""The pitfalls: rules that look at the facts of a process and say what they found (docs/decisions/0011).

The rules, their thresholds and their sources stand in data/pitfalls.csv. Each is a pure function of the facts and of
what other processes do; its docstring says from when it counts.
"""

from __future__ import annotations

from portfolio.pitfalls.facts import Elsewhere, Facts
from portfolio.pitfalls.finding import AMBER, RED, Finding, rules
from portfolio.pitfalls.gather import all_of, of, on
from portfolio.pitfalls.registry import ADVICE, RULES, run

__all__ = ["ADVICE", "AMBER", "RED", "RULES", "Elsewhere", "Facts", "Finding", "all_of", "of", "on", "rules", "run"]

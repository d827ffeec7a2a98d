"""What the P80s really are: the model with ten million fresh draws, kept in reference.json until the model changes."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np

from bench import arrays
from bench.model import Model
from bench.peers import P80s
from estimator import Benchmarks, Scope
from estimator.result import ENGINE

DRAWS, CHUNK, SEED = 10**7, 2**16, 20261125
PATH = Path(__file__).with_name("reference.json")


def key(scope: Scope, figures: Benchmarks) -> dict[str, str]:
    """What the reference depends on."""
    text = json.dumps(scope.to_dict(), sort_keys=True, default=str)
    return {
        "benchmarks": figures.sha256,
        "engine": ENGINE,
        "scope": hashlib.sha256(text.encode()).hexdigest(),
    }


def reference(m: Model, wanted: dict[str, str], fresh: bool = False) -> P80s:
    """P80 of cost (euros) and of weeks; from the file, or computed (minutes) when that is of something else."""
    kept = json.loads(PATH.read_text(encoding="utf-8")) if PATH.exists() else {}
    if fresh or kept.get("of") != wanted:
        print(f"Computing the reference with {DRAWS:,} draws, once for these figures ...", flush=True)
        cost, weeks = compute(m, DRAWS)
        kept = {"of": wanted, "draws": DRAWS, "seed": SEED, "cost_p80": cost, "weeks_p80": weeks}
        PATH.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    return kept["cost_p80"], kept["weeks_p80"]


def compute(m: Model, draws: int) -> P80s:
    """The P80s with fresh draws, in chunks."""
    rng, costs, days = np.random.default_rng(SEED), [], []
    for start in range(0, draws, CHUNK):
        cost, finish = arrays.outcome(m, arrays.units(m, rng, min(CHUNK, draws - start)))
        costs.append(cost)
        days.append(finish.astype(np.int32))
    return arrays.p80(np.concatenate(costs), np.concatenate(days))

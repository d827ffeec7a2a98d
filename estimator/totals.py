"""The draws of one estimate's total cost, for adding several processes up draw by draw."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from estimator.benchmarks import Benchmarks
from estimator.model import parts, simulate
from estimator.scope import Scope


def total_draws(scope: Scope, benchmarks: Benchmarks, process_key: str | None) -> NDArray[np.float32]:
    """Cost of each draw in euros excluding VAT, shape (N,): the draws behind ``cost_eur`` of ``engine.estimate``.

    Two processes share only the programme factor, so the draws of several are added place by place (``draws``).
    """
    return simulate(parts(scope, benchmarks), process_key).cost.astype(np.float32)

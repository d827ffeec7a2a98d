"""What was granted, as far as the whole needs it: a few figures of a long text that never changes.

It goes by the same names as ``request_record.Request``, so that a forecast or a tripwire takes either.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portfolio.store.codec import cents

WHOLE = (
    "hours",
    "own_hours",
    "own_hours_eur",
    "cash_eur",
    "cost_eur",
    "by_kind",
    "weeks",
    "finish",
    "expected_participants",
)
ASKED = ("cost_eur", "cash_eur", "finish", "by_step")
OF_STEP = ("step", "hours")


@dataclass(frozen=True)
class Granted:
    """The last approved request of a process. ``granted_estimate``: only what is in WHOLE, ASKED and OF_STEP."""

    finance: Mapping[str, Any]
    granted_scope: dict[str, Any]
    granted_estimate: dict[str, Any]
    granted_cents: int
    granted_finish: dt.date
    engine: str
    benchmarks_sha256: str


def of(content: Mapping[str, Any], finance: Mapping[str, Any], engine: str, benchmarks_sha256: str) -> Granted:
    """From the content of a request, or of a smaller process that was granted instead of it."""
    estimate = content["estimate"]
    asked = estimate["request"]
    kept = {name: estimate[name] for name in WHOLE if name in estimate}
    kept["by_step"] = [{name: row[name] for name in OF_STEP} for row in estimate["by_step"]]
    kept["request"] = {name: asked[name] for name in ASKED}
    kept["scope"] = content["scope"]
    return Granted(
        finance=finance,
        granted_scope=content["scope"],
        granted_estimate=kept,
        granted_cents=cents(asked["cost_eur"]),
        granted_finish=dt.date.fromisoformat(asked["finish"]),
        engine=engine,
        benchmarks_sha256=benchmarks_sha256,
    )

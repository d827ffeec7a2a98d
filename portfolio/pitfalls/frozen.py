"""What the rules need of a request: a few figures of a long text that never changes, so read once per server."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any

from portfolio.pitfalls.facts import Frozen
from portfolio.store import fact_rows
from portfolio.store.database import Connection

SCOPE = (
    "stakeholder_groups", "conversations", "resident_reach", "budget_route", "outcome_route", "own_staff_share"
)  # fmt: skip
KEEP = 4000  # requests

_known: OrderedDict[tuple[str, str], Frozen] = OrderedDict()  # (sha256 of the request, verdict or "") → what it asked


def load(c: Connection, rows: Sequence[Mapping[str, Any]]) -> tuple[dict[str, Frozen], dict[str, Frozen]]:
    """Of request rows (``fact_rows``): request id → what was asked, and of the approved ones → what was granted."""
    asked = {row["id"]: (row["sha256"], "") for row in rows}
    granted = {row["id"]: (row["sha256"], row["verdict_id"]) for row in rows if row["lower"] is not None}
    missing = [row for row in rows if asked[row["id"]] not in _known]
    texts = fact_rows.contents(c, [row["id"] for row in missing])
    found: dict[tuple[str, str], Frozen] = {}
    for row in missing:
        content = json.loads(texts[row["id"]])
        found[asked[row["id"]]] = _frozen(content, content["finance"], row["cost_cents"])
    lower = [row for row in rows if row["id"] in granted and granted[row["id"]] not in _known]
    smaller = fact_rows.grants(c, [row["verdict_id"] for row in lower])
    for row in lower:
        finance = (found.get(asked[row["id"]]) or _known[asked[row["id"]]]).finance
        found[granted[row["id"]]] = _frozen(json.loads(smaller[row["verdict_id"]]), finance, row["lower"])
    every = {key: found.get(key) or _known[key] for key in (*asked.values(), *granted.values())}
    _keep(found)
    approved = {row["id"]: granted.get(row["id"], asked[row["id"]]) for row in rows if row["verdict_id"]}
    return ({id: every[key] for id, key in asked.items()}, {id: every[key] for id, key in approved.items()})


def _keep(found: Mapping[tuple[str, str], Frozen]) -> None:
    _known.update(found)
    while len(_known) > KEEP:
        _known.popitem(last=False)


def _frozen(content: Mapping[str, Any], finance: Mapping[str, Any], cost_cents: int | None) -> Frozen:
    scope, estimate = content["scope"], content["estimate"]
    return Frozen(
        scope={name: scope.get(name) for name in SCOPE},
        finance=dict(finance),
        hours_by_step={int(row["step"]): float(row["hours"]["p50"]) for row in estimate["by_step"]},
        hours_by_role={row["role"]: float(row["p50"]) for row in estimate.get("hours_by_role") or []},
        weeks=float(estimate["weeks"]["p50"]),
        cost_cents=cost_cents,
    )

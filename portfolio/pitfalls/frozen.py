"""What is needed of a request: a few figures of a long text that never changes, so read once per server."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any

from portfolio import granted as grants
from portfolio.granted import Granted
from portfolio.pitfalls.facts import Frozen
from portfolio.store import fact_rows
from portfolio.store.database import Connection

SCOPE = (
    "stakeholder_groups", "conversations", "resident_reach", "budget_route", "outcome_route", "own_staff_share"
)  # fmt: skip
KEEP = 4000  # requests

Key = tuple[str, str]  # sha256 of the request, and of a smaller grant the verdict
Read = tuple[Frozen, Granted]

_known: OrderedDict[Key, Read] = OrderedDict()
_lock = threading.Lock()


def load(c: Connection, rows: Sequence[Mapping[str, Any]]) -> tuple[dict[str, Frozen], dict[str, Frozen]]:
    """Of request rows (``fact_rows``): request id → what was asked, and of the approved ones → what was granted."""
    found = _read(c, rows)
    asked = {row["id"]: found[(row["sha256"], "")][0] for row in rows}
    approved = {row["id"]: found[_granted_key(row)][0] for row in rows if row["verdict_id"]}
    return asked, approved


def granted(c: Connection, rows: Sequence[Mapping[str, Any]]) -> dict[str, Granted]:
    """Of approved request rows (``fact_rows``): request id → what was granted."""
    found = _read(c, rows)
    return {row["id"]: found[_granted_key(row)][1] for row in rows if row["verdict_id"]}


def _granted_key(row: Mapping[str, Any]) -> Key:
    return (row["sha256"], row["verdict_id"] if row["lower"] is not None else "")


def _read(c: Connection, rows: Sequence[Mapping[str, Any]]) -> dict[Key, Read]:
    wanted = {row["id"]: row for row in rows}
    with _lock:
        found = {key: _known[key] for row in rows for key in {(row["sha256"], ""), _granted_key(row)} if key in _known}
    missing = [row["id"] for row in rows if not {(row["sha256"], ""), _granted_key(row)} <= found.keys()]
    new: dict[Key, Read] = {}
    for id, text, smaller in fact_rows.texts(c, missing):
        row, content = wanted[id], json.loads(text)
        new[(row["sha256"], "")] = _both(content, content["finance"], content, row["cost_cents"])
        if row["lower"] is not None and smaller:
            new[_granted_key(row)] = _both(json.loads(smaller), content["finance"], content, row["lower"])
    _keep(new)
    return found | new


def _keep(found: Mapping[Key, Read]) -> None:
    with _lock:
        _known.update(found)
        while len(_known) > KEEP:
            _known.popitem(last=False)


def _both(
    content: Mapping[str, Any], finance: Mapping[str, Any], asked: Mapping[str, Any], cost_cents: int | None
) -> Read:
    """``asked``: the content of the request, which names the engine and figures of a smaller grant too."""
    scope, estimate = content["scope"], content["estimate"]
    frozen = Frozen(
        scope={name: scope.get(name) for name in SCOPE},
        finance=dict(finance),
        hours_by_step={int(row["step"]): float(row["hours"]["p50"]) for row in estimate["by_step"]},
        hours_by_role={row["role"]: float(row["p50"]) for row in estimate.get("hours_by_role") or []},
        weeks=float(estimate["weeks"]["p50"]),
        cost_cents=cost_cents,
    )
    return frozen, grants.of(content, frozen.finance, asked["engine"], asked["benchmarks_sha256"])

"""A request that was not sent yet, so that its proposal can be read beforehand; marked as a draft everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portfolio import estimates
from portfolio.processes import Process
from portfolio.request_record import Request

KEPT = ("id", "name", "municipality", "question", "theme", "area", "confidential", "example", "version")


def draft_request(
    process: Process, scope: Mapping[str, Any], finance: Mapping[str, Any] | None = None, benchmarks: Any = None
) -> Request:
    """What would be asked for this scope now, as a Request with status "draft", number 0 and nothing in the records.

    Raises estimator.ScopeError that names every faulty field of the scope.
    """
    computed = estimates.compute(scope, process.id, benchmarks)
    return Request(
        id="",
        process_id=process.id,
        number=0,
        status="draft",
        makers=(),
        submitted_by={"id": "", "name": ""},
        submitted_at="",
        process={name: getattr(process, name) for name in KEPT} | {"group_names": list(process.group_names)},
        finance=dict(finance or {}),
        scope=computed.scope,
        estimate=computed.estimate,
        cost_cents=computed.cost_cents,
        cash_cents=computed.cash_cents,
        own_cents=computed.own_cents,
        finish=computed.finish,
        sha256="",
        engine=computed.engine,
        benchmarks_sha256=computed.benchmarks_sha256,
        decision=None,
        deferrals=(),
        audit_number=0,
        audit_hash="",
        example=process.example,
        version=0,
    )

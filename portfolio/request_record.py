"""A request as it is read back: what was frozen, and what was decided about it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portfolio.checks import shown
from portfolio.messages import N_
from portfolio.store import overview, records, tables
from portfolio.store.codec import cents
from portfolio.store.database import Connection, Store
from portfolio.store.errors import NotFound

NOT_FOUND = N_("There is no request {id}; it may have been removed.")
STATUSES = ("submitted", "returned", "refused", "approved", "recorded", "superseded")


@dataclass(frozen=True)
class Request:
    """One dated version of a request. Amounts are whole cents.

    ``status``: submitted, returned, refused, approved, recorded (approved by a recorded decision) or superseded (never
    decided, and a newer version exists). ``makers``: [{id, name}]; they can't decide. ``process``, ``scope``,
    ``estimate`` and ``finance`` are as frozen. ``decision``: None, or the final verdict as a dict with kind, outcome,
    who {id, name}, role, at, signed_in, statement, reason, body, date, number, document {id, name, sha256, size} or
    None, recomputed, granted_cents, granted (see ``lower``), audit_number, audit_hash. ``deferrals``: earlier verdicts
    "deferred", same shape. ``audit_number`` and ``audit_hash`` are those of the last row about this version.
    ``version`` counts its verdicts from 1.
    """

    id: str
    process_id: str
    number: int
    status: str
    makers: tuple[dict[str, str], ...]
    submitted_by: dict[str, str]
    submitted_at: str
    process: dict[str, Any]
    finance: dict[str, Any]
    scope: dict[str, Any]
    estimate: dict[str, Any]
    cost_cents: int
    cash_cents: int
    own_cents: int
    finish: dt.date
    sha256: str
    engine: str
    benchmarks_sha256: str
    decision: dict[str, Any] | None
    deferrals: tuple[dict[str, Any], ...]
    audit_number: int
    audit_hash: str
    example: bool
    version: int

    @property
    def approved(self) -> bool:
        """True when time and money were granted, in the app or by a recorded decision."""
        return self.status in ("approved", "recorded")

    @property
    def lower(self) -> dict[str, Any] | None:
        """The smaller process that was granted instead (scope, estimate, falls_away, limit_cents); None: as asked."""
        return (self.decision or {}).get("granted")

    @property
    def granted_scope(self) -> dict[str, Any]:
        """The scope that counts once it is approved: the smaller one, or as asked."""
        return self.lower["scope"] if self.lower else self.scope

    @property
    def granted_estimate(self) -> dict[str, Any]:
        """The estimate that counts once it is approved."""
        return self.lower["estimate"] if self.lower else self.estimate

    @property
    def granted_cents(self) -> int:
        """All that was granted, in cents."""
        return int(self.lower["cost_cents"]) if self.lower else self.cost_cents

    @property
    def granted_cash_cents(self) -> int:
        """The part that is paid out."""
        return cents(self.granted_estimate["request"]["cash_eur"]) if self.lower else self.cash_cents

    @property
    def granted_own_cents(self) -> int:
        """The part that is own hours."""
        return self.granted_cents - self.granted_cash_cents

    @property
    def granted_finish(self) -> dt.date:
        """The date that was granted."""
        return dt.date.fromisoformat(self.granted_estimate["request"]["finish"])


def get(store: Store, id: str) -> Request:
    """One version of a request, or NotFound."""
    with store.read() as c:
        return load(c, row(c, id))


def row(c: Connection, id: str) -> dict[str, Any]:
    """The stored row of a request, or NotFound."""
    found = records.one(c, tables.request, id=id)
    if found is None:
        raise NotFound(NOT_FOUND, id=shown(id))
    return found


def is_latest(c: Connection, found: Mapping[str, Any]) -> bool:
    """True when no newer version of the request exists."""
    newest = records.latest_number(c, tables.request, "number", process_id=found["process_id"])
    return bool(newest == found["number"])


def load(c: Connection, found: Mapping[str, Any]) -> Request:
    """The request of a stored row, with its verdicts."""
    verdicts = [_verdict(c, v) for v in records.many(c, tables.verdict, "audit_number", request_id=found["id"])]
    final = next((v for v in verdicts if v["outcome"] != "deferred"), None)
    status = overview.status_of(True, final["outcome"] if final else None, final["kind"] if final else None)
    if status == "submitted" and not is_latest(c, found):
        status = "superseded"
    content = json.loads(found["content"])
    last = verdicts[-1] if verdicts else found
    makers = records.many(c, tables.request_maker, "user_id", request_id=found["id"])
    kept = ("id", "process_id", "number", "submitted_at", "cost_cents", "cash_cents", "own_cents", "finish", "sha256")
    return Request(
        status=str(status),
        makers=tuple(_person(c, maker["user_id"]) for maker in makers),
        submitted_by=_person(c, found["submitted_by"]),
        **{name: content[name] for name in ("process", "finance", "scope", "estimate")},
        **{name: found[name] for name in (*kept, "engine", "benchmarks_sha256", "example")},
        decision=final,
        deferrals=tuple(v for v in verdicts if v["outcome"] == "deferred"),
        audit_number=last["audit_number"],
        audit_hash=last["audit_hash"],
        version=1 + len(verdicts),
    )


def _person(c: Connection, id: str) -> dict[str, str]:
    found = records.one(c, tables.users, id=id)
    return {"id": id, "name": found["name"] if found else ""}


def _verdict(c: Connection, found: Mapping[str, Any]) -> dict[str, Any]:
    kept = ("kind", "outcome", "role", "at", "signed_in", "statement", "reason", "body", "recomputed", "granted_cents")
    out = {name: found[name] for name in (*kept, "audit_number", "audit_hash")}
    out |= {
        "who": _person(c, found["who"]),
        "date": found["decided_on"],
        "number": found["reference"],
        "document": None,
        "granted": json.loads(found["granted"]) if found["granted"] else None,
    }
    if found["document_id"]:
        out["document"] = overview.document_facts(c, found["document_id"])
    return out

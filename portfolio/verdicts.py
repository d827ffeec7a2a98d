"""Deciding on a request: return it, refuse it, approve it, or record what college or council decided.

Four eyes: whoever edited what is asked, or sent it, does none of these. The function refuses, and the database too.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from portfolio import documents, estimates, grants, request_record, steps
from portfolio.checks import LONG, Faults
from portfolio.grants import Grant
from portfolio.identity import User
from portfolio.messages import N_
from portfolio.request_record import Request
from portfolio.store import clock, records, tables
from portfolio.store.codec import new_id
from portfolio.store.commit import Tx, commit
from portfolio.store.database import Store
from portfolio.store.errors import Conflict, Refused
from portfolio.verdict_facts import verdict_facts
from portfolio.whole import drawn

OUTCOMES = ("approved", "refused", "deferred")

CHANGED = N_("Somebody else handled this request in the meantime. Look at what it says now, then go on.")
FOUR_EYES = N_("You worked on this request yourself; somebody else decides on it or records the decision.")
NOT_LATEST = N_("There is a newer version of this request; decide on that one.")
BY_COLLEGE = N_("The college decides on this money: record its decision with date and number instead.")
BY_COUNCIL = N_("The council decides on this money: record its decision with date and number instead.")
NOT_THE_SAME = N_("The amounts no longer come out to the cent. Nothing was approved; tell the administrator.")
NOT_TOO_LATE = N_("{value} has yet to come; a decision is dated today or earlier.")


@dataclass
class _Decision:
    kind: str
    outcome: str
    words: dict[str, str] = field(default_factory=dict)  # statement, reason, body, reference
    decided_on: dt.date | None = None
    document: tuple[str, bytes] | None = None
    limit_cents: int | None = None  # the most that is granted, when that is less than what is asked
    grant: Grant | None = None


def return_(
    store: Store, user: User, request_id: str, version: int, questions: str, token: str | None = None
) -> Request:
    """Send a request back with questions. Role: goedkeurder, and not one of its makers."""
    words = {"reason": _required("questions", questions)}
    return _decide(store, user, request_id, version, "request.return", _Decision("returned", "returned", words), token)


def refuse(store: Store, user: User, request_id: str, version: int, reason: str, token: str | None = None) -> Request:
    """Say no, as budget holder. Role: goedkeurder, and not one of its makers."""
    words = {"reason": _required("reason", reason)}
    return _decide(store, user, request_id, version, "request.refuse", _Decision("refused", "refused", words), token)


def approve(
    store: Store, user: User, request_id: str, version: int, statement: str, token: str | None = None
) -> Request:
    """Say yes, as budget holder: the frozen amounts become the baseline and step 1 is done. Role: goedkeurder.

    ``statement``: the sentence the approver agreed with. The estimate is computed again first; when it doesn't come
    out to the cent nothing is approved. Raises Refused for a maker, and when college or council must decide.
    """
    words = {"statement": _required("statement", statement)}
    found = _Decision("approved", "approved", words, decided_on=clock.today())
    return _decide(store, user, request_id, version, "request.approve", found, token)


def approve_lower(
    store: Store,
    user: User,
    request_id: str,
    version: int,
    limit_cents: int,
    statement: str,
    reason: str = "",
    token: str | None = None,
) -> Request:
    """Say yes to less, as budget holder: the smaller process that asks at most ``limit_cents`` becomes the baseline.

    It is computed with the figures and draws of the request and frozen with the decision. Role and four eyes as
    ``approve``. Raises Refused when nothing fits, or when it isn't less than what is asked.
    """
    words = {"statement": _required("statement", statement), "reason": _optional("reason", reason)}
    found = _Decision("approved", "approved", words, decided_on=clock.today(), limit_cents=limit_cents)
    return _decide(store, user, request_id, version, "request.approve", found, token)


def lower(store: Store, request: Request, limit_cents: int) -> Grant:
    """What would be granted with at most this amount: to show before it is decided. Raises as ``approve_lower``."""
    return grants.smaller(request, limit_cents, _stored(store, request)[1])


def record_decision(
    store: Store,
    user: User,
    request_id: str,
    version: int,
    body: str,
    date: dt.date | str,
    number: str,
    document_name: str | None = None,
    document_bytes: bytes | None = None,
    outcome: str = "approved",
    note: str = "",
    token: str | None = None,
    limit_cents: int | None = None,
) -> Request:
    """Record what a college, council or budget holder decided on paper. Role: bewerker or goedkeurder, not a maker.

    ``outcome``: approved, refused or deferred; after a deferral the request stays open. ``number``: decision or case
    number. The document is kept as it is (at most 10 MiB) under its SHA-256. ``limit_cents``: the amount that was
    approved, when that is less than what was asked; see ``approve_lower``.
    """
    faults = Faults()
    found = _Decision("recorded", faults.choice("outcome", outcome, OUTCOMES))
    found.words = {
        "body": faults.text("body", body, required=True),
        "reference": faults.text("number", number, required=True),
        "reason": faults.text("note", note, LONG),
    }
    if not date:
        faults.text("date", "", required=True)
    found.decided_on = faults.day("date", date)
    if found.decided_on and found.decided_on > clock.today():
        faults.add("date", NOT_TOO_LATE, value=found.decided_on)
    if document_bytes is not None:
        found.document = documents.checked(faults, document_name, document_bytes)
    faults.stop()
    found.limit_cents = limit_cents if outcome == "approved" else None
    return _decide(store, user, request_id, version, "request.record", found, token)


def _required(name: str, value: str) -> str:
    faults = Faults()
    text = faults.text(name, value, LONG, required=True)
    faults.stop()
    return text


def _optional(name: str, value: str) -> str:
    faults = Faults()
    text = faults.text(name, value, LONG)
    faults.stop()
    return text


def _decide(
    store: Store, user: User, request_id: str, version: int, action: str, decision: _Decision, token: str | None
) -> Request:
    before = request_record.get(store, request_id)
    recomputed = estimates.again(*_stored(store, before)) if decision.outcome == "approved" else None
    if recomputed is False:
        raise Refused(NOT_THE_SAME)
    if decision.limit_cents is not None and before.decision is None:
        decision.grant = lower(store, before, decision.limit_cents)

    def work(tx: Tx) -> str:
        row = request_record.row(tx.c, request_id)
        now = request_record.load(tx.c, row)
        if now.version != version or now.decision is not None:
            raise Conflict(CHANGED, theirs=now, yours={"outcome": decision.outcome, **decision.words})
        if now.status == "superseded":
            raise Refused(NOT_LATEST)
        if tx.actor in {maker["id"] for maker in now.makers}:
            raise Refused(FOUR_EYES, security=True)
        if decision.kind in ("approved", "refused"):
            _in_the_app(now)
        _write(tx, row, decision, bool(recomputed))
        if decision.grant and decision.grant.computed:
            drawn.keep(tx, decision.grant.computed)
        if decision.outcome == "approved" and decision.decided_on:
            steps.approve_first(tx, now.process_id, decision.decided_on, _plan(now, decision.grant))
        return request_id

    return request_record.get(store, commit(store, user, action, work, token, f"request/{request_id}"))


def _stored(store: Store, request: Request) -> tuple[dict[str, Any], str]:
    with store.read() as c:
        benchmarks = records.one(c, tables.benchmark_set, sha256=request.benchmarks_sha256)
    content = {
        "engine": request.engine,
        "scope": request.scope,
        "estimate": request.estimate,
        "process_key": request.process_id,
    }
    return content, str(benchmarks["csv"]) if benchmarks else ""


def _in_the_app(request: Request) -> None:
    """College and council never click a button, and outside the budget the council decides."""
    if request.scope["budget_route"] == "raad" or not request.finance.get("within_budget"):
        raise Refused(BY_COUNCIL)
    if request.scope["budget_route"] == "college":
        raise Refused(BY_COLLEGE)


def _write(tx: Tx, row: dict[str, Any], decision: _Decision, recomputed: bool) -> None:
    document_id, document_sha256 = (
        documents.keep(tx, *decision.document, row["example"]) if decision.document else (None, None)
    )
    verdict = {
        "id": new_id(),
        "request_id": row["id"],
        "kind": decision.kind,
        "outcome": decision.outcome,
        "maker": row["submitted_by"],
        "who": tx.actor,
        "role": "goedkeurder" if tx.user.has("goedkeurder") else "bewerker",
        "signed_in": tx.user.signed_in,
        "decided_on": decision.decided_on,
        "document_id": document_id,
        "request_sha256": row["sha256"],
        "recomputed": recomputed,
        "at": tx.now,
        "example": row["example"],
        "granted_cents": decision.grant.cost_cents if decision.grant else None,
        "granted": decision.grant.text() if decision.grant else None,
        **dict.fromkeys(("statement", "reason", "body", "reference"), ""),
        **decision.words,
    }
    number, audit_hash = tx.log(f"request/{row['id']}", verdict_facts(verdict, document_sha256))
    records.insert(tx.c, tables.verdict, **verdict, audit_number=number, audit_hash=audit_hash)


def _plan(request: Request, grant: Grant | None) -> dict[int, tuple[dt.date, dt.date]]:
    """Per step the dates that hold with 80 %: what the request promised, or the smaller process that was granted.

    Between two outcomes the 80 % may lie in a weekend; nothing ends then, so the Friday before holds as surely, and
    what would begin then begins on Monday.
    """
    plan = {}
    for row in (grant.estimate if grant else request.estimate)["by_step"]:
        start, finish = (dt.date.fromisoformat(row[name]["p80"]) for name in ("start", "finish"))
        finish -= dt.timedelta(days=max(0, finish.weekday() - 4))
        start += dt.timedelta(days=(7 - start.weekday()) % 7 if start.weekday() > 4 else 0)
        plan[int(row["step"])] = (min(start, finish), finish)
    return plan

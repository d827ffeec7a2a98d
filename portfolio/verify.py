"""Checks that nothing was changed behind the app's back: the chain, frozen requests, decisions, documents, triggers.

A chain alone doesn't show that its end was cut off or that all of it was rewritten; a head kept outside the database
does (``anchors``). Approved amounts are computed again when this engine made them; others count as "not recomputed".
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import estimator
from portfolio import estimates, learned, own_figures, verify_meetings, verify_scenarios
from portfolio.messages import N_
from portfolio.store import chain, records, tables, triggers
from portfolio.store.codec import cents, sha256
from portfolio.store.database import Connection, Store
from portfolio.store.errors import Fault
from portfolio.verdict_facts import verdict_facts

NUMBERING = N_("Audit row {number} is out of order: {expected} was expected. Rows were removed or added.")
LINK = N_("Audit row {number} doesn't continue the row before it.")
CONTENT = N_("Audit row {number} was changed after it was written.")
ANCHOR_MISSING = N_(
    "The chain has {count} rows, but row {number} was recorded outside the database. Rows were removed."
)
ANCHOR_OTHER = N_("Audit row {number} differs from what was recorded outside the database. The chain was rewritten.")
TRIGGER = N_("The trigger {name} that guards the records is missing. Migrate again or restore.")
REQUEST_CHANGED = N_("Request {id} was changed after it was sent: its content doesn't match its hash.")
REQUEST_FIGURES = N_("Request {id}: the amounts beside its content differ from the amounts in it.")
REQUEST_UNRECORDED = N_("Request {id} doesn't match its row in the audit chain.")
REQUEST_GONE = N_("Request {id} is in the audit chain, but no longer in the database.")
VERDICT_UNRECORDED = N_("The decision on request {id} doesn't match its row in the audit chain.")
VERDICT_GONE = N_("A decision on request {id} is in the audit chain, but no longer in the database.")
VERDICT_MAKER = N_("Request {id} was decided on by somebody who worked on it.")
DOCUMENT_CHANGED = N_("The document {name} was changed after it was recorded.")
BENCHMARKS_CHANGED = N_("The stored benchmark figures {sha256} were changed.")
FIGURE_UNRECORDED = N_("The own figure {key} doesn't match its row {number} in the audit chain.")
FIGURE_GONE = N_("An own figure {key} is in the audit chain, but no longer in the database.")
LEARNED_UNRECORDED = N_("What was learned from closed processes doesn't match its row {number} in the audit chain.")
LEARNED_GONE = N_("What was learned from closed processes is in the audit chain, but no longer in the database.")
UNREADABLE = N_("Table {table} holds something that can't be read.")
NOT_THE_SAME = N_("Request {id} was approved, but its amounts no longer come out to the cent.")

VERDICT_ACTIONS = ("request.return", "request.refuse", "request.approve", "request.record")
SINCE_STEPS = ("rest_sha256", "granted_sha256")  # said about a verdict since migration 0004
FIGURE_ACTIONS = ("own_figure.set", "own_figure.restore", "learned.adopt", "learned.stop")


@dataclass
class Report:
    """What was checked and what was wrong. ``not_recomputed``: approved with another engine ("niet herrekend")."""

    rows: int = 0
    head: str = chain.START
    requests: int = 0
    verdicts: int = 0
    recomputed: int = 0
    not_recomputed: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def wrong(self, template: str, **params: Any) -> None:
        """Note a fault."""
        self.faults.append(Fault("", template, params))


@dataclass
class _Recorded:
    """What the chain says about requests, verdicts, scenario versions and figures."""

    by_number: dict[int, dict[str, Any]] = field(default_factory=dict)
    submitted: dict[str, dict[str, Any]] = field(default_factory=dict)
    verdicts: dict[str, str] = field(default_factory=dict)
    scenarios: verify_scenarios.Said = field(default_factory=verify_scenarios.Said)
    removed: set[str] = field(default_factory=set)
    figures: dict[int, dict[str, Any]] = field(default_factory=dict)
    meetings: verify_meetings.Said = field(default_factory=verify_meetings.Said)


def verify(store: Store, *anchors: tuple[int, str]) -> Report:
    """Check everything; ``anchors`` are heads (number, hash) that were kept outside the database."""
    report = Report()
    with store.read() as c:
        recorded = _chain(c, report, anchors)
        for name in sorted(triggers.expected(c).keys() - triggers.present(c).keys()):
            report.wrong(TRIGGER, name=name)
        checks = {
            "benchmark_set": lambda: _benchmarks(c, report),
            "scenario_version": lambda: _scenarios(c, report, recorded),
            "request": lambda: _requests(c, report, recorded),
            "verdict": lambda: _verdicts(c, report, recorded),
            "own_figure": lambda: _own_figures(c, report, recorded),
            "learned": lambda: _learned(c, report, recorded),
            "snapshot": lambda: _meetings(c, report, recorded),
        }
        for table, check in checks.items():
            _readable(report, table, check)
        approved: list[str] = []
        _readable(report, "verdict", lambda: approved.extend(_approved(c)))
    for id in approved:
        _readable(report, "request", functools.partial(_recompute, store, report, id))
    return report


def _readable(report: Report, table: str, check: Callable[[], None]) -> None:
    """Run a check; a fault, once a table, when what was put there can't even be read."""
    try:
        check()
    except (ValueError, TypeError, KeyError):
        if Fault("", UNREADABLE, {"table": table}) not in report.faults:
            report.wrong(UNREADABLE, table=table)


def _approved(c: Connection) -> list[str]:
    return [row["request_id"] for row in records.many(c, tables.verdict, outcome="approved")]


def _chain(c: Connection, report: Report, anchors: Iterable[tuple[int, str]]) -> _Recorded:
    recorded, previous, expected = _Recorded(), chain.START, 1
    kept: dict[int, set[str]] = {}
    for number, digest in anchors:
        kept.setdefault(number, set()).add(digest)
    for row in chain.rows(c):
        if row["number"] != expected:
            report.wrong(NUMBERING, number=row["number"], expected=expected)
        elif row["previous"] != previous:
            report.wrong(LINK, number=row["number"])
        if chain.row_hash(row) != row["hash"] or not _remember(recorded, row):
            report.wrong(CONTENT, number=row["number"])
        if kept.get(row["number"], {row["hash"]}) != {row["hash"]}:
            report.wrong(ANCHOR_OTHER, number=row["number"])
        previous, expected = row["hash"], row["number"] + 1
        report.rows += 1
    report.head = previous
    for number in sorted(number for number in kept if number >= expected):
        report.wrong(ANCHOR_MISSING, count=report.rows, number=number)
    return recorded


def _remember(recorded: _Recorded, row: dict[str, Any]) -> bool:
    """Keep what a row says for the checks that follow; False when its content makes no sense."""
    try:
        if row["result"] == "done":
            _sort(recorded, row)
    except (ValueError, TypeError, KeyError):
        return False
    return True


def _sort(recorded: _Recorded, row: dict[str, Any]) -> None:
    kind, _, id = row["object"].partition("/")
    content = json.loads(row["content"])
    if row["action"] == "request.submit":
        recorded.submitted[id] = content
        recorded.by_number[row["number"]] = row
    elif row["action"] in VERDICT_ACTIONS and kind == "request":
        recorded.verdicts[content["verdict"]] = id
        recorded.by_number[row["number"]] = row
    elif kind == "scenario":
        recorded.scenarios.remember(id, row["action"], content)
    elif row["action"] == "example.remove":
        recorded.removed |= set(content["removed"])
    elif row["action"] in FIGURE_ACTIONS:
        recorded.figures[row["number"]] = row
    recorded.meetings.remember(row, content)


def _benchmarks(c: Connection, report: Report) -> None:
    for row in records.many(c, tables.benchmark_set):
        try:
            found = estimator.Benchmarks.from_csv(row["csv"]).sha256
        except ValueError:
            found = None
        if found != row["sha256"]:
            report.wrong(BENCHMARKS_CHANGED, sha256=row["sha256"])


def _scenarios(c: Connection, report: Report, recorded: _Recorded) -> None:
    for template, params in verify_scenarios.faults(c, recorded.scenarios, recorded.removed):
        report.wrong(template, **params)


def _meetings(c: Connection, report: Report, recorded: _Recorded) -> None:
    for template, params in verify_meetings.faults(c, recorded.meetings, recorded.removed):
        report.wrong(template, **params)


def _requests(c: Connection, report: Report, recorded: _Recorded) -> None:
    seen = set()
    for row in records.many(c, tables.request):
        seen.add(row["id"])
        report.requests += 1
        if sha256(row["content"]) != row["sha256"]:
            report.wrong(REQUEST_CHANGED, id=row["id"])
            continue
        if not _figures_agree(row, json.loads(row["content"])):
            report.wrong(REQUEST_FIGURES, id=row["id"])
        where = {"request_id": row["id"], "example": row["example"]}
        makers = sorted(m["user_id"] for m in records.many(c, tables.request_maker, **where))
        said = recorded.submitted.get(row["id"], {})
        at_number = recorded.by_number.get(row["audit_number"], {})
        same = tuple(said.get(name) for name in ("sha256", "makers", "process", "scenario", "scenario_version"))
        asked = (row["sha256"], makers, row["process_id"], row["scenario_id"], row["scenario_version"])
        written = (at_number.get("hash"), at_number.get("actor"))
        if (*same, *written) != (*asked, row["audit_hash"], row["submitted_by"]):
            report.wrong(REQUEST_UNRECORDED, id=row["id"])
    for id, said in recorded.submitted.items():
        if id not in seen and said["process"] not in recorded.removed:
            report.wrong(REQUEST_GONE, id=id)


def _figures_agree(row: Mapping[str, Any], content: Mapping[str, Any]) -> bool:
    names = ("cost_cents", "cash_cents", "own_cents", "number", "engine", "benchmarks_sha256")
    asked = content["estimate"]["request"]
    return (
        all(row[name] == content[name] for name in names)
        and (row["finish"].isoformat(), row["submitted_at"]) == (content["finish"], content["submitted_at"])
        and row["example"] == content["process"]["example"]
        and row["cost_cents"] == cents(asked["cost_eur"])
        and row["process_id"] == content["process"]["id"]
    )


def _verdicts(c: Connection, report: Report, recorded: _Recorded) -> None:
    seen = set()
    for row in records.many(c, tables.verdict):
        seen.add(row["id"])
        report.verdicts += 1
        if records.one(c, tables.request_maker, request_id=row["request_id"], user_id=row["who"]):
            report.wrong(VERDICT_MAKER, id=row["request_id"])
        document = records.one(c, tables.document, id=row["document_id"]) if row["document_id"] else None
        if document and sha256(document["content"]) != document["sha256"]:
            report.wrong(DOCUMENT_CHANGED, name=document["name"])
        if (
            row["granted"]
            and cents(json.loads(row["granted"])["estimate"]["request"]["cost_eur"]) != row["granted_cents"]
        ):
            report.wrong(REQUEST_FIGURES, id=row["request_id"])
        written = recorded.by_number.get(row["audit_number"])
        if written is None or not _verdict_agrees(row, written, document):
            report.wrong(VERDICT_UNRECORDED, id=row["request_id"])
    for id, request_id in recorded.verdicts.items():
        process = recorded.submitted.get(request_id, {}).get("process")
        if id not in seen and process not in recorded.removed:
            report.wrong(VERDICT_GONE, id=request_id)


def _verdict_agrees(row: Mapping[str, Any], written: Mapping[str, Any], document: Mapping[str, Any] | None) -> bool:
    said = json.loads(written["content"])
    expected = (row["audit_hash"], row["who"], f"request/{row['request_id']}")
    facts = verdict_facts(row, document["sha256"] if document else None)
    # An older version said less; what it said can't have been taken out, because the row is hashed.
    same = said == {name: value for name, value in facts.items() if name not in SINCE_STEPS or name in said}
    return same and (written["hash"], written["actor"], written["object"]) == expected


def _own_figures(c: Connection, report: Report, recorded: _Recorded) -> None:
    seen = set()
    for row in records.many(c, tables.own_figure):
        seen.add(row["audit_number"])
        about = (f"own_figure.{row['action']}", f"own_figure/{row['key']}", row["set_by"])
        if not _figure_agrees(row, about, own_figures.facts(row), recorded):
            report.wrong(FIGURE_UNRECORDED, key=row["key"], number=row["audit_number"])
    for number, said in recorded.figures.items():
        if said["action"].startswith("own_figure.") and number not in seen:
            report.wrong(FIGURE_GONE, key=said["object"].partition("/")[2])


def _learned(c: Connection, report: Report, recorded: _Recorded) -> None:
    seen = set()
    for row in records.many(c, tables.learned):
        seen.add(row["audit_number"])
        about = ("learned.adopt" if row["content"] else "learned.stop", "learned", row["adopted_by"])
        if not _figure_agrees(row, about, learned.facts(row["content"]), recorded):
            report.wrong(LEARNED_UNRECORDED, number=row["audit_number"])
    for number, said in recorded.figures.items():
        if said["action"].startswith("learned.") and number not in seen:
            report.wrong(LEARNED_GONE)


def _figure_agrees(
    row: Mapping[str, Any], about: tuple[str, str, str], facts: Mapping[str, Any], recorded: _Recorded
) -> bool:
    """Whether the chain has this row, about the same thing by the same person, with the same content."""
    said = recorded.figures.get(row["audit_number"])
    if said is None or said["hash"] != row["audit_hash"]:
        return False
    return (said["action"], said["object"], said["actor"]) == about and json.loads(said["content"]) == facts


def _recompute(store: Store, report: Report, request_id: str) -> None:
    with store.read() as c:
        row = records.one(c, tables.request, id=request_id)
        if row is None:
            return
        benchmarks = records.one(c, tables.benchmark_set, sha256=row["benchmarks_sha256"])
        verdict = records.one(c, tables.verdict, request_id=request_id, outcome="approved")
    granted = verdict["granted"] if verdict else None
    if benchmarks is None or sha256(row["content"]) != row["sha256"]:
        return  # reported already
    if any(fault.template == BENCHMARKS_CHANGED for fault in report.faults):
        return
    same = estimates.again(json.loads(row["content"]), benchmarks["csv"])
    if same and granted:
        same = estimates.again(json.loads(granted), benchmarks["csv"])
    if same is None:
        report.not_recomputed.append(request_id)
    elif same:
        report.recomputed += 1
    else:
        report.wrong(NOT_THE_SAME, id=request_id)

"""A municipality with many processes, made at once: for measuring and for tests, never for showing.

Straight into the tables, because a thousand processes through the functions would take an hour. The records obey the
rules of the database and the audit chain holds, but the amounts are those of a few estimates that all share, so that a
request can't be computed again to the cent, and the draws are theirs in another order.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from typing import Any

import numpy as np

import estimator
from estimator import Scope
from estimator.quantiles import quantile
from estimator.totals import total_draws
from portfolio import APP_VERSION, estimates, status_reports
from portfolio.identity import LOCAL_USERS
from portfolio.processes import Process
from portfolio.requests import _content
from portfolio.store import Store, chain, clock, records, tables, tables_meetings, tables_steps
from portfolio.store.codec import canonical, cents, sha256
from portfolio.whole.drawn import STORED, Source

KINDS = 6  # estimates that all processes share
BOOKINGS = 50  # of each process that runs or ran
ENDS = ("draft", "draft", "asked", "returned", *["running"] * 12, "done", "paused", "stopped", "closed")
FINANCE = {
    "decider_money": "Afdelingshoofd Ruimte", "decider_outcome": "College van B en W", "within_budget": True,
    "incidental": True, "vat_compensable": True, "within_formation": True, "cost_centre": "6.2", "coverage": "Budget",
}  # fmt: skip
GROUPS = ("Omwonenden", "Ondernemers", "Jongeren", "Ouderen", "Huurders", "Ouders", "Verenigingen", "Agrariërs")
THEMES = ("Verkeer", "Wonen", "Groen", "Zorg", "Energie", "Cultuur")
VERDICT = ("statement", "reason", "body", "reference")

Row = dict[str, Any]


@dataclass
class _Crowd:
    """What is being made, by table; and the chain so far."""

    rng: random.Random
    today: dt.date
    now: str
    users: tuple[str, str]
    number: int
    hash: str
    rows: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, table: str, **values: Any) -> None:
        self.rows.setdefault(table, []).append(values)

    def id(self) -> str:
        return f"{self.rng.getrandbits(64):016x}"

    def log(self, action: str, about: str, content: Row) -> tuple[int, str]:
        """The next row of the chain."""
        row = {
            "number": self.number + 1, "at": self.now, "actor": self.users[0], "action": action, "object": about,
            "result": "done", "origin": "local: zonder aanmelding", "app_version": APP_VERSION,
            "content": canonical(content), "previous": self.hash,
        }  # fmt: skip
        self.number, self.hash = self.number + 1, chain.row_hash(row)
        self.add("audit", **row, hash=self.hash)
        return self.number, self.hash


def fill(store: Store, count: int, seed: int = 1, draws: bool = True) -> list[str]:
    """Put ``count`` processes in a store, one after the other alike for every count; returns their ids. Without
    ``draws`` those of the totals are left to whoever needs them."""
    kinds = [_computed(n) for n in range(KINDS)]
    with store.write() as c:
        number, head = chain.head(c)
        people = tuple(_user(c, n) for n in (0, 1))
        made = _Crowd(random.Random(seed), clock.today(), clock.now(), (people[0], people[1]), number, head)
        used = kinds[0][0]
        if records.one(c, tables.benchmark_set, sha256=used.benchmarks_sha256) is None:
            records.insert(
                c, tables.benchmark_set, sha256=used.benchmarks_sha256, csv=used.benchmarks_csv,
                row_count=used.benchmarks_rows, added_at=made.now,
            )  # fmt: skip
        ids = [_process(made, n, count, kinds[n % KINDS], draws) for n in range(count)]
        for table in (
            tables.process, tables.step_progress, tables.scenario, tables.scenario_version, tables.audit,
            tables.request, tables.request_maker, tables.verdict, tables_steps.talk, tables_steps.booking,
            tables_steps.process_form, tables_steps.journal, tables_meetings.status_report, tables_meetings.total_draws,
        ):  # fmt: skip
            records.insert_all(c, table, made.rows.get(table.name, []))
    return ids


Kind = tuple[estimates.Computed, Any]  # an estimate, and the draws of its total


def _computed(n: int) -> Kind:
    scope = {
        "stakeholder_groups": 2 + n, "conversations": 3 + 2 * n, "resident_reach": 400 * (n + 1),
        "municipality": "GM0193", "start": (clock.today() - dt.timedelta(days=30)).isoformat(),
        "budget_route": "budgethouder",
    }  # fmt: skip
    found = estimates.compute(scope, f"kind {n}")
    return found, total_draws(Scope.from_dict(found.scope), found.figures, None)


def _user(c: Any, n: int) -> str:
    user = LOCAL_USERS[n]
    found = records.one(c, tables.users, issuer=user.issuer, subject=user.subject)
    if found is None:
        made = f"{n:016x}"
        records.insert(
            c, tables.users, id=made, issuer=user.issuer, subject=user.subject, name=user.name,
            roles=sorted(user.roles), created_at=clock.wall(),
        )  # fmt: skip
        return made
    return str(found["id"])


def _process(made: _Crowd, n: int, count: int, kind: Kind, draws: bool) -> str:
    computed, rng, id = kind[0], made.rng, made.id()
    end = ENDS[n % len(ENDS)]
    people = [f"Persoon {rng.randrange(max(count // 8, 3))}" for _ in range(3)]
    process = Process(
        id=id, name=f"Proces {n:04d} {rng.choice(THEMES).lower()}", municipality="GM0193",
        question="Wat is hier nodig?", theme=rng.choice(THEMES), area=f"Wijk {rng.randrange(max(count // 25, 3))}",
        confidential=n % 50 == 7, client_name=people[0], content_owner=people[1], process_owner=people[2],
        portfolio_holder=f"wethouder {n % 5}", group_names=tuple(rng.sample(GROUPS, 3)),
        status=end if end in ("paused", "stopped", "closed") else "active", example=False, version=1,
        created_by=made.users[0], created_at=made.now, updated_by=made.users[0], updated_at=made.now,
    )  # fmt: skip
    values = {name: getattr(process, name) for name in Process.__dataclass_fields__}
    made.add("process", **values | {"group_names": list(process.group_names)})
    made.log("process.create", f"process/{id}", {"example": False})
    scenario = made.id()
    edited = {"updated_by": made.users[0], "updated_at": made.now}
    summary = computed.summary()
    made.add(
        "scenario", id=scenario, process_id=id, name="Basis", is_base=True, version=1, scope=computed.scope,
        result=summary, created_at=made.now, overrides=None, fits=True, deleted_at=None, **edited,
    )  # fmt: skip
    made.add(
        "scenario_version", scenario_id=scenario, version=1, name="Basis", scope=computed.scope, result=summary,
        author=made.users[0], at=made.now, example=False, overrides=None,
    )  # fmt: skip
    made.log("scenario.save", f"scenario/{scenario}", {"process": id, "version": 1})
    if draws:
        _draws(made, id, kind)
    ran = end not in ("draft", "asked", "returned")
    if end != "draft":
        _request(made, process, scenario, computed, "approved" if ran else "returned" if end == "returned" else "")
    reached = 11 if end in ("done", "closed") else rng.randrange(2, 10) if ran else 1
    _steps(made, process, computed, reached, ran)
    _talks(made, process, reached if ran else 1)
    content = {"goal": "Beter weten wat hier nodig is", "room_for_input": "De inrichting", "frames": "Het budget"}
    made.add("process_form", process_id=id, kind="approach", content=content, version=1, **edited)
    made.add(
        "journal", id=made.id(), process_id=id, step=None, kind="public", text="Nieuws", url="",
        day=made.today - dt.timedelta(days=rng.randrange(60)), made_by=made.users[0], at=made.now, deleted_at=None,
    )  # fmt: skip
    if ran and n % 2:
        report = dict.fromkeys(status_reports.FIELDS, "") | {
            "planning": "green", "budget": "green", "risk": "green", "achieved": "Gesproken met de wijk",
            "decide_before": None, "reported_on": made.today, "at": made.now, "example": False,
        }  # fmt: skip
        about = made.id()
        number, _head = made.log(
            "status_report.add", f"process/{id}/status_report/{about}", status_reports.facts(report)
        )
        made.add("status_report", id=about, process_id=id, made_by=made.users[0], audit_number=number, **report)
    return id


def _draws(made: _Crowd, id: str, kind: Kind) -> None:
    computed, draws = kind
    order = np.random.default_rng(made.rng.getrandbits(32)).permutation(len(draws))
    made.add(
        "total_draws",
        key=Source(id, computed.scope, computed.benchmarks_sha256, str(estimator.ENGINE)).key,
        process_id=id,
        draws=draws[order].astype(STORED).tobytes(),
        p50_cents=cents(quantile(draws, 0.5)),
        p80_cents=cents(quantile(draws, 0.8)),
    )


def _request(made: _Crowd, process: Process, scenario: str, computed: estimates.Computed, outcome: str) -> None:
    content = _content(process, computed, dict(FINANCE), 1, made.now) | {"process_key": process.id}
    text, id = canonical(content), made.id()
    digest = sha256(text)
    number, head = made.log("request.submit", f"request/{id}", {"process": process.id, "sha256": digest})
    made.add(
        "request", id=id, process_id=process.id, number=1, scenario_id=scenario, scenario_version=1,
        submitted_by=made.users[0], submitted_at=made.now, content=text, sha256=digest,
        cost_cents=computed.cost_cents, cash_cents=computed.cash_cents, own_cents=computed.own_cents,
        finish=computed.finish, benchmarks_sha256=computed.benchmarks_sha256, engine=computed.engine,
        audit_number=number, audit_hash=head, example=False,
    )  # fmt: skip
    made.add("request_maker", request_id=id, user_id=made.users[0], example=False)
    if outcome:
        number, head = made.log(f"request.{outcome}", f"request/{id}", {"outcome": outcome})
        made.add(
            "verdict", id=made.id(), request_id=id, kind=outcome, outcome=outcome, maker=made.users[0],
            who=made.users[1], role="goedkeurder", signed_in=False, decided_on=made.today - dt.timedelta(days=200),
            document_id=None, request_sha256=digest, recomputed=True, at=made.now, audit_number=number,
            audit_hash=head, example=False, granted_cents=None, granted=None,
            **dict.fromkeys(VERDICT, "Akkoord"),
        )  # fmt: skip


def _steps(made: _Crowd, process: Process, computed: estimates.Computed, reached: int, ran: bool) -> None:
    """Three weeks a step, so that the step reached began some days ago; and what was booked on those before it."""
    begun = made.today - dt.timedelta(days=21 * (reached - 1) + made.rng.randrange(1, 20))
    planned = {int(row["step"]): row["hours"]["p50"] for row in computed.estimate["by_step"]}
    for step in range(1, 11):
        first = begun + dt.timedelta(days=21 * (step - 1))
        status = "done" if ran and step < reached else "busy" if ran and step == reached else "open"
        hours, money = _booked(made, process.id, step, planned[step], first, min(reached, 10)) if ran else (None, None)
        begins = status in ("busy", "done")
        made.add(
            "step_progress", process_id=process.id, step=step, status=status,
            planned_start=first if ran else None, planned_finish=first + dt.timedelta(days=20) if ran else None,
            actual_start=first if begins else None,
            actual_finish=first + dt.timedelta(days=20) if status == "done" else None,
            actual_hours=hours if begins else None, actual_cents=money if begins else None,
            content_owner="", process_owner="", gate={}, override_reason="Zo gekozen" if status == "done" else "",
            note="", version=1, updated_by=made.users[0], updated_at=made.now, percent=None, expected_finish=None,
        )  # fmt: skip


def _booked(made: _Crowd, id: str, step: int, planned: float, first: dt.date, reached: int) -> tuple[float, int]:
    """Lines of a step that has begun, so many that a process has ``BOOKINGS``; hours and cents they come to."""
    if step > reached:
        return 0.0, 0
    lines = max(BOOKINGS // reached, 1)
    each, total, money = round(planned * made.rng.uniform(0.8, 1.3) / lines, 2) or 0.5, 0.0, 0
    for n in range(lines):
        kind = ("hours", "hours", "hours", "spent", "committed")[n % 5]
        amount = {"hours": each, "cents": None} if kind == "hours" else {"hours": None, "cents": 12_500}
        made.add(
            "booking", id=made.id(), process_id=id, step=step, kind=kind, **amount,
            day=min(first, made.today), role="", note="", made_by=made.users[0], at=made.now, deleted_at=None,
        )  # fmt: skip
        total += each if kind == "hours" else 0.0
        money += 12_500 if kind == "spent" else 0
    return total, money


def _talks(made: _Crowd, process: Process, reached: int) -> None:
    for n in range(3 if reached >= 4 else 0):
        held = reached > 5
        on = made.today + dt.timedelta(days=(-30 if held else 14) + 9 * n)
        made.add(
            "talk", id=made.id(), process_id=process.id, title=f"Gesprek {n + 1}", form="dialoogtafel", place="",
            discussion_piece="", tasks="", report="", reason="", audience=[process.group_names[n]],
            status="held" if held else "planned", planned_on=on, invited_on=on - dt.timedelta(days=28),
            held_on=on if held else None, registrations=None, participants=18 if held else None, version=1,
            updated_by=made.users[0], updated_at=made.now, deleted_at=None,
        )  # fmt: skip

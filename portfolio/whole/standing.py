"""Where every process stands: one record per process, from which all screens, papers and snapshots of the whole read.

Kept in memory per store and refreshed by the audit chain: whatever changes a record adds a row there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from portfolio import forecast, forecast_cost, pitfalls, processes, requests, status_reports, steps, tripwires
from portfolio.forecast_cost import Forecast
from portfolio.pitfalls import Finding
from portfolio.processes import ProcessRow
from portfolio.status_reports import StatusReport
from portfolio.steps import StepProgress
from portfolio.store import chain, clock
from portfolio.store.codec import cents
from portfolio.store.database import Store
from portfolio.tripwires import Wire
from portfolio.whole import lights
from portfolio.whole.lights import Light


@dataclass(frozen=True)
class Money:
    """Whole cents, excluding VAT; None: not known or not there.

    ``granted`` (beschikbaar gesteld): own hours and costs as approved, of which ``granted_cash`` is paid out;
    ``asked``: of a request that waits; ``committed`` (verplicht) and ``spent`` (uitgegeven): to be paid and paid out,
    as noted; ``hours``: own and hired hours made; ``expected``: all cost at the end (forecast), ``expected80``: that
    with 80 %.
    """

    granted: int | None = None
    granted_cash: int | None = None
    asked: int | None = None
    committed: int | None = None
    spent: int | None = None
    hours: float | None = None
    expected: int | None = None
    expected80: int | None = None


@dataclass(frozen=True)
class Standing:
    """One process. ``finish``: expected end, else the granted or estimated one; ``updated_on``: when somebody last
    changed anything of it; ``decider_money``: who decides on the money, as the latest request names it;
    ``calculated``: light → ``Light``; ``report``: the last reported status, or None; ``forecast``: None without an
    approval; ``ends``: step → the day on which it ended or is expected to end, as far as there is one;
    ``wires``: of the approval that are crossed."""

    row: ProcessRow
    money: Money
    finish: dt.date | None
    updated_on: dt.date
    decider_money: str
    findings: tuple[Finding, ...]
    calculated: Mapping[str, Light]
    report: StatusReport | None
    forecast: Forecast | None
    ends: Mapping[int, dt.date]
    wires: tuple[Wire, ...]

    @property
    def id(self) -> str:
        """The id of the process."""
        return self.row.id

    @property
    def name(self) -> str:
        """Its name."""
        return self.row.name


def counted(found: Sequence[Standing]) -> tuple[Standing, ...]:
    """What the whole counts and adds up: one's own processes, or the example while there is nothing else."""
    return tuple(one for one in found if not one.row.process.example) or tuple(found)


def of_all(store: Store) -> tuple[Standing, ...]:
    """Every process, closed and stopped ones too, sorted by name."""
    with store.read() as c:
        head = chain.head(c)[1]
    return _all(store, head, clock.today())


@lru_cache(maxsize=4)
def _all(store: Store, _head: str, _today: dt.date) -> tuple[Standing, ...]:
    rows = processes.listing(store, closed=True)
    pits = pitfalls.all_of(store)
    with store.read() as c:
        reports = status_reports.last_of_all(c)
    return tuple(_one(store, row, tuple(pits.get(row.id, ())), reports.get(row.id)) for row in rows)


def _one(store: Store, row: ProcessRow, found: tuple[Finding, ...], report: StatusReport | None) -> Standing:
    ends = forecast_cost.of(store, row.id) if row.approved_id else None
    latest = requests.latest(store, row.id)
    finance = latest.finance if latest else {}
    allowed = tripwires.tolerances(finance)
    money = _money(row, ends)
    calculated = {
        "planning": lights.planning(row, ends.finish if ends else None, allowed["tolerance_weeks"]),
        "budget": lights.budget(
            money.granted, money.expected80, bool(ends and ends.known), allowed["tolerance_money_pct"]
        ),
        "risk": lights.risk(row, found),
    }
    estimated = (row.estimate or {}).get("request") or {}
    finish = (ends.finish if ends else None) or row.approved_finish or row.finish
    if finish is None and estimated.get("finish"):
        finish = dt.date.fromisoformat(estimated["finish"])
    return Standing(
        row=row,
        money=money,
        finish=finish,
        updated_on=dt.date.fromisoformat(row.process.updated_at[:10]),
        decider_money=str(finance.get("decider_money") or ""),
        findings=found,
        calculated=calculated,
        report=report,
        forecast=ends,
        ends=_ends(steps.progress(store, row.id)),
        wires=tuple(tripwires.of(store, row.id)) if row.approved_id else (),
    )


def _ends(progress: Sequence[StepProgress]) -> dict[int, dt.date]:
    plan = {row.step: (a, b) for row in progress if (a := row.planned_start) and (b := row.planned_finish)}
    expected = forecast.expected(progress, plan, clock.today())
    real = {row.step: row.actual_finish for row in progress if row.actual_finish}
    return real | {step: days[1] for step, days in expected.items()}


def _money(row: ProcessRow, ends: Forecast | None) -> Money:
    asked = row.cost_cents if row.phase == "requested" else None
    if ends is None:
        return Money(asked=asked)
    committed = [step.committed_eur for step in ends.steps if step.committed_eur is not None]
    spent = [step.cash.made for step in ends.steps if step.cash.made is not None]
    hours = [step.hours.made for step in ends.steps if step.hours.made is not None]
    return Money(
        granted=row.approved_cost_cents,
        granted_cash=row.approved_cash_cents,
        asked=asked,
        committed=cents(sum(committed)) if committed else None,
        spent=cents(sum(spent)) if spent else None,
        hours=sum(hours) if hours else None,
        expected=cents(ends.cost_eur),
        expected80=cents(ends.cost80_eur),
    )

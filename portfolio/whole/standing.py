"""Where every process stands: one record per process, from which all screens, papers and snapshots of the whole read.

Kept in memory per store and following the audit chain (``portfolio.following``): a change costs the processes that it
touches, not all of them. Every server follows the chain of the one database, so they agree.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from portfolio import following, forecast_cost, pitfalls, tripwires
from portfolio.forecast_cost import Forecast
from portfolio.pitfalls import Finding
from portfolio.pitfalls.facts import Days, TalkFacts
from portfolio.processes import ProcessRow
from portfolio.status_reports import StatusReport
from portfolio.steps import StepProgress
from portfolio.store import clock
from portfolio.store.codec import cents
from portfolio.store.database import Store
from portfolio.tripwires import Wire
from portfolio.whole import lights, reading
from portfolio.whole.lights import Light
from portfolio.whole.reading import Estimated, Known


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
    ``wires``: of the approval that are crossed; ``progress``: its steps; ``days``: step → first and last day, real,
    else expected, else planned; ``talks``: those that weren't cancelled; ``estimate``: what counts, see ``Estimated``;
    None while nothing was estimated."""

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
    progress: tuple[StepProgress, ...] = ()
    days: Mapping[int, Days] = field(default_factory=dict)
    talks: tuple[TalkFacts, ...] = ()
    estimate: Estimated | None = None

    @property
    def id(self) -> str:
        """The id of the process."""
        return self.row.id

    @property
    def name(self) -> str:
        """Its name."""
        return self.row.name

    @property
    def shown(self) -> dict[str, str]:
        """Light → colour as reported, else as calculated; "" while there is nothing to hold it against."""
        told = self.report.lights if self.report else {}
        return {name: told.get(name) or light.colour for name, light in self.calculated.items()}

    @property
    def worst(self) -> str:
        """The worst colour that is shown."""
        return max(self.shown.values(), key=lights.ORDER.index)

    @property
    def differing(self) -> dict[str, tuple[str, str]]:
        """Light → reported and calculated colour, where both are there and differ."""
        told = self.report.lights if self.report else {}
        pairs = {name: (told.get(name, ""), light.colour) for name, light in self.calculated.items()}
        return {name: pair for name, pair in pairs.items() if all(pair) and pair[0] != pair[1]}

    @property
    def brighter(self) -> bool:
        """True when a light is reported better than it is calculated."""
        return any(lights.ORDER.index(a) < lights.ORDER.index(b) for a, b in self.differing.values())


def counted(found: Sequence[Standing]) -> tuple[Standing, ...]:
    """What the whole counts and adds up: one's own processes, or the example while there is nothing else."""
    return tuple(one for one in found if not one.row.process.example) or tuple(found)


def of_all(store: Store) -> tuple[Standing, ...]:
    """Every process, closed and stopped ones too, sorted by name. The same tuple as long as nothing was changed."""
    today = clock.today()
    kept = _kept(store)
    with kept.lock, store.read() as c:
        ids, seen = following.since(c, kept.seen, today)
        pits = pitfalls.on(store, c, today)
        if ids is None:
            kept.by_id = {id: _one(found) for id, found in reading.read(store, c, None, today).items()}
        elif ids:
            new = {id: _one(found) for id, found in reading.read(store, c, sorted(ids), today).items()}
            kept.by_id = {id: one for id, one in kept.by_id.items() if id not in ids} | new
        if ids is not None and not ids and pits is kept.pits:
            kept.seen = seen
            return kept.every
        beside = {id: _with(one, pits.get(id, ())) for id, one in kept.by_id.items()}
        if ids is None or ids or any(beside[id] is not one for id, one in kept.by_id.items()):
            kept.by_id = beside
            kept.every = tuple(sorted(beside.values(), key=lambda one: (one.name.casefold(), one.id)))
        kept.pits, kept.seen = pits, seen
        return kept.every


class _Kept:
    """What one server holds of a store."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.seen: following.Seen | None = None
        self.pits: Mapping[str, tuple[Finding, ...]] = {}
        self.by_id: dict[str, Standing] = {}
        self.every: tuple[Standing, ...] = ()


@lru_cache(maxsize=4)
def _kept(_store: Store) -> _Kept:
    return _Kept()


def _with(one: Standing, found: tuple[Finding, ...]) -> Standing:
    """With what the rules find now: that changes with other processes too."""
    if one.findings == found:
        return one
    calculated = {**one.calculated, "risk": lights.risk(one.row, found)}
    return dataclasses.replace(one, findings=found, calculated=calculated)


def _one(known: Known) -> Standing:
    row, granted, finance = known.row, known.granted, known.finance
    ends = forecast_cost.forecast_of(granted, known.progress, known.committed, known.today) if granted else None
    allowed = tripwires.tolerances(finance)
    money = _money(row, ends)
    calculated = {
        "planning": lights.planning(row, ends.finish if ends else None, allowed["tolerance_weeks"]),
        "budget": lights.budget(
            money.granted, money.expected80, bool(ends and ends.known), allowed["tolerance_money_pct"]
        ),
        "risk": lights.risk(row, ()),
    }
    estimated = (row.estimate or {}).get("request") or {}
    finish = (ends.finish if ends else None) or row.approved_finish or row.finish
    if finish is None and estimated.get("finish"):
        finish = dt.date.fromisoformat(estimated["finish"])
    days = _days(known)
    return Standing(
        row=row,
        money=money,
        finish=finish,
        updated_on=known.updated_on,
        decider_money=str(finance.get("decider_money") or ""),
        findings=(),
        calculated=calculated,
        report=known.report,
        forecast=ends,
        ends={step: last for step, (_first, last) in days.items() if step in known.reached},
        wires=_wires(known, ends),
        progress=known.progress,
        days=days,
        talks=known.talks,
        estimate=known.estimate,
    )


def _days(known: Known) -> dict[int, Days]:
    """Real days, else the expected ones, else those that were planned."""
    found: dict[int, Days] = {**known.planned, **known.expected}
    for step in known.progress:
        if step.actual_finish:
            found[step.step] = (step.actual_start or step.actual_finish, step.actual_finish)
    return found


def _wires(known: Known, ends: Forecast | None) -> tuple[Wire, ...]:
    if known.granted is None or known.base is None or ends is None:
        return ()
    if not ends.known:
        return tuple(tripwires.crossed(known.granted, known.base))
    return tuple(tripwires.crossed(known.granted, known.base, cents(ends.cost80_eur), ends.finish))


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

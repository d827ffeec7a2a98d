"""Guards data/benchmarks.csv: schema, ranges, sources, permanent columns, and that every row is really used."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from estimator.benchmarks import GRADES, KINDS, VATS, Benchmarks, Row
from estimator.codes import EVENTS, FORMS, LEVELS, OPTIONS, PRESETS, RECRUITMENTS, ROLES, ROUTES
from estimator.draws import CASE_MONEY, CASE_TIME, EVENT_COLUMNS, ITEM_COLUMNS, PARAMETER_COLUMNS
from estimator.drivers import CERTAIN, DRIVERS
from estimator.events import event_of
from estimator.model import parts, point
from estimator.places import DATA
from estimator.scope import Scope

LEDGER = DATA / "benchmark_columns.csv"
CONDITIONS = {
    "form": FORMS,
    "option": OPTIONS,
    "level": LEVELS,
    "recruitment": RECRUITMENTS,
    "budget_route": ROUTES,
    "outcome_route": ROUTES,
    "preset": PRESETS,
    "hired": ("yes", "no"),
}
PARAMETERS = (
    {"household_size", "languages", "reserve.sortition", "case.money", "case.time", "uplift", "lead_extra", "pace"}
    | {
        f"{n}.{f}"
        for f in FORMS
        for n in ("participants", "session_hours", "conversations_per_meeting", "facilitator_group", "pace")
    }
    | {"facilitator_group"}
    | {f"{n}.{r}" for r in RECRUITMENTS for n in ("response", "noshow")}
    | {f"{n}.{r}" for r in ROLES for n in ("tariff", "hired", "capacity")}
    | {f"lead.{s}" for s in range(1, 11)}
    | {f"{n}.{k}" for n in ("event", "event_mitigated", "event_weeks") for k in EVENTS}
    | {"overrun.money", "overrun.time"}
)
LEAST_SOURCED = 40
# Parameters of which every row that applies counts, and those that only the request reads.
_SUMMED = ("uplift", "lead_extra", "overrun.money", "overrun.time", *(f"event_weeks.{k}" for k in EVENTS))


@dataclass
class Report:
    """What the check found: faults (with line numbers) and counts."""

    faults: list[str] = field(default_factory=list)
    grades: Counter[str] = field(default_factory=Counter)
    steps: Counter[int] = field(default_factory=Counter)
    sourced_used: int = 0
    rows: int = 0


class Recorder(Benchmarks):
    """Benchmarks that remember which parameter rows were read."""

    def parameter(self, name: str, scope: Scope) -> Row | None:
        """As Benchmarks.parameter, noting the row."""
        row = super().parameter(name, scope)
        if row:
            self.read.add(row.id)
        return row

    @property
    def read(self) -> set[str]:
        """Ids of the rows read so far."""
        return self.__dict__.setdefault("_read", set())  # type: ignore[no-any-return]


def check(benchmarks: Benchmarks, ledger: Path | None = LEDGER) -> Report:
    """Check a set of benchmarks; ``ledger`` lists which column was ever given to which row."""
    report = Report(rows=len(benchmarks.rows))
    for line, row in enumerate(benchmarks.rows, start=2):
        report.faults += [f"line {line} ({row.id}): {f}" for f in row_faults(row)]
    report.faults += duplicates(benchmarks.rows)
    if ledger:
        report.faults += ledger_faults(benchmarks.rows, ledger)
    report.grades.update(r.grade for r in benchmarks.rows)
    report.steps.update(r.step for r in benchmarks.rows)
    hours = {r.step for r in benchmarks.rows if r.kind == "hours"}
    report.faults += [f"step {s} has no row with hours" for s in range(1, 11) if s not in hours]
    if not report.faults:
        used = used_rows(benchmarks)
        unused = [r.id for r in benchmarks.rows if r.id not in used]
        report.faults += [f"{i}: no scope uses this row" for i in unused]
        report.sourced_used = sum(r.grade != "D" for r in benchmarks.rows if r.id in used)
        if report.sourced_used < LEAST_SOURCED:
            report.faults.append(f"only {report.sourced_used} used rows rest on a source; at least {LEAST_SOURCED}")
    return report


def row_faults(row: Row) -> list[str]:
    """Everything wrong with one row by itself."""
    found = []
    if row.kind not in KINDS:
        found.append(f"kind {row.kind!r} is not one of {', '.join(KINDS)}")
    if not 0 <= row.step <= 10:
        found.append(f"step {row.step} is not 0 to 10")
    if not 0 < row.low <= row.likely <= row.high:
        found.append(f"low {row.low}, likely {row.likely}, high {row.high} must be positive and rising")
    if not 0 < row.p_low < 0.5 < row.p_high < 1:
        found.append(f"p_low {row.p_low} and p_high {row.p_high} must lie on either side of 0.5")
    if row.kind == "hours" and row.role not in ROLES:
        found.append(f"role {row.role!r} is not one of {', '.join(ROLES)}")
    if row.is_item and not _known_driver(row.driver):
        found.append(f"driver {row.driver!r} is not one of {', '.join(DRIVERS)}")
    if not row.is_item and row.driver not in PARAMETERS:
        found.append(f"driver {row.driver!r} is not a parameter the estimator reads")
    if row.kind == "fraction" and row.driver.startswith(("response", "noshow")) and row.high > 1:
        found.append(f"a fraction of {row.high} is more than everybody")
    if (row.kind == "probability") != row.driver.startswith(("event.", "event_mitigated.")) and not row.is_item:
        found.append(f"driver {row.driver!r} doesn't go with kind {row.kind!r}")
    if row.kind == "probability" and row.high > 1:
        found.append(f"a probability of {row.high} is more than certain")
    if row.kind in ("euro", "euro_per_week") and row.vat not in VATS:
        found.append(f"vat {row.vat!r} is not one of {', '.join(VATS)}")
    for key, values in row.conditions:
        allowed = CONDITIONS.get(key, ())
        found += [f"applies_when: {key}={v} is not known" for v in values if v.lstrip("!") not in allowed]
    return found + _words(row) + _column(row)


def _known_driver(driver: str) -> bool:
    event, count = event_of(driver)
    return driver in DRIVERS or (event in EVENTS and (not count or count in CERTAIN))


def _words(row: Row) -> list[str]:
    found = [f"{name} is empty" for name in ("name_nl", "name_en", "unit", "note", "note_en") if not getattr(row, name)]
    if row.grade not in GRADES:
        found.append(f"grade {row.grade!r} is not one of A, B, C, D")
    elif row.grade == "D":
        if row.source != "aanname":
            found.append(f"grade D says its source is 'aanname', not {row.source!r}")
        if len(row.note) < 30:
            found.append("grade D needs its reasoning in note")
    elif not (row.source and row.publisher and row.source_year):
        found.append("a sourced row needs source, publisher and source_year ('undated' if unknown)")
    return found


def _column(row: Row) -> list[str]:
    uncertain = row.low < row.high
    if row.column is None:
        needs = row.is_item or row.kind in ("weeks", "fraction") or row.driver.startswith("event.")
        needs = needs and not row.driver.startswith("overrun.")
        return ["an uncertain row needs a permanent column"] if uncertain and needs else []
    if row.driver in ("case.money", "case.time"):
        right = {"case.money": CASE_MONEY, "case.time": CASE_TIME}[row.driver]
        return [] if row.column == right else [f"column {row.column} should be {right}"]
    allowed = ITEM_COLUMNS if row.is_item else PARAMETER_COLUMNS
    if row.driver.startswith("event"):
        allowed = EVENT_COLUMNS
    if row.column not in allowed:
        return [f"column {row.column} is not in {allowed.start} to {allowed.stop - 1}"]
    return []


def duplicates(rows: Iterable[Row]) -> list[str]:
    """Ids or columns that occur twice."""
    kept = list(rows)
    ids = Counter(r.id for r in kept)
    columns = Counter(r.column for r in kept if r.column is not None)
    return [f"id {i} occurs {n} times" for i, n in ids.items() if n > 1] + [
        f"column {c} is given to {n} rows" for c, n in columns.items() if n > 1
    ]


def ledger_faults(rows: Iterable[Row], ledger: Path) -> list[str]:
    """Columns that changed hands: the ledger remembers every column ever given, also to rows that are gone."""
    with open(ledger, encoding="utf-8", newline="") as f:
        owner = {int(r["column"]): r["id"] for r in csv.DictReader(f)}
    found = []
    for row in rows:
        if row.column is None:
            continue
        if row.column not in owner:
            found.append(f"{row.id}: column {row.column} is new; add it to {ledger.name}")
        elif owner[row.column] != row.id:
            found.append(f"{row.id}: column {row.column} belongs to {owner[row.column]} for ever")
    return found


def probe(row: Row) -> Scope:
    """A scope in which the row's conditions hold."""
    wanted: dict[str, object] = {
        "stakeholder_groups": 5,
        "conversations": 4,
        "resident_reach": 5000,
        "municipality": "GM0193",
    }
    for key, values in row.conditions:
        value = next((v for v in values if not v.startswith("!")), None)
        if value is None:
            continue
        if key == "form":
            wanted["conversations_by_form"] = {value: 4}
        elif key == "option":
            wanted["options"] = [value]
        elif key == "hired":
            wanted["own_staff_share"] = 0.5 if value == "yes" else 1.0
        else:
            wanted[key] = value
    for prefix in ("participants", "session_hours", "conversations_per_meeting", "facilitator_group", "pace"):
        form = row.driver.removeprefix(f"{prefix}.")
        if form in FORMS:
            wanted["conversations_by_form"] = {form: 4}
    for prefix in ("response", "noshow", "reserve"):
        kind = row.driver.removeprefix(f"{prefix}.")
        if kind in RECRUITMENTS:
            wanted["recruitment"] = kind
    if row.driver.startswith("hired."):
        wanted["own_staff_share"] = 0.5
    if row.driver == "approaches":
        wanted["recruitment"] = "targeted"
    if row.driver == "languages" and "options" not in wanted:
        wanted["options"] = ["interpreter"]
    return Scope.from_dict(wanted)


def used_rows(benchmarks: Benchmarks) -> set[str]:
    """Ids of the rows that change the answer of at least one scope: items with a quantity, parameters read."""
    recorder = Recorder(benchmarks.rows, benchmarks.sha256)
    used: set[str] = set()
    for row in benchmarks.rows:
        scope = probe(row)
        p = parts(scope, recorder)
        out = point(p)
        used |= {r.id for r, q in zip(p.rows, p.quantities, strict=True) if q > 0 and out.cost[0] > 0}
        used |= {r.id for name in _SUMMED for r in benchmarks.parameters.get(name, ()) if r.applies(scope)}
    return used | recorder.read


__all__ = ["Report", "check", "probe", "used_rows"]

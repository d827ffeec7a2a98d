"""One row of an import → one ordinary change of the records, by the kind of the row.

Each returns what it did: "new", "changed" or "same", and what an undo needs to know. A value that isn't there leaves
the record as it is. Only own processes are matched, by name; the example is left alone.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from portfolio import bookings, estimates, own_figures, processes, steps
from portfolio.checks import shown
from portfolio.identity import User
from portfolio.import_within import Within
from portfolio.messages import N_
from portfolio.store import Refused, records, tables

UNDONE = ("status", *steps.DATES, "expected_finish", "percent", *steps.OWNERS, "override_reason", "note")
NEW, CHANGED, SAME, WRONG = "new", "changed", "same", "wrong"

NO_PROCESS = N_("There is no process named {value}; import the processes first, or look at the spelling.")
TWO_PROCESSES = N_("There are {count} processes named {value}; give them different names first.")
EARLIER_ROW = N_("Row {row} is about the same one; keep one of both.")
BOTH = N_("A line has hours or an amount, not both; empty one of them.")
NO_TARIFF = N_("{value} is not a tariff; use the code or the name as it stands under Benchmarks.")

Values = Mapping[str, Any]
Made = dict[str, Any]  # what an undo needs: what, id, the values before and after it


@dataclass
class Seen:
    """What the rows of this import share: names looked up, rows met before, and lines that are there already."""

    within: Within
    user: User
    number: int = 0
    ids: dict[str, list[str]] | None = None
    met: dict[Any, int] = field(default_factory=dict)
    booked: dict[str, Counter[tuple[Any, ...]]] = field(default_factory=dict)

    def processes(self, name: str) -> list[str]:
        """The ids of own processes with this name."""
        if self.ids is None:
            self.ids = {}
            gone = taken_back(self.within)
            for row in records.many(self.within.c, tables.process, "id", example=False):
                if row["id"] not in gone or row["status"] != "stopped":
                    self.ids.setdefault(key_of(row["name"]), []).append(row["id"])
        return self.ids.get(key_of(name), [])

    def process(self, name: str) -> str:
        """The id of the one process with this name, or Refused."""
        found = self.processes(name)
        if len(found) != 1:
            raise Refused(TWO_PROCESSES if found else NO_PROCESS, field="process", value=shown(name), count=len(found))
        return found[0]

    def once(self, key: Any) -> None:
        """Refused when an earlier row was about the same."""
        if key in self.met:
            raise Refused(EARLIER_ROW, row=self.met[key])
        self.met[key] = self.number


def taken_back(within: Within) -> set[str]:
    """The processes that an import made and that were taken back with it."""
    rows = records.many(within.c, tables.setting)
    return {id for row in rows if row["key"].startswith("import/") for id in row["content"].get("taken_back", ())}


def key_of(name: str) -> str:
    return " ".join(name.split()).casefold()


def process(seen: Seen, values: Values) -> tuple[str, Made | None]:
    """Make a process, or change what differs."""
    name = str(values["name"])
    seen.once(key_of(name))
    found = seen.processes(name)
    if len(found) > 1:
        raise Refused(TWO_PROCESSES, field="name", value=shown(name), count=len(found))
    if not found:
        made = processes.create(seen.within, seen.user, values)
        assert seen.ids is not None
        seen.ids[key_of(name)] = [made.id]
        after = {name: plain(getattr(made, name)) for name in (*processes.FIELDS, "status")}
        return NEW, {"what": "process", "id": made.id, "after": after}
    return _changed_process(seen, found[0], values)


def _changed_process(seen: Seen, id: str, values: Values) -> tuple[str, Made | None]:
    now = processes.get(seen.within, id)
    differs = {name: value for name, value in values.items() if getattr(now, name) != value}
    if not differs:
        return SAME, None
    after = processes.update(seen.within, seen.user, id, now.version, differs)
    before = {name: plain(getattr(now, name)) for name in differs}
    made = {"before": before, "after": {name: plain(getattr(after, name)) for name in differs}}
    return CHANGED, {"what": "process", "id": id, **made}


def step(seen: Seen, values: Values) -> tuple[str, Made | None]:
    """Change what differs in a step."""
    id, number = seen.process(str(values["process"])), int(values["step"])
    seen.once((id, number))
    current = records.one(seen.within.c, tables.step_progress, process_id=id, step=number)
    assert current is not None  # a process has its ten steps
    given = {name: value for name, value in values.items() if name in steps.FIELDS and current[name] != value}
    if not given:
        return SAME, None
    after = steps.update(seen.within, seen.user, id, number, current["version"], given)
    then = {name: getattr(after, "stored_status" if name == "status" else name) for name in UNDONE}
    differs = [name for name in UNDONE if then[name] != current[name]]
    before = {name: plain(current[name]) for name in {*differs, "status"}}
    made = {"before": before, "after": {name: plain(then[name]) for name in before}}
    return CHANGED, {"what": "step", "id": f"{id}/{number}", **made}


def booking(seen: Seen, values: Values) -> tuple[str, Made | None]:
    """Book a line, unless the same line is there already; two equal lines in one file are two lines."""
    id = seen.process(str(values["process"]))
    line = {name: value for name, value in values.items() if name in bookings.FIELDS}
    unit = "hours" if line["kind"] == "hours" else "cents"
    other = "cents" if unit == "hours" else "hours"
    if line.get(other):
        raise Refused(BOTH, field=other)
    line.pop(other, None)
    if id not in seen.booked:
        seen.booked[id] = Counter(_line(row) for row in bookings.listing(seen.within, id))
    if seen.booked[id][_line(line)] > 0:
        seen.booked[id][_line(line)] -= 1
        return SAME, None
    made = bookings.add(seen.within, seen.user, id, line)
    return NEW, {"what": "booking", "id": made["id"]}


def _line(row: Values) -> tuple[Any, ...]:
    return tuple(row.get(name) or None for name in ("step", "kind", "hours", "cents", "day", "role", "note"))


def group(seen: Seen, values: Values) -> tuple[str, Made | None]:
    """Add a group to a process."""
    id, name = seen.process(str(values["process"])), str(values["group"])
    now = processes.get(seen.within, id)
    if key_of(name) in {key_of(one) for one in now.group_names}:
        return SAME, None
    _done, made = _changed_process(seen, id, {"group_names": (*now.group_names, name)})
    return NEW, made


def tariff(seen: Seen, values: Values) -> tuple[str, Made | None]:
    """Set an own tariff in euros an hour."""
    key = _tariff(str(values["key"]))
    seen.once(key)
    now = own_figures.current(seen.within).get(key)
    euros = int(values["likely"]) / 100
    if now is not None and now.likely == euros:
        return SAME, None
    after = own_figures.set_(seen.within, seen.user, key, None, euros, None, str(values.get("reason", "")))
    before = {"likely": now.likely, "reason": now.reason} if now else None
    done = CHANGED if now else NEW
    return done, {"what": "tariff", "id": key, "number": after.audit_number, "before": before}


def _tariff(given: str) -> str:
    wanted = key_of(given)
    rows = [row for row in estimates.shipped().rows if row.driver.startswith(("tariff.", "hired."))]
    for row in rows:
        if wanted in (key_of(row.id), key_of(row.name_nl), key_of(row.name_en)):
            return str(row.id)
    if wanted in own_figures.AVERAGES:
        return wanted
    raise Refused(NO_TARIFF, field="key", value=shown(given))


def plain(value: Any) -> Any:
    """A value as the record of an import holds it."""
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


Write = Callable[[Seen, Values], tuple[str, Made | list[Made] | None]]
KINDS: dict[str, Write] = {
    "processes": process,
    "steps": step,
    "bookings": booking,
    "groups": group,
    "tariffs": tariff,
}
